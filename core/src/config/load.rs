//! Finding and reading the configuration file.

use std::fs;
use std::path::{Path, PathBuf};

use super::Config;
use crate::document::decode;
use crate::error::Error;
use crate::source::read_team_file;

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "safeharbor.toml";

/// The nearest configuration file from `start` (a directory, or a file in it) upwards.
///
/// The search ends with the directory `stop`, else with the first directory that holds a `.git`, else at the root of the
/// file system.
pub fn find_config(start: &Path, stop: Option<&Path>) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    let stop = stop.and_then(|stop| fs::canonicalize(stop).ok());
    for directory in start.ancestors() {
        let candidate = directory.join(CONFIG_NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        let is_last = match &stop {
            Some(stop) => directory == stop,
            None => directory.join(".git").exists(),
        };
        if is_last {
            break;
        }
    }
    None
}

/// Reads and checks a configuration file in any encoding that documents may have.
///
/// # Errors
///
/// [`Error::Io`] when it cannot be read, else as [`Config::parse`].
pub fn load_config(path: &Path) -> Result<Config, Error> {
    let bytes = read_team_file(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    let origin = path.display().to_string();
    match decode(&bytes) {
        Some(text) => Config::parse(&origin, &text.text),
        None => Err(Error::Config {
            origin,
            message: "expected a text, found binary content".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_up_to_the_repository_root() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let root = fs::canonicalize(directory.path()).expect("it exists");
        let deep = root.join("repository/sub/deep");
        fs::create_dir_all(&deep).expect("directories");
        let file = |path: &str| root.join(path).join(CONFIG_NAME);
        fs::write(file(""), "").expect("a file");
        assert_eq!(find_config(&deep, None), Some(file("")));
        assert_eq!(find_config(&deep, Some(&root.join("repository"))), None);
        fs::create_dir(root.join("repository/.git")).expect("a directory");
        assert_eq!(find_config(&deep, None), None);
        fs::write(file("repository"), "").expect("a file");
        assert_eq!(find_config(&deep, None), Some(file("repository")));
        fs::write(deep.join("a.txt"), "").expect("a file");
        fs::write(file("repository/sub"), "").expect("a file");
        assert_eq!(
            find_config(&deep.join("a.txt"), None),
            Some(file("repository/sub"))
        );
    }

    #[test]
    fn errors_name_the_file() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join(CONFIG_NAME);
        assert!(matches!(load_config(&path), Err(Error::Io { .. })));
        fs::write(&path, "profile = 3\n").expect("a file");
        let message = load_config(&path)
            .expect_err("a number is no name")
            .to_string();
        assert!(
            message.starts_with(&path.display().to_string()),
            "{message}"
        );
        assert!(message.contains("line 1"), "{message}");
    }
}
