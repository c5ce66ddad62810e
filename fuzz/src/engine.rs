//! A whole document through all stages. The first line of an input is its path, the rest its bytes.

use std::cell::RefCell;

use safeharbor::{
    Document, DocumentReport, Engine, Explain, Finding, LogicalPath, Options, Scratch,
};

/// What stands for a hidden character in excerpts.
const HIDDEN: char = '•';

thread_local! {
    /// What is remembered from document to document.
    static REMEMBERED: RefCell<Scratch> = RefCell::default();
}

/// The document that an input is.
pub(crate) fn document(data: &[u8]) -> Document<'_> {
    let end = data.iter().position(|&byte| byte == b'\n');
    let end = end.unwrap_or(data.len());
    Document {
        path: LogicalPath::from_bytes(&data[..end]),
        bytes: data.get(end + 1..).unwrap_or_default().into(),
    }
}

pub(crate) fn checked() -> impl Fn(&[u8]) {
    let options = Options {
        explain: Explain::Yes,
        ..Options::default()
    };
    let engine = Engine::new(safeharbor::pack(), options).expect("built-in rules are checked");
    move |data| {
        let document = document(data);
        let report = engine.scan(&document, &mut Scratch::default());
        all(&report).for_each(|finding| assert_sound(finding, &document.bytes));
        let again = REMEMBERED.with_borrow_mut(|scratch| engine.scan(&document, scratch));
        assert_eq!(
            listing(&again),
            listing(&report),
            "what is remembered changes what is found"
        );
    }
}

fn all(report: &DocumentReport) -> impl Iterator<Item = &Finding> {
    let suppressed = report.suppressed.iter().map(|(finding, _)| finding);
    report
        .findings
        .iter()
        .chain(suppressed)
        .chain(&report.doubtful)
}

fn listing(report: &DocumentReport) -> Vec<(usize, usize, &str, &str)> {
    let line = |finding: &'_ Finding| (finding.span.start, finding.span.end);
    all(report)
        .map(|it| {
            let (start, end) = line(it);
            (start, end, it.rule.id.as_str(), it.fingerprint.0.as_str())
        })
        .collect()
}

/// Checks that a finding lies in the document, between characters, and that its excerpt hides it.
fn assert_sound(finding: &Finding, bytes: &[u8]) {
    let range = finding.span.range();
    assert!(bytes.get(range.clone()).is_some(), "out of bounds");
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(text.get(range).is_some(), "inside of a character");
    }
    assert!(finding.start <= finding.end);
    assert!((0.0..=1.0).contains(&finding.confidence));
    let excerpt = &finding.excerpt;
    let mask = excerpt.text.get(excerpt.mark.range());
    let mask = mask.expect("a mask inside of the excerpt");
    let hidden = mask.trim_start_matches(|c| c != HIDDEN);
    assert!(hidden.chars().all(|c| c == HIDDEN));
    // A picture's name is no secret; whose picture it is, is hidden in the folder's.
    assert!(finding.is_on_path() || !hidden.is_empty());
    assert!(!excerpt.text.contains(|c: char| c.is_control()));
}
