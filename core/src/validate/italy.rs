//! National numbers of Italy.
//!
//! Source: decree of 23 December 1976 (codice fiscale: structure, check character, and substitutes for equal codes).

use super::compact::Compact;

/// Values of `0-9` and `A-Z` (digits count as the letters A to J) at odd places.
const ODD: [u32; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/// A codice fiscale: sixteen characters `LLLLLL00L00L000L`, where letters L-N, P-V may stand for digits, a month letter
/// (ABCDEHLMPRST), a day of 1-31 or 41-71, and a check letter. Separators: blank.
pub(super) fn codice_fiscale(text: &str) -> bool {
    let Some(read) = Compact::<16>::read(text, b" ") else {
        return false;
    };
    let bytes = read.as_bytes();
    if bytes.len() != 16
        || !bytes
            .iter()
            .enumerate()
            .all(|(place, &byte)| fits(place, byte))
    {
        return false;
    }
    let day = figure(bytes[9])
        .zip(figure(bytes[10]))
        .map(|(tens, ones)| tens * 10 + ones);
    let sum: u32 = bytes[..15]
        .iter()
        .enumerate()
        .map(|(place, &byte)| match place % 2 {
            0 => ODD[order(byte) as usize],
            _ => order(byte),
        })
        .sum();
    day.is_some_and(|day| matches!(day, 1..=31 | 41..=71)) && sum % 26 == order(bytes[15])
}

fn fits(place: usize, byte: u8) -> bool {
    match place {
        8 => b"ABCDEHLMPRST".contains(&byte),
        0..=5 | 11 | 15 => byte.is_ascii_uppercase(),
        _ => figure(byte).is_some(),
    }
}

/// The digit that a byte stands for: itself, or the letter put in its place where two persons' codes were equal.
fn figure(byte: u8) -> Option<u8> {
    let substitute = |byte: u8| b"LMNPQRSTUV".iter().position(|&letter| letter == byte);
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        _ => substitute(byte).and_then(|place| u8::try_from(place).ok()),
    }
}

/// 0 to 25: digits by value, letters by place in the alphabet.
fn order(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => u32::from(byte.saturating_sub(b'A')).min(25),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codice_fiscale_cases() {
        // The Agenzia delle Entrate's specimen card, and a common worked example.
        for right in [
            "RSSMRA80A01H501U",
            "RCCMNL83S18D969H",
            "rss mra 80a01 h501u",
        ] {
            assert!(codice_fiscale(right), "{right}");
        }
        for wrong in [
            "RSSMRA80A01H501V",
            "RSSMRA80F01H501U",
            "RSSMRA80A32H501U",
            "RSSMRA80A01H501",
            "1SSMRA80A01H501U",
            "",
        ] {
            assert!(!codice_fiscale(wrong), "{wrong}");
        }
    }
}
