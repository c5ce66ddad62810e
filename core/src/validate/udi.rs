//! Unique device identifiers.
//!
//! Sources: 21 CFR 830; GS1 General Specifications sections 3 (application identifiers) and 7.9 (check digit); ANSI/HIBC 2.6.

use super::compact::digit;

/// A GS1 identifier, `(01)` and a GTIN of fourteen digits with its check digit, other elements such as `(21)` behind, in brackets
/// or without; or an HIBC one, `+`, a labeler's letter and code, with its modulo 43 check character.
pub(super) fn udi(text: &str) -> bool {
    let text = text.trim();
    match text.strip_prefix('+') {
        Some(_) => hibc(text),
        None => gs1(text),
    }
}

fn gs1(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("(01)")
        .or_else(|| text.strip_prefix("01"))
    else {
        return false;
    };
    let Some((item, elements)) = rest.split_at_checked(14) else {
        return false;
    };
    let printable = |byte: u8| byte.is_ascii_graphic() || byte == 0x1d;
    text.len() <= 120 && elements.bytes().all(printable) && checks(item) && starts_element(elements)
}

/// Nothing, or one of the elements that describe a device: lot, production, expiry or serial.
fn starts_element(elements: &str) -> bool {
    let codes = ["10", "11", "17", "21"];
    let rest = elements.strip_prefix('(').unwrap_or(elements);
    elements.is_empty() || codes.iter().any(|code| rest.starts_with(code))
}

/// The last digit makes the sum, weighted 3 and 1 in turn, a multiple of ten.
fn checks(item: &str) -> bool {
    let sum = item
        .bytes()
        .zip([3, 1].into_iter().cycle())
        .try_fold(0, |sum, (byte, weight)| {
            Some(sum + u32::from(digit(byte)?) * weight)
        });
    sum.is_some_and(|sum| sum > 0 && sum.is_multiple_of(10))
}

fn hibc(text: &str) -> bool {
    const CHARACTERS: &[u8; 43] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    let value = |byte: u8| CHARACTERS.iter().position(|&known| known == byte);
    let Some((&check, front)) = text.as_bytes().split_last() else {
        return false;
    };
    let sum = front
        .iter()
        .try_fold(0, |sum, &byte| Some(sum + value(byte)?));
    let labeler = text.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase);
    (8..=80).contains(&text.len())
        && labeler
        && sum.is_some_and(|sum| value(check) == Some(sum % 43))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn udi_cases() {
        // The FDA's example of the GS1 format and the HIBC standard's own.
        for right in [
            "(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234",
            "01510222222333361114123117150707",
            "(01)51022222233336",
            "+A123BJC5D6E71G",
        ] {
            assert!(udi(right), "{right}");
        }
        for wrong in [
            "(01)51022222233337",
            "(02)51022222233336",
            "51022222233336",
            "(01)5102222223333",
            "(01)00000000000000",
            "+1",
            "+",
            "(01)51022222233336 x",
            "",
        ] {
            assert!(!udi(wrong), "{wrong}");
        }
    }
}
