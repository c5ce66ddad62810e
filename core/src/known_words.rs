//! Lists of words that values are compared with, and the look at a value's characters that rules out most of them before any is
//! compared.

/// The ASCII characters that occur in a text, letters in lower case; all others count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alphabet {
    /// A bit for each character before `@`: digits and most marks.
    low: u64,
    /// A bit for each character from `@` on.
    high: u64,
}

/// Stands for every character beyond ASCII. DEL itself is in no word and no mark.
const BEYOND: u8 = 0x7f;

impl Alphabet {
    /// That of `text`.
    pub(crate) const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut alphabet = Self { low: 0, high: 0 };
        let mut at = 0;
        while at < bytes.len() {
            alphabet = alphabet.with(bytes[at]);
            at += 1;
        }
        alphabet
    }

    /// That of a text with one byte more.
    pub(crate) const fn with(self, byte: u8) -> Self {
        let of_byte = &OF_BYTE[byte as usize];
        Self {
            low: self.low | of_byte.low,
            high: self.high | of_byte.high,
        }
    }

    /// That of a text of one byte, or of a part of a longer character.
    const fn of_byte(byte: u8) -> Self {
        let byte = if byte.is_ascii() {
            byte.to_ascii_lowercase()
        } else {
            BEYOND
        };
        let bit = 1 << (byte & 63);
        let (low, high) = if byte < 64 { (bit, 0) } else { (0, bit) };
        Self { low, high }
    }

    /// Whether a text of this alphabet may hold all that `other` is made of.
    pub(crate) const fn covers(self, other: Self) -> bool {
        self.low & other.low == other.low && self.high & other.high == other.high
    }

    /// Whether one of the characters of `other` occurs.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.low & other.low != 0 || self.high & other.high != 0
    }

    /// Whether a character beyond ASCII occurs.
    pub(crate) const fn is_beyond_ascii(self) -> bool {
        self.high >> (BEYOND & 63) == 1
    }

    /// How many letters and digits occur.
    pub(crate) const fn letters_and_digits(self) -> u32 {
        let digits = (self.low >> b'0') & 0x3ff;
        let letters = (self.high >> (b'a' & 63)) & 0x3ff_ffff;
        digits.count_ones() + letters.count_ones()
    }
}

/// The alphabets of single bytes: every value of a field is looked at so.
static OF_BYTE: [Alphabet; 256] = {
    let mut alphabets = [Alphabet { low: 0, high: 0 }; 256];
    let mut byte = 0_u8;
    loop {
        alphabets[byte as usize] = Alphabet::of_byte(byte);
        if byte == u8::MAX {
            break alphabets;
        }
        byte += 1;
    }
};

/// The letters that follow each other in a text when all else is left out, in any case: bits of a hash. A pair that is not there
/// may seem to be, but never the other way round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LetterPairs(u64);

impl LetterPairs {
    /// Those of `text`.
    pub(crate) const fn of(text: &str) -> Self {
        const NO_LETTER: u8 = u8::MAX;
        let bytes = text.as_bytes();
        let mut pairs = 0;
        let mut last = NO_LETTER;
        let mut at = 0;
        while at < bytes.len() {
            let letter = (bytes[at] | 0x20).wrapping_sub(b'a');
            if letter < 26 {
                if last != NO_LETTER {
                    pairs |= 1 << (last.wrapping_mul(7).wrapping_add(letter) & 63);
                }
                last = letter;
            }
            at += 1;
        }
        Self(pairs)
    }

    /// Whether a text of these pairs may hold a word of the pairs `word`.
    const fn cover(self, word: Self) -> bool {
        !self.0 & word.0 == 0
    }
}

/// Up to 64 words in lower case, to be found in any case.
#[derive(Debug)]
pub(crate) struct KnownWords<const N: usize> {
    words: [&'static str; N],
    pairs: [LetterPairs; N],
    /// By length: the words that long, as bits; all longer ones stand in the last place.
    of_length: [u64; LENGTHS],
    /// By the lower half of the first byte, which is the same in both cases: the words that begin so, as bits.
    beginning: [u64; 32],
}

const LENGTHS: usize = 16;

impl<const N: usize> KnownWords<N> {
    pub(crate) const fn new(words: [&'static str; N]) -> Self {
        assert!(N <= 64, "a bit for each word");
        let mut list = Self {
            words,
            pairs: [LetterPairs(0); N],
            of_length: [0; LENGTHS],
            beginning: [0; 32],
        };
        let mut at = 0;
        while at < N {
            let word = words[at].as_bytes();
            list.pairs[at] = LetterPairs::of(words[at]);
            list.of_length[place_of_length(word.len())] |= 1 << at;
            list.beginning[(word[0] & 31) as usize] |= 1 << at;
            at += 1;
        }
        list
    }

    /// Whether any word may stand in a text of the pairs `around`.
    pub(crate) fn may_stand_in(&self, around: LetterPairs) -> bool {
        // Without an early end the compiler compares two words at once; hardly ever is there one to find.
        let covered = |any, word: &LetterPairs| any | around.cover(*word);
        self.pairs.iter().fold(false, covered)
    }

    /// Whether `text` is one of the words in any case.
    pub(crate) fn has(&self, text: &str) -> bool {
        let Some(first) = text.bytes().next() else {
            return false;
        };
        let mut alike =
            self.beginning[usize::from(first & 31)] & self.of_length[place_of_length(text.len())];
        while alike != 0 {
            if self.words[alike.trailing_zeros() as usize].eq_ignore_ascii_case(text) {
                return true;
            }
            alike &= alike - 1;
        }
        false
    }

    /// Whether one of the words is a whole word of `text`, whose pairs are `around`, in any case.
    pub(crate) fn has_word_of(&self, text: &str, around: LetterPairs) -> bool {
        self.may_stand_in(around) && words(text).any(|word| self.has(word))
    }

    /// Whether one of the words stands anywhere in `text`, which is in lower case and has the pairs `around`.
    pub(crate) fn is_within(&self, text: &str, around: LetterPairs) -> bool {
        let words = self.words.iter().zip(&self.pairs);
        let mut possible = words.filter(|(_, pairs)| around.cover(**pairs));
        possible.any(|(word, _)| holds(text.as_bytes(), word.as_bytes()))
    }
}

/// Whether a short word stands in a short text, for which a searcher would take longer to build than to use.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let mut windows = text.windows(word.len());
    windows.any(|window| window[0] == word[0] && window == word)
}

/// The runs of ASCII letters and digits in a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let in_word = |byte: &u8| PLAIN[usize::from(*byte)] != 0;
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + bytes[from..].iter().position(in_word)?;
        let length = bytes[start..].iter().position(|byte| !in_word(byte));
        from = length.map_or(bytes.len(), |length| start + length);
        Some(&text[start..from])
    })
}

/// ASCII letters in lower case and digits; 0 for all other bytes: one look instead of three comparisons.
pub(crate) static PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    plain
};

const fn place_of_length(length: usize) -> usize {
    if length < LENGTHS {
        length
    } else {
        LENGTHS - 1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: KnownWords<5> = KnownWords::new(["test", "a", "n/a", "(null)", "getenv"]);

    proptest! {
        #[test]
        fn nothing_that_compares_equal_is_ruled_out(text in "(?i)[x ./-]{0,2}(test|a|n/a|\\(null\\)|getenv|é|[a-z]{1,4})[x ./-]{0,2}") {
            let words = ["test", "a", "n/a", "(null)", "getenv"];
            let around = LetterPairs::of(&text);
            let lower = text.to_ascii_lowercase();
            prop_assert_eq!(WORDS.has(&text), words.contains(&lower.as_str()));
            prop_assert_eq!(
                WORDS.is_within(&lower, around),
                words.iter().any(|word| lower.contains(word))
            );
            let parts = lower.split(|c: char| !c.is_ascii_alphanumeric());
            prop_assert_eq!(
                WORDS.has_word_of(&text, around),
                parts.into_iter().any(|part| words.contains(&part))
            );
        }
    }

    #[test]
    fn other_characters_are_told_from_ascii() {
        assert!(Alphabet::of("é").is_beyond_ascii());
        assert!(!Alphabet::of("e~").is_beyond_ascii());
        assert_eq!(Alphabet::of("aB"), Alphabet::of("bA"));
    }
}
