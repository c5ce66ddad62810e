//! Character references of HTML and XML: `&#45;`, `&#x2D;`, `&quot;`.

use super::Budget;
use super::marked::decoded;
use super::segment::around;
use crate::document::{View, ViewKind};
use crate::span::Span;

/// The longest reference, in bytes: `&#x10FFFF;` with some leading zeros.
const MAX_REFERENCE: usize = 14;

/// Adds all stretches with references that change how the text reads, decoded.
pub(super) fn views(text: &str, budget: &mut Budget, found: &mut Vec<View<'static>>) {
    let bytes = text.as_bytes();
    // In code `&` is mostly an operator.
    if !memchr::memchr_iter(b'&', bytes).any(|at| reference(&bytes[at..]).is_some()) {
        return;
    }
    for span in around(text, b'&', |byte| matches!(byte, b'<' | b'>' | b'"' | b'`')) {
        if span.len() <= budget.left() {
            found.extend(decode(text, span, budget));
        }
    }
}

fn decode(text: &str, span: Span, budget: &mut Budget) -> Option<View<'static>> {
    let mut is_encoded = false;
    let decoded = decoded(text, span, b'&', |rest| {
        let found = reference(rest.as_bytes());
        // Spaces and ampersands alone stand in any page.
        is_encoded |= found.is_some_and(|(c, _)| !matches!(c, '&' | '\u{a0}'));
        found
    });
    let (text, map) = decoded.finish();
    (is_encoded && budget.take(text.len())).then(|| View {
        kind: ViewKind::Markup,
        text: text.into(),
        map,
    })
}

/// The character that the reference at the start of `bytes` names, and its length in bytes.
fn reference(bytes: &[u8]) -> Option<(char, usize)> {
    let head = &bytes[..bytes.len().min(MAX_REFERENCE)];
    let end = memchr::memchr(b';', head)?;
    let name = std::str::from_utf8(&head[1..end]).ok()?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => char::from_u32(number(name.strip_prefix('#')?)?)?,
    };
    (!c.is_control() || matches!(c, '\t' | '\n' | '\r')).then_some((c, end + 1))
}

fn number(digits: &str) -> Option<u32> {
    match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_decoded() {
        let cases = [
            ("<p>SSN 1&#45;2&#x2D;3</p>", vec!["SSN 1-2-3"]),
            ("<a b=\"{&quot;ssn&quot;:1}\">", vec!["{\"ssn\":1}"]),
            ("&lt;ssn&gt;1&lt;/ssn&gt;", vec!["<ssn>1</ssn>"]),
            ("Tom &amp; Jerry&nbsp;x && y & z;", vec![]),
            ("&#0;&#xD800;&#99999999999;&#;", vec![]),
        ];
        for (text, expected) in cases {
            let mut found = Vec::new();
            views(text, &mut Budget::default(), &mut found);
            let texts: Vec<&str> = found.iter().map(|view| &*view.text).collect();
            assert_eq!(texts, expected, "{text}");
        }
    }

    #[test]
    fn a_value_maps_to_its_references() {
        let mut found = Vec::new();
        views("<p>1&#45;2</p>", &mut Budget::default(), &mut found);
        assert_eq!(found[0].map.to_parent(Span::new(0, 3)), Span::new(3, 10));
    }
}
