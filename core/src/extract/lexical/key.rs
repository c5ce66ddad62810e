//! A key in quotes and its value, and the pairs of markup.

use super::field::{LexicalField, Quoted, found, is_word};
use super::operator::{Operator, operator};
use super::value::{self, LineBreak, Literal};
use crate::extract::FieldOrigin;
use crate::span::Span;

/// `"name": …`, `'name' => …`, `row["name"] = …`, `put("name", …)`, `name="name" value="…"`.
pub(super) fn quoted_key(bytes: &[u8], word: Span, quote: u8) -> Option<LexicalField> {
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
pub(super) fn spaced_key(bytes: &[u8], word: Span, quote: u8) -> Option<LexicalField> {
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
pub(super) fn element(bytes: &[u8], name: Span, from: usize) -> Option<LexicalField> {
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
