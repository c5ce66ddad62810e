//! `safeharbor install`.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Status};
use crate::git::Repository;
use crate::hook::{HOOKS, Installed};
use crate::reporting::say;

/// Installs every hook in the repository that holds the current folder.
///
/// # Errors
///
/// When there is no repository, or a script cannot be written or would replace somebody else's.
pub(crate) fn install() -> Result<Status, Failure> {
    let repository = Repository::open(Path::new("."))?;
    let folder = repository.hooks_folder()?;
    let binary = own_path()?;
    for hook in HOOKS {
        let (name, place) = (hook.name, folder.display());
        match hook.install(&folder, &binary)? {
            Installed::New => say(&format!("{name} hook installed in {place}")),
            Installed::Renewed => say(&format!(
                "{name} hook in {place} now runs {}",
                binary.display()
            )),
            Installed::Already => say(&format!("{name} hook is installed already in {place}")),
            Installed::Chained(previous) => say(&format!(
                "{name} hook installed in {place}; the one that was there runs first, as {}",
                previous.display()
            )),
        }
    }
    if let Some(root) = repository.root().filter(|root| !within(&folder, root)) {
        say(&format!(
            "note: git keeps these hooks outside of {}: every repository that shares the folder runs them",
            root.display()
        ));
    }
    Ok(Status::Clean)
}

/// Whether `folder` belongs to the repository at `root` alone, as far as paths tell. A linked worktree keeps its hooks in
/// the main one.
fn within(folder: &Path, root: &Path) -> bool {
    let folder = folder
        .canonicalize()
        .unwrap_or_else(|_| folder.to_path_buf());
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    folder.starts_with(root) || folder.components().any(|part| part.as_os_str() == ".git")
}

/// Where this program lies.
fn own_path() -> Result<PathBuf, Failure> {
    std::env::current_exe().map_err(|source| Failure::File {
        path: PathBuf::from("safeharbor"),
        source,
    })
}
