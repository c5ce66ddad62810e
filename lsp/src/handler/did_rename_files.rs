//! `workspace/didRenameFiles`, of files and folders: what was found in files that are not open moves with them. Open ones are
//! closed and opened.

use tower_lsp::ls_types::RenameFilesParams;

use crate::convert;
use crate::session::Session;
use crate::workspace;

pub(crate) fn did_rename_files(session: &Session, params: RenameFilesParams) {
    for file in params.files {
        let path = |uri: &str| convert::file_path(&uri.parse().ok()?);
        if let (Some(from), Some(to)) = (path(&file.old_uri), path(&file.new_uri)) {
            workspace::moved(session, &from, &to);
            session.renew([from]);
            session.follow([to]);
        }
    }
}
