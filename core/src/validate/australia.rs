//! National and health numbers of Australia.
//!
//! Sources: Services Australia, Medicare card number check; AS 5017 and ISO/IEC 7812-1 (individual healthcare identifier);
//! Australian Taxation Office, tax file number check.

use super::compact::{Compact, digits, weighted_sum};
use super::luhn;

/// A Medicare card number: ten digits, or eleven with the person's place on the card; the first is 2 to 6, the ninth the
/// sum of the eight before, weighted 1, 3, 7, 9, modulo ten. Separators: blank, `-`, `/`.
pub(super) fn au_medicare(text: &str) -> bool {
    let Some(read) = Compact::<11>::read(text, b" -/").and_then(Compact::into_digits) else {
        return false;
    };
    let digits = read.as_bytes();
    matches!(digits.len(), 10 | 11)
        && matches!(digits[0], 2..=6)
        && weighted_sum(&digits[..8], &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == u32::from(digits[8])
}

/// An individual healthcare identifier: sixteen digits that start with 800360, Luhn. Separators: blank, `-`.
pub(super) fn au_ihi(text: &str) -> bool {
    digits::<16>(text, b" -").is_some_and(|digits| {
        digits.starts_with(&[8, 0, 0, 3, 6, 0]) && luhn::passes(digits.into_iter())
    })
}

/// A tax file number: nine digits whose sum weighted 1, 4, 3, 7, 5, 8, 6, 9, 10 is a multiple of eleven. Separators: blank, `-`.
pub(super) fn au_tfn(text: &str) -> bool {
    digits::<9>(text, b" -").is_some_and(|digits| {
        digits != [0; 9] && weighted_sum(&digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medicare_cases() {
        // The number on the specimen card.
        for right in [
            "2123 45670 1",
            "2123456701",
            "21234567011",
            "2123 45670 1/1",
        ] {
            assert!(au_medicare(right), "{right}");
        }
        for wrong in ["2123456711", "1123456701", "212345670", "212345670111", ""] {
            assert!(!au_medicare(wrong), "{wrong}");
        }
    }

    #[test]
    fn ihi_cases() {
        // An identifier of the national base profiles' examples.
        for right in ["8003608166690503", "8003 6081 6669 0503"] {
            assert!(au_ihi(right), "{right}");
        }
        for wrong in [
            "8003608166690504",
            "8003618166690502",
            "800360816669050",
            "",
        ] {
            assert!(!au_ihi(wrong), "{wrong}");
        }
    }

    #[test]
    fn tfn_cases() {
        // The worked example of the tax office's check.
        for right in ["123 456 782", "123456782"] {
            assert!(au_tfn(right), "{right}");
        }
        for wrong in ["123456783", "000000000", "12345678", ""] {
            assert!(!au_tfn(wrong), "{wrong}");
        }
    }
}
