//! National and health numbers of Canada.
//!
//! Sources: Employment and Social Development Canada, SIN code of practice; Ontario Ministry of Health, health card number
//! check; British Columbia Ministry of Health, personal health number check (modulus 11).

use super::compact::{Compact, digits};
use super::luhn;

/// A social insurance number: nine digits, the first neither 0 nor 8 (never given out), Luhn. Separators: blank, `-`.
pub(super) fn ca_sin(text: &str) -> bool {
    digits::<9>(text, b" -")
        .is_some_and(|digits| !matches!(digits[0], 0 | 8) && luhn::passes(digits.into_iter()))
}

/// An Ontario health card number: ten digits, the first not 0, Luhn; up to two version letters may follow. Separators:
/// blank, `-`.
pub(super) fn ca_ohip(text: &str) -> bool {
    let Some(read) = Compact::<12>::read(text, b" -") else {
        return false;
    };
    let Some((number, version)) = read.as_bytes().split_at_checked(10) else {
        return false;
    };
    number.iter().all(u8::is_ascii_digit)
        && number[0] != b'0'
        && version.iter().all(u8::is_ascii_uppercase)
        && luhn::passes(number.iter().map(|byte| byte - b'0'))
}

/// A British Columbia personal health number: ten digits, the first 9, the last 11 minus the sum of the eight between, each
/// times its weight (2, 4, 8, 5, 10, 9, 7, 3) modulo 11. Separators: blank, `-`.
pub(super) fn ca_bc_phn(text: &str) -> bool {
    digits::<10>(text, b" -").is_some_and(|digits| {
        let weights = [2, 4, 8, 5, 10, 9, 7, 3];
        let products = digits[1..9].iter().zip(weights);
        let sum: u32 = products
            .map(|(&digit, weight)| u32::from(digit) * weight % 11)
            .sum();
        digits[0] == 9 && 11 - sum % 11 == u32::from(digits[9])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sin_cases() {
        // A worked example of the Luhn check with a first digit in use.
        for right in ["130 692 544", "130-692-544", "130692544"] {
            assert!(ca_sin(right), "{right}");
        }
        for wrong in ["046 454 286", "130692545", "13069254", ""] {
            assert!(!ca_sin(wrong), "{wrong}");
        }
    }

    #[test]
    fn ohip_cases() {
        // A test number of the province's conformance tests.
        for right in [
            "9876543217",
            "9876-543-217",
            "9876543217-AB",
            "9876543217 A",
        ] {
            assert!(ca_ohip(right), "{right}");
        }
        for wrong in [
            "9876543218",
            "0876543217",
            "9876543217-1",
            "987654321",
            "9876543217ABC",
            "",
        ] {
            assert!(!ca_ohip(wrong), "{wrong}");
        }
    }

    #[test]
    fn bc_phn_cases() {
        // The worked example of the ministry's vendor specification.
        for right in ["9012372173", "9012 372 173"] {
            assert!(ca_bc_phn(right), "{right}");
        }
        for wrong in ["9012372174", "8012372173", "901237217", "9123456780", ""] {
            assert!(!ca_bc_phn(wrong), "{wrong}");
        }
    }
}
