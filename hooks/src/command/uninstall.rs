//! `safeharbor uninstall`.

use std::path::Path;

use crate::failure::{Failure, Status};
use crate::git::Repository;
use crate::hook::{HOOKS, Removed};
use crate::reporting::say;

/// Removes every hook of ours from the repository that holds the current folder, and puts back those that were there.
///
/// # Errors
///
/// When there is no repository, or a file cannot be removed or renamed.
pub(crate) fn uninstall() -> Result<Status, Failure> {
    let folder = Repository::open(Path::new("."))?.hooks_folder()?;
    for hook in HOOKS {
        let (name, place) = (hook.name, folder.display());
        match hook.uninstall(&folder)? {
            Removed::Gone => say(&format!("{name} hook removed from {place}")),
            Removed::PutBack => say(&format!(
                "{name} hook removed from {place}; the one from before is back"
            )),
            Removed::NotThere => say(&format!("no {name} hook of ours in {place}")),
        }
    }
    Ok(Status::Clean)
}
