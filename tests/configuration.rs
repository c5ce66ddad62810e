//! `safeharbor.toml`: where it is found, what it changes, and what its errors say.

use std::fs;

use crate::support::{Repo, safeharbor, ssn_line, token_line};

const ALLOW_DOCS: &str = "[[allow]]\npaths = [\"docs/\"]\nreason = \"manual\"\n";

#[test]
fn init_writes_one_and_never_overwrites() {
    let repo = Repo::new();
    safeharbor(repo.root(), &["init"]).expect(0);
    let text = fs::read_to_string(repo.root().join("safeharbor.toml")).expect("a file");
    assert!(text.contains("[[allow]]"), "{text}");
    safeharbor(repo.root(), &["scan"]).expect(0);
    let again = safeharbor(repo.root(), &["init"]).expect(2);
    assert!(
        again.stderr.contains("safeharbor.toml: exists already"),
        "{}",
        again.stderr
    );
}

#[test]
fn the_nearest_one_counts_and_the_command_line_wins() {
    let repo = Repo::new();
    repo.write("safeharbor.toml", ALLOW_DOCS)
        .write("docs/a.env", token_line(1))
        .write("src/b.env", token_line(2));
    let found = safeharbor(repo.root(), &["scan", "--format", "jsonl"]).expect(1);
    assert_eq!(found.findings().len(), 1);
    assert!(
        found.stderr.contains("1 allowed by configuration"),
        "{}",
        found.stderr
    );
    // from a subfolder, the paths of the configuration stay what they are
    safeharbor(&repo.root().join("docs"), &["scan", "a.env"]).expect(0);
    safeharbor(&repo.root().join("src"), &["scan", "../docs"]).expect(0);
    safeharbor(
        repo.root(),
        &["scan", &repo.root().join("docs").to_string_lossy()],
    )
    .expect(0);
    // each path by its own configuration
    repo.write("src/safeharbor.toml", "min-severity = \"low\"\n");
    safeharbor(repo.root(), &["scan", "docs"]).expect(0);
    let both = safeharbor(repo.root(), &["scan", "--format", "jsonl", "docs", "src"]).expect(1);
    assert_eq!(both.findings().len(), 1);
    // one that is named
    fs::write(repo.beside("other.toml"), "").expect("written");
    let named = safeharbor(
        repo.root(),
        &["scan", "--format", "jsonl", "--config", "../other.toml"],
    )
    .expect(1);
    assert_eq!(named.findings().len(), 2);
}

#[test]
fn rules_can_be_disabled_added_and_reweighed() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1))
        .write("P.java", ssn_line(1));
    let rules = |config: &str| -> Vec<String> {
        repo.write("safeharbor.toml", config);
        let output = safeharbor(
            repo.root(),
            &["scan", "--format", "jsonl", "a.env", "P.java"],
        );
        let findings = output.findings();
        findings
            .iter()
            .map(|finding| format!("{} {}", finding["rule"], finding["severity"]).replace('"', ""))
            .collect()
    };
    assert_eq!(
        rules(""),
        ["phi/ssn critical", "secret/github-pat critical"]
    );
    assert_eq!(
        rules("[rules]\ndisable = [\"phi/*\"]\n"),
        ["secret/github-pat critical"]
    );
    assert_eq!(
        rules("min-severity = \"high\"\n[rules.severity]\n\"phi/ssn\" = \"low\"\n"),
        ["secret/github-pat critical"]
    );
}

#[test]
fn errors_say_where_and_what() {
    let cases = [
        ("colour = 1\n", "unknown key `colour`"),
        ("min-severity = \"awful\"\n", "line 1"),
        ("[[allow]]\npaths = [\"a\"]\n", "expected `reason`"),
        (
            "[rules]\ndisable = [\"phi/nothing\"]\n",
            "no rule has an id like `phi/nothing`",
        ),
        ("[rules\n", "line 1"),
        ("baseline = \"nowhere\"\n", "nowhere: no such baseline"),
        (
            "[[rule]]\nid = \"secret/x\"\ntitle = \"x\"\nseverity = \"low\"\nfix = \"x\"\nkeywords = [\"abc\"]\nregex = \"abc(\"\nexamples.match = [\"abc\"]\nexamples.no-match = [\"b\"]\n",
            "secret/x",
        ),
    ];
    for (config, expected) in cases {
        let repo = Repo::new();
        repo.write("safeharbor.toml", config).write("a.txt", "a\n");
        let output = safeharbor(repo.root(), &["scan"]).expect(2);
        assert!(
            output.stderr.contains(expected),
            "{config}: {}",
            output.stderr
        );
        assert!(output.stderr.contains("safeharbor"), "{}", output.stderr);
    }
    let repo = Repo::new();
    let output = safeharbor(repo.root(), &["scan", "--config", "nowhere.toml"]).expect(2);
    assert!(
        output.stderr.contains("nowhere.toml: no such file"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_size_limit_is_a_policy() {
    let repo = Repo::new();
    repo.write("safeharbor.toml", "max-file-size = \"1 kB\"\n")
        .write("a.env", token_line(1).repeat(100));
    let output = safeharbor(repo.root(), &["scan", "a.env"]).expect(0);
    assert!(output.stderr.contains("1 too large"), "{}", output.stderr);
}

#[test]
fn allowances_that_hide_nothing_are_reported() {
    let repo = Repo::new();
    repo.write("safeharbor.toml", ALLOW_DOCS)
        .write("a.txt", "a\n");
    let whole = safeharbor(repo.root(), &["scan"]).expect(0);
    assert!(
        whole.stderr.contains("safeharbor.toml:1: hides nothing"),
        "{}",
        whole.stderr
    );
    let part = safeharbor(repo.root(), &["scan", "a.txt"]).expect(0);
    assert!(!part.stderr.contains("hides nothing"), "{}", part.stderr);
}

#[test]
fn hooks_read_it_from_the_index() {
    let repo = Repo::new();
    repo.stage("docs/a.env", token_line(1))
        .write("safeharbor.toml", ALLOW_DOCS);
    repo.hook().expect(1);
    repo.git(&["add", "safeharbor.toml"]);
    let allowed = repo.hook().expect(0);
    assert!(
        allowed.stderr.contains("1 allowed by configuration"),
        "{}",
        allowed.stderr
    );
    repo.write("safeharbor.toml", "nonsense");
    repo.hook().expect(0);
    repo.git(&["add", "safeharbor.toml"]);
    let wrong = repo.hook().expect(2);
    assert!(
        wrong.stderr.contains("safeharbor.toml (as staged)"),
        "{}",
        wrong.stderr
    );
    assert!(wrong.stderr.contains("--no-verify"), "{}", wrong.stderr);
}
