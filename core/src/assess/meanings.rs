//! What labels mean, remembered across documents: the rules are asked once for a name, however many fields carry it.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::context::About;
use crate::extract::{Label, Labels, Qualifier, Scheme};
use crate::rule::Strength;
use crate::rule::set::{Meaning, RuleIndex, RuleSet};

/// What is known of a label.
#[derive(Debug)]
pub(super) struct Known {
    meanings: Vec<Meaning>,
    /// Whose key it is; `Other` when it is none.
    pub(super) key_of: About,
    /// The qualifiers that decide which of the meanings hold; often none.
    asked: Vec<Box<str>>,
    /// In records of which name, for a name that stands for itself; others mean the same in all.
    pub(super) setting: Option<Setting>,
    /// Which meanings held for values of these seen lately: messages repeat a few.
    lately: Vec<Option<Held>>,
}

/// Which meanings hold for values of the qualifiers that are asked about.
#[derive(Debug, Default)]
struct Held {
    qualifiers: Vec<(&'static str, Box<str>)>,
    /// With how many conditions, and its place among the meanings.
    meanings: Vec<(usize, usize)>,
}

/// How many values of qualifiers are remembered for a label, and how long they are at most.
const LATELY: usize = 16;
const LONGEST: usize = 64;

impl Known {
    fn new(meanings: Vec<Meaning>, key_of: About, setting: Option<Setting>) -> Self {
        let addresses = meanings
            .iter()
            .filter_map(|meaning| meaning.address.as_ref());
        let mut asked: Vec<Box<str>> = addresses
            .flat_map(|address| address.asks())
            .map(Box::from)
            .collect();
        asked.sort_unstable();
        asked.dedup();
        Self {
            meanings,
            key_of,
            asked,
            setting,
            lately: Vec::new(),
        }
    }

    /// Whether a field of this name means nothing at all.
    pub(super) fn is_nothing(&self) -> bool {
        self.meanings.is_empty() && self.key_of == About::Other
    }

    /// Of the meanings whose conditions hold, those with the most conditions. A rule about one kind of number takes no value
    /// of another shape away from the rule about all kinds.
    pub(super) fn meant(
        &mut self,
        rules: &RuleSet,
        value: &str,
        qualifiers: &[Qualifier<'_>],
    ) -> SmallVec<[(RuleIndex, Strength); 4]> {
        let of = |meaning: &Meaning| (meaning.rule, meaning.strength);
        if self.asked.is_empty() {
            return self.meanings.iter().map(of).collect();
        }
        let (meanings, held) = self.held(qualifiers);
        let fits = |&&(conditions, place): &&(usize, usize)| {
            conditions == 0 || rules.rules[meanings[place].rule].fits(value)
        };
        let holding: SmallVec<[&(usize, usize); 4]> = held.iter().filter(fits).collect();
        let most = holding.iter().map(|(conditions, _)| *conditions).max();
        holding
            .into_iter()
            .filter(|(conditions, _)| Some(*conditions) == most)
            .map(|&(_, place)| of(&meanings[place]))
            .collect()
    }

    /// The meanings, and which of them hold for a field's qualifiers.
    fn held(&mut self, qualifiers: &[Qualifier<'_>]) -> (&[Meaning], &[(usize, usize)]) {
        let Self {
            meanings,
            asked,
            lately,
            ..
        } = self;
        let is_asked = |name: &str| asked.iter().any(|asked| is_same(asked, name));
        let told: SmallVec<[(&'static str, &str); 4]> = qualifiers
            .iter()
            .filter(|(name, _)| is_asked(name))
            .map(|(name, value)| (*name, value.as_ref()))
            .collect();
        let mixed = told.iter().fold(0, |sum, (_, value)| {
            let last = value.as_bytes().last().map_or(0, |&last| usize::from(last));
            sum + value.len() + last
        });
        // The last place is for what is not remembered.
        let is_long = told.iter().any(|(_, value)| value.len() > LONGEST);
        let place = if is_long { LATELY } else { mixed % LATELY };
        if lately.is_empty() {
            lately.resize_with(LATELY + 1, || None);
        }
        let is_held =
            |held: &Held| {
                held.qualifiers.len() == told.len()
                    && held.qualifiers.iter().zip(&told).all(
                        |((known, known_value), (name, value))| {
                            is_same(known, name) && is_same(known_value, value)
                        },
                    )
            };
        if is_long || !lately[place].as_ref().is_some_and(is_held) {
            let held = meanings.iter().enumerate().filter_map(|(place, meaning)| {
                let conditions = match &meaning.address {
                    Some(address) if !address.holds(qualifiers) => return None,
                    Some(address) => address.specificity(),
                    None => 0,
                };
                Some((conditions, place))
            });
            lately[place] = Some(Held {
                qualifiers: told
                    .iter()
                    .filter(|_| !is_long)
                    .map(|(name, value)| (*name, Box::from(*value)))
                    .collect(),
                meanings: held.collect(),
            });
        }
        let held = lately[place]
            .as_ref()
            .map_or(&[][..], |held| &held.meanings);
        (meanings, held)
    }
}

/// Whether two short texts are the same: names and values of qualifiers are a few bytes long, for which a call costs most.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(a, b)| a == b)
}

/// Which of two records of the same label is meant. The record's name matters only to a name that stands for itself.
type Setting = Option<Label>;

/// What labels mean.
#[derive(Debug, Default)]
pub(super) struct MeaningCache {
    known: Vec<Known>,
    places: HashMap<(Label, Setting), usize>,
    /// By label: what it was found to mean last. Rows of a table ask for little else.
    last: Vec<Option<Last>>,
}

/// What a label was found to mean last.
#[derive(Clone, Copy, Debug)]
struct Last {
    place: usize,
    /// In which setting, for a name that stands for itself; others mean the same in all.
    setting: Option<Setting>,
}

impl MeaningCache {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What `label` means in a record of the name that `record` gives.
    pub(super) fn get(
        &mut self,
        rules: &RuleSet,
        labels: &mut Labels,
        label: Label,
        record: &mut RecordName<'_>,
    ) -> &mut Known {
        let last = self.last.get(label.index()).copied().flatten();
        let is_same = |last: &Last| {
            last.setting
                .is_none_or(|setting| setting == record.label(labels))
        };
        let place = match last.filter(is_same) {
            Some(last) => last.place,
            None => self.look_up(rules, labels, label, record),
        };
        &mut self.known[place]
    }

    fn look_up(
        &mut self,
        rules: &RuleSet,
        labels: &mut Labels,
        label: Label,
        record: &mut RecordName<'_>,
    ) -> usize {
        let setting = stands_alone(labels, label).then(|| record.label(labels));
        let place = *self
            .places
            .entry((label, setting.flatten()))
            .or_insert_with(|| {
                let record = setting.flatten().map_or("", |_| record.name);
                self.known.push(Known::new(
                    rules.meanings(labels, label, record),
                    rules.key_of(labels, label, record),
                    setting,
                ));
                self.known.len() - 1
            });
        if self.last.len() <= label.index() {
            self.last.resize(label.index() + 1, None);
        }
        self.last[label.index()] = Some(Last { place, setting });
        place
    }
}

fn stands_alone(labels: &Labels, label: Label) -> bool {
    labels.scheme(label) == Scheme::Named && labels.path_len(label) == 1
}

/// The name of the record whose fields are read, and its label once that is asked for.
#[derive(Debug, Default)]
pub(super) struct RecordName<'r> {
    name: &'r str,
    label: Option<Label>,
}

impl<'r> RecordName<'r> {
    /// Goes on to a record called `name`.
    pub(super) fn enter(&mut self, name: &'r str) {
        if name != self.name {
            *self = Self { name, label: None };
        }
    }

    pub(super) fn name(&self) -> &'r str {
        self.name
    }

    fn label(&mut self, labels: &mut Labels) -> Option<Label> {
        if self.label.is_none() && !self.name.is_empty() {
            self.label = Some(labels.intern(Scheme::Named, self.name));
        }
        self.label
    }
}
