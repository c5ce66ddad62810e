//! Which characters a text is made of: a look that rules out most words of a list before any is compared.

/// The ASCII characters that occur in a text, letters in lower case; all others count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alphabet(u128);

/// Stands for every character beyond ASCII. DEL itself is in no word and no mark.
const BEYOND: u8 = 0x7f;

impl Alphabet {
    /// That of `text`.
    pub(super) const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut set = 0;
        let mut at = 0;
        while at < bytes.len() {
            let byte = if bytes[at].is_ascii() {
                bytes[at].to_ascii_lowercase()
            } else {
                BEYOND
            };
            set |= 1 << byte;
            at += 1;
        }
        Self(set)
    }

    /// Whether a text of this alphabet may hold all that `other` is made of.
    pub(super) const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether one of the characters of `other` occurs.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a character beyond ASCII occurs.
    pub(super) const fn is_beyond_ascii(self) -> bool {
        self.0 >> BEYOND & 1 == 1
    }
}

/// Words in lower case, each with its alphabet.
#[derive(Debug)]
pub(super) struct KnownWords<const N: usize>([(&'static str, Alphabet); N]);

impl<const N: usize> KnownWords<N> {
    pub(super) const fn new(words: [&'static str; N]) -> Self {
        let mut list = [("", Alphabet(0)); N];
        let mut at = 0;
        while at < N {
            list[at] = (words[at], Alphabet::of(words[at]));
            at += 1;
        }
        Self(list)
    }

    /// The words that a text of the alphabet `around` may hold.
    fn possible(&self, around: Alphabet) -> impl Iterator<Item = &'static str> {
        let words = self.0.iter();
        words
            .filter(move |(_, alphabet)| around.covers(*alphabet))
            .map(|(word, _)| *word)
    }

    /// Whether any word can stand in a text of the alphabet `around`.
    pub(super) fn may_stand_in(&self, around: Alphabet) -> bool {
        self.possible(around).next().is_some()
    }

    /// Whether `text`, a part of a text of the alphabet `around`, is one of the words in any case.
    pub(super) fn has(&self, text: &str, around: Alphabet) -> bool {
        self.possible(around)
            .any(|word| word.eq_ignore_ascii_case(text))
    }

    /// Whether one of the words is a whole word of `text`, in any case.
    pub(super) fn has_word_of(&self, text: &str, around: Alphabet) -> bool {
        self.may_stand_in(around)
            && text
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|part| self.has(part, around))
    }

    /// Whether one of the words stands anywhere in `text`, which is in lower case.
    pub(super) fn is_within(&self, text: &str, around: Alphabet) -> bool {
        self.possible(around).any(|word| text.contains(word))
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
            let around = Alphabet::of(&text);
            let lower = text.to_ascii_lowercase();
            prop_assert_eq!(WORDS.has(&text, around), words.contains(&lower.as_str()));
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
