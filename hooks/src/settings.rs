//! The command line and the configuration resolved to what a scan needs. The command line wins.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use safeharbor_core::{
    CONFIG_NAME, Config, Engine, Error, Explain, IgnoreFiles, LogicalPath, Options, PROFILES,
    decode, find_config, load_config,
};

use crate::args::{JudgementArguments, ScanArguments};
use crate::failure::Failure;
use crate::git::Repository;
use crate::report::{Details, Format, Values};
use crate::suppression::NamedBaseline;

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
    pub(crate) values: Values,
    pub(crate) output: Option<PathBuf>,
    pub(crate) judgement: JudgementArguments,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) ignore_files: IgnoreFiles,
    pub(crate) threads: usize,
}

impl ScanSettings {
    /// Resolves the arguments; every one of them is used here.
    ///
    /// # Errors
    ///
    /// When a path does not exist, or when `--explain` or `--reveal` does not go with where the report goes.
    pub(crate) fn resolve(arguments: ScanArguments) -> Result<Self, Failure> {
        let ScanArguments {
            paths,
            staged,
            stdin,
            stdin_path,
            format,
            output,
            judgement,
            baseline,
            no_ignore,
            explain,
            reveal,
            threads,
        } = arguments;
        if explain && format != Format::Human {
            return Err(Failure::Arguments {
                message: "--explain is for people, and the form of the report is for programs"
                    .to_owned(),
                advice: "leave out one of --explain and --format".to_owned(),
            });
        }
        let values = if reveal {
            Values::revealed(format, output.as_deref())?
        } else {
            Values::Masked
        };
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
            values,
            output,
            judgement,
            baseline,
            ignore_files: if no_ignore {
                IgnoreFiles::Disregarded
            } else {
                IgnoreFiles::Honoured
            },
            threads: threads.map_or_else(processors, usize::from),
        })
    }
}

/// What git and the pre-commit framework set for the hooks that they run: <https://git-scm.com/docs/githooks>.
const SET_IN_HOOKS: [&str; 2] = ["GIT_INDEX_FILE", "PRE_COMMIT"];

impl Values {
    /// Values are for the eyes of whoever sits at the terminal, and for nothing that keeps what it is given.
    ///
    /// # Errors
    ///
    /// When the report goes anywhere but to a terminal, or in a form for programs, or the scan runs in a hook.
    fn revealed(format: Format, output: Option<&Path>) -> Result<Self, Failure> {
        let in_hook = SET_IN_HOOKS
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        let reason = if format != Format::Human {
            "the form of the report is for programs, which keep what they read"
        } else if output.is_some() {
            "--output writes a file, which keeps what is written"
        } else if in_hook {
            "this is a hook, and what hooks print is kept in logs"
        } else if !std::io::stdout().is_terminal() {
            "standard output is no terminal"
        } else {
            return Ok(Self::Revealed);
        };
        Err(Failure::Arguments {
            message: format!("--reveal prints values to a terminal only, and {reason}"),
            advice: "run it by hand, without a pipe and without --format or --output".to_owned(),
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
    config: Config,
    origin: String,
    file: Option<PathBuf>,
    overrides: JudgementArguments,
    details: Details,
}

impl Judgement {
    /// By the configuration that the command line names, else the nearest one from `start` upwards, else none.
    ///
    /// # Errors
    ///
    /// When the configuration cannot be read or is wrong.
    pub(crate) fn nearest(
        start: &Path,
        overrides: &JudgementArguments,
        details: Details,
    ) -> Result<Self, Failure> {
        let file = match &overrides.config {
            Some(file) if !file.exists() => return Err(Failure::NoSuchPath { path: file.clone() }),
            Some(file) => Some(file.clone()),
            None => find_config(start, None),
        };
        let config = match &file {
            Some(file) => load_config(file)?,
            None => Config::default(),
        };
        Ok(Self {
            config,
            origin: file
                .as_ref()
                .map_or_else(|| CONFIG_NAME.to_owned(), |file| file.display().to_string()),
            file,
            overrides: overrides.clone(),
            details,
        })
    }

    /// By the configuration that the command line names, else the one in the index, else none.
    ///
    /// # Errors
    ///
    /// When the configuration cannot be read or is wrong.
    pub(crate) fn of_index(
        repository: &Repository,
        overrides: &JudgementArguments,
        details: Details,
    ) -> Result<Self, Failure> {
        if overrides.config.is_some() {
            return Self::nearest(Path::new("."), overrides, details);
        }
        let origin = format!("{CONFIG_NAME} (as staged)");
        let config = match repository.staged_content(CONFIG_NAME)? {
            Some(bytes) => parse_staged(&origin, &bytes)?,
            None => Config::default(),
        };
        Ok(Self {
            config,
            origin,
            file: None,
            overrides: overrides.clone(),
            details,
        })
    }

    /// The configuration.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// What errors call the configuration.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The folder that paths of the configuration and the baseline are relative to: the configuration's own, else the root
    /// of the repository, else the current one. Absolute.
    pub(crate) fn folder(&self) -> PathBuf {
        let own = self.file.as_ref().and_then(|file| file.canonicalize().ok());
        if let Some(folder) = own.as_ref().and_then(|file| file.parent()) {
            return folder.to_path_buf();
        }
        let here = Path::new(".").canonicalize().unwrap_or_default();
        let root = here.ancestors().find(|folder| folder.join(".git").exists());
        root.unwrap_or(&here).to_path_buf()
    }

    /// The baseline that the command line names as `file`, else the configuration's, else an empty one.
    ///
    /// # Errors
    ///
    /// When it cannot be read or parsed.
    pub(crate) fn baseline(&self, file: Option<&Path>) -> Result<NamedBaseline, Failure> {
        let configured = self
            .config
            .baseline
            .as_ref()
            .map(|name| self.folder().join(name));
        match file.map(Path::to_path_buf).or(configured) {
            Some(file) => NamedBaseline::read(&file),
            None => Ok(NamedBaseline::default()),
        }
    }

    /// The baseline that the command line names as `file`, else the configuration's, as the index has it, else an empty one.
    ///
    /// # Errors
    ///
    /// When it is not in the index, cannot be read or cannot be parsed.
    pub(crate) fn staged_baseline(
        &self,
        repository: &Repository,
        file: Option<&Path>,
    ) -> Result<NamedBaseline, Failure> {
        if let Some(file) = file {
            return NamedBaseline::read(file);
        }
        let Some(name) = &self.config.baseline else {
            return Ok(NamedBaseline::default());
        };
        let path = name.strip_prefix("./").unwrap_or(name);
        match repository.staged_content(path)? {
            Some(bytes) => NamedBaseline::parse(&format!("{name} (as staged)"), &bytes),
            None => Err(Failure::NotStaged {
                path: PathBuf::from(name),
            }),
        }
    }

    /// The engine that judges so.
    ///
    /// # Errors
    ///
    /// When a rule is wrong, or a change is about no rule.
    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        let default = Options::default();
        let (config, overrides) = (&self.config, &self.overrides);
        let options = Options {
            profile: overrides
                .profile
                .clone()
                .or_else(|| config.profile.clone())
                .unwrap_or(default.profile),
            min_confidence: overrides
                .min_confidence
                .or(config.min_confidence)
                .unwrap_or(default.min_confidence),
            reserved: config.reserved.unwrap_or(default.reserved),
            min_severity: overrides
                .min_severity
                .map(Into::into)
                .or(config.min_severity)
                .unwrap_or(default.min_severity),
            explain: match self.details {
                Details::Brief => Explain::No,
                Details::Explained => Explain::Yes,
            },
            ..default
        };
        if !PROFILES.contains(&options.profile.as_str()) {
            let named_in = match overrides.profile {
                Some(_) => "--profile".to_owned(),
                None => self.origin.clone(),
            };
            return Err(Failure::NoSuchProfile {
                name: options.profile,
                named_in,
            });
        }
        let pack = config.changed(&self.origin, safeharbor_patterns::pack())?;
        Ok(Engine::new(pack, options)?)
    }
}

fn parse_staged(origin: &str, bytes: &[u8]) -> Result<Config, Failure> {
    match decode(bytes) {
        Some(text) => Ok(Config::parse(origin, &text.text)?),
        None => Err(Failure::Configuration(Error::Config {
            origin: origin.to_owned(),
            message: "expected a text, found binary content".to_owned(),
        })),
    }
}
