//! A small cache before the interner: documents repeat the same few keys under the same few parents.

use crate::extract::{Label, Labels};

const SLOTS: usize = 512;

/// No real document has so many names; one that is made of nothing else must not fill the memory.
const MAX_LABELS: usize = 1 << 18;

/// Remembers the labels seen last, by parent and name. One lives as long as a document is read.
#[derive(Debug)]
pub(crate) struct LabelCache {
    slots: Vec<Option<(Label, Box<str>, Label)>>,
    /// From so many labels on, none is added.
    limit: usize,
}

impl Default for LabelCache {
    fn default() -> Self {
        Self {
            slots: vec![None; SLOTS],
            limit: MAX_LABELS,
        }
    }
}

impl LabelCache {
    /// [`Labels::child`], without hashing when the pair was seen before. Past the last label that is kept, what stands
    /// under a name not seen lately goes by the name of its parent.
    pub(crate) fn child(&mut self, labels: &mut Labels, parent: Label, name: &str) -> Label {
        let slot = &mut self.slots[slot(parent, name)];
        if let Some((known_parent, known_name, label)) = slot
            && *known_parent == parent
            && **known_name == *name
        {
            return *label;
        }
        if labels.len() >= self.limit {
            return parent;
        }
        let label = labels.child(parent, name);
        *slot = Some((parent, name.into(), label));
        label
    }
}

fn slot(parent: Label, name: &str) -> usize {
    let bytes = name.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default() as usize;
    let sum = parent.index() * 31
        + bytes.len() * 61
        + byte(0)
        + byte(bytes.len() / 2) * 7
        + byte(bytes.len().wrapping_sub(1)) * 13;
    sum % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Scheme;

    #[test]
    fn gives_what_the_interner_gives() {
        let mut labels = Labels::new();
        let mut cache = LabelCache::default();
        let root = labels.root(Scheme::Named);
        for round in 0..2 {
            for number in 0..2000 {
                let name = format!("key{number}");
                let label = cache.child(&mut labels, root, &name);
                assert_eq!(labels.path(label), [name], "round {round}");
            }
        }
        assert_eq!(labels.len(), 6 + 2000);
    }

    #[test]
    fn labels_are_bounded() {
        let mut labels = Labels::new();
        let mut cache = LabelCache {
            limit: 1000,
            ..LabelCache::default()
        };
        let root = labels.root(Scheme::Named);
        for number in 0..2000 {
            cache.child(&mut labels, root, &number.to_string());
        }
        assert_eq!(labels.len(), 1000);
    }
}
