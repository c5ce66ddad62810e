//! XML of any vocabulary, read tolerantly and incrementally, with exact spans: unclosed, crossed and stray tags, fragments
//! and truncated ends give what parses. Entities are never declared or expanded.
//!
//! The tokenizer and the tree also serve C-CDA, FHIR XML and HTML.

mod dataset;
pub(crate) mod emit;
pub(crate) mod entity;
mod hl7;
mod html_rules;
pub(crate) mod markup;
mod plain;
pub(crate) mod prose;
mod sniff;
pub(crate) mod table;
pub(crate) mod token;
pub(crate) mod tree;

pub use sniff::sniff;

use crate::extract::{Extraction, Extractor, Labels, Window};
use markup::{Markup, Vocabulary};
use token::Dialect;

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
pub struct XmlExtractor(Markup);

const ANY: Vocabulary = Vocabulary {
    dialect: Dialect::Xml,
    columns: dataset::columns,
    fields: plain::read,
};

impl Extractor for XmlExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.0.read(window, &ANY, labels, out)
    }
}

#[cfg(test)]
mod tests;
