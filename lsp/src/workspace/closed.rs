//! Files that are not open: what is said about them, and how it stays true after a scan of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use safeharbor_core::{Cancellation, Walk, WalkOptions};
use tower_lsp::ls_types::Diagnostic;

use super::scan_file;
use crate::convert;
use crate::outbox::{Ask, Outgoing};
use crate::scan::{Job, Space};
use crate::session::Session;

/// How long after a file has come into being it is looked at: many often come at once.
const SETTLING: Duration = Duration::from_millis(200);

/// How many new paths are looked for one by one. For more, whole folders are walked.
const MOST_CREATED: usize = 64;

/// What a scan found in a file that is not open.
#[derive(Debug)]
pub(crate) struct ClosedReport {
    /// Distinguishes it from every other of the session.
    pub(crate) id: u64,
    /// What is to be said about it; never empty.
    pub(crate) items: Vec<Diagnostic>,
}

/// What is known of files that are not open.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    /// What is said about them.
    pub(crate) reports: BTreeMap<PathBuf, ClosedReport>,
    /// Files that a scan of the workspace went through, with findings or without, and those that have come since.
    pub(super) followed: BTreeSet<PathBuf>,
    /// Those of them that are to be scanned again.
    pub(crate) stale: BTreeSet<PathBuf>,
    /// Files and folders that may be among them from now on.
    created: BTreeSet<PathBuf>,
    /// Whether the workspace was scanned.
    pub(super) is_scanned: bool,
}

impl Closed {
    /// Nothing that is said counts any more.
    pub(crate) fn all_stale(&mut self) {
        self.stale = self.followed.clone();
    }

    /// What is said about a file, or about those below a folder, does not count any more.
    pub(crate) fn stale_below(&mut self, path: &Path) {
        let below = self.followed.range(path.to_path_buf()..);
        let below = below.take_while(|followed| followed.starts_with(path));
        self.stale.extend(below.cloned());
    }
}

impl Session {
    /// Follows files, and those below folders, that have come into being, once the workspace was scanned; what is followed
    /// already is scanned again.
    pub(crate) fn follow(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        let mut state = self.state();
        let is_asked = state.closed.is_scanned && !paths.is_empty();
        if is_asked {
            state.closed.created.extend(paths.iter().cloned());
        }
        drop(state);
        if is_asked {
            self.schedule.put(Job::Follow, Instant::now() + SETTLING);
        }
        self.renew(paths);
    }
}

/// Finds those files among what has come into being that a scan of the workspace would go through, and has them scanned.
pub(crate) fn follow_created(session: &Session) {
    let mut state = session.state();
    let created = std::mem::take(&mut state.closed.created);
    let folders = state.folders.clone();
    drop(state);
    for folder in folders {
        let only: Vec<PathBuf> = created
            .iter()
            .filter(|path| path.starts_with(&folder))
            .cloned()
            .collect();
        if only.is_empty() {
            continue;
        }
        let options = WalkOptions {
            threads: 1,
            only: if only.len() > MOST_CREATED {
                Vec::new()
            } else {
                only
            },
            ..WalkOptions::default()
        };
        let (entries, _) = Walk::new(vec![folder], options).sorted();
        let mut state = session.state();
        for entry in entries {
            if state.closed.followed.insert(entry.path.clone()) {
                state.closed.stale.insert(entry.path);
            }
        }
    }
    session.renew([]);
}

/// Scans the next stale file and puts itself on again for the one after it, so that a worker is never kept for long.
pub(crate) fn renew_next(session: &Session, space: &mut Space) {
    let Some(path) = session.state().closed.stale.pop_first() else {
        return;
    };
    rescan(session, &path, space);
    if session.state().closed.stale.is_empty() {
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
    if !is_held || !path.exists() {
        state.closed.followed.remove(path);
        drop(state);
        put(session, path, Vec::new());
        return;
    }
    drop(state);
    let Some(judgement) = session.judgement_for(Some(path)) else {
        return;
    };
    let never = Cancellation::default();
    let read = scan_file(session, &judgement, path, &never, space);
    put(session, path, read.map(|read| read.0).unwrap_or_default());
}

/// What was found in files that have been renamed, or are below a folder that has been, is said of their new names.
pub(crate) fn moved(session: &Session, from: &Path, to: &Path) {
    let renamed = |path: &Path| match path.strip_prefix(from) {
        Ok(below) if below.as_os_str().is_empty() => Some(to.to_path_buf()),
        Ok(below) => Some(to.join(below)),
        Err(_) => None,
    };
    let state = session.state();
    let reports = state.closed.reports.range(from.to_path_buf()..);
    let reports = reports
        .map_while(|(path, report)| Some((path.clone(), renamed(path)?, report.items.clone())));
    let reports: Vec<_> = reports.collect();
    drop(state);
    for (old, new, items) in reports {
        put(session, &old, Vec::new());
        put(session, &new, items);
    }
}

/// Takes over what was found, and takes back what no longer is.
pub(super) fn keep(
    session: &Session,
    found: Vec<(PathBuf, Vec<Diagnostic>, usize)>,
    cancelled: bool,
) {
    if !cancelled {
        let still: BTreeSet<&PathBuf> = found.iter().map(|(path, _, _)| path).collect();
        let state = session.state();
        let gone = state.closed.reports.keys();
        let gone = gone.filter(|path| !still.contains(path));
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
        if state.closed.reports.remove(path).is_none() {
            // Nothing was said about it, and nothing is.
            return;
        }
    } else {
        let report = ClosedReport {
            id: session.next_id(),
            items: items.clone(),
        };
        state.closed.reports.insert(path.to_path_buf(), report);
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
