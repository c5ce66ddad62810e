//! Scanning files: on several threads, reported in the order of their names.

use std::io;
use std::path::PathBuf;

use safeharbor_core::{
    Content, Document, DocumentReport, Engine, Entry, IgnoreFiles, Scratch, Skip, Tally, Tracked,
    Walk, WalkOptions, logical_path, read_small,
};

use crate::failure::Failure;
use crate::git::Repository;
use crate::in_order::{Panicked, in_order};
use crate::progress::Progress;
use crate::report::PassedOver;
use crate::reporting::{Sink, say};
use crate::settings::Judgement;
use crate::suppression::{NamedBaseline, Suppression};

/// Files up to this many bytes are read whole; larger ones in windows, in bounded memory.
pub(crate) const WHOLE: u64 = 8 << 20;

/// How files are scanned under one configuration.
pub(crate) struct FileScan {
    pub(crate) engine: Engine,
    pub(crate) suppression: Suppression,
    max_file_size: Option<u64>,
    threads: usize,
}

/// What a thread reuses from file to file.
#[derive(Default)]
struct Space {
    scratch: Scratch,
    buffer: Vec<u8>,
}

impl FileScan {
    /// A scan as `judgement` says, with `baseline`.
    ///
    /// # Errors
    ///
    /// When a rule or a pattern is wrong.
    pub(crate) fn new(
        judgement: &Judgement,
        baseline: NamedBaseline,
        threads: usize,
    ) -> Result<Self, Failure> {
        let config = judgement.config();
        Ok(Self {
            engine: judgement.engine()?,
            suppression: Suppression::of_files(
                judgement.origin(),
                config,
                baseline,
                &judgement.folder(),
            )?,
            max_file_size: config.max_file_size,
            threads,
        })
    }

    /// Scans what lies under `roots`.
    ///
    /// # Errors
    ///
    /// Those of the sink. A file that cannot be read is handed to it and is none.
    pub(crate) fn run(
        &self,
        roots: Vec<PathBuf>,
        ignore_files: IgnoreFiles,
        sink: &mut dyn Sink,
    ) -> Result<(), Failure> {
        let options = WalkOptions {
            ignore_files,
            threads: self.threads,
            tracked: tracked(&roots, ignore_files),
            ..WalkOptions::default()
        };
        let (entries, tally) = Walk::new(roots, options).sorted();
        self.scan_all(entries, sink)?;
        self.hand_on(&tally, sink);
        Ok(())
    }

    fn scan_all(&self, entries: Vec<Entry>, sink: &mut dyn Sink) -> Result<(), Failure> {
        let mut progress = Progress::new(entries.len());
        let threads = self.threads.min(entries.len());
        let mut done = 0;
        let work = |entry: &Entry, space: &mut Space| self.scan(entry, space);
        in_order(threads, entries.into_iter(), work, |entry, result| {
            done += 1;
            progress.step(done);
            match result {
                Ok(Ok(mut found)) => {
                    if !found.findings.is_empty() {
                        self.suppression.apply(
                            &mut found,
                            &self.suppression.name_of(&entry.path),
                            &self.engine,
                        );
                    }
                    return progress.suspended(|| sink.document(&entry.logical, &found));
                }
                Ok(Err(error)) => {
                    sink.unreadable(&self.engine.masked_path(&entry.logical), error.to_string());
                }
                Err(Panicked) => {
                    let path = self.engine.masked_path(&entry.logical);
                    sink.unreadable(&path, "internal error".to_owned());
                }
            }
            Ok(())
        })
    }

    fn hand_on(&self, tally: &Tally, sink: &mut dyn Sink) {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        sink.pass_over(PassedOver::Link, count(tally.symlinks));
        sink.pass_over(PassedOver::Special, count(tally.special));
        for unreadable in &tally.unreadable {
            let path = self.engine.masked_path(&logical_path(&unreadable.path));
            sink.unreadable(&path, unreadable.source.to_string());
        }
    }

    fn scan(&self, entry: &Entry, space: &mut Space) -> io::Result<DocumentReport> {
        if let Some(most) = self.max_file_size
            && entry.size()? > most
        {
            return Ok(DocumentReport {
                skipped: Some(Skip::TooLarge),
                ..self.engine.scan_path(&entry.logical, &mut space.scratch)
            });
        }
        if self.suppression.covers(&entry.path) {
            return Ok(skipped(Skip::Allowed));
        }
        match read_small(&entry.path, &mut space.buffer, WHOLE)? {
            Content::Whole(bytes) => {
                let document = Document {
                    path: entry.logical.clone(),
                    bytes: bytes.into(),
                };
                Ok(self.engine.scan(&document, &mut space.scratch))
            }
            Content::Large(mut file) => {
                self.engine
                    .scan_reader(&entry.logical, &mut file, &mut space.scratch)
            }
        }
    }
}

/// The report of a document that is passed over and whose path is not to be looked at either.
pub(crate) fn skipped(why: Skip) -> DocumentReport {
    DocumentReport {
        skipped: Some(why),
        ..DocumentReport::default()
    }
}

/// The files that git tracks: they count even where an ignore file names them. Without a repository there are none.
fn tracked(roots: &[PathBuf], ignore_files: IgnoreFiles) -> Option<Tracked> {
    let folder = roots.iter().find(|path| path.is_dir())?;
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
