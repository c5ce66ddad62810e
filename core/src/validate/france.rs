//! National numbers of France.
//!
//! Source: INSEE, "Numéro de sécurité sociale / NIR"; decree 82-103.

use super::compact::{Compact, digit};

/// A NIR: sex, year, month, department (2A and 2B for Corsica), commune, order and a key that is 97 minus the number modulo
/// 97. Fifteen characters; Corsica counts as 19 and 18. Separators: blank.
pub(super) fn nir(text: &str) -> bool {
    let Some(read) = Compact::<15>::read(text, b" ") else {
        return false;
    };
    let bytes = read.as_bytes();
    let (Some(number), Some(key)) = (bytes.get(..13), bytes.get(13..15)) else {
        return false;
    };
    let corsica = match &number[5..7] {
        b"2A" => Some([1, 9]),
        b"2B" => Some([1, 8]),
        _ => None,
    };
    let value = |(place, &byte): (usize, &u8)| match (corsica, place) {
        (Some(department), 5 | 6) => Some(department[place - 5]),
        _ => digit(byte),
    };
    let sum = number
        .iter()
        .enumerate()
        .try_fold(0_u64, |sum, at| Some(sum * 10 + u64::from(value(at)?)));
    let key = key
        .iter()
        .try_fold(0, |sum, &byte| Some(sum * 10 + u64::from(digit(byte)?)));
    // 1 and 2 are given at birth; 3, 4, 7 and 8 are provisional.
    let sex = matches!(number[0], b'1'..=b'4' | b'7' | b'8');
    sex && sum.is_some_and(|sum| key == Some(97 - sum % 97))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nir_cases() {
        // The specimen card's number, and one of Corsica made from it.
        for right in ["2 55 08 14 168 025 38", "255081416802538"] {
            assert!(nir(right), "{right}");
        }
        let corsican = |department: &str, counts_as: &str| {
            let number: u64 = format!("17501{counts_as}416802").parse().unwrap();
            format!("17501{department}416802{:02}", 97 - number % 97)
        };
        assert!(nir(&corsican("2A", "19")) && nir(&corsican("2B", "18")));
        assert!(!nir(&corsican("2A", "18")));
        for wrong in [
            "255081416802539",
            "955081416802538",
            "25508141680253",
            "25508C416802538",
            "",
        ] {
            assert!(!nir(wrong), "{wrong}");
        }
    }
}
