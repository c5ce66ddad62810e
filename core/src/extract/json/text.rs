//! The text of a scalar: escapes undone, with the map back to where each character stands.

use std::borrow::Cow;

use crate::document::{Decoded, OffsetMap, View, ViewKind};
use crate::extract::json::tree::Encoding;
use crate::extract::xml::entity;
use crate::span::Span;

/// From this length on, a string is worth a reading of its own even when nothing in it is escaped: it may hold a message,
/// a table or a payload.
const LONG: usize = 24;

/// The value of `span`: borrowed when it stands verbatim.
pub(crate) fn value(text: &str, span: Span, encoding: Encoding) -> Cow<'_, str> {
    let raw = &text[span.range()];
    match encoding {
        Encoding::Plain => Cow::Borrowed(raw),
        Encoding::Backslash => Cow::Owned(unescape(raw, span.start).finish().0),
        Encoding::Entities => entity::decode(raw),
    }
}

/// A view of `span`, unless it is short and plain.
pub(crate) fn view(text: &str, span: Span, encoding: Encoding, kind: ViewKind) -> Option<View<'_>> {
    let raw = &text[span.range()];
    let decoded = match encoding {
        Encoding::Plain if raw.len() < LONG => return None,
        Encoding::Plain => {
            return Some(View {
                kind,
                text: Cow::Borrowed(raw),
                map: OffsetMap::Verbatim(span.start),
            });
        }
        Encoding::Backslash => unescape(raw, span.start),
        Encoding::Entities => {
            let mut decoded = Decoded::new();
            entity::decode_into(&mut decoded, raw, span.start);
            decoded
        }
    };
    let (text, map) = decoded.finish();
    Some(View {
        kind,
        text: Cow::Owned(text),
        map,
    })
}

/// Undoes the escapes of JSON (RFC 8259 section 7) and JSON5; an unknown escape stands for its own character.
fn unescape(raw: &str, start: usize) -> Decoded {
    let mut decoded = Decoded::new();
    unescape_into(&mut decoded, raw, start);
    decoded
}

/// Appends `raw`, which stands at byte `start` of the parent, to `decoded` with its escapes undone.
pub(crate) fn unescape_into(decoded: &mut Decoded, raw: &str, start: usize) {
    let mut rest = raw;
    let mut at = start;
    while let Some(length) = memchr::memchr(b'\\', rest.as_bytes()) {
        decoded.verbatim(&rest[..length], at);
        rest = &rest[length..];
        at += length;
        let (character, taken) = escape(rest);
        if let Some(character) = character {
            let mut buffer = [0; 4];
            decoded.replaced(
                character.encode_utf8(&mut buffer),
                Span::new(at, at + taken),
            );
        }
        rest = &rest[taken..];
        at += taken;
    }
    decoded.verbatim(rest, at);
}

/// Reads the escape at the head of `rest`: the character it stands for, and its length.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(name) = rest[1..].chars().next() else {
        return (None, 1);
    };
    match name {
        'n' => (Some('\n'), 2),
        'r' => (Some('\r'), 2),
        't' => (Some('\t'), 2),
        'b' => (Some('\u{8}'), 2),
        'f' => (Some('\u{c}'), 2),
        'v' => (Some('\u{b}'), 2),
        '\n' => (None, 2),
        '\r' if rest[2..].starts_with('\n') => (None, 3),
        'x' => match hex(rest, 2, 2).and_then(char::from_u32) {
            Some(character) => (Some(character), 4),
            None => (Some('x'), 2),
        },
        'u' => unicode_escape(rest),
        other => (Some(other), 1 + other.len_utf8()),
    }
}

/// `\uXXXX`, or two of them for a character beyond the basic plane; a lone surrogate becomes U+FFFD.
fn unicode_escape(rest: &str) -> (Option<char>, usize) {
    let Some(unit) = hex(rest, 2, 4) else {
        return (Some('u'), 2);
    };
    if let Some(character) = char::from_u32(unit) {
        return (Some(character), 6);
    }
    let low = (rest.get(6..8) == Some("\\u"))
        .then(|| hex(rest, 8, 4))
        .flatten();
    match low {
        Some(low) if (0xd800..0xdc00).contains(&unit) && (0xdc00..0xe000).contains(&low) => {
            let scalar = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(scalar), 12)
        }
        _ => (Some(char::REPLACEMENT_CHARACTER), 6),
    }
}

fn hex(text: &str, from: usize, digits: usize) -> Option<u32> {
    let digits = text.get(from..from + digits)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for (raw, wanted) in [
            (r"a\nb", "a\nb"),
            (r#"\"q\" \/ \\"#, "\"q\" / \\"),
            (r"M\u00fcller", "Müller"),
            (r"\ud83d\ude00", "😀"),
            (r"\ud83d lost", "\u{fffd} lost"),
            (r"\x41\q\u12", "Aqu12"),
            ("a\\\nb", "ab"),
            ("end\\", "end"),
        ] {
            let span = Span::new(0, raw.len());
            assert_eq!(value(raw, span, Encoding::Backslash), wanted, "{raw}");
        }
    }

    #[test]
    fn views_map_back_to_the_escape() {
        let raw = r"PID|1\rPV1|2";
        let view = view(
            raw,
            Span::new(0, raw.len()),
            Encoding::Backslash,
            ViewKind::StringLiteral,
        )
        .unwrap();
        assert_eq!(view.text, "PID|1\rPV1|2");
        assert_eq!(view.map.to_parent(Span::new(6, 9)), Span::new(7, 10));
    }

    #[test]
    fn short_plain_text_is_no_view() {
        let span = Span::new(0, 5);
        assert!(view("short", span, Encoding::Plain, ViewKind::StringLiteral).is_none());
    }
}
