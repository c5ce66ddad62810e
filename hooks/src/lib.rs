//! Everything that a shell or git runs: arguments, commands, hooks, git sources, reports.
//!
//! This crate knows the engine and the built-in rules; it knows no editor. `args` is the command line as written, `settings`
//! what it resolves to, `command` and `hook` do the work, `report` shows what came of it, and every way to fail stands in
//! `failure`.

mod args;
mod command;
mod failure;
mod file_scan;
mod git;
mod guest;
mod hook;
mod in_order;
mod progress;
mod report;
mod reporting;
mod settings;
mod suppression;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

pub use guest::Guest;

use args::{Arguments, Command};
use failure::{Failure, Status};
use reporting::say;

/// Runs the command line `arguments`, the program's name first, and gives its exit status: 0 nothing found, 1 findings,
/// 2 usage or configuration error, 3 the scan could not be completed. What `guests` run ends with a status of their own.
pub fn run(arguments: impl IntoIterator<Item = OsString>, guests: &[Guest]) -> ExitCode {
    silence_panics();
    let parsed = guest::program(guests).try_get_matches_from(arguments);
    if let Some((guest, arguments)) = parsed
        .as_ref()
        .ok()
        .and_then(|matches| guest::asked(guests, matches))
    {
        return (guest.run)(&arguments);
    }
    let parsed = parsed.and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches));
    let status = match parsed {
        Ok(arguments) => {
            execute(arguments.command, guests).unwrap_or_else(|failure| tell(&failure))
        }
        Err(error) => {
            // Help and version go to standard output and are no failure.
            let _ = error.print();
            if error.use_stderr() {
                Status::Usage
            } else {
                Status::Clean
            }
        }
    };
    ExitCode::from(status.code())
}

fn execute(command: Command, guests: &[Guest]) -> Result<Status, Failure> {
    match command {
        Command::Scan(arguments) => command::scan(*arguments),
        Command::Hook(command) => hook::hook(command),
        Command::Install => command::install(),
        Command::Uninstall => command::uninstall(),
        Command::Rules(command) => command::rules(command),
        Command::Init => command::init(),
        Command::Baseline(command) => command::baseline(command),
        Command::Completions { shell } => command::completions(shell, guests),
        Command::Man => command::man(guests),
    }
}

fn tell(failure: &Failure) -> Status {
    if !matches!(failure, Failure::BrokenPipe) {
        for line in failure.to_string().lines() {
            say(line);
        }
        if let Some(advice) = failure.advice() {
            say(&advice);
        }
    }
    failure.status()
}

/// A panic's message may quote the text that was being scanned: only its place in the program is told.
fn silence_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        say(&format!("internal error at {place}; please report it"));
    }));
}
