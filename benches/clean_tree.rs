//! What does a scan of ordinary code cost, against a search for one literal-led pattern in the same files?
//!
//! `cargo bench --bench clean_tree -- TREE`, or with the environment's `SAFEHARBOR_TREE`. Needs `rg`.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

use safeharbor::{Walk, WalkOptions};
use safeharbor_measure::{in_turns, megabytes, ratio, report, tree};

/// Findings per 1,000 lines that ordinary code may have at most.
const MOST_SECRETS: f64 = 0.05;
const MOST_PHI: f64 = 0.02;

/// The binary under test.
const BINARY: &str = env!("CARGO_BIN_EXE_safeharbor");

fn main() {
    let Some(tree) = tree() else {
        println!(
            "clean_tree: name a folder of ordinary code, as an argument or in SAFEHARBOR_TREE"
        );
        return;
    };
    let threads = available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .to_string();
    let scan = || {
        let mut command = Command::new(BINARY);
        command.args([
            "scan",
            "--no-ignore",
            "--format",
            "jsonl",
            "--threads",
            &threads,
            &tree,
        ]);
        command
    };
    let findings = report(&mut scan());
    let mut search = Command::new("rg");
    search.args([
        "--count",
        "--hidden",
        "--no-ignore",
        "--threads",
        &threads,
        "AKIA[0-9A-Z]{16}",
        &tree,
    ]);
    let [scan, search] = in_turns([scan(), search], &[0, 1], 5);
    println!(
        "{threads} threads: safeharbor {:.2} s of processor time, {:.2} s, {} MB; rg {:.2} s, {:.2} s",
        scan.processor.as_secs_f64(),
        scan.wall.as_secs_f64(),
        megabytes(scan.peak),
        search.processor.as_secs_f64(),
        search.wall.as_secs_f64(),
    );
    println!(
        "processor time, safeharbor : rg = {:.1}",
        ratio(scan.processor, search.processor)
    );
    count_findings(&findings, &tree);
}

fn count_findings(report: &str, tree: &str) {
    let (entries, _) = Walk::new(vec![tree.into()], WalkOptions::default()).sorted();
    let lines_of = |bytes: Vec<u8>| bytes.iter().filter(|byte| **byte == b'\n').count();
    let lines: usize = entries
        .iter()
        .filter_map(|entry| fs::read(&entry.path).ok())
        .map(lines_of)
        .sum();
    let per_thousand = |category: &str| {
        let key = format!("\"category\":\"{category}\"");
        let count = report.lines().filter(|line| line.contains(&key)).count();
        let rate = f64::from(u32::try_from(count).expect("few")) * 1000.0
            / f64::from(u32::try_from(lines).expect("no more"));
        println!("{category}: {count} findings in {lines} lines, {rate:.4} in 1,000");
        rate
    };
    let (secrets, phi) = (per_thousand("secret"), per_thousand("phi"));
    assert!(
        secrets <= MOST_SECRETS,
        "at most {MOST_SECRETS} secrets in 1,000 lines"
    );
    assert!(phi <= MOST_PHI, "at most {MOST_PHI} PHI in 1,000 lines");
}
