//! Reports: what a scan found, in the forms that people and programs read. One form a file.
//!
//! Reports are written document by document, so that their memory does not grow with the number of findings. They see
//! findings and masked excerpts only, never the text of a document.

mod human;
mod json;
mod json_text;
mod jsonl;
mod sarif;
mod summary;
mod totals;

use std::io::{self, Write};

use safeharbor_core::{DocumentReport, LogicalPath, Rule};

pub(crate) use human::{Details, Values};
pub(crate) use summary::{counted, summary};
pub(crate) use totals::{Damage, PassedOver, Totals};

/// The forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people: source lines with the values masked, why it matters and what to do.
    #[default]
    Human,
    /// One JSON document with all findings and a summary.
    Json,
    /// One JSON object a line and finding.
    Jsonl,
    /// SARIF 2.1.0, for code scanning services.
    Sarif,
}

/// Writes one form.
pub(crate) trait Report {
    /// Writes what was found in one document. Documents come in the order in which they are to stand.
    fn document(
        &mut self,
        path: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// Writes what stands after the last document.
    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()>;
}

/// The writer of a form. `details` and `values` concern people only.
pub(crate) fn report(format: Format, details: Details, values: Values) -> Box<dyn Report> {
    match format {
        Format::Human => Box::new(human::Human::new(details, values)),
        Format::Json => Box::<json::Json>::default(),
        Format::Jsonl => Box::new(jsonl::JsonLines),
        Format::Sarif => Box::<sarif::Sarif>::default(),
    }
}

/// What a rule cites, its Safe Harbor identifier first.
fn citations(rule: &Rule) -> Vec<String> {
    let identifier = rule.identifier.map(safeharbor_core::Identifier::citation);
    let mut all: Vec<String> = identifier.into_iter().collect();
    for citation in &rule.citations {
        if !all.contains(citation) {
            all.push(citation.clone());
        }
    }
    all
}

#[cfg(test)]
mod fixture;
