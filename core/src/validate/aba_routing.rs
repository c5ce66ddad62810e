//! Bank routing numbers of the United States.
//!
//! Source: American Bankers Association, routing number policy: Federal Reserve prefixes and the 3-7-1 check.

use super::compact::{digits, number, weighted_sum};

/// Nine digits with a Federal Reserve prefix (01-12, 21-32, 61-72, 80) whose sum weighted 3, 7, 1 is a multiple of ten.
pub(super) fn aba_routing(text: &str) -> bool {
    digits::<9>(text, b"").is_some_and(|digits| {
        matches!(number(&digits[..2]), 1..=12 | 21..=32 | 61..=72 | 80)
            && weighted_sum(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aba_routing_cases() {
        // Public numbers of two Federal Reserve banks and of the Treasury's tax collection.
        for right in ["011000015", "021001208", "061036000"] {
            assert!(aba_routing(right), "{right}");
        }
        for wrong in [
            "011000016",
            "000000000",
            "991000015",
            "01100001",
            "0110000150",
            "011-000-015",
        ] {
            assert!(!aba_routing(wrong), "{wrong}");
        }
    }
}
