//! The Luhn check digit, ISO/IEC 7812-1 annex B, and plain uses of it.

use super::compact::{Compact, digits};

/// Whether `digits` (values 0 to 9, the check digit last) pass. Every second digit from the right counts twice, with the
/// digits of the product added; the sum is a multiple of ten.
pub(super) fn passes(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit) {
            (0, digit) => u32::from(digit),
            (_, digit @ 0..=4) => u32::from(digit) * 2,
            (_, digit) => u32::from(digit) * 2 - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Two to 32 digits with a Luhn check digit, not all zero. Separators: blank, `-`.
pub(super) fn luhn(text: &str) -> bool {
    Compact::<32>::read(text, b" -")
        .and_then(Compact::into_digits)
        .is_some_and(|read| {
            let digits = read.as_bytes();
            digits.len() > 1
                && digits.iter().any(|&digit| digit != 0)
                && passes(digits.iter().copied())
        })
}

/// A mobile equipment identity, 3GPP TS 23.003 clause 6.2.1: 15 digits with a Luhn check digit. Separators: blank, `-`.
pub(super) fn imei(text: &str) -> bool {
    digits::<15>(text, b" -").is_some_and(|digits| digits != [0; 15] && passes(digits.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_cases() {
        // 79927398713 is the worked example in the patent's descendants (US 2950048) and most textbooks.
        for right in ["79927398713", "7992-7398-713", " 18 "] {
            assert!(luhn(right), "{right:?}");
        }
        for wrong in ["79927398710", "0", "00", "", "7992739871x", "79927398713 1"] {
            assert!(!luhn(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn imei_cases() {
        // The example of the GSMA's TAC guidelines' successor pages: 49-015420-323751-8.
        assert!(imei("49-015420-323751-8"));
        assert!(imei("490154203237518"));
        assert!(!imei("490154203237519"));
        assert!(!imei("000000000000000"));
    }
}
