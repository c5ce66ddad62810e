//! Tracked files, which a walk hands on whatever the ignore files say.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The files that git tracks. They are walked even where an ignore file names them.
#[derive(Clone, Debug, Default)]
pub struct Tracked {
    /// The directory that the paths are relative to.
    pub worktree: PathBuf,
    /// As the index has them.
    pub paths: Vec<PathBuf>,
}

/// Tracked files below the roots, by the path under which the walk would meet them, and whether it did.
#[derive(Debug, Default)]
pub(super) struct TrackedSet {
    seen: HashMap<PathBuf, AtomicBool>,
}

impl TrackedSet {
    /// The tracked files below `roots`; none when there is no such worktree.
    pub(super) fn new(tracked: Option<&Tracked>, roots: &[PathBuf]) -> Self {
        let mut seen = HashMap::new();
        let Some(tracked) = tracked else {
            return Self { seen };
        };
        let Ok(worktree) = fs::canonicalize(&tracked.worktree) else {
            return Self { seen };
        };
        for root in roots {
            let Ok(absolute) = fs::canonicalize(root) else {
                continue;
            };
            // Git keeps no other paths; whoever forged an index may.
            let inside = |path: &&PathBuf| {
                path.components()
                    .all(|part| matches!(part, Component::Normal(_)))
            };
            for path in tracked.paths.iter().filter(inside) {
                let below = worktree.join(path);
                if let Ok(below) = below.strip_prefix(&absolute)
                    && !below.as_os_str().is_empty()
                {
                    seen.insert(root.join(below), AtomicBool::new(false));
                }
            }
        }
        Self { seen }
    }

    /// Notes that the walk met `path`.
    pub(super) fn note(&self, path: &Path) {
        if let Some(seen) = self.seen.get(path) {
            seen.store(true, Ordering::Relaxed);
        }
    }

    /// What the walk passed over, sorted.
    pub(super) fn unseen(self) -> Vec<PathBuf> {
        let unseen = self
            .seen
            .into_iter()
            .filter(|(_, seen)| !seen.load(Ordering::Relaxed));
        let mut unseen: Vec<PathBuf> = unseen.map(|(path, _)| path).collect();
        unseen.sort();
        unseen
    }
}
