//! Runs of digits of an encoding that are long enough to hold something.

use crate::span::Span;

/// How many bytes are looked at together: most words of code are shorter, and a shorter block is looked for less often.
const BLOCK: usize = 8;

/// No digit of an encoding stands below this byte; blanks, quotes, parentheses and the ends of lines do.
const LEAST: u8 = b'+';

/// What stands in a table of digits for a byte that is none. Values of digits leave its highest bit free.
pub(super) const NONE: u8 = u8::MAX;

/// The runs of at least `min` bytes that are all digits, in order; `min` is at least [`BLOCK`].
///
/// A run that long holds a whole block wherever blocks begin often enough, so most of a text is passed over without a look at it:
/// words of code are short, and what parts them shows in a block without a look at its bytes one by one.
pub(super) fn runs(bytes: &[u8], min: usize, digits: &[u8; 256]) -> impl Iterator<Item = Span> {
    let value = |byte: u8| digits[usize::from(byte)];
    let is_digit = move |byte: u8| value(byte) != NONE;
    let stride = min.saturating_sub(BLOCK) + 1;
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let mut done = at;
        while let Some(ahead) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>) {
            // Without a branch for each byte.
            if let Some(last) = last_less(*ahead) {
                at += last + stride;
                continue;
            }
            // Of three blocks or more one stands whole before or behind this one; around a long word of code neither does.
            if min >= 3 * BLOCK
                && let Some(last) = last_less_behind(bytes, at)
            {
                at += BLOCK + last + stride;
                continue;
            }
            if ahead.iter().fold(0, |all, &byte| all | value(byte)) > 0x7f {
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

/// Where in the block behind the one at `at` the last byte stands that is less than [`LEAST`], if one stands in the block before, too.
#[inline(always)]
fn last_less_behind(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes[..at].last_chunk::<BLOCK>();
    let behind = bytes[at + BLOCK..].first_chunk::<BLOCK>()?;
    match before {
        Some(before) if last_less(*before).is_none() => None,
        _ => last_less(*behind),
    }
}

/// Where the last of `bytes` stands that is less than [`LEAST`].
#[inline(always)]
fn last_less(bytes: [u8; BLOCK]) -> Option<usize> {
    const EACH: u64 = u64::MAX / 0xff;
    const HIGHEST: u64 = EACH << 7;
    const LEAST_OF_EACH: u64 = EACH * LEAST as u64;
    let bytes = u64::from_le_bytes(bytes);
    // With the highest bit set a byte borrows from no other; the bit is gone where the rest is less.
    let less = !((bytes | HIGHEST) - LEAST_OF_EACH) & !bytes & HIGHEST;
    let above = less.leading_zeros() as usize / 8;
    (BLOCK - 1).checked_sub(above)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decimal digits, and the least of all.
    const DECIMAL: [u8; 256] = {
        let mut table = [NONE; 256];
        table[LEAST as usize] = 10;
        let mut digit = 0;
        while digit < 10 {
            table[(b'0' + digit) as usize] = digit;
            digit += 1;
        }
        table
    };

    /// The same, byte by byte.
    fn plainly(bytes: &[u8], min: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=bytes.len() {
            if bytes
                .get(at)
                .is_none_or(|&byte| DECIMAL[usize::from(byte)] == NONE)
            {
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
        fn long_runs_are_found_and_no_others(text in "[0-9+]{0,30}[ *a][0-9+]{0,12}[ *a][0-9+]{0,40}", min in BLOCK..32) {
            let found: Vec<Span> = runs(text.as_bytes(), min, &DECIMAL).collect();
            prop_assert_eq!(found, plainly(text.as_bytes(), min));
        }
    }
}
