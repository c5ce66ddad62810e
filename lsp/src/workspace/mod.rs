//! The scan of all files in the folders of the workspace, with progress and cancellation.

mod closed;
mod progress;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use safeharbor_core::{Cancellation, Entry, Walk, WalkOptions, decode};
use tower_lsp::ls_types::{Diagnostic, ProgressToken};

use crate::convert;
use crate::document::{DocumentId, IndexedText};
use crate::judgement::Judgement;
use crate::scan::{Job, Panicked, Scanned, Space, scan};
use crate::session::Session;
use closed::keep;
use progress::Progress;

pub(crate) use closed::{Closed, follow_created, moved, renew_next};

/// The scan that is going on.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    /// How the client calls its progress.
    pub(crate) token: Option<ProgressToken>,
    /// Ends it soon.
    pub(crate) cancellation: Cancellation,
}

/// What a scan of the workspace came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Summary {
    /// Files that were scanned.
    pub(crate) files: usize,
    /// Findings in all of them.
    pub(crate) findings: usize,
    /// Files that were too large for the editor, could not be read, or met an internal error.
    #[serde(rename = "notScanned")]
    pub(crate) not_scanned: usize,
    /// Whether it was ended before its time.
    pub(crate) cancelled: bool,
}

/// Scans every file of every folder and keeps what it finds in files that are not open. One at a time: `None` when there is
/// one already.
pub(crate) fn scan_all(session: &Session, running: &Running) -> Option<Summary> {
    {
        let mut state = session.state();
        if state.running.is_some() {
            return None;
        }
        state.running = Some(running.clone());
        state.closed.is_scanned = true;
    }
    let told = Progress::begin(session, running.token.clone());
    let (folders, epoch) = {
        let state = session.state();
        (state.folders.clone(), state.epoch)
    };
    let mut walked = Vec::new();
    let mut summary = Summary::default();
    let mut found = Vec::new();
    for folder in folders {
        let Some(judgement) = session.judgement_of(&folder) else {
            continue;
        };
        let options = WalkOptions {
            threads: threads(),
            ..WalkOptions::default()
        };
        let (entries, tally) = Walk::new(vec![folder], options).sorted();
        summary.not_scanned += tally.unreadable.len();
        let files = scan_files(session, &judgement, &entries, &running.cancellation, &told);
        summary.not_scanned += files.not_scanned;
        summary.files += files.scanned;
        found.extend(files.found);
        walked.extend(entries.into_iter().map(|entry| entry.path));
    }
    summary.cancelled = running.cancellation.is_cancelled();
    summary.findings = found.iter().map(|(_, _, findings)| findings).sum();
    keep(session, found, summary.cancelled);
    follow_from_now(session, walked, epoch);
    told.end(&summary);
    Some(summary)
}

/// Ends a scan of `walked`. What was found under settings that have changed meanwhile is stale already.
fn follow_from_now(session: &Session, walked: Vec<PathBuf>, epoch: u64) {
    let mut state = session.state();
    state.running = None;
    state.closed.followed.extend(walked);
    if state.epoch != epoch {
        state.closed.all_stale();
        session.schedule.put(Job::Renew, Instant::now());
    }
}

/// What a scan of some files came to.
#[derive(Default)]
struct Files {
    scanned: usize,
    not_scanned: usize,
    found: Vec<(PathBuf, Vec<Diagnostic>, usize)>,
}

fn threads() -> usize {
    // One processor is left to the editor and to the document that is being typed.
    thread::available_parallelism()
        .map_or(1, NonZeroUsize::get)
        .saturating_sub(1)
        .max(1)
}

fn scan_files(
    session: &Session,
    judgement: &Arc<Judgement>,
    entries: &[Entry],
    cancellation: &Cancellation,
    told: &Progress<'_>,
) -> Files {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Files::default());
    thread::scope(|scope| {
        for _ in 0..threads() {
            scope.spawn(|| {
                let mut space = Space::default();
                while !cancellation.is_cancelled() {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(entry) = entries.get(index) else {
                        break;
                    };
                    told.step(index, entries.len());
                    let path = &entry.path;
                    let read = scan_file(session, judgement, path, cancellation, &mut space);
                    if cancellation.is_cancelled() {
                        // It may have been read in part.
                        break;
                    }
                    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                    match read {
                        None => all.not_scanned += 1,
                        Some((items, findings)) => {
                            all.scanned += 1;
                            if !items.is_empty() {
                                all.found.push((path.clone(), items, findings));
                            }
                        }
                    }
                }
            });
        }
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What is to be said about a file, and how many findings are among it; `None` when it cannot be scanned.
fn scan_file(
    session: &Session,
    judgement: &Arc<Judgement>,
    path: &Path,
    cancellation: &Cancellation,
    space: &mut Space,
) -> Option<(Vec<Diagnostic>, usize)> {
    if fs::metadata(path).ok()?.len() > judgement.largest {
        return None;
    }
    let bytes = session.read(path).ok()?;
    let Some(text) = decode(&bytes) else {
        return Some((Vec::new(), 0));
    };
    let name = judgement.name_of(path);
    let scanned = Scanned {
        name: &name,
        path: Some(path),
        text: &text.text,
        cancellation,
    };
    let report = match scan(judgement, &scanned, None, space) {
        Ok(report) => report,
        Err(Panicked) => {
            session.tell_panic(judgement, &name);
            return None;
        }
    };
    let findings = report.findings.len();
    let id = DocumentId::new(convert::file_uri(path)?.as_str());
    let content = IndexedText::new(text.text.into_owned());
    let units = session.abilities().units;
    Some((
        convert::file_diagnostics(&id, &content, &report, units),
        findings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Outbox, Outgoing};
    use crate::scan::fault;

    #[test]
    fn a_panic_is_told_once_and_the_files_are_counted_as_not_scanned() {
        let holder = tempfile::tempdir().expect("a folder");
        let root = holder.path().canonicalize().expect("it exists");
        fs::write(root.join("a.txt"), "words\n").expect("a file");
        fs::write(root.join("b.txt"), fault::TEXT).expect("a file");
        fs::write(root.join("c.txt"), fault::TEXT).expect("a file");
        let (outbox, mut queue) = Outbox::new();
        let session = Session::new(outbox, [7; 32]);
        session.state().folders.push(root);
        let running = Running {
            token: None,
            cancellation: Cancellation::default(),
        };
        let summary = scan_all(&session, &running).expect("the only one");
        assert_eq!((summary.files, summary.not_scanned), (1, 2));
        let mut told = Vec::new();
        while let Ok(message) = queue.try_recv() {
            if let Outgoing::Message { text, .. } = message {
                told.push(text);
            }
        }
        let [text] = told.as_slice() else {
            panic!("{told:?}")
        };
        let names_a_file = text.contains("b.txt") || text.contains("c.txt");
        assert!(names_a_file && !text.contains(fault::TEXT), "{text}");
    }

    #[test]
    fn a_cancelled_scan_counts_no_file_that_was_read_in_part() {
        let holder = tempfile::tempdir().expect("a folder");
        fs::write(holder.path().join("a.txt"), "words\n").expect("a file");
        let (outbox, _queue) = Outbox::new();
        let session = Session::new(outbox, [7; 32]);
        session.state().folders.push(holder.path().to_path_buf());
        let running = Running {
            token: None,
            cancellation: Cancellation::default(),
        };
        running.cancellation.cancel();
        let summary = scan_all(&session, &running).expect("the only one");
        assert_eq!((summary.files, summary.cancelled), (0, true));
        assert!(session.state().running.is_none());
    }
}
