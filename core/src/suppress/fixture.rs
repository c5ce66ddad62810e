//! Findings for the tests of this folder.

use std::sync::Arc;

use crate::document::LogicalPath;
use crate::finding::{Finding, Fingerprint, Value};
use crate::report::Excerpt;
use crate::rule::Rule;
use crate::span::{Position, Span};

/// A finding of `rule` on the first line of `path`.
pub(super) fn finding(rule: &str, path: &str, fingerprint: &str) -> Finding {
    on_lines(rule, path, fingerprint, 1, 1)
}

/// A finding that begins in line `first` and ends in line `last`.
pub(super) fn on_lines(
    rule: &str,
    path: &str,
    fingerprint: &str,
    first: usize,
    last: usize,
) -> Finding {
    Finding {
        rule: Arc::new(bare_rule(rule)),
        path: LogicalPath::new(path),
        span: Span::new(0, 1),
        start: Position {
            line: first,
            column: 1,
        },
        end: Position {
            line: last,
            column: 2,
        },
        value: Value::new("x", ""),
        confidence: 1.0,
        evidence: Vec::new(),
        fingerprint: Fingerprint(fingerprint.to_owned()),
        record: None,
        field: None,
        excerpt: Excerpt {
            line: first,
            text: String::new(),
            mark: Span::new(0, 0),
        },
    }
}

fn bare_rule(id: &str) -> Rule {
    let text = format!(
        "id = '{id}'\ntitle = 't'\nseverity = 'low'\nfix = 'f'\nexamples.match = []\nexamples.no-match = []"
    );
    toml::from_str(&text).expect("a rule")
}
