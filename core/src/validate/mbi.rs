//! The Medicare beneficiary identifier.
//!
//! Source: CMS, "Understanding the Medicare Beneficiary Identifier (MBI) Format".

use super::compact::Compact;

/// Eleven characters: `C A N N A N N A A N N` where the first is 1-9, `A` a letter but S, L, O, I, B, Z, the third and sixth
/// a letter or digit. Dashes as on the card (`CANN-ANN-AANN`) or none, blanks likewise.
pub(super) fn mbi(text: &str) -> bool {
    let Some(read) = Compact::<11>::read(text, b"- ") else {
        return false;
    };
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"SLOIBZ".contains(&byte);
    let fits = |(place, &byte): (usize, &u8)| match place {
        0 => matches!(byte, b'1'..=b'9'),
        1 | 4 | 7 | 8 => letter(byte),
        2 | 5 => letter(byte) || byte.is_ascii_digit(),
        _ => byte.is_ascii_digit(),
    };
    let bytes = read.as_bytes();
    bytes.len() == 11 && bytes.iter().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mbi_cases() {
        // The example that CMS prints on the sample card.
        for right in [
            "1EG4-TE5-MK73",
            "1EG4TE5MK73",
            "1eg4te5mk73",
            "9AA0AA0AA00",
            "1A00A00AA00",
        ] {
            assert!(mbi(right), "{right:?}");
        }
        for wrong in [
            "0EG4TE5MK73",
            "1SG4TE5MK73",
            "1EG4TE5MK7",
            "1EG4TE5MK734",
            "1EGXTE5MK73",
            "1EG4TE5MKO3",
            "",
        ] {
            assert!(!mbi(wrong), "{wrong:?}");
        }
    }
}
