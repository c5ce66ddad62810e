//! Repositories of every form, and how git itself runs the hook in them.

use std::fs;

use super::{CLEAN, FINDINGS, INCOMPLETE, around};
use crate::support::{Repo, token_line};

/// What libgit2 cannot open is read by git itself, with the same answers.
#[test]
fn repositories_that_libgit2_cannot_open() {
    type Make = fn() -> Repo;
    let prepare: &[(&str, Make)] = &[
        ("SHA-256", || Repo::with_format(&["--object-format=sha256"])),
        ("reftable", || Repo::with_format(&["--ref-format=reftable"])),
        ("split index", || {
            let repo = Repo::new();
            repo.git(&["config", "core.splitIndex", "true"]);
            repo
        }),
        ("sparse index", || {
            let repo = Repo::new();
            repo.stage("in/a.txt", "a\n")
                .stage("out/deep/b.txt", "b\n")
                .commit();
            repo.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
            repo
        }),
    ];
    for (name, make) in prepare {
        let repo = make();
        repo.stage("in/a.env", around(&token_line(1)));
        let first = repo.hook();
        assert_eq!(
            first.status, FINDINGS,
            "{name}, first commit: {}",
            first.stderr
        );
        repo.commit();
        repo.stage("in/a.env", around(&token_line(1)) + "more\n");
        repo.git(&["update-index", "--refresh"]);
        let more = repo.hook();
        assert_eq!(more.status, CLEAN, "{name}, one line more: {}", more.stderr);
        repo.git(&["mv", "in/a.env", "in/b.env"]);
        let renamed = repo.hook();
        assert_eq!(renamed.status, CLEAN, "{name}, rename: {}", renamed.stderr);
        repo.stage("in/c \n.env", token_line(2));
        let found = repo.hook();
        assert_eq!(
            found.status, FINDINGS,
            "{name}, new secret: {}",
            found.stderr
        );
    }
}

/// Programs that a repository's own configuration names are not run, neither to look for changes nor to fetch what a partial clone lacks.
#[test]
fn no_program_of_the_repository_is_run() {
    let repo = Repo::with_format(&["--object-format=sha256"]);
    repo.stage("a.txt", "a\n").commit();
    let blob = repo.git(&["rev-parse", "HEAD:a.txt"]);
    let (folder, name) = blob.trim().split_at(2);
    let object = repo.root().join(".git/objects").join(folder).join(name);
    fs::remove_file(object).expect("a loose object");
    let ran = repo.beside("ran");
    let program = format!(": > '{}' #", ran.display());
    fs::write(repo.beside("program"), format!("{program}\n")).expect("written");
    let fetch = format!("ext::sh {}", repo.beside("program").display());
    repo.stage("a.txt", token_line(1));
    for (key, value) in [
        ("core.fsmonitor", program.as_str()),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &fetch),
        ("protocol.ext.allow", "always"),
    ] {
        repo.git(&["config", key, value]);
    }
    // The blob before is nowhere, so what is new in the file cannot be told.
    repo.hook().expect(INCOMPLETE);
    assert!(!ran.exists(), "a program of the repository ran");
    // They are programs that git does run.
    repo.try_git(&["cat-file", "-p", "HEAD:a.txt"]);
    assert!(ran.exists());
    fs::remove_file(&ran).expect("removed");
    repo.git(&["diff-index", "--cached", "--raw", "HEAD"]);
    assert!(ran.exists());
}

#[test]
fn where_the_working_tree_and_the_index_lie_elsewhere() {
    let repo = Repo::new();
    repo.stage("a.txt", "a\n").commit();

    // a linked worktree has an index of its own
    let linked = repo.linked_worktree();
    fs::write(linked.join("a.env"), token_line(1)).expect("written");
    repo.try_git_in(&linked, &["add", "a.env"]).expect(0);
    repo.hook_in(&linked).expect(FINDINGS);
    repo.hook().expect(CLEAN);

    // a subfolder
    fs::create_dir(linked.join("sub")).expect("a folder");
    repo.hook_in(&linked.join("sub")).expect(FINDINGS);

    // GIT_DIR and GIT_INDEX_FILE in the environment
    let git_folder = repo.root().join(".git");
    let outside = repo.beside("outside");
    fs::create_dir(&outside).expect("a folder");
    let environment = [
        ("GIT_DIR", git_folder.as_os_str()),
        ("GIT_WORK_TREE", repo.root().as_os_str()),
    ];
    repo.hook_with(&outside, &environment).expect(CLEAN);
    let other_index = repo.beside("index");
    fs::copy(repo.root().join(".git/index"), &other_index).expect("copied");
    repo.stage("b.env", token_line(2));
    repo.hook().expect(FINDINGS);
    repo.hook_with(repo.root(), &[("GIT_INDEX_FILE", other_index.as_os_str())])
        .expect(CLEAN);
}

#[test]
fn sparse_checkout() {
    let repo = Repo::new();
    repo.stage("in/a.txt", "a\n")
        .stage("out/b.env", token_line(1))
        .commit();
    repo.git(&["sparse-checkout", "set", "--cone", "in"]);
    repo.stage("in/a.txt", "a\nb\n");
    repo.hook().expect(CLEAN);
    repo.stage("in/c.env", token_line(2));
    repo.hook().expect(FINDINGS);
}

/// `git commit` runs the hook with an index of its own when files are named or `-a` is given.
#[test]
fn git_runs_it_on_the_index_that_it_commits() {
    let repo = Repo::new();
    repo.stage("a.env", "a\n").stage("b.env", "b\n").commit();
    crate::support::safeharbor(repo.root(), &["install"]).expect(0);

    repo.write("a.env", token_line(1));
    assert_ne!(
        repo.try_git(&["commit", "-q", "-a", "-m", "m"]).status,
        0,
        "-a"
    );
    assert_ne!(
        repo.try_git(&["commit", "-q", "-m", "m", "--", "a.env"])
            .status,
        0,
        "the bad one named"
    );
    repo.write("b.env", "b2\n");
    repo.try_git(&["commit", "-q", "-m", "m", "--", "b.env"])
        .expect(0);
    repo.git(&["add", "a.env"]);
    assert_ne!(
        repo.try_git(&["commit", "-q", "-m", "m"]).status,
        0,
        "staged"
    );
    repo.try_git(&["commit", "-q", "--no-verify", "-m", "m"])
        .expect(0);
    repo.try_git(&["commit", "-q", "--amend", "-m", "again"])
        .expect(0);
}

#[test]
fn it_fails_closed() {
    let repo = Repo::new();
    repo.stage("a.txt", "a\n").commit().stage("a.txt", "b\n");
    fs::write(repo.root().join(".git/index"), b"DIRC no index").expect("written");
    let output = repo.hook().expect(INCOMPLETE);
    assert!(
        output.stderr.contains("index") && output.stderr.contains("--no-verify"),
        "{}",
        output.stderr
    );

    let repo = Repo::new();
    repo.stage("a.txt", "a\n")
        .commit()
        .stage("b.txt", "new content\n");
    let id = repo.git(&["rev-parse", ":b.txt"]);
    let (folder, file) = id.trim().split_at(2);
    fs::remove_file(repo.root().join(".git/objects").join(folder).join(file)).expect("removed");
    let output = repo.hook().expect(INCOMPLETE);
    assert!(output.stderr.contains("b.txt"), "{}", output.stderr);

    let empty = tempfile::tempdir().expect("a folder");
    let output = repo.hook_in(empty.path()).expect(2);
    assert!(
        output.stderr.contains("no git repository"),
        "{}",
        output.stderr
    );
}
