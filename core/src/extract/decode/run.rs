//! Runs of digits of an encoding that are long enough to hold something.

use crate::span::Span;

/// How many bytes are looked at together: most words of code are shorter, and a shorter block is looked for less often.
const BLOCK: usize = 8;

/// The runs of at least `min` bytes that are all digits, in order; `min` is at least 1.
///
/// A run that long holds a whole block wherever blocks begin often enough, so most of a text is passed over without a look at it:
/// words of code are short.
pub(super) fn runs(
    bytes: &[u8],
    min: usize,
    is_digit: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = Span> {
    let block = BLOCK.min(min);
    let stride = min - block + 1;
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let mut done = at;
        while let Some(digits) = bytes.get(at..at + block) {
            // Without a branch for each byte.
            if !digits.iter().fold(true, |all, &byte| all & is_digit(byte)) {
                at += stride;
                continue;
            }
            let before = bytes[done..at].iter().rev();
            let start = at - before.take_while(|&&byte| is_digit(byte)).count();
            let after = bytes[at..].iter();
            let end = at + after.take_while(|&&byte| is_digit(byte)).count();
            (at, done) = (end, end);
            if end - start >= min {
                return Some(Span::new(start, end));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn plainly(bytes: &[u8], min: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=bytes.len() {
            if bytes.get(at).is_none_or(|byte| !byte.is_ascii_digit()) {
                if at - start >= min {
                    found.push(Span::new(start, at));
                }
                start = at + 1;
            }
        }
        found
    }

    proptest! {
        #[test]
        fn long_runs_are_found_and_no_others(text in "[0-9a]{0,40}", min in 1usize..8) {
            let found: Vec<Span> = runs(text.as_bytes(), min, |byte| byte.is_ascii_digit()).collect();
            prop_assert_eq!(found, plainly(text.as_bytes(), min));
        }
    }
}
