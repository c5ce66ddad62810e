//! The commands, one a file.

mod completions;
mod install;
mod man;
mod scan;
mod uninstall;

pub(crate) use completions::completions;
pub(crate) use install::install;
pub(crate) use man::man;
pub(crate) use scan::scan;
pub(crate) use uninstall::uninstall;
