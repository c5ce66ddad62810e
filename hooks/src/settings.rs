//! The command line and the configuration resolved to what a scan needs. The command line wins.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use safeharbor_core::{Engine, Explain, IgnoreFiles, LogicalPath, Options};

use crate::args::{JudgementArguments, ScanArguments};
use crate::failure::Failure;
use crate::report::{Details, Format};

/// What is scanned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// The index, its new lines.
    Staged,
    /// Standard input, under this name.
    Input(LogicalPath),
}

/// A resolved `safeharbor scan`.
#[derive(Debug)]
pub(crate) struct ScanSettings {
    pub(crate) source: Source,
    pub(crate) format: Format,
    pub(crate) details: Details,
    pub(crate) output: Option<PathBuf>,
    pub(crate) judgement: JudgementArguments,
    pub(crate) ignore_files: IgnoreFiles,
    pub(crate) threads: usize,
}

impl ScanSettings {
    /// Resolves the arguments; every one of them is used here.
    ///
    /// # Errors
    ///
    /// When a path does not exist, or when there is none to go with `--explain` in a form for programs.
    pub(crate) fn resolve(arguments: ScanArguments) -> Result<Self, Failure> {
        let ScanArguments {
            paths,
            staged,
            stdin,
            stdin_path,
            format,
            output,
            judgement,
            no_ignore,
            explain,
            threads,
        } = arguments;
        if explain && format != Format::Human {
            return Err(Failure::Arguments {
                message: "--explain is for people, and the form of the report is for programs"
                    .to_owned(),
                advice: "leave out one of --explain and --format".to_owned(),
            });
        }
        let source = if staged {
            Source::Staged
        } else if stdin {
            Source::Input(LogicalPath::new(stdin_path.as_deref().unwrap_or("stdin")))
        } else {
            Source::Paths(existing(paths)?)
        };
        Ok(Self {
            source,
            format,
            details: if explain {
                Details::Explained
            } else {
                Details::Brief
            },
            output,
            judgement,
            ignore_files: if no_ignore {
                IgnoreFiles::Disregarded
            } else {
                IgnoreFiles::Honoured
            },
            threads: threads.map_or_else(processors, usize::from),
        })
    }
}

/// As many threads as there are processors for us.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// `paths`, or the current folder when there are none.
///
/// # Errors
///
/// [`Failure::NoSuchPath`] for the first that does not exist.
pub(crate) fn existing(mut paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    for path in &paths {
        // A dangling symbolic link exists; that it cannot be read is for the scan to say.
        let missing = path.symlink_metadata().err();
        if missing.is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
            return Err(Failure::NoSuchPath { path: path.clone() });
        }
    }
    Ok(paths)
}

/// What counts as a finding: the configuration, and what the command line says in its place.
#[derive(Debug)]
pub(crate) struct Judgement {
    options: Options,
}

impl Judgement {
    /// With the built-in rules and no configuration.
    pub(crate) fn of(overrides: &JudgementArguments, details: Details) -> Self {
        let default = Options::default();
        Self {
            options: Options {
                profile: overrides.profile.clone().unwrap_or(default.profile),
                min_confidence: overrides.min_confidence.unwrap_or(default.min_confidence),
                min_severity: overrides
                    .min_severity
                    .map_or(default.min_severity, Into::into),
                explain: match details {
                    Details::Brief => Explain::No,
                    Details::Explained => Explain::Yes,
                },
                today: default.today,
            },
        }
    }

    /// The engine that judges so.
    ///
    /// # Errors
    ///
    /// When a rule is wrong.
    pub(crate) fn engine(self) -> Result<Engine, Failure> {
        Ok(Engine::new(safeharbor_patterns::pack(), self.options)?)
    }
}
