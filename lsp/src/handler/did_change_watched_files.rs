//! `workspace/didChangeWatchedFiles`: a configuration, a baseline or a file changed on disk, came or went.

use std::path::PathBuf;
use std::time::Instant;

use tower_lsp::ls_types::{DidChangeWatchedFilesParams, FileChangeType};

use crate::convert;
use crate::scan::Job;
use crate::session::Session;

pub(crate) fn did_change_watched_files(session: &Session, params: DidChangeWatchedFilesParams) {
    let mut created = Vec::new();
    let mut others: Vec<PathBuf> = Vec::new();
    for change in params.changes {
        if let Some(path) = convert::file_path(&change.uri) {
            match change.typ {
                FileChangeType::CREATED => created.push(path),
                _ => others.push(path),
            }
        }
    }
    let mut all = created.iter().chain(&others);
    if all.any(|path| session.is_settings(Some(path))) {
        session.schedule.put(Job::Reload, Instant::now());
    }
    session.renew(others);
    session.follow(created);
}
