//! A document that arrives in windows gives what it gives as a whole.

use super::*;
use crate::finding::Finding;
use crate::rule::parse_rules;
use crate::span::{Position, Span};

const RULES: &str = r#"
[[rule]]
id = "phi/ssn"
title = "SSN"
identifier = "G"
severity = "critical"
fields = ["ssn"]
hl7v2 = ["PID-19.1"]
x12 = ["REF*SY-02"]
value = '\d{3}-?\d{2}-?\d{4}'
fix = "Remove it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "secret/token"
title = "Token"
severity = "high"
keywords = ["acme_"]
regex = 'acme_[a-z0-9]{16}'
fix = "Revoke it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "secret/private-key"
title = "Private key"
severity = "critical"
keywords = ["-----begin acme key"]
regex = '-----BEGIN ACME KEY-----[A-Za-z0-9+/=\s]{64,}-----END ACME KEY-----'
reach = 8192
fix = "Revoke it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]
"#;

fn engine() -> Engine {
    let pack = Pack {
        rules: parse_rules("test.toml", RULES).expect("the pack is right"),
        ..Pack::default()
    };
    Engine::new(pack, Options::default()).expect("the pack is right")
}

fn places(findings: &[Finding]) -> Vec<(String, Span, Position, Position, String)> {
    let place = |it: &Finding| {
        let text = it.excerpt.text.clone();
        (it.rule.id.clone(), it.span, it.start, it.end, text)
    };
    findings.iter().map(place).collect()
}

fn in_windows(engine: &Engine, path: &str, bytes: &[u8], size: usize) -> DocumentReport {
    let windows = Windows::with_size(bytes, size).expect("a slice reads");
    let windows = windows.expect("the content is text");
    let mut kept = DocumentReport::default();
    let path = LogicalPath::new(path);
    let report = engine.windows(&path, windows, &mut Scratch::default(), &mut kept);
    report.expect("a slice reads").with_findings_of(kept)
}

/// A number that no list of samples holds.
fn ssn(n: usize) -> String {
    format!(
        "{:03}-{:02}-{:04}",
        400 + n % 90,
        10 + n % 80,
        1000 + n * 7 % 8000
    )
}

/// Rows up to a length that takes some windows.
fn document(row: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut n = 0;
    while text.len() < 90_000 {
        text.push_str(&row(n));
        n += 1;
    }
    text
}

fn documents() -> Vec<(&'static str, String)> {
    let header = "id,ssn,note\n";
    let interchange = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *240101*1200*^*00501*000000001*0*P*:~\n";
    let key = format!(
        "-----BEGIN ACME KEY-----\n{}-----END ACME KEY-----\n",
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n".repeat(6)
    );
    vec![
        (
            "a.csv",
            format!(
                "{header}{}",
                document(|n| format!("{n},{},\"said é, then left\"\n", ssn(n)))
            ),
        ),
        (
            "a.hl7",
            document(|n| {
                format!(
                    "MSH|^~\\&|A|B|C|D|20240101||ADT^A01|{n}|P|2.5\rPID|1||||||||||||||||||{}\r",
                    ssn(n)
                )
            }),
        ),
        (
            "a.ndjson",
            document(|n| format!("{{\"id\": {n}, \"ssn\": \"{}\"}}\n", ssn(n))),
        ),
        (
            "a.edi",
            format!(
                "{interchange}{}",
                document(|n| format!(
                    "NM1*IL*1*ROE*JANE****MI*X{n}~\nREF*SY*{}~\n",
                    ssn(n).replace('-', "")
                ))
            ),
        ),
        (
            "a.py",
            document(|n| {
                format!(
                    "def f{n}():\n    ssn = '{}'\n    t = 'acme_{:016}'\n",
                    ssn(n),
                    n
                )
            }),
        ),
        (
            "a.txt",
            document(|n| format!("{key}line {n} acme_{n:016} and SSN: {}\n", ssn(n))),
        ),
        (
            "a.yaml",
            document(|n| format!("k{n}: |\n  {}\n", key.replace('\n', "\n  "))),
        ),
        ("line.txt", document(|n| format!("and acme_{n:016} é "))),
    ]
}

#[test]
fn windows_give_what_the_whole_gives() {
    let engine = engine();
    for (path, text) in documents() {
        let whole = engine.scan(
            &Document::new(path, text.as_bytes()),
            &mut Scratch::default(),
        );
        assert!(
            whole.findings.len() >= 100,
            "{path}: {}",
            whole.findings.len()
        );
        for size in [30_000, 61_001] {
            let cut = in_windows(&engine, path, text.as_bytes(), size);
            let (one, other) = (places(&whole.findings), places(&cut.findings));
            let different = one.iter().zip(&other).find(|(a, b)| a != b);
            assert_eq!(different, None, "{path} in windows of {size}");
            assert_eq!(one.len(), other.len(), "{path} in windows of {size}");
        }
    }
}

#[test]
fn windows_of_other_encodings_too() {
    let engine = engine();
    let (path, text) = documents().swap_remove(0);
    let bytes: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let whole = engine.scan(
        &Document::new(path, bytes.as_slice()),
        &mut Scratch::default(),
    );
    let cut = in_windows(&engine, path, &bytes, 40_000);
    assert!(whole.findings.len() >= 100);
    assert_eq!(places(&whole.findings), places(&cut.findings));
}

#[test]
fn comments_are_noted_once() {
    let engine = engine();
    let marker = concat!("safeharbor", ":allow secret/token reason=\"x\"");
    let text = document(|n| format!("x = {n} # {marker}\n"));
    let whole = engine.scan(
        &Document::new("a.py", text.as_bytes()),
        &mut Scratch::default(),
    );
    let cut = in_windows(&engine, "a.py", text.as_bytes(), 40_000);
    assert!(whole.notes.len() >= 100);
    assert_eq!(whole.notes, cut.notes);
}

#[test]
fn names_without_end_are_forgotten_and_values_found() {
    let lines = (0..5000).map(|n| format!("K{n}_SSN={}\n", ssn(n)));
    let text: String = lines.collect();
    let report = in_windows(&engine(), "a.env", text.as_bytes(), 4096);
    assert_eq!(report.findings.len(), 5000);
    let mut fingerprints: Vec<_> = report.findings.iter().map(|it| &it.fingerprint).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), 5000, "no name is taken for another");
    let problems: Vec<_> = report.problems.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(problems, ["more than 3000 names of fields"]);
}
