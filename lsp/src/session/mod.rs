//! What the server knows: open documents, folders, settings, and what scans have given.
//!
//! `scanning` scans open documents, `judging` says by which rules, `notebooks` holds cells together. One lock guards it all and is held for moments only: never while something is scanned, read from disk or sent.

mod judging;
mod notebooks;
mod scanning;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use safeharbor_core::{CONFIG_NAME, Cancellation, Surrogates, read_team_file};
use tokio::sync::watch;

use crate::document::{DocumentId, Edit, OpenDocument, Units};
use crate::judgement::{Fault, Judgement};
use crate::notebook::Notebook;
use crate::outbox::{Ask, Outbox, Outgoing};
use crate::recent::Recent;
use crate::scan::{Analysis, Job, Schedule};
use crate::settings::EditorSettings;
use crate::workspace::{Closed, Running};

pub(crate) use scanning::Outdated;

/// What the client said that it can do.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientAbilities {
    /// What positions count.
    pub(crate) units: Units,
    /// It asks for diagnostics, so that none are pushed for open documents.
    pub(crate) pulls: bool,
    /// It can be told to ask anew for diagnostics.
    pub(crate) refreshes: bool,
    /// It can be told to ask anew for code lenses.
    pub(crate) refreshes_lenses: bool,
    /// It answers `workspace/configuration`.
    pub(crate) configuration: bool,
    /// It says when settings change, if asked to.
    pub(crate) tells_settings: bool,
    /// It watches files on demand.
    pub(crate) watches: bool,
    /// It shows progress on demand.
    pub(crate) progress: bool,
    /// It opens web pages.
    pub(crate) shows_documents: bool,
}

/// The judgement of a folder, made once by whoever needs it first.
type Judged = Arc<OnceLock<Arc<Judgement>>>;

/// Changes under the lock.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// By identity.
    pub(crate) documents: HashMap<DocumentId, OpenDocument>,
    /// Notebooks, whose cells are among the documents.
    pub(crate) notebooks: HashMap<DocumentId, Notebook>,
    /// The last scan of each open document.
    pub(crate) analyses: HashMap<DocumentId, Arc<Analysis>>,
    /// Ends the scans of documents and notebooks that are going on.
    scans: HashMap<DocumentId, Cancellation>,
    /// The folders of the workspace.
    pub(crate) folders: Vec<PathBuf>,
    /// What the user has set.
    pub(crate) settings: Arc<EditorSettings>,
    /// Rises whenever settings, a configuration or a baseline change: older analyses no longer count.
    pub(crate) epoch: u64,
    /// What is wrong with configurations, by folder.
    pub(crate) faults: BTreeMap<PathBuf, Fault>,
    /// Files that are not open.
    pub(crate) closed: Closed,
    /// The scan of the workspace that is going on.
    pub(crate) running: Option<Running>,
    judgements: HashMap<PathBuf, Judged>,
    /// The last judgements that worked, for while a configuration is being typed.
    worked: HashMap<PathBuf, Arc<Judgement>>,
}

/// A session with a client.
#[derive(Debug)]
pub(crate) struct Session {
    /// What goes to the client.
    pub(crate) outbox: Outbox,
    /// What workers are to do.
    pub(crate) schedule: Arc<Schedule>,
    /// Replacements; one value gets one replacement as long as the session lasts.
    pub(crate) surrogates: Surrogates,
    abilities: OnceLock<ClientAbilities>,
    state: Mutex<State>,
    /// What is reused when a document is scanned again.
    recent: Recent,
    next_id: AtomicU64,
    panic_told: AtomicBool,
    /// Counts scans, so that requests can wait for one.
    scans: watch::Sender<u64>,
}

impl Session {
    /// A session whose replacements are made under `key`.
    pub(crate) fn new(outbox: Outbox, key: [u8; 32]) -> Self {
        Self {
            outbox,
            schedule: Arc::default(),
            surrogates: Surrogates::new(key),
            abilities: OnceLock::new(),
            state: Mutex::default(),
            recent: Recent::default(),
            next_id: AtomicU64::new(1),
            panic_told: AtomicBool::new(false),
            scans: watch::Sender::new(0),
        }
    }

    /// What the client can do; nothing before it said so.
    pub(crate) fn abilities(&self) -> ClientAbilities {
        self.abilities.get().cloned().unwrap_or_default()
    }

    /// Keeps what the client said; only the first time counts.
    pub(crate) fn set_abilities(&self, abilities: ClientAbilities) {
        // The protocol allows one `initialize`, and the service refuses a second.
        let _ = self.abilities.set(abilities);
    }

    /// The state, locked.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that none had before.
    pub(crate) fn next_id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// Takes in a document, and scans it at once.
    pub(crate) fn open(&self, id: &DocumentId, document: OpenDocument) {
        let path = document.path.clone();
        let mut state = self.state();
        if let Some(path) = &path {
            self.take_over(&mut state, path, id);
        }
        state.documents.insert(id.clone(), document);
        state.analyses.remove(id);
        let scanned = state.outdate(id);
        drop(state);
        self.schedule.put(Job::Document(scanned), Instant::now());
        if self.is_settings(path.as_deref()) {
            self.schedule.put(Job::Reload, Instant::now());
        }
    }

    /// What was said about a file while it was not open is said of the document `id` from now on.
    fn take_over(&self, state: &mut State, path: &Path, id: &DocumentId) {
        if state.closed.reports.remove(path).is_some() && self.abilities().pulls {
            self.take_back(id);
        }
    }

    /// Has the client show nothing for a document any more.
    fn take_back(&self, id: &DocumentId) {
        self.outbox.send(Outgoing::Diagnostics {
            id: id.clone(),
            version: None,
            items: Vec::new(),
        });
    }

    /// Applies edits to a document, and has it scanned once no more follow. Edits of a document that is not open are
    /// dropped.
    pub(crate) fn change(&self, id: &DocumentId, version: i32, edits: Vec<Edit>) {
        let units = self.abilities().units;
        let mut state = self.state();
        let due = Instant::now() + state.settings.debounce;
        let Some(document) = state.documents.get_mut(id) else {
            return;
        };
        document.change(version, edits, units);
        let path = document.path.clone();
        let scanned = state.outdate(id);
        drop(state);
        self.schedule.put(Job::Document(scanned), due);
        if self.is_settings(path.as_deref()) {
            self.schedule.put(Job::Reload, due);
        }
        self.scans.send_modify(|count| *count += 1);
    }

    /// Forgets a document and takes its diagnostics back.
    pub(crate) fn close(&self, id: &DocumentId) {
        let mut state = self.state();
        state.outdate(id);
        let closed = state.documents.remove(id);
        state.analyses.remove(id);
        drop(state);
        self.schedule.remove(&Job::Document(id.clone()));
        self.recent.take(id);
        self.scans.send_modify(|count| *count += 1);
        if !self.abilities().pulls {
            self.take_back(id);
        }
        let path = closed.and_then(|document| document.path);
        if self.is_settings(path.as_deref()) {
            // What was not saved no longer counts.
            self.schedule.put(Job::Reload, Instant::now());
        }
        // It may be new: the file of a text that was untitled.
        self.follow(path);
    }

    /// Whether a file is a configuration or a baseline in use.
    pub(crate) fn is_settings(&self, path: Option<&Path>) -> bool {
        let Some(path) = path else { return false };
        path.file_name().is_some_and(|name| name == CONFIG_NAME)
            || self
                .state()
                .worked
                .values()
                .any(|judgement| judgement.baseline_file.as_deref() == Some(path))
    }

    /// Reads configurations anew and scans every open document.
    pub(crate) fn reload(&self) {
        let mut state = self.state();
        state.epoch += 1;
        state.judgements.clear();
        state.faults.clear();
        state.closed.all_stale();
        let all: Vec<DocumentId> = state.documents.keys().cloned().collect();
        let all: Vec<DocumentId> = all.iter().map(|id| state.outdate(id)).collect();
        drop(state);
        for id in all {
            self.schedule.put(Job::Document(id), Instant::now());
        }
        // Jobs run by when they are due: open documents come first, however many files are waiting.
        self.schedule.put(Job::Renew, Instant::now());
        let abilities = self.abilities();
        if abilities.pulls && abilities.refreshes {
            self.outbox.send(Outgoing::Ask(Ask::RefreshDiagnostics));
        }
    }

    /// Has files scanned again that are followed, and those below folders; others are left alone.
    pub(crate) fn renew(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut state = self.state();
        for path in paths {
            state.closed.stale_below(&path);
        }
        let is_stale = !state.closed.stale.is_empty();
        drop(state);
        if is_stale {
            self.schedule.put(Job::Renew, Instant::now());
        }
    }

    /// Reads a file as the editor sees it.
    pub(crate) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.state();
        let mut open = state.documents.values();
        let open = open.find(|document| document.path.as_deref() == Some(path));
        if let Some(document) = open {
            return Ok(document.content.text.as_bytes().to_vec());
        }
        drop(state);
        read_team_file(path)
    }
}

impl State {
    /// Whether the client has a file open, as a text or as a notebook.
    pub(crate) fn is_open(&self, path: &Path) -> bool {
        let documents = self.documents.values().map(|document| &document.path);
        let notebooks = self.notebooks.values().map(|notebook| &notebook.path);
        let mut paths = documents.chain(notebooks);
        paths.any(|open| open.as_deref() == Some(path))
    }

    /// Ends the scan of a document that is going on, since it is outdated. Gives what is to be scanned in its place: the
    /// document, or the notebook that it is a cell of.
    fn outdate(&mut self, id: &DocumentId) -> DocumentId {
        let document = self.documents.get(id);
        let notebook = document.and_then(|document| document.notebook.as_ref());
        let scanned = notebook.unwrap_or(id);
        if let Some(scan) = self.scans.get(scanned) {
            scan.cancel();
        }
        scanned.clone()
    }

    /// What is wrong in a document that is a configuration or a baseline.
    pub(crate) fn faults_of(&self, id: &DocumentId) -> Vec<Fault> {
        let path = self
            .documents
            .get(id)
            .and_then(|document| document.path.as_ref());
        let here = self
            .faults
            .values()
            .filter(|fault| path.is_some() && fault.file.as_ref() == path);
        here.cloned().collect()
    }
}
