//! `workspace/didRenameFiles`: what was found in a file that is not open moves with it. Open ones are closed and opened.

use std::sync::Arc;

use tower_lsp::ls_types::RenameFilesParams;

use super::did_change_watched_files::refresh;
use crate::convert;
use crate::session::Session;
use crate::workspace;

pub(crate) fn did_rename_files(session: &Arc<Session>, params: RenameFilesParams) {
    let mut old = Vec::new();
    let mut new = Vec::new();
    for file in params.files {
        let path = |uri: &str| convert::file_path(&uri.parse().ok()?);
        if let (Some(from), Some(to)) = (path(&file.old_uri), path(&file.new_uri)) {
            old.push(from);
            new.push(to);
        }
    }
    workspace::follow(session, &old, &new);
    refresh(session, old);
    refresh(session, new);
}
