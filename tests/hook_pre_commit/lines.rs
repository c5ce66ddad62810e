//! What a commit answers for: what the index holds, and of that the new lines.

use super::{CLEAN, Case, FINDINGS, around, check};
use crate::support::{ssn_line, token_line};

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
