//! What the protocol asks for: order of life, diagnostics on demand with result ids, notebooks, documents that are no files.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line, uri};

fn document(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

#[test]
fn life_begins_with_initialize_and_ends_with_exit() {
    let repo = Repo::new();
    let mut client = LspClient::start(repo.root());
    let early = client.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": "untitled:a"}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(early.expect_err("too early")["code"], -32002);
    client.open("untitled:early", "text", "ignored");
    client.initialize(repo.root(), json!({}), json!({}));
    let again = client.request("initialize", json!({"capabilities": {}}));
    assert_eq!(again.expect_err("once only")["code"], -32600);
    client.request("shutdown", Value::Null).expect("no error");
    let late = client.request("textDocument/codeLens", document("untitled:a"));
    assert_eq!(late.expect_err("too late")["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end(), (0, String::new()));
}

#[test]
fn exit_without_shutdown_and_a_dead_client_are_failures() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end().0, 1);
    let client = LspClient::initialized(repo.root(), json!({}), json!({}));
    assert_eq!(client.die().0, 1);
}

#[test]
fn the_command_line_starts_it_too() {
    let repo = Repo::new();
    let output = crate::support::safeharbor_with_input(repo.root(), &["lsp"], b"");
    assert_eq!((output.status, output.stdout.as_str()), (1, ""));
}

#[test]
fn diagnostics_on_demand_have_ids_and_none_are_pushed() {
    let repo = Repo::new();
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let mut client = LspClient::initialized(repo.root(), pulls, json!({}));
    let path = uri(&repo.root().join("A.java"));
    client.open(&path, "java", &ssn_line(1));
    let first = client
        .request("textDocument/diagnostic", document(&path))
        .expect("a report");
    assert_eq!(
        (&first["kind"], first["items"].as_array().map(Vec::len)),
        (&json!("full"), Some(1))
    );
    let mut again = document(&path);
    again["previousResultId"] = first["resultId"].clone();
    let second = client
        .request("textDocument/diagnostic", again.clone())
        .expect("a report");
    assert_eq!(second["kind"], "unchanged");
    client.replace(&path, 2, "");
    let third = client
        .request("textDocument/diagnostic", again)
        .expect("a report");
    assert_eq!(
        (&third["kind"], third["items"].as_array().map(Vec::len)),
        (&json!("full"), Some(0))
    );
    let closed = client.request("textDocument/diagnostic", document("untitled:x"));
    assert_eq!(closed.expect_err("not open")["code"], -32802);
    assert_eq!(client.rest(Duration::from_millis(300)), Vec::<Value>::new());
}

#[test]
fn only_the_last_of_many_versions_counts() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 30}));
    client.open("untitled:a.java", "java", "");
    for version in 2..200 {
        let text = if version % 2 == 0 {
            String::new()
        } else {
            ssn_line(1)
        };
        client.replace("untitled:a.java", version, &text);
    }
    assert_eq!(client.diagnostics("untitled:a.java", Some(199)).len(), 1);
    assert_eq!(
        client
            .rest(Duration::from_millis(200))
            .iter()
            .filter(|message| message["params"]["version"] == 199)
            .count(),
        0
    );
    client.notify("textDocument/didClose", document("untitled:a.java"));
    assert_eq!(client.diagnostics("untitled:a.java", None).len(), 0);
}

#[test]
fn cells_of_notebooks_are_documents() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    let cell = |number: usize| {
        format!(
            "vscode-notebook-cell:{}/n.ipynb#W{number}",
            repo.root().display()
        )
    };
    let line = ssn_line(1)
        .replace("String patientSsn", "patient_ssn")
        .replace("    ", "")
        .replace(';', "");
    let text = |number, text: &str| json!({"uri": cell(number), "languageId": "python", "version": 1, "text": text});
    let notebook = uri(&repo.root().join("n.ipynb"));
    client.notify(
        "notebookDocument/didOpen",
        json!({
            "notebookDocument": {"uri": notebook, "notebookType": "jupyter-notebook", "version": 1,
                "cells": [{"kind": 2, "document": cell(0)}]},
            "cellTextDocuments": [text(0, &line)],
        }),
    );
    assert_eq!(client.diagnostics(&cell(0), Some(1)).len(), 1);
    client.notify(
        "notebookDocument/didChange",
        json!({
            "notebookDocument": {"uri": notebook, "version": 2},
            "change": {"cells": {
                "structure": {"array": {"start": 1, "deleteCount": 0, "cells": [{"kind": 2, "document": cell(1)}]}, "didOpen": [text(1, &line)]},
                "textContent": [{"document": {"uri": cell(0), "version": 2}, "changes": [{"text": "x = 1\n"}]}],
            }},
        }),
    );
    assert_eq!(client.diagnostics(&cell(1), Some(1)).len(), 1);
    assert_eq!(client.diagnostics(&cell(0), Some(2)).len(), 0);
    client.notify(
        "notebookDocument/didClose",
        json!({"notebookDocument": {"uri": notebook}, "cellTextDocuments": [{"uri": cell(0)}, {"uri": cell(1)}]}),
    );
    assert_eq!(client.diagnostics(&cell(1), None).len(), 0);
}

#[test]
fn a_lens_counts_if_the_user_wants_it() {
    let repo = Repo::new();
    for (options, expected) in [
        (json!({}), Value::Null),
        (json!({"codeLens": true}), json!("2 findings")),
    ] {
        let mut client = LspClient::initialized(repo.root(), json!({}), options);
        client.open("untitled:a", "java", &(ssn_line(1) + &ssn_line(2)));
        let lenses = client
            .request("textDocument/codeLens", document("untitled:a"))
            .expect("lenses");
        assert_eq!(lenses[0]["command"]["title"], expected);
    }
}
