//! `workspace/didChangeWatchedFiles`: a configuration, a baseline or a scanned file changed on disk.

use std::path::PathBuf;
use std::time::Instant;

use tower_lsp::ls_types::DidChangeWatchedFilesParams;

use crate::convert;
use crate::scan::Job;
use crate::session::Session;

pub(crate) fn did_change_watched_files(session: &Session, params: DidChangeWatchedFilesParams) {
    let changes = params.changes.into_iter();
    let paths: Vec<PathBuf> = changes
        .filter_map(|change| convert::file_path(&change.uri))
        .collect();
    if paths.iter().any(|path| session.is_settings(Some(path))) {
        session.schedule.put(Job::Reload, Instant::now());
    }
    session.renew(paths);
}
