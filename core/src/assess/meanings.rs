//! What labels mean, remembered across documents: the rules are asked once for a name, however many fields carry it.

use std::collections::HashMap;

use crate::context::About;
use crate::extract::{Label, Labels, Scheme};
use crate::rule::set::{Meaning, RuleSet};

/// What is known of a label.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) meanings: Vec<Meaning>,
    /// Whose key it is; `Other` when it is none.
    pub(super) key_of: About,
}

/// Which of two records of the same label is meant. The record's name matters only to a name that stands for itself.
type Setting = Option<Label>;

/// What labels mean.
#[derive(Debug, Default)]
pub(super) struct MeaningCache {
    known: Vec<Known>,
    places: HashMap<(Label, Setting), usize>,
    /// By label: the setting it was last met in, and its place. Rows of a table ask for little else.
    last: Vec<Option<(Setting, usize)>>,
}

impl MeaningCache {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What `label` means in a record of the name that `records` gives for `record`.
    pub(super) fn get(
        &mut self,
        rules: &RuleSet,
        labels: &mut Labels,
        label: Label,
        record: &mut RecordName<'_>,
    ) -> &Known {
        let setting = if stands_alone(labels, label) {
            record.label(labels)
        } else {
            None
        };
        let place = match self.last.get(label.index()) {
            Some(Some((last, place))) if *last == setting => *place,
            _ => {
                let place = self.look_up(rules, labels, label, setting, record.name);
                if self.last.len() <= label.index() {
                    self.last.resize(label.index() + 1, None);
                }
                self.last[label.index()] = Some((setting, place));
                place
            }
        };
        &self.known[place]
    }

    fn look_up(
        &mut self,
        rules: &RuleSet,
        labels: &Labels,
        label: Label,
        setting: Setting,
        record: &str,
    ) -> usize {
        *self.places.entry((label, setting)).or_insert_with(|| {
            let record = setting.map_or("", |_| record);
            self.known.push(Known {
                meanings: rules.meanings(labels, label, record),
                key_of: rules.key_of(labels, label, record),
            });
            self.known.len() - 1
        })
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

    fn label(&mut self, labels: &mut Labels) -> Option<Label> {
        if self.label.is_none() && !self.name.is_empty() {
            self.label = Some(labels.intern(Scheme::Named, self.name));
        }
        self.label
    }
}
