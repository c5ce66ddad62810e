//! What the protocol asks for: order of life, diagnostics on demand with result ids, documents that are no files.

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
    for (arguments, status, said) in [
        (&["lsp", "--stdio"][..], 1, ""),
        (&["lsp", "--help"], 0, "Usage: safeharbor lsp"),
        (&["--help"], 0, "  lsp "),
        (&["lsp", "--socket=7"], 2, ""),
    ] {
        let output = crate::support::safeharbor_with_input(repo.root(), arguments, b"");
        assert_eq!(output.status, status, "{arguments:?}: {}", output.stderr);
        assert!(
            output.stdout.contains(said),
            "{arguments:?}: {}",
            output.stdout
        );
    }
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
