//! Baselines: written once, kept through moves and renames, and in a hook no cover for a new value.

use std::fs;

use crate::support::{Repo, safeharbor, token, token_line};

const NAME: &str = ".safeharbor-baseline";
const CONFIG: &str = "baseline = \".safeharbor-baseline\"\n";

fn baseline(repo: &Repo) -> String {
    fs::read_to_string(repo.root().join(NAME)).expect("a baseline")
}

#[test]
fn created_used_and_brought_up_to_date() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1))
        .write("sub/b.env", token_line(2));
    let created = safeharbor(repo.root(), &["baseline", "create"]).expect(0);
    assert!(
        created.stderr.contains("2 entries") && created.stderr.contains("baseline = "),
        "{}",
        created.stderr
    );
    let text = baseline(&repo);
    assert!(
        text.contains("a.env") && text.contains("sub/b.env") && !text.contains(&token(1)),
        "{text}"
    );
    safeharbor(repo.root(), &["baseline", "create"]).expect(2);

    safeharbor(repo.root(), &["scan"]).expect(1);
    let used = safeharbor(repo.root(), &["scan", "--baseline", NAME]).expect(0);
    assert!(used.stderr.contains("2 suppressed"), "{}", used.stderr);
    repo.write("safeharbor.toml", CONFIG);
    safeharbor(repo.root(), &["scan"]).expect(0);
    safeharbor(&repo.root().join("sub"), &["scan", "b.env"]).expect(0);
    safeharbor(repo.root(), &["scan", &repo.root().to_string_lossy()]).expect(0);

    // moved lines and a renamed file
    repo.write("a.env", format!("first=1\nsecond=2\n{}", token_line(1)));
    safeharbor(repo.root(), &["scan"]).expect(0);
    fs::rename(repo.root().join("a.env"), repo.root().join("c.env")).expect("renamed");
    safeharbor(repo.root(), &["scan"]).expect(0);

    // a reason survives an update, an entry without a finding does not
    let reasoned: String = text
        .lines()
        .map(|line| {
            if line.contains(" a.env") {
                format!("{line} reason=\"old one\"\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    repo.write(NAME, reasoned);
    fs::remove_file(repo.root().join("sub/b.env")).expect("removed");
    let stale = safeharbor(repo.root(), &["scan"]).expect(0);
    assert!(stale.stderr.contains("hides nothing"), "{}", stale.stderr);
    safeharbor(&repo.root().join("sub"), &["baseline", "update"]).expect(0);
    let text = baseline(&repo);
    assert!(
        text.contains("c.env") && text.contains("old one") && !text.contains("b.env"),
        "{text}"
    );
    safeharbor(repo.root(), &["baseline", "update"]).expect(0);
    assert_eq!(baseline(&repo), text, "nothing changed, so nothing changes");
}

#[test]
fn errors() {
    let repo = Repo::new();
    let missing = safeharbor(repo.root(), &["baseline", "update"]).expect(2);
    assert!(
        missing.stderr.contains("baseline create"),
        "{}",
        missing.stderr
    );
    let missing = safeharbor(repo.root(), &["scan", "--baseline", "nowhere"]).expect(2);
    assert!(
        missing.stderr.contains("nowhere: no such baseline"),
        "{}",
        missing.stderr
    );
    repo.write("bad", "\nnonsense\n");
    let wrong = safeharbor(repo.root(), &["scan", "--baseline", "bad"]).expect(2);
    assert!(wrong.stderr.contains("bad:2"), "{}", wrong.stderr);
}

/// In a hook an entry hides a finding only while the same value stood there before.
#[test]
fn a_hook_shows_a_value_that_replaces_an_accepted_one() {
    let repo = Repo::new();
    repo.write("a.env", token_line(1))
        .write("safeharbor.toml", CONFIG);
    safeharbor(repo.root(), &["baseline", "create"]).expect(0);

    repo.git(&["add", "a.env", "safeharbor.toml"]);
    let not_staged = repo.hook().expect(2);
    assert!(
        not_staged.stderr.contains("git add .safeharbor-baseline"),
        "{}",
        not_staged.stderr
    );
    repo.stage_all().commit();

    // the accepted value on a line that has been indented
    repo.stage("a.env", format!("  {}", token_line(1)));
    let same = repo.hook().expect(0);
    assert!(same.stderr.contains("1 suppressed"), "{}", same.stderr);
    // another value with the same fingerprint
    repo.stage("a.env", token_line(2));
    let other = repo.hook().expect(1);
    assert!(other.stdout.contains("a.env"), "{}", other.stdout);
    safeharbor(repo.root(), &["scan", "a.env"]).expect(0);
}

/// No index has such a file, whatever the configuration of a repository names.
#[test]
fn a_baseline_that_is_no_file_of_the_index_is_not_staged() {
    let by_library =
        ["", "folder", "../outside", "/etc/hostname", "a\\u0000b"].map(|it| ("sha1", it));
    // These are read by git's own commands.
    let by_git = ["", "folder"].map(|it| ("sha256", it));
    for (format, name) in by_library.into_iter().chain(by_git) {
        let repo = Repo::with_format(&[&format!("--object-format={format}")]);
        repo.stage("folder/a.txt", "a\n");
        repo.stage("safeharbor.toml", format!("baseline = \"{name}\"\n"));
        let blocked = repo.hook().expect(2).stderr;
        assert!(blocked.contains("is not staged"), "{name}: {blocked}");
    }
}
