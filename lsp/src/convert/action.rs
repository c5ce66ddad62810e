//! Fixes as code actions.

use safeharbor_core::Span;
use tower_lsp::ls_types::*;

use super::{file_uri, range};
use crate::action::{Fix, Target};
use crate::document::{IndexedText, Units};
use crate::scan::Analysis;

/// A fix as a code action. `told` are the diagnostics that the client knows there.
pub(crate) fn code_action(
    fix: Fix,
    analysis: &Analysis,
    here: &Uri,
    told: &[Diagnostic],
    units: Units,
) -> CodeActionOrCommand {
    let mut operations = Vec::new();
    let mut edits = Vec::new();
    for (target, changes) in fix.edits {
        match target {
            Target::Document => {
                let document = OptionalVersionedTextDocumentIdentifier {
                    uri: here.clone(),
                    version: Some(analysis.version),
                };
                edits.push(changed(document, &analysis.content, changes, units));
            }
            Target::File { path, text } => {
                let Some(uri) = file_uri(&path) else { continue };
                let document = OptionalVersionedTextDocumentIdentifier {
                    uri: uri.clone(),
                    version: None,
                };
                if text.is_none() {
                    operations.push(create(uri));
                }
                let text = IndexedText::new(text.unwrap_or_default());
                edits.push(changed(document, &text, changes, units));
            }
        }
    }
    operations.extend(edits.into_iter().map(DocumentChangeOperation::Edit));
    let edit = (!operations.is_empty()).then(|| WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    });
    let mended = told.iter().filter(|diagnostic| {
        let data = diagnostic.data.as_ref();
        data.is_some_and(|data| data["fingerprint"] == fix.fingerprint.as_str())
    });
    let command = fix.command.map(|(command, argument)| Command {
        title: fix.title.clone(),
        command: command.to_owned(),
        arguments: Some(vec![argument]),
    });
    CodeActionOrCommand::CodeAction(CodeAction {
        title: fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(mended.cloned().collect()),
        edit,
        command,
        is_preferred: fix.is_preferred.then_some(true),
        ..CodeAction::default()
    })
}

fn create(uri: Uri) -> DocumentChangeOperation {
    DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
        uri,
        options: Some(CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(true),
        }),
        annotation_id: None,
    }))
}

fn changed(
    text_document: OptionalVersionedTextDocumentIdentifier,
    text: &IndexedText,
    changes: Vec<(Span, String)>,
    units: Units,
) -> TextDocumentEdit {
    let edits = changes.into_iter().map(|(span, new_text)| {
        OneOf::Left(TextEdit {
            range: range(text, span, units),
            new_text,
        })
    });
    TextDocumentEdit {
        text_document,
        edits: edits.collect(),
    }
}
