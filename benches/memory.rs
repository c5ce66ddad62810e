//! How much memory does a file take that is larger than it, and one line that is as long as a file, and how fast are they
//! read? Ordinary text and text that is full of words about health, which wakes every reader.
//!
//! `cargo bench --bench memory`. Writes 2.2 GB into the folder for temporary files, one file after the other.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use safeharbor_measure::{megabytes, report, run};

/// At most so many bytes may be in use at any time.
const MOST: u64 = 200_000_000;

/// The binary under test.
const BINARY: &str = env!("CARGO_BIN_EXE_safeharbor");

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("service.log");
    write(
        &log,
        2_000_000_000,
        "2024-03-11T08:15:00Z INFO ward request served in 12 ms, cache warm, 3 rows\n",
    );
    measure("a log of 2 GB", &log);
    std::fs::remove_file(&log).expect("removed");
    let line = folder.path().join("bundle.js");
    write(
        &line,
        200_000_000,
        "function a(b,c){return b+c}var d={e:1,f:[2,3]};",
    );
    measure("one line of 200 MB", &line);
    let health = [
        (
            "ward.log",
            "a log of 200 MB about patients",
            "2024-03-11T08:15:00Z INFO patient visit: ward admission, diagnosis pending; mrn lookup took 12 ms, status: ok\n",
        ),
        (
            "ward.txt",
            "one line of 200 MB about patients",
            "the patient came to the ward with a diagnosis; status: stable, mrn lookup ok. ",
        ),
        (
            "ward.json",
            "one line of 200 MB of objects about patients",
            r#"{"patient":{"status":"active","diagnosis":"pending","ward":7,"count":12}},"#,
        ),
    ];
    for (name, what, text) in health {
        let path = folder.path().join(name);
        write(&path, 200_000_000, text);
        measure(what, &path);
    }
}

/// Fills a file and ends it with a social security number that must be found.
fn write(path: &Path, size: usize, text: &str) {
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let block = text.repeat((1 << 20) / text.len());
    for _ in 0..size / block.len() {
        file.write_all(block.as_bytes()).expect("written");
    }
    let number = ["536", "48", "2917"].join("-");
    write!(file, " patient ssn: {number}").expect("written");
    file.flush().expect("written");
}

fn measure(what: &str, path: &Path) {
    let scan = || {
        let mut command = Command::new(BINARY);
        command.args(["scan", "--format", "jsonl"]).arg(path);
        command
    };
    let found = report(&mut scan());
    assert_eq!(found.lines().count(), 1, "{what}: {found}");
    let (_, cost) = run(&mut scan(), Stdio::null());
    println!(
        "{what}: {} MB in use, {:.1} s of processor time, {:.1} s",
        megabytes(cost.peak),
        cost.processor.as_secs_f64(),
        cost.wall.as_secs_f64()
    );
    assert!(cost.peak <= MOST, "at most {} MB", megabytes(MOST));
}
