//! `safeharbor baseline create | update`.

use std::fs;
use std::path::{Path, PathBuf};

use safeharbor_core::{Baseline, DocumentReport, Finding, IgnoreFiles, LogicalPath};

use crate::args::{BaselineArguments, BaselineCommand};
use crate::failure::{Failure, Status};
use crate::file_scan::FileScan;
use crate::report::{Details, PassedOver, counted};
use crate::reporting::{Sink, say};
use crate::settings::{Judgement, processors};
use crate::suppression::NamedBaseline;

/// The file's name where the configuration gives none.
const DEFAULT_NAME: &str = ".safeharbor-baseline";

/// Writes or rewrites the baseline of everything in the folder of the configuration.
///
/// # Errors
///
/// When a new one would overwrite an old one, an old one is missing or malformed, or the scan is incomplete.
pub(crate) fn baseline(command: BaselineCommand) -> Result<Status, Failure> {
    match command {
        BaselineCommand::Create(arguments) => create(&arguments),
        BaselineCommand::Update(arguments) => update(&arguments),
    }
}

fn create(arguments: &BaselineArguments) -> Result<Status, Failure> {
    let place = Place::resolve(arguments)?;
    if place.file.exists() {
        return Err(Failure::Exists {
            path: place.file,
            advice: "`safeharbor baseline update` brings it up to date and keeps its reasons"
                .to_owned(),
        });
    }
    place.write(&Baseline::default())
}

fn update(arguments: &BaselineArguments) -> Result<Status, Failure> {
    let place = Place::resolve(arguments)?;
    let old = NamedBaseline::read(&place.file)?;
    place.write(&old.entries)
}

/// Where the baseline lies, and how findings are judged.
struct Place {
    judgement: Judgement,
    folder: PathBuf,
    file: PathBuf,
    named: bool,
}

impl Place {
    fn resolve(arguments: &BaselineArguments) -> Result<Self, Failure> {
        let judgement = Judgement::nearest(Path::new("."), &arguments.judgement, Details::Brief)?;
        let folder = judgement.folder();
        let configured = judgement
            .config()
            .baseline
            .as_ref()
            .map(|name| folder.join(name));
        let named = configured.is_some() || arguments.output.is_some();
        let file = arguments
            .output
            .clone()
            .or(configured)
            .unwrap_or_else(|| folder.join(DEFAULT_NAME));
        Ok(Self {
            judgement,
            folder,
            file,
            named,
        })
    }

    /// Scans everything and writes what `old` becomes.
    fn write(&self, old: &Baseline) -> Result<Status, Failure> {
        let findings = self.findings()?;
        let new = old.update(&findings);
        fs::write(&self.file, new.render()).map_err(|source| Failure::File {
            path: self.file.clone(),
            source,
        })?;
        let entries = counted(new.entries().count(), "entry", "entries");
        let file = self.file.display();
        say(&format!(
            "{entries} in {file}; commit it, so that hooks find it in the index"
        ));
        if !self.named {
            say(&format!(
                "name it in safeharbor.toml, so that scans and hooks use it: baseline = \"{DEFAULT_NAME}\""
            ));
        }
        Ok(Status::Clean)
    }

    /// All findings, under paths relative to the folder. The old baseline does not hide any.
    fn findings(&self) -> Result<Vec<Finding>, Failure> {
        let scan = FileScan::new(&self.judgement, NamedBaseline::default(), processors())?;
        let mut collecting = Collecting::default();
        scan.run(
            vec![self.folder.clone()],
            IgnoreFiles::Honoured,
            &mut collecting,
        )?;
        if let Some((path, reason)) = collecting.unreadable {
            return Err(Failure::IncompleteBaseline { path, reason });
        }
        for finding in &mut collecting.findings {
            finding.path = scan.suppression.name_of(Path::new(finding.path.as_str()));
        }
        Ok(collecting.findings)
    }
}

/// Keeps findings.
#[derive(Default)]
struct Collecting {
    findings: Vec<Finding>,
    unreadable: Option<(LogicalPath, String)>,
}

impl Sink for Collecting {
    fn document(&mut self, _: &LogicalPath, found: &DocumentReport) -> Result<(), Failure> {
        self.findings.extend(found.findings.iter().cloned());
        Ok(())
    }

    fn path(
        &mut self,
        _: PassedOver,
        path: &LogicalPath,
        found: &DocumentReport,
    ) -> Result<(), Failure> {
        self.document(path, found)
    }

    fn pass_over(&mut self, _: PassedOver, _: usize) {}

    fn unreadable(&mut self, path: &LogicalPath, reason: String) {
        self.unreadable.get_or_insert((path.clone(), reason));
    }
}
