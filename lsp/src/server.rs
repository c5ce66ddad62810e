//! The protocol loop, and which handler answers which method.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{LanguageServer, LspService, Server};

use crate::arguments::{self, Asked};
use crate::handler;
use crate::input::{Input, MALFORMED};
use crate::outbox::{Outbox, deliver};
use crate::scan::Space;
use crate::session::Session;

/// How many threads scan documents: with two, a large document does not keep a small one waiting.
const MOST_WORKERS: usize = 2;

/// Serves a client on standard input and output until it says `exit` or goes away. The exit status is 0 after `shutdown`,
/// else 1, as the protocol wants it. Of `arguments`, which are those behind the program's name, `--stdio` may be one; for `--help` and
/// `--version` it answers, and to what it does not know it gives status 2.
pub fn run(arguments: &[OsString]) -> ExitCode {
    silence_panics();
    match arguments::asked(arguments) {
        Asked::Serve => {}
        Asked::Tell(text) => {
            use io::Write;
            return match writeln!(io::stdout(), "{text}") {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            };
        }
        Asked::Unknown(argument) => {
            log(&format!(
                "unexpected argument {argument}; the server talks on standard input and output"
            ));
            log("start it with --stdio or without arguments");
            return ExitCode::from(2);
        }
    }
    match serve() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            log(&format!("cannot start: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// True when the client said `shutdown` before the end.
fn serve() -> io::Result<bool> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (outbox, queue) = Outbox::new();
    let session = Arc::new(Session::new(outbox, key));
    start_workers(&session)?;
    let ended = Arc::new(AtomicBool::new(false));
    let (service, socket) = LspService::build(|client| {
        runtime.spawn(deliver(client, queue));
        Backend {
            session: Arc::clone(&session),
            ended: Arc::clone(&ended),
        }
    })
    .custom_method("window/workDoneProgress/cancel", Backend::cancel_progress)
    .custom_method(MALFORMED, Backend::refuse)
    .finish();
    let input = Input::new(io::stdin())?;
    runtime.block_on(async {
        Server::new(input, tokio::io::stdout(), socket)
            .serve(service)
            .await;
    });
    session.schedule.stop();
    // A scan of the workspace may go on, and must not keep us.
    runtime.shutdown_background();
    Ok(ended.load(Ordering::Relaxed))
}

fn start_workers(session: &Arc<Session>) -> io::Result<()> {
    let count = thread::available_parallelism()
        .map_or(1, NonZeroUsize::get)
        .min(MOST_WORKERS);
    let working = Arc::clone(session);
    session.schedule.start(count, move || {
        let session = Arc::clone(&working);
        let mut space = Space::default();
        move |job: &_| session.run(job, &mut space)
    })
}

/// A panic's message may quote the text that was being scanned: only its place in the program is logged.
fn silence_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        log(&format!("internal error at {place}; please report it"));
    }));
}

/// Writes to the server's log, standard error. Never any text of a document.
fn log(line: &str) {
    use io::Write;
    // Nobody may be listening, which is no reason to stop.
    let _ = writeln!(io::stderr(), "safeharbor: {line}");
}

/// What answers the client.
#[derive(Debug)]
struct Backend {
    session: Arc<Session>,
    ended: Arc<AtomicBool>,
}

impl Backend {
    async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        handler::cancel_progress(&self.session, &params);
    }

    /// Answers what was no message, with the code that `input` found for it.
    async fn refuse(&self, (code,): (i64,)) -> Result<()> {
        Err(Error::new(ErrorCode::from(code)))
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(handler::initialize(&self.session, &params))
    }

    async fn initialized(&self, _: InitializedParams) {
        handler::initialized(&self.session);
    }

    async fn shutdown(&self) -> Result<()> {
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        handler::did_open(&self.session, params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        handler::did_change(&self.session, params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        handler::did_close(&self.session, &params.text_document);
    }

    async fn notebook_did_open(&self, params: DidOpenNotebookDocumentParams) {
        handler::notebook_did_open(&self.session, params);
    }

    async fn notebook_did_change(&self, params: DidChangeNotebookDocumentParams) {
        handler::notebook_did_change(&self.session, params);
    }

    async fn notebook_did_close(&self, params: DidCloseNotebookDocumentParams) {
        handler::notebook_did_close(&self.session, &params);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        handler::did_change_configuration(&self.session, &params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        handler::did_change_workspace_folders(&self.session, params.event);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        handler::did_change_watched_files(&self.session, params);
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        handler::did_create_files(&self.session, params);
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        handler::did_delete_files(&self.session, params);
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        handler::did_rename_files(&self.session, params);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        Ok(handler::hover(&self.session, params.text_document_position_params).await)
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        Ok(handler::code_action(&self.session, params).await)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        Ok(handler::code_lens(&self.session, params).await)
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        handler::diagnostic(&self.session, params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        Ok(handler::workspace_diagnostic(&self.session, &params))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        handler::execute_command(&self.session, params).await
    }
}
