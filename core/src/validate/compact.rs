//! The letters and digits of an identifier, without the separators that people write between them.

use crate::trim::trim;

/// Up to `N` ASCII letters (in upper case) and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compact<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Compact<N> {
    /// Reads `text` without the blanks around it. Single `separators` may stand between letters and digits. `None` when
    /// there are more than `N` of those, or when anything else stands in it.
    pub(super) fn read(text: &str, separators: &[u8]) -> Option<Self> {
        let mut compact = Self {
            bytes: [0; N],
            len: 0,
        };
        let mut after_separator = true;
        for &byte in trim(text).as_bytes() {
            if byte.is_ascii_alphanumeric() {
                *compact.bytes.get_mut(compact.len)? = byte.to_ascii_uppercase();
                compact.len += 1;
                after_separator = false;
            } else if separators.contains(&byte) && !after_separator {
                after_separator = true;
            } else {
                return None;
            }
        }
        (!after_separator).then_some(compact)
    }

    /// What was read.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The values 0 to 9 of the digits in place, when there is nothing but digits.
    pub(super) fn into_digits(mut self) -> Option<Self> {
        for byte in &mut self.bytes[..self.len] {
            *byte = digit(*byte)?;
        }
        Some(self)
    }
}

/// Exactly `N` digits, as values 0 to 9, with single `separators` allowed between them.
pub(super) fn digits<const N: usize>(text: &str, separators: &[u8]) -> Option<[u8; N]> {
    let compact = Compact::<N>::read(text, separators)?.into_digits()?;
    (compact.len == N).then_some(compact.bytes)
}

/// The value of an ASCII digit.
pub(super) fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// The sum of `digits` times `weights`, pair by pair.
pub(super) fn weighted_sum(digits: &[u8], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(&digit, &weight)| u32::from(digit) * weight)
        .sum()
}

/// The number that `digits` write in base ten. For at most nine digits.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0_u32, |sum, &digit| {
        sum.wrapping_mul(10).wrapping_add(u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_stand_alone_and_inside() {
        assert_eq!(digits::<3>(" 1-23 ", b"-"), Some([1, 2, 3]));
        for wrong in ["1--23", "-123", "123-", "12", "1234", "1.23", "12a", ""] {
            assert_eq!(digits::<3>(wrong, b"-"), None, "{wrong:?}");
        }
    }

    #[test]
    fn letters_are_read_in_upper_case() {
        let read = Compact::<4>::read("ab 1", b" ").unwrap();
        assert_eq!(read.as_bytes(), b"AB1");
        assert!(read.into_digits().is_none());
    }
}
