//! National numbers of the United Kingdom.
//!
//! Source: NHS Data Dictionary, "NHS NUMBER" (modulus 11).

use super::compact::{digits, weighted_sum};

/// An NHS number: ten digits, the last 11 minus the sum of the others weighted 10 to 2, modulo 11; 11 counts as 0, 10 is
/// never given out. Separators: blank, `-`.
pub(super) fn nhs(text: &str) -> bool {
    digits::<10>(text, b" -").is_some_and(|digits| {
        let rest = weighted_sum(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        digits != [0; 10] && (11 - rest) % 11 == u32::from(digits[9])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nhs_cases() {
        // 943 476 5919 is the example on the NHS's page about the number.
        for right in ["943 476 5919", "9434765919", "943-476-5919"] {
            assert!(nhs(right), "{right}");
        }
        for wrong in [
            "9434765918",
            "0000000000",
            "943476591",
            "94347659190",
            "943476591X",
            "",
        ] {
            assert!(!nhs(wrong), "{wrong}");
        }
    }
}
