//! What scans of the documents that are being worked on left for their next scans.

use std::sync::{Mutex, MutexGuard, PoisonError};

use safeharbor_core::Previous;

use crate::document::DocumentId;

/// How many documents are remembered. The tree of a source file takes ten times its text and more; people edit few files at a time.
const MOST: usize = 8;

/// The last documents scanned, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    scans: Mutex<Vec<(DocumentId, Previous)>>,
}

impl Recent {
    /// Takes out what the last scan of a document left, if it is remembered.
    pub(crate) fn take(&self, id: &DocumentId) -> Previous {
        let mut scans = self.locked();
        let at = scans.iter().position(|(known, _)| known == id);
        at.map(|at| scans.remove(at).1).unwrap_or_default()
    }

    /// Remembers what a scan left, in place of the oldest.
    pub(crate) fn keep(&self, id: &DocumentId, previous: Previous) {
        if previous.is_empty() {
            return;
        }
        let mut scans = self.locked();
        scans.retain(|(known, _)| known != id);
        if scans.len() == MOST {
            scans.remove(0);
        }
        scans.push((id.clone(), previous));
    }

    fn locked(&self) -> MutexGuard<'_, Vec<(DocumentId, Previous)>> {
        self.scans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use safeharbor_core::{Document, Engine, Options, Scratch};

    fn left_by_a_scan() -> Previous {
        let engine = Engine::new(safeharbor_patterns::pack(), Options::default()).expect("rules");
        let text = format!("patient_ssn = '{}'\n", ["219", "24", "1000"].join("-"));
        let mut previous = Previous::default();
        let document = Document::new("a.py", text.as_bytes());
        engine.scan_edited(&document, &mut previous, &mut Scratch::default());
        previous
    }

    #[test]
    fn the_latest_are_remembered_once_each() {
        let recent = Recent::default();
        let id = |number: usize| DocumentId::new(&format!("untitled:{number}"));
        for number in 0..=MOST {
            recent.keep(&id(number), left_by_a_scan());
        }
        recent.keep(&id(99), Previous::default());
        assert!(recent.take(&id(0)).is_empty(), "the oldest went");
        assert!(
            recent.take(&id(99)).is_empty(),
            "nothing is not worth a place"
        );
        assert!(!recent.take(&id(1)).is_empty());
        assert!(recent.take(&id(1)).is_empty(), "it was taken out");
    }
}
