//! The commands, one a file.

mod baseline;
mod completions;
mod init;
mod install;
mod man;
mod rules;
mod scan;
mod uninstall;

pub(crate) use baseline::baseline;
pub(crate) use completions::completions;
pub(crate) use init::init;
pub(crate) use install::install;
pub(crate) use man::man;
pub(crate) use rules::rules;
pub(crate) use scan::scan;
pub(crate) use uninstall::uninstall;
