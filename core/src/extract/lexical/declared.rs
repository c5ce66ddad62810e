//! What a piece of a list declares, and what the list belongs to.

use super::is_word;
use super::value::skip_blanks;
use crate::span::Span;

/// Types that stand behind what they are the type of, as Go has it.
const TRAILING_TYPES: [&[u8]; 8] = [
    b"string",
    b"*string",
    b"bool",
    b"int",
    b"int64",
    b"float64",
    b"time.Time",
    b"error",
];

/// Words between the name of a type and the bracket of its fields, or before both.
const KEYWORDS: [&[u8]; 16] = [
    b"typedef",
    b"static",
    b"const",
    b"var",
    b"struct",
    b"record",
    b"class",
    b"type",
    b"data",
    b"interface",
    b"union",
    b"extends",
    b"in",
    b"of",
    b"new",
    b"return",
];

/// Which stands first where a name and its type stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `String mrn`
    TypeFirst,
    /// `MRN string`
    NameFirst,
}

/// What a part of a list names: `"mrn"`, `mrn: String`, `String mrn`, `MRN string`; nothing when it names none.
pub(super) fn name_of(bytes: &[u8], piece: Span, order: Order) -> Span {
    let text = &bytes[piece.range()];
    // A number: a table of constants is no list of names.
    if text.first().is_some_and(u8::is_ascii_digit) {
        return Span::default();
    }
    if let [quote @ (b'"' | b'\''), name @ .., last] = text
        && last == quote
    {
        let is_name = name.len() <= 48
            && !name.first().is_some_and(u8::is_ascii_digit)
            && name
                .iter()
                .all(|&byte| is_word(byte) || matches!(byte, b' ' | b'-' | b'.'));
        return if is_name && name.iter().any(u8::is_ascii_alphabetic) {
            Span::new(piece.start + 1, piece.end - 1)
        } else {
            Span::default()
        };
    }
    let declared = text
        .iter()
        .position(|&byte| byte == b'=')
        .unwrap_or(text.len());
    let colon = (0..declared).find(|&at| {
        text[at] == b':' && text.get(at + 1) != Some(&b':') && (at == 0 || text[at - 1] != b':')
    });
    if let Some(colon) = colon {
        return word_before(bytes, piece.start + colon);
    }
    let text = text[..declared].trim_ascii_end();
    let last = word_before(bytes, piece.start + text.len());
    let first_length = text.iter().take_while(|&&byte| is_word(byte)).count();
    let rest = text[first_length..].trim_ascii_start();
    if TRAILING_TYPES.contains(&rest) || order == Order::NameFirst && !rest.is_empty() {
        Span::new(piece.start, piece.start + first_length)
    } else {
        last
    }
}

/// The word that ends at `at`, blanks, a mark of an optional and the brackets of an array aside.
pub(super) fn word_before(bytes: &[u8], at: usize) -> Span {
    let floor = at.saturating_sub(64);
    let mut end = at;
    while end > floor
        && (matches!(bytes[end - 1], b' ' | b'?' | b'\t' | b']' | b'[' | b'!')
            || bytes[end - 1].is_ascii_digit() && bytes[floor..end].contains(&b'['))
    {
        end -= 1;
    }
    let length = bytes[floor..end]
        .iter()
        .rev()
        .take_while(|&&byte| is_word(byte))
        .count();
    Span::new(end - length, end)
}

/// The name of a structure: before its fields, keywords aside, or behind them.
pub(super) fn block_owner(bytes: &[u8], open: usize, close: usize) -> Span {
    let mut before = word_before(bytes, open);
    if KEYWORDS.contains(&&bytes[before.range()]) {
        before = word_before(bytes, before.start);
    }
    if !before.is_empty() && !KEYWORDS.contains(&&bytes[before.range()]) {
        return before;
    }
    let start = skip_blanks(bytes, close + 1);
    let length = bytes[start.min(bytes.len())..]
        .iter()
        .take_while(|&&byte| is_word(byte))
        .count();
    Span::new(start, start + length)
}
