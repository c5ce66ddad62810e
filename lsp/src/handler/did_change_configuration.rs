//! `workspace/didChangeConfiguration`: the user's settings are others now.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tower_lsp::ls_types::DidChangeConfigurationParams;

use crate::outbox::{Ask, Outgoing, Reply};
use crate::scan::Job;
use crate::session::Session;
use crate::settings::EditorSettings;

/// A client that answers questions is asked; from another what it sends is taken.
pub(crate) fn did_change_configuration(
    session: &Arc<Session>,
    params: &DidChangeConfigurationParams,
) {
    if session.abilities().configuration {
        ask_settings(session);
    } else {
        apply(session, &params.settings);
    }
}

/// Asks the client for its settings and applies what it answers.
pub(super) fn ask_settings(session: &Arc<Session>) {
    let answered = Arc::clone(session);
    let reply = Reply(Box::new(move |settings| apply(&answered, &settings)));
    session.outbox.send(Outgoing::Ask(Ask::Settings(reply)));
}

/// Puts settings in force; wrong ones are told, and those before stay.
pub(super) fn apply(session: &Session, settings: &Value) {
    match EditorSettings::parse(settings) {
        Ok(settings) => {
            let mut state = session.state();
            let is_new = *state.settings != settings;
            state.settings = Arc::new(settings);
            drop(state);
            if is_new {
                session.schedule.put(Job::Reload, Instant::now());
            }
        }
        Err(message) => session.outbox.warn(message),
    }
}
