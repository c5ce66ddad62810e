//! Percent-encoded text (RFC 3986): query strings, form bodies, data URLs.

use super::marked::decoded;
use super::segment::around;
use super::{Budget, escapes::is_text_border};
use crate::document::{View, ViewKind};
use crate::span::Span;

/// The fewest encoded characters that make decoding worthwhile.
const MIN_ENCODED: usize = 2;

/// Adds all stretches with encoded characters, decoded.
pub(super) fn views(text: &str, budget: &mut Budget, found: &mut Vec<View<'static>>) {
    let is_border = |byte: u8| byte.is_ascii_whitespace() || is_text_border(byte);
    for span in around(text, b'%', is_border) {
        if span.len() <= budget.left() {
            found.extend(decode(text, span, budget));
        }
    }
}

fn decode(text: &str, span: Span, budget: &mut Budget) -> Option<View<'static>> {
    let mut count = 0;
    let decoded = decoded(text, span, b'%', |rest| {
        let found = character(rest.as_bytes());
        count += usize::from(found.is_some());
        found
    });
    let (text, map) = decoded.finish();
    (count >= MIN_ENCODED && budget.take(text.len())).then(|| View {
        kind: ViewKind::Percent,
        text: text.into(),
        map,
    })
}

/// The printable character that the escapes at the start of `bytes` encode, and how many bytes they take.
fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let first = byte_at(bytes, 0)?;
    let width = match first {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return None,
    };
    let mut encoded = [first, 0, 0, 0];
    for (index, byte) in encoded.iter_mut().enumerate().take(width).skip(1) {
        *byte = byte_at(bytes, 3 * index)?;
    }
    let c = std::str::from_utf8(&encoded[..width])
        .ok()?
        .chars()
        .next()?;
    (!c.is_control() || matches!(c, '\t' | '\n' | '\r')).then_some((c, 3 * width))
}

fn byte_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |index| char::from(*bytes.get(at + index)?).to_digit(16);
    let escape = bytes.get(at) == Some(&b'%');
    escape
        .then(|| u8::try_from(digit(1)? << 4 | digit(2)?).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_decoded() {
        let cases = [
            (
                "GET /p?name=Jane%20Doe&ssn=1%2D2 x",
                vec!["/p?name=Jane Doe&ssn=1-2"],
            ),
            ("q=J%C3%BCrgen%21%zz", vec!["q=Jürgen!%zz"]),
            ("100% of 5%20", vec![]),
            ("%00%01", vec![]),
            ("é%20é%20\"%41%42\"", vec!["é é ", "AB"]),
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
        views("ssn=1%2D2%2D3", &mut Budget::default(), &mut found);
        assert_eq!(found[0].map.to_parent(Span::new(4, 9)), Span::new(4, 13));
    }
}
