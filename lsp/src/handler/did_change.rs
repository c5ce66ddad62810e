//! `textDocument/didChange`.

use tower_lsp::ls_types::DidChangeTextDocumentParams;

use crate::convert;
use crate::session::Session;

pub(crate) fn did_change(session: &Session, params: DidChangeTextDocumentParams) {
    let id = convert::document_id(&params.text_document.uri);
    let edits = params.content_changes.into_iter().map(convert::edit);
    session.change(&id, params.text_document.version, edits.collect());
}
