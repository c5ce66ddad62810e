//! Text written in `\uXXXX` and `\xXX`: JSON of cautious writers, shell code, log lines.

use super::Budget;
use super::escape::{self, Escape};
use super::marked::decoded;
use super::segment::around;
use crate::document::{View, ViewKind};
use crate::span::Span;

/// The fewest numbered characters that make decoding worthwhile.
const MIN_ENCODED: usize = 3;

/// Quotes and brackets of markup end a stretch of text.
pub(super) fn is_text_border(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>')
}

/// Adds all stretches with numbered characters, decoded.
pub(super) fn views(text: &str, budget: &mut Budget, found: &mut Vec<View<'static>>) {
    let bytes = text.as_bytes();
    let numbered = |&at: &usize| matches!(bytes.get(at + 1), Some(b'u' | b'x' | b'U'));
    let count = memchr::memchr_iter(b'\\', bytes).filter(numbered);
    if count.take(MIN_ENCODED).count() < MIN_ENCODED {
        return;
    }
    for span in around(text, b'\\', |byte| is_text_border(byte) || byte == b'\n') {
        if span.len() <= budget.left() {
            found.extend(decode(text, span, budget));
        }
    }
}

fn decode(text: &str, span: Span, budget: &mut Budget) -> Option<View<'static>> {
    let mut numbered = 0;
    let decoded = decoded(text, span, b'\\', |rest| match escape::read(rest) {
        Some((Escape::Char(c), len)) if !c.is_control() || c.is_whitespace() => {
            numbered += usize::from(rest[1..].starts_with(['u', 'x', 'U']));
            Some((c, len))
        }
        _ => None,
    });
    let (text, map) = decoded.finish();
    (numbered >= MIN_ENCODED && budget.take(text.len())).then(|| View {
        kind: ViewKind::UnicodeEscapes,
        text: text.into(),
        map,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_decoded() {
        let cases = [
            (r#"{"a": "\u0031\u002d\u0032"}"#, vec!["1-2"]),
            (r"x \x41\x42\x43 y", vec!["x ABC y"]),
            (r"C:\users\xavier\unit", vec![]),
            (r"\x00\x01\x02\x03", vec![]),
            (r"one \u0041 is few", vec![]),
        ];
        for (text, expected) in cases {
            let mut found = Vec::new();
            views(text, &mut Budget::default(), &mut found);
            let texts: Vec<&str> = found.iter().map(|view| &*view.text).collect();
            assert_eq!(texts, expected, "{text}");
        }
    }

    #[test]
    fn a_value_maps_to_its_escapes() {
        let mut found = Vec::new();
        views(r"\u0031\u002d\u0032", &mut Budget::default(), &mut found);
        assert_eq!(found[0].map.to_parent(Span::new(1, 3)), Span::new(6, 18));
    }
}
