//! One JSON document: all findings, notes on suppressions, and a summary.

use std::collections::BTreeMap;
use std::io::{self, Write};

use safeharbor_core::{DocumentReport, LogicalPath};
use serde::Serialize;

use super::jsonl::FindingLine;
use super::{Report, Totals, json_text};

/// The JSON report. Findings are written as they come; what is short comes after them.
#[derive(Default)]
pub(super) struct Json {
    written: Written,
    notes: Vec<Note>,
}

#[derive(Default, PartialEq, Eq)]
enum Written {
    #[default]
    Nothing,
    Head,
    Findings,
}

#[derive(Serialize)]
struct Note {
    path: String,
    line: usize,
    note: String,
}

/// What stands after the findings.
#[derive(Serialize)]
struct Summary<'t> {
    findings: usize,
    phi: usize,
    secrets: usize,
    suppressed: usize,
    documents: usize,
    documents_with_findings: usize,
    bytes: u64,
    not_scanned: BTreeMap<&'static str, usize>,
    limits_met: usize,
    limited_documents: Vec<Named<'t>>,
    unreadable: usize,
    damaged: usize,
    unreadable_documents: Vec<Named<'t>>,
    complete: bool,
    seconds: f64,
}

#[derive(Serialize)]
struct Named<'t> {
    path: &'t str,
    reason: &'t str,
}

impl<'t> Named<'t> {
    fn all(named: &'t [(LogicalPath, String)]) -> Vec<Self> {
        let lines = named.iter();
        lines
            .map(|(path, reason)| Self {
                path: path.as_str(),
                reason,
            })
            .collect()
    }
}

impl Report for Json {
    fn document(
        &mut self,
        path: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.head(out)?;
        for finding in &found.findings {
            let gap = if self.written == Written::Findings {
                ",\n"
            } else {
                "\n"
            };
            out.write_all(gap.as_bytes())?;
            json_text::write(out, &FindingLine::new(finding))?;
            self.written = Written::Findings;
        }
        self.notes.extend(found.notes.iter().map(|note| Note {
            path: path.to_string(),
            line: note.line,
            note: note.what.clone(),
        }));
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        self.head(out)?;
        out.write_all(b"\n],\"suppression_notes\":")?;
        json_text::write(out, &self.notes)?;
        out.write_all(b",\"summary\":")?;
        json_text::write(out, &Summary::new(totals))?;
        out.write_all(b"}\n")
    }
}

impl Json {
    fn head(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.written == Written::Nothing {
            self.written = Written::Head;
            let version = env!("CARGO_PKG_VERSION");
            write!(
                out,
                "{{\"tool\":\"safeharbor\",\"version\":\"{version}\",\"findings\":["
            )?;
        }
        Ok(())
    }
}

impl<'t> Summary<'t> {
    fn new(totals: &'t Totals) -> Self {
        Self {
            findings: totals.findings(),
            phi: totals.phi,
            secrets: totals.secrets,
            suppressed: totals.suppressed,
            documents: totals.documents,
            documents_with_findings: totals.with_findings,
            bytes: totals.bytes,
            not_scanned: totals
                .passed_over
                .iter()
                .map(|(why, count)| (why.words(), *count))
                .collect(),
            limits_met: totals.limits,
            limited_documents: Named::all(&totals.limits_named),
            unreadable: totals.unreadable,
            damaged: totals.damaged,
            unreadable_documents: Named::all(&totals.unreadable_named),
            complete: totals.unreadable + totals.damaged == 0,
            // To the millisecond: what is finer is chance, and its digits may look like a number of somebody.
            seconds: (totals.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use safeharbor_core::{DocumentReport, LogicalPath};

    use super::super::{Details, Format, Report, Totals, fixture};
    use super::Json;

    #[test]
    fn a_document_with_findings_and_summary() {
        insta::assert_snapshot!(fixture::written(Format::Json, Details::default()));
    }

    #[test]
    fn it_parses_with_any_number_of_findings() {
        for findings in 0..3 {
            let mut report = Json::default();
            let mut out = Vec::new();
            for _ in 0..findings {
                report
                    .document(&LogicalPath::new("a"), &fixture::token(), &mut out)
                    .expect("written");
            }
            report
                .document(&LogicalPath::new("b"), &DocumentReport::default(), &mut out)
                .expect("written");
            report
                .finish(&Totals::default(), &mut out)
                .expect("written");
            let parsed: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
            assert_eq!(parsed["findings"].as_array().map(Vec::len), Some(findings));
        }
    }
}
