//! Vehicle identification numbers.
//!
//! Source: 49 CFR 565.15 (content) and its table of values and weights for the check digit.

use super::compact::Compact;

/// Weights of the seventeen places; the ninth is the check digit itself.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Seventeen letters and digits without I, O, Q whose ninth is the check digit (0-9, X). Vehicles made outside North
/// America need no check digit and may fail. No separators.
pub(super) fn vin(text: &str) -> bool {
    let Some(read) = Compact::<17>::read(text, b"") else {
        return false;
    };
    let bytes = read.as_bytes();
    let mut sum = 0;
    for (&byte, weight) in bytes.iter().zip(WEIGHTS) {
        let Some(value) = value_of(byte) else {
            return false;
        };
        sum += value * weight;
    }
    bytes.len() == WEIGHTS.len()
        && bytes.iter().any(u8::is_ascii_alphabetic)
        && match sum % 11 {
            10 => bytes[8] == b'X',
            rest => u32::from(bytes[8]) == u32::from(b'0') + rest,
        }
}

fn value_of(byte: u8) -> Option<u32> {
    Some(match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A') + 1,
        b'J'..=b'N' => u32::from(byte - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(byte - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vin_cases() {
        // The worked example of the regulation's usual explanations.
        for right in ["1M8GDM9AXKP042788", "1m8gdm9axkp042788"] {
            assert!(vin(right), "{right}");
        }
        for wrong in [
            "1M8GDM9A1KP042788",
            "1M8GDM9AXKP04278",
            "1M8GDM9AXKPO42788",
            "11111111111111111",
            "",
        ] {
            assert!(!vin(wrong), "{wrong}");
        }
    }
}
