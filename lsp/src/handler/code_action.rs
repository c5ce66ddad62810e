//! `textDocument/codeAction`: what can be done about the findings in a range.

use tower_lsp::ls_types::{CodeActionKind, CodeActionParams, CodeActionResponse};

use crate::action::{Around, fixes};
use crate::convert;
use crate::session::Session;

pub(crate) async fn code_action(
    session: &Session,
    params: CodeActionParams,
) -> Option<CodeActionResponse> {
    if !wants_quick_fixes(&params) {
        return None;
    }
    let uri = &params.text_document.uri;
    let analysis = session.current(&convert::document_id(uri)).await.ok()?;
    let units = session.abilities().units;
    let around = Around {
        analysis: &analysis,
        surrogates: &session.surrogates,
        read: &|path| session.read(path),
    };
    let span = convert::span(&analysis.content, params.range, units);
    let told = &params.context.diagnostics;
    let all = fixes(&around, span).into_iter();
    Some(
        all.map(|fix| convert::code_action(fix, &analysis, uri, told, units))
            .collect(),
    )
}

/// Clients ask for other kinds too, such as what to do when a file is saved.
fn wants_quick_fixes(params: &CodeActionParams) -> bool {
    let only = params.context.only.as_ref();
    only.is_none_or(|only| {
        only.iter()
            .any(|kind| *kind == CodeActionKind::QUICKFIX || *kind == CodeActionKind::EMPTY)
    })
}
