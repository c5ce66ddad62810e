//! Scans off the protocol loop: worker threads, debounce, and what a scan of a document gives.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use safeharbor_core::{
    Cancellation, Document, DocumentReport, LogicalPath, Previous, Scratch, Skip,
};

use crate::document::{DocumentId, IndexedText};
use crate::judgement::Judgement;

/// Longer texts are scanned in windows, as the command line does with files. In bytes.
const WHOLE: usize = 8 << 20;

/// What a scan of one version of a document gave.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// Distinguishes it from every other of the session.
    pub(crate) id: u64,
    /// The version that was scanned.
    pub(crate) version: i32,
    /// The state of the document that was scanned.
    pub(crate) revision: u64,
    /// The settings that it was scanned under, see [`crate::session::Session`].
    pub(crate) epoch: u64,
    /// The text that was scanned.
    pub(crate) content: IndexedText,
    /// What was found.
    pub(crate) report: DocumentReport,
    /// What judged.
    pub(crate) judgement: Arc<Judgement>,
    /// What the document is called; what rules saw as its path, unless it is a notebook's cell.
    pub(crate) name: LogicalPath,
    /// The file that it is or, of a notebook's cell, is in.
    pub(crate) path: Option<PathBuf>,
}

impl Analysis {
    /// Whether another analysis of the document says nothing new.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let facts = |analysis: &Self| -> Vec<_> {
            let findings = analysis.report.findings.iter();
            findings
                .map(|finding| (finding.span, finding.rule.id.clone(), finding.confidence))
                .collect()
        };
        self.revision == other.revision
            && self.epoch == other.epoch
            && self.report.notes == other.report.notes
            && self.report.skipped == other.report.skipped
            && facts(self) == facts(other)
    }
}

/// The document to scan.
pub(crate) struct Scanned<'s> {
    /// What rules see as its path.
    pub(crate) name: &'s LogicalPath,
    /// The file, if it is one.
    pub(crate) path: Option<&'s Path>,
    /// Its text.
    pub(crate) text: &'s str,
    /// Ends the scan early.
    pub(crate) cancellation: &'s Cancellation,
}

/// Something in the engine panicked. The document's text is in no message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Panicked;

/// What a thread reuses from scan to scan. Scratch space remembers what an engine made of names, so that another engine
/// gets its own.
#[derive(Debug, Default)]
pub(crate) struct Space {
    scratch: Scratch,
    used_by: Option<Arc<Judgement>>,
}

impl Space {
    fn scratch_for(&mut self, judgement: &Arc<Judgement>) -> &mut Scratch {
        let is_same = self
            .used_by
            .as_ref()
            .is_some_and(|used_by| Arc::ptr_eq(used_by, judgement));
        if !is_same {
            self.scratch = Scratch::default();
            self.used_by = Some(Arc::clone(judgement));
        }
        &mut self.scratch
    }
}

/// Scans a document as the command line does. `previous` is what the last scan of an open document left, and is brought up to date.
///
/// # Errors
///
/// [`Panicked`] when the engine did; it can go on with other documents.
pub(crate) fn scan(
    judgement: &Arc<Judgement>,
    document: &Scanned<'_>,
    previous: Option<&mut Previous>,
    space: &mut Space,
) -> Result<DocumentReport, Panicked> {
    let skipped = |why| DocumentReport {
        skipped: Some(why),
        ..DocumentReport::default()
    };
    if document.text.len() as u64 > judgement.largest {
        return Ok(skipped(Skip::TooLarge));
    }
    if document.path.is_some_and(|path| judgement.covers(path)) {
        return Ok(skipped(Skip::Allowed));
    }
    let mut report = guarded(space.scratch_for(judgement), |scratch| {
        scratch.heed(document.cancellation);
        let mut bytes = document.text.as_bytes();
        if bytes.len() > WHOLE {
            let report = judgement
                .engine
                .scan_reader(document.name, &mut bytes, scratch);
            // Reading from memory does not fail.
            return report.unwrap_or_default();
        }
        #[cfg(test)]
        fault::may_panic(document.text);
        let document = Document {
            path: document.name.clone(),
            bytes: bytes.into(),
        };
        match previous {
            Some(previous) => judgement.engine.scan_edited(&document, previous, scratch),
            None => judgement.engine.scan(&document, scratch),
        }
    })?;
    if let Some(path) = document.path
        && !document.cancellation.is_cancelled()
    {
        judgement.suppress(&mut report, path);
    }
    Ok(report)
}

/// What messages call a document whose scan panicked: its path as reports show it.
pub(crate) fn shown_name(judgement: &Judgement, name: &LogicalPath) -> String {
    let masked = guarded(&mut Scratch::default(), |scratch| {
        let report = judgement.engine.scan_path(name, scratch);
        report.shown_path(name).to_string()
    });
    masked.unwrap_or_else(|Panicked| "a document".to_owned())
}

/// Catches panics; what the panicking code left in `scratch` is thrown away.
fn guarded<T>(scratch: &mut Scratch, work: impl FnOnce(&mut Scratch) -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(|| work(scratch))).map_err(|_| {
        *scratch = Scratch::default();
        Panicked
    })
}

/// What a worker is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Job {
    /// Scan an open document.
    Document(DocumentId),
    /// Read configurations anew, then scan every open document.
    Reload,
    /// Scan the next file that is not open and of which the last word is stale.
    Renew,
    /// Look which of the files that have come into being are to be scanned.
    Follow,
}

/// Jobs and when they are due. One job never runs twice at a time.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    due: HashMap<Job, Instant>,
    running: HashSet<Job>,
    stopped: bool,
}

impl Schedule {
    /// Puts a job on, or moves it, to be run at `due`.
    pub(crate) fn put(&self, job: Job, due: Instant) {
        self.locked().due.insert(job, due);
        self.changed.notify_all();
    }

    /// Takes a job off that has not begun.
    pub(crate) fn remove(&self, job: &Job) {
        self.locked().due.remove(job);
    }

    /// Runs a job that is waiting, if there is one, without further delay.
    pub(crate) fn hurry(&self, job: &Job) {
        if let Some(due) = self.locked().due.get_mut(job) {
            *due = Instant::now();
        }
        self.changed.notify_all();
    }

    /// Lets the workers end after what they are at.
    pub(crate) fn stop(&self) {
        self.locked().stopped = true;
        self.changed.notify_all();
    }

    /// Starts `count` threads, each running jobs as they become due with what `worker` made for it. They sleep between.
    ///
    /// # Errors
    ///
    /// When the system gives no thread.
    pub(crate) fn start<W>(
        self: &Arc<Self>,
        count: usize,
        worker: impl Fn() -> W + Clone + Send + 'static,
    ) -> std::io::Result<()>
    where
        W: FnMut(&Job),
    {
        for _ in 0..count {
            let schedule = Arc::clone(self);
            let worker = worker.clone();
            thread::Builder::new()
                .name("scan".to_owned())
                .spawn(move || {
                    let mut work = worker();
                    while let Some(job) = schedule.next() {
                        // The engine's panics do not come so far; others must not take the thread along.
                        let _ = catch_unwind(AssertUnwindSafe(|| work(&job)));
                        schedule.done(&job);
                    }
                })?;
        }
        Ok(())
    }

    fn next(&self) -> Option<Job> {
        let mut queue = self.locked();
        loop {
            if queue.stopped {
                return None;
            }
            let ready = queue
                .due
                .iter()
                .filter(|(job, _)| !queue.running.contains(job));
            let first = ready.min_by_key(|(_, due)| **due);
            let now = Instant::now();
            queue = match first {
                Some((job, due)) if *due <= now => {
                    let job = job.clone();
                    queue.due.remove(&job);
                    queue.running.insert(job.clone());
                    return Some(job);
                }
                Some((_, due)) => {
                    let wait = due.saturating_duration_since(now);
                    let waited = self.changed.wait_timeout(queue, wait);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    let waited = self.changed.wait(queue);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
            };
        }
    }

    fn done(&self, job: &Job) {
        self.locked().running.remove(job);
        self.changed.notify_all();
    }

    fn locked(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something wrong with the engine, for tests.
#[cfg(test)]
pub(crate) mod fault {
    /// The text in whose scan the engine panics.
    pub(crate) const TEXT: &str = "a text that makes a test's engine panic";

    pub(super) fn may_panic(text: &str) {
        if text.contains(TEXT) {
            std::panic::resume_unwind(Box::new(()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    fn job(name: &str) -> Job {
        Job::Document(DocumentId::new(name))
    }

    #[test]
    fn the_last_due_time_counts_and_removed_jobs_do_not_run() {
        let schedule = Arc::new(Schedule::default());
        let (sender, receiver) = mpsc::channel();
        let start = Instant::now();
        schedule
            .start(2, move || {
                let sender = sender.clone();
                move |job: &Job| {
                    sender
                        .send((job.clone(), Instant::now()))
                        .expect("a receiver");
                }
            })
            .expect("threads");
        let delay = Duration::from_millis(60);
        schedule.put(job("a"), start + Duration::from_secs(600));
        schedule.put(job("gone"), start + delay / 2);
        schedule.remove(&job("gone"));
        schedule.put(job("a"), start + delay);
        let (first, at) = receiver.recv().expect("a job");
        assert_eq!(first, job("a"));
        assert!(at >= start + delay);
        schedule.put(job("b"), start + Duration::from_secs(600));
        schedule.hurry(&job("b"));
        assert_eq!(receiver.recv().expect("a job").0, job("b"));
        schedule.stop();
        assert!(receiver.recv().is_err(), "all threads end");
    }

    #[test]
    fn a_job_that_panics_takes_no_thread_along() {
        let schedule = Arc::new(Schedule::default());
        let (sender, receiver) = mpsc::channel();
        schedule
            .start(1, move || {
                let sender = sender.clone();
                move |job: &Job| {
                    if *job == Job::Renew {
                        std::panic::resume_unwind(Box::new(()));
                    }
                    sender.send(job.clone()).expect("a receiver");
                }
            })
            .expect("threads");
        let now = Instant::now();
        for next in [Job::Renew, Job::Reload, Job::Renew, Job::Follow] {
            schedule.put(next, now);
        }
        let mut done = [receiver.recv(), receiver.recv()].map(|job| job.expect("a job"));
        done.sort_by_key(|job| *job == Job::Follow);
        assert_eq!(done, [Job::Reload, Job::Follow]);
        schedule.stop();
    }

    #[test]
    fn a_panic_is_caught() {
        let mut scratch = Scratch::default();
        assert_eq!(guarded(&mut scratch, |_| 1), Ok(1));
        let panicking = guarded(&mut scratch, |_| -> u8 {
            std::panic::resume_unwind(Box::new(()))
        });
        assert_eq!(panicking, Err(Panicked));
    }
}
