//! Suppressions of one scan: where the baseline comes from, what documents are called in it, and what is said of entries
//! that have expired or hide nothing.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use safeharbor_core::{
    Baseline, Config, DocumentReport, Engine, Error, LogicalPath, NotesAfter, Options,
    Suppressions, logical_path, read_team_file,
};

use crate::failure::Failure;
use crate::reporting::say;

/// What hides findings, and the folder that its paths are relative to.
pub(crate) struct Suppression {
    all: Suppressions,
    origins: [String; 2],
    base: Base,
    /// Whether an allowance can cover all of a file, so that asking is worth the naming of each.
    whole_files: bool,
}

/// What tells whether a path of the baseline is still there.
enum Base {
    /// The folder of the configuration.
    Folder(PathBuf),
    /// The paths of the index.
    Index(HashSet<String>),
}

/// A baseline and the name of its file.
#[derive(Debug, Default)]
pub(crate) struct NamedBaseline {
    pub(crate) name: String,
    pub(crate) entries: Baseline,
}

impl NamedBaseline {
    /// Parses a baseline file's content.
    ///
    /// # Errors
    ///
    /// [`Error::Baseline`] for the first line that is no entry.
    pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<Self, Failure> {
        Ok(Self {
            name: name.to_owned(),
            entries: Baseline::parse(name, bytes)?,
        })
    }

    /// Reads a baseline file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or parsed.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        match read_team_file(path) {
            Ok(bytes) => Self::parse(&path.display().to_string(), &bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Failure::NoBaseline {
                    path: path.to_path_buf(),
                })
            }
            Err(source) => Err(Failure::File {
                path: path.to_path_buf(),
                source,
            }),
        }
    }
}

impl Suppression {
    /// For files, with paths relative to `folder`.
    ///
    /// # Errors
    ///
    /// When a pattern of the configuration is malformed.
    pub(crate) fn of_files(
        origin: &str,
        config: &Config,
        baseline: NamedBaseline,
        folder: &Path,
    ) -> Result<Self, Failure> {
        Self::new(origin, config, baseline, Base::Folder(folder.to_path_buf()))
    }

    /// For the index, whose paths are `tracked`.
    ///
    /// # Errors
    ///
    /// When a pattern of the configuration is malformed.
    pub(crate) fn of_index(
        origin: &str,
        config: &Config,
        baseline: NamedBaseline,
        tracked: &[Vec<u8>],
    ) -> Result<Self, Failure> {
        let tracked = tracked
            .iter()
            .map(|path| LogicalPath::from_bytes(path).to_string());
        Self::new(origin, config, baseline, Base::Index(tracked.collect()))
    }

    fn new(
        origin: &str,
        config: &Config,
        baseline: NamedBaseline,
        base: Base,
    ) -> Result<Self, Failure> {
        let today = Options::default().today;
        let all = Suppressions::new(&config.allow, baseline.entries, today).map_err(|message| {
            Error::Config {
                origin: origin.to_owned(),
                message,
            }
        })?;
        Ok(Self {
            all,
            origins: [origin.to_owned(), baseline.name],
            base,
            whole_files: config
                .allow
                .iter()
                .any(|entry| entry.rules.is_empty() || entry.rules.iter().any(|rule| rule == "*")),
        })
    }

    /// What the configuration and the baseline call a file.
    pub(crate) fn name_of(&self, path: &Path) -> LogicalPath {
        match &self.base {
            Base::Folder(folder) => logical_path(&relative_to(folder, path)),
            Base::Index(_) => logical_path(path),
        }
    }

    /// Whether nothing in the file is to be scanned.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        self.whole_files && self.all.cover_path(self.name_of(path).as_str())
    }

    /// Hides what is suppressed in the report that `engine` made of the document that is called `name`.
    pub(crate) fn apply(&self, report: &mut DocumentReport, name: &LogicalPath, engine: &Engine) {
        if report.findings.is_empty() {
            return;
        }
        let listed = match &report.masked_path {
            Some(_) => engine.masked_path(name),
            None => name.clone(),
        };
        self.all
            .apply(report, name, &listed, |path| match &self.base {
                Base::Folder(folder) => folder.join(path).exists(),
                Base::Index(paths) => paths.contains(path),
            });
    }

    /// Says which entries have expired and, after a scan of everything, which hide nothing.
    pub(crate) fn say_notes(&self, after: NotesAfter, engine: &Engine) {
        for (origin, notes) in self.origins.iter().zip(self.all.notes(after)) {
            for note in notes {
                let origin = engine.masked_path(&LogicalPath::new(origin));
                say(&format!("{origin}:{}: {}", note.line, note.what));
            }
        }
    }
}

/// `path` as seen from `folder`, which is absolute; absolute itself when it lies elsewhere.
fn relative_to(folder: &Path, path: &Path) -> PathBuf {
    let absolute =
        std::path::absolute(path).map_or_else(|_| path.to_path_buf(), |path| without_dots(&path));
    if let Ok(below) = absolute.strip_prefix(folder) {
        return below.to_path_buf();
    }
    // A symbolic link on the way to the folder makes the two look unrelated.
    let real = absolute.canonicalize().unwrap_or_else(|_| absolute.clone());
    real.strip_prefix(folder)
        .map_or(absolute, Path::to_path_buf)
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_configuration() {
        let here = std::env::current_dir().expect("a current folder");
        let cases = [
            (here.clone(), "a/b.txt", "a/b.txt"),
            (here.clone(), "./x/../a.txt", "a.txt"),
            (here.join("sub"), "sub/a.txt", "a.txt"),
            (here.join("sub"), "/elsewhere/a.txt", "/elsewhere/a.txt"),
        ];
        for (folder, path, expected) in cases {
            assert_eq!(relative_to(&folder, Path::new(path)), Path::new(expected));
        }
    }
}
