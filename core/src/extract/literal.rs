//! Quoted texts: where one ends, and what it says with its escapes undone. Shared by every reader of quoted values.

use std::borrow::Cow;

use crate::document::{Decoded, OffsetMap};
use crate::span::Span;

/// How a quoted text writes its own quote and characters that are hard to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// Nothing is special: the next quote ends it.
    None,
    /// A backslash, as in most programming languages.
    Backslash,
    /// The quote twice, as in delimited files, YAML's single quotes and standard SQL.
    Doubled,
    /// Either, as SQL dumps of several dialects mix them. A backslash before a quote that `,`, `)` or `;` follows is a
    /// plain backslash (`'C:\'`).
    Sql,
}

/// Finds the quote that closes a text which starts at `start` (just past the opening quote), before `limit`.
pub(crate) fn closing_quote(
    bytes: &[u8],
    start: usize,
    limit: usize,
    quote: u8,
    escapes: Escapes,
) -> Option<usize> {
    let limit = limit.min(bytes.len());
    let mut at = start;
    while at < limit {
        let found = match escapes {
            Escapes::None | Escapes::Doubled => memchr::memchr(quote, &bytes[at..limit]),
            Escapes::Backslash | Escapes::Sql => memchr::memchr2(quote, b'\\', &bytes[at..limit]),
        };
        let here = at + found?;
        let doubled = matches!(escapes, Escapes::Doubled | Escapes::Sql);
        if bytes[here] == quote {
            if doubled && bytes.get(here + 1) == Some(&quote) {
                at = here + 2;
                continue;
            }
            return Some(here);
        }
        let plain = escapes == Escapes::Sql
            && bytes.get(here + 1) == Some(&quote)
            && ends_value(bytes, here + 2);
        at = here + if plain { 1 } else { 2 };
    }
    None
}

/// Whether what follows a closing quote at `at` ends an SQL value.
fn ends_value(bytes: &[u8], at: usize) -> bool {
    let next = bytes[at.min(bytes.len())..]
        .iter()
        .take(64)
        .find(|byte| !byte.is_ascii_whitespace());
    matches!(next, Some(b',' | b')' | b';'))
}

/// The text of `span` with its escapes undone, and the map from it back to `text`. Borrowed when nothing is escaped.
pub(crate) fn unescape<'t>(
    text: &'t str,
    span: Span,
    quote: u8,
    escapes: Escapes,
) -> (Cow<'t, str>, OffsetMap) {
    let raw = &text[span.range()];
    let doubled = matches!(escapes, Escapes::Doubled | Escapes::Sql);
    let backslash = matches!(escapes, Escapes::Backslash | Escapes::Sql);
    let escaped = backslash && memchr::memchr(b'\\', raw.as_bytes()).is_some()
        || doubled && memchr::memchr(quote, raw.as_bytes()).is_some();
    if !escaped {
        return (Cow::Borrowed(raw), OffsetMap::Verbatim(span.start));
    }
    let mut decoded = Decoded::new();
    let bytes = raw.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = memchr::memchr2(b'\\', quote, &bytes[at..]).unwrap_or(bytes.len() - at);
        decoded.verbatim(&raw[at..at + run], span.start + at);
        at += run;
        let Some(&special) = bytes.get(at) else { break };
        let mut buffer = [0; 4];
        let (meaning, len) = if special == b'\\' && backslash {
            escape(&bytes[at..], escapes)
        } else if special == quote && doubled && bytes.get(at + 1) == Some(&quote) {
            (Some(char::from(quote)), 2)
        } else {
            (Some(char::from(special)), 1)
        };
        if let Some(character) = meaning {
            let place = Span::new(span.start + at, span.start + at + len);
            decoded.replaced(character.encode_utf8(&mut buffer), place);
        }
        at += len;
    }
    let (text, map) = decoded.finish();
    (Cow::Owned(text), map)
}

/// What an escape that starts with a backslash says, and how long it is. An unknown one is a plain backslash; an escaped
/// line end says nothing.
fn escape(bytes: &[u8], escapes: Escapes) -> (Option<char>, usize) {
    let Some(&kind) = bytes.get(1) else {
        return (Some('\\'), 1);
    };
    let simple = match kind {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'0' => '\0',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'\\' | b'\'' | b'"' | b'`' | b'/' => char::from(kind),
        b'\n' => return (None, 2),
        b'x' if escapes == Escapes::Backslash => return hexadecimal(bytes, 2, 2),
        b'u' if bytes.get(2) == Some(&b'{') => return braced(bytes),
        b'u' => return utf16(bytes),
        b'U' if escapes == Escapes::Backslash => return hexadecimal(bytes, 2, 8),
        _ => return (Some('\\'), 1),
    };
    (Some(simple), 2)
}

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<u32> {
    let digits = bytes.get(from..from + count)?;
    digits.iter().try_fold(0u32, |number, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some((number << 4) | digit)
    })
}

fn hexadecimal(bytes: &[u8], from: usize, count: usize) -> (Option<char>, usize) {
    match digits(bytes, from, count).and_then(char::from_u32) {
        Some(character) => (Some(character), from + count),
        None => (Some('\\'), 1),
    }
}

/// `\u{1f600}`.
fn braced(bytes: &[u8]) -> (Option<char>, usize) {
    let length = bytes.iter().take(10).position(|&byte| byte == b'}');
    match length.filter(|&end| end > 3) {
        Some(end) => match hexadecimal(bytes, 3, end - 3) {
            (Some(character), len) if len == end => (Some(character), end + 1),
            _ => (Some('\\'), 1),
        },
        None => (Some('\\'), 1),
    }
}

/// `\u00e9`, or two of them for a character beyond the first plane.
fn utf16(bytes: &[u8]) -> (Option<char>, usize) {
    let Some(high) = digits(bytes, 2, 4) else {
        return (Some('\\'), 1);
    };
    if let Some(character) = char::from_u32(high) {
        return (Some(character), 6);
    }
    let low = (bytes.get(6..8) == Some(b"\\u")).then(|| digits(bytes, 8, 4));
    match low.flatten() {
        Some(low) if (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low) => {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(code), 12)
        }
        _ => (Some(char::REPLACEMENT_CHARACTER), 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, escapes: Escapes) -> Option<String> {
        let quote = text.as_bytes()[0];
        let end = closing_quote(text.as_bytes(), 1, text.len(), quote, escapes)?;
        let (value, _) = unescape(text, Span::new(1, end), quote, escapes);
        Some(value.into_owned())
    }

    #[test]
    fn quoted_texts_end_and_say() {
        let cases: [(&str, Escapes, Option<&str>); 14] = [
            ("'a' b'", Escapes::None, Some("a")),
            (r"'a\'", Escapes::None, Some(r"a\")),
            (r#""a\"b" c"#, Escapes::Backslash, Some(r#"a"b"#)),
            (r#""a\r\nb\tc""#, Escapes::Backslash, Some("a\r\nb\tc")),
            (r#""\x41\u00e9\u{1f600}""#, Escapes::Backslash, Some("Aé😀")),
            (r#""\ud83d\ude00""#, Escapes::Backslash, Some("😀")),
            (r#""\ud83d!""#, Escapes::Backslash, Some("\u{fffd}!")),
            (r#""^~\&|\q\u12""#, Escapes::Backslash, Some(r"^~\&|\q\u12")),
            ("\"a\\\nb\"", Escapes::Backslash, Some("ab")),
            ("'it''s'", Escapes::Doubled, Some("it's")),
            (r"'it\'s' x", Escapes::Sql, Some("it's")),
            (r"'C:\', 'b'", Escapes::Sql, Some(r"C:\")),
            (r"'never closed", Escapes::Sql, None),
            (r"'never\", Escapes::Backslash, None),
        ];
        for (text, escapes, expected) in cases {
            assert_eq!(read(text, escapes).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn escapes_map_to_their_source() {
        let text = r"'a\tbc'";
        let (value, map) = unescape(text, Span::new(1, 6), b'\'', Escapes::Backslash);
        assert_eq!(value, "a\tbc");
        assert_eq!(map.to_parent(Span::new(1, 3)), Span::new(2, 5));
    }
}
