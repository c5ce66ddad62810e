//! National numbers of Poland.
//!
//! Source: ustawa o ewidencji ludności, art. 15-16 (PESEL).

use super::compact::{digits, weighted_sum};
use super::date::DateParts;

/// A PESEL: a birth date whose month also tells the century, an order number, and a check digit that makes the sum weighted
/// 1, 3, 7, 9 … a multiple of ten. No separators.
pub(super) fn pesel(text: &str) -> bool {
    digits::<11>(text, b"").is_some_and(|digits| {
        let pair = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
        let century = match pair(2) / 20 {
            0 => 1900,
            1 => 2000,
            2 => 2100,
            3 => 2200,
            _ => 1800,
        };
        let born = DateParts::checked(Some(century + pair(0)), Some(pair(2) % 20), Some(pair(4)));
        born.is_some()
            && weighted_sum(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pesel_cases() {
        // 44051401359 is the usual worked example; 02070803628 is on the specimen of the identity card.
        for right in ["44051401359", "02070803628"] {
            assert!(pesel(right), "{right}");
        }
        for wrong in [
            "44051401358",
            "44131401355",
            "44053201350",
            "00000000000",
            "4405140135",
            "",
        ] {
            assert!(!pesel(wrong), "{wrong}");
        }
    }
}
