//! Renames, copies and merges: what is moved or comes from a parent is not new.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{CLEAN, Case, FINDINGS, INCOMPLETE, around, check};
use crate::support::{Repo, token_line};

#[test]
fn moved_content_is_not_new() {
    check(&[
        Case {
            name: "pure rename",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.git(&["mv", "a.env", "b.env"]);
            },
            status: CLEAN,
            says: &["1 without new lines"],
        },
        Case {
            name: "rename with a new line",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.git(&["mv", "a.env", "b.env"]);
                repo.stage("b.env", around(&token_line(1)) + "more\n");
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "rename with a new secret",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.git(&["mv", "a.env", "b.env"]);
                repo.stage("b.env", around(&token_line(1)) + &token_line(2));
            },
            status: FINDINGS,
            says: &["b.env", "1 secret in 1 file"],
        },
        Case {
            name: "exact copy of an unchanged file",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.stage("b.env", around(&token_line(1)));
            },
            status: CLEAN,
            says: &["1 without new lines"],
        },
        Case {
            name: "similar copy of a changed file",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.stage("a.env", around(&token_line(1)) + "more\n");
                repo.stage("b.env", around(&token_line(1)) + "other\n");
            },
            status: CLEAN,
            says: &["nothing found in 2 files"],
        },
        Case {
            name: "change of mode",
            prepare: |repo| {
                repo.stage("a.env", token_line(1)).commit();
                let file = repo.root().join("a.env");
                fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("a mode");
                repo.stage_all();
            },
            status: CLEAN,
            says: &["1 without new lines"],
        },
    ]);
}

#[test]
fn merges_answer_for_what_no_parent_has() {
    /// Two branches that both hold secrets and conflict in `a.txt`.
    fn diverge(repo: &Repo) {
        repo.stage("a.txt", "base\n").commit();
        repo.git(&["checkout", "-q", "-b", "theirs"]);
        repo.stage("a.txt", "theirs\n")
            .stage("theirs.env", around(&token_line(1)))
            .commit();
        repo.git(&["checkout", "-q", "main"]);
        repo.stage("a.txt", "ours\n")
            .stage("ours.env", around(&token_line(2)))
            .commit();
        assert_ne!(
            repo.try_git(&["merge", "-q", "theirs"]).status,
            0,
            "a conflict"
        );
    }
    check(&[
        Case {
            name: "conflict resolved",
            prepare: |repo| {
                diverge(repo);
                repo.stage("a.txt", "both\n");
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "a secret in the resolution",
            prepare: |repo| {
                diverge(repo);
                repo.stage("a.txt", token_line(3));
            },
            status: FINDINGS,
            says: &["a.txt", "1 secret in 1 file"],
        },
        Case {
            name: "a secret in a file of theirs",
            prepare: |repo| {
                diverge(repo);
                repo.stage("a.txt", "both\n");
                repo.stage("theirs.env", around(&token_line(1)) + &token_line(3));
            },
            status: FINDINGS,
            says: &["theirs.env", "1 secret in 2 files"],
        },
        Case {
            name: "conflict not resolved",
            prepare: diverge,
            status: INCOMPLETE,
            says: &["a.txt", "merge conflict", "--no-verify"],
        },
    ]);
}

#[test]
fn a_merge_where_libgit2_cannot_read() {
    let repo = Repo::with_format(&["--object-format=sha256"]);
    repo.stage("a.txt", "base\n").commit();
    repo.git(&["checkout", "-q", "-b", "theirs"]);
    repo.stage("a.txt", "theirs\n")
        .stage("theirs.env", around(&token_line(1)))
        .commit();
    repo.git(&["checkout", "-q", "main"]);
    repo.stage("a.txt", "ours\n").commit();
    assert_ne!(
        repo.try_git(&["merge", "-q", "theirs"]).status,
        0,
        "a conflict"
    );
    repo.hook().expect(INCOMPLETE);
    repo.stage("a.txt", "both\n");
    repo.hook().expect(CLEAN);
    repo.stage("theirs.env", around(&token_line(1)) + &token_line(2));
    repo.hook().expect(FINDINGS);
}
