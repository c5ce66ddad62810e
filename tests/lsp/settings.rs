//! Settings from every side, in force without a restart.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line, uri};

fn count(client: &mut LspClient, path: &str, expected: usize) {
    let message = client.wait(|message| {
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == path
            && message["params"]["diagnostics"].as_array().map(Vec::len) == Some(expected)
    });
    assert!(!message.is_null());
}

#[test]
fn one_key_means_the_same_from_every_side() {
    let repo = Repo::new();
    let path = uri(&repo.root().join("A.java"));
    let off = json!({"rules": {"disable": ["phi/ssn"]}});
    // With `initialize`.
    let mut client = LspClient::initialized(repo.root(), json!({}), off.clone());
    client.open(&path, "java", &ssn_line(1));
    count(&mut client, &path, 0);
    // Sent by a client that cannot be asked.
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": {"safeharbor": {}}}),
    );
    count(&mut client, &path, 1);
    // Asked for.
    let mut client = LspClient::initialized(
        repo.root(),
        json!({"workspace": {"configuration": true}}),
        json!({}),
    );
    client.open(&path, "java", &ssn_line(1));
    let question = client.expect("workspace/configuration");
    assert_eq!(question["params"]["items"][0]["section"], "safeharbor");
    client.reply(&question, json!([off]));
    count(&mut client, &path, 0);
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    let question = client.expect("workspace/configuration");
    client.reply(&question, json!([{}]));
    count(&mut client, &path, 1);
    // On disk, with a word from whoever watches.
    repo.write("safeharbor.toml", "[rules]\ndisable = [\"phi/ssn\"]\n");
    let file = uri(&repo.root().join("safeharbor.toml"));
    let changed = json!({"changes": [{"uri": file, "type": 1}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    count(&mut client, &path, 0);
}

#[test]
fn a_configuration_counts_as_it_is_typed_and_its_faults_are_shown_in_it() {
    let repo = Repo::new();
    let path = uri(&repo.root().join("A.java"));
    let file = uri(&repo.root().join("safeharbor.toml"));
    repo.write("safeharbor.toml", "");
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    client.open(&path, "java", &ssn_line(1));
    count(&mut client, &path, 1);
    client.open(&file, "toml", "");
    client.replace(&file, 2, "[rules]\ndisable = [\"phi/ssn\"]\n");
    count(&mut client, &path, 0);
    client.replace(&file, 3, "\nmin-severty = \"low\"\n");
    let warning = client.expect("window/showMessage");
    assert!(
        warning["params"]["message"]
            .as_str()
            .expect("text")
            .contains("min-severity")
    );
    let shown = client.wait(|message| {
        message["params"]["uri"] == file.as_str()
            && message["params"]["diagnostics"][0]["code"] == "configuration"
    });
    assert_eq!(
        shown["params"]["diagnostics"][0]["range"]["start"]["line"],
        1
    );
    client.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": file}}),
    );
    count(&mut client, &path, 1);
}

#[test]
fn wrong_settings_are_told_and_change_nothing() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"minSevrity": "low"}));
    let told = client.expect("window/showMessage");
    assert!(
        told["params"]["message"]
            .as_str()
            .expect("text")
            .contains("min-severity")
    );
    client.open("untitled:a.java", "java", &ssn_line(1));
    assert_eq!(client.diagnostics("untitled:a.java", Some(1)).len(), 1);
    assert_eq!(client.rest(Duration::from_millis(20)), Vec::<Value>::new());
}
