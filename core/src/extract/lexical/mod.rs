//! Source code in any language, read without its grammar: names that are followed by a literal value.
//!
//! [`field_at`] answers one question about one place, in the time of a few dozen bytes: is the word here the name of a
//! field with a literal value? It is asked at every hit of a keyword, so the common "no" (a comment, a function, a type)
//! comes at once. [`fields`] reads a whole text the same way and groups what it finds into records; it serves languages
//! without a grammar and text that does not parse.
//!
//! - `operator`: what may stand between a name and its value
//! - `value`: the literal after it
//! - `list`: several literals behind one name
//! - `piped`: tables of a test, with bars between their cells
//! - `filled`: forms that a test fills in
//! - `table`: delimited files in string literals
//! - `tags`: DICOM attributes by their tags
//! - `header`, `rows`: lists of names, and the rows of values that they name
//! - `person`: patients made by their constructor
//! - `segments`: segments of HL7 v2 that are built of their fields
//! - `whole`: the walk over a whole text

mod filled;
mod header;
mod list;
mod operator;
mod person;
mod piped;
mod rows;
mod segments;
mod table;
mod tags;
mod value;
mod whole;

pub use filled::filled;
pub use person::patients;
pub use piped::piped;
pub use rows::rows;
pub use segments::segments;
pub use table::tables;
pub use tags::tags;
pub use whole::fields;

use crate::extract::FieldOrigin;
use crate::span::Span;
use operator::{Operator, operator};
use value::{LineBreak, Literal};

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
const MAX_NAME: usize = 96;

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
        _ => plain(bytes, name),
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
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The identifier around `hit`. A hyphen counts between two letters or digits (`x-api-key`).
fn word_around(bytes: &[u8], hit: Span) -> Span {
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

fn found(name: Span, literal: Literal, origin: FieldOrigin) -> Option<LexicalField> {
    Some(LexicalField {
        name,
        value: literal.span,
        origin,
        quoted: literal.quoted,
    })
}

/// `name = "…"`, `name: "…"`, `name: Type = "…"`, `name Type = "…"`, `name == "…"`, `name => "…"`, `map[name] = "…"`.
fn plain(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let at = match bytes.get(name.end) {
        Some(b']' | b'}') => name.end + 1,
        _ => name.end,
    };
    if let Some(literal) = exported(bytes, name).or_else(|| defined(bytes, name)) {
        return found(name, literal, FieldOrigin::Assignment);
    }
    if let Some(literal) = in_block(bytes, name).or_else(|| behind_keyword(bytes, name)) {
        return found(name, literal, FieldOrigin::Entry);
    }
    let Operator { origin, after } = operator(bytes, at)?;
    let argument = origin == FieldOrigin::Assignment && is_argument(bytes, name, after);
    let origin = if argument {
        FieldOrigin::Argument
    } else if at > name.end && origin == FieldOrigin::Assignment {
        FieldOrigin::Entry
    } else {
        origin
    };
    found(name, value::after_operator(bytes, after, origin)?, origin)
}

/// What may stand before `NAME=value` in a shell, in a Dockerfile and among the arguments of a container.
const EXPORTS: [&[u8]; 6] = [b"export ", b"-e ", b"--env ", b"ENV ", b"ARG ", b"set "];

/// The bare value of `NAME=value`, as shells have it: a name in capitals at the start of a line or behind `export`, with no
/// blank around the sign and nothing of an expression in the value.
fn exported(bytes: &[u8], name: Span) -> Option<Literal> {
    let capitals = bytes[name.range()]
        .iter()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let next = *bytes.get(name.end + 1)?;
    if !capitals || bytes.get(name.end) != Some(&b'=') || !next.is_ascii_alphanumeric() {
        return None;
    }
    let floor = name.start.saturating_sub(MAX_NAME);
    let before = bytes[floor..name.start].trim_ascii_start();
    let starts_line = bytes[floor..name.start]
        .iter()
        .rev()
        .find(|byte| !matches!(byte, b' ' | b'\t'))
        .is_none_or(|&byte| byte == b'\n');
    if !starts_line && !EXPORTS.iter().any(|export| before.ends_with(export)) {
        return None;
    }
    let literal = value::argument(bytes, name.end + 1)?;
    let plain = |byte: &u8| !matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'$');
    let ends = bytes
        .get(literal.end)
        .is_none_or(|&byte| byte.is_ascii_whitespace());
    (ends && bytes[literal.span.range()].iter().all(plain)).then_some(literal)
}

/// The only thing in the block behind a name: `last_name { "…" }`, as factories of Ruby have it.
fn in_block(bytes: &[u8], name: Span) -> Option<Literal> {
    let open = value::skip_blanks(bytes, name.end);
    if open == name.end || bytes.get(open) != Some(&b'{') {
        return None;
    }
    let literal = value::literal(bytes, open + 1, LineBreak::Refused)?;
    let closed = bytes.get(value::skip_blanks(bytes, literal.end)) == Some(&b'}');
    (closed && literal.quoted == Quoted::Yes).then_some(literal)
}

/// The literal behind a keyword of Lisp: `:last-name "…"`, `:patient/dob "…"`.
fn behind_keyword(bytes: &[u8], name: Span) -> Option<Literal> {
    let floor = name.start.saturating_sub(MAX_NAME);
    let qualified = bytes[floor..name.start].iter().rev();
    let namespace = qualified
        .take_while(|&&byte| is_word(byte) || matches!(byte, b'/' | b'.' | b'-'))
        .count();
    let sign = name.start.checked_sub(namespace + 1)?;
    let is_keyword = bytes[sign] == b':'
        && sign.checked_sub(1).is_none_or(|before| {
            matches!(bytes[before], b'{' | b' ' | b'\n' | b'(' | b',' | b'\t')
        });
    let blank = matches!(bytes.get(name.end), Some(b' ' | b'\t'));
    (is_keyword && blank).then(|| value::literal(bytes, name.end, LineBreak::Refused))?
}

/// The literal of `#define NAME "…"`.
fn defined(bytes: &[u8], name: Span) -> Option<Literal> {
    let floor = name.start.saturating_sub(MAX_NAME);
    let before = bytes[floor..name.start].trim_ascii_end();
    if before.len() + floor == name.start || !before.ends_with(b"define") {
        return None;
    }
    let blank = matches!(bytes.get(name.end), Some(b' ' | b'\t'));
    blank.then(|| value::literal(bytes, name.end, LineBreak::Refused))?
}

/// Whether `name=` stands right behind `(` or `,` and its value right behind the `=`: a keyword argument.
fn is_argument(bytes: &[u8], name: Span, after: usize) -> bool {
    let before = bytes[..name.start]
        .iter()
        .rev()
        .take(64)
        .find(|byte| !byte.is_ascii_whitespace());
    after == name.end + 1 && matches!(before, Some(b'(' | b','))
}

/// `"name": …`, `'name' => …`, `row["name"] = …`, `put("name", …)`, `name="name" value="…"`.
fn quoted_key(bytes: &[u8], word: Span, quote: u8) -> Option<LexicalField> {
    let after = word.end + 1;
    let next = value::skip_blanks(bytes, after);
    if !matches!(
        bytes.get(next)?,
        b':' | b'=' | b',' | b']' | b'v' | b'>' | b'!' | b'|' | b'?' | b')'
    ) {
        return None;
    }
    let name = Span::new(opening_quote(bytes, word.start, quote)? + 1, word.end);
    let attribute = name.start >= 2 && bytes[name.start - 2] == b'=';
    match bytes[next] {
        b'v' | b'>' if attribute => attribute_pair(bytes, name, next),
        b'v' | b'>' => None,
        b',' => listed_pair(bytes, name, next + 1),
        b']' | b')' => {
            let Operator { origin, after } = operator(bytes, next + 1)?;
            let origin = match origin {
                FieldOrigin::Assignment => FieldOrigin::Entry,
                other => other,
            };
            found(name, value::after_operator(bytes, after, origin)?, origin)
        }
        _ => {
            let Operator { origin, after } = operator(bytes, next)?;
            // The operands of `"password" == "…"` are two values, and `x = "a" = …` is no code.
            if origin == FieldOrigin::Comparison {
                return None;
            }
            let literal = value::literal(bytes, after, LineBreak::Allowed)?;
            found(name, literal, FieldOrigin::Entry)
        }
    }
}

/// The opening quote of a key of several words, looking back from one of them.
fn opening_quote(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let floor = from.saturating_sub(48);
    let mut at = from;
    while at > floor {
        at -= 1;
        if bytes[at] == quote {
            return Some(at);
        }
        let wordy = is_word(bytes[at]) || matches!(bytes[at], b' ' | b'-' | b'.' | b'/' | b'#');
        if !wordy {
            return None;
        }
    }
    None
}

/// A quoted key whose later words are not part of the hit: `"ssn (masked)"` is none, `"Social Security No": …` is one.
fn spaced_key(bytes: &[u8], word: Span, quote: u8) -> Option<LexicalField> {
    let rest = &bytes[word.end..(word.end + 48).min(bytes.len())];
    let length = rest
        .iter()
        .position(|&byte| !is_word(byte) && !matches!(byte, b' ' | b'-' | b'.' | b'/' | b'#'))?;
    (rest[length] == quote).then(|| {
        let whole = Span::new(word.start, word.end + length);
        quoted_key(bytes, whole, quote)
    })?
}

/// `"name", "…"` in an argument list, and `"name", "value": "…"` in a list of pairs.
fn listed_pair(bytes: &[u8], name: Span, after: usize) -> Option<LexicalField> {
    let first = value::literal(bytes, after, LineBreak::Allowed)?;
    if first.quoted == Quoted::Yes && first.span.len() == 5 {
        let colon = value::skip_blanks(bytes, first.end);
        if bytes[first.span.range()].eq_ignore_ascii_case(b"value")
            && bytes.get(colon) == Some(&b':')
        {
            let literal = value::literal(bytes, colon + 1, LineBreak::Refused)?;
            return found(name, literal, FieldOrigin::Entry);
        }
    }
    // Of `["user", "password", "token"]` none is the value of another: only the arguments of a call are a pair.
    let opening = name.start.checked_sub(2)?;
    let called = bytes[opening] == b'(' && opening > 0 && is_word(bytes[opening - 1]);
    let closed = matches!(
        bytes.get(value::skip_blanks(bytes, first.end)),
        Some(b')' | b',')
    );
    (called && closed).then(|| found(name, first, FieldOrigin::Entry))?
}

/// `name="password" value="…"` and `key="password">…</`, the pairs of markup.
fn attribute_pair(bytes: &[u8], name: Span, next: usize) -> Option<LexicalField> {
    if bytes[next] == b'>' {
        return element(bytes, name, next);
    }
    let equals = bytes[next..].starts_with(b"value=").then_some(next + 6)?;
    let literal = value::literal(bytes, equals, LineBreak::Refused)?;
    found(name, literal, FieldOrigin::Entry)
}

/// `<name …>text</`: the text of an element whose start tag goes on at `from`.
fn element(bytes: &[u8], name: Span, from: usize) -> Option<LexicalField> {
    let window = &bytes[from..(from + 256).min(bytes.len())];
    let opened = window
        .iter()
        .position(|&byte| matches!(byte, b'>' | b'<'))?;
    if window[opened] == b'<' || opened > 0 && window[opened - 1] == b'/' {
        return None;
    }
    let start = from + opened + 1;
    let text = &bytes[start..(start + value::MAX_LITERAL).min(bytes.len())];
    let length = memchr::memchr(b'<', text)?;
    if text.get(length + 1) != Some(&b'/') {
        return None;
    }
    let span = value::trimmed(bytes, Span::new(start, start + length));
    let literal = Literal {
        span,
        end: start + length,
        quoted: Quoted::No,
    };
    (!span.is_empty()).then(|| found(name, literal, FieldOrigin::Entry))?
}

/// `setSsn("…")`, `.ssn("…")`, `Ssn("…")`. A name that merely contains the hit is a field's only behind a dot or `set`.
fn call(bytes: &[u8], word: Span, hit: Span) -> Option<LexicalField> {
    let first = value::skip_blanks(bytes, word.end + 1);
    if !matches!(
        bytes.get(first)?,
        b'"' | b'\'' | b'`' | b'@' | b'0'..=b'9' | b'\n' | b'\r' | b'N' | b'b' | b'r'
    ) {
        return None;
    }
    let name = without_set(bytes, word);
    let behind_dot = word.start > 0 && matches!(bytes[word.start - 1], b'.' | b'>');
    if name == word && !behind_dot && word != hit {
        return None;
    }
    let literal = value::literal(bytes, word.end + 1, LineBreak::Allowed)?;
    let closed = bytes.get(value::skip_blanks(bytes, literal.end)) == Some(&b')');
    closed.then(|| found(name, literal, FieldOrigin::Setter))?
}

/// The name that a setter sets: `setSsn`, `set_ssn`, `withSsn` without the verb.
fn without_set(bytes: &[u8], word: Span) -> Span {
    for verb in [&b"set"[..], b"with", b"add", b"put"] {
        let rest = word.start + verb.len();
        if rest < word.end && bytes[word.start..rest].eq_ignore_ascii_case(verb) {
            if bytes[rest] == b'_' && rest + 1 < word.end {
                return Span::new(rest + 1, word.end);
            }
            if bytes[rest].is_ascii_uppercase() {
                return Span::new(rest, word.end);
            }
        }
    }
    word
}

/// Methods of a value or an input box that take its value.
const METHODS: [(&[u8], FieldOrigin); 11] = [
    (b"equals", FieldOrigin::Comparison),
    (b"equalsIgnoreCase", FieldOrigin::Comparison),
    (b"isEqualTo", FieldOrigin::Comparison),
    (b"compareTo", FieldOrigin::Comparison),
    (b"setText", FieldOrigin::Setter),
    (b"setValue", FieldOrigin::Setter),
    (b"sendKeys", FieldOrigin::Setter),
    (b"send_keys", FieldOrigin::Setter),
    (b"fill", FieldOrigin::Setter),
    (b"val", FieldOrigin::Setter),
    (b"type", FieldOrigin::Setter),
];

/// `password.equals("…")`, `ssnInput.sendKeys("…")`.
fn method(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let start = name.end + 1;
    let window = &bytes[start..(start + 20).min(bytes.len())];
    let length = window.iter().position(|&byte| !is_word(byte))?;
    let (_, origin) = METHODS
        .iter()
        .find(|(method, _)| *method == &window[..length])?;
    if window[length] != b'(' {
        return None;
    }
    let literal = value::literal(bytes, start + length + 1, LineBreak::Refused)?;
    found(name, literal, *origin)
}

/// Whether two dashes stand before a name, or one behind a blank, as PowerShell and Go have it.
fn is_flag(bytes: &[u8], name: Span) -> bool {
    let before = &bytes[..name.start];
    before.ends_with(b"--") || before.ends_with(b" -") && name.len() >= 5
}

/// `--password=…`, `--password …`, `-Password …`.
fn flag(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let literal = value::argument(bytes, name.end + 1)?;
    found(name, literal, FieldOrigin::Flag)
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
            (r#"{:db/password "x1"}"#, "password = x1 (Entry)"),
            (r#"password => <<"x1">>"#, "password = x1 (Entry)"),
            ("password: ~D[x1],", "password = x1 (Entry)"),
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
