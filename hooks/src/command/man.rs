//! `safeharbor man`.

use std::io::Write;

use clap_mangen::Man;

use crate::failure::{Failure, Status};
use crate::guest::{self, Guest};

/// Prints the manual page: the program first, then every command.
///
/// # Errors
///
/// When standard output cannot be written.
pub(crate) fn man(guests: &[Guest]) -> Result<Status, Failure> {
    let mut page = Vec::new();
    let mut program = guest::program(guests);
    program.build();
    // Writing to memory cannot fail.
    let _ = Man::new(program.clone()).render(&mut page);
    for command in program
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
    {
        let manual = Man::new(command.clone());
        let _ = manual.render_synopsis_section(&mut page);
        let _ = manual.render_description_section(&mut page);
        let _ = manual.render_options_section(&mut page);
    }
    std::io::stdout()
        .write_all(&page)
        .map_err(Failure::of_output)?;
    Ok(Status::Clean)
}
