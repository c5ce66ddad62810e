//! The words that tell what a name or a line is about: patients, providers, health. Which words is data in the packs.

use std::collections::HashSet;

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
            .map(|word| self.word(word))
            .find(|&about| about != About::Other)
            .unwrap_or_default()
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
            || word.bytes().all(|byte| byte.is_ascii_digit())
    }
}
