//! Work on several threads whose results come out in the order in which the work was given.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

/// How many jobs for each thread are under way at most, counting results that wait for an earlier one: this bounds memory.
const AHEAD: usize = 64;

/// How many jobs a thread is handed at once at most. Most jobs are a small file, done in less time than it takes to wake a
/// thread.
const BATCH: usize = 16;

/// The work on one job panicked. The message is not kept: it might hold text of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Runs `work` over `jobs` on `threads` threads, each with its own space `S`, and hands the results to `emit` on this thread,
/// in the order of the jobs. Jobs are drawn on this thread, no sooner than there is room for them.
///
/// # Errors
///
/// The first error of `emit`; work that has not begun is then dropped.
pub(crate) fn in_order<S, J, R, E>(
    threads: usize,
    jobs: impl Iterator<Item = J>,
    work: impl Fn(&J, &mut S) -> R + Sync,
    mut emit: impl FnMut(J, Result<R, Panicked>) -> Result<(), E>,
) -> Result<(), E>
where
    S: Default,
    J: Send,
    R: Send,
{
    if threads <= 1 {
        let mut space = S::default();
        for job in jobs {
            let result = attempt(&work, &job, &mut space);
            emit(job, result)?;
        }
        return Ok(());
    }
    let batch = batch_size(threads, jobs.size_hint().0);
    let (give, take) = sync_channel::<(usize, Vec<J>)>(threads * AHEAD);
    let take = Mutex::new(take);
    let (done, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (take, work, done) = (&take, &work, done.clone());
            scope.spawn(move || {
                let mut space = S::default();
                while let Some((first, jobs)) = next(take) {
                    let one = |job| {
                        let result = attempt(work, &job, &mut space);
                        (job, result)
                    };
                    let finished = jobs.into_iter().map(one).collect();
                    if done.send((first, finished)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let outcome = collect(threads * AHEAD, batch, jobs, &give, &results, &mut emit);
        // Threads end when no more work can come.
        drop(give);
        outcome
    })
}

/// So many jobs at once that every thread still gets several batches.
fn batch_size(threads: usize, jobs: usize) -> usize {
    (jobs / (threads * 8)).clamp(1, BATCH)
}

/// The number of the first job of a batch, and what came of each.
type Done<J, R> = (usize, Vec<(J, Result<R, Panicked>)>);

fn collect<J, R, E>(
    room: usize,
    batch: usize,
    jobs: impl Iterator<Item = J>,
    give: &SyncSender<(usize, Vec<J>)>,
    results: &Receiver<Done<J, R>>,
    emit: &mut impl FnMut(J, Result<R, Panicked>) -> Result<(), E>,
) -> Result<(), E> {
    let mut jobs = jobs.fuse();
    let mut waiting = BTreeMap::new();
    let (mut given, mut emitted) = (0, 0);
    loop {
        while given - emitted + batch <= room {
            // The channel holds as many jobs as there is room for, so giving never waits.
            let next: Vec<J> = jobs.by_ref().take(batch).collect();
            let count = next.len();
            if count == 0 || give.send((given, next)).is_err() {
                break;
            }
            given += count;
        }
        if given == emitted {
            return Ok(());
        }
        let Ok((first, finished)) = results.recv() else {
            return Ok(());
        };
        waiting.insert(first, finished);
        while let Some(finished) = waiting.remove(&emitted) {
            emitted += finished.len();
            for (job, result) in finished {
                emit(job, result)?;
            }
        }
    }
}

fn next<J>(take: &Mutex<Receiver<(usize, Vec<J>)>>) -> Option<(usize, Vec<J>)> {
    // A poisoned lock means that a thread died while it waited here; the queue itself is sound.
    let queue = take
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    queue.recv().ok()
}

fn attempt<S: Default, J, R>(
    work: &impl Fn(&J, &mut S) -> R,
    job: &J,
    space: &mut S,
) -> Result<R, Panicked> {
    let outcome = catch_unwind(AssertUnwindSafe(|| work(job, space)));
    outcome.map_err(|_| {
        // What the panic left behind is not to be relied on.
        *space = S::default();
        Panicked
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn squares(threads: usize, jobs: usize) -> Vec<usize> {
        let mut seen = Vec::new();
        let work = |job: &usize, (): &mut ()| {
            if job.is_multiple_of(7) {
                std::thread::sleep(Duration::from_millis(1));
            }
            job * job
        };
        let outcome: Result<(), ()> = in_order(threads, 0..jobs, work, |_, result| {
            seen.push(result.expect("no panic"));
            Ok(())
        });
        assert_eq!(outcome, Ok(()));
        seen
    }

    #[test]
    fn results_come_in_order_for_any_number_of_threads_and_jobs() {
        for threads in [1, 2, 5] {
            for jobs in [0, 1, 3, 200] {
                let expected: Vec<usize> = (0..jobs).map(|job| job * job).collect();
                assert_eq!(
                    squares(threads, jobs),
                    expected,
                    "{threads} threads, {jobs} jobs"
                );
            }
        }
    }

    #[test]
    fn jobs_are_not_drawn_long_before_they_are_worked_on() {
        let drawn = AtomicUsize::new(0);
        let mut emitted = 0;
        let jobs = (0..500).inspect(|_| {
            drawn.fetch_add(1, Ordering::Relaxed);
        });
        let outcome: Result<(), ()> = in_order(
            2,
            jobs,
            |job, (): &mut ()| *job,
            |_, _| {
                emitted += 1;
                assert!(drawn.load(Ordering::Relaxed) <= emitted + 2 * AHEAD);
                Ok(())
            },
        );
        assert_eq!((outcome, emitted), (Ok(()), 500));
    }

    #[test]
    fn a_panic_is_a_result_and_an_error_ends_the_work() {
        for threads in [1, 3] {
            let work = |job: &usize, (): &mut ()| assert_ne!(*job, 2);
            let mut seen = Vec::new();
            let outcome = in_order(threads, 0..100, work, |job, result| {
                seen.push(result);
                if job == 4 { Err("enough") } else { Ok(()) }
            });
            assert_eq!(outcome, Err("enough"));
            assert_eq!(seen, [Ok(()), Ok(()), Err(Panicked), Ok(()), Ok(())]);
        }
    }
}
