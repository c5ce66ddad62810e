//! `safeharbor scan` on real folders.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;

use crate::support::{
    Repo, formats, safeharbor, safeharbor_with_input, ssn_line, start, token, token_line,
};

fn paths(repo: &Repo, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["scan", "--format", "jsonl"];
    all.extend(arguments);
    let output = safeharbor(repo.root(), &all);
    assert!(matches!(output.status, 0 | 1), "{}", output.stderr);
    let text =
        |finding: &serde_json::Value| finding["path"].as_str().unwrap_or_default().to_owned();
    output.findings().iter().map(text).collect()
}

#[test]
fn what_is_walked() {
    let repo = Repo::new();
    repo.stage(".gitignore", "ignored.env\ntracked.env\n")
        .write(".ignore", "plain.env\n");
    for name in [
        "plain.env",
        ".env",
        ".hidden/x.env",
        "ignored.env",
        "tracked.env",
        "sub/deep/y.env",
    ] {
        repo.write(name, token_line(1));
    }
    repo.git(&["add", "--force", "tracked.env"]);
    symlink("plain.env", repo.root().join("link.env")).expect("a link");
    let expected = [
        ".env",
        ".hidden/x.env",
        "plain.env",
        "sub/deep/y.env",
        "tracked.env",
    ];
    assert_eq!(paths(&repo, &[]), expected);
    assert_eq!(paths(&repo, &["."]), expected);
    assert_eq!(paths(&repo, &["--threads", "1"]), expected);
    assert_eq!(paths(&repo, &["--no-ignore"]).len(), expected.len() + 1);
    assert_eq!(
        paths(&repo, &["ignored.env"]),
        ["ignored.env"],
        "named on the command line"
    );
    assert_eq!(
        paths(&repo, &["sub", ".hidden"]),
        [".hidden/x.env", "sub/deep/y.env"]
    );
    assert_eq!(
        paths(&repo, &["link.env"]),
        ["link.env"],
        "a link that is named is followed"
    );
    assert_eq!(paths(&repo, &["--staged"]), ["tracked.env"]);
}

#[test]
fn many_files_come_in_order_on_any_number_of_threads() {
    let repo = Repo::new();
    for number in 0..300 {
        repo.write(format!("f{number:03}.env"), token_line(number));
    }
    let one = paths(&repo, &["--threads", "1"]);
    assert_eq!(one.len(), 300);
    assert!(one.is_sorted());
    assert_eq!(one, paths(&repo, &["--threads", "4"]));
}

#[test]
fn exit_status_and_last_line() {
    let repo = Repo::new();
    let nothing = safeharbor(repo.root(), &["scan"]).expect(0);
    assert!(
        nothing.stderr.contains("nothing was scanned"),
        "{}",
        nothing.stderr
    );
    repo.write("a.txt", "clean\n");
    let clean = safeharbor(repo.root(), &["scan"]).expect(0);
    assert!(
        clean.stderr.contains("nothing found in 1 file"),
        "{}",
        clean.stderr
    );
    assert_eq!(clean.stdout, "");
    repo.write("b.env", token_line(1));
    let found = safeharbor(repo.root(), &["scan"]).expect(1);
    assert!(
        found.stdout.contains("b.env") && !found.stdout.contains(&token(1)),
        "{}",
        found.stdout
    );
    let missing = safeharbor(repo.root(), &["scan", "nowhere"]).expect(2);
    assert!(
        missing.stderr.contains("nowhere: no such file"),
        "{}",
        missing.stderr
    );
}

#[test]
fn what_cannot_be_read_makes_the_scan_incomplete() {
    let repo = Repo::new();
    symlink("nowhere", repo.root().join("dangling")).expect("a link");
    repo.write("b.env", token_line(1));
    let output = safeharbor(repo.root(), &["scan", "dangling", "b.env"]).expect(3);
    assert!(
        output.stderr.contains("dangling") && output.stderr.contains("INCOMPLETE"),
        "{}",
        output.stderr
    );
    assert!(
        output.stdout.contains("b.env"),
        "findings are shown all the same: {}",
        output.stdout
    );

    let locked = repo.root().join("locked.txt");
    repo.write("locked.txt", "a\n");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("a mode");
    // Whoever may read everything (root) cannot see this one fail.
    if fs::read(&locked).is_err() {
        let output = safeharbor(repo.root(), &["scan", "."]).expect(3);
        assert!(output.stderr.contains("locked.txt"), "{}", output.stderr);
    }
}

#[test]
fn standard_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let java = format!("class PatientTest {{\n{}}}\n", ssn_line(1));
    let arguments = [
        "scan",
        "--stdin",
        "--stdin-path",
        "src/PatientTest.java",
        "--format",
        "jsonl",
    ];
    let output = safeharbor_with_input(folder.path(), &arguments, java.as_bytes()).expect(1);
    let findings = output.findings();
    assert_eq!(findings[0]["path"], "src/PatientTest.java");
    assert_eq!(findings[0]["rule"], "phi/ssn");
    assert_eq!(findings[0]["identifier"], "G");
    assert_eq!(findings[0]["line"], 2);
    safeharbor_with_input(folder.path(), &["scan", "--stdin"], b"").expect(0);
    let large = format!("{}{}", "plain text\n".repeat(1 << 20), token_line(1));
    let output = safeharbor_with_input(
        folder.path(),
        &["scan", "--stdin", "--format", "jsonl"],
        large.as_bytes(),
    )
    .expect(1);
    assert_eq!(output.findings()[0]["line"], (1 << 20) + 1);
}

#[test]
fn every_form_holds_the_same_findings_and_no_value() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1))
        .write("b.env", token_line(2));
    for format in formats() {
        let output = safeharbor(
            repo.root(),
            &["scan", "--format", &format, "--output", "../report"],
        )
        .expect(1);
        assert_eq!(output.stdout, "");
        let report = fs::read_to_string(repo.beside("report")).expect("a report");
        for seed in [1, 2] {
            assert!(!report.contains(&token(seed)), "{format}: {report}");
        }
        let count = match format.as_str() {
            "human" => report.matches("^^^").count().min(2),
            "jsonl" => report.lines().count(),
            "json" => parsed(&report)["findings"].as_array().map_or(0, Vec::len),
            "sarif" => parsed(&report)["runs"][0]["results"]
                .as_array()
                .map_or(0, Vec::len),
            new => panic!("how many findings does a report in {new} hold?"),
        };
        assert_eq!(count, 2, "{format}: {report}");
    }
}

fn parsed(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn thresholds_drop_findings() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1));
    assert_eq!(paths(&repo, &["--min-severity", "low"]), ["a.env"]);
    assert_eq!(paths(&repo, &["--min-confidence", "0"]), ["a.env"]);
    let strict = paths(&repo, &["--min-confidence", "1"]);
    assert!(strict.len() <= 1);
    repo.write("P.java", ssn_line(1));
    assert_eq!(paths(&repo, &["--profile", "secrets-only"]), ["a.env"]);
    let flag: &[&str] = &["scan", "--profile", "nonsense"];
    repo.write("safeharbor.toml", "profile = \"nonsense\"\n");
    for (arguments, whence) in [(flag, "--profile: no"), (&["scan"], "safeharbor.toml: no")] {
        let unknown = safeharbor(repo.root(), arguments).expect(2);
        for said in [whence, "profile is called nonsense", "hipaa-safe-harbor"] {
            assert!(unknown.stderr.contains(said), "{}", unknown.stderr);
        }
    }
}

#[test]
fn comments_allow_with_a_reason() {
    let repo = Repo::new();
    let line = |comment: &str| format!("{} # {comment}\n", token_line(1).trim_end());
    repo.write(
        "a.env",
        line("safeharbor:allow secret/github-pat reason=\"revoked\""),
    );
    let hidden = safeharbor(repo.root(), &["scan"]).expect(0);
    assert!(hidden.stderr.contains("1 suppressed"), "{}", hidden.stderr);
    repo.write("a.env", line("gitleaks:allow"));
    safeharbor(repo.root(), &["scan"]).expect(0);
    repo.write(
        "a.env",
        line("safeharbor:allow secret/github-pat reason=\"revoked\" until=2020-01-31"),
    );
    let expired = safeharbor(repo.root(), &["scan"]).expect(1);
    assert!(
        expired.stdout.contains("expired on 2020-01-31"),
        "{}",
        expired.stdout
    );
}

#[test]
fn explanations_are_for_people() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1));
    let output = safeharbor(repo.root(), &["scan", "--explain"]).expect(1);
    assert!(output.stdout.contains("confidence"), "{}", output.stdout);
    safeharbor(repo.root(), &["scan", "--explain", "--format", "jsonl"]).expect(2);
}

#[test]
fn a_reader_that_leaves_ends_the_scan_quietly() {
    let repo = Repo::new();
    for number in 0..2000 {
        repo.write(format!("{number}.env"), token_line(number));
    }
    let mut child = start(repo.root(), &["scan", "--format", "jsonl"], Stdio::piped());
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*stderr), (Some(1), ""));
}

/// A file of one page, without the table of its objects: readers mend that.
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
    let length = content.len();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {length}>>\nstream\n{content}\nendstream"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let objects = objects.iter().enumerate();
    let objects = objects.map(|(at, object)| format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    let body: String = objects.collect();
    format!("%PDF-1.7\n{body}trailer\n<</Size 6/Root 1 0 R>>\n").into_bytes()
}

#[test]
fn pages_of_a_pdf_are_texts() {
    let repo = Repo::new();
    let number = 7_000_000 + 654_321;
    repo.write("letter.pdf", pdf(&format!("Patient: J. R., MRN: {number}")));
    let arguments = ["scan", "--format", "jsonl"];
    let output = safeharbor(repo.root(), &arguments).expect(1);
    let findings = output.findings();
    assert_eq!(findings[0]["path"], "letter.pdf!/page-1.txt");
    assert_eq!(findings[0]["rule"], "phi/mrn");
    assert!(!output.stdout.contains(&number.to_string()));

    repo.write("letter.pdf", "%PDF-1.7\nnothing of the kind\n");
    let output = safeharbor(repo.root(), &["scan"]).expect(0);
    for said in [
        "letter.pdf: could not be read whole",
        "; 1 file could not be read whole",
    ] {
        assert!(output.stderr.contains(said), "{}", output.stderr);
    }
}
