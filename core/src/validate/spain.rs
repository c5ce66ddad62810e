//! National numbers of Spain.
//!
//! Source: Real Decreto 1553/2005 (DNI) and 557/2011 (NIE); Ministerio del Interior, calculation of the control letter.

use super::compact::{Compact, digit};

const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// A DNI (eight digits and a letter) or NIE (X, Y or Z, seven digits and a letter): the letter stands at the number modulo 23
/// of `TRWAGMYFPDXBNJZSQVHLCKE`, X, Y and Z counting as 0, 1 and 2. Separators: blank, `-`, `.`.
pub(super) fn dni_nie(text: &str) -> bool {
    let Some(read) = Compact::<9>::read(text, b" -.") else {
        return false;
    };
    let &[first, ref middle @ .., letter] = read.as_bytes() else {
        return false;
    };
    let first = match first {
        b'X'..=b'Z' => Some(first - b'X'),
        _ => digit(first),
    };
    let number = middle
        .iter()
        .try_fold(first.map_or(0, usize::from), |sum, &byte| {
            Some(sum * 10 + usize::from(digit(byte)?))
        });
    first.is_some()
        && middle.len() == 7
        && number.is_some_and(|number| LETTERS[number % 23] == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dni_nie_cases() {
        // 12345678Z is the ministry's example; 99999999R is on the specimen card.
        for right in [
            "12345678Z",
            "12.345.678-Z",
            "99999999R",
            "X2482300W",
            "x-2482300-w",
        ] {
            assert!(dni_nie(right), "{right}");
        }
        for wrong in [
            "12345678A",
            "1234567Z",
            "W2482300W",
            "123456789",
            "X248230AW",
            "",
        ] {
            assert!(!dni_nie(wrong), "{wrong}");
        }
    }
}
