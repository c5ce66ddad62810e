//! Which rules judge a document: those of the folder that holds it.

use std::path::Path;
use std::sync::Arc;

use super::Session;
use crate::judgement::{Fault, Judgement};

impl Session {
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
}
