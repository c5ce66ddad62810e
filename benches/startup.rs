//! How long does one small scan take, and the hook on a small commit, beyond what `git --version` takes?
//!
//! `cargo bench --bench startup`. Medians, because a hook is felt as it usually is.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use safeharbor_measure::run;

const ROUNDS: usize = 41;

/// The binary under test.
const BINARY: &str = env!("CARGO_BIN_EXE_safeharbor");

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let number = ["536", "48", "2917"].join("-");
    let java = format!("class PatientTest {{\n    String patientSsn = \"{number}\";\n}}\n");
    let filler = "// what the class is for, and nothing else\n".repeat(22);
    fs::write(root.join("PatientTest.java"), format!("{filler}{java}")).expect("written");
    fs::write(root.join("Ward.java"), "class Ward {\n}\n").expect("written");
    fs::write(root.join("README.md"), "# Ward\n").expect("written");
    for arguments in [&["init", "-q"][..], &["add", "--all"]] {
        let (status, _) = run(&mut command("git", root, arguments), Stdio::null());
        assert!(status.success(), "git {arguments:?}");
    }
    let file = || command(BINARY, root, &["scan", "PatientTest.java"]);
    let hook = || command(BINARY, root, &["hook", "pre-commit"]);
    let git = || command("git", root, &["--version"]);
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        let programs: [(Command, i32); 3] = [(file(), 1), (hook(), 1), (git(), 0)];
        for ((mut program, expected), times) in programs.into_iter().zip(&mut times) {
            let (status, cost) = run(&mut program, Stdio::null());
            assert_eq!(status.code(), Some(expected), "{program:?}");
            times.push(cost.wall);
        }
    }
    let [file, hook, git] = times.map(median);
    let beyond = |time: Duration| (time.as_secs_f64() - git.as_secs_f64()) * 1000.0;
    println!("git --version: {:.1} ms", git.as_secs_f64() * 1000.0);
    println!(
        "scan of one file of 1 KB: {:.1} ms beyond that",
        beyond(file)
    );
    println!("hook on 3 staged files: {:.1} ms beyond that", beyond(hook));
}

fn command(program: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
