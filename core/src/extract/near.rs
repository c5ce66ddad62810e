//! Where the first of a few bytes stands, when it is near: cells, fields and strings are a few bytes long, and a search by
//! vectors costs more to begin than it saves.

/// Bytes to look for, each repeated in all bytes of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near<const N: usize>([u64; N]);

/// One in each byte of a word.
const ONES: u64 = u64::MAX / 0xff;

impl<const N: usize> Near<N> {
    pub(super) fn new(wanted: [u8; N]) -> Self {
        Self(wanted.map(|byte| u64::from(byte) * ONES))
    }

    /// Where the first of them stands in `bytes`.
    pub(super) fn find(self, bytes: &[u8]) -> Option<usize> {
        let (words, rest) = bytes.as_chunks::<8>();
        for (number, word) in words.iter().enumerate() {
            if let Some(place) = self.first_in(*word) {
                return Some(8 * number + place);
            }
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        let place = self.first_in(last).filter(|&place| place < rest.len());
        place.map(|place| bytes.len() - rest.len() + place)
    }

    fn first_in(self, word: [u8; 8]) -> Option<usize> {
        let word = u64::from_le_bytes(word);
        // The lowest of the marked bytes is a zero byte for sure; those above it may be marked by what is carried from below.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
        let found = self
            .0
            .iter()
            .fold(0, |found, wanted| found | zero(word ^ wanted));
        (found != 0).then(|| found.trailing_zeros() as usize / 8)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(bytes in prop::collection::vec(prop::sample::select(b"\0\x01a|~\xfe\xff\x80".to_vec()), 0..40)) {
            for wanted in [*b"|~", [0, 1], [0xff, 0x80]] {
                let plain = bytes.iter().position(|byte| wanted.contains(byte));
                prop_assert_eq!(Near::new(wanted).find(&bytes), plain);
            }
        }
    }
}
