//! Paths that are named after patients, through the whole program: found wherever a path comes from, and shown nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Output, Repo, formats, safeharbor, ssn_line};

/// A record number that no other text holds.
fn number() -> String {
    (48_213_377 + 5).to_string()
}

fn folder() -> String {
    format!("patients/{}_{}_1957-04-23", "DOE", "JANE")
}

/// All that a run printed, which holds nothing of the paths' values.
fn shown(output: &Output) -> String {
    let all = format!("{}\n{}", output.stdout, output.stderr);
    for value in [number().as_str(), "DOE_JANE", "1957-04-23"] {
        assert!(!all.contains(value), "{value} in: {all}");
    }
    all
}

#[test]
fn every_report_masks_the_path() {
    let repo = Repo::new();
    // Bytes that are no text: nothing but the path is scanned.
    repo.write(
        format!("{}/hand.jpg", folder()),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x00\x00",
    )
    .write(format!("mrn-{}.json", number()), "{}\n")
    .write(format!("{}/notes.java", folder()), ssn_line(1));
    for format in formats() {
        let output = safeharbor(repo.root(), &["scan", "--format", &format]).expect(1);
        let all = shown(&output);
        for rule in [
            "phi/name",
            "phi/date",
            "phi/photo-file",
            "phi/mrn",
            "phi/ssn",
        ] {
            assert!(all.contains(rule), "{format}: {rule} in {all}");
        }
    }
    let findings = safeharbor(repo.root(), &["scan", "--format", "jsonl"]).findings();
    let on_path = findings.iter().filter(|finding| finding["byte_end"] == 0);
    assert_eq!(on_path.count(), 6, "{findings:?}");
    let human = safeharbor(repo.root(), &["scan", "--explain"]);
    assert!(
        shown(&human).contains("  path │ patients/••••••••_••••••••••/"),
        "{}",
        human.stdout
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named_masked() {
    let repo = Repo::new();
    let path = format!("mrn-{}.json", number());
    repo.write(&path, "{}\n");
    let file = repo.root().join(&path);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o0)).expect("no permissions");
    if fs::read(&file).is_ok() {
        // Whoever runs as root reads everything.
        return;
    }
    let output = safeharbor(repo.root(), &["scan"]).expect(3);
    assert!(shown(&output).contains("mrn-••••••••.json"));
    let missing = format!("mrn-{}.txt", number());
    let output = safeharbor(repo.root(), &["scan", &missing]).expect(2);
    assert!(shown(&output).contains("no such file"));
}

#[test]
fn the_baseline_and_allowances_know_masked_paths() {
    let repo = Repo::new();
    let path = format!("mrn-{}.json", number());
    repo.write(&path, "{}\n");
    let output = safeharbor(repo.root(), &["baseline", "create"]).expect(0);
    shown(&output);
    let file = repo.root().join(".safeharbor-baseline");
    let text = fs::read_to_string(file).expect("a baseline");
    assert!(
        text.contains("mrn-••••••••.json") && !text.contains(&number()),
        "{text}"
    );
    let arguments = ["scan", "--baseline", ".safeharbor-baseline"];
    safeharbor(repo.root(), &arguments).expect(0);

    repo.write(
        "safeharbor.toml",
        "[[allow]]\npaths = [\"mrn-*.json\"]\nrules = [\"phi/*\"]\nreason = \"invented\"\n",
    );
    safeharbor(repo.root(), &["scan"]).expect(0);
}

#[test]
fn the_hook_looks_at_new_paths() {
    let named = format!("mrn-{}.txt", number());
    type Prepare = fn(&Repo, &str);
    let cases: [(&str, Prepare, i32); 6] = [
        (
            "a new file",
            |repo, named| {
                repo.stage(named, "text\n");
            },
            1,
        ),
        (
            "a new file without content",
            |repo, named| {
                repo.stage(named, "");
            },
            1,
        ),
        (
            "an old file changes",
            |repo, named| {
                repo.stage(named, "text\n").commit().stage(named, "other\n");
            },
            0,
        ),
        (
            "a pure rename to it",
            |repo, named| {
                repo.stage("plain.txt", "some text\nof two lines\n")
                    .commit();
                repo.git(&["mv", "plain.txt", named]);
            },
            1,
        ),
        (
            "a rename that keeps it",
            |repo, named| {
                repo.stage(named, "some text\nof two lines\n").commit();
                repo.git(&["mv", named, &named.replace(".txt", ".md")]);
            },
            0,
        ),
        (
            "a pointer of Git LFS",
            |repo, named| {
                let pointer = format!(
                    "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 3\n",
                    "0".repeat(64)
                );
                repo.stage(named, pointer);
            },
            1,
        ),
    ];
    for (name, prepare, status) in cases {
        let repo = Repo::new();
        prepare(&repo, &named);
        let output = repo.hook();
        let all = shown(&output);
        assert_eq!(output.status, status, "{name}: {all}");
        assert_eq!(all.contains("phi/mrn"), status == 1, "{name}: {all}");
    }
}

#[test]
fn members_of_an_archive_have_paths() {
    let repo = Repo::new();
    repo.stage(&format!("{}/a.txt", folder()), "nothing here\n")
        .commit();
    repo.git(&["archive", "--format=zip", "--output=../backup.zip", "HEAD"]);
    let arguments = ["scan", "--format", "jsonl", "../backup.zip"];
    let output = safeharbor(repo.root(), &arguments).expect(1);
    let all = shown(&output);
    assert!(all.contains("backup.zip!/patients/••••••••"), "{all}");
}
