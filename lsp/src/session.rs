//! What the server knows: open documents, folders, settings, and what scans have given.
//!
//! One lock guards it all and is held for moments only: never while something is scanned, read from disk or sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use safeharbor_core::{CONFIG_NAME, LogicalPath, Surrogates};
use tokio::sync::watch;

use crate::document::{DocumentId, Edit, OpenDocument, Units};
use crate::judgement::{Fault, Judgement};
use crate::outbox::{Ask, Outbox, Outgoing};
use crate::recent::Recent;
use crate::scan::{Analysis, Job, Panicked, Scanned, Schedule, Space, scan};
use crate::settings::EditorSettings;
use crate::workspace::{ClosedReport, Running, renew_next};

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
    /// The last scan of each open document.
    pub(crate) analyses: HashMap<DocumentId, Arc<Analysis>>,
    /// The folders of the workspace.
    pub(crate) folders: Vec<PathBuf>,
    /// What the user has set.
    pub(crate) settings: Arc<EditorSettings>,
    /// Rises whenever settings, a configuration or a baseline change: older analyses no longer count.
    pub(crate) epoch: u64,
    /// What is wrong with configurations, by folder.
    pub(crate) faults: BTreeMap<PathBuf, Fault>,
    /// Findings in files that are not open, from scans of the workspace.
    pub(crate) closed: BTreeMap<PathBuf, ClosedReport>,
    /// Files that a scan of the workspace went through, with findings or without.
    pub(crate) walked: BTreeSet<PathBuf>,
    /// Those of them that are to be scanned again.
    pub(crate) stale: BTreeSet<PathBuf>,
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

/// The document was changed or closed while a request waited for its scan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outdated;

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
    pub(crate) fn open(&self, id: DocumentId, document: OpenDocument) {
        let is_settings = self.is_settings(document.path.as_deref());
        let mut state = self.state();
        if let Some(path) = &document.path
            && state.closed.remove(path).is_some()
            && self.abilities().pulls
        {
            self.outbox.send(Outgoing::Diagnostics {
                id: id.clone(),
                version: None,
                items: Vec::new(),
            });
        }
        state.documents.insert(id.clone(), document);
        state.analyses.remove(&id);
        drop(state);
        self.schedule.put(Job::Document(id), Instant::now());
        if is_settings {
            self.schedule.put(Job::Reload, Instant::now());
        }
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
        drop(state);
        self.schedule.put(Job::Document(id.clone()), due);
        if self.is_settings(path.as_deref()) {
            self.schedule.put(Job::Reload, due);
        }
        self.scans.send_modify(|count| *count += 1);
    }

    /// Forgets a document and takes its diagnostics back.
    pub(crate) fn close(&self, id: &DocumentId) {
        let mut state = self.state();
        let closed = state.documents.remove(id);
        state.analyses.remove(id);
        drop(state);
        self.schedule.remove(&Job::Document(id.clone()));
        self.recent.take(id);
        self.scans.send_modify(|count| *count += 1);
        if !self.abilities().pulls {
            self.outbox.send(Outgoing::Diagnostics {
                id: id.clone(),
                version: None,
                items: Vec::new(),
            });
        }
        let path = closed.and_then(|document| document.path);
        if self.is_settings(path.as_deref()) {
            // What was not saved no longer counts.
            self.schedule.put(Job::Reload, Instant::now());
        }
        self.renew(path);
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
        state.stale = state.walked.clone();
        let all: Vec<DocumentId> = state.documents.keys().cloned().collect();
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

    /// Has files scanned again that a scan of the workspace went through; others are left alone.
    pub(crate) fn renew(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut state = self.state();
        for path in paths {
            if state.walked.contains(&path) {
                state.stale.insert(path);
            }
        }
        let is_stale = !state.stale.is_empty();
        drop(state);
        if is_stale {
            self.schedule.put(Job::Renew, Instant::now());
        }
    }

    /// Does what a worker is asked to.
    pub(crate) fn run(&self, job: &Job, space: &mut Space) {
        match job {
            Job::Reload => self.reload(),
            Job::Document(id) => self.scan(id, space),
            Job::Renew => renew_next(self, space),
        }
    }

    /// Scans a document, unless it is closed. What it gives counts unless the document has changed meanwhile.
    fn scan(&self, id: &DocumentId, space: &mut Space) {
        let state = self.state();
        let Some(document) = state.documents.get(id) else {
            return;
        };
        let (version, epoch) = (document.version, state.epoch);
        let (content, path) = (document.content.clone(), document.path.clone());
        let title = document.title.clone();
        drop(state);
        let Some(judgement) = self.judgement_for(path.as_deref()) else {
            return;
        };
        let name = match &path {
            Some(path) => judgement.name_of(path),
            None => LogicalPath::new(&title),
        };
        let scanned = Scanned {
            name: &name,
            path: path.as_deref(),
            text: &content.text,
        };
        let mut previous = self.recent.take(id);
        let report = match scan(&judgement, &scanned, Some(&mut previous), space) {
            Ok(report) => {
                self.recent.keep(id, previous);
                report
            }
            Err(Panicked) => {
                self.tell_panic(&name);
                Default::default()
            }
        };
        let analysis = Arc::new(Analysis {
            id: self.next_id(),
            version,
            epoch,
            content,
            report,
            judgement,
            name,
        });
        self.keep(id, &analysis);
    }

    fn keep(&self, id: &DocumentId, analysis: &Arc<Analysis>) {
        let mut state = self.state();
        let is_current = state
            .documents
            .get(id)
            .is_some_and(|document| document.version == analysis.version)
            && state.epoch == analysis.epoch;
        if is_current {
            state.analyses.insert(id.clone(), Arc::clone(analysis));
        }
        let faults = state.faults_of(id);
        let lens = state.settings.code_lens;
        drop(state);
        if is_current {
            let abilities = self.abilities();
            if !abilities.pulls {
                self.outbox.publish(id, analysis, &faults, abilities.units);
            }
            if lens == crate::settings::Shown::Yes && abilities.refreshes_lenses {
                self.outbox.send(Outgoing::Ask(Ask::RefreshLenses));
            }
        }
        self.scans.send_modify(|count| *count += 1);
    }

    fn tell_panic(&self, name: &LogicalPath) {
        if !self.panic_told.swap(true, Ordering::Relaxed) {
            self.outbox.warn(format!(
                "internal error while scanning {name}; the server's log says where; please report it"
            ));
        }
    }

    /// How a file is judged: by the folder of the workspace that holds it, else by its own. What is no file is judged by
    /// the first folder. `None` when there never was a configuration that works.
    pub(crate) fn judgement_for(&self, path: Option<&Path>) -> Option<Arc<Judgement>> {
        let state = self.state();
        let holding = |path: &Path| {
            let holds = state
                .folders
                .iter()
                .filter(|folder| path.starts_with(folder));
            holds.max_by_key(|folder| folder.as_os_str().len()).cloned()
        };
        let root = match path {
            Some(path) => holding(path).or_else(|| path.parent().map(Path::to_path_buf)),
            None => state.folders.first().cloned(),
        };
        drop(state);
        self.judgement_of(&root.unwrap_or_default())
    }

    /// How files below `root` are judged.
    pub(crate) fn judgement_of(&self, root: &Path) -> Option<Arc<Judgement>> {
        let mut state = self.state();
        let epoch = state.epoch;
        let settings = Arc::clone(&state.settings);
        let judged = state.judgements.entry(root.to_path_buf()).or_default();
        let judged = Arc::clone(judged);
        drop(state);
        if let Some(judgement) = judged.get() {
            return Some(Arc::clone(judgement));
        }
        match Judgement::load(root, &settings.config, &|path| self.read(path)) {
            Ok(judgement) => {
                // Of two that load at once the first one's is kept, and both are the same.
                let judgement = Arc::clone(judged.get_or_init(|| Arc::new(judgement)));
                let mut state = self.state();
                if state.epoch == epoch {
                    state
                        .worked
                        .insert(root.to_path_buf(), Arc::clone(&judgement));
                }
                Some(judgement)
            }
            Err(fault) => self.last_that_worked(root, &fault),
        }
    }

    /// Tells a fault, once, and goes on with what worked before it, or with the built-in rules as they are.
    fn last_that_worked(&self, root: &Path, fault: &Fault) -> Option<Arc<Judgement>> {
        let mut state = self.state();
        let known = state.faults.insert(root.to_path_buf(), fault.clone());
        let worked = state.worked.get(root).cloned();
        drop(state);
        if known.as_ref() != Some(fault) {
            self.outbox
                .warn(format!("configuration not used: {}", fault.message));
        }
        worked.or_else(|| {
            let built_in = Judgement::built_in(root).ok().map(Arc::new)?;
            let mut state = self.state();
            state
                .worked
                .insert(root.to_path_buf(), Arc::clone(&built_in));
            Some(built_in)
        })
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
        std::fs::read(path)
    }

    /// The scan of a document's present version; waits for it.
    ///
    /// # Errors
    ///
    /// [`Outdated`] when the document is not open, or was changed while the request waited.
    pub(crate) async fn current(&self, id: &DocumentId) -> Result<Arc<Analysis>, Outdated> {
        let mut scans = self.scans.subscribe();
        let version = match self.state().documents.get(id) {
            Some(document) => document.version,
            None => return Err(Outdated),
        };
        loop {
            scans.mark_unchanged();
            {
                let state = self.state();
                let document = state.documents.get(id).ok_or(Outdated)?;
                if document.version != version {
                    return Err(Outdated);
                }
                let analysis = state.analyses.get(id);
                if let Some(analysis) = analysis
                    .filter(|analysis| analysis.version == version && analysis.epoch == state.epoch)
                {
                    return Ok(Arc::clone(analysis));
                }
            }
            self.schedule.hurry(&Job::Document(id.clone()));
            scans.changed().await.map_err(|_| Outdated)?;
        }
    }
}

impl State {
    /// Whether the client has a file open.
    pub(crate) fn is_open(&self, path: &Path) -> bool {
        let mut documents = self.documents.values();
        documents.any(|document| document.path.as_deref() == Some(path))
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
