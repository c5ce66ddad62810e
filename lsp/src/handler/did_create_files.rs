//! `workspace/didCreateFiles`: files and folders that the user has made in the editor.

use tower_lsp::ls_types::CreateFilesParams;

use crate::convert;
use crate::session::Session;

pub(crate) fn did_create_files(session: &Session, params: CreateFilesParams) {
    let created = params.files.into_iter();
    session.follow(created.filter_map(|file| convert::file_path(&file.uri.parse().ok()?)));
}
