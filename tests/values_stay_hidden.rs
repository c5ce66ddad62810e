//! No output, whatever its form, holds a value: not whole, not five characters of it, not as a hash that can be tried out.

use std::fs;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::support::corpus::{Kind, Labelled, labelled};
use crate::support::{Repo, formats, safeharbor, safeharbor_with_input, token};

/// Values of the corpus of one seed, and what all that the program says about them comes to.
struct Leaks {
    /// What must not be seen, with the value's kind for the message.
    forbidden: Vec<(String, &'static str)>,
    outputs: usize,
}

/// So many characters of a number or a secret must not be seen.
const SHORTEST_PART: usize = 5;

/// What a leak is when an output holds a part of a hash.
const HASH: &str = "a hash of a value";

impl Leaks {
    fn of(documents: &[Labelled]) -> Self {
        let mut forbidden = Vec::new();
        for document in documents {
            for label in &document.labels {
                let value = &document.text[label.span.clone()];
                let what = match label.kind {
                    Kind::Phi => "a part of PHI",
                    Kind::Secret => "a part of a secret",
                    Kind::Neutral => continue,
                };
                forbidden.extend(
                    parts(hidden_part(value), label.kind)
                        .into_iter()
                        .map(|part| (part, what)),
                );
                forbidden.extend(hashes(value).map(|hash| (hash, HASH)));
            }
        }
        forbidden.sort_unstable();
        forbidden.dedup();
        // What the documents say around their values may be said again.
        let public: String = documents.iter().map(Labelled::without_values).collect();
        forbidden.retain(|(part, _)| !public.contains(part));
        Self {
            forbidden,
            outputs: 0,
        }
    }

    #[track_caller]
    fn look(&mut self, name: &str, output: &str) {
        assert!(!output.is_empty(), "{name}: nothing to look at");
        let without_fingerprints = without_fingerprints(output);
        for (part, what) in &self.forbidden {
            let text = match *what {
                HASH => output,
                _ => without_fingerprints.as_str(),
            };
            assert!(
                !text.contains(part.as_str()),
                "{name}: {what}, {part:?}, in:\n{output}"
            );
        }
        self.outputs += 1;
    }
}

/// An output without runs of 32 hexadecimal digits: a few digits of a value stand in some fingerprint by chance.
fn without_fingerprints(output: &str) -> String {
    let is_fingerprint =
        |word: &str| word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = output.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !is_fingerprint(word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())))
        .collect()
}

/// A secret without the prefix that all of its kind share, by what its issuer documents.
fn hidden_part(value: &str) -> &str {
    const PREFIXES: [&str; 4] = ["ghp_", "AKIA", "xoxb-", "sk_live_"];
    let prefix = PREFIXES.iter().find(|prefix| value.starts_with(**prefix));
    &value[prefix.map_or(0, |prefix| prefix.len())..]
}

/// What must not be seen of a value: all of it, and parts that no sentence holds by chance.
fn parts(value: &str, kind: Kind) -> Vec<String> {
    let letters: Vec<char> = value.chars().collect();
    let windows = letters.windows(SHORTEST_PART);
    let telling =
        windows.filter(|part| kind == Kind::Secret || part.iter().any(char::is_ascii_digit));
    telling
        .map(|part| part.iter().collect())
        .chain([value.to_owned()])
        .collect()
}

/// The first half of each hash that people reach for; nobody reverses less.
fn hashes(value: &str) -> impl Iterator<Item = String> {
    let digests: [Vec<u8>; 5] = [
        Md5::digest(value).to_vec(),
        Sha1::digest(value).to_vec(),
        Sha256::digest(value).to_vec(),
        Sha512::digest(value).to_vec(),
        blake3::hash(value.as_bytes()).as_bytes().to_vec(),
    ];
    digests.into_iter().map(|digest| {
        digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    })
}

/// A repository that holds a whole corpus, staged, and what must not be seen of it.
fn repository() -> (Repo, Leaks) {
    let documents = labelled(4711);
    let repo = Repo::new();
    for (number, document) in documents.iter().enumerate() {
        repo.write(format!("{number}/{}", document.path), &document.text);
    }
    repo.stage_all();
    (repo, Leaks::of(&documents))
}

#[test]
fn in_reports() {
    let (repo, mut leaks) = repository();
    let formats = formats();
    let written = formats
        .iter()
        .map(|format| vec!["scan", "--format", format]);
    let shown = [
        &["scan", "--explain"][..],
        &["scan", "--explain", "--min-confidence", "0.99"],
        &["scan", "--staged"],
        &["hook", "pre-commit"],
    ];
    for arguments in written.clone().chain(shown.map(<[_]>::to_vec)) {
        let output = safeharbor(repo.root(), &arguments).expect(1);
        let all = format!("{}{}", output.stdout, output.stderr);
        leaks.look(&format!("{arguments:?}"), &all);
    }
    for mut arguments in written {
        arguments.extend(["--output", "../report"]);
        safeharbor(repo.root(), &arguments).expect(1);
        let report = fs::read_to_string(repo.beside("report")).expect("a report");
        leaks.look(&format!("{arguments:?}"), &report);
    }
    assert_eq!(leaks.outputs, 2 * formats.len() + shown.len());
}

#[test]
fn in_baselines_and_suppressions() {
    let (repo, mut leaks) = repository();
    safeharbor(repo.root(), &["baseline", "create"]).expect(0);
    let file = repo.root().join(".safeharbor-baseline");
    leaks.look(
        "a new baseline",
        &fs::read_to_string(&file).expect("a baseline"),
    );
    repo.write("0/more.env", format!("GITHUB_TOKEN={}\n", token(99)));
    safeharbor(repo.root(), &["baseline", "update"]).expect(0);
    leaks.look(
        "an updated baseline",
        &fs::read_to_string(&file).expect("a baseline"),
    );
    for format in formats() {
        let arguments = [
            "scan",
            "--baseline",
            ".safeharbor-baseline",
            "--format",
            &format,
        ];
        let output = safeharbor(repo.root(), &arguments).expect(0);
        leaks.look(&format, &format!("{}{}", output.stdout, output.stderr));
    }
}

#[test]
fn in_error_messages() {
    let (repo, mut leaks) = repository();
    let documents = labelled(4711);
    // Somebody's data where the program expects its own files.
    for (number, document) in documents.iter().enumerate() {
        repo.write("wrong.toml", &document.text);
        for arguments in [
            &["scan", "--config", "wrong.toml"][..],
            &["scan", "--baseline", "wrong.toml"],
            &["rules", "test", "wrong.toml"],
        ] {
            let output = safeharbor(repo.root(), arguments);
            assert!(
                matches!(output.status, 2 | 3),
                "{number} {arguments:?}: {}",
                output.stderr
            );
            leaks.look(
                &format!("{number} {arguments:?}"),
                &format!("{}{}", output.stdout, output.stderr),
            );
        }
    }
}

#[test]
fn on_standard_input() {
    let documents = labelled(4711);
    let mut leaks = Leaks::of(&documents);
    let folder = tempfile::tempdir().expect("a folder");
    for document in &documents {
        let arguments = ["scan", "--stdin", "--stdin-path", &document.path];
        let output =
            safeharbor_with_input(folder.path(), &arguments, document.text.as_bytes()).expect(1);
        leaks.look(
            &document.path,
            &format!("{}{}", output.stdout, output.stderr),
        );
    }
}
