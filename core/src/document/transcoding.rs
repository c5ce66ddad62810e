//! The offset map of a text that was decoded from code units of a fixed size: one bit a byte.

use crate::span::Span;

/// Bits in a block; the count of set bits is kept once a block.
const BLOCK_BITS: usize = 512;
const WORDS_PER_BLOCK: usize = BLOCK_BITS / 64;

/// Where in a decoded text the code units of the original stand, as a bitmap with counts: 1.1 bits a byte of text
/// whatever the text, and a look-up reads one block.
///
/// A set bit marks a byte of the text at which a code unit of the original begins. The number of set bits before a byte
/// times the size of a unit is therefore the offset in the original. Characters of the text that took more than one unit
/// (a surrogate pair, a multi-byte character that was kept as it was) have one set bit for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcoding {
    /// Offset in the parent of the first code unit.
    base: usize,
    /// Bytes in a code unit.
    unit: usize,
    /// Length of the text in bytes.
    len: usize,
    words: Vec<u64>,
    /// Set bits before each block.
    counts: Vec<usize>,
}

impl Transcoding {
    /// An empty map for a text whose original begins at `base` in the parent and has code units of `unit` bytes.
    pub(super) fn new(base: usize, unit: usize) -> Self {
        Self {
            base,
            unit,
            len: 0,
            words: Vec::new(),
            counts: Vec::new(),
        }
    }

    /// Notes that the next `bytes` bytes of the text came from `units` code units; `units` is at most `bytes`.
    pub(super) fn push(&mut self, bytes: usize, units: usize) {
        debug_assert!(units <= bytes);
        let end = self.len + units;
        if end > self.words.len() * 64 {
            self.words.resize(end.div_ceil(64), 0);
        }
        let mut at = self.len;
        while at < end {
            let (word, bit) = (at / 64, at % 64);
            let count = (64 - bit).min(end - at);
            self.words[word] |= (u64::MAX >> (64 - count)) << bit;
            at += count;
        }
        self.len += bytes;
    }

    /// Counts the bits; to be called once, after the last [`push`](Self::push).
    pub(super) fn seal(mut self) -> Self {
        let mut set = 0;
        for block in self.words.chunks(WORDS_PER_BLOCK) {
            self.counts.push(set);
            set += block.iter().map(ones).sum::<usize>();
        }
        self.counts.push(set);
        self
    }

    /// Maps a span of the text to the code units that it came from. Part of a character maps to at least one of its units.
    pub(super) fn to_parent(&self, span: Span) -> Span {
        let start = if span.start >= self.len {
            self.units_before(self.len)
        } else {
            // The unit that holds the byte, also when the byte lies inside a character.
            self.units_before(span.start + 1).saturating_sub(1)
        };
        let end = if span.is_empty() {
            start
        } else {
            self.units_before(span.end.min(self.len))
        };
        Span::new(self.base + start * self.unit, self.base + end * self.unit)
    }

    fn units_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK_BITS;
        let Some(&before) = self.counts.get(block) else {
            return self.counts.last().copied().unwrap_or(0);
        };
        let words = self.words.get(block * WORDS_PER_BLOCK..).unwrap_or(&[]);
        let rest = offset % BLOCK_BITS;
        let whole: usize = words.iter().take(rest / 64).map(ones).sum();
        let part = words
            .get(rest / 64)
            .map_or(0, |word| ones(&(word & ((1 << (rest % 64)) - 1))));
        before + whole + part
    }
}

fn ones(word: &u64) -> usize {
    word.count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_across_blocks() {
        // 1000 characters of two bytes, each from one unit of two bytes.
        let mut map = Transcoding::new(2, 2);
        for _ in 0..1000 {
            map.push(2, 1);
        }
        let map = map.seal();
        for at in [0, 1, 31, 32, 255, 256, 257, 999] {
            let expected = Span::new(2 + 2 * at, 2 + 2 * at + 2);
            assert_eq!(map.to_parent(Span::new(2 * at, 2 * at + 2)), expected);
        }
        assert_eq!(map.to_parent(Span::new(2000, 2000)), Span::new(2002, 2002));
        assert_eq!(map.to_parent(Span::new(0, 2000)), Span::new(2, 2002));
    }

    #[test]
    fn out_of_range_offsets_stay_inside() {
        let map = Transcoding::new(0, 2).seal();
        assert_eq!(map.to_parent(Span::new(5, 9)), Span::new(0, 0));
        let mut map = Transcoding::new(0, 1);
        map.push(3, 1);
        let map = map.seal();
        assert_eq!(map.to_parent(Span::new(1, 900_000)), Span::new(0, 1));
    }
}
