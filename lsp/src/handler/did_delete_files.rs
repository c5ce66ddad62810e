//! `workspace/didDeleteFiles`: files and folders that the user has deleted in the editor.

use tower_lsp::ls_types::DeleteFilesParams;

use crate::convert;
use crate::session::Session;

pub(crate) fn did_delete_files(session: &Session, params: DeleteFilesParams) {
    let deleted = params.files.into_iter();
    session.renew(deleted.filter_map(|file| convert::file_path(&file.uri.parse().ok()?)));
}
