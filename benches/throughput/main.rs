//! How fast is health data read that is full of what must be found, against `wc -l` on the same file?
//!
//! `cargo bench --bench throughput`. Each format is measured in two forms: as dense as can be, a finding in every few bytes, and
//! as systems export it, with all that goes with patients and is nothing to find. The engine runs in a process of its own, and
//! a sink counts its findings, so that no report is measured with it.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

mod dense;
mod ordinary;
mod person;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use safeharbor::{Engine, Found, LogicalPath, Scratch, Sink, Suppressed};
use safeharbor_measure::{in_turns, ratio};

use person::Person;

/// A file to generate and scan.
struct Form {
    /// Which of the two forms of a format it is.
    name: &'static str,
    file: &'static str,
    /// What precedes all records.
    head: &'static str,
    /// Writes what there is of one person.
    record: fn(&mut String, &Person),
    /// How many people stand in the file.
    people: u32,
    /// How many findings each of them has.
    findings: usize,
}

fn main() {
    if let Some(file) = safeharbor_measure::tree() {
        // The child that is measured: scans one file and prints how many findings it has.
        println!("{}", count(&safeharbor::engine(), Path::new(&file)));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for form in dense::FORMS.iter().chain(&ordinary::FORMS) {
        let path = folder.path().join(form.file);
        let mut text = form.head.to_owned();
        for number in 0..form.people {
            (form.record)(&mut text, &Person::new(number));
        }
        fs::write(&path, &text).expect("written");
        measure(form, &path, text.len());
        fs::remove_file(&path).expect("removed");
    }
}

fn measure(form: &Form, path: &Path, length: usize) {
    let itself = std::env::current_exe().expect("this program");
    let scan = || {
        let mut command = Command::new(&itself);
        command.arg(path);
        command
    };
    let counted = safeharbor_measure::report(&mut scan());
    let people = usize::try_from(form.people).expect("it fits");
    let expected = form.findings * people;
    assert_eq!(
        counted.trim(),
        expected.to_string(),
        "{} {}: findings",
        form.name,
        form.file
    );
    let mut lines = Command::new("wc");
    lines.arg("-l").arg(path);
    let [scan, lines] = in_turns([scan(), lines], &[0], 3);
    let speed = length as f64 / 1e6 / scan.processor.as_secs_f64();
    println!(
        "{}, {}: {expected} findings in {} MB, one in {} bytes, {speed:.0} MB/s of processor time, {:.0} times wc -l",
        form.file,
        form.name,
        length / 1_000_000,
        length / expected,
        ratio(
            scan.processor,
            lines.processor.max(Duration::from_millis(1))
        )
    );
}

/// Counts what is found, and keeps nothing.
#[derive(Default)]
struct Count(usize);

impl Sink for Count {
    fn found(&mut self, _: &Found<'_>) {
        self.0 += 1;
    }

    fn suppressed(&mut self, _: &Found<'_>, _: Suppressed) {}

    fn doubtful(&mut self, _: &Found<'_>) {}
}

fn count(engine: &Engine, path: &Path) -> usize {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut file = File::open(path).expect("a file");
    let mut count = Count::default();
    let scan = engine.scan_reader_into(
        &LogicalPath::new(&name),
        &mut file,
        &mut Scratch::default(),
        &mut count,
    );
    scan.expect("it can be read");
    count.0
}
