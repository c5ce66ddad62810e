//! `initialize`: what the client can do, and what we can.

use std::sync::Arc;

use tower_lsp::ls_types::*;

use crate::command;
use crate::convert;
use crate::session::{ClientAbilities, Session};
use crate::settings::EditorSettings;

pub(crate) fn initialize(session: &Session, params: &InitializeParams) -> InitializeResult {
    let abilities = abilities(&params.capabilities);
    let capabilities = capabilities(&abilities);
    session.set_abilities(abilities);
    let mut state = session.state();
    state.folders = folders(params);
    let settings = params
        .initialization_options
        .as_ref()
        .map(EditorSettings::parse);
    match settings {
        Some(Ok(settings)) => state.settings = Arc::new(settings),
        Some(Err(message)) => session.outbox.warn(message),
        None => {}
    }
    InitializeResult {
        capabilities,
        server_info: Some(ServerInfo {
            name: "safeharbor".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    }
}

/// The folders of the workspace; older clients name one root.
#[allow(deprecated)] // `root_uri` is what they send.
fn folders(params: &InitializeParams) -> Vec<std::path::PathBuf> {
    let named = params.workspace_folders.iter().flatten();
    let mut folders: Vec<_> = named
        .filter_map(|folder| convert::file_path(&folder.uri))
        .collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(convert::file_path));
    }
    folders
}

fn abilities(capabilities: &ClientCapabilities) -> ClientAbilities {
    let workspace = capabilities.workspace.clone().unwrap_or_default();
    let document = capabilities.text_document.clone().unwrap_or_default();
    let window = capabilities.window.clone().unwrap_or_default();
    ClientAbilities {
        units: convert::units(capabilities),
        pulls: document.diagnostic.is_some(),
        refreshes: workspace
            .diagnostics
            .and_then(|diagnostics| diagnostics.refresh_support)
            .unwrap_or(false),
        refreshes_lenses: workspace
            .code_lens
            .and_then(|lens| lens.refresh_support)
            .unwrap_or(false),
        configuration: workspace.configuration.unwrap_or(false),
        tells_settings: workspace
            .did_change_configuration
            .and_then(|changed| changed.dynamic_registration)
            .unwrap_or(false),
        watches: workspace
            .did_change_watched_files
            .and_then(|watched| watched.dynamic_registration)
            .unwrap_or(false),
        progress: window.work_done_progress.unwrap_or(false),
        shows_documents: window.show_document.is_some_and(|show| show.support),
    }
}

fn capabilities(abilities: &ClientAbilities) -> ServerCapabilities {
    let everything = FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: FileOperationPattern {
                glob: "**/*".to_owned(),
                ..FileOperationPattern::default()
            },
        }],
    };
    ServerCapabilities {
        position_encoding: Some(convert::encoding_kind(abilities.units)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            },
        )),
        notebook_document_sync: Some(OneOf::Left(NotebookDocumentSyncOptions {
            notebook_selector: vec![NotebookSelector::ByNotebook {
                notebook: Notebook::String("*".to_owned()),
                cells: None,
            }],
            save: None,
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: None,
        }),
        diagnostic_provider: abilities.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("safeharbor".to_owned()),
                inter_file_dependencies: false,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: command::ALL.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                did_create: Some(everything.clone()),
                did_delete: Some(everything.clone()),
                did_rename: Some(everything),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}
