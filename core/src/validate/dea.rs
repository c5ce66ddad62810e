//! The registration number of the Drug Enforcement Administration.
//!
//! Source: DEA Diversion Control Division, practitioner registration; the check is described by state pharmacy boards.

use super::compact::{Compact, digit};

/// A registrant type, a letter of the registrant's name (or 9 for a business address) and seven digits, where the last is
/// the last of (1st + 3rd + 5th) + 2 × (2nd + 4th + 6th). Separators: blank, `-`.
pub(super) fn dea(text: &str) -> bool {
    let Some(read) = Compact::<9>::read(text, b" -") else {
        return false;
    };
    let &[kind, name, ref digits @ ..] = read.as_bytes() else {
        return false;
    };
    let mut values = [0_u32; 7];
    if digits.len() != values.len() {
        return false;
    }
    for (value, &byte) in values.iter_mut().zip(digits) {
        let Some(digit) = digit(byte) else {
            return false;
        };
        *value = u32::from(digit);
    }
    let [a, b, c, d, e, f, check] = values;
    b"ABCDEFGHJKLMPRSTUX".contains(&kind)
        && (name.is_ascii_uppercase() || name == b'9')
        && (a + c + e + 2 * (b + d + f)) % 10 == check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dea_cases() {
        // The worked example of several boards of pharmacy, and its letters varied.
        for right in ["AP5836727", "ap5836727", "B95836727", "AP-5836727"] {
            assert!(dea(right), "{right:?}");
        }
        for wrong in [
            "AP5836728",
            "NP5836727",
            "A15836727",
            "AP583672",
            "AP58367271",
            "AP583672X",
            "",
        ] {
            assert!(!dea(wrong), "{wrong:?}");
        }
    }
}
