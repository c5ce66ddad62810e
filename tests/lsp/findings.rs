//! Diagnostics and hover: the same findings as the command line, in any position encoding, without the value.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, corpus, safeharbor, ssn_line, token_line, uri};

/// What a diagnostic is about: rule, start and end.
fn facts(diagnostic: &Value) -> (String, [u64; 4]) {
    let number = |side: &str, key: &str| diagnostic["range"][side][key].as_u64().expect("a number");
    (
        diagnostic["code"].as_str().expect("a rule").to_owned(),
        [
            number("start", "line"),
            number("start", "character"),
            number("end", "line"),
            number("end", "character"),
        ],
    )
}

/// Documents of many formats, with findings of both categories, wide characters and suppressions.
fn documents() -> Vec<(&'static str, String)> {
    let ssn = ssn_line(7);
    let digits = ssn.split('"').nth(1).expect("a literal").to_owned();
    let marker = concat!("safeharbor", ":allow");
    vec![
        (
            "src/Main.java",
            format!("class Main {{\n{ssn}{}}}\n", ssn_line(8)),
        ),
        (".env", token_line(3)),
        (
            "wide.py",
            format!("a = '\u{1f600}\u{e9}'; patient_ssn = '{digits}'  # \u{1f600}\nb = 1\r\n"),
        ),
        (
            "data/patients.csv",
            format!("mrn,name,ssn,birth date\n00482913,Maria Garcia,{digits},1961-07-14\n"),
        ),
        (
            "data/patient.json",
            format!(
                "{{\"resourceType\": \"Patient\", \"birthDate\": \"1961-07-14\", \"name\": [{{\"family\": \"Garcia\"}}], \"ssn\": \"{digits}\"}}"
            ),
        ),
        (
            "message.hl7",
            format!(
                "MSH|^~\\&|A|B|C|D|20240102||ADT^A01|1|P|2.5\rPID|1||00482913^^^H^MR||GARCIA^MARIA||19610714|F|||||||||||{digits}\r"
            ),
        ),
        (
            "allowed.py",
            format!("ssn = '{digits}'  # {marker} phi/ssn reason=\"made up\"\n"),
        ),
        ("ignored/deep/x.py", format!("ssn = '{digits}'\n")),
        ("clean.txt", "nothing here\n".to_owned()),
        ("empty.txt", String::new()),
    ]
}

#[test]
fn the_command_line_finds_the_same() {
    let repo = Repo::new();
    repo.write(
        "safeharbor.toml",
        "[[allow]]\npaths = [\"ignored/\"]\nreason = \"invented\"\n",
    );
    for (path, text) in &documents() {
        repo.write(path, text);
    }
    for (number, document) in corpus::labelled(0x15b).into_iter().enumerate() {
        repo.write(format!("{number}/{}", document.path), &document.text);
    }
    assert!(compare(repo.root()) > 100);
}

/// Scans a folder with the command line and opens each file of text in it in the server; both must find the same. Gives how much.
fn compare(root: &Path) -> usize {
    let mut texts = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != ".git") {
                    folders.push(path);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                // What is no UTF-8 an editor hands over in another form.
                texts.insert(path, text);
            }
        }
    }
    let mut expected: BTreeMap<PathBuf, Vec<(String, [u64; 4])>> = BTreeMap::new();
    for finding in safeharbor(root, &["scan", "--format", "jsonl"]).findings() {
        let path = root.join(finding["path"].as_str().expect("a path"));
        let number = |key: &str| finding[key].as_u64().expect("a number") - 1;
        let range = ["line", "column", "end_line", "end_column"].map(number);
        let rule = finding["rule"].as_str().expect("a rule").to_owned();
        expected.entry(path).or_default().push((rule, range));
    }
    // UTF-32 counts as the command line does.
    let encodings = json!({"general": {"positionEncodings": ["utf-32"]}});
    let mut client = LspClient::initialized(root, encodings, json!({}));
    let mut count = 0;
    for (path, text) in &texts {
        client.open(&uri(path), "x", text);
        let diagnostics = client.diagnostics(&uri(path), Some(1));
        let mut found: Vec<_> = diagnostics.iter().map(facts).collect();
        let mut expected = expected.remove(path).unwrap_or_default();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", path.display());
        count += found.len();
        let document = json!({"textDocument": {"uri": uri(path)}});
        client.notify("textDocument/didClose", document);
    }
    assert_eq!(client.end(), (0, String::new()));
    count
}

#[test]
fn positions_are_in_the_encoding_that_was_agreed_on() {
    let repo = Repo::new();
    let digits = ssn_line(7).split('"').nth(1).expect("a literal").to_owned();
    let text = format!("ssn = '{digits}'; x = '\u{1f600}\u{e9}'; ssn = '{digits}'\n");
    let before = text.rfind(&digits).expect("it is there");
    let before = &text[..before];
    for (offered, agreed, start) in [
        (json!(["utf-16", "utf-8"]), "utf-8", before.len()),
        (
            json!(["utf-16", "utf-32"]),
            "utf-16",
            before.encode_utf16().count(),
        ),
        (json!(["utf-32"]), "utf-32", before.chars().count()),
        (Value::Null, "utf-16", before.encode_utf16().count()),
    ] {
        let mut client = LspClient::start(repo.root());
        let can = client.initialize(
            repo.root(),
            json!({"general": {"positionEncodings": offered}}),
            json!({}),
        );
        assert_eq!(can["positionEncoding"], agreed);
        client.open("untitled:a", "python", &text);
        let found = client.diagnostics("untitled:a", Some(1));
        assert_eq!(found[1]["range"]["start"]["character"], start, "{agreed}");
    }
}

#[test]
fn diagnostics_and_hover_say_everything_but_the_value() {
    let repo = Repo::new();
    let (path, text) = documents().swap_remove(3);
    let path = uri(&repo.root().join(path));
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    client.open(&path, "csv", &text);
    let found = client.diagnostics(&path, Some(1));
    let all = json!(found).to_string();
    for value in text.lines().nth(1).expect("a row").split(',') {
        assert!(!all.contains(value), "{value}");
    }
    let ssn = found
        .iter()
        .find(|diagnostic| diagnostic["code"] == "phi/ssn");
    let ssn = ssn.expect("found");
    assert_eq!(
        (&ssn["source"], &ssn["severity"]),
        (&json!("safeharbor"), &json!(1))
    );
    assert!(
        ssn["message"]
            .as_str()
            .expect("text")
            .contains("45 CFR 164.514(b)(2)(i)(G)")
    );
    let page = ssn["codeDescription"]["href"].as_str().expect("a page");
    assert!(page.ends_with("/docs/built-in-rules.md#phissn"), "{page}");
    assert_eq!(ssn["data"]["fingerprint"].as_str().map(str::len), Some(32));
    let related = ssn["relatedInformation"]
        .as_array()
        .expect("the rest of the record");
    assert!(related.len() >= 2, "{related:?}");
    let at = json!({"textDocument": {"uri": path}, "position": ssn["range"]["start"]});
    let hover = client.request("textDocument/hover", at).expect("a hover");
    let shown = hover["contents"]["value"].as_str().expect("text");
    for part in [
        "Why it counts",
        "To do:",
        "45 CFR 164.514(b)(2)(i)(G)",
        "in one record with",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains(text.split(',').nth(5).expect("the number")));
    let nowhere = json!({"textDocument": {"uri": path}, "position": {"line": 0, "character": 0}});
    assert_eq!(
        client.request("textDocument/hover", nowhere),
        Ok(Value::Null)
    );
}
