//! `textDocument/didOpen`.

use tower_lsp::ls_types::TextDocumentItem;

use crate::convert;
use crate::document::{DocumentId, OpenDocument};
use crate::session::Session;

pub(crate) fn did_open(session: &Session, item: TextDocumentItem) {
    let (id, document) = document(item);
    session.open(&id, document);
}

pub(super) fn document(item: TextDocumentItem) -> (DocumentId, OpenDocument) {
    let id = convert::document_id(&item.uri);
    let path = convert::file_path(&item.uri);
    let document = OpenDocument::new(&id, path, &item.language_id, item.version, item.text);
    (id, document)
}
