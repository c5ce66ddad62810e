//! What must hold for every document, tried on the rules' examples with bytes changed, cut and repeated, and on texts made
//! to wear the readers down.

use proptest::prelude::*;
use safeharbor_core::{Document, DocumentReport, Engine, Options, Position, Scratch};

fn engine() -> Engine {
    Engine::new(safeharbor_patterns::pack(), Options::default())
        .expect("checked by the build script")
}

fn scan(engine: &Engine, path: &str, content: &[u8]) -> DocumentReport {
    engine.scan(&Document::new(path, content), &mut Scratch::default())
}

/// Line and column of a byte, counted by hand: lines end at LF, CRLF and lone CR, columns count characters, both from 1.
fn position(text: &str, at: usize) -> Position {
    let mut position = Position { line: 1, column: 1 };
    let mut before = text[..at].chars().peekable();
    while let Some(c) = before.next() {
        let inside_crlf = c == '\r' && before.peek() == Some(&'\n');
        let cut_crlf = c == '\r' && before.peek().is_none() && text[at..].starts_with('\n');
        if c == '\n' || c == '\r' && !inside_crlf && !cut_crlf {
            position.line += 1;
            position.column = 1;
        } else {
            position.column += 1;
        }
    }
    position
}

/// Whether positions can be told from the bytes: text that needs no decoding.
fn plain(content: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(content).ok()?;
    (!text.contains(['\0', '\u{feff}'])).then_some(text)
}

/// Panics unless everything holds that must hold of any report on `content`.
fn assert_sound(report: &DocumentReport, content: &[u8]) {
    let mut findings: Vec<_> = report.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.rule.category(), finding.span));
    for finding in &findings {
        let span = finding.span;
        if span.is_empty() {
            // It stands in the path, which is masked.
            assert_eq!((span.start, finding.start), (0, finding.end));
            assert!(finding.path.as_str().contains('•'), "{}", finding.path);
            continue;
        }
        assert!(
            span.start < span.end && span.end <= content.len(),
            "{span:?}"
        );
        assert!((0.5..=1.0).contains(&finding.confidence));
        assert!(finding.start <= finding.end);
        if let Some(text) = plain(content) {
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            assert_eq!(finding.start, position(text, span.start), "{span:?}");
            assert_eq!(finding.end, position(text, span.end), "{span:?}");
            let value = finding.value.reveal();
            let once = value.len() >= 6 && text.matches(value).count() == 1;
            assert!(
                !once || !finding.excerpt.text.contains(value),
                "{}",
                finding.rule.id
            );
        }
    }
    for pair in findings.windows(2) {
        let apart = pair[0].rule.category() != pair[1].rule.category()
            || !pair[0].span.overlaps(pair[1].span);
        assert!(
            apart,
            "{} {:?}, {} {:?}",
            pair[0].rule.id, pair[0].span, pair[1].rule.id, pair[1].span
        );
    }
}

/// A report as something to compare.
fn outline(report: &DocumentReport) -> Vec<(String, usize, usize, String)> {
    let line = |finding: &safeharbor_core::Finding| {
        (
            finding.rule.id.clone(),
            finding.span.start,
            finding.span.end,
            format!("{:?}", finding.fingerprint),
        )
    };
    report.findings.iter().map(line).collect()
}

/// Every example of every rule, as path and bytes.
fn samples() -> Vec<(String, Vec<u8>)> {
    let rules = safeharbor_patterns::rules();
    let documents = rules.iter().flat_map(|rule| {
        rule.example_documents()
            .expect("checked by the build script")
    });
    documents
        .map(|example| {
            (
                example.document.path.to_string(),
                example.document.bytes.into_owned(),
            )
        })
        .collect()
}

#[derive(Clone, Debug)]
enum Change {
    Replace(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat,
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        let length = content.len();
        match self {
            Self::Replace(at, byte) if length > 0 => content[at.index(length)] = *byte,
            Self::Cut(at) if length > 0 => content.truncate(at.index(length)),
            Self::Insert(at, bytes) => {
                let at = at.index(length + 1);
                content.splice(at..at, bytes.iter().copied());
            }
            Self::Repeat if length < 4096 => content.extend_from_within(..),
            _ => {}
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let telling = prop::sample::select(b"\"'|^~\\&*<>{}[](),;:=\r\n\t\0 \xff\xc3".to_vec());
    let byte = prop_oneof![any::<u8>(), telling];
    prop_oneof![
        4 => (any::<prop::sample::Index>(), byte.clone()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        1 => any::<prop::sample::Index>().prop_map(Change::Cut),
        2 => (any::<prop::sample::Index>(), prop::collection::vec(byte, 1..8))
            .prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        1 => Just(Change::Repeat),
    ]
}

#[test]
fn changed_examples_of_every_format_are_reported_soundly() {
    let (engine, samples) = (engine(), samples());
    let cases = (
        prop::sample::select(samples),
        prop::collection::vec(change(), 0..6),
    );
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&cases, |((path, mut content), changes)| {
        changes.iter().for_each(|change| change.apply(&mut content));
        let report = scan(&engine, &path, &content);
        assert_sound(&report, &content);
        prop_assert_eq!(outline(&report), outline(&scan(&engine, &path, &content)));
        Ok(())
    });
    outcome.expect("every changed example is reported soundly");
}

/// Shapes that tempt a reader into work that grows faster than the text.
#[test]
fn hostile_texts_are_read_to_their_end() {
    const LENGTH: usize = 8_000;
    let engine = engine();
    let units = [
        "patient ",
        "ssn=",
        "\"mrn\":",
        "{\"a\":[",
        "<a>",
        "PID|",
        "||||",
        "^~\\&",
        "NM1*IL*",
        "'",
        "\"",
        "\\\"",
        "((((",
        "\0",
        "name,mrn\n",
        "INSERT INTO p (ssn) VALUES (",
        "-----BEGIN ",
        "AAAA",
        "data:;base64,",
        "\r",
        "# ",
        "- a:\n ",
        "&#x41;",
    ];
    let paths = [
        "a.txt", "a.json", "a.xml", "a.hl7", "a.csv", "a.py", "a.sql", "a.yaml", "a.md", ".env",
    ];
    for unit in units {
        let content = unit.repeat(LENGTH / unit.len());
        for path in paths {
            let report = scan(&engine, path, content.as_bytes());
            assert_sound(&report, content.as_bytes());
        }
    }
}
