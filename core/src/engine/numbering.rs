//! Which findings of a document are alike, so that each can be numbered among them without spelling its fingerprint.

use crate::candidate::Candidate;
use crate::engine::found::FoundIn;
use crate::extract::{Label, Labels};
use crate::rule::{Rule, RuleIndex};
use crate::suppress::{Alike, Fingerprints, Numbered, Place};

/// Numbers the findings of one document, in its order.
#[derive(Default)]
pub(super) struct Numbering {
    pub(super) fingerprints: Fingerprints,
    /// By label: the rule that found such a field last, and the group of its findings.
    in_fields: Vec<Option<(RuleIndex, Alike)>>,
}

impl Numbering {
    /// The number of the next finding.
    pub(super) fn next(&mut self, candidate: &Candidate, within: &FoundIn<'_>) -> Numbered {
        let rule = within.rule(candidate);
        let alike = match candidate.field {
            Some(label) => self.in_field((candidate.rule, rule), label, within.labels),
            None => {
                let place = Place::Text {
                    text: within.window.text,
                    value: candidate.span,
                    masked: within.masks().spans(),
                };
                self.fingerprints.alike(&rule.id, place)
            }
        };
        self.fingerprints.count(alike)
    }

    /// Lets go of labels, which are about to be numbered anew.
    pub(super) fn forget_labels(&mut self) {
        self.in_fields.clear();
    }

    fn in_field(
        &mut self,
        (index, rule): (RuleIndex, &Rule),
        label: Label,
        labels: &Labels,
    ) -> Alike {
        if let Some(Some((last, alike))) = self.in_fields.get(label.index())
            && *last == index
        {
            return *alike;
        }
        let path = labels.spelled(label);
        let alike = self.fingerprints.alike(&rule.id, Place::Field(&path));
        if self.in_fields.len() <= label.index() {
            self.in_fields.resize(label.index() + 1, None);
        }
        self.in_fields[label.index()] = Some((index, alike));
        alike
    }
}
