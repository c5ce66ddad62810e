//! The scan of an edited document finds what a fresh scan finds, whatever was edited in whatever kind of text.

use std::sync::LazyLock;

use proptest::prelude::*;
use safeharbor_core::{Cancellation, Document, DocumentReport, Engine, Previous, Scratch};

use crate::support::{TOKEN, engine};

static ENGINE: LazyLock<Engine> = LazyLock::new(engine);

/// What one person's lines look like in a kind of text; `@` stands for the number, `%` for a running number.
const KINDS: [(&str, &str); 19] = [
    (
        "a.py",
        "def f%(p):\n    ssn = '@'  # note %\n    return Patient(ssn='@', n=g(%))\n\n",
    ),
    (
        "a.java",
        "class P% {\r\n  String ssn = \"@\"; /* patient % */\r\n  int n = add(a, 2 * %);\r\n}\r\n",
    ),
    (
        "a.js",
        "const p% = {ssn: '@', n: %}; f(`a ${b} c`)\nlet k = x // y\n",
    ),
    (
        "a.ts",
        "interface P% { ssn: string }\nconst p%: P = {ssn: '@'}\n",
    ),
    (
        "a.go",
        "func f%() {\n\tp := Patient{SSN: \"@\", N: %}\n\ts := `raw %`\n}\n",
    ),
    (
        "a.rb",
        "def f%(p)\n  p.ssn = '@'\n  s = <<~EOT\n    patient #{p} %\n  EOT\nend\n",
    ),
    (
        "a.sh",
        "export PATIENT_SSN%='@'\ncat <<EOT\npatient %\nEOT\nf% --ssn '@'\n",
    ),
    ("a.cs", "class P% { string Ssn = \"@\"; int N => f(%); }\n"),
    ("a.php", "<?php\n$ssn% = '@'; f($a, %);\n"),
    (
        "a.rs",
        "fn f%() { let ssn = \"@\"; g(%); let s = r#\"x\"#; }\n",
    ),
    (
        "a.c",
        "#define SSN% \"@\"\nint f%(int a) { char *ssn = \"@\"; return g(a, %); }\n",
    ),
    (
        "a.cpp",
        "struct P% { std::string ssn{\"@\"}; int n = f(%); };\n",
    ),
    (
        "a.kt",
        "class P%(val n: Int) {\n  val ssn = \"@\"\n  fun f() = g(n, %)\n}\n",
    ),
    (
        "a.scala",
        "object P% {\n  val ssn = \"@\"\n  def f(n: Int) = g(n, %)\n}\n",
    ),
    (
        "a.swift",
        "struct P% {\n  let ssn = \"@\"\n  func f(n: Int) { g(n, %) }\n}\n",
    ),
    (
        "a.tf",
        "resource \"p\" \"r%\" {\n  ssn = \"@\"\n  n = f(%)\n}\n",
    ),
    ("a.json", "[{\"patient\": {\"ssn\": \"@\", \"n\": %}}]\n"),
    ("a.yaml", "- patient:\n    ssn: '@'\n    n: %\n"),
    ("a.csv", "patient_id,ssn\nAB%,@\n"),
];

/// What opens or closes something somewhere, is read as several bytes or units, or is found.
const INSERTED: [&str; 26] = [
    "",
    "",
    "",
    "a",
    " ",
    "\n",
    "\r\n",
    "\"",
    "'",
    "`",
    "/* ",
    " */",
    "// x",
    "# x",
    "{",
    "}",
    "(",
    ")",
    "<<EOT\n",
    "\\",
    "\u{e9}",
    "\u{e8}",
    "\u{1f600}",
    "void f(int ssn, int b) {}",
    concat!("ssn = '219-", "24-8001'\n"),
    TOKEN,
];

fn document(kind: usize, persons: usize) -> (&'static str, String) {
    let (path, form) = KINDS[kind];
    let person = |number: usize| {
        let value = [
            "219".to_owned(),
            "24".to_owned(),
            format!("{}", 1000 + number),
        ]
        .join("-");
        form.replace('@', &value).replace('%', &number.to_string())
    };
    (path, (0..persons).map(person).collect())
}

/// Everything that a report says.
fn facts(report: &DocumentReport) -> Vec<String> {
    let finding = |finding: &safeharbor_core::Finding| {
        format!(
            "{} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {}",
            finding.rule.id,
            finding.span,
            finding.start,
            finding.end,
            finding.excerpt,
            finding.value.reveal(),
            finding.confidence,
            finding.evidence,
            finding.record,
            finding.field,
            finding.fingerprint.0
        )
    };
    let found = report.findings.iter().map(finding);
    let hidden = report
        .suppressed
        .iter()
        .map(|(hidden, why)| format!("{why:?} {}", finding(hidden)));
    let rest = [format!(
        "{:?} {:?} {:?} {}",
        report.problems, report.notes, report.skipped, report.bytes
    )];
    found.chain(hidden).chain(rest).collect()
}

fn place(text: &str, share: usize) -> usize {
    text.floor_char_boundary(text.len() * share / 10_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_scan_after_edits_finds_what_a_fresh_scan_finds(
        kind in 0..KINDS.len(),
        persons in 1..12_usize,
        edits in prop::collection::vec((0..=10_000_usize, prop_oneof![3 => 0..4_usize, 1 => 0..80_usize], 0..INSERTED.len()), 1..10),
    ) {
        let (path, mut text) = document(kind, persons);
        let (mut previous, mut scratch) = (Previous::default(), Scratch::default());
        ENGINE.scan_edited(&Document::new(path, text.as_bytes()), &mut previous, &mut scratch);
        for (share, removed, inserted) in edits {
            let start = place(&text, share);
            let end = text.ceil_char_boundary((start + removed).min(text.len()));
            let before = text.clone();
            text.replace_range(start..end, INSERTED[inserted]);
            let document = Document::new(path, text.as_bytes());
            if removed % 2 == 0 {
                // A scan that was given up spoils nothing for the next.
                let cancellation = Cancellation::default();
                cancellation.cancel();
                scratch.heed(&cancellation);
                ENGINE.scan_edited(&document, &mut previous, &mut scratch);
                scratch.heed(&Cancellation::default());
            }
            let edited = ENGINE.scan_edited(&document, &mut previous, &mut scratch);
            let fresh = ENGINE.scan(&document, &mut Scratch::default());
            prop_assert_eq!(facts(&edited), facts(&fresh), "{:?} became {:?}", before, text);
            // Most edits break code: every other one is taken back, so that there is whole code to edit.
            if inserted % 2 == 0 {
                text = before;
            }
        }
    }
}
