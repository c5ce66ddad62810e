//! `textDocument/hover`: what a finding is, why it counts, and what to do.

use tower_lsp::ls_types::{Hover, TextDocumentPositionParams};

use crate::convert;
use crate::session::Session;

pub(crate) async fn hover(session: &Session, at: TextDocumentPositionParams) -> Option<Hover> {
    let id = convert::document_id(&at.text_document.uri);
    let analysis = session.current(&id).await.ok()?;
    convert::hover(&analysis, at.position, session.abilities().units)
}
