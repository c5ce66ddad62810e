//! `window/workDoneProgress/cancel`: the user ends a scan of the workspace.

use tower_lsp::ls_types::WorkDoneProgressCancelParams;

use crate::session::Session;

pub(crate) fn cancel_progress(session: &Session, params: &WorkDoneProgressCancelParams) {
    let state = session.state();
    let running = state.running.as_ref();
    if let Some(running) = running.filter(|running| running.token.as_ref() == Some(&params.token)) {
        running.cancellation.cancel();
    }
}
