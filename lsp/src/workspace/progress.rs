//! How far a scan of the workspace is, for the client to show.

use tower_lsp::ls_types::{
    ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd,
    WorkDoneProgressReport,
};

use super::Summary;
use crate::outbox::Outgoing;
use crate::session::Session;

/// How much progress is told before the next step is worth a message: one in so many files.
const STEPS: usize = 100;

/// Tells the client how far a scan is, if it wants to know.
pub(super) struct Progress<'s> {
    session: &'s Session,
    token: Option<ProgressToken>,
}

impl<'s> Progress<'s> {
    /// Begins to tell.
    pub(super) fn begin(session: &'s Session, token: Option<ProgressToken>) -> Self {
        let told = Self { session, token };
        told.send(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: "Scanning the workspace".to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        }));
        told
    }

    /// Tells that the file at `index` is next.
    pub(super) fn step(&self, index: usize, of: usize) {
        if index.is_multiple_of((of / STEPS).max(1)) {
            self.send(WorkDoneProgress::Report(WorkDoneProgressReport {
                cancellable: Some(true),
                message: Some(format!("{index} of {of} files")),
                percentage: u32::try_from(index * 100 / of.max(1)).ok(),
            }));
        }
    }

    /// Tells what it came to.
    pub(super) fn end(&self, summary: &Summary) {
        let Summary {
            files,
            findings,
            not_scanned,
            cancelled,
        } = summary;
        let mut message = format!("{findings} findings in {files} files");
        if *not_scanned > 0 {
            message.push_str(&format!(", {not_scanned} not scanned"));
        }
        if *cancelled {
            message.push_str(", cancelled");
        }
        self.send(WorkDoneProgress::End(WorkDoneProgressEnd {
            message: Some(message),
        }));
    }

    fn send(&self, step: WorkDoneProgress) {
        if let Some(token) = &self.token {
            let token = token.clone();
            self.session.outbox.send(Outgoing::Progress { token, step });
        }
    }
}
