//! `textDocument/didClose`.

use tower_lsp::ls_types::TextDocumentIdentifier;

use crate::convert;
use crate::session::Session;

pub(crate) fn did_close(session: &Session, document: &TextDocumentIdentifier) {
    session.close(&convert::document_id(&document.uri));
}
