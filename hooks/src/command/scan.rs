//! `safeharbor scan`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use safeharbor_core::{
    Content, Document, DocumentReport, Engine, Entry, IgnoreFiles, LogicalPath, Scratch, Tally,
    Tracked, Walk, WalkOptions, logical_path, read_small,
};

use crate::args::ScanArguments;
use crate::failure::{Failure, Status};
use crate::git::Repository;
use crate::hook::scan_staged;
use crate::in_order::{Panicked, in_order};
use crate::progress::Progress;
use crate::report::PassedOver;
use crate::reporting::{Reporting, say};
use crate::settings::{Judgement, ScanSettings, Source};

/// Files up to this many bytes are read whole; larger ones in windows, in bounded memory.
const WHOLE: u64 = 8 << 20;

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
        settings.output.as_deref(),
    )?;
    let scanned = match &settings.source {
        Source::Paths(paths) => scan_paths(paths, &settings, &mut reporting),
        Source::Staged => scan_staged(
            Path::new("."),
            &settings.judgement,
            settings.details,
            &mut reporting,
        ),
        Source::Input(path) => scan_input(path, &settings, &mut reporting),
    };
    match scanned.and_then(|()| reporting.finish()) {
        // Whoever reads has seen enough; what was found up to here decides.
        Err(Failure::BrokenPipe) => Ok(Status::Findings),
        outcome => outcome,
    }
}

fn scan_input(
    path: &LogicalPath,
    settings: &ScanSettings,
    reporting: &mut Reporting,
) -> Result<(), Failure> {
    let engine = Judgement::of(&settings.judgement, settings.details).engine()?;
    let mut bytes = Vec::new();
    let read = io::stdin()
        .lock()
        .take(WHOLE + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Input)?;
    let mut scratch = Scratch::default();
    let found = if read as u64 <= WHOLE {
        engine.scan(
            &Document {
                path: path.clone(),
                bytes: bytes.into(),
            },
            &mut scratch,
        )
    } else {
        let mut whole = bytes.as_slice().chain(io::stdin().lock());
        engine
            .scan_reader(path, &mut whole, &mut scratch)
            .map_err(Failure::Input)?
    };
    reporting.document(path, &found)
}

fn scan_paths(
    paths: &[PathBuf],
    settings: &ScanSettings,
    reporting: &mut Reporting,
) -> Result<(), Failure> {
    let engine = Judgement::of(&settings.judgement, settings.details).engine()?;
    let options = WalkOptions {
        ignore_files: settings.ignore_files,
        threads: settings.threads,
        tracked: tracked(paths, settings.ignore_files),
    };
    let (entries, tally) = Walk::new(paths.to_vec(), options).sorted();
    scan_entries(&engine, entries, settings.threads, reporting)?;
    report_tally(&tally, reporting);
    Ok(())
}

/// The files that git tracks: they count even where an ignore file names them. Without a repository there are none.
fn tracked(paths: &[PathBuf], ignore_files: IgnoreFiles) -> Option<Tracked> {
    let folder = paths.iter().find(|path| path.is_dir())?;
    if ignore_files == IgnoreFiles::Disregarded {
        return None;
    }
    let repository = Repository::open(folder).ok()?;
    let worktree = repository.root()?;
    match repository.tracked() {
        Ok(paths) => Some(Tracked {
            worktree,
            paths: paths.into_iter().filter_map(as_path).collect(),
        }),
        Err(error) => {
            say(&format!(
                "tracked files that ignore files name may be left out: {error}"
            ));
            None
        }
    }
}

#[cfg(unix)]
fn as_path(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn as_path(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// What a thread reuses from file to file.
#[derive(Default)]
struct Space {
    scratch: Scratch,
    buffer: Vec<u8>,
}

fn scan_entries(
    engine: &Engine,
    entries: Vec<Entry>,
    threads: usize,
    reporting: &mut Reporting,
) -> Result<(), Failure> {
    let mut progress = Progress::new(entries.len());
    let threads = threads.min(entries.len());
    let mut done = 0;
    let work = |entry: &Entry, space: &mut Space| scan_entry(engine, entry, space);
    in_order(threads, entries.into_iter(), work, |entry, result| {
        done += 1;
        progress.step(done);
        match result {
            Ok(Ok(found)) => {
                return progress.suspended(|| reporting.document(&entry.logical, &found));
            }
            Ok(Err(error)) => reporting.unreadable(&entry.logical, error.to_string()),
            Err(Panicked) => reporting.unreadable(&entry.logical, "internal error"),
        }
        Ok(())
    })
}

fn scan_entry(engine: &Engine, entry: &Entry, space: &mut Space) -> io::Result<DocumentReport> {
    match read_small(&entry.path, &mut space.buffer, WHOLE)? {
        Content::Whole(bytes) => {
            let document = Document {
                path: entry.logical.clone(),
                bytes: bytes.into(),
            };
            Ok(engine.scan(&document, &mut space.scratch))
        }
        Content::Large(mut file) => {
            engine.scan_reader(&entry.logical, &mut file, &mut space.scratch)
        }
    }
}

fn report_tally(tally: &Tally, reporting: &mut Reporting) {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    reporting.pass_over(PassedOver::Link, count(tally.symlinks));
    reporting.pass_over(PassedOver::Special, count(tally.special));
    for unreadable in &tally.unreadable {
        reporting.unreadable(
            &logical_path(&unreadable.path),
            unreadable.source.to_string(),
        );
    }
}
