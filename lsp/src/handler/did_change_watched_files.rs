//! `workspace/didChangeWatchedFiles`: a configuration, a baseline or a scanned file changed on disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tower_lsp::ls_types::DidChangeWatchedFilesParams;

use crate::convert;
use crate::scan::Job;
use crate::session::Session;
use crate::workspace;

pub(crate) fn did_change_watched_files(
    session: &Arc<Session>,
    params: DidChangeWatchedFilesParams,
) {
    let changes = params.changes.into_iter();
    let paths: Vec<PathBuf> = changes
        .filter_map(|change| convert::file_path(&change.uri))
        .collect();
    if paths.iter().any(|path| session.is_settings(Some(path))) {
        session.schedule.put(Job::Reload, Instant::now());
    }
    refresh(session, paths);
}

/// Scans files again, off the protocol loop, that the scan of the workspace found something in.
pub(super) fn refresh(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let state = session.state();
    let known = paths
        .into_iter()
        .filter(|path| state.closed.contains_key(path));
    let known: Vec<PathBuf> = known.collect();
    drop(state);
    if known.is_empty() {
        return;
    }
    let session = Arc::clone(session);
    tokio::task::spawn_blocking(move || {
        for path in known {
            workspace::rescan(&session, &path);
        }
    });
}
