//! The scan of all files in the folders of the workspace, with progress and cancellation.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use safeharbor_core::{Entry, Walk, WalkOptions, decode};
use tower_lsp::ls_types::{
    Diagnostic, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd,
    WorkDoneProgressReport,
};

use crate::convert;
use crate::document::{DocumentId, IndexedText};
use crate::judgement::Judgement;
use crate::outbox::{Ask, Outgoing};
use crate::scan::{Job, Scanned, Space, scan};
use crate::session::Session;

/// What a scan found in a file that is not open.
#[derive(Debug)]
pub(crate) struct ClosedReport {
    /// Distinguishes it from every other of the session.
    pub(crate) id: u64,
    /// What is to be said about it; never empty.
    pub(crate) items: Vec<Diagnostic>,
}

/// The scan that is going on.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    /// How the client calls its progress.
    pub(crate) token: Option<ProgressToken>,
    /// Set to end it soon.
    pub(crate) cancelled: Arc<AtomicBool>,
}

/// What a scan of the workspace came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Summary {
    /// Files that were scanned.
    pub(crate) files: usize,
    /// Findings in all of them.
    pub(crate) findings: usize,
    /// Files that were too large for the editor or could not be read.
    #[serde(rename = "notScanned")]
    pub(crate) not_scanned: usize,
    /// Whether it was ended before its time.
    pub(crate) cancelled: bool,
}

/// How much progress is told before the next step is worth a message: one in so many files.
const STEPS: usize = 100;

/// Scans every file of every folder and keeps what it finds in files that are not open. One at a time: `None` when there is
/// one already.
pub(crate) fn scan_all(session: &Session, running: &Running) -> Option<Summary> {
    {
        let mut state = session.state();
        if state.running.is_some() {
            return None;
        }
        state.running = Some(running.clone());
    }
    let told = Progress::begin(session, running.token.clone());
    let (folders, epoch) = {
        let state = session.state();
        (state.folders.clone(), state.epoch)
    };
    let mut walked = BTreeSet::new();
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
        let files = scan_files(session, &judgement, &entries, &running.cancelled, &told);
        summary.not_scanned += files.not_scanned;
        summary.files += files.scanned;
        found.extend(files.found);
        walked.extend(entries.into_iter().map(|entry| entry.path));
    }
    summary.cancelled = running.cancelled.load(Ordering::Relaxed);
    summary.findings = found.iter().map(|(_, _, findings)| findings).sum();
    keep(session, found, summary.cancelled);
    follow_from_now(session, walked, epoch);
    told.end(&summary);
    Some(summary)
}

/// Ends a scan of `walked`. What was found under settings that have changed meanwhile is stale already.
fn follow_from_now(session: &Session, walked: BTreeSet<PathBuf>, epoch: u64) {
    let mut state = session.state();
    state.running = None;
    state.walked = walked;
    if state.epoch != epoch {
        state.stale = state.walked.clone();
        session.schedule.put(Job::Renew, Instant::now());
    }
}

/// Scans the next stale file and puts itself on again for the one after it, so that a worker is never kept for long.
pub(crate) fn renew_next(session: &Session, space: &mut Space) {
    let Some(path) = session.state().stale.pop_first() else {
        return;
    };
    rescan(session, &path, space);
    if session.state().stale.is_empty() {
        ask_for_refresh(session);
    } else {
        session.schedule.put(Job::Renew, Instant::now());
    }
}

/// Says anew what is to be said about a file that is not open: nothing if it is gone, or its folder left the workspace.
fn rescan(session: &Session, path: &Path, space: &mut Space) {
    let mut state = session.state();
    if state.is_open(path) {
        return;
    }
    let is_held = state.folders.iter().any(|folder| path.starts_with(folder));
    let size = std::fs::metadata(path).ok().map(|metadata| metadata.len());
    let Some(size) = size.filter(|_| is_held) else {
        state.walked.remove(path);
        drop(state);
        put(session, path, Vec::new());
        return;
    };
    drop(state);
    let Some(judgement) = session.judgement_for(Some(path)) else {
        return;
    };
    let read = scan_file(session, &judgement, path, size, space);
    put(session, path, read.map(|read| read.0).unwrap_or_default());
}

/// What was found in files that have been renamed is said of their new names.
pub(crate) fn follow(session: &Session, old: &[PathBuf], new: &[PathBuf]) {
    for (from, to) in old.iter().zip(new) {
        let mut state = session.state();
        if state.walked.remove(from) {
            state.walked.insert(to.clone());
        }
        let moved = state.closed.get(from).map(|report| report.items.clone());
        drop(state);
        if let Some(items) = moved {
            put(session, from, Vec::new());
            put(session, to, items);
        }
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
    cancelled: &AtomicBool,
    told: &Progress<'_>,
) -> Files {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Files::default());
    thread::scope(|scope| {
        for _ in 0..threads() {
            scope.spawn(|| {
                let mut space = Space::default();
                while !cancelled.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(entry) = entries.get(index) else {
                        break;
                    };
                    told.step(index, entries.len());
                    let read = entry.size().ok().and_then(|size| {
                        scan_file(session, judgement, &entry.path, size, &mut space)
                    });
                    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                    match read {
                        None => all.not_scanned += 1,
                        Some((items, findings)) => {
                            all.scanned += 1;
                            if !items.is_empty() {
                                all.found.push((entry.path.clone(), items, findings));
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
    size: u64,
    space: &mut Space,
) -> Option<(Vec<Diagnostic>, usize)> {
    if size > judgement.largest {
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
    };
    let report = scan(judgement, &scanned, None, space).ok()?;
    let findings = report.findings.len();
    let id = DocumentId::new(convert::file_uri(path)?.as_str());
    let content = IndexedText::new(text.text.into_owned());
    let units = session.abilities().units;
    Some((
        convert::file_diagnostics(&id, &content, &report, units),
        findings,
    ))
}

/// Takes over what was found, and takes back what no longer is.
fn keep(session: &Session, found: Vec<(PathBuf, Vec<Diagnostic>, usize)>, cancelled: bool) {
    if !cancelled {
        let state = session.state();
        let gone = state
            .closed
            .keys()
            .filter(|path| !found.iter().any(|(other, _, _)| other == *path));
        let gone: Vec<PathBuf> = gone.cloned().collect();
        drop(state);
        for path in gone {
            put(session, &path, Vec::new());
        }
    }
    for (path, items, _) in found {
        put(session, &path, items);
    }
    ask_for_refresh(session);
}

/// Has a client that asks for diagnostics ask anew.
fn ask_for_refresh(session: &Session) {
    let abilities = session.abilities();
    if abilities.pulls && abilities.refreshes {
        session.outbox.send(Outgoing::Ask(Ask::RefreshDiagnostics));
    }
}

/// Keeps what is said about a file that is not open, and tells a client that does not ask.
fn put(session: &Session, path: &Path, items: Vec<Diagnostic>) {
    let mut state = session.state();
    if state.is_open(path) {
        return;
    }
    if items.is_empty() {
        if state.closed.remove(path).is_none() {
            // Nothing was said about it, and nothing is.
            return;
        }
    } else {
        let report = ClosedReport {
            id: session.next_id(),
            items: items.clone(),
        };
        state.closed.insert(path.to_path_buf(), report);
    }
    drop(state);
    if let Some(uri) = convert::file_uri(path).filter(|_| !session.abilities().pulls) {
        session.outbox.send(Outgoing::Diagnostics {
            id: convert::document_id(&uri),
            version: None,
            items,
        });
    }
}

/// Tells the client how far a scan is, if it wants to know.
struct Progress<'s> {
    session: &'s Session,
    token: Option<ProgressToken>,
}

impl<'s> Progress<'s> {
    fn begin(session: &'s Session, token: Option<ProgressToken>) -> Self {
        let told = Self { session, token };
        told.send(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: "Scanning the workspace".to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        }));
        told
    }

    fn step(&self, index: usize, of: usize) {
        if index.is_multiple_of((of / STEPS).max(1)) {
            self.send(WorkDoneProgress::Report(WorkDoneProgressReport {
                cancellable: Some(true),
                message: Some(format!("{index} of {of} files")),
                percentage: u32::try_from(index * 100 / of.max(1)).ok(),
            }));
        }
    }

    fn end(&self, summary: &Summary) {
        let Summary {
            files,
            findings,
            not_scanned,
            cancelled,
        } = summary;
        let mut message = format!("{findings} findings in {files} files");
        if *not_scanned > 0 {
            message.push_str(&format!(", {not_scanned} not scanned"));
        }
        if *cancelled {
            message.push_str(", cancelled");
        }
        self.send(WorkDoneProgress::End(WorkDoneProgressEnd {
            message: Some(message),
        }));
    }

    fn send(&self, step: WorkDoneProgress) {
        if let Some(token) = &self.token {
            let token = token.clone();
            self.session.outbox.send(Outgoing::Progress { token, step });
        }
    }
}
