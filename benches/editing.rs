//! How long does an editor wait? `cargo bench --bench editing`
//!
//! Diagnostics after a one-line edit of a 10,000-line file with 50 findings, against a scan of that file in a warm engine;
//! start of the process to the first diagnostics of 1,000 lines, against `git --version`; memory with 200 documents open.
//! The debounce is set to 0. A wrong number of findings ends the run.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use safeharbor::{Document, Scratch};
use serde_json::{Value, json};

/// How many edits are timed.
const EDITS: usize = 200;

struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_safeharbor-lsp"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut server = Self {
            input: process.stdin.take().expect("a pipe"),
            output: BufReader::new(process.stdout.take().expect("a pipe")),
            process,
        };
        let options = json!({"capabilities": {}, "initializationOptions": {"debounce": 0}});
        server.send(json!({"id": 1, "method": "initialize", "params": options}));
        server.receive();
        server.send(json!({"method": "initialized", "params": {}}));
        server
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("it writes");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("it writes");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "java", "version": 1, "text": text});
        let params = json!({"textDocument": document});
        self.send(json!({"method": "textDocument/didOpen", "params": params}));
    }

    /// Waits for the diagnostics of a version; asserts how many there are.
    fn expect(&mut self, version: usize, findings: usize) {
        loop {
            let message = self.receive();
            if message["params"]["version"] == version {
                let found = message["params"]["diagnostics"].as_array().map(Vec::len);
                assert_eq!(found, Some(findings));
                return;
            }
        }
    }

    /// Resident memory in MiB.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The bench is over, whatever the server thinks.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
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

fn edits(text: &str) {
    let engine = safeharbor::engine();
    let mut scratch = Scratch::default();
    let scan = |scratch: &mut Scratch| {
        let began = Instant::now();
        let report = engine.scan(&Document::new("Visit.java", text.as_bytes()), scratch);
        assert_eq!(report.findings.len(), 50);
        began.elapsed()
    };
    scan(&mut scratch);
    let (scan_median, scan_99) = figures((0..EDITS).map(|_| scan(&mut scratch)).collect());
    let mut server = Server::start();
    server.open("untitled:Visit.java", text);
    server.expect(1, 50);
    let times = (0..EDITS).map(|edit| {
        let line = 2 + (edit * 7919) % 9_000;
        // Comments go to the ends of lines, so that no finding changes.
        let at = json!({"line": line, "character": 500});
        let change = json!([{"range": {"start": at, "end": at}, "text": " // x"}]);
        let document = json!({"uri": "untitled:Visit.java", "version": edit + 2});
        let params = json!({"textDocument": document, "contentChanges": change});
        let began = Instant::now();
        server.send(json!({"method": "textDocument/didChange", "params": params}));
        server.expect(edit + 2, 50);
        began.elapsed()
    });
    let (median, worst) = figures(times.collect());
    println!("edit to diagnostics   median {median:>9.2?}   99 % {worst:>9.2?}");
    println!("scan in warm engine   median {scan_median:>9.2?}   99 % {scan_99:>9.2?}");
}

fn start() {
    let text = java(1_000, 10);
    let server = || {
        let began = Instant::now();
        let mut server = Server::start();
        server.open("untitled:Visit.java", &text);
        server.expect(1, 10);
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
    let (server, _) = figures((0..20).map(|_| server()).collect());
    let (git, _) = figures((0..20).map(|_| git()).collect());
    println!("start to diagnostics  median {server:>9.2?}   git --version {git:.2?}");
}

fn memory() {
    let text = java(500, 5);
    let mut server = Server::start();
    for number in 0..200 {
        server.open(&format!("untitled:{number}.java"), &text);
        server.expect(1, 5);
    }
    if let Some(memory) = server.memory() {
        println!("200 open documents    {memory} MiB resident");
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    edits(&java(10_000, 50));
    start();
    memory();
}
