//! `notebookDocument/did…`: each cell is a document of its own.

use tower_lsp::ls_types::{
    DidChangeNotebookDocumentParams, DidChangeTextDocumentParams, DidCloseNotebookDocumentParams,
    DidOpenNotebookDocumentParams,
};

use super::{did_change, did_close, did_open};
use crate::session::Session;

pub(crate) fn notebook_did_open(session: &Session, params: DidOpenNotebookDocumentParams) {
    for cell in params.cell_text_documents {
        did_open(session, cell);
    }
}

pub(crate) fn notebook_did_change(session: &Session, params: DidChangeNotebookDocumentParams) {
    let Some(cells) = params.change.cells else {
        return;
    };
    if let Some(structure) = cells.structure {
        for cell in structure.did_close.unwrap_or_default() {
            did_close(session, &cell);
        }
        for cell in structure.did_open.unwrap_or_default() {
            did_open(session, cell);
        }
    }
    for changed in cells.text_content.unwrap_or_default() {
        let params = DidChangeTextDocumentParams {
            text_document: changed.document,
            content_changes: changed.changes,
        };
        did_change(session, params);
    }
}

pub(crate) fn notebook_did_close(session: &Session, params: &DidCloseNotebookDocumentParams) {
    for cell in &params.cell_text_documents {
        did_close(session, cell);
    }
}
