//! `scan --reveal`: values for the eyes of whoever sits at the terminal, and for nobody and nothing else.

use std::ffi::OsStr;

use crate::support::{BINARY, Output, Repo, hermetic, run, safeharbor, ssn_line, token};

/// A repository with two values, and the values.
fn repository() -> (Repo, [String; 2]) {
    let repo = Repo::new();
    let line = ssn_line(7);
    let value = line.split('"').nth(1).expect("a literal").to_owned();
    repo.stage("A.java", &line)
        .stage("b.env", format!("GITHUB_TOKEN={}\n", token(3)));
    (repo, [value, token(3)])
}

#[cfg(target_os = "linux")]
/// Runs a command with a terminal as its standard output, which `script` of util-linux makes.
fn on_a_terminal(repo: &Repo, arguments: &str) -> Output {
    let mut command = hermetic("script", repo.root());
    let typed = format!("{BINARY} {arguments}");
    command.args(["--quiet", "--return", "--command", &typed, "/dev/null"]);
    run(command, b"")
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_the_values() {
    let (repo, values) = repository();
    let masked = on_a_terminal(&repo, "scan").expect(1).stdout;
    let revealed = on_a_terminal(&repo, "scan --reveal").expect(1).stdout;
    let staged = on_a_terminal(&repo, "scan --staged --reveal")
        .expect(1)
        .stdout;
    for value in &values {
        assert!(!masked.contains(value.as_str()));
        assert!(revealed.contains(value.as_str()), "{revealed}");
        assert!(staged.contains(value.as_str()), "{staged}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn even_a_terminal_shows_no_values_of_forms_for_programs() {
    let (repo, values) = repository();
    for arguments in [
        "scan --reveal --format json",
        "scan --reveal --format jsonl",
        "scan --reveal --format sarif",
        "scan --reveal --output report",
    ] {
        let output = on_a_terminal(&repo, arguments).expect(2);
        assert!(
            output
                .stdout
                .contains("--reveal prints values to a terminal only")
        );
        assert!(
            values
                .iter()
                .all(|value| !output.stdout.contains(value.as_str()))
        );
        assert!(!repo.root().join("report").exists());
    }
}

#[test]
fn nothing_else_shows_them() {
    let (repo, values) = repository();
    let check = |output: Output| {
        let output = output.expect(2);
        let all = format!("{}{}", output.stdout, output.stderr);
        assert!(
            all.contains("--reveal prints values to a terminal only"),
            "{all}"
        );
        assert!(values.iter().all(|value| !all.contains(value.as_str())));
    };
    check(safeharbor(repo.root(), &["scan", "--reveal"]));
    check(safeharbor(repo.root(), &["scan", "--reveal", "--staged"]));
    for (name, value) in [("GIT_INDEX_FILE", "index"), ("PRE_COMMIT", "1")] {
        let mut command = hermetic(BINARY, repo.root());
        command
            .args(["scan", "--reveal"])
            .env(name, OsStr::new(value));
        check(run(command, b""));
    }
    // The hook does not know the flag at all.
    let hook = safeharbor(repo.root(), &["hook", "pre-commit", "--reveal"]).expect(2);
    assert!(
        values
            .iter()
            .all(|value| !hook.stderr.contains(value.as_str()))
    );
}
