//! XML of any vocabulary, read tolerantly and incrementally, with exact spans: unclosed, crossed and stray tags, fragments
//! and truncated ends give what parses. Entities are never declared or expanded.
//!
//! The tokenizer and the tree also serve C-CDA, FHIR XML and HTML.

mod dataset;
pub(crate) mod emit;
pub(crate) mod entity;
mod hl7;
mod html_rules;
mod plain;
pub(crate) mod prose;
mod sniff;
pub(crate) mod table;
pub(crate) mod token;
pub(crate) mod tree;

pub use sniff::sniff;

use crate::extract::label_cache::LabelCache;
use crate::extract::{Extraction, Extractor, Labels, Window};
use emit::Emit;
use token::Dialect;
use tree::Tree;

/// Reads XML: an element with attributes or children is a record, an attribute or a text-only element a field, DBUnit
/// rows records of their table, named values (`<add key="…" value="…"/>`) fields by their name.
///
/// ```
/// use safeharbor_core::extract::xml::XmlExtractor;
/// use safeharbor_core::{End, Extraction, Extractor, Labels, Window};
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// let window = Window { text: "<visit ward='4'><city>Salem</city></visit>", end: End::Last };
/// XmlExtractor::default().read(window, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["visit.ward = 4", "visit.city = Salem"]);
/// ```
#[derive(Debug, Default)]
pub struct XmlExtractor {
    tree: Tree,
    cache: LabelCache,
}

impl Extractor for XmlExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.parse(window, Dialect::Xml, out);
        let columns = |tree: &Tree, node| dataset::columns(tree, node, window.text);
        let read = self.tree.finish(window, columns);
        if read > 0 {
            plain::read(&mut Emit {
                text: window.text,
                tree: &self.tree,
                labels,
                cache: &mut self.cache,
                out,
            });
        }
        read
    }
}

#[cfg(test)]
mod tests;
