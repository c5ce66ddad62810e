//! `textDocument/codeLens`: how many findings a document has, if the user wants to see that.

use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Position, Range};

use crate::command::SHOW_REPORT;
use crate::convert;
use crate::session::Session;
use crate::settings::Shown;

pub(crate) async fn code_lens(session: &Session, params: CodeLensParams) -> Option<Vec<CodeLens>> {
    if session.state().settings.code_lens == Shown::No {
        return None;
    }
    let id = convert::document_id(&params.text_document.uri);
    let analysis = session.current(&id).await.ok()?;
    let title = match analysis.report.findings.len() {
        0 => return None,
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let top = Position::new(0, 0);
    Some(vec![CodeLens {
        range: Range::new(top, top),
        command: Some(Command {
            title,
            command: SHOW_REPORT.to_owned(),
            arguments: None,
        }),
        data: None,
    }])
}
