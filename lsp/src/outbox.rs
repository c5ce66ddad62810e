//! What goes to the client: queued by anyone at any time, sent in order by one task. Nothing else waits for the client.

use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ConfigurationItem, Diagnostic, MessageType, ProgressToken, Registration, ShowDocumentParams,
    Uri, WorkDoneProgress,
};

use crate::convert;
use crate::document::{DocumentId, Units};
use crate::judgement::Fault;
use crate::scan::Analysis;
use crate::settings::SECTION;

/// A message to the client.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// The diagnostics of a document take the place of those before.
    Diagnostics {
        id: DocumentId,
        version: Option<i32>,
        items: Vec<Diagnostic>,
    },
    /// For the user to see.
    Message { kind: MessageType, text: String },
    /// A step of a long task.
    Progress {
        token: ProgressToken,
        step: WorkDoneProgress,
    },
    /// A question.
    Ask(Ask),
}

/// A request to the client.
#[derive(Debug)]
pub(crate) enum Ask {
    /// To make room for progress before the first step, and word that it has.
    CreateProgress(ProgressToken, std::sync::mpsc::Sender<()>),
    /// To ask for diagnostics anew.
    RefreshDiagnostics,
    /// To ask for code lenses anew.
    RefreshLenses,
    /// To watch or to tell something.
    Register(Vec<Registration>),
    /// To give its settings.
    Settings(Reply),
    /// To open a web page.
    OpenPage(Uri),
}

/// Takes the client's settings.
pub(crate) struct Reply(pub(crate) Box<dyn FnOnce(serde_json::Value) + Send>);

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reply")
    }
}

/// The queue's end where messages go in.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    queue: mpsc::UnboundedSender<Outgoing>,
}

impl Outbox {
    /// A queue; what comes out at the other end is for [`deliver`].
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Outgoing>) {
        let (queue, out) = mpsc::unbounded_channel();
        (Self { queue }, out)
    }

    /// Queues a message. After the end of the session there is nobody to tell.
    pub(crate) fn send(&self, message: Outgoing) {
        let _ = self.queue.send(message);
    }

    /// Shows the user a warning.
    pub(crate) fn warn(&self, text: String) {
        self.send(Outgoing::Message {
            kind: MessageType::WARNING,
            text,
        });
    }

    /// Queues a document's diagnostics.
    pub(crate) fn publish(
        &self,
        id: &DocumentId,
        analysis: &Arc<Analysis>,
        faults: &[Fault],
        units: Units,
    ) {
        self.send(Outgoing::Diagnostics {
            id: id.clone(),
            version: Some(analysis.version),
            items: convert::diagnostics(id, analysis, faults, units),
        });
    }
}

/// Sends what is queued, in order. Requests, which the client may never answer, are waited for elsewhere.
pub(crate) async fn deliver(client: Client, mut queue: mpsc::UnboundedReceiver<Outgoing>) {
    while let Some(message) = queue.recv().await {
        match message {
            Outgoing::Diagnostics { id, version, items } => {
                if let Some(uri) = convert::uri(&id) {
                    client.publish_diagnostics(uri, items, version).await;
                }
            }
            Outgoing::Message { kind, text } => client.show_message(kind, text).await,
            Outgoing::Progress { token, step } => {
                client
                    .send_notification::<tower_lsp::ls_types::notification::Progress>(
                        convert::progress(token, step),
                    )
                    .await;
            }
            Outgoing::Ask(request) => {
                let client = client.clone();
                tokio::spawn(async move { ask(&client, request).await });
            }
        }
    }
}

/// Sends a request. That the client refuses one is its own business: each has been announced as an ability of the client.
async fn ask(client: &Client, request: Ask) {
    match request {
        Ask::CreateProgress(token, made) => {
            if client.create_work_done_progress(token).await.is_ok() {
                let _ = made.send(());
            }
        }
        Ask::RefreshDiagnostics => {
            let _ = client.workspace_diagnostic_refresh().await;
        }
        Ask::RefreshLenses => {
            let _ = client.code_lens_refresh().await;
        }
        Ask::Register(registrations) => {
            let _ = client.register_capability(registrations).await;
        }
        Ask::Settings(Reply(reply)) => {
            let item = ConfigurationItem {
                scope_uri: None,
                section: Some(SECTION.to_owned()),
            };
            if let Ok(mut answers) = client.configuration(vec![item]).await
                && let Some(answer) = answers.pop()
            {
                reply(answer);
            }
        }
        Ask::OpenPage(uri) => {
            let page = ShowDocumentParams {
                uri,
                external: Some(true),
                take_focus: None,
                selection: None,
            };
            let _ = client.show_document(page).await;
        }
    }
}
