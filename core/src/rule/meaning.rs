//! What labels mean: the rules whose phrases end a name, or whose addresses a coded field has.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::context::{About, Lexicon};
use crate::error::Error;
use crate::extract::asked::Asked;
use crate::extract::{Label, Labels, Scheme};
use crate::rule::{Address, Rule, RuleIndex, RuleSet, Strength, Words, words};

/// Words that make a key of the word before them.
const KEY_WORDS: [&str; 4] = ["id", "key", "uuid", "reference"];

/// Words in the longest phrase of a rule: `health plan beneficiary id number`.
const MAX_PHRASE: usize = 5;

/// What a label means: a rule, and how much the label alone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) rule: RuleIndex,
    pub(crate) strength: Strength,
    /// For coded schemes: the conditions on the field's qualifiers.
    pub(crate) address: Option<Arc<Address>>,
}

/// A rule and one of its addresses.
type Addressed = (RuleIndex, Arc<Address>);

#[derive(Debug)]
struct Phrase {
    rule: RuleIndex,
    strength: Strength,
}

/// The phrases and addresses of all rules of a set.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    /// By the words of the phrase run together.
    named: HashMap<Box<str>, Vec<Phrase>>,
    coded: HashMap<(Scheme, Box<str>), Vec<Addressed>>,
    /// The numbered fields among them, once a format has such.
    asked: OnceLock<Arc<Asked>>,
}

impl Meanings {
    /// Adds those of a rule.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for a bad address.
    pub(super) fn add(
        &mut self,
        index: RuleIndex,
        rule: &Rule,
        lexicon: &Lexicon,
    ) -> Result<(), Error> {
        for (phrase, strength) in rule.names() {
            let words = || phrase.split(' ');
            let joined: Box<str> = words().collect();
            let in_full: Box<str> = words().map(|word| lexicon.in_full(word)).collect();
            if in_full != joined {
                self.name_phrase(in_full, index, strength);
            }
            self.name_phrase(joined, index, strength);
        }
        let coded = [
            (Scheme::Hl7v2, &rule.hl7v2),
            (Scheme::Fhir, &rule.fhir),
            (Scheme::Ccda, &rule.ccda),
            (Scheme::X12, &rule.x12),
            (Scheme::Dicom, &rule.dicom),
        ];
        for (scheme, addresses) in coded {
            for text in addresses {
                let address = Address::parse(text)
                    .ok_or_else(|| rule.wrong("address", &format!("`{text}` is none")))?;
                let path = address.path.as_str().into();
                let addressed = self.coded.entry((scheme, path)).or_default();
                addressed.push((index, Arc::new(address)));
            }
        }
        Ok(())
    }

    /// Notes that a phrase, its words run together, is the name of what a rule is about.
    fn name_phrase(&mut self, joined: Box<str>, rule: RuleIndex, strength: Strength) {
        let phrases = self.named.entry(joined).or_default();
        if !phrases.iter().any(|known| known.rule == rule) {
            phrases.push(Phrase { rule, strength });
        }
    }
}

impl RuleSet {
    /// The words of a name, with what abbreviations stand for.
    fn words(&self, name: &str) -> Words {
        let mut words = words(name);
        for word in &mut words.all {
            if let Some(in_full) = self.lexicon.abbreviation.get(word) {
                word.clone_from(in_full);
            }
        }
        words
    }

    /// Whether the words of a phrase of some rule, run together, are `word` in any case.
    pub(crate) fn is_phrase(&self, word: &str) -> bool {
        self.meanings
            .named
            .contains_key(word.to_ascii_lowercase().as_str())
    }

    /// Whose key a label is, in a record of the given name: `person_id`, `id` of a `patient`. `Other` when it is none.
    pub(crate) fn key_of(&self, labels: &Labels, label: Label, record: &str) -> About {
        let about = |words: &[String]| self.lexicon.about(words.iter().map(String::as_str));
        let own = self.words(labels.name(label));
        let holder = match own.all.as_slice() {
            [before @ .., last] if KEY_WORDS.contains(&last.as_str()) => {
                if before.is_empty() {
                    about(&self.words(record).all)
                } else {
                    about(before)
                }
            }
            [only] if self.lexicon.person.contains(only.as_str()) => About::Person,
            _ => About::Other,
        };
        if matches!(holder, About::Person | About::Party) {
            holder
        } else {
            About::Other
        }
    }

    /// What a label means, for a record of the given name. For coded schemes every rule that names the address, for names
    /// the rules with the longest phrase that ends it.
    pub(crate) fn meanings(&self, labels: &Labels, label: Label, record: &str) -> Vec<Meaning> {
        match labels.scheme(label) {
            Scheme::Named => self.named_meanings(labels, label, record),
            scheme => {
                let separator = match scheme {
                    Scheme::Ccda => "/",
                    _ => ".",
                };
                self.coded_meanings(scheme, &labels.spelled(label), separator)
            }
        }
    }

    /// The numbered fields that rules name.
    pub(crate) fn asked(&self) -> Arc<Asked> {
        let addresses = || {
            self.meanings
                .coded
                .keys()
                .map(|(scheme, path)| (*scheme, &**path))
        };
        Arc::clone(
            self.meanings
                .asked
                .get_or_init(|| Arc::new(Asked::of(addresses()))),
        )
    }

    /// The rules that name `path`, or, after `*`, the end of it: `*.subject.display`.
    fn coded_meanings(&self, scheme: Scheme, path: &str, separator: &str) -> Vec<Meaning> {
        let ends = path
            .match_indices(separator)
            .map(|(at, _)| format!("*{}", &path[at..]));
        std::iter::once(path.to_owned())
            .chain(ends)
            .filter_map(|path| self.meanings.coded.get(&(scheme, path.into())))
            .flatten()
            .map(|(rule, address)| Meaning {
                rule: *rule,
                strength: Strength::Strong,
                address: Some(Arc::clone(address)),
            })
            .collect()
    }

    fn named_meanings(&self, labels: &Labels, label: Label, record: &str) -> Vec<Meaning> {
        let own = self.words(labels.name(label));
        let outer = match labels.parent(label).map(|parent| labels.name(parent)) {
            Some(name) if !name.is_empty() => self.words(name),
            _ => self.words(record),
        };
        self.named_within(&own, &outer)
    }

    /// What a name means that stands for itself.
    pub(crate) fn meanings_of_name(&self, name: &str) -> Vec<Meaning> {
        self.named_within(&self.words(name), &Words::default())
    }

    fn named_within(&self, own: &Words, outer: &Words) -> Vec<Meaning> {
        let whole = own.within(outer);
        self.phrase_ending(&whole.all, own)
            .or_else(|| self.phrase_ending(whole.core(), own))
            .unwrap_or_default()
    }

    /// The rules of the longest phrase that ends `name` and covers at least one of its own words.
    fn phrase_ending(&self, name: &[String], own: &Words) -> Option<Vec<Meaning>> {
        let outer = name.len().saturating_sub(own.all.len());
        let longest = name.len().min(MAX_PHRASE);
        let mut own_words = own.all.iter().map(String::as_str);
        let names_patient = own_words.any(|word| self.lexicon.person.contains(word));
        (1..=longest).rev().find_map(|length| {
            let (before, phrase) = name.split_at(name.len() - length);
            let own_before = before.get(outer.min(before.len())..).unwrap_or_default();
            let phrases = self.meanings.named.get(phrase.concat().as_str())?;
            let fitting: Vec<_> = phrases
                .iter()
                .filter(|phrase| self.may_stand_before(own_before, phrase.strength))
                .map(|phrase| Meaning {
                    rule: phrase.rule,
                    // Put together from two names, it is a guess: `LogSubscriber` › `identifier`.
                    strength: if length > own.all.len() && !self.says_alone(own, phrase) {
                        phrase.strength.min(Strength::Medium)
                    } else if names_patient {
                        phrase.strength.raised()
                    } else {
                        phrase.strength
                    },
                    address: None,
                })
                .collect();
            (!fitting.is_empty()).then_some(fitting)
        })
    }

    /// Whether a field's own name means the same without the name around it: `hec_token` under `splunk`.
    fn says_alone(&self, own: &Words, longer: &Phrase) -> bool {
        let same =
            |phrase: &Phrase| phrase.rule == longer.rule && phrase.strength == longer.strength;
        self.meanings
            .named
            .get(own.all.concat().as_str())
            .is_some_and(|phrases| phrases.iter().any(same))
    }

    fn may_stand_before(&self, before: &[String], strength: Strength) -> bool {
        match strength {
            Strength::Weak => before.iter().all(|word| self.lexicon.qualifies(word)),
            Strength::Medium | Strength::Strong => !before
                .iter()
                .any(|word| self.lexicon.negation.contains(word)),
        }
    }
}
