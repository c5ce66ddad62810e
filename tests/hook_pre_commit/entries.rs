//! Entries of the index of every kind, under paths of any bytes.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use super::{CLEAN, Case, FINDINGS, INCOMPLETE, around, check};
use crate::support::{Repo, token, token_line};

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
            name: "a damaged archive is no clean one",
            prepare: |repo| {
                repo.stage("a.zip", "PK\x03\x04 and then nothing");
            },
            status: INCOMPLETE,
            says: &["a.zip: could not be read whole", "allow its path"],
        },
        Case {
            name: "a damaged archive whose path is allowed",
            prepare: |repo| {
                repo.stage("a.zip", "PK\x03\x04 and then nothing");
                let allowed = "[[allow]]\npaths = [\"a.zip\"]\nreason = \"a specimen\"\n";
                repo.stage("safeharbor.toml", allowed);
            },
            status: CLEAN,
            says: &["1 allowed by configuration"],
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
