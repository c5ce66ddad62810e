//! `workspace/didChangeWorkspaceFolders`.

use std::time::Instant;

use tower_lsp::ls_types::WorkspaceFoldersChangeEvent;

use crate::convert;
use crate::scan::Job;
use crate::session::Session;

pub(crate) fn did_change_workspace_folders(session: &Session, event: WorkspaceFoldersChangeEvent) {
    let paths = |folders: Vec<_>| -> Vec<_> {
        let folders = folders.into_iter();
        folders
            .filter_map(|folder: tower_lsp::ls_types::WorkspaceFolder| {
                convert::file_path(&folder.uri)
            })
            .collect()
    };
    let (removed, added) = (paths(event.removed), paths(event.added));
    let mut state = session.state();
    state.folders.retain(|folder| !removed.contains(folder));
    for folder in &added {
        if !state.folders.contains(folder) {
            state.folders.push(folder.clone());
        }
    }
    drop(state);
    session.schedule.put(Job::Reload, Instant::now());
    // Where the workspace was scanned, so are folders that join it.
    session.follow(added);
}
