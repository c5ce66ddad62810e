//! How a scan is ended that nobody waits for any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends scans early: whoever asked for one keeps a clone, and gives another to the scan's
/// [`Scratch`](crate::Scratch::heed).
///
/// The scan looks between texts, windows and stages and while it parses. What it reports after that is a part of what there is,
/// and of no use.
///
/// ```
/// # use safeharbor_core::{Cancellation, Document, Engine, Options, Scratch};
/// # let engine = Engine::new(Default::default(), Options::default()).unwrap();
/// let cancellation = Cancellation::default();
/// let mut scratch = Scratch::default();
/// scratch.heed(&cancellation);
/// // Some other thread:
/// cancellation.cancel();
/// let report = engine.scan(&Document::new("a.py", &b"a = 1"[..]), &mut scratch);
/// assert!(cancellation.is_cancelled() && report.findings.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Ends the scans that heed it, soon, and for good.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
