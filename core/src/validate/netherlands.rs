//! National numbers of the Netherlands.
//!
//! Source: Logisch Ontwerp BSN, the "elfproef".

use super::compact::{Compact, weighted_sum};

/// A citizen service number: nine digits (or eight, with the leading 0 left out) whose sum weighted 9 to 2 less the last
/// digit is a multiple of eleven. Separators: blank, `.`, `-`.
pub(super) fn bsn(text: &str) -> bool {
    let Some(read) = Compact::<9>::read(text, b" .-").and_then(Compact::into_digits) else {
        return false;
    };
    let digits = read.as_bytes();
    let weights = &[9, 8, 7, 6, 5, 4, 3, 2][9_usize.saturating_sub(digits.len()).min(8)..];
    match digits {
        [front @ .., last] if matches!(digits.len(), 8 | 9) => {
            digits.iter().any(|&digit| digit != 0)
                && weighted_sum(front, weights) % 11 == u32::from(*last) % 11
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bsn_cases() {
        // 111222333 is the test number that Dutch agencies document.
        for right in ["111222333", "1112.22.333", "012345672", "12345672"] {
            assert!(bsn(right), "{right}");
        }
        for wrong in ["111222334", "000000000", "1112223", "1112223330", ""] {
            assert!(!bsn(wrong), "{wrong}");
        }
    }
}
