//! International bank account numbers.
//!
//! Source: ISO 13616-1, with the lengths of the SWIFT IBAN registry.

use super::compact::Compact;

/// Length by country, sorted.
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NL", 18),
    (b"NO", 15),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"SA", 24),
    (b"SC", 31),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
];

/// An account number of a country in the registry, of its length, whose remainder by 97 is 1 once the first four
/// characters stand last. Separators: blank, `-`.
pub(super) fn iban(text: &str) -> bool {
    let Some(read) = Compact::<34>::read(text, b" -") else {
        return false;
    };
    let bytes = read.as_bytes();
    let Some((head, rest)) = bytes.split_at_checked(4) else {
        return false;
    };
    let length = LENGTHS
        .binary_search_by(|(country, _)| country.as_slice().cmp(&head[..2]))
        .map(|at| LENGTHS[at].1);
    length == Ok(bytes.len())
        && head[2..].iter().all(u8::is_ascii_digit)
        && rest.iter().chain(head).fold(0, append) == 1
}

/// The remainder by 97 with one more character behind, a letter counting as 10 to 35.
fn append(remainder: u32, &byte: &u8) -> u32 {
    match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        _ => (remainder * 100 + u32::from(byte - b'A') + 10) % 97,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iban_cases() {
        assert!(LENGTHS.is_sorted_by_key(|(country, _)| *country));
        // The registry's own examples.
        for right in [
            "GB29 NWBK 6016 1331 9268 19",
            "DE89370400440532013000",
            "fr1420041010050500013m02606",
            "NO9386011117947",
        ] {
            assert!(iban(right), "{right}");
        }
        for wrong in [
            "GB29NWBK60161331926818",
            "DE8937040044053201300",
            "ZZ89370400440532013000",
            "DE",
            "DEXX370400440532013000",
            "",
        ] {
            assert!(!iban(wrong), "{wrong}");
        }
    }
}
