//! The git hooks, one a file, and the script that git runs for each.

mod pre_commit;
mod script;
mod staged;

pub(crate) use script::{HOOKS, Installed, Removed};
pub(crate) use staged::{StagedScan, scan_staged};

use crate::args::HookCommand;
use crate::failure::{Failure, Status};

/// Runs a hook.
///
/// # Errors
///
/// Those of the hook.
pub(crate) fn hook(command: HookCommand) -> Result<Status, Failure> {
    match command {
        HookCommand::PreCommit => pre_commit::pre_commit(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::HOOKS;
    use crate::args::Arguments;

    #[test]
    fn what_is_installed_runs() {
        let program = Arguments::command();
        let commands = program.find_subcommand("hook").expect("a command");
        let commands: Vec<&str> = commands
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        let installed: Vec<&str> = HOOKS.iter().map(|hook| hook.name).collect();
        assert_eq!(commands, installed);
    }
}
