//! What template engines, shells and formatters fill in.

use super::glance::Glance;
use crate::known_words::{Alphabet, KnownWords};

/// Every template has one of these marks.
const TEMPLATE_MARKS: Alphabet = Alphabet::of("${<%@[(#_`!:?");

/// What opens and what closes a template, and the characters of both.
const PAIRS: [(&str, &str, Alphabet); 11] = [
    ("${", "}", Alphabet::of("${}")),
    ("{{", "}}", Alphabet::of("{}")),
    ("<%", "%>", Alphabet::of("<%>")),
    ("$(", ")", Alphabet::of("$()")),
    ("#{", "}", Alphabet::of("#{}")),
    ("{%", "%}", Alphabet::of("{%}")),
    ("@@", "@@", Alphabet::of("@")),
    ("[[", "]]", Alphabet::of("[]")),
    ("$[", "]", Alphabet::of("$[]")),
    ("((", "))", Alphabet::of("()")),
    ("##", "##", Alphabet::of("#")),
];

/// Marks of template engines, shells, and formatters, wherever in the value they stand, for what they fill in is the value.
pub(super) fn is_template(glance: &Glance<'_>) -> bool {
    let Glance {
        value, alphabet, ..
    } = *glance;
    if !alphabet.meets(TEMPLATE_MARKS) {
        return false;
    }
    let paired = |(open, close, both): &(&str, &str, Alphabet)| {
        alphabet.covers(*both)
            && value
                .split_once(open)
                .is_some_and(|(_, rest)| rest.contains(close))
    };
    PAIRS.iter().any(paired)
        || is_cut_off(value)
        || is_bracketed(value)
        || is_shell_variable(value)
        || is_format(value, alphabet)
}

/// The first word of a template with blanks in it: `$(pass`, `#{token`, `<your`.
fn is_cut_off(value: &str) -> bool {
    let opened = ["$(", "${", "#{", "{{", "<%"];
    let tag = value.strip_prefix('<').is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    tag || opened.iter().any(|mark| value.starts_with(mark))
}

/// `<your-key>`, `{token}`, `[TOKEN]`, `%TOKEN%`, `__TOKEN__`, `@TOKEN@`: words between brackets or marks.
fn is_bracketed(value: &str) -> bool {
    let pairs = [
        ("<", ">"),
        ("{", "}"),
        ("[", "]"),
        ("%", "%"),
        ("__", "__"),
        ("@", "@"),
        ("`", "`"),
        ("%(", ")s"),
    ];
    let words = |inner: &str| {
        let allowed = |c: char| {
            c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '\'' | '/' | '|')
        };
        inner.contains(char::is_alphabetic) && inner.chars().all(allowed)
    };
    // A list, or what AsciiDoc passes on: `pass:[a++]`.
    let is_list = value.starts_with('[') && value.ends_with(']');
    is_list
        || pairs.into_iter().any(|(open, close)| {
            value
                .strip_prefix(open)
                .and_then(|rest| rest.strip_suffix(close))
                .is_some_and(words)
        })
        || value.split_once('<').is_some_and(|(_, rest)| {
            rest.split_once('>')
                .is_some_and(|(inner, _)| inner.len() >= 3 && words(inner) && !value.contains("</"))
        })
}

/// `$TOKEN`, `$1`, `$env:TOKEN`, `!TOKEN!`, `$dir$name`: variables and nothing else.
fn is_shell_variable(value: &str) -> bool {
    let name = |text: &str| {
        let allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-');
        !text.is_empty() && text.bytes().all(allowed)
    };
    let variable = value.strip_prefix('$').is_some_and(|rest| {
        // A password may start with `$` too; a variable's name has one case and no digits amid its letters.
        let one_case = !rest.contains(|c: char| c.is_ascii_lowercase())
            || !rest.contains(|c: char| c.is_ascii_digit());
        name(rest) && one_case
    });
    let delayed = value
        .strip_prefix('!')
        .and_then(|rest| rest.strip_suffix('!'))
        .is_some_and(name);
    // `@DB_PASSWORD`, as templates of configuration files have it.
    let constant = value.strip_prefix('@').is_some_and(|rest| {
        rest.contains('_')
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    });
    let word = |text: &str| {
        let is_lower = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        !text.is_empty() && text.bytes().all(is_lower)
    };
    let several = value
        .strip_prefix('$')
        .is_some_and(|rest| rest.contains('$') && rest.split('$').all(word));
    variable || delayed || constant || several
}

/// `%s`, `%d`, `{}`, `{0}`, `{name!r}`, `%(name)s`, `:name`, `?` as the whole value or a word of it.
fn is_format(value: &str, alphabet: Alphabet) -> bool {
    let bound = value.strip_prefix(':').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    bound
        || alphabet.meets(const { Alphabet::of("%{?") })
            && value
                .split(|c: char| c.is_whitespace() || matches!(c, ':' | '/' | '@' | '\'' | '"'))
                .any(|word| CONVERSIONS.has(word))
}

static CONVERSIONS: KnownWords<13> = KnownWords::new([
    "%s", "%d", "%v", "%q", "%r", "%i", "%x", "%1$s", "%@", "{}", "?", "{0}", "{1}",
]);
