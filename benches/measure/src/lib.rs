//! What every benchmark needs: programs that are started and measured.
//!
//! Times depend on the machine and on what else it does, so every figure is a ratio to a well-known program that is run in turns
//! with ours, and the least of several runs counts: noise only ever adds.

mod server;

use std::env;
use std::fs::File;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

pub use server::Server;

/// What a run cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// User and system time, of all threads.
    pub processor: Duration,
    /// From start to end.
    pub wall: Duration,
    /// Most memory in use at any time, in bytes.
    pub peak: u64,
}

impl Cost {
    /// The least of each.
    fn least(self, other: Self) -> Self {
        Self {
            processor: self.processor.min(other.processor),
            wall: self.wall.min(other.wall),
            peak: self.peak.min(other.peak),
        }
    }
}

/// Runs a command to its end, its standard output into `output`.
///
/// # Panics
///
/// When it cannot be started.
pub fn run(command: &mut Command, output: Stdio) -> (ExitStatus, Cost) {
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let used = child.wait4().expect("it ends");
    let cost = Cost {
        processor: used.rusage.utime + used.rusage.stime,
        wall: start.elapsed(),
        peak: used.rusage.maxrss,
    };
    (used.status, cost)
}

/// Runs commands in turns, `rounds` times, and gives the least cost of each. Every run must end with one of `statuses`.
///
/// # Panics
///
/// When a command cannot be started or ends otherwise.
pub fn in_turns<const N: usize>(
    mut commands: [Command; N],
    statuses: &[i32],
    rounds: usize,
) -> [Cost; N] {
    let mut least: [Option<Cost>; N] = [None; N];
    for _ in 0..rounds {
        for (command, least) in commands.iter_mut().zip(&mut least) {
            let (status, cost) = run(command, Stdio::null());
            assert!(
                status.code().is_some_and(|code| statuses.contains(&code)),
                "{command:?}: {status}"
            );
            *least = Some(least.map_or(cost, |before| before.least(cost)));
        }
    }
    least.map(|cost| cost.expect("at least one round"))
}

/// Runs a command that ends with 0 or 1, as a scan does, and gives its standard output.
///
/// # Panics
///
/// When it cannot be started or ends otherwise.
pub fn report(command: &mut Command) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let (status, _) = run(
        command,
        Stdio::from(File::create(file.path()).expect("a file")),
    );
    assert!(
        matches!(status.code(), Some(0 | 1)),
        "{command:?}: {status}"
    );
    std::fs::read_to_string(file.path()).expect("a report")
}

/// The first argument of ours, else the environment's `SAFEHARBOR_TREE`. Cargo adds arguments of its own, which begin with a dash.
pub fn tree() -> Option<String> {
    let own = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    own.or_else(|| env::var("SAFEHARBOR_TREE").ok())
}

/// `a` as a multiple of `b`.
pub fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// For people.
pub fn megabytes(bytes: u64) -> u64 {
    bytes / 1_000_000
}
