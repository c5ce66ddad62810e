//! `workspace/diagnostic`: what is known about open documents and, after a scan of the workspace, about all others. It
//! scans nothing itself, since clients ask every few seconds.

use std::collections::HashMap;

use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::convert;
use crate::session::Session;

pub(crate) fn workspace_diagnostic(
    session: &Session,
    params: &WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReportResult {
    let previous = params.previous_result_ids.iter();
    let mut previous: HashMap<&Uri, &str> = previous
        .map(|known| (&known.uri, known.value.as_str()))
        .collect();
    let units = session.abilities().units;
    let state = session.state();
    let mut items = Vec::new();
    for (id, analysis) in &state.analyses {
        let Some(uri) = convert::uri(id) else {
            continue;
        };
        let known = previous.remove(&uri);
        let version = Some(i64::from(analysis.version));
        let faults = state.faults_of(id);
        let full = || convert::diagnostics(id, analysis, &faults, units);
        items.push(report(uri, version, analysis.id, known, full));
    }
    for (path, closed) in &state.closed.reports {
        let Some(uri) = convert::file_uri(path) else {
            continue;
        };
        let known = previous.remove(&uri);
        items.push(report(uri, None, closed.id, known, || closed.items.clone()));
    }
    // What the client still shows and nobody says any more.
    items.extend(
        previous
            .into_keys()
            .map(|uri| report(uri.clone(), None, 0, None, Vec::new)),
    );
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
}

fn report(
    uri: Uri,
    version: Option<i64>,
    id: u64,
    known: Option<&str>,
    full: impl FnOnce() -> Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    let result_id = id.to_string();
    if known == Some(result_id.as_str()) {
        return WorkspaceDocumentDiagnosticReport::Unchanged(
            WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
            },
        );
    }
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: (id != 0).then_some(result_id),
            items: full(),
        },
    })
}
