//! Scans of open documents: what is scanned, and whether the outcome counts.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use safeharbor_core::{Cancellation, DocumentReport, LogicalPath};

use super::{Session, State};
use crate::document::{DocumentId, IndexedText};
use crate::judgement::Judgement;
use crate::notebook::Saved;
use crate::outbox::{Ask, Outgoing};
use crate::scan::{Analysis, Job, Panicked, Scanned, Space, scan, shown_name};
use crate::settings::Shown;
use crate::workspace;

/// The document was changed or closed while a request waited for its scan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outdated;

/// What a scan is begun with.
struct Begun {
    epoch: u64,
    cancellation: Cancellation,
    path: Option<PathBuf>,
    title: String,
    /// The documents that the outcome is about: one, or the cells of a notebook.
    parts: Vec<Part>,
    /// How the notebook is scanned.
    saved: Option<Saved>,
}

/// A version of a document.
struct Part {
    id: DocumentId,
    version: i32,
    revision: u64,
    title: String,
    content: IndexedText,
}

impl Begun {
    /// What a report says of each document.
    fn split(&self, report: DocumentReport) -> Vec<DocumentReport> {
        match &self.saved {
            Some(saved) => {
                let parts = self.parts.iter();
                let texts: Vec<&IndexedText> = parts.map(|part| &part.content).collect();
                saved.split(report, &texts)
            }
            None => vec![report],
        }
    }
}

impl Session {
    /// Does what a worker is asked to.
    pub(crate) fn run(&self, job: &Job, space: &mut Space) {
        match job {
            Job::Reload => self.reload(),
            Job::Document(id) => self.scan(id, space),
            Job::Renew => workspace::renew_next(self, space),
            Job::Follow => workspace::follow_created(self),
        }
    }

    /// Scans a document or a notebook, unless it is closed. What it gives counts unless something has changed meanwhile.
    fn scan(&self, id: &DocumentId, space: &mut Space) {
        let Some(begun) = self.begin(id) else {
            return;
        };
        let Some(judgement) = self.judgement_for(begun.path.as_deref()) else {
            return;
        };
        let name = match &begun.path {
            Some(path) => judgement.name_of(path),
            None => LogicalPath::new(&begun.title),
        };
        let text = match (&begun.saved, begun.parts.first()) {
            (Some(saved), _) => &saved.text,
            (None, Some(part)) => part.content.text.as_str(),
            (None, None) => return,
        };
        let scanned = Scanned {
            name: &name,
            path: begun.path.as_deref(),
            text,
            cancellation: &begun.cancellation,
        };
        let mut previous = self.recent.take(id);
        let report = match scan(&judgement, &scanned, Some(&mut previous), space) {
            Ok(report) => {
                self.recent.keep(id, previous);
                report
            }
            Err(Panicked) => {
                self.tell_panic(&judgement, &name);
                DocumentReport::default()
            }
        };
        self.keep(id, begun, report, &name, &judgement);
    }

    /// Takes a copy of what is to be scanned.
    fn begin(&self, id: &DocumentId) -> Option<Begun> {
        let mut state = self.state();
        let cancellation = Cancellation::default();
        let part = |state: &State, id: &DocumentId| {
            let document = state.documents.get(id)?;
            Some(Part {
                id: id.clone(),
                version: document.version,
                revision: document.revision,
                title: document.title.clone(),
                content: document.content.clone(),
            })
        };
        let begun = if let Some(notebook) = state.notebooks.get(id) {
            let open = notebook.cells.iter();
            let open = open.filter_map(|cell| Some((cell.kind, part(&state, &cell.id)?)));
            let (kinds, parts): (Vec<_>, Vec<_>) = open.unzip();
            let cells = kinds.into_iter().zip(&parts);
            let cells = cells.map(|(kind, part)| (kind, part.content.text.as_str()));
            Begun {
                saved: Some(Saved::of(cells)),
                path: notebook.path.clone(),
                title: notebook.title.clone(),
                parts,
                epoch: state.epoch,
                cancellation: cancellation.clone(),
            }
        } else {
            let part = part(&state, id)?;
            Begun {
                saved: None,
                path: state.documents.get(id)?.path.clone(),
                title: part.title.clone(),
                parts: vec![part],
                epoch: state.epoch,
                cancellation: cancellation.clone(),
            }
        };
        state.scans.insert(id.clone(), cancellation);
        Some(begun)
    }

    /// Keeps what a scan gave and tells it, unless one of its documents has changed.
    fn keep(
        &self,
        id: &DocumentId,
        begun: Begun,
        report: DocumentReport,
        name: &LogicalPath,
        judgement: &Arc<Judgement>,
    ) {
        let reports = begun.split(report);
        let is_notebook = begun.saved.is_some();
        let mut state = self.state();
        state.scans.remove(id);
        if !state.is_current(&begun) {
            drop(state);
            self.scans.send_modify(|count| *count += 1);
            return;
        }
        let abilities = self.abilities();
        let mut is_news = false;
        for (part, report) in begun.parts.into_iter().zip(reports) {
            let analysis = Arc::new(Analysis {
                id: self.next_id(),
                version: part.version,
                revision: part.revision,
                epoch: begun.epoch,
                report,
                judgement: Arc::clone(judgement),
                name: if is_notebook {
                    LogicalPath::new(&part.title)
                } else {
                    name.clone()
                },
                path: begun.path.clone(),
                content: part.content,
            });
            let before = state.analyses.get(&part.id);
            if is_notebook && before.is_some_and(|before| before.says_the_same(&analysis)) {
                continue;
            }
            // The client does not know that this cell is to be asked for: another one was edited.
            is_news |= before.is_some_and(|before| before.revision == analysis.revision);
            if !abilities.pulls {
                let faults = state.faults_of(&part.id);
                self.outbox
                    .publish(&part.id, &analysis, &faults, abilities.units);
            }
            state.analyses.insert(part.id, analysis);
        }
        let lens = state.settings.code_lens;
        drop(state);
        if is_notebook && is_news && abilities.pulls && abilities.refreshes {
            self.outbox.send(Outgoing::Ask(Ask::RefreshDiagnostics));
        }
        if lens == Shown::Yes && abilities.refreshes_lenses {
            self.outbox.send(Outgoing::Ask(Ask::RefreshLenses));
        }
        self.scans.send_modify(|count| *count += 1);
    }

    /// Tells the user, once in a session, that the engine panicked.
    pub(crate) fn tell_panic(&self, judgement: &Judgement, name: &LogicalPath) {
        if !self.panic_told.swap(true, Ordering::Relaxed) {
            let shown = shown_name(judgement, name);
            self.outbox.warn(format!(
                "internal error: {shown} is not scanned; the server's log says where it happened; please report it"
            ));
        }
    }

    /// The scan of a document's present version; waits for it.
    ///
    /// # Errors
    ///
    /// [`Outdated`] when the document is not open, or was changed while the request waited.
    pub(crate) async fn current(&self, id: &DocumentId) -> Result<Arc<Analysis>, Outdated> {
        let mut scans = self.scans.subscribe();
        let revision = match self.state().documents.get(id) {
            Some(document) => document.revision,
            None => return Err(Outdated),
        };
        loop {
            scans.mark_unchanged();
            let scanned = {
                let state = self.state();
                let document = state.documents.get(id).ok_or(Outdated)?;
                if document.revision != revision {
                    return Err(Outdated);
                }
                let analysis = state.analyses.get(id);
                if let Some(analysis) = analysis.filter(|analysis| {
                    analysis.revision == revision && analysis.epoch == state.epoch
                }) {
                    return Ok(Arc::clone(analysis));
                }
                document.notebook.clone().unwrap_or_else(|| id.clone())
            };
            self.schedule.hurry(&Job::Document(scanned.clone()));
            scans.changed().await.map_err(|_| Outdated)?;
        }
    }
}

impl State {
    /// Whether a scan is about what there is now.
    fn is_current(&self, begun: &Begun) -> bool {
        self.epoch == begun.epoch
            && !begun.cancellation.is_cancelled()
            && begun.parts.iter().all(|part| self.is_version(part))
    }

    fn is_version(&self, part: &Part) -> bool {
        let document = self.documents.get(&part.id);
        document.is_some_and(|document| document.revision == part.revision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Edit, OpenDocument};
    use crate::notebook::{Cell, CellKind, Notebook};
    use crate::outbox::Outbox;
    use crate::scan::fault;

    fn session() -> (Session, tokio::sync::mpsc::UnboundedReceiver<Outgoing>) {
        let (outbox, queue) = Outbox::new();
        (Session::new(outbox, [7; 32]), queue)
    }

    fn open(session: &Session, name: &str) -> DocumentId {
        let id = DocumentId::new(name);
        session.open(&id, document(&id));
        id
    }

    fn document(id: &DocumentId) -> OpenDocument {
        OpenDocument::new(id, None, "python", 1, "a = 1\n".to_owned())
    }

    fn edit(session: &Session, id: &DocumentId) {
        let edit = Edit {
            range: None,
            text: "b = 2\n".to_owned(),
        };
        // A client may send a version twice.
        session.change(id, 1, vec![edit]);
    }

    #[test]
    fn whatever_makes_a_scan_outdated_ends_it() {
        type Act = fn(&Session, &DocumentId);
        let acts: [(&str, Act); 4] = [
            ("an edit", edit),
            ("the end", |session, id| session.close(id)),
            ("other settings", |session, _| session.reload()),
            ("another text", |session, id| {
                session.open(id, document(id));
            }),
        ];
        for (what, act) in acts {
            let (session, _queue) = session();
            let (id, other) = (open(&session, "untitled:a"), open(&session, "untitled:b"));
            let begun = session.begin(&id).expect("open");
            edit(&session, &other);
            assert!(!begun.cancellation.is_cancelled());
            act(&session, &id);
            assert!(begun.cancellation.is_cancelled(), "{what}");
            let next = session.begin(&id);
            assert!(next.is_none_or(|begun| !begun.cancellation.is_cancelled()));
        }
    }

    #[test]
    fn what_a_scan_gives_too_late_does_not_count() {
        let (session, mut queue) = session();
        let id = open(&session, "untitled:a");
        let begun = session.begin(&id).expect("open");
        let judgement = session.judgement_for(None).expect("built-in rules");
        let name = LogicalPath::new("a");
        edit(&session, &id);
        session.keep(&id, begun, DocumentReport::default(), &name, &judgement);
        assert!(session.state().analyses.is_empty() && queue.try_recv().is_err());
        let begun = session.begin(&id).expect("open");
        session.keep(&id, begun, DocumentReport::default(), &name, &judgement);
        assert_eq!(session.state().analyses.len(), 1);
        assert!(matches!(queue.try_recv(), Ok(Outgoing::Diagnostics { .. })));
        assert!(session.state().scans.is_empty());
    }

    #[test]
    fn a_panic_is_told_once_and_the_session_goes_on() {
        let (session, mut queue) = session();
        let mut space = Space::default();
        let mut told = Vec::new();
        for name in ["untitled:a", "untitled:b"] {
            let id = open(&session, name);
            let edit = Edit {
                range: None,
                text: fault::TEXT.to_owned(),
            };
            session.change(&id, 2, vec![edit]);
            session.run(&Job::Document(id.clone()), &mut space);
            session.change(&id, 3, Vec::new());
        }
        let id = open(&session, "untitled:c");
        session.run(&Job::Document(id), &mut space);
        while let Ok(message) = queue.try_recv() {
            told.push(match message {
                Outgoing::Message { text, .. } => text,
                Outgoing::Diagnostics { id, items, .. } => format!("{} {}", id.uri(), items.len()),
                message => panic!("{message:?}"),
            });
        }
        assert!(
            told[0].contains("internal error: a.py is not scanned"),
            "{told:?}"
        );
        assert_eq!(told[1..], ["untitled:a 0", "untitled:b 0", "untitled:c 0"]);
    }

    #[test]
    fn an_edit_of_a_cell_ends_the_scan_of_its_notebook() {
        let (session, _queue) = session();
        let (id, cell) = (DocumentId::new("untitled:n"), DocumentId::new("cell:n#1"));
        let notebook = Notebook {
            path: None,
            title: "n.ipynb".to_owned(),
            cells: vec![Cell {
                id: cell.clone(),
                kind: CellKind::Code,
            }],
        };
        let cells = vec![(cell.clone(), document(&cell))];
        session.open_notebook(&id, notebook, cells);
        let begun = session.begin(&id).expect("open");
        edit(&session, &cell);
        assert!(begun.cancellation.is_cancelled());
        let begun = session.begin(&id).expect("open");
        session.close_notebook(&id, &[]);
        assert!(begun.cancellation.is_cancelled());
        let state = session.state();
        assert!(state.documents.is_empty() && state.notebooks.is_empty());
    }
}
