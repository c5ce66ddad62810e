//! The field at a hit of a keyword: what stands around the name says which form it has.

use super::call::{call, flag, is_flag, method};
use super::key::{element, quoted_key, spaced_key};
use super::list;
use super::named::named;
use super::value::Literal;
use crate::extract::FieldOrigin;
use crate::span::Span;

/// A name and its literal value in source code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexicalField {
    /// The name: an identifier (a setter's without `set`), or a whole quoted key.
    pub name: Span,
    /// The value, without quotes; escapes are not undone.
    pub value: Span,
    /// How the name came to the value.
    pub origin: FieldOrigin,
    /// Whether the value is a string literal.
    pub quoted: Quoted,
}

/// Whether a value stands in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// A string literal.
    Yes,
    /// A number, the text of an element, the argument of a flag.
    No,
}

/// How many bytes a name may have on either side of the hit.
pub(super) const MAX_NAME: usize = 96;

/// Reads the field whose name holds `hit`, if there is one with a literal value. Looks at a few hundred bytes at most
/// (up to the end of the literal, at most 8 KiB) and allocates nothing.
///
/// ```
/// use safeharbor_core::{Span, extract::lexical::field_at};
/// let text = r#"let ssn: &str = "000-12-3456"; // the ssn"#;
/// let field = field_at(text, Span::new(4, 7)).unwrap();
/// assert_eq!(&text[field.value.range()], "000-12-3456");
/// assert!(field_at(text, Span::new(38, 41)).is_none());
/// ```
pub fn field_at(text: &str, hit: Span) -> Option<LexicalField> {
    if hit.is_empty() || !text.is_char_boundary(hit.start) || !text.is_char_boundary(hit.end) {
        return None;
    }
    let bytes = text.as_bytes();
    let name = word_around(bytes, hit);
    let before = name.start.checked_sub(1).map_or(0, |at| bytes[at]);
    match *bytes.get(name.end)? {
        quote @ (b'"' | b'\'' | b'`') => quoted_key(bytes, name, quote),
        b'(' => call(bytes, name, hit),
        b'.' if before != b'"' => method(bytes, name),
        _ if before == b'<' => element(bytes, name, name.end),
        b' ' | b'-' | b'.' | b'/' | b'#' if before == b'"' || before == b'\'' => {
            spaced_key(bytes, name, before)
        }
        b' ' | b'=' if is_flag(bytes, name) => flag(bytes, name),
        _ => named(bytes, name),
    }
}

/// The list of literals whose name holds `hit`, as the field of its first: `"mrn": ["…", "…"]`, `mrn = c("…", "…")`.
pub fn list_at(text: &str, hit: Span) -> Option<LexicalField> {
    if hit.is_empty() || !text.is_char_boundary(hit.start) || !text.is_char_boundary(hit.end) {
        return None;
    }
    let (name, literal) = list::first_at(text.as_bytes(), hit)?;
    found(name, literal, FieldOrigin::Entry)
}

/// Whether a byte can be part of an identifier.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The identifier around `hit`. A hyphen counts between two letters or digits (`x-api-key`).
pub(super) fn word_around(bytes: &[u8], hit: Span) -> Span {
    let joins = |at: usize| {
        bytes[at] == b'-'
            && at > 0
            && is_word(bytes[at - 1])
            && bytes.get(at + 1).is_some_and(|&next| is_word(next))
    };
    let floor = hit.start.saturating_sub(MAX_NAME);
    let ceiling = (hit.end + MAX_NAME).min(bytes.len());
    let mut start = hit.start;
    while start > floor && (is_word(bytes[start - 1]) || joins(start - 1)) {
        start -= 1;
    }
    let mut end = hit.end;
    while end < ceiling && (is_word(bytes[end]) || joins(end)) {
        end += 1;
    }
    Span::new(start, end)
}

pub(super) fn found(name: Span, literal: Literal, origin: FieldOrigin) -> Option<LexicalField> {
    Some(LexicalField {
        name,
        value: literal.span,
        origin,
        quoted: literal.quoted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The field at the first hit of `keyword` that has one, as `name = value (origin)`.
    fn at_keyword(text: &str, keyword: &str) -> Option<String> {
        let lower = text.to_ascii_lowercase();
        let field = lower
            .match_indices(keyword)
            .find_map(|(at, _)| field_at(text, Span::new(at, at + keyword.len())))?;
        Some(format!(
            "{} = {} ({:?})",
            &text[field.name.range()],
            &text[field.value.range()],
            field.origin
        ))
    }

    #[test]
    fn names_with_literals_are_fields() {
        let cases = [
            (r#"password = "x1""#, "password = x1 (Assignment)"),
            (r#""password": "x1""#, "password = x1 (Entry)"),
            (r"password: 'x1'", "password = x1 (Entry)"),
            (r#":password => "x1""#, "password = x1 (Entry)"),
            (r#"'password' => 'x1',"#, "password = x1 (Entry)"),
            (
                r#"let password: &str = "x1";"#,
                "password = x1 (Assignment)",
            ),
            (
                r#"let password: Option<String> = Some("x1");"#,
                "password = x1 (Assignment)",
            ),
            (r#"String password = "x1";"#, "password = x1 (Assignment)"),
            (r#"#define password "x1""#, "password = x1 (Assignment)"),
            (r#"var dbPassword = @"x1";"#, "dbPassword = x1 (Assignment)"),
            ("const password string = `x1`", "password = x1 (Assignment)"),
            ("define('PASSWORD', 'x1');", "PASSWORD = x1 (Entry)"),
            (r#"if (password == "x1") {"#, "password = x1 (Comparison)"),
            (r#"if (password !== 'x1') {"#, "password = x1 (Comparison)"),
            (r#"password.equals("x1")"#, "password = x1 (Comparison)"),
            (
                r#"connect(user="u", password="x1")"#,
                "password = x1 (Argument)",
            ),
            ("<password>x1</password>", "password = x1 (Entry)"),
            (
                "<password type=\"plain\"> x1 </password>",
                "password = x1 (Entry)",
            ),
            (r#"password := "x1""#, "password = x1 (Assignment)"),
            (r#"password <- "x1""#, "password = x1 (Assignment)"),
            (r#"os.environ["PASSWORD"] = "x1""#, "PASSWORD = x1 (Entry)"),
            (
                r#"conf.put("db.password", "x1");"#,
                "db.password = x1 (Entry)",
            ),
            (r#"row['password'] = 'x1'"#, "password = x1 (Entry)"),
            (r#"user.setPassword("x1");"#, "Password = x1 (Setter)"),
            (r#".password("x1")"#, "password = x1 (Setter)"),
            (
                r#"users.findByPassword("x1")"#,
                "Password = x1 (Comparison)",
            ),
            (r#"getenv("DB_PASSWORD", "x1")"#, "DB_PASSWORD = x1 (Entry)"),
            (
                r#"password = os.getenv("X", "x1")"#,
                "password = x1 (Assignment)",
            ),
            (
                r#"password = process.env.PASSWORD || 'x1'"#,
                "PASSWORD = x1 (Assignment)",
            ),
            ("password =\n    \"x1\"", "password = x1 (Assignment)"),
            (r#"password = "a\"b""#, r#"password = a\"b (Assignment)"#),
            (
                r#"<property name="password" value="x1"/>"#,
                "password = x1 (Entry)",
            ),
            (
                r#"<entry key="password">x1</entry>"#,
                "password = x1 (Entry)",
            ),
            (
                r#"{"name": "password", "value": "x1"}"#,
                "password = x1 (Entry)",
            ),
            (r#""User Password": "x1""#, "User Password = x1 (Entry)"),
            ("mysql --password=x1 -h db", "password = x1 (Flag)"),
            ("tool --password x1", "password = x1 (Flag)"),
            ("Connect-It -Password x1", "Password = x1 (Flag)"),
            ("password = 12345678;", "password = 12345678 (Assignment)"),
            (r#"password: """x1""""#, "password = x1 (Entry)"),
            (r#"password = r"x1""#, "password = x1 (Assignment)"),
            (r##"password = r#"x1"#;"##, "password = x1 (Assignment)"),
            (r#"password ||= "x1""#, "password = x1 (Assignment)"),
            (r#"params[:password] = "x1""#, "password = x1 (Entry)"),
            (r#"@password = 'x1'"#, "password = x1 (Assignment)"),
            (r#"$password='x1';"#, "password = x1 (Assignment)"),
            (r#"user->password = "x1";"#, "password = x1 (Assignment)"),
            (
                "passwordInput.sendKeys(\"x1\")",
                "passwordInput = x1 (Setter)",
            ),
            (r#"PASSWORD = b"x1""#, "PASSWORD = x1 (Assignment)"),
            (r#"password { "x1" }"#, "password = x1 (Entry)"),
            ("user do\n  password \"x1\"\nend", "password = x1 (Setter)"),
            (r#"{:db/password "x1"}"#, "password = x1 (Entry)"),
            (r#"password => <<"x1">>"#, "password = x1 (Entry)"),
            ("password: ~D[x1],", "password = x1 (Entry)"),
            (
                "password = #1/31/1980#",
                "password = 1/31/1980 (Assignment)",
            ),
            (":password #inst \"x1\"", "password = x1 (Entry)"),
            ("$user->{password} = 'x1';", "password = x1 (Entry)"),
            (
                "Dim password As String = \"x1\"",
                "password = x1 (Assignment)",
            ),
            (
                r#"password = String::from("x1")"#,
                "password = x1 (Assignment)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(
                at_keyword(text, "password").as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn other_mentions_are_no_fields() {
        let cases = [
            r#"client.hooks.getPassword("main")"#,
            "// the password is checked below",
            "fn check_password(password: &str) -> bool {",
            "password = request.get(\"password\")",
            "password = None",
            "password: String,",
            "class PasswordField extends Field {",
            "\"Enter your password\"",
            "[\"user\", \"password\", \"token\"]",
            "print(\"password\", \"is wrong\"",
            "</password>",
            "<password/>",
            "Password::new(\"x\")",
            "reset_password(\"now\")",
            "import password",
            "raise password \"x\"",
            "password \"x\", \"y\"",
            "password",
            "password = ",
            "password = \"never closed",
            "password =~ \"x\"",
            "password = \"\"",
            "if \"password\" == \"x\" {",
            "tool --password --verbose",
            "a -password = b",
        ];
        for text in cases {
            assert_eq!(at_keyword(text, "password"), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(
            text in r#"[ \n\t"'`a-c0-2é=:><(){}\[\],;|?!.@#$&\\-]{0,60}"#,
            from in 0usize..60,
            len in 0usize..8,
        ) {
            if let Some(field) = field_at(&text, Span::new(from, from + len)) {
                prop_assert!(text.get(field.name.range()).is_some());
                prop_assert!(text.get(field.value.range()).is_some_and(|value| !value.is_empty()));
                prop_assert!(field.name.end <= field.value.start);
            }
        }
    }
}
