//! Text in hexadecimal.

use super::Budget;
use super::printable::{HEAD, characters, encoding_of};
use super::run::{NONE, runs};
use crate::document::{Decoded, View, ViewKind};
use crate::span::Span;

/// The shortest run that is tried, in digits.
const MIN_RUN: usize = 32;

/// The value of each digit.
static DIGITS: [u8; 256] = {
    let mut table = [NONE; 256];
    let digits = b"0123456789abcdef";
    let mut value = 0;
    while value < 16 {
        table[digits[value as usize] as usize] = value;
        table[digits[value as usize].to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    table
};

/// Adds the payloads of all runs within `digits` that decode to text.
pub(super) fn views(text: &str, digits: Span, budget: &mut Budget, found: &mut Vec<View<'static>>) {
    let bytes = text.as_bytes();
    for run in runs(&bytes[digits.range()], MIN_RUN, &DIGITS) {
        if run.len().is_multiple_of(2) {
            found.extend(decode(bytes, run.shifted(digits.start), budget));
        }
    }
}

fn decode(bytes: &[u8], run: Span, budget: &mut Budget) -> Option<View<'static>> {
    let digits = &bytes[run.range()];
    encoding_of(&payload(&digits[..digits.len().min(2 * HEAD)]))?;
    if budget.left() < digits.len() / 2 {
        return None;
    }
    let payload = payload(digits);
    let characters = characters(&payload, encoding_of(&payload)?)?;
    let mut decoded = Decoded::new();
    let mut at = run.start;
    for (c, len) in characters {
        decoded.replaced(c.encode_utf8(&mut [0; 4]), Span::new(at, at + 2 * len));
        at += 2 * len;
    }
    let (text, map) = decoded.finish();
    budget.take(text.len()).then(|| View {
        kind: ViewKind::Hex,
        text: text.into(),
        map,
    })
}

fn payload(digits: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| DIGITS[usize::from(byte)] & 0xf;
    digits
        .chunks_exact(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<View<'static>> {
        let mut found = Vec::new();
        views(
            text,
            Span::new(0, text.len()),
            &mut Budget::default(),
            &mut found,
        );
        found
    }

    fn hex(text: &str) -> String {
        text.bytes().map(|byte| format!("{byte:02X}")).collect()
    }

    #[test]
    fn text_is_found_and_mapped() {
        let text = format!("x = 0x{};", hex("PID|1||4711||DOE^JANE"));
        let views = found(&text);
        assert_eq!(views[0].text, "PID|1||4711||DOE^JANE");
        assert_eq!(
            views[0].map.to_parent(Span::new(7, 11)),
            Span::new(6 + 14, 6 + 22)
        );
    }

    #[test]
    fn hashes_and_odd_runs_are_not() {
        assert!(
            found("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").is_empty()
        );
        assert!(found(&format!("{}4", hex("PID|1||4711||DOE^JANE"))).is_empty());
    }
}
