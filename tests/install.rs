//! `safeharbor install` and `uninstall` in real repositories.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::support::{Repo, safeharbor, token_line};

fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, script).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
}

#[test]
fn from_nothing_and_back() {
    let repo = Repo::new();
    let hook = repo.root().join(".git/hooks/pre-commit");
    safeharbor(repo.root(), &["install"]).expect(0);
    assert!(hook.exists());
    let again = safeharbor(repo.root(), &["install"]).expect(0);
    assert!(again.stderr.contains("already"), "{}", again.stderr);
    repo.stage("a.env", token_line(1));
    let blocked = repo.try_git(&["commit", "-q", "-m", "m"]);
    assert_ne!(blocked.status, 0);
    assert!(
        blocked.stderr.contains("commit blocked"),
        "{}",
        blocked.stderr
    );
    safeharbor(repo.root(), &["uninstall"]).expect(0);
    assert!(!hook.exists());
    repo.try_git(&["commit", "-q", "-m", "m"]).expect(0);
}

#[test]
fn a_hook_that_was_there_runs_first_and_comes_back() {
    let repo = Repo::new();
    let hook = repo.root().join(".git/hooks/pre-commit");
    let script = "#!/bin/sh\necho first >> ran\n[ ! -e refuse ]\n";
    executable(&hook, script);
    safeharbor(repo.root(), &["install"]).expect(0);
    repo.stage("a.txt", "a\n");
    repo.try_git(&["commit", "-q", "-m", "m"]).expect(0);
    assert_eq!(
        fs::read_to_string(repo.root().join("ran")).expect("it ran"),
        "first\n"
    );
    repo.write("refuse", "").stage("b.txt", "b\n");
    assert_ne!(
        repo.try_git(&["commit", "-q", "-m", "m"]).status,
        0,
        "the other hook refuses"
    );
    safeharbor(repo.root(), &["uninstall"]).expect(0);
    assert_eq!(fs::read_to_string(&hook).expect("it is back"), script);
    assert_eq!(
        fs::metadata(&hook)
            .expect("it is back")
            .permissions()
            .mode()
            & 0o777,
        0o755
    );
}

#[test]
fn core_hooks_path_and_worktrees() {
    let repo = Repo::new();
    repo.git(&["config", "core.hooksPath", "tools/git hooks"]);
    safeharbor(repo.root(), &["install"]).expect(0);
    assert!(repo.root().join("tools/git hooks/pre-commit").exists());
    assert!(!repo.root().join(".git/hooks/pre-commit").exists());

    let repo = Repo::new();
    repo.stage("a.txt", "a\n").commit();
    let linked = repo.linked_worktree();
    safeharbor(&linked, &["install"]).expect(0);
    assert!(
        repo.root().join(".git/hooks/pre-commit").exists(),
        "worktrees share the hooks"
    );
    fs::write(linked.join("a.env"), token_line(1)).expect("written");
    repo.try_git_in(&linked, &["add", "a.env"]).expect(0);
    assert_ne!(
        repo.try_git_in(&linked, &["commit", "-q", "-m", "m"])
            .status,
        0
    );
}

#[test]
fn from_a_subfolder() {
    let repo = Repo::new();
    repo.write("sub/a.txt", "a\n");
    safeharbor(&repo.root().join("sub"), &["install"]).expect(0);
    assert!(repo.root().join(".git/hooks/pre-commit").exists());
}

#[test]
fn a_missing_binary_blocks_with_advice() {
    let repo = Repo::new();
    safeharbor(repo.root(), &["install"]).expect(0);
    let hook = repo.root().join(".git/hooks/pre-commit");
    let script = fs::read_to_string(&hook).expect("a script");
    let gone: String = script
        .lines()
        .map(|line| {
            if line.starts_with("safeharbor='") {
                "safeharbor='/nowhere/safeharbor'\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    executable(&hook, &gone);
    repo.stage("a.txt", "a\n");
    let blocked = repo.try_git(&["commit", "-q", "-m", "m"]);
    assert_ne!(blocked.status, 0);
    assert!(
        blocked.stderr.contains("nothing was scanned"),
        "{}",
        blocked.stderr
    );
    assert!(blocked.stderr.contains("--no-verify"), "{}", blocked.stderr);
}

#[test]
fn outside_of_a_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["install", "uninstall"] {
        let output = safeharbor(folder.path(), &[command]).expect(2);
        assert!(
            output.stderr.contains("no git repository"),
            "{}",
            output.stderr
        );
    }
}

#[test]
fn what_the_frameworks_run_is_a_command() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml");
    let hooks = fs::read_to_string(file).expect("the frameworks' list of hooks");
    let entries: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: safeharbor "))
        .collect();
    assert!(entries.contains(&"hook pre-commit"), "{entries:?}");
    let folder = tempfile::tempdir().expect("a folder");
    for entry in entries {
        let arguments: Vec<&str> = entry.split(' ').chain(["--help"]).collect();
        safeharbor(folder.path(), &arguments).expect(0);
    }
}
