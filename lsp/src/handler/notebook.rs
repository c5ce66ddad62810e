//! `notebookDocument/did…`: each cell is a document, and the notebook is scanned as one.

use tower_lsp::ls_types::{
    DidChangeNotebookDocumentParams, DidChangeTextDocumentParams, DidCloseNotebookDocumentParams,
    DidOpenNotebookDocumentParams, TextDocumentItem,
};

use super::{did_change, did_close, did_open_document};
use crate::convert;
use crate::document::{DocumentId, OpenDocument};
use crate::notebook::Notebook;
use crate::session::Session;

pub(crate) fn notebook_did_open(session: &Session, params: DidOpenNotebookDocumentParams) {
    let notebook = params.notebook_document;
    let id = convert::document_id(&notebook.uri);
    let opened = Notebook {
        path: convert::file_path(&notebook.uri),
        title: id.title(Some("ipynb")),
        cells: notebook.cells.iter().map(convert::cell).collect(),
    };
    session.open_notebook(&id, opened, documents(params.cell_text_documents));
}

pub(crate) fn notebook_did_change(session: &Session, params: DidChangeNotebookDocumentParams) {
    let id = convert::document_id(&params.notebook_document.uri);
    let Some(cells) = params.change.cells else {
        return;
    };
    if let Some(structure) = cells.structure {
        for cell in structure.did_close.unwrap_or_default() {
            did_close(session, &cell);
        }
        let replaced = (
            structure.array.start as usize,
            structure.array.delete_count as usize,
        );
        let cells = structure.array.cells.unwrap_or_default();
        let cells = cells.iter().map(convert::cell).collect();
        let opened = documents(structure.did_open.unwrap_or_default());
        session.rearrange_notebook(&id, replaced, cells, opened);
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
    let cells = params.cell_text_documents.iter();
    let cells: Vec<DocumentId> = cells.map(|cell| convert::document_id(&cell.uri)).collect();
    session.close_notebook(&convert::document_id(&params.notebook_document.uri), &cells);
}

fn documents(items: Vec<TextDocumentItem>) -> Vec<(DocumentId, OpenDocument)> {
    items.into_iter().map(did_open_document).collect()
}
