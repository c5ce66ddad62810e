//! `key="value"` pairs, as inline suppressions and baseline entries carry them.

use jiff::civil::Date;

/// A piece of a line: a bare word, or a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word, or a quoted text without a key.
    Word(String),
    /// `key=value`, `key="value"` or `key='value'`.
    Pair(String, String),
}

/// What an entry says besides what it hides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) reason: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) until: Option<Date>,
}

impl Attributes {
    /// Takes over one pair; the error says what was expected.
    pub(super) fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "reason" if !value.trim().is_empty() => self.reason = Some(value.trim().to_owned()),
            "reason" => return Err("reason: expected some words, found none".to_owned()),
            "owner" => self.owner = Some(value.trim().to_owned()),
            "until" => self.until = Some(parse_day(value)?),
            _ => return Err(format!("expected reason, owner or until, found `{key}`")),
        }
        Ok(())
    }
}

/// Reads a day written as `YYYY-MM-DD`, the last on which a suppression works.
///
/// # Errors
///
/// Words that say what was expected and found.
pub(crate) fn parse_day(text: &str) -> Result<Date, String> {
    let wrong = || format!("until: expected a day such as `2030-01-31`, found `{text}`");
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !is_plain {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

/// Splits a line into tokens. A quoted text keeps its spaces; in it `\` makes the next character literal, and `\n`, `\r`,
/// `\t` and `\u{1b}` stand for control characters.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if is_quote(first) {
            let (text, after) = quoted(rest, first);
            (Token::Word(text), after)
        } else {
            bare_or_pair(rest)
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

fn bare_or_pair(text: &str) -> (Token, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '=')
        .unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let Some(value) = after.strip_prefix('=') else {
        return (Token::Word(word.to_owned()), after);
    };
    let (value, after) = match value.chars().next() {
        Some(quote) if is_quote(quote) => quoted(value, quote),
        _ => {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            (value[..end].to_owned(), &value[end..])
        }
    };
    (Token::Pair(word.to_owned(), value), after)
}

/// The text between two `quote`s at the front of `text`, and what follows; to the end when the second is missing.
fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut content = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        if c == quote {
            return (content, &text[at + c.len_utf8()..]);
        }
        if c != '\\' {
            content.push(c);
            continue;
        }
        match characters.next() {
            Some((_, 'n')) => content.push('\n'),
            Some((_, 'r')) => content.push('\r'),
            Some((_, 't')) => content.push('\t'),
            Some((at, 'u')) => match by_number(&text[at + 1..]) {
                Some((numbered, length)) => {
                    content.push(numbered);
                    characters.by_ref().take(length).for_each(drop);
                }
                None => content.push('u'),
            },
            Some((_, other)) => content.push(other),
            None => {}
        }
    }
    (content, "")
}

/// The character that `{1b}` at the front of `text` stands for, and the length of that in bytes.
fn by_number(text: &str) -> Option<(char, usize)> {
    let (digits, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_number =
        (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
    Some((char::from_u32(number)?, "{}".len() + digits.len()))
}

/// Writes a text so that [`tokens`] reads it as one word again: bare when it can be.
pub(super) fn write_word(text: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !is_quote(c) && c != '=';
    if !text.is_empty() && !text.starts_with('#') && text.chars().all(is_plain) {
        return text.to_owned();
    }
    write_quoted(text)
}

/// Writes a text in double quotes, on one line and without control characters: with many of them a file is no text.
pub(super) fn write_quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => written.extend(c.escape_unicode()),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(parse_day("2030-01-31"), Ok(jiff::civil::date(2030, 1, 31)));
        for wrong in ["2030-02-30", "2030-1-31", "31.01.2030", "+2030-01-3", ""] {
            assert!(parse_day(wrong).is_err(), "{wrong}");
        }
    }

    fn word(text: &str) -> Token {
        Token::Word(text.to_owned())
    }

    fn pair(key: &str, value: &str) -> Token {
        Token::Pair(key.to_owned(), value.to_owned())
    }

    #[test]
    fn splits_lines() {
        let cases = [
            ("", vec![]),
            ("a  b", vec![word("a"), word("b")]),
            (
                "a reason=\"x y\" until=2030-01-01",
                vec![
                    word("a"),
                    pair("reason", "x y"),
                    pair("until", "2030-01-01"),
                ],
            ),
            (
                "reason='it\\'s' -->",
                vec![pair("reason", "it's"), word("-->")],
            ),
            ("reason=\"open", vec![pair("reason", "open")]),
            ("\"a b\" c", vec![word("a b"), word("c")]),
            ("\"a\\u{1b}b\" c", vec![word("a\u{1b}b"), word("c")]),
            (
                "'\\u{d800}' '\\u{}' '\\u{7' '\\user'",
                ["u{d800}", "u{}", "u{7", "user"].map(word).to_vec(),
            ),
            ("reason=", vec![pair("reason", "")]),
        ];
        for (line, expected) in cases {
            assert_eq!(tokens(line), expected, "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_written_is_read(text in "\\PC{0,20}|[ \"'\\\\=#\n\r\ta-z]{0,20}|[\0-\x1f\x7f-\u{9f}u{}\\\\]{0,20}") {
            prop_assert_eq!(tokens(&write_word(&text)), vec![word(&text)]);
            prop_assert!(!write_word(&text).contains(char::is_control));
            let line = format!("reason={}", write_quoted(&text));
            prop_assert_eq!(tokens(&line), vec![pair("reason", &text)]);
        }

        #[test]
        fn never_panics(line in "[ -~é\"']{0,40}") {
            tokens(&line);
        }
    }
}
