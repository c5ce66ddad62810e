//! The scripts that git runs as hooks: what stands in them, and how they come and go. A hook that was there before is kept
//! under another name and runs first.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The second line of every script of ours, by which it is known.
const MARK: &str = "# Written by `safeharbor install`. `safeharbor uninstall` removes it and puts back what was there.";

/// A hook of git.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hook {
    /// Its name in git, and of the command that runs it.
    pub(crate) name: &'static str,
}

/// All hooks that `install` writes.
pub(crate) const HOOKS: &[Hook] = &[Hook { name: "pre-commit" }];

/// What installing did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Installed {
    /// There was no hook.
    New,
    /// There was one; it is kept here and runs first.
    Chained(PathBuf),
    /// Ours was there; it now runs this binary.
    Renewed,
    /// Ours was there.
    Already,
}

/// What uninstalling did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Removed {
    /// Ours is gone, and there was no other.
    Gone,
    /// Ours is gone, and the one before is back.
    PutBack,
    /// Ours was not there.
    NotThere,
}

impl Hook {
    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(self.name)
    }

    fn previous(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.safeharbor-previous", self.name))
    }

    /// Puts the script into `folder`, to run `binary`.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, written or renamed, or when a hook would have to be overwritten.
    pub(crate) fn install(&self, folder: &Path, binary: &Path) -> Result<Installed, Failure> {
        let (file, previous) = (self.file(folder), self.previous(folder));
        let script = self.script(binary);
        let outcome = match self.state(folder)? {
            State::Absent => Installed::New,
            State::Ours(text) if text == script => return Ok(Installed::Already),
            State::Ours(_) => Installed::Renewed,
            State::Foreign if exists(&previous) => {
                return Err(Failure::Hook {
                    message: format!(
                        "{} is not ours, and {} is there already",
                        file.display(),
                        previous.display()
                    ),
                    advice: "something replaced the hook after it was installed: merge or remove one of the two files, then install again".to_owned(),
                });
            }
            State::Foreign => {
                fs::rename(&file, &previous).map_err(|source| failed(&file, source))?;
                Installed::Chained(previous)
            }
        };
        write_executable(&file, &script)?;
        Ok(outcome)
    }

    /// Takes the script out of `folder` and puts back what was there before.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, removed or renamed.
    pub(crate) fn uninstall(&self, folder: &Path) -> Result<Removed, Failure> {
        let (file, previous) = (self.file(folder), self.previous(folder));
        let State::Ours(_) = self.state(folder)? else {
            return Ok(Removed::NotThere);
        };
        if exists(&previous) {
            // Renaming replaces our script in one step: at no time is there no hook.
            fs::rename(&previous, &file).map_err(|source| failed(&previous, source))?;
            return Ok(Removed::PutBack);
        }
        fs::remove_file(&file).map_err(|source| failed(&file, source))?;
        Ok(Removed::Gone)
    }

    fn state(&self, folder: &Path) -> Result<State, Failure> {
        let file = self.file(folder);
        if !exists(&file) {
            return Ok(State::Absent);
        }
        match fs::read(&file) {
            Ok(bytes) => Ok(match String::from_utf8(bytes) {
                Ok(text) if text.lines().nth(1) == Some(MARK) => State::Ours(text),
                _ => State::Foreign,
            }),
            // A dangling symbolic link is somebody's hook too.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::Foreign),
            Err(source) => Err(failed(&file, source)),
        }
    }

    fn script(&self, binary: &Path) -> String {
        let (name, binary) = (self.name, quoted(binary));
        format!(
            r#"#!/bin/sh
{MARK}
previous="$(dirname -- "$0")/{name}.safeharbor-previous"
if [ -x "$previous" ]; then
    "$previous" "$@" || exit $?
fi
safeharbor={binary}
if [ ! -x "$safeharbor" ]; then
    safeharbor=$(command -v safeharbor) || {{
        echo "safeharbor: the program is neither at" {binary} "nor on the PATH, so nothing was scanned." >&2
        echo "safeharbor: install it again and run \`safeharbor install\`; to commit unscanned: git commit --no-verify" >&2
        exit 3
    }}
fi
exec "$safeharbor" hook {name} "$@"
"#
        )
    }
}

enum State {
    Absent,
    Ours(String),
    Foreign,
}

fn exists(path: &Path) -> bool {
    // Not `exists`, which follows symbolic links and misses a dangling one.
    path.symlink_metadata().is_ok()
}

fn failed(path: &Path, source: std::io::Error) -> Failure {
    Failure::File {
        path: path.to_path_buf(),
        source,
    }
}

/// A path as one word of a POSIX shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Writes beside the place and renames, so that git never meets half a script.
fn write_executable(file: &Path, script: &str) -> Result<(), Failure> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let new = tempfile::NamedTempFile::new_in(folder).map_err(|source| failed(folder, source))?;
    fs::write(new.path(), script).map_err(|source| failed(file, source))?;
    make_executable(new.path()).map_err(|source| failed(file, source))?;
    new.persist(file)
        .map_err(|error| failed(file, error.error))?;
    Ok(())
}

#[cfg(unix)]
fn make_executable(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOOK: &Hook = &Hook { name: "pre-commit" };

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn it_comes_and_goes_without_a_trace() {
        let folder = tempfile::tempdir().expect("a folder");
        let binary = Path::new("/opt/it's here/safeharbor");
        assert_eq!(
            HOOK.install(folder.path(), binary).expect("installed"),
            Installed::New
        );
        assert_eq!(
            HOOK.install(folder.path(), binary).expect("installed"),
            Installed::Already
        );
        let other = Path::new("/usr/bin/safeharbor");
        assert_eq!(
            HOOK.install(folder.path(), other).expect("installed"),
            Installed::Renewed
        );
        assert_eq!(
            HOOK.uninstall(folder.path()).expect("removed"),
            Removed::Gone
        );
        assert_eq!(
            HOOK.uninstall(folder.path()).expect("removed"),
            Removed::NotThere
        );
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_hook_that_was_there_is_kept_and_put_back_byte_for_byte() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pre-commit");
        fs::write(&file, b"#!/bin/sh\n# \xff\n").expect("written");
        let previous = folder.path().join("pre-commit.safeharbor-previous");
        let binary = Path::new("/usr/bin/safeharbor");
        let installed = HOOK.install(folder.path(), binary).expect("installed");
        assert_eq!(installed, Installed::Chained(previous));
        assert_eq!(
            names(folder.path()),
            ["pre-commit", "pre-commit.safeharbor-previous"]
        );
        assert_eq!(
            HOOK.uninstall(folder.path()).expect("removed"),
            Removed::PutBack
        );
        assert_eq!(fs::read(&file).expect("read"), b"#!/bin/sh\n# \xff\n");
        assert_eq!(names(folder.path()), ["pre-commit"]);
    }

    #[test]
    fn no_hook_is_ever_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("pre-commit"), "a").expect("written");
        fs::write(folder.path().join("pre-commit.safeharbor-previous"), "b").expect("written");
        let refused = HOOK.install(folder.path(), Path::new("/usr/bin/safeharbor"));
        assert!(matches!(refused, Err(Failure::Hook { .. })), "{refused:?}");
        assert_eq!(
            HOOK.uninstall(folder.path()).expect("nothing"),
            Removed::NotThere
        );
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn paths_are_quoted_for_the_shell() {
        let script = HOOK.script(Path::new("/opt/it's here/safeharbor"));
        assert!(
            script.contains(r"safeharbor='/opt/it'\''s here/safeharbor'"),
            "{script}"
        );
    }
}
