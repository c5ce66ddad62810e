//! `initialized`: the client is ready for questions.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::Registration;

use super::did_change_configuration::ask_settings;
use crate::outbox::{Ask, Outgoing};
use crate::session::Session;

pub(crate) fn initialized(session: &Arc<Session>) {
    let abilities = session.abilities();
    let mut registrations = Vec::new();
    if abilities.watches {
        registrations.push(Registration {
            id: "watched-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({"watchers": [{"globPattern": "**/*"}]})),
        });
    }
    if abilities.tells_settings {
        registrations.push(Registration {
            id: "configuration".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({"section": crate::settings::SECTION})),
        });
    }
    if abilities.configuration {
        ask_settings(session);
    }
    if !registrations.is_empty() {
        session
            .outbox
            .send(Outgoing::Ask(Ask::Register(registrations)));
    }
}
