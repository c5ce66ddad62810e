//! Commands of the program that stand in crates which this one does not know.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Command, CommandFactory};

use crate::args::Arguments;

/// A command that is listed in the help, the completions and the manual page like any other, and run elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Guest {
    /// The word for it on the command line.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Runs it with the arguments behind its name.
    pub run: fn(&[OsString]) -> ExitCode,
}

/// What a guest's arguments are called; no help shows it.
const ARGUMENTS: &str = "arguments";

impl Guest {
    fn command(&self) -> Command {
        let arguments = Arg::new(ARGUMENTS)
            .num_args(0..)
            .allow_hyphen_values(true)
            .trailing_var_arg(true)
            .value_parser(ValueParser::os_string())
            .hide(true);
        Command::new(self.name).about(self.about).arg(arguments)
    }
}

/// The whole command line, with the commands of `guests`.
pub(crate) fn program(guests: &[Guest]) -> Command {
    Arguments::command().subcommands(guests.iter().map(Guest::command))
}

/// The guest that the command line asks for, and its arguments.
pub(crate) fn asked<'g>(
    guests: &'g [Guest],
    matches: &ArgMatches,
) -> Option<(&'g Guest, Vec<OsString>)> {
    let (name, matches) = matches.subcommand()?;
    let guest = guests.iter().find(|guest| guest.name == name)?;
    let arguments = matches.get_many(ARGUMENTS).into_iter().flatten().cloned();
    Some((guest, arguments.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESTS: &[Guest] = &[Guest {
        name: "visit",
        about: "Stay a while",
        run: |_| ExitCode::SUCCESS,
    }];

    #[test]
    fn guests_are_commands_like_any_other() {
        program(GUESTS).debug_assert();
        let help = program(GUESTS).render_help().to_string();
        assert!(help.contains("Stay a while"), "{help}");
        for (line, expected) in [
            (&["safeharbor", "visit"][..], Some(&[][..])),
            (
                &["safeharbor", "visit", "--stdio", "x"],
                Some(&["--stdio", "x"]),
            ),
            (&["safeharbor", "man"], None),
        ] {
            let matches = program(GUESTS)
                .try_get_matches_from(line)
                .expect("a command");
            let arguments = asked(GUESTS, &matches).map(|(_, arguments)| arguments);
            let expected = expected.map(|all| all.iter().map(OsString::from).collect::<Vec<_>>());
            assert_eq!(arguments, expected, "{line:?}");
        }
        for line in [
            ["safeharbor", "visit", "--help"],
            ["safeharbor", "visits", ""],
        ] {
            assert!(
                program(GUESTS).try_get_matches_from(line).is_err(),
                "{line:?}"
            );
        }
    }
}
