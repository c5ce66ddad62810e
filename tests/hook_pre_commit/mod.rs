//! The pre-commit hook in every state that a repository can be in. Each case is one table row: what is done to a new
//! repository, and what the hook must then say.

mod entries;
mod lines;
mod moves;
mod repositories;

use crate::support::{Repo, token};

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
