//! How fast is health data read that is full of what must be found, against `wc -l` on the same file?
//!
//! `cargo bench --bench throughput`. The engine runs in a process of its own, and a sink counts its
//! findings, so that no report is measured with it.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use safeharbor::{Engine, Found, LogicalPath, Scratch, Sink, Suppressed};
use safeharbor_measure::{in_turns, ratio};

/// How many people stand in each file.
const PEOPLE: u32 = 60_000;

/// A format: its file, what one person's record is, how many findings that has, and what precedes all records.
struct Format {
    file: &'static str,
    head: &'static str,
    record: fn(&mut String, u32),
    findings: usize,
}

const FORMATS: [Format; 4] = [
    Format {
        file: "export.hl7",
        head: "",
        record: hl7,
        findings: 9,
    },
    Format {
        file: "claims.x12",
        head: "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240311*0815*^*00501*000000001*0*P*:~\nGS*HC*CLINIC*PAYER*20240311*0815*1*X*005010X222A1~\n",
        record: x12,
        findings: 8,
    },
    Format {
        file: "patients.csv",
        head: "mrn,first_name,last_name,dob,ssn,phone,address,zip\n",
        record: csv,
        findings: 8,
    },
    Format {
        file: "patients.ndjson",
        head: "",
        record: fhir,
        findings: 7,
    },
];

fn main() {
    if let Some(file) = safeharbor_measure::tree() {
        // The child that is measured: scans one file and prints how many findings it has.
        println!("{}", count(&safeharbor::engine(), Path::new(&file)));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for format in FORMATS {
        let path = folder.path().join(format.file);
        let mut text = format.head.to_owned();
        for number in 0..PEOPLE {
            (format.record)(&mut text, number);
        }
        fs::write(&path, &text).expect("written");
        measure(&format, &path, text.len());
    }
}

fn measure(format: &Format, path: &Path, length: usize) {
    let itself = std::env::current_exe().expect("this program");
    let scan = || {
        let mut command = Command::new(&itself);
        command.arg(path);
        command
    };
    let counted = safeharbor_measure::report(&mut scan());
    let expected = format.findings * usize::try_from(PEOPLE).expect("it fits");
    assert_eq!(
        counted.trim(),
        expected.to_string(),
        "{}: findings",
        format.file
    );
    let mut lines = Command::new("wc");
    lines.arg("-l").arg(path);
    let [scan, lines] = in_turns([scan(), lines], &[0], 3);
    let speed = length as f64 / 1e6 / scan.processor.as_secs_f64();
    println!(
        "{}: {expected} findings in {} MB, {speed:.0} MB/s of processor time, {:.0} times wc -l",
        format.file,
        length / 1_000_000,
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

/// A number of three, two and four digits that may have been issued, another for each person.
fn ssn(number: u32) -> String {
    format!(
        "{:03}-{:02}-{:04}",
        100 + number / 9000 % 500,
        10 + number % 89,
        1000 + number % 8999
    )
}

const FIRST: [&str; 4] = ["Maria", "Robert", "Thuy", "Keisha"];
const LAST: [&str; 4] = ["Delgado", "Whitfield", "Okafor", "Lindqvist"];

fn person(number: u32) -> (&'static str, &'static str, u32) {
    let at = |offset: u32| usize::try_from((number / offset) % 4).expect("it fits");
    (FIRST[at(1)], LAST[at(4)], 1935 + number % 80)
}

fn hl7(text: &mut String, number: u32) {
    let (first, last, year) = person(number);
    let mrn = 40_000_000 + number;
    let line = 1000 + number % 8999;
    writeln!(text, "MSH|^~\\&|ADM|MERCY|EHR|MERCY|20240311081500||ADT^A01|{number}|P|2.5\rPID|1||{mrn}^^^MERCY^MR||{last}^{first}||{year}0423|F|||{line} Alder Court^^^MN^55804||(218)726-{line}|||||{mrn}7|{}\r", ssn(number)).expect("memory");
}

fn x12(text: &mut String, number: u32) {
    let (first, last, year) = person(number);
    let line = 1000 + number % 8999;
    writeln!(text, "ST*270*{number}*005010X279A1~\nHL*1**22*0~\nNM1*IL*1*{last}*{first}****MI*XJH{}~\nREF*SY*{}~\nN3*{line} Alder Court~\nN4*Duluth*MN*55804~\nDMG*D8*{year}0423*F~\nSE*8*{number}~", 400_000_000 + number, ssn(number).replace('-', "")).expect("memory");
}

fn csv(text: &mut String, number: u32) {
    let (first, last, year) = person(number);
    let line = 1000 + number % 8999;
    writeln!(
        text,
        "{},{first},{last},{year}-04-23,{},218-726-{line},{line} Alder Court,55804",
        40_000_000 + number,
        ssn(number)
    )
    .expect("memory");
}

fn fhir(text: &mut String, number: u32) {
    let (first, last, year) = person(number);
    let line = 1000 + number % 8999;
    writeln!(text, r#"{{"resourceType":"Patient","identifier":[{{"system":"http://hl7.org/fhir/sid/us-ssn","value":"{}"}}],"name":[{{"family":"{last}","given":["{first}"]}}],"telecom":[{{"system":"phone","value":"218-726-{line}"}}],"birthDate":"{year}-04-23","address":[{{"line":["{line} Alder Court"],"state":"MN","postalCode":"55804"}}]}}"#, ssn(number)).expect("memory");
}
