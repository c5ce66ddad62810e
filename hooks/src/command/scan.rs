//! `safeharbor scan`.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use safeharbor_core::{Document, LogicalPath, NotesAfter, Scratch, Skip, find_config};

use crate::args::ScanArguments;
use crate::failure::{Failure, Status};
use crate::file_scan::{FileScan, WHOLE, skipped};
use crate::hook::{StagedScan, scan_staged};
use crate::report::Damage;
use crate::reporting::{Reporting, Sink};
use crate::settings::{Judgement, ScanSettings, Source};

/// Runs a scan.
///
/// # Errors
///
/// When the settings or the configuration are wrong, or the report cannot be written. A file that cannot be read is no
/// error but makes the scan incomplete.
pub(crate) fn scan(arguments: ScanArguments) -> Result<Status, Failure> {
    let settings = ScanSettings::resolve(arguments)?;
    let mut reporting = Reporting::start(
        settings.format,
        settings.details,
        settings.values,
        settings.output.as_deref(),
    )?;
    let scanned = match &settings.source {
        Source::Paths(paths) => scan_paths(paths, &settings, &mut reporting),
        Source::Staged => scan_staged(&staged(&settings), &mut reporting),
        Source::Input(path) => scan_input(path, &settings, &mut reporting),
    };
    match scanned.and_then(|()| reporting.finish(Damage::Named)) {
        // Whoever reads has seen enough; that there was something to write decides.
        Err(Failure::BrokenPipe) => Ok(Status::Findings),
        outcome => outcome,
    }
}

fn staged(settings: &ScanSettings) -> StagedScan<'_> {
    StagedScan {
        folder: Path::new("."),
        judgement: &settings.judgement,
        baseline: settings.baseline.as_deref(),
        details: settings.details,
        threads: settings.threads,
    }
}

fn scan_input(
    path: &LogicalPath,
    settings: &ScanSettings,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let place = Path::new(path.as_str());
    let folder = place
        .parent()
        .filter(|parent| parent.is_dir())
        .unwrap_or(Path::new("."));
    let judgement = Judgement::nearest(folder, &settings.judgement, settings.details)?;
    let baseline = judgement.baseline(settings.baseline.as_deref())?;
    let scan = FileScan::new(&judgement, baseline, 1)?;
    if scan.suppression.covers(place) {
        return sink.document(path, &skipped(Skip::Allowed));
    }
    let mut bytes = Vec::new();
    let read = io::stdin()
        .lock()
        .take(WHOLE + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Input)?;
    let mut scratch = Scratch::default();
    let mut found = if read as u64 <= WHOLE {
        let document = Document {
            path: path.clone(),
            bytes: bytes.into(),
        };
        scan.engine.scan(&document, &mut scratch)
    } else {
        let mut whole = bytes.as_slice().chain(io::stdin().lock());
        scan.engine
            .scan_reader(path, &mut whole, &mut scratch)
            .map_err(Failure::Input)?
    };
    scan.suppression
        .apply(&mut found, &scan.suppression.name_of(place), &scan.engine);
    sink.document(path, &found)
}

/// Scans files and folders, those with the same configuration together.
fn scan_paths(
    paths: &[PathBuf],
    settings: &ScanSettings,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let mut groups: BTreeMap<Option<PathBuf>, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        groups
            .entry(find_config(path, None))
            .or_default()
            .push(path.clone());
    }
    // All are checked before the first file is read: an error in a configuration is an error of the whole command.
    let mut scans = Vec::new();
    for roots in groups.into_values() {
        let judgement = Judgement::nearest(&roots[0], &settings.judgement, settings.details)?;
        let baseline = judgement.baseline(settings.baseline.as_deref())?;
        let scan = FileScan::new(&judgement, baseline, settings.threads)?;
        scans.push((scan, notes_after(&judgement, &roots), roots));
    }
    for (scan, notes, roots) in scans {
        scan.run(roots, settings.ignore_files, sink)?;
        scan.suppression.say_notes(notes, &scan.engine);
    }
    Ok(())
}

/// Whether a scan of `roots` meets everything that the configuration is about.
fn notes_after(judgement: &Judgement, roots: &[PathBuf]) -> NotesAfter {
    let folder = judgement.folder();
    let whole = |root: &PathBuf| {
        root.canonicalize()
            .is_ok_and(|root| folder.starts_with(root))
    };
    if roots.iter().any(whole) {
        NotesAfter::Everything
    } else {
        NotesAfter::Part
    }
}
