//! Whoever replaces what was found by surrogates is done: the scan of the masked document finds no patient.

use safeharbor::{
    Category, Document, Engine, Expected, Finding, Options, Scratch, Surrogates, pack, rules,
};

use crate::support::corpus::labelled;

/// Each seed is another set of people.
const SEEDS: std::ops::Range<u64> = 0..8;

fn scan(engine: &Engine, path: &str, text: &str) -> Vec<Finding> {
    let document = Document::new(path, text.as_bytes());
    let report = engine.scan(&document, &mut Scratch::default());
    let mut findings = report.findings;
    // What stands in the path, with an empty span, goes when the file is renamed.
    findings.retain(|finding| finding.rule.category() == Category::Phi && !finding.span.is_empty());
    findings
}

/// `text` with every value that stands in it as it was read replaced by its surrogate.
fn masked(surrogates: &Surrogates, text: &str, findings: &[Finding]) -> String {
    let mut masked = text.to_owned();
    for finding in findings.iter().rev() {
        if &masked[finding.span.range()] == finding.value.reveal() {
            let surrogate = surrogates.surrogate(&finding.rule, &finding.value);
            masked.replace_range(finding.span.range(), &surrogate);
        }
    }
    masked
}

/// Masks every document, scans again and fails if that finds anything. Gives how much was masked.
fn nothing_is_left<'d>(
    engine: &Engine,
    documents: impl Iterator<Item = (&'d str, &'d str)>,
) -> usize {
    let surrogates = Surrogates::new([11; 32]);
    let mut found = 0;
    let mut left = Vec::new();
    for (path, text) in documents {
        let findings = scan(engine, path, text);
        found += findings.len();
        let masked = masked(&surrogates, text, &findings);
        for finding in scan(engine, path, &masked) {
            // A surrogate is nobody's, so that it may be shown.
            let value = &masked[finding.span.range()];
            let line = finding.start.line;
            left.push(format!("{} {path}:{line} {value:?}", finding.rule.id));
        }
    }
    assert!(left.is_empty(), "{} left:\n{}", left.len(), left.join("\n"));
    found
}

#[test]
fn a_masked_document_holds_no_patient() {
    let documents: Vec<_> = SEEDS.flat_map(labelled).collect();
    let texts = documents
        .iter()
        .map(|document| (document.path.as_str(), document.text.as_str()));
    let found = nothing_is_left(&safeharbor::engine(), texts);
    assert!(found > 1000, "{found} values to mask");
}

#[test]
fn a_masked_example_of_any_rule_holds_no_patient() {
    let options = Options {
        profile: "gdpr".to_owned(),
        ..Options::default()
    };
    let engine = Engine::new(pack(), options).expect("built-in rules");
    let rules = rules();
    let examples: Vec<_> = rules
        .iter()
        .filter(|rule| rule.category() == Category::Phi)
        .flat_map(|rule| rule.example_documents().expect("checked when built"))
        .filter(|example| example.expected == Expected::Match)
        .map(|example| example.document)
        .collect();
    let texts = examples.iter().map(|document| {
        let text = std::str::from_utf8(&document.bytes).expect("examples are UTF-8");
        (document.path.as_str(), text)
    });
    assert!(nothing_is_left(&engine, texts) > 100);
}
