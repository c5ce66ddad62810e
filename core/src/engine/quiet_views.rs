//! Texts inside a document that were found to hold nothing: health data repeats the same addresses of code systems, profiles and
//! names of tests in every resource, and each needs to be read once only.

use crate::document::{OffsetMap, View, ViewKind};

/// Longer texts seldom come again.
const MAX_LENGTH: usize = 160;

const SLOTS: usize = 1024;

/// What the reading of a text depends on beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) health: bool,
    pub(super) synthetic: bool,
}

#[derive(Clone, Debug)]
struct Quiet {
    text: Box<str>,
    kind: ViewKind,
    seen: Seen,
    records: usize,
}

/// Views seen lately that hold nothing. Good for one document.
#[derive(Debug, Default)]
pub(super) struct QuietViews {
    slots: Vec<Option<Quiet>>,
}

impl QuietViews {
    /// How many records a view has that is known to hold nothing else.
    pub(super) fn records(&self, view: &View<'_>, seen: Seen) -> Option<usize> {
        let quiet = self.slots.get(slot(view)?)?.as_ref()?;
        let same = quiet.seen == seen && quiet.kind == view.kind && *quiet.text == *view.text;
        same.then_some(quiet.records)
    }

    /// Notes that a view holds nothing but so many records.
    pub(super) fn note(&mut self, view: &View<'_>, seen: Seen, records: usize) {
        let Some(slot) = slot(view) else {
            return;
        };
        if self.slots.is_empty() {
            self.slots = vec![None; SLOTS];
        }
        self.slots[slot] = Some(Quiet {
            text: view.text.as_ref().into(),
            kind: view.kind,
            seen,
            records,
        });
    }
}

/// Where a view is remembered; `None` for those that are not: they are long, or do not stand in the document as they are.
fn slot(view: &View<'_>) -> Option<usize> {
    let text = view.text.as_bytes();
    let remembered = text.len() <= MAX_LENGTH && matches!(view.map, OffsetMap::Verbatim(_));
    remembered.then(|| {
        let mixed = |hash: u64, part: u64| {
            (hash ^ part)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        };
        let (words, rest) = text.as_chunks::<8>();
        let words = words.iter().map(|word| u64::from_le_bytes(*word));
        let hash = words.fold(text.len() as u64, mixed);
        let hash = rest
            .iter()
            .fold(hash, |hash, &byte| mixed(hash, u64::from(byte)));
        (hash >> 32) as usize % SLOTS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_held_nothing_is_known_again() {
        let view = |text: &'static str, kind| View {
            kind,
            text: text.into(),
            map: OffsetMap::Verbatim(7),
        };
        let seen = Seen {
            health: true,
            synthetic: false,
        };
        let address = view("http://loinc.org", ViewKind::FreeText);
        let mut quiet = QuietViews::default();
        assert_eq!(quiet.records(&address, seen), None);
        quiet.note(&address, seen, 2);
        assert_eq!(quiet.records(&address, seen), Some(2));
        let other = Seen {
            health: false,
            ..seen
        };
        assert_eq!(quiet.records(&address, other), None);
        let comment = view("http://loinc.org", ViewKind::Comment);
        assert_eq!(quiet.records(&comment, seen), None);
        assert_eq!(
            quiet.records(&view("http://loinc.com", ViewKind::FreeText), seen),
            None
        );
    }
}
