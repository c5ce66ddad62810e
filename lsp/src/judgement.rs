//! What counts as a finding in a folder: its `safeharbor.toml`, its baseline and the editor's settings, made into an engine.

use std::io;
use std::path::{Path, PathBuf};

use safeharbor_core::{
    Baseline, CONFIG_NAME, Config, DocumentReport, Engine, Error, LogicalPath, Options,
    Suppressions, decode, find_config, logical_path,
};

use crate::settings::overlaid;

/// The baseline's name where nothing names one.
pub(crate) const DEFAULT_BASELINE: &str = ".safeharbor-baseline";

/// Larger documents are not scanned while they are edited: each scan reads the whole text. In bytes.
const LARGEST: u64 = 16 << 20;

/// Reads a file as the editor sees it: the open document where there is one, with its unsaved changes.
pub(crate) type Reading<'r> = &'r dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// Why a folder's configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file that is wrong, when it is one.
    pub(crate) file: Option<PathBuf>,
    /// The line at fault, from 1, as far as it is known.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) message: String,
}

/// How documents below a folder are judged.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// The engine.
    pub(crate) engine: Engine,
    /// Where `safeharbor.toml` lies, or would lie.
    pub(crate) config_file: PathBuf,
    /// The baseline file, if one is named.
    pub(crate) baseline_file: Option<PathBuf>,
    /// Larger documents are passed over. In bytes.
    pub(crate) largest: u64,
    root: PathBuf,
    config: Config,
    allowances: Suppressions,
    baseline: Vec<u8>,
}

impl Judgement {
    /// The judgement of documents in `root`, a folder of the workspace.
    ///
    /// # Errors
    ///
    /// When the configuration or the baseline cannot be read or is wrong.
    pub(crate) fn load(root: &Path, editor: &Config, read: Reading<'_>) -> Result<Self, Fault> {
        let found = find_config(root, None);
        let config_file = found.clone().unwrap_or_else(|| {
            root.canonicalize()
                .unwrap_or_else(|_| root.into())
                .join(CONFIG_NAME)
        });
        let origin = config_file.display().to_string();
        let fault = |error: Error| Fault::of(&error, &config_file);
        let own = match &found {
            Some(file) => parse_config(&origin, file, read).map_err(fault)?,
            None => Config::default(),
        };
        let config = overlaid(own, editor);
        let folder = config_file.parent().unwrap_or(root);
        let baseline_file = config.baseline.as_ref().map(|name| folder.join(name));
        let baseline = match &baseline_file {
            Some(file) => read_baseline(file, read)?,
            None => Vec::new(),
        };
        let default = Options::default();
        let options = Options {
            profile: config.profile.clone().unwrap_or(default.profile),
            min_confidence: config.min_confidence.unwrap_or(default.min_confidence),
            min_severity: config.min_severity.unwrap_or(default.min_severity),
            reserved: config.reserved.unwrap_or(default.reserved),
            ..default
        };
        let pack = config
            .changed(&origin, safeharbor_patterns::pack())
            .map_err(fault)?;
        let judgement = Self {
            engine: Engine::new(pack, options).map_err(fault)?,
            largest: config.max_file_size.unwrap_or(LARGEST).min(LARGEST),
            allowances: suppressions(&config, Baseline::default(), &config_file)?,
            root: root.to_owned(),
            config_file,
            baseline_file,
            config,
            baseline,
        };
        judgement.baseline_entries()?;
        Ok(judgement)
    }

    /// The built-in rules as they are, for a folder whose configuration is wrong from the beginning.
    ///
    /// # Errors
    ///
    /// None in a build that passed its tests.
    pub(crate) fn built_in(root: &Path) -> Result<Self, Fault> {
        let config_file = root.join(CONFIG_NAME);
        let engine = Engine::new(safeharbor_patterns::pack(), Options::default())
            .map_err(|error| Fault::of(&error, &config_file))?;
        Ok(Self {
            engine,
            largest: LARGEST,
            allowances: suppressions(&Config::default(), Baseline::default(), &config_file)?,
            root: root.to_owned(),
            config_file,
            baseline_file: None,
            config: Config::default(),
            baseline: Vec::new(),
        })
    }

    /// What reports and rules call a file: its way below the folder of the workspace.
    pub(crate) fn name_of(&self, path: &Path) -> LogicalPath {
        logical_path(path.strip_prefix(&self.root).unwrap_or(path))
    }

    /// What the configuration and the baseline call a file: its way from the configuration.
    pub(crate) fn listed_name_of(&self, path: &Path) -> LogicalPath {
        let folder = self.config_file.parent().unwrap_or(&self.root);
        if let Ok(below) = path.strip_prefix(folder) {
            return logical_path(below);
        }
        // A symbolic link on the way to the folder makes the two look unrelated.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        logical_path(real.strip_prefix(folder).unwrap_or(path))
    }

    /// Whether an allowance covers everything in the file at `path`, so that it need not be scanned.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        !self.config.allow.is_empty()
            && self
                .allowances
                .cover_path(self.listed_name_of(path).as_str())
    }

    /// The entries of the baseline.
    ///
    /// # Errors
    ///
    /// When a line is none.
    fn baseline_entries(&self) -> Result<Baseline, Fault> {
        let file = self.baseline_file.as_deref().unwrap_or(&self.config_file);
        Baseline::parse(&file.display().to_string(), &self.baseline)
            .map_err(|error| Fault::of(&error, file))
    }

    /// Moves what is hidden to the suppressed findings of a report on the file at `path`.
    ///
    /// The baseline is read for each report anew: an entry whose file is gone hides once, and what one scan used up must
    /// not count in the next.
    pub(crate) fn suppress(&self, report: &mut DocumentReport, path: &Path) {
        if report.findings.is_empty() {
            return;
        }
        let folder = self.config_file.parent().unwrap_or(&self.root);
        let is_present = |listed: &str| folder.join(listed).exists();
        let name = self.listed_name_of(path);
        let listed = match &report.masked_path {
            Some(_) => self.engine.masked_path(&name),
            None => name.clone(),
        };
        if self.baseline.is_empty() {
            self.allowances.apply(report, &name, &listed, is_present);
        } else if let Ok(all) = self.with_baseline() {
            all.apply(report, &name, &listed, is_present);
        }
    }

    fn with_baseline(&self) -> Result<Suppressions, Fault> {
        let entries = self.baseline_entries()?;
        suppressions(&self.config, entries, &self.config_file)
    }
}

fn suppressions(config: &Config, baseline: Baseline, file: &Path) -> Result<Suppressions, Fault> {
    let today = Options::default().today;
    Suppressions::new(&config.allow, baseline, today).map_err(|message| Fault {
        file: Some(file.to_owned()),
        line: 1,
        message,
    })
}

impl Fault {
    /// Takes the line out of the message, where `line 7: ` stands behind the file's name, or `:7: `.
    fn of(error: &Error, file: &Path) -> Self {
        let message = error.to_string();
        let line = match error {
            Error::Baseline { line, .. } => *line,
            Error::Config { message, .. } => message
                .strip_prefix("line ")
                .and_then(|rest| rest.split(':').next()?.parse().ok())
                .unwrap_or(1),
            _ => 1,
        };
        Self {
            file: Some(file.to_owned()),
            line,
            message,
        }
    }
}

fn parse_config(origin: &str, file: &Path, read: Reading<'_>) -> Result<Config, Error> {
    let bytes = read(file).map_err(|source| Error::Io {
        path: file.to_owned(),
        source,
    })?;
    match decode(&bytes) {
        Some(text) => Config::parse(origin, &text.text),
        None => Err(Error::Config {
            origin: origin.to_owned(),
            message: "expected a text, found binary content".to_owned(),
        }),
    }
}

/// A baseline that does not exist yet hides nothing: the editor is where it may be about to be made.
fn read_baseline(file: &Path, read: Reading<'_>) -> Result<Vec<u8>, Fault> {
    match read(file) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(Fault::of(
            &Error::Io {
                path: file.to_owned(),
                source,
            },
            file,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn load(folder: &Path) -> Result<Judgement, Fault> {
        Judgement::load(folder, &Config::default(), &|path| fs::read(path))
    }

    #[test]
    fn names_are_seen_from_the_folder_and_from_the_configuration() {
        let holder = tempfile::tempdir().expect("a folder");
        let root = holder.path().canonicalize().expect("it exists");
        fs::create_dir_all(root.join("a/b")).expect("folders");
        fs::write(root.join(CONFIG_NAME), "").expect("a file");
        let judgement = load(&root.join("a")).expect("valid");
        let file = root.join("a/b/c.txt");
        assert_eq!(judgement.name_of(&file).as_str(), "b/c.txt");
        assert_eq!(judgement.listed_name_of(&file).as_str(), "a/b/c.txt");
    }

    #[test]
    fn faults_name_file_and_line() {
        let holder = tempfile::tempdir().expect("a folder");
        let root = holder.path().canonicalize().expect("it exists");
        let file = root.join(CONFIG_NAME);
        fs::write(&file, "baseline = \"b\"\nmin-severty = \"low\"\n").expect("a file");
        let fault = load(&root).expect_err("wrong");
        assert_eq!(
            (fault.file.as_deref(), fault.line),
            (Some(file.as_path()), 2)
        );
        fs::write(&file, "baseline = \"b\"\n").expect("a file");
        assert!(load(&root).is_ok(), "a baseline may not exist yet");
        fs::write(root.join("b"), "\n\nno entry\n").expect("a file");
        let fault = load(&root).expect_err("wrong");
        assert_eq!((fault.file, fault.line), (Some(root.join("b")), 3));
    }
}
