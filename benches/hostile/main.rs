//! Does the cost of a hostile document grow as it does, and no faster?
//!
//! `cargo bench --bench hostile`, or `-- WORD` for the cases that have it in their name or path. Each text is scanned whole, as
//! hooks and editors do, at a quarter of its size and in full, each in a process of its own; start-up is taken off. A case fails when
//! four times the text costs far more than four times the processor time, or memory out of proportion.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

mod cases;

use std::env;
use std::process::Command;
use std::time::Duration;

use cases::{CASES, Case};
use safeharbor::{Document, Found, Scratch, Sink, Suppressed};
use safeharbor_measure::{Cost, in_turns, megabytes, ratio};

/// Bytes of a whole text, and of the quarter that it is compared with.
const FULL: usize = 10_000_000;
const QUARTER: usize = FULL / 4;

/// Growth from which the cost is called out of proportion. Linear is 4, quadratic 16; caches and noise lie between.
const TOO_STEEP: f64 = 8.0;

/// A text that costs no more than this at full size proves nothing either way.
const CHEAP: Duration = Duration::from_millis(60);

/// Bytes of memory for each byte of text, at most. A finding with all that belongs to it is larger than its value.
const MOST_MEMORY: u64 = 200;

fn main() {
    let mut arguments = env::args().skip(1).filter(|it| !it.starts_with('-'));
    let (first, second) = (arguments.next(), arguments.next());
    if let (Some(case), Some(size)) = (&first, &second) {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        return scan(&CASES[number(case)], number(size));
    }
    let wanted = first.unwrap_or_default();
    let chosen = CASES.iter().enumerate();
    let chosen = chosen.filter(|(_, it)| it.name.contains(&wanted) || it.path.contains(&wanted));
    let faults: Vec<String> = chosen
        .filter_map(|(number, case)| measure(number, case))
        .collect();
    assert!(faults.is_empty(), "out of proportion: {faults:?}");
}

/// Measures a case; gives its name when it fails.
fn measure(number: usize, case: &Case) -> Option<String> {
    let sized = |size: usize| {
        let mut command = Command::new(env::current_exe().expect("this program"));
        command.args([number.to_string(), size.to_string()]);
        command
    };
    let [start, quarter, full] = in_turns([sized(0), sized(QUARTER), sized(FULL)], &[0], 3);
    let beyond = |cost: Cost| cost.processor.saturating_sub(start.processor);
    let growth = ratio(beyond(full), beyond(quarter).max(Duration::from_millis(1)));
    let peak = full.peak.saturating_sub(start.peak);
    let name = format!("{} ({})", case.name, case.path);
    println!(
        "{name}: {:.1} times as much for four times the text; {:.0} MB/s, {} MB of memory",
        growth,
        FULL as f64 / 1e6 / beyond(full).max(Duration::from_millis(1)).as_secs_f64(),
        megabytes(peak)
    );
    let is_steep = growth > TOO_STEEP && beyond(full) > CHEAP;
    let is_large = peak > MOST_MEMORY * FULL as u64;
    (is_steep || is_large).then_some(name)
}

/// Takes findings and forgets them.
struct Nothing;

impl Sink for Nothing {
    fn found(&mut self, found: &Found<'_>) {
        drop(found.finding());
    }

    fn suppressed(&mut self, _: &Found<'_>, _: Suppressed) {}

    fn doubtful(&mut self, _: &Found<'_>) {}
}

fn scan(case: &Case, size: usize) {
    let text = case.text(size);
    let document = Document::new(case.path, text.as_bytes());
    safeharbor::engine().scan_into(&document, &mut Scratch::default(), &mut Nothing);
}
