//! Markers of other tools, honoured for secrets so that a team can change tools without touching its code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::span::LineIndex;

/// Which lines a marker speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The line that it stands in.
    Line,
    /// The line after.
    NextLine,
}

/// How a marker begins and what decides about the rest; in lower case.
const MARKERS: [(&str, Reading); 11] = [
    ("gitleaks:allow", Reading::Whole(Scope::Line)),
    ("betterleaks:allow", Reading::Whole(Scope::Line)),
    ("trufflehog:ignore", Reading::Whole(Scope::Line)),
    ("ggignore", Reading::Whole(Scope::Line)),
    ("noseyparker:ignore", Reading::Whole(Scope::Line)),
    ("kingfisher:ignore", Reading::Whole(Scope::Line)),
    ("secretlint-disable-line", Reading::Whole(Scope::Line)),
    (
        "secretlint-disable-next-line",
        Reading::Whole(Scope::NextLine),
    ),
    ("pragma: allowlist", Reading::Pragma),
    ("pragma: whitelist", Reading::Pragma),
    ("noqa:", Reading::Codes),
];

#[derive(Clone, Copy, Debug)]
enum Reading {
    /// The marker is complete.
    Whole(Scope),
    /// detect-secrets: `secret` or `nextline secret` follows.
    Pragma,
    /// flake8 and ruff: a list of codes follows.
    Codes,
}

/// Codes of flake8-bandit for hard-coded passwords.
const PASSWORD_CODES: [&str; 3] = ["s105", "s106", "s107"];

/// How much of the text behind the head of a marker is looked at.
const TAIL: usize = 64;

static HEADS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true);
    builder.build(MARKERS.map(|(head, _)| head)).ok()
});

/// Every line that some marker speaks about, with the line of the marker. One pass over the text.
pub(super) fn marked_lines(text: &str, lines: &LineIndex) -> BTreeMap<usize, usize> {
    let mut marked = BTreeMap::new();
    let Some(heads) = &*HEADS else {
        return marked;
    };
    for found in heads.find_iter(text) {
        let joined = text[..found.start()].ends_with(|c: char| c.is_alphanumeric());
        let (_, reading) = MARKERS[found.pattern().as_usize()];
        let line = lines.line(found.start());
        match scope(reading, &text[found.end()..]) {
            Some(Scope::Line) if !joined => marked.insert(line, line),
            Some(Scope::NextLine) if !joined => marked.insert(line + 1, line),
            _ => continue,
        };
    }
    marked
}

/// What the marker means with the text that follows its head.
fn scope(reading: Reading, after: &str) -> Option<Scope> {
    let tail = after[..after.floor_char_boundary(TAIL)]
        .lines()
        .next()
        .unwrap_or_default();
    let tail = tail.to_ascii_lowercase();
    match reading {
        Reading::Whole(scope) => {
            let goes_on = tail.starts_with(|c: char| c.is_alphanumeric());
            (!goes_on).then_some(scope)
        }
        Reading::Pragma => {
            let tail = tail.trim_start_matches([' ', '-']);
            match tail.strip_prefix("nextline") {
                Some(tail) => tail[..]
                    .trim_start_matches([' ', '-'])
                    .starts_with("secret")
                    .then_some(Scope::NextLine),
                None => tail.starts_with("secret").then_some(Scope::Line),
            }
        }
        Reading::Codes => {
            let mut codes = tail.split([',', ' ', '\t']);
            codes
                .any(|code| PASSWORD_CODES.contains(&code))
                .then_some(Scope::Line)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_other_tools() {
        let cases: [(&str, &[usize]); 16] = [
            ("x # gitleaks:allow", &[1]),
            ("x // betterleaks:allow", &[1]),
            ("x // trufflehog:ignore", &[1]),
            ("x /* ggignore */", &[1]),
            ("x # kingfisher:ignore\n", &[1]),
            ("x # noseyparker:ignore", &[1]),
            ("x // secretlint-disable-line", &[1]),
            ("// secretlint-disable-next-line\nx", &[2]),
            ("x # pragma: allowlist secret", &[1]),
            ("x # Pragma: whitelist secret", &[1]),
            ("# pragma: allowlist nextline secret\nx", &[2]),
            ("x # pragma: allowlist something", &[]),
            ("x  # noqa: E501,S105", &[1]),
            ("x  # noqa: E501", &[]),
            ("x # notggignore", &[]),
            ("x # ggignored", &[]),
        ];
        for (text, expected) in cases {
            let marked = marked_lines(text, &LineIndex::new(text));
            assert_eq!(
                marked.keys().copied().collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn looks_at_a_bounded_tail() {
        let text = format!("noqa: é{}", "é".repeat(200));
        assert!(marked_lines(&text, &LineIndex::new(&text)).is_empty());
    }
}
