//! What labels mean, remembered across documents: the rules are asked once for a name, however many fields carry it.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::context::About;
use crate::extract::{Label, Labels, Qualifier, Scheme};
use crate::rule::{Meaning, RuleIndex, RuleSet, Strength};

/// What is known of a label.
#[derive(Debug)]
pub(super) struct Known {
    meanings: Vec<Meaning>,
    /// The same, as far as a claim needs them.
    claims: Vec<Claimed>,
    /// Whose key it is; `Other` when it is none.
    pub(super) key_of: About,
    /// The qualifiers that decide which of the meanings hold; often none.
    asked: Vec<Box<str>>,
    /// Names that fields had, and whether they are among those.
    told: Vec<(&'static str, bool)>,
    /// In records of which name, for a name that stands for itself; others mean the same in all.
    pub(super) setting: Option<Setting>,
    /// Which meanings held for values of these seen lately: messages repeat a few.
    lately: Vec<Option<Held>>,
}

/// A rule that claims fields of a label, and how much the label alone says.
type Claimed = (RuleIndex, Strength);

/// Which meanings hold for values of the qualifiers that are asked about.
#[derive(Debug, Default)]
struct Held {
    qualifiers: Vec<(&'static str, Box<str>)>,
    /// Those with the most conditions first.
    claims: Vec<Claimed>,
    /// Those of them with as many conditions, by where they end: the first ones, the next.
    ends: Vec<usize>,
}

/// How many values of qualifiers are remembered for a label, and how long they are at most.
const LATELY: usize = 16;
const LONGEST: usize = 64;

/// Of more qualifiers than these nothing is remembered: a bit each says which are asked about.
const PLACES: usize = 64;

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
            claims: meanings.iter().map(claimed).collect(),
            meanings,
            key_of,
            asked,
            told: Vec::new(),
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
    ) -> &[Claimed] {
        if self.asked.is_empty() {
            return &self.claims;
        }
        let Held { claims, ends, .. } = self.held(qualifiers);
        let mut start = 0;
        for (rest, &end) in (0..ends.len()).rev().zip(ends) {
            let alike = &claims[start..end];
            // Behind the last ones there are no others to leave the value to.
            if rest == 0 || alike.iter().any(|(rule, _)| rules.rules[*rule].fits(value)) {
                return alike;
            }
            start = end;
        }
        &[]
    }

    /// The meanings that hold for a field's qualifiers.
    fn held(&mut self, qualifiers: &[Qualifier<'_>]) -> &Held {
        let Self {
            meanings,
            asked,
            told: names,
            lately,
            ..
        } = self;
        let mut places = 0_u64;
        for (at, (name, _)) in qualifiers.iter().enumerate().take(PLACES) {
            places |= u64::from(is_asked(asked, names, name)) << at;
        }
        let told = (0..PLACES).zip(qualifiers);
        let told = told.filter(|(at, _)| places >> at & 1 == 1);
        let told = told.map(|(_, told)| told);
        let (mut mixed, mut is_long) = (0, qualifiers.len() > PLACES);
        for (_, value) in told.clone() {
            let last = value.as_bytes().last().map_or(0, |&last| usize::from(last));
            mixed += value.len() + last;
            is_long |= value.len() > LONGEST;
        }
        // The last place is for what is not remembered.
        let place = if is_long { LATELY } else { mixed % LATELY };
        if lately.is_empty() {
            lately.resize_with(LATELY + 1, || None);
        }
        let is_held = |held: &Held| {
            let mut known = held.qualifiers.iter();
            told.clone().all(|(name, value)| {
                known.next().is_some_and(|(known, known_value)| {
                    is_same_name(known, name) && is_same(known_value, value)
                })
            }) && known.next().is_none()
        };
        let slot = &mut lately[place];
        if is_long || !slot.as_ref().is_some_and(is_held) {
            *slot = Some(Held {
                qualifiers: told
                    .filter(|_| !is_long)
                    .map(|(name, value)| (*name, Box::from(value.as_ref())))
                    .collect(),
                ..Held::of(meanings, qualifiers)
            });
        }
        slot.get_or_insert_default()
    }
}

impl Held {
    /// Those of `meanings` whose conditions hold.
    fn of(meanings: &[Meaning], qualifiers: &[Qualifier<'_>]) -> Self {
        let holding = meanings.iter().filter_map(|meaning| {
            let conditions = match &meaning.address {
                Some(address) if !address.holds(qualifiers) => return None,
                Some(address) => address.specificity(),
                None => 0,
            };
            Some((conditions, claimed(meaning)))
        });
        let mut holding: Vec<(usize, Claimed)> = holding.collect();
        holding.sort_by_key(|(conditions, _)| Reverse(*conditions));
        let alike = holding.chunk_by(|(one, _), (other, _)| one == other);
        let ends = alike.scan(0, |end, alike| {
            *end += alike.len();
            Some(*end)
        });
        Self {
            qualifiers: Vec::new(),
            ends: ends.collect(),
            claims: holding.iter().map(|(_, claimed)| *claimed).collect(),
        }
    }
}

fn claimed(meaning: &Meaning) -> Claimed {
    (meaning.rule, meaning.strength)
}

/// Whether a qualifier's name is among those `asked` about, as far as `told` does not know it yet.
fn is_asked(asked: &[Box<str>], told: &mut Vec<(&'static str, bool)>, name: &'static str) -> bool {
    let known = told.iter().find(|(known, _)| is_same_name(known, name));
    if let Some((_, is_asked)) = known {
        return *is_asked;
    }
    let is_asked = asked.iter().any(|asked| is_same(asked, name));
    told.push((name, is_asked));
    is_asked
}

/// Whether two names of qualifiers are the same, as they are when they are one text of the program.
fn is_same_name(one: &'static str, other: &'static str) -> bool {
    std::ptr::eq(one, other) || is_same(one, other)
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
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

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
