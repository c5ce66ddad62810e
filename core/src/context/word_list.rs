//! Word lists that are searched as they lie on disk.

use std::borrow::Cow;
use std::cmp::Ordering;

use memchr::{memchr, memrchr};

/// What a word list says of some letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// They are a word of the list.
    Word,
    /// They start a word of the list.
    Prefix,
    /// Neither.
    No,
}

/// A list of words: lower-case ASCII, sorted by bytes, one a line, LF behind each. Made without reading it, so it costs
/// nothing at start-up.
///
/// ```
/// use safeharbor_core::context::{Listed, WordList};
/// let list = WordList::new("apple\nplum\nplums\n");
/// assert!(list.contains("Plum"));
/// assert_eq!(list.look_up("app"), Listed::Prefix);
/// assert_eq!(list.look_up("pear"), Listed::No);
/// ```
#[derive(Clone, Debug, Default)]
pub struct WordList {
    text: Cow<'static, str>,
}

impl WordList {
    /// A list of the lines of `text`, which are sorted; an unsorted list finds only some of its words.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into() }
    }

    /// Whether `word` is in the list, whatever the case of its ASCII letters.
    pub fn contains(&self, word: &str) -> bool {
        self.look_up(word) == Listed::Word
    }

    /// Finds `word`, whatever the case of its ASCII letters, by binary search.
    pub fn look_up(&self, word: &str) -> Listed {
        let text = self.text.as_bytes();
        let wanted = || word.bytes().map(|byte| byte.to_ascii_lowercase());
        let mut found = Listed::No;
        let (mut low, mut high) = (0, text.len());
        while low < high && !word.is_empty() {
            let middle = low + (high - low) / 2;
            let start = memrchr(b'\n', &text[low..middle]).map_or(low, |at| low + at + 1);
            let end = memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
            let line = &text[start..end];
            match line.iter().copied().cmp(wanted()) {
                Ordering::Less => low = end + 1,
                Ordering::Equal => return Listed::Word,
                Ordering::Greater => {
                    // The first line that is greater decides, and each later one here is nearer to it.
                    let starts = line.len() >= word.len()
                        && line.iter().copied().take(word.len()).eq(wanted());
                    found = if starts { Listed::Prefix } else { found };
                    high = start;
                }
            }
        }
        found
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_word_is_found_and_nothing_else() {
        let list = WordList::new("a\nab\nabacus\nb\nzebra\n");
        for word in list.words() {
            assert!(
                list.contains(word) && list.contains(&word.to_uppercase()),
                "{word}"
            );
        }
        for (word, listed) in [
            ("", Listed::No),
            ("aba", Listed::Prefix),
            ("z", Listed::Prefix),
            ("zz", Listed::No),
            ("zebras", Listed::No),
            ("é", Listed::No),
            ("a\nab", Listed::No),
        ] {
            assert_eq!(list.look_up(word), listed, "{word:?}");
        }
        assert_eq!(WordList::default().look_up("a"), Listed::No);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn agrees_with_a_plain_search(mut words in prop::collection::vec("[a-d]{1,4}", 0..30), wanted in "[a-d]{1,4}") {
            words.sort();
            let list = WordList::new(words.iter().flat_map(|word| [word, "\n"]).collect::<String>());
            let expected = if words.contains(&wanted) {
                Listed::Word
            } else if words.iter().any(|word| word.starts_with(&wanted)) {
                Listed::Prefix
            } else {
                Listed::No
            };
            prop_assert_eq!(list.look_up(&wanted), expected);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}", list in "\\PC{0,20}") {
            WordList::new(list).look_up(&text);
        }
    }
}
