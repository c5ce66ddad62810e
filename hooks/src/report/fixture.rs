//! Findings built by hand, for the tests of the reports.

use std::sync::Arc;
use std::time::Duration;

use safeharbor_core::{
    DocumentReport, Evidence, EvidenceKind, Excerpt, Finding, Fingerprint, Identifier, LogicalPath,
    Position, Rule, Severity, Span, SuppressionNote, Value,
};

use super::{Details, Format, PassedOver, Totals, report};

/// Where a finding stands, for [`finding`].
pub(super) struct Place<'p> {
    pub(super) path: &'p str,
    pub(super) line: usize,
    /// The masked line, the mask between `⟦` and `⟧`.
    pub(super) excerpt: &'p str,
    pub(super) record: Option<usize>,
}

fn rule(id: &str, title: &str, severity: Severity, identifier: Option<Identifier>) -> Arc<Rule> {
    let text = format!(
        "{{\"id\":\"{id}\",\"title\":\"{title}\",\"severity\":\"low\",\"fix\":\"\",\"examples\":{{\"match\":[],\"no-match\":[]}}}}"
    );
    let mut rule: Rule = serde_json::from_str(&text).expect("a rule");
    rule.severity = severity;
    rule.identifier = identifier;
    rule.why = format!("A {title} in a repository is read by everyone who can clone it.");
    rule.fix = format!("Replace the {title} by a documented test value.");
    if identifier.is_none() {
        rule.citations = vec!["CWE-798".to_owned()];
    }
    Arc::new(rule)
}

pub(super) fn ssn() -> Arc<Rule> {
    rule(
        "phi/ssn",
        "social security number",
        Severity::Critical,
        Some(Identifier::G),
    )
}

pub(super) fn mrn() -> Arc<Rule> {
    rule(
        "phi/mrn",
        "medical record number",
        Severity::High,
        Some(Identifier::H),
    )
}

pub(super) fn finding(rule: &Arc<Rule>, place: &Place<'_>) -> Finding {
    let (before, rest) = place.excerpt.split_once('⟦').expect("a mask");
    let (mask, after) = rest.split_once('⟧').expect("a mask");
    let column = before.chars().count() + 1;
    Finding {
        rule: Arc::clone(rule),
        path: LogicalPath::new(place.path),
        span: Span::new(place.line * 100, place.line * 100 + 11),
        start: Position {
            line: place.line,
            column,
        },
        end: Position {
            line: place.line,
            column: column + 11,
        },
        value: Value::new("hidden text", ""),
        confidence: 0.97,
        evidence: vec![Evidence {
            kind: EvidenceKind::StandardField,
            weight: 2.5,
        }],
        fingerprint: Fingerprint("0123456789abcdef0123456789abcdef".to_owned()),
        record: place.record,
        field: Some("patient.field".to_owned()),
        excerpt: Excerpt {
            line: place.line,
            text: format!("{before}{mask}{after}"),
            mark: Span::new(before.len(), before.len() + mask.len()),
        },
    }
}

/// A patient in a Java test: one record of two fields, a note on a suppression.
pub(super) fn patient() -> DocumentReport {
    let path = "src/test/java/PatientTest.java";
    let at = |line, excerpt| Place {
        path,
        line,
        excerpt,
        record: Some(0),
    };
    let line = "    var p = new Patient(\"⟦[11 characters]⟧\", \"[8 characters]\"); // é";
    let second = "    var p = new Patient(\"[11 characters]\", \"⟦[8 characters]⟧\"); // é";
    let alone = Place {
        path,
        line: 40,
        excerpt: "\tassertEquals(\"⟦[11 characters]⟧\", p.ssn);",
        record: None,
    };
    DocumentReport {
        findings: vec![
            finding(&ssn(), &at(12, line)),
            finding(&mrn(), &at(12, second)),
            finding(&ssn(), &alone),
        ],
        notes: vec![SuppressionNote {
            line: 7,
            what: "expired on 2026-01-31".to_owned(),
        }],
        bytes: 2_000,
        ..DocumentReport::default()
    }
}

/// A token in a file whose name tries to talk to the terminal.
pub(super) fn token() -> DocumentReport {
    let rule = rule(
        "secret/example-token",
        "Example access token",
        Severity::Critical,
        None,
    );
    let place = Place {
        path: "deploy\u{1b}[2J.env",
        line: 3,
        excerpt: "TOKEN=⟦ex_[32 characters]⟧",
        record: None,
    };
    DocumentReport {
        findings: vec![finding(&rule, &place)],
        bytes: 100,
        ..DocumentReport::default()
    }
}

/// An export of `patients` rows.
pub(super) fn export(patients: usize) -> DocumentReport {
    let place = |row| Place {
        path: "data/export.csv",
        line: row + 2,
        excerpt: "⟦[11 characters]⟧,[8 characters]",
        record: Some(row),
    };
    DocumentReport {
        findings: (0..patients)
            .flat_map(|row| [finding(&ssn(), &place(row)), finding(&mrn(), &place(row))])
            .collect(),
        bytes: 40_000,
        ..DocumentReport::default()
    }
}

/// A whole report of one form over [`export`], [`token`] and [`patient`].
pub(super) fn written(format: Format, details: Details) -> String {
    let mut totals = Totals::default();
    let mut out = Vec::new();
    let mut writer = report(format, details, super::Values::Masked);
    for found in [export(1_000).capped_for(format), token(), patient()] {
        let path = found.findings[0].path.clone();
        totals.add(&path, &found);
        writer.document(&path, &found, &mut out).expect("written");
    }
    totals.pass_over(PassedOver::Binary, 2);
    totals.limits = 1;
    totals.limits_named.push((
        LogicalPath::new("deep.json"),
        "nesting deeper than 64".to_owned(),
    ));
    totals.unreadable(
        &LogicalPath::new("locked.txt"),
        "permission denied".to_owned(),
    );
    totals.elapsed = Duration::from_millis(1500);
    writer.finish(&totals, &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

/// Long exports are for people's report, which caps them; the others would only make long snapshots.
trait CappedFor {
    fn capped_for(self, format: Format) -> Self;
}

impl CappedFor for DocumentReport {
    fn capped_for(mut self, format: Format) -> Self {
        if format != Format::Human {
            self.findings.truncate(2);
        }
        self
    }
}
