//! A progress bar on standard error: on a terminal only, and only once a scan has taken a while.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Scans that end sooner show no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts documents.
pub(crate) struct Progress {
    documents: u64,
    started: Instant,
    bar: Option<ProgressBar>,
    visible: bool,
}

impl Progress {
    /// For `documents` documents.
    pub(crate) fn new(documents: usize) -> Self {
        Self {
            documents: documents as u64,
            started: Instant::now(),
            bar: None,
            visible: std::io::stderr().is_terminal(),
        }
    }

    /// One document is done.
    pub(crate) fn step(&mut self, done: usize) {
        if !self.visible {
            return;
        }
        if self.bar.is_none() && self.started.elapsed() >= PATIENCE {
            let bar = ProgressBar::new(self.documents);
            if let Ok(style) =
                ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left")
            {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
        }
    }

    /// Runs `write` with the bar out of the way.
    pub(crate) fn suspended<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
