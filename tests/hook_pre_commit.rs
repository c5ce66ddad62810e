//! The pre-commit hook in every state that a repository can be in. Each case is one table row: what is done to a new
//! repository, and what the hook must then say.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::support::{Repo, ssn_line, token, token_line};

const CLEAN: i32 = 0;
const FINDINGS: i32 = 1;
const INCOMPLETE: i32 = 3;

/// A file of plain lines with `bad` between them.
fn around(bad: &str) -> String {
    let plain = |from: u32| {
        (from..from + 8)
            .map(|line| format!("plain line {line}\n"))
            .collect::<String>()
    };
    format!("{}{bad}{}", plain(0), plain(100))
}

struct Case {
    name: &'static str,
    prepare: fn(&Repo),
    status: i32,
    /// Texts that the output holds.
    says: &'static [&'static str],
}

fn check(cases: &[Case]) {
    for case in cases {
        let repo = Repo::new();
        (case.prepare)(&repo);
        let output = repo.hook();
        let all = format!("{}\n{}", output.stdout, output.stderr);
        assert_eq!(output.status, case.status, "{}: {all}", case.name);
        for text in case.says {
            assert!(
                all.contains(text),
                "{}: expected {text:?} in: {all}",
                case.name
            );
        }
        for seed in 0..9 {
            assert!(
                !all.contains(&token(seed)),
                "{}: a value in the output",
                case.name
            );
        }
    }
}

#[test]
fn what_is_in_the_index_decides() {
    check(&[
        Case {
            name: "first commit",
            prepare: |repo| {
                repo.stage("a.env", token_line(1));
            },
            status: FINDINGS,
            says: &["a.env", "commit blocked", "1 secret in 1 file"],
        },
        Case {
            name: "a social security number in a Java test",
            prepare: |repo| {
                repo.stage(
                    "src/test/java/PatientTest.java",
                    format!("class PatientTest {{\n{}}}\n", ssn_line(1)),
                );
            },
            status: FINDINGS,
            says: &["PatientTest.java", "phi/ssn", "(G)", "safeharbor:allow"],
        },
        Case {
            name: "bad in the index, clean in the working tree",
            prepare: |repo| {
                repo.stage("a.env", token_line(1)).write("a.env", "clean\n");
            },
            status: FINDINGS,
            says: &["a.env"],
        },
        Case {
            name: "clean in the index, bad in the working tree",
            prepare: |repo| {
                repo.stage("a.env", "clean\n").write("a.env", token_line(1));
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "nothing staged is said, not passed",
            prepare: |repo| {
                repo.stage("a.env", token_line(1)).commit();
            },
            status: CLEAN,
            says: &["nothing was scanned"],
        },
        Case {
            name: "an empty repository",
            prepare: |_| {},
            status: CLEAN,
            says: &["nothing was scanned"],
        },
        Case {
            name: "deletions only",
            prepare: |repo| {
                repo.stage("a.env", token_line(1)).commit();
                repo.git(&["rm", "-q", "a.env"]);
            },
            status: CLEAN,
            says: &["nothing was scanned", "1 deleted"],
        },
        Case {
            name: "intent to add has no content yet",
            prepare: |repo| {
                repo.stage("b.txt", "b\n").commit();
                repo.write("a.env", token_line(1));
                repo.git(&["add", "--intent-to-add", "a.env"]);
            },
            status: CLEAN,
            says: &["nothing was scanned"],
        },
    ]);
}

#[test]
fn only_new_lines_count() {
    check(&[
        Case {
            name: "one line more in a file that holds a secret",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.stage("a.env", around(&token_line(1)) + "one more\n");
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "a second secret in such a file",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.stage("a.env", around(&token_line(1)) + &token_line(2));
            },
            status: FINDINGS,
            says: &["1 secret in 1 file"],
        },
        Case {
            name: "other line endings",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                repo.stage("a.env", around(&token_line(1)).replace('\n', "\r\n"));
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "amend with something new",
            prepare: |repo| {
                repo.stage("a.txt", "a\n")
                    .commit()
                    .stage("a.env", token_line(1))
                    .commit();
                repo.stage("b.env", token_line(2));
            },
            status: FINDINGS,
            says: &["b.env", "1 secret in 1 file"],
        },
        Case {
            name: "UTF-16 with a mark",
            prepare: |repo| {
                repo.stage("a.env", utf16(&around(&token_line(1))));
            },
            status: FINDINGS,
            says: &["a.env"],
        },
        Case {
            name: "one line more in UTF-16 that holds a secret",
            prepare: |repo| {
                repo.stage("a.env", utf16(&around(&token_line(1)))).commit();
                repo.stage("a.env", utf16(&(around(&token_line(1)) + "more\n")));
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "marked as binary in .gitattributes",
            prepare: |repo| {
                repo.stage(".gitattributes", "*.env binary\n")
                    .stage("a.env", around(&token_line(1)))
                    .commit();
                repo.stage("a.env", around(&token_line(1)) + &token_line(2));
            },
            status: FINDINGS,
            says: &["1 secret in 1 file"],
        },
    ]);
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

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
fn entries_that_are_no_plain_files() {
    check(&[
        Case {
            name: "the target of a symbolic link is its text",
            prepare: |repo| {
                symlink(
                    format!("https://user:{}@example.org", token(1)),
                    repo.root().join("link"),
                )
                .expect("a link");
                repo.stage_all();
            },
            status: FINDINGS,
            says: &["link"],
        },
        Case {
            name: "a submodule is another repository",
            prepare: |repo| {
                let other = repo.beside("other");
                fs::create_dir(&other).expect("a folder");
                repo.try_git_in(&other, &["init", "-q"]).expect(0);
                fs::write(other.join("a.env"), token_line(1)).expect("written");
                repo.try_git_in(&other, &["add", "a.env"]).expect(0);
                repo.try_git_in(&other, &["commit", "-q", "-m", "m"])
                    .expect(0);
                repo.git(&["submodule", "--quiet", "add", "../other", "sub"]);
            },
            status: CLEAN,
            says: &["nothing found in 1 file", "1 submodule"],
        },
        Case {
            name: "a Git LFS pointer",
            prepare: |repo| {
                let oid = "4d7a".repeat(16);
                let pointer = format!(
                    "version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n"
                );
                repo.stage("big.bin", pointer);
            },
            status: CLEAN,
            says: &["nothing was scanned", "1 Git LFS pointer"],
        },
        Case {
            name: "a text that begins like a pointer",
            prepare: |repo| {
                repo.stage(
                    "big.bin",
                    format!(
                        "version https://git-lfs.github.com/spec/v1\n{}",
                        token_line(1)
                    ),
                );
            },
            status: FINDINGS,
            says: &["big.bin"],
        },
        Case {
            name: "packed with gzip",
            prepare: |repo| {
                repo.stage("a.env", token_line(1)).commit();
                let format = ["archive", "--format=tar.gz", "--output=../packed.tar.gz"];
                repo.git(&[&format[..], &["HEAD"]].concat());
                let packed = fs::read(repo.beside("packed.tar.gz")).expect("an archive");
                repo.stage("packed.tar.gz", packed);
            },
            status: FINDINGS,
            says: &["packed.tar.gz:1:14", "in a.env", "1 secret in 1 file"],
        },
        Case {
            name: "a file becomes a link",
            prepare: |repo| {
                repo.stage("a.env", around(&token_line(1))).commit();
                fs::remove_file(repo.root().join("a.env")).expect("removed");
                symlink("elsewhere", repo.root().join("a.env")).expect("a link");
                repo.stage_all();
            },
            status: CLEAN,
            says: &["nothing found in 1 file"],
        },
        Case {
            name: "binary content",
            prepare: |repo| {
                let bytes: Vec<u8> = (0..4000_u32)
                    .map(|at| u8::try_from(at * at % 251 % 32).expect("small"))
                    .collect();
                repo.stage("a.bin", bytes);
            },
            status: CLEAN,
            says: &["1 binary"],
        },
    ]);
}

#[test]
fn paths_of_any_bytes() {
    for name in [
        &b"with space.env"[..],
        b"new\nline.env",
        b"quote\"'.env",
        b"\xff\xfe.env",
        b"-n.env",
        b":top.env",
    ] {
        let repo = Repo::new();
        repo.write(std::ffi::OsStr::from_bytes(name), token_line(1))
            .stage_all();
        let output = repo.hook().expect(FINDINGS);
        assert!(output.stdout.contains(".env"), "{}", output.stdout);
        assert!(!output.stdout.contains("new\nline"), "{}", output.stdout);
        // The second commit finds the path in HEAD, too.
        repo.commit();
        repo.write(std::ffi::OsStr::from_bytes(name), token_line(1) + "more\n")
            .stage_all();
        repo.hook().expect(CLEAN);
    }
}

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

#[test]
fn where_the_working_tree_and_the_index_lie_elsewhere() {
    let repo = Repo::new();
    repo.stage("a.txt", "a\n").commit();

    // a linked worktree has an index of its own
    let linked = repo.beside("linked");
    repo.git(&[
        "worktree",
        "add",
        "-q",
        &linked.to_string_lossy(),
        "-b",
        "other",
    ]);
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
