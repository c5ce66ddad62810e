//! `textDocument/diagnostic`: what is to be said about a document, for a client that asks.

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::convert;
use crate::session::{Outdated, Session};

/// # Errors
///
/// `ServerCancelled` when the document was changed meanwhile: the client is to ask again.
pub(crate) async fn diagnostic(
    session: &Session,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let id = convert::document_id(&params.text_document.uri);
    let analysis = match session.current(&id).await {
        Ok(analysis) => analysis,
        Err(Outdated) => return Err(ask_again()),
    };
    let result_id = analysis.id.to_string();
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        let faults = session.state().faults_of(&id);
        let units = session.abilities().units;
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items: convert::diagnostics(&id, &analysis, &faults, units),
            },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// `ServerCancelled` with `retriggerRequest`, LSP 3.17, section "Document Diagnostics".
fn ask_again() -> Error {
    Error {
        code: ErrorCode::ServerError(-32802),
        message: "the document has changed".into(),
        data: Some(serde_json::json!({"retriggerRequest": true})),
    }
}
