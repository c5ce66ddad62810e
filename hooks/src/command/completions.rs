//! `safeharbor completions`.

use std::io::Write;

use clap_complete::Shell;

use crate::failure::{Failure, Status};
use crate::guest::{self, Guest};

/// Prints completions for `shell`.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn completions(shell: Shell, guests: &[Guest]) -> Result<Status, Failure> {
    // Into memory first: the generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut guest::program(guests),
        "safeharbor",
        &mut script,
    );
    std::io::stdout()
        .write_all(&script)
        .map_err(Failure::of_output)?;
    Ok(Status::Clean)
}
