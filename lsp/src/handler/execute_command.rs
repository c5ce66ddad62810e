//! `workspace/executeCommand`: scan the workspace, show the report, open the page of a rule.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use safeharbor_core::Cancellation;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, ProgressToken};

use crate::command::{OPEN_RULE, SCAN_WORKSPACE, SHOW_REPORT};
use crate::explain;
use crate::outbox::{Ask, Outgoing};
use crate::report;
use crate::session::Session;
use crate::workspace::{Running, scan_all};

/// How long a client has to make room for progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// # Errors
///
/// For an unknown command, a wrong argument, or a scan while one is going on.
pub(crate) async fn execute_command(
    session: &Arc<Session>,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    match params.command.as_str() {
        SCAN_WORKSPACE => {
            let token = params.work_done_progress_params.work_done_token;
            scan_workspace(session, token).await.map(Some)
        }
        SHOW_REPORT => Ok(Some(Value::String(report::markdown(session)))),
        OPEN_RULE => match params.arguments.first().and_then(Value::as_str) {
            Some(rule) => Ok(Some(open_rule(session, rule))),
            None => Err(Error::invalid_params("expected the id of a rule")),
        },
        _ => Err(Error::invalid_params("no such command")),
    }
}

async fn scan_workspace(session: &Arc<Session>, token: Option<ProgressToken>) -> Result<Value> {
    let cancellation = Cancellation::default();
    let _guard = CancelOnDrop(cancellation.clone());
    let scanning = Arc::clone(session);
    let scan = tokio::task::spawn_blocking(move || {
        let token = token.or_else(|| created(&scanning));
        scan_all(
            &scanning,
            &Running {
                token,
                cancellation,
            },
        )
    });
    match scan.await {
        Ok(Some(summary)) => Ok(json!(summary)),
        Ok(None) => Err(Error::invalid_params(
            "the workspace is being scanned already",
        )),
        Err(_) => {
            session.state().running = None;
            Err(Error::internal_error())
        }
    }
}

/// A token of our own, for a client that shows progress but named none. Nothing may be told under it before the client has
/// made room, so this waits, on the thread of the scan; a client that does not answer goes without progress.
fn created(session: &Session) -> Option<ProgressToken> {
    if !session.abilities().progress {
        return None;
    }
    let token = ProgressToken::String(format!("safeharbor-{}", session.next_id()));
    let (made, is_made) = mpsc::channel();
    let ask = Ask::CreateProgress(token.clone(), made);
    session.outbox.send(Outgoing::Ask(ask));
    is_made.recv_timeout(PATIENCE).is_ok().then_some(token)
}

/// A request that the client cancels is dropped where it waits; the scan must end too.
struct CancelOnDrop(Cancellation);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Opens the page, where the client can; gives its address.
fn open_rule(session: &Session, rule: &str) -> Value {
    let page = explain::rule_page(rule);
    if let Some(uri) = page
        .parse()
        .ok()
        .filter(|_| session.abilities().shows_documents)
    {
        session.outbox.send(Outgoing::Ask(Ask::OpenPage(uri)));
    }
    Value::String(page)
}
