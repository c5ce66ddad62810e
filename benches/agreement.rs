//! Do the language server and the command line find the same? `cargo bench --bench agreement -- FOLDER`
//!
//! Every file of text in the folder is opened in the server, decoded as editors do, and its diagnostics are compared with what
//! `safeharbor scan` reports: rule, beginning and end. A difference is printed, without the value, and ends the run as a failure.

#![expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use safeharbor::{Walk, WalkOptions, decode};
use safeharbor_measure::{Server, tree};
use serde_json::{Value, json};

/// A rule and where its finding begins and ends: line and column, from 0.
type Fact = (String, [u64; 4]);

fn main() -> ExitCode {
    // `cargo test --benches` only wants to know that it builds.
    let Some(folder) = tree() else {
        return ExitCode::SUCCESS;
    };
    let folder = PathBuf::from(folder).canonicalize().expect("a folder");
    let mut expected = command_line(&folder);
    // Columns of the command line are characters.
    let params = json!({
        "capabilities": {"general": {"positionEncodings": ["utf-32"]}},
        "workspaceFolders": [{"uri": uri(&folder), "name": "folder"}],
    });
    let mut server = Server::start(env!("CARGO_BIN_EXE_safeharbor-lsp"), params);
    let (mut files, mut findings, mut differing) = (0, 0, 0);
    let options = WalkOptions {
        ignore_files: safeharbor::IgnoreFiles::Disregarded,
        ..WalkOptions::default()
    };
    for entry in Walk::new(vec![folder.clone()], options).sorted().0 {
        let bytes = fs::read(&entry.path).expect("a file");
        // Archives, pictures: no editor shows them as text.
        let Some(text) = decode(&bytes) else { continue };
        let mut found = language_server(&mut server, &entry.path, &text.text);
        found.sort();
        let mut expected = expected.remove(&entry.path).unwrap_or_default();
        expected.sort();
        files += 1;
        findings += found.len();
        if found != expected {
            differing += 1;
            println!("{}", entry.path.display());
            for (fact, others, who) in [(&found, &expected, "server"), (&expected, &found, "scan")]
            {
                for (rule, [line, column, ..]) in fact.iter().filter(|fact| !others.contains(fact))
                {
                    println!("    only the {who}: {rule} at {}:{}", line + 1, column + 1);
                }
            }
        }
    }
    println!("{findings} findings in {files} files, {differing} files differ");
    if differing > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn command_line(folder: &Path) -> BTreeMap<PathBuf, Vec<Fact>> {
    let output = Command::new(env!("CARGO_BIN_EXE_safeharbor"))
        .args(["scan", "--no-ignore", "--format", "jsonl"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let mut found: BTreeMap<PathBuf, Vec<Fact>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        let finding: Value = serde_json::from_str(line).expect("JSON");
        let number = |key: &str| finding[key].as_u64().expect("a number") - 1;
        let range = ["line", "column", "end_line", "end_column"].map(number);
        let text = |key: &str| finding[key].as_str().expect("text").to_owned();
        let path = folder.join(text("path"));
        found.entry(path).or_default().push((text("rule"), range));
    }
    found
}

/// What the server says of a file.
fn language_server(server: &mut Server, path: &Path, text: &str) -> Vec<Fact> {
    let uri = uri(path);
    server.open(&uri, "x", text);
    let items = server.diagnostics(1);
    server.notify(
        "textDocument/didClose",
        &json!({"textDocument": {"uri": uri}}),
    );
    let findings = items.iter().filter(|item| !item["data"].is_null());
    let facts = findings.map(|item| {
        let number = |side: &str, key: &str| item["range"][side][key].as_u64().expect("a number");
        let range = [
            number("start", "line"),
            number("start", "character"),
            number("end", "line"),
            number("end", "character"),
        ];
        (item["code"].as_str().expect("a rule").to_owned(), range)
    });
    facts.collect()
}

/// The URI of a path, RFC 3986, section 2.
fn uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    let parts = bytes.map(|&byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", parts.collect::<String>())
}
