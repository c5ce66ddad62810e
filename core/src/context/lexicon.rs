//! The words that tell what a name or a line is about: patients, providers, health. Which words is data in the packs.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

/// Word lists as authors write them. All in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lexicon {
    /// Words for people whose health it is about: `patient`, `beneficiary`.
    pub person: HashSet<String>,
    /// Words for people who may be patients, or members of anything: `member`, `subscriber`, `person`.
    pub party: HashSet<String>,
    /// Words for those who treat or pay: `provider`, `physician`, `hospital`. Their own numbers make no patient.
    pub provider: HashSet<String>,
    /// Words, of at least four letters, that show that a document is about people's health: weak field names count in it.
    pub waking: HashSet<String>,
    /// Words of health care: `diagnosis`, `admission`, `icd10`.
    pub health: HashSet<String>,
    /// Words that may stand before a weak field name without changing it: `home` phone, `first` name, `billing` address.
    pub qualifier: HashSet<String>,
    /// Words that make another thing of any name they stand before: `is`, `has`, `max`, `file`, `class`.
    pub negation: HashSet<String>,
    /// Words that make a kind of things of whatever they stand behind: a `patient identifier type` is about no patient.
    pub kind: HashSet<String>,
    /// Words as the columns of databases shorten them, with what they stand for: `nm` for `name`.
    pub abbreviation: HashMap<String, String>,
}

/// What the words of a name or record are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum About {
    /// Nothing that counts.
    #[default]
    Other,
    /// Health care.
    Health,
    /// Someone who may be a patient, or a member of anything.
    Party,
    /// A patient.
    Person,
    /// Someone who treats or pays.
    Provider,
}

impl Lexicon {
    /// What a sequence of words is about. The last word that says anything decides: a `patient provider` is a provider, a
    /// `provider patient` a patient.
    pub fn about<'w>(&self, words: impl DoubleEndedIterator<Item = &'w str>) -> About {
        words
            .rev()
            .map(|word| self.in_full(word))
            .take_while(|word| !self.kind.contains(*word))
            .map(|word| self.word(word))
            .find(|&about| about != About::Other)
            .unwrap_or_default()
    }

    /// What a word stands for: itself, or the word that it shortens.
    pub fn in_full<'w>(&'w self, word: &'w str) -> &'w str {
        self.abbreviation.get(word).map_or(word, String::as_str)
    }

    fn word(&self, word: &str) -> About {
        let singular = word.strip_suffix('s').unwrap_or(word);
        let listed = |set: &HashSet<String>| set.contains(word) || set.contains(singular);
        if listed(&self.provider) {
            About::Provider
        } else if listed(&self.person) {
            About::Person
        } else if listed(&self.party) {
            About::Party
        } else if listed(&self.health) {
            About::Health
        } else {
            About::Other
        }
    }

    /// Whether `word` may stand before a weak field name.
    pub fn qualifies(&self, word: &str) -> bool {
        self.qualifier.contains(word)
            || self.person.contains(word)
            || self.party.contains(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_that_says_anything_decides() {
        let one = |word: &str| HashSet::from([word.to_owned()]);
        let lexicon = Lexicon {
            person: one("patient"),
            provider: one("provider"),
            kind: one("type"),
            abbreviation: HashMap::from([("prvdr".to_owned(), "provider".to_owned())]),
            ..Lexicon::default()
        };
        let cases = [
            ("patient", About::Person),
            ("all patients", About::Person),
            ("patient provider", About::Provider),
            ("patient prvdr", About::Provider),
            ("patient identifier", About::Person),
            ("patient identifier type", About::Other),
            ("order", About::Other),
        ];
        for (words, about) in cases {
            assert_eq!(lexicon.about(words.split(' ')), about, "{words}");
        }
    }
}
