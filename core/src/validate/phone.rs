//! Telephone numbers.
//!
//! Sources: North American Numbering Plan (ATIS-0300051: area codes and exchanges `[2-9]XX`); ITU-T E.164 (international).

use super::compact::digit;
use crate::trim::trim;

/// Up to fifteen digits, with what people write between them left out.
struct Number {
    digits: [u8; 15],
    len: usize,
    international: bool,
    punctuated: bool,
}

impl Number {
    /// Reads the number itself: digits, blanks, `(`, `)`, `-`, `.`, `/` and a leading `+`. Never two marks in a row but
    /// a blank beside a bracket.
    fn read(text: &str) -> Option<Self> {
        let mut number = Self {
            digits: [0; 15],
            len: 0,
            international: text.starts_with('+'),
            punctuated: false,
        };
        let mut last = b'0';
        for &byte in text.strip_prefix('+').unwrap_or(text).as_bytes() {
            if let Some(value) = digit(byte) {
                *number.digits.get_mut(number.len)? = value;
                number.len += 1;
            } else {
                let bracket = |byte: u8| matches!(byte, b'(' | b')');
                let doubled = !last.is_ascii_digit() && !bracket(last) && !bracket(byte);
                if doubled || !b" ()-./".contains(&byte) {
                    return None;
                }
                number.punctuated = true;
            }
            last = byte;
        }
        (last.is_ascii_digit() && text.matches('(').count() == text.matches(')').count())
            .then_some(number)
    }

    fn digits(&self) -> &[u8] {
        &self.digits[..self.len]
    }
}

/// Splits off an extension (`x12`, `ext. 12`, `#12`, `;ext=12`) and the scheme of RFC 3966 (`tel:`) or of a messenger.
fn without_extension(text: &str) -> &str {
    let text = trim(text);
    let schemes = ["tel:", "whatsapp:"];
    let text = schemes
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(text);
    let Some(at) = text.find(['x', 'X', 'e', 'E', '#', ';', ',']) else {
        return text;
    };
    let mark = text[at..].trim_end_matches(|c: char| c.is_ascii_digit());
    let is_mark = |known: &&str| known.eq_ignore_ascii_case(mark.trim());
    let extended = mark.len() < text.len() - at && text.len() - at - mark.len() <= 7;
    let known = [
        "x",
        "ext",
        "ext.",
        "extension",
        "#",
        ";ext=",
        ", ext",
        ", ext.",
        "x.",
    ];
    match extended && known.iter().any(is_mark) {
        true => text[..at].trim_end(),
        false => text,
    }
}

/// Whether an area code and an exchange may be in use: `[2-9]XX`, neither a service code (N11), and no area code of the
/// ranges kept for a longer plan (N9X) or set aside (37X, 96X).
fn in_numbering_plan(digits: &[u8]) -> bool {
    let &[area, second, third, exchange, tens, ones, ..] = digits else {
        return false;
    };
    area >= 2
        && exchange >= 2
        && second != 9
        && (second, third) != (1, 1)
        && (tens, ones) != (1, 1)
        && !matches!((area, second), (3, 7) | (9, 6))
}

/// A number of the North American Numbering Plan: ten digits, with `+1` or `1` before and an extension behind as people
/// write them: `(212) 555-0100`, `212.555.0100 x12`, `+12125550100`, `1-212-555-0100`, `tel:+1-212-555-0100;ext=3`.
pub(super) fn nanp_phone(text: &str) -> bool {
    let Some(number) = Number::read(without_extension(text)) else {
        return false;
    };
    match number.digits() {
        [1, national @ ..] if national.len() == 10 => in_numbering_plan(national),
        national => national.len() == 10 && !number.international && in_numbering_plan(national),
    }
}

/// The last seven digits of a North American number, as people write them for a neighbour: `555-0100`. One mark, after
/// the exchange.
pub(super) fn nanp_local_phone(text: &str) -> bool {
    let bytes = without_extension(text).as_bytes();
    bytes.len() == 8
        && matches!(bytes[0], b'2'..=b'9')
        && matches!(bytes[3], b'-' | b'.' | b' ')
        && bytes
            .iter()
            .enumerate()
            .all(|(place, byte)| place == 3 || byte.is_ascii_digit())
}

/// An international number: `+`, a country code that is not 0, eight to fifteen digits in all; blanks, `-`, `.`, `/` and
/// brackets between them, an extension behind.
pub(super) fn e164_phone(text: &str) -> bool {
    Number::read(without_extension(text))
        .is_some_and(|number| number.international && number.len >= 8 && number.digits[0] != 0)
}

/// A telephone number in one of the forms above, or in a national form: seven to fifteen digits with marks between them.
pub(super) fn phone(text: &str) -> bool {
    nanp_phone(text)
        || e164_phone(text)
        || nanp_local_phone(text)
        || Number::read(without_extension(text))
            .is_some_and(|number| number.punctuated && number.len >= 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanp_cases() {
        for right in [
            "2125550100",
            "212-555-0100",
            "(212) 555-0100",
            "(212)555-0100",
            "212.555.0100",
            "212 555 0100",
            "+12125550100",
            "+1 212 555 0100",
            "1-212-555-0100",
            "+1 (212) 555-0100",
            "212-555-0100 x12",
            "212-555-0100 ext. 12",
            "tel:+1-212-555-0100;ext=3",
            "(212)555-0100X123",
            " 212-555-0100 ",
            "212/555-0100",
        ] {
            assert!(nanp_phone(right), "{right}");
        }
        for wrong in [
            "112-555-0100",
            "212-155-0100",
            "911-555-0100",
            "212-411-0100",
            "292-555-0100",
            "21255501000",
            "+2125550100",
            "212--555-0100",
            "(212 555-0100",
            "212-555-0100 y12",
            "212-555-0100 x",
            "212-555-01OO",
            "",
            "ext. 12",
        ] {
            assert!(!nanp_phone(wrong), "{wrong}");
        }
    }

    #[test]
    fn local_and_international_cases() {
        for right in ["555-0100", "555.0100", "555-0100 x3"] {
            assert!(nanp_local_phone(right) && phone(right), "{right}");
        }
        assert!(!nanp_local_phone("155-0100") && !nanp_local_phone("5550100"));
        for right in [
            "+442079460000",
            "+44 20 7946 0000",
            "+33 1 99 00 12 34",
            "+49 (0) 30 23125 000",
        ] {
            assert!(e164_phone(right) && phone(right), "{right}");
        }
        for wrong in [
            "442079460000",
            "+0442079460",
            "+1234567",
            "+1234567890123456",
            "+44 x 123456789",
        ] {
            assert!(!e164_phone(wrong), "{wrong}");
        }
        assert!(phone("020 7946 0000"));
        assert!(!phone("0207946"));
    }
}
