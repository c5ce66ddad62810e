//! Notebooks: cells are documents, and are judged together as the file that they are saved in.

use std::fs;

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, safeharbor, ssn_line, token, uri};

/// Says little by itself.
const ROW: &str = "row = {\"last_name\": \"Garcia\", \"dob\": \"1961-07-14\"}\n";

/// Says what it is about.
const ABOUT: &str = "# patient cohort, diagnosis E11.9\n";

/// A notebook as a client has it.
struct Notebook {
    client: LspClient,
    repo: Repo,
}

impl Notebook {
    fn open(capabilities: Value, cells: &[&str]) -> Self {
        let repo = Repo::new();
        let mut client = LspClient::initialized(repo.root(), capabilities, json!({"debounce": 0}));
        let document = json!({
            "uri": uri(&repo.root().join("n.ipynb")),
            "notebookType": "jupyter-notebook",
            "version": 1,
            "cells": (0..cells.len()).map(|number| cell(&repo, number)).collect::<Vec<_>>(),
        });
        let texts = cells.iter().enumerate();
        let texts: Vec<Value> = texts
            .map(|(number, text)| item(&repo, number, text))
            .collect();
        client.notify(
            "notebookDocument/didOpen",
            json!({"notebookDocument": document, "cellTextDocuments": texts}),
        );
        Self { client, repo }
    }

    fn id(&self, number: usize) -> String {
        id(&self.repo, number)
    }

    fn change(&mut self, change: &Value) {
        let notebook = json!({"uri": uri(&self.repo.root().join("n.ipynb")), "version": 2});
        self.client.notify(
            "notebookDocument/didChange",
            json!({"notebookDocument": notebook, "change": {"cells": change}}),
        );
    }

    /// Replaces the text of a cell.
    fn replace(&mut self, number: usize, version: i32, text: &str) {
        let document = json!({"uri": self.id(number), "version": version});
        self.change(&json!({"textContent": [{"document": document, "changes": [{"text": text}]}]}));
    }

    /// Waits until a cell's last word is about these rules.
    #[track_caller]
    fn expect(&mut self, number: usize, rules: &[&str]) -> Vec<Value> {
        let id = self.id(number);
        let message = self.client.wait(|message| {
            let items = message["params"]["diagnostics"].as_array();
            message["params"]["uri"] == id
                && items.is_some_and(|items| items.iter().map(|item| &item["code"]).eq(rules))
        });
        message["params"]["diagnostics"]
            .as_array()
            .expect("an array")
            .clone()
    }
}

fn id(repo: &Repo, number: usize) -> String {
    let path = repo.root().join("n.ipynb");
    format!("vscode-notebook-cell:{}#W{number}", path.display())
}

fn cell(repo: &Repo, number: usize) -> Value {
    json!({"kind": 2, "document": id(repo, number)})
}

fn item(repo: &Repo, number: usize, text: &str) -> Value {
    json!({"uri": id(repo, number), "languageId": "python", "version": 1, "text": text})
}

fn assignment() -> String {
    let line = ssn_line(1);
    let digits = line.split('"').nth(1).expect("a literal");
    format!("patient_ssn = \"{digits}\"\n")
}

#[test]
fn cells_come_change_and_go() {
    let line = assignment();
    let mut notebook = Notebook::open(json!({}), &[&line]);
    notebook.expect(0, &["phi/ssn"]);
    let opened = item(&notebook.repo, 1, &line);
    let array = json!({"start": 1, "deleteCount": 0, "cells": [cell(&notebook.repo, 1)]});
    notebook.change(&json!({"structure": {"array": array, "didOpen": [opened]}}));
    notebook.expect(1, &["phi/ssn"]);
    notebook.replace(0, 2, "x = 1\n");
    notebook.expect(0, &[]);
    let closed = json!([{"uri": notebook.id(1)}]);
    let array = json!({"start": 1, "deleteCount": 1});
    notebook.change(&json!({"structure": {"array": array, "didClose": closed}}));
    notebook.expect(1, &[]);
    notebook.replace(0, 3, &line);
    notebook.expect(0, &["phi/ssn"]);
    let document = json!({"uri": uri(&notebook.repo.root().join("n.ipynb"))});
    notebook.client.notify(
        "notebookDocument/didClose",
        json!({"notebookDocument": document, "cellTextDocuments": [{"uri": notebook.id(0)}]}),
    );
    notebook.expect(0, &[]);
    assert_eq!(notebook.client.end(), (0, String::new()));
}

#[test]
fn what_one_cell_says_counts_in_the_others() {
    let mut notebook = Notebook::open(json!({}), &[ROW, "x = 1\n"]);
    notebook.expect(0, &["phi/birth-date"]);
    notebook.replace(1, 2, ABOUT);
    notebook.expect(0, &["phi/name", "phi/birth-date"]);
    notebook.replace(1, 3, "");
    notebook.expect(0, &["phi/birth-date"]);
}

#[test]
fn a_client_that_asks_is_told_when_another_cell_changed_what_counts() {
    let can = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut notebook = Notebook::open(can, &[ROW, "x = 1\n"]);
    let document = json!({"textDocument": {"uri": notebook.id(0)}});
    let ask = |notebook: &mut Notebook| {
        let report = notebook
            .client
            .request("textDocument/diagnostic", document.clone());
        report.expect("a report")["items"].as_array().map(Vec::len)
    };
    assert_eq!(ask(&mut notebook), Some(1));
    notebook.replace(1, 2, ABOUT);
    notebook.client.expect("workspace/diagnostic/refresh");
    assert_eq!(ask(&mut notebook), Some(2));
}

/// A finding of the command line in a saved notebook: rule, fingerprint, line of the file.
fn saved_findings(repo: &Repo) -> Vec<(Value, Value, u64)> {
    let output = safeharbor(repo.root(), &["scan", "--format", "jsonl"]);
    let findings = output.findings().into_iter();
    let facts = findings.map(|finding| {
        (
            finding["rule"].clone(),
            finding["fingerprint"].clone(),
            finding["line"].as_u64().expect("a number"),
        )
    });
    facts.collect()
}

#[test]
fn the_command_line_finds_the_same_in_the_saved_notebook() {
    let token = token(3);
    let marker = concat!("safeharbor", ":allow");
    let cells = [
        format!("import os\n\n{}", assignment()),
        ABOUT.to_owned(),
        ROW.repeat(2),
        format!(
            "# \"quoted\" \\ \u{1f600}\u{e9}\ts = '\t'\ntoken = \"{token}\"; x = '\u{1f600}'\n"
        ),
        format!(
            "{}# {marker} phi/ssn reason=\"made up\"\n{}",
            ROW,
            assignment()
        ),
        String::new(),
    ];
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    let mut notebook = Notebook::open(json!({}), &texts);
    // As the library of notebooks writes it: each line of a cell in a line of the file.
    let saved: Vec<Value> = texts
        .iter()
        .map(|text| {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            json!({"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": lines})
        })
        .collect();
    let saved = json!({"cells": saved, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    let saved = serde_json::to_string_pretty(&saved).expect("JSON");
    fs::write(notebook.repo.root().join("n.ipynb"), &saved).expect("written");
    let expected = saved_findings(&notebook.repo);
    // The lines of the file that are lines of cells, in order.
    let mut sources = saved.lines().enumerate().filter(|(_, line)| {
        let inner = line.trim_start();
        inner.starts_with('"') && !inner.contains("\": ")
            || inner.starts_with('"') && inner.contains("\\n\"")
    });
    let mut found = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let id = notebook.id(number);
        let items = notebook.client.diagnostics(&id, Some(1));
        for (line, _) in text.split_inclusive('\n').enumerate() {
            let (at, _) = sources.next().expect("a line of the file");
            for item in items
                .iter()
                .filter(|item| item["range"]["start"]["line"] == line)
            {
                found.push((
                    item["code"].clone(),
                    item["data"]["fingerprint"].clone(),
                    at as u64 + 1,
                ));
            }
        }
        // What is marked is the value: nothing of it is left when it is cut out.
        for item in items
            .iter()
            .filter(|item| item["code"] == "secret/github-pat")
        {
            let line = text.lines().nth(1).expect("a line");
            let at = |side: &str| item["range"][side]["character"].as_u64().expect("a number");
            let units: Vec<u16> = line.encode_utf16().collect();
            let range = usize::try_from(at("start")).expect("small")
                ..usize::try_from(at("end")).expect("small");
            assert_eq!(String::from_utf16_lossy(&units[range]), token);
        }
    }
    assert!(found.len() >= 8, "{found:?}");
    assert_eq!(found, expected);
}

#[test]
fn what_is_done_about_a_finding_is_done_in_its_cell_or_for_the_file() {
    let line = assignment();
    let mut notebook = Notebook::open(json!({}), &["x = 1\n", &line]);
    let found = notebook.expect(1, &["phi/ssn"]);
    let params = json!({
        "textDocument": {"uri": notebook.id(1)},
        "range": found[0]["range"],
        "context": {"diagnostics": found},
    });
    let actions = notebook
        .client
        .request("textDocument/codeAction", params)
        .expect("actions");
    let action = |title: &str| {
        let actions = actions.as_array().expect("an array");
        let found = actions.iter().find(|action| {
            action["title"]
                .as_str()
                .is_some_and(|text| text.starts_with(title))
        });
        found
            .unwrap_or_else(|| panic!("{title} in {actions:?}"))
            .clone()
    };
    let allow = action("Allow here: ");
    let change = &allow["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], notebook.id(1));
    let comment = change["edits"][0]["newText"].as_str().expect("text");
    let allowed = format!("{}{comment}\n", line.trim_end());
    notebook.replace(1, 2, &allowed);
    notebook.expect(1, &[]);
    action("Replace by a synthetic value");
    action("Allow phi/* in n.ipynb");
    // What the editor accepts, the command line accepts in the file.
    for change in action("Accept in the baseline")["edit"]["documentChanges"]
        .as_array()
        .expect("changes")
    {
        let Some(text) = change["edits"][0]["newText"].as_str() else {
            continue;
        };
        let file = change["textDocument"]["uri"].as_str().expect("a file");
        let name = file.rsplit('/').next().expect("a name");
        notebook.repo.write(name, text);
    }
    let saved = json!({"cells": [
        {"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["x = 1\n"]},
        {"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": [line]},
    ], "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    let saved = serde_json::to_string_pretty(&saved).expect("JSON");
    notebook.repo.write("n.ipynb", &saved);
    assert_eq!(saved_findings(&notebook.repo), []);
}

#[test]
fn an_open_notebook_is_not_also_told_as_a_file() {
    let line = assignment();
    let mut notebook = Notebook::open(json!({}), &[&line]);
    notebook.expect(0, &["phi/ssn"]);
    let saved = json!({"cells": [{"cell_type": "code", "source": [line]}], "nbformat": 4});
    notebook.repo.write("n.ipynb", saved.to_string());
    let scan = json!({"command": "safeharbor.scanWorkspace"});
    let summary = notebook.client.request("workspace/executeCommand", scan);
    assert_eq!(summary.expect("a summary")["findings"], 1);
    let file = uri(&notebook.repo.root().join("n.ipynb"));
    let told = notebook.client.rest(std::time::Duration::from_millis(20));
    assert!(
        told.iter().all(|message| message["params"]["uri"] != file),
        "{told:?}"
    );
    // Once it is closed its file is.
    let document = json!({"uri": file});
    notebook.client.notify(
        "notebookDocument/didClose",
        json!({"notebookDocument": document, "cellTextDocuments": [{"uri": notebook.id(0)}]}),
    );
    assert_eq!(notebook.client.diagnostics(&file, None).len(), 1);
}
