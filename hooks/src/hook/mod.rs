//! The git hooks, one a file, and the script that git runs for each.

mod pre_commit;
mod script;
mod staged;

pub(crate) use pre_commit::pre_commit;
pub(crate) use script::{HOOKS, Installed, Removed};
pub(crate) use staged::{StagedScan, scan_staged};
