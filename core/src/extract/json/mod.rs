//! JSON and its relatives: JSON5, JSONC, NDJSON, concatenated and truncated documents, fragments.
//!
//! The reading is tolerant (comments, trailing commas, single quotes, unquoted keys, garbage between values) and
//! incremental: a document of any size is cut between elements, at whatever depth, and the containers around the cut are
//! carried on as records without fields.

mod emit;
mod hl7;
mod parse;
mod sniff;
pub(crate) mod text;
mod token;
pub(crate) mod tree;

pub(crate) use emit::{Emit, Place, Taken};
pub(crate) use parse::parse;
pub use sniff::sniff;

use crate::extract::label_cache::LabelCache;
use crate::extract::{End, Extraction, Extractor, Labels, Window};
use tree::{Kind, Tree};

/// An element longer than this is cut inside rather than held back until it is whole.
pub(crate) const MAX_ELEMENT: usize = 1 << 20;

/// Reads JSON: an object is a record, a scalar with a key a field, a long or escaped string a view.
///
/// ```
/// use safeharbor_core::extract::json::JsonExtractor;
/// use safeharbor_core::{End, Extraction, Extractor, Labels, Window};
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// let window = Window { text: "{patient: {'city': 'Argon',}}", end: End::Last };
/// JsonExtractor::default().read(window, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["patient.city = Argon"]);
/// ```
#[derive(Debug, Default)]
pub struct JsonExtractor {
    tree: Tree,
    cache: LabelCache,
}

impl Extractor for JsonExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.begin();
        parse(window, &mut self.tree, out);
        let read = match window.end {
            End::Last => {
                self.tree.finish(window.text.len());
                window.text.len()
            }
            End::More => {
                let depth = cut_depth(&self.tree, window.text);
                self.tree.cut(depth, window.text, |_, _| None)
            }
        };
        if read > 0 {
            Emit {
                text: window.text,
                tree: &self.tree,
                labels,
                cache: &mut self.cache,
                out,
                read_object: emit::plain,
            }
            .all();
        }
        read
    }
}

/// Where to cut: in the innermost open container, unless that is an object of reasonable size, which stays whole.
fn cut_depth(tree: &Tree, text: &str) -> usize {
    let innermost = tree.open.len().saturating_sub(1);
    let is_object = tree
        .open
        .last()
        .is_some_and(|frame| tree.nodes[frame.node].kind == Kind::Object);
    if is_object && text.len() < MAX_ELEMENT {
        innermost.saturating_sub(1)
    } else {
        innermost
    }
}

#[cfg(test)]
mod tests;
