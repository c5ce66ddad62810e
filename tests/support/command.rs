//! Runs the binary. The only place that knows where it lies and what its environment holds.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Asserts the exit status; shows all output when it is another.
    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The lines of a JSON Lines report.
    pub(crate) fn findings(&self) -> Vec<serde_json::Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("a JSON line"))
            .collect()
    }
}

/// The binary's path.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_safeharbor");

/// A command that sees nothing of the machine's or the user's settings.
pub(crate) fn hermetic(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().current_dir(folder);
    for name in ["PATH", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("HOME", folder.join(".no-home"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "protocol.file.allow")
        .env("GIT_CONFIG_VALUE_0", "always")
        .env("GIT_AUTHOR_NAME", "A")
        .env("GIT_AUTHOR_EMAIL", "a@example.com")
        .env("GIT_COMMITTER_NAME", "A")
        .env("GIT_COMMITTER_EMAIL", "a@example.com")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Runs a command to its end, with `input` on its standard input.
pub(crate) fn run(mut command: Command, input: &[u8]) -> Output {
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = spawned.expect("it starts");
    // A command that reads no input closes the pipe, which is no failure of the test.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("it ends");
    Output {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs `safeharbor` in `folder`.
pub(crate) fn safeharbor(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = hermetic(BINARY, folder);
    command.args(arguments);
    run(command, b"")
}

/// Runs `safeharbor` in `folder` with `input` on its standard input.
pub(crate) fn safeharbor_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = hermetic(BINARY, folder);
    command.args(arguments);
    run(command, input)
}

/// The forms of a report, as the help lists them.
pub(crate) fn formats() -> Vec<String> {
    let help = safeharbor(Path::new("."), &["scan", "-h"]).expect(0).stdout;
    let (_, forms) = help
        .split_once("The form of the report")
        .expect("it is listed");
    let (_, forms) = forms
        .split_once("[possible values: ")
        .expect("its values are listed");
    let (forms, _) = forms.split_once(']').expect("the end of the list");
    let forms: Vec<String> = forms
        .split(',')
        .map(|form| form.trim().to_owned())
        .collect();
    assert!(forms.len() >= 4, "{forms:?}");
    forms
}

/// Starts `safeharbor` in `folder` and leaves it running.
pub(crate) fn start(folder: &Path, arguments: &[&str], stdout: Stdio) -> Child {
    let mut command = hermetic(BINARY, folder);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(Stdio::piped());
    command.spawn().expect("it starts")
}
