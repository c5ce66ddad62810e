//! `workspace/didRenameFiles`: what was found in a file that is not open moves with it. Open ones are closed and opened.

use tower_lsp::ls_types::RenameFilesParams;

use crate::convert;
use crate::session::Session;
use crate::workspace;

pub(crate) fn did_rename_files(session: &Session, params: RenameFilesParams) {
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
    session.renew(old);
    session.renew(new);
}
