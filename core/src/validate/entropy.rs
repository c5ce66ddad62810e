//! Shannon entropy.
//!
//! Source: C. E. Shannon, "A Mathematical Theory of Communication" (1948), section 6. The thresholds are those that
//! secret scanners commonly use for hexadecimal (3) and base64 (4 and above) strings.

/// Bits per byte of `text`, from 0 to 8, by how often each byte occurs in it.
pub fn shannon(text: &str) -> f32 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let len = text.len() as f32;
    let bits = |&count: &u32| {
        let share = count as f32 / len;
        -share * share.log2()
    };
    counts.iter().filter(|&&count| count > 0).map(bits).sum()
}

/// At least 3 bits a character.
pub(super) fn entropy_3(text: &str) -> bool {
    shannon(text) >= 3.0
}

/// At least 3.5 bits a character.
pub(super) fn entropy_35(text: &str) -> bool {
    shannon(text) >= 3.5
}

/// At least 4 bits a character.
pub(super) fn entropy_4(text: &str) -> bool {
    shannon(text) >= 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_cases() {
        for (text, bits) in [
            ("", 0.0),
            ("aaaa", 0.0),
            ("abab", 1.0),
            ("abcd", 2.0),
            ("abcdefgh", 3.0),
            ("0123456789abcdef", 4.0),
        ] {
            assert!((shannon(text) - bits).abs() < 1e-5, "{text}");
            assert_eq!(
                [entropy_3(text), entropy_35(text), entropy_4(text)],
                [bits >= 3.0, bits >= 3.5, bits >= 4.0],
                "{text}"
            );
        }
    }
}
