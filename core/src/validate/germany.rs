//! National numbers of Germany.
//!
//! Source: § 139b Abgabenordnung; Bundeszentralamt für Steuern, structure of the identification number; ISO/IEC 7064 MOD 11,10.

use super::compact::digits;

/// A tax identification number: eleven digits, the first not 0, one digit of the first ten twice or three times and every
/// other at most once, the last by MOD 11,10. Separators: blank.
pub(super) fn steuer_id(text: &str) -> bool {
    digits::<11>(text, b" ").is_some_and(|digits| {
        let mut counts = [0; 10];
        for &digit in &digits[..10] {
            counts[usize::from(digit)] += 1;
        }
        let repeated = counts.iter().filter(|&&count| count > 1).count();
        let often = counts.iter().any(|&count| count > 3);
        digits[0] != 0
            && repeated == 1
            && !often
            && check_digit(&digits[..10]) == u32::from(digits[10])
    })
}

fn check_digit(digits: &[u8]) -> u32 {
    let product = digits.iter().fold(10, |product, &digit| {
        let sum = (u32::from(digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steuer_id_cases() {
        // Documented examples: the Bundeszentralamt's guide for software makers.
        for right in ["86095742719", "65929970489", "86 095 742 719"] {
            assert!(steuer_id(right), "{right}");
        }
        for wrong in [
            "86095742710",
            "06095742719",
            "12345678903",
            "11111111111",
            "8609574271",
            "",
        ] {
            assert!(!steuer_id(wrong), "{wrong}");
        }
    }
}
