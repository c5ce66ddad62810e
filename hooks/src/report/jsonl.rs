//! JSON Lines: one finding a line, its keys in a fixed order. Other programs rely on this form.

use std::io::{self, Write};

use safeharbor_core::{Category, DocumentReport, Finding, Identifier, LogicalPath, Severity};
use serde::Serialize;

use super::{Report, Totals, citations, json_text};

/// The JSON Lines report.
pub(super) struct JsonLines;

impl Report for JsonLines {
    fn document(
        &mut self,
        _: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &found.findings {
            json_text::write(out, &FindingLine::new(finding))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Totals, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A finding as the JSON forms show it. Lines and columns count from 1, columns in Unicode scalar values, ends are
/// exclusive; bytes count from 0.
#[derive(Serialize)]
pub(super) struct FindingLine<'f> {
    rule: &'f str,
    category: Category,
    identifier: Option<Identifier>,
    severity: Severity,
    confidence: f64,
    path: &'f str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: usize,
    byte_end: usize,
    redacted: String,
    fingerprint: &'f str,
    citations: Vec<String>,
    /// The commit that brought it; null for a finding in the index, a file or standard input.
    commit: Option<&'f str>,
}

impl<'f> FindingLine<'f> {
    pub(super) fn new(finding: &'f Finding) -> Self {
        Self {
            rule: &finding.rule.id,
            category: finding.rule.category(),
            identifier: finding.rule.identifier,
            severity: finding.rule.severity,
            confidence: rounded(finding.confidence),
            path: finding.path.as_str(),
            line: finding.start.line,
            column: finding.start.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            byte_start: finding.span.start,
            byte_end: finding.span.end,
            redacted: finding.value.redacted(),
            fingerprint: &finding.fingerprint.0,
            citations: citations(&finding.rule),
            commit: None,
        }
    }
}

/// To three digits: more would claim a precision that no one has measured.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::{Details, Format, fixture};

    #[test]
    fn the_contract_is_kept_key_by_key() {
        insta::assert_snapshot!(fixture::written(Format::Jsonl, Details::default()));
    }
}
