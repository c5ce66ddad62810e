//! What one pass over a value shows. Each reading asks this first, for it rules out most values.

use crate::known_words::{Alphabet, LetterPairs, PLAIN};

/// A value and what it is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance<'v> {
    pub(super) value: &'v str,
    pub(super) alphabet: Alphabet,
    plain: [u8; LONGEST],
    plain_len: usize,
}

/// How many letters and digits are kept.
const LONGEST: usize = 64;

impl<'v> Glance<'v> {
    /// Looks at `value`.
    pub(super) fn at(value: &'v str) -> Self {
        let mut alphabet = Alphabet::of("");
        let (mut plain, mut plain_len) = ([0; LONGEST], 0);
        for &byte in value.as_bytes() {
            alphabet = alphabet.with(byte);
            if let Some(place) = plain.get_mut(plain_len) {
                *place = PLAIN[usize::from(byte)];
                plain_len += usize::from(*place != 0);
            }
        }
        Self {
            value,
            alphabet,
            plain,
            plain_len,
        }
    }

    /// The first 64 ASCII letters and digits, in lower case.
    pub(super) fn plain(&self) -> &[u8] {
        &self.plain[..self.plain_len]
    }

    /// The same as a text.
    pub(super) fn plain_text(&self) -> &str {
        str::from_utf8(self.plain()).unwrap_or_default()
    }

    /// Whether [`plain`](Self::plain) leaves no letter or digit of the value out.
    pub(super) fn is_plain_whole(&self) -> bool {
        !self.alphabet.is_beyond_ascii() && self.value.len() <= LONGEST
    }

    /// The pairs of letters in it.
    pub(super) fn pairs(&self) -> LetterPairs {
        LetterPairs::of(self.value)
    }
}
