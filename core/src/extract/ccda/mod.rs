//! HL7 CDA R2 and C-CDA documents, whole or in part: who takes part, the times of clinical statements, the narrative.
//!
//! A label is one name: the path of elements from the outermost participation down, such as
//! `recordTarget/patientRole/id@extension`; outside participations it begins at the clinical statement, and for a time at
//! `effectiveTime`. A participation qualifies its values by its typeCode and its role's classCode, an id by its root, a
//! name, address or contact by its use, and a contact by its system too (`phone`, `email`), as in FHIR.

mod telecom;
mod vocabulary;
mod walk;

use crate::extract::xml::markup::{Markup, Vocabulary};
use crate::extract::xml::table;
use crate::extract::xml::token::Dialect;
use crate::extract::{Extraction, Extractor, Labels, Window};

/// Reads C-CDA documents and their parts.
#[derive(Debug, Default)]
pub struct CcdaExtractor(Markup);

const CDA: Vocabulary = Vocabulary {
    dialect: Dialect::Xml,
    columns: table::columns,
    fields: |emit| walk::Walk::new(emit).all(),
};

impl Extractor for CcdaExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.0.read(window, &CDA, labels, out)
    }
}

/// Whether a text that begins with `head` is a CDA document or a part of one: markup that names its namespace or one of the
/// elements that no other vocabulary has.
pub fn sniff(head: &str) -> bool {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<')
        && [
            "\"urn:hl7-org:v3\"",
            "'urn:hl7-org:v3'",
            "<ClinicalDocument",
            "<recordTarget",
            "<patientRole",
            "<assignedEntity",
            "<associatedEntity",
            "<assignedAuthor",
        ]
        .iter()
        .any(|mark| head.contains(mark))
}

#[cfg(test)]
mod tests;
