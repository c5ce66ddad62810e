//! How much is found, and how much of what is found is true, on a corpus that is made anew at every run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use safeharbor::{Category, Document, Engine, Finding, Scratch};

use crate::support::corpus::{Kind, Labelled, clean, labelled};

/// Each seed is another set of people and credentials.
const SEEDS: std::ops::Range<u64> = 0..12;

/// Of the values in each format, at least so many must be found.
const RECALL: f64 = 0.95;

/// Of the findings, at least so many must be true.
const PRECISION: f64 = 0.97;

#[derive(Default)]
struct Counts {
    values: u32,
    found: u32,
    findings: u32,
    wrong: u32,
}

impl Counts {
    fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.values.max(1))
    }

    fn precision(&self) -> f64 {
        1.0 - f64::from(self.wrong) / f64::from(self.findings.max(1))
    }
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the table is the point; `--nocapture` shows it"
)]
fn recall_by_format_and_precision() {
    let engine = safeharbor::engine();
    let mut table: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut errors = String::new();
    for document in SEEDS.flat_map(|seed| labelled(seed).into_iter().chain(clean(seed))) {
        count(
            &engine,
            &document,
            table.entry(document.format).or_default(),
            &mut errors,
        );
    }
    let total = table.values().fold(Counts::default(), |sum, row| Counts {
        values: sum.values + row.values,
        found: sum.found + row.found,
        findings: sum.findings + row.findings,
        wrong: sum.wrong + row.wrong,
    });
    println!(
        "{:<16} {:>7} {:>7} {:>9} {:>10}",
        "format", "values", "recall", "findings", "precision"
    );
    for (format, row) in table
        .iter()
        .map(|(format, row)| (*format, row))
        .chain([("all", &total)])
    {
        println!(
            "{format:<16} {:>7} {:>7.3} {:>9} {:>10.3}",
            row.values,
            row.recall(),
            row.findings,
            row.precision()
        );
    }
    for (format, row) in &table {
        assert!(
            row.values == 0 || row.recall() >= RECALL,
            "recall in {format}: {:.3}\n{errors}",
            row.recall()
        );
    }
    assert!(
        total.precision() >= PRECISION,
        "precision: {:.3}\n{errors}",
        total.precision()
    );
}

fn count(engine: &Engine, document: &Labelled, counts: &mut Counts, errors: &mut String) {
    let scanned = Document::new(&document.path, document.text.as_bytes());
    let findings = engine.scan(&scanned, &mut Scratch::default()).findings;
    for label in &document.labels {
        let wanted = match label.kind {
            Kind::Phi => Category::Phi,
            Kind::Secret => Category::Secret,
            Kind::Neutral => continue,
        };
        counts.values += 1;
        // About as long as what it marks, and mostly the same bytes.
        let marks = |finding: &&Finding| {
            let overlap = overlap(finding, &label.span);
            finding.rule.category() == wanted
                && overlap * 2 >= label.span.len()
                && overlap * 2 >= finding.span.len()
        };
        if findings.iter().any(|finding| marks(&finding)) {
            counts.found += 1;
        } else {
            let value = &document.text[label.span.clone()];
            writeln!(
                errors,
                "missed in {} {}: {value}",
                document.format, document.path
            )
            .expect("memory");
        }
    }
    for finding in &findings {
        counts.findings += 1;
        if !document
            .labels
            .iter()
            .any(|label| overlap(finding, &label.span) > 0)
        {
            counts.wrong += 1;
            let value = &document.text[finding.span.range()];
            writeln!(
                errors,
                "wrong in {} {}: {} {value}",
                document.format, document.path, finding.rule.id
            )
            .expect("memory");
        }
    }
}

/// How many bytes a finding and a label share.
fn overlap(finding: &Finding, span: &std::ops::Range<usize>) -> usize {
    finding
        .span
        .end
        .min(span.end)
        .saturating_sub(finding.span.start.max(span.start))
}
