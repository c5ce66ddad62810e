//! How long does an editor wait? `cargo bench --bench editing`
//!
//! Diagnostics after a one-line edit of a 10,000-line file with 50 findings, against a scan of that file in a warm engine;
//! start of the process to the first diagnostics of 1,000 lines, against `git --version`; memory and idle processor time with 200
//! documents open.
//! The debounce is set to 0. A wrong number of findings ends the run.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use safeharbor::{Document, Scratch};
use safeharbor_measure::Server;
use serde_json::json;

/// How many edits are timed.
const EDITS: usize = 200;

/// The binary under test.
const BINARY: &str = env!("CARGO_BIN_EXE_safeharbor-lsp");

/// How long the server is watched when nothing happens.
const IDLE: Duration = Duration::from_secs(5);

fn server() -> Server {
    Server::start(BINARY, json!({"capabilities": {}}))
}

/// A Java file with a social security number in every `lines / findings`th line.
fn java(lines: usize, findings: usize) -> String {
    let mut text = String::from("class Visit {\n");
    for line in 1..lines - 1 {
        if findings > 0 && line % (lines / findings) == 1 && line / (lines / findings) < findings {
            let number = [
                format!("{}", 219 + line % 100),
                "24".to_owned(),
                format!("{}", 1000 + line % 9000),
            ];
            text.push_str(&format!(
                "    String patientSsn{line} = \"{}\";\n",
                number.join("-")
            ));
        } else {
            text.push_str(&format!(
                "    int total{line} = add(count{line}, limit * {line});\n"
            ));
        }
    }
    text.push_str("}\n");
    text
}

/// The median and the 99th percentile.
fn figures(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// The same in TypeScript.
fn typescript(lines: usize, findings: usize) -> String {
    let java = java(lines, findings);
    let body = java.replace("    String ", "    const ");
    let body = body.replace("    int ", "    const ");
    body.replace("class Visit {", "function visit() {")
}

/// Edits of a document and scans of it from the start, in turns.
fn edits(name: &str, language: &str, text: &str) {
    let engine = safeharbor::engine();
    let mut scratch = Scratch::default();
    let mut scan = || {
        let began = Instant::now();
        let report = engine.scan(&Document::new(name, text.as_bytes()), &mut scratch);
        assert_eq!(report.findings.len(), 50);
        began.elapsed()
    };
    let (mut server, uri) = (server(), format!("untitled:{name}"));
    server.open(&uri, language, text);
    assert_eq!(server.diagnostics(1).len(), 50);
    let mut edit = |edit: usize| {
        let line = 2 + (edit * 7919) % 9_000;
        // Comments go to the ends of lines, so that no finding changes.
        let at = json!({"line": line, "character": 500});
        let change = json!([{"range": {"start": at, "end": at}, "text": " // x"}]);
        let document = json!({"uri": uri, "version": edit + 2});
        let params = json!({"textDocument": document, "contentChanges": change});
        let began = Instant::now();
        server.notify("textDocument/didChange", &params);
        assert_eq!(server.diagnostics(edit + 2).len(), 50);
        began.elapsed()
    };
    scan();
    let (edits, scans) = (0..EDITS).map(|number| (edit(number), scan())).unzip();
    let ((edit, edit_99), (scan, scan_99)) = (figures(edits), figures(scans));
    println!("{name:<12} edit to diagnostics  median {edit:>9.2?}   99 % {edit_99:>9.2?}");
    println!("{name:<12} scan in warm engine  median {scan:>9.2?}   99 % {scan_99:>9.2?}");
}

fn start() {
    let text = java(1_000, 10);
    let first = || {
        let began = Instant::now();
        let mut server = server();
        server.open("untitled:Visit.java", "java", &text);
        assert_eq!(server.diagnostics(1).len(), 10);
        began.elapsed()
    };
    let git = || {
        let began = Instant::now();
        let status = Command::new("git")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()));
        began.elapsed()
    };
    let (first, _) = figures((0..20).map(|_| first()).collect());
    let (git, _) = figures((0..20).map(|_| git()).collect());
    println!("start to diagnostics  median {first:>9.2?}   git --version {git:.2?}");
}

/// Memory with many documents open, and what the server does when nobody types.
fn many_documents() {
    let text = java(500, 5);
    let mut server = server();
    for number in 0..200 {
        server.open(&format!("untitled:{number}.java"), "java", &text);
        assert_eq!(server.diagnostics(1).len(), 5);
    }
    if let Some(memory) = server.memory() {
        println!("200 open documents    {memory} MiB resident");
    }
    // The last message is still on its way out.
    thread::sleep(Duration::from_secs(1));
    let before = (server.processor(), server.wakes());
    thread::sleep(IDLE);
    let after = (server.processor(), server.wakes());
    if let ((Some(before), Some(woken)), (Some(after), Some(wakes))) = (before, after) {
        // A thread that has ended takes its count along.
        let (used, wakes) = (after - before, wakes.saturating_sub(woken));
        println!("the same, idle {IDLE:?}    {used:?} of processor time, woken {wakes} times");
        assert!(used.is_zero() && wakes == 0, "it works when nobody asks");
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let java = java(10_000, 50);
    edits("Visit.java", "java", &java);
    // A parse from the start, at each edit: where the grammar's lexer looks ahead, and where the text has an error.
    edits("visit.ts", "typescript", &typescript(10_000, 50));
    edits("Broken.java", "java", &format!("{java}}}}}\n"));
    start();
    many_documents();
}
