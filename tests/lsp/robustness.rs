//! What a server must outlive.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line};

/// The server still answers and still scans.
#[track_caller]
fn is_well(client: &mut LspClient) {
    client.open("untitled:well.java", "java", &ssn_line(1));
    assert_eq!(client.diagnostics("untitled:well.java", Some(1)).len(), 1);
}

#[test]
fn malformed_messages_are_answered_and_forgotten() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    for body in [
        "{\"jsonrpc\":\"2.0\",\"method\":",
        "[1,2",
        "null",
        "{}",
        "\u{0}\u{1}",
        "\"text\"",
        "not UTF-8",
    ] {
        let mut bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
        if body.starts_with("not") {
            bytes.pop();
            bytes.push(0xff);
        }
        client.send_raw(&bytes);
        let answer = client.wait(|message| !message["error"].is_null());
        let code = answer["error"]["code"].as_i64();
        assert!(matches!(code, Some(-32700 | -32600)), "{body}: {answer}");
    }
    is_well(&mut client);
    assert_eq!(client.end().0, 0);
}

#[test]
fn unknown_methods_and_wrong_parameters_are_refused() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    let unknown = client.request("textDocument/noSuchThing", json!({}));
    assert_eq!(unknown.expect_err("unknown")["code"], -32601);
    let wrong = client.request("textDocument/hover", json!({"position": "here"}));
    assert_eq!(wrong.expect_err("wrong")["code"], -32602);
    client.notify("$/noSuchThing", json!({}));
    client.notify("textDocument/didOpen", json!({"textDocument": 3}));
    client.change("untitled:not-open", 7, json!([{"text": "x"}]));
    client.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": "untitled:not-open"}}),
    );
    let command = client.request(
        "workspace/executeCommand",
        json!({"command": "safeharbor.noSuchThing"}),
    );
    assert_eq!(command.expect_err("unknown")["code"], -32602);
    is_well(&mut client);
    assert_eq!(client.end().0, 0);
}

#[test]
fn edits_past_the_end_are_taken_for_the_end() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    client.open("untitled:a.java", "java", "");
    let far = json!({"line": u32::MAX, "character": u32::MAX});
    let changes = json!([{"range": {"start": far, "end": far}, "text": ssn_line(1)}]);
    client.change("untitled:a.java", 2, changes);
    assert_eq!(client.diagnostics("untitled:a.java", Some(2)).len(), 1);
    let backwards =
        json!([{"range": {"start": far, "end": {"line": 0, "character": 0}}, "text": "\n"}]);
    client.change("untitled:a.java", 3, backwards);
    assert_eq!(client.diagnostics("untitled:a.java", Some(3)).len(), 1);
}

#[test]
fn places_that_are_none_and_versions_that_fall_are_taken_for_what_they_can_mean() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let path = "untitled:a.java";
    let text = format!("\u{1f600}\r\n{}", ssn_line(1));
    client.open(path, "java", &text);
    assert_eq!(client.diagnostics(path, Some(1)).len(), 1);
    let place = |line: u32, character: u32| json!({"line": line, "character": character});
    let (far, half) = (u32::MAX, place(0, 1));
    // Requests about nowhere.
    for at in [
        place(far, far),
        place(0, far),
        place(far, 0),
        half.clone(),
        place(1, far),
    ] {
        let document = json!({"uri": path});
        let hover = json!({"textDocument": document, "position": at});
        client
            .request("textDocument/hover", hover)
            .expect("an answer");
        for range in [
            json!({"start": at, "end": at}),
            json!({"start": at, "end": place(0, 0)}),
        ] {
            let params =
                json!({"textDocument": document, "range": range, "context": {"diagnostics": []}});
            client
                .request("textDocument/codeAction", params)
                .expect("an answer");
        }
    }
    // Numbers that no position has are refused, whole.
    for line in [json!(-1), json!(1.5), json!("1"), json!(u64::MAX)] {
        let hover =
            json!({"textDocument": {"uri": path}, "position": {"line": line, "character": 0}});
        let error = client
            .request("textDocument/hover", hover)
            .expect_err("no number");
        assert_eq!(error["code"], -32602);
    }
    // An edit that ends before it begins, from within a pair.
    let range = json!({"start": half, "end": place(0, 0)});
    client.change(path, 2, json!([{"range": range, "text": "x"}]));
    assert_eq!(client.diagnostics(path, Some(2)).len(), 1);
    // The last change counts, whatever number it has.
    for (version, text) in [
        (-7, String::new()),
        (-7, ssn_line(1)),
        (i32::MIN, ssn_line(2).repeat(2)),
        (1, String::new()),
    ] {
        client.replace(path, version, &text);
        let expected = text.lines().count();
        let told = client.wait(|message| {
            message["params"]["version"] == version
                && message["params"]["diagnostics"].as_array().map(Vec::len) == Some(expected)
        });
        assert_eq!(told["params"]["uri"], path);
    }
    // Opened twice, closed twice.
    client.open(path, "java", &ssn_line(1));
    assert_eq!(client.diagnostics(path, Some(1)).len(), 1);
    let closed = json!({"textDocument": {"uri": path}});
    client.notify("textDocument/didClose", closed.clone());
    client.notify("textDocument/didClose", closed);
    is_well(&mut client);
    assert_eq!(client.end(), (0, String::new()));
}

/// Sends an edit at the end of line 1 of a document, its text as an escape of JSON.
fn insert_escaped(client: &mut LspClient, path: &str, version: i32, character: u32, escape: &str) {
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{path}","version":{version}}},"contentChanges":[{{"range":{{"start":{{"line":0,"character":{character}}},"end":{{"line":0,"character":{character}}}}},"text":"{escape}"}}]}}}}"#
    );
    client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

#[test]
fn a_surrogate_pair_may_come_in_halves() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let path = "untitled:a.java";
    let line = ssn_line(1).trim_end().to_owned() + " // ";
    client.open(path, "java", &line);
    assert_eq!(client.diagnostics(path, Some(1)).len(), 1);
    let end = u32::try_from(line.len()).expect("short");
    insert_escaped(&mut client, path, 2, end, r"\ud83d");
    insert_escaped(&mut client, path, 3, end + 1, r"\ude00");
    // What follows meets its place: behind both halves, where the comment has ended.
    insert_escaped(
        &mut client,
        path,
        4,
        end + 2,
        &format!(r"\n{}", ssn_line(2).trim_end().replace('"', "\\\"")),
    );
    let found = client.diagnostics(path, Some(4));
    let lines: Vec<&Value> = found
        .iter()
        .map(|item| &item["range"]["start"]["line"])
        .collect();
    assert_eq!(lines, [0, 1]);
    assert_eq!(client.end(), (0, String::new()));
}

#[test]
fn documents_may_be_called_anything() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    for uri in [
        "vscode-vfs://github/owner/project/A.java",
        "git:/folder/A.java?%7B%22ref%22%3A%22HEAD%22%7D",
        "output:extension-output-1",
        "file://server/share/A.java",
        "file:///%ff/%00/A.java",
        "file:///",
        "untitled:",
    ] {
        client.open(uri, "java", &ssn_line(1));
        let found = client.diagnostics(uri, Some(1));
        assert_eq!(found.len(), 1, "{uri}");
        let params = json!({
            "textDocument": {"uri": uri},
            "range": found[0]["range"],
            "context": {"diagnostics": found},
        });
        let actions = client
            .request("textDocument/codeAction", params)
            .expect("actions");
        assert!(
            actions.to_string().contains("Replace by a synthetic value"),
            "{uri}"
        );
        client.notify(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }
    is_well(&mut client);
    assert_eq!(client.end(), (0, String::new()));
}

#[test]
fn a_document_that_is_too_large_is_told_and_keeps_nobody_waiting() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let line = ssn_line(1);
    client.open(
        "untitled:large.java",
        "java",
        &line.repeat(50_000_000 / line.len()),
    );
    is_well(&mut client);
    let told = client.diagnostics("untitled:large.java", Some(1));
    assert_eq!(
        (told.len(), &told[0]["code"], &told[0]["severity"]),
        (1, &json!("too-large"), &json!(3))
    );
    let at = json!({"line": 1, "character": 0});
    client.change(
        "untitled:large.java",
        2,
        json!([{"range": {"start": at, "end": at}, "text": "x"}]),
    );
    assert_eq!(client.diagnostics("untitled:large.java", Some(2)).len(), 1);
    client.replace("untitled:large.java", 3, &line);
    assert_eq!(
        client.diagnostics("untitled:large.java", Some(3))[0]["code"],
        "phi/ssn"
    );
}

#[test]
fn findings_past_the_most_that_are_shown_are_told() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let lines = |count: u32| (0..count).map(|number| ssn_line(number % 900)).collect();
    let all: String = lines(10_003);
    client.open("untitled:many.java", "java", &all);
    let told = client.diagnostics("untitled:many.java", Some(1));
    let more = told.iter().filter(|item| item["code"] == "too-many");
    let more: Vec<_> = more.collect();
    assert_eq!((told.len(), more.len()), (10_001, 1));
    let message = more[0]["message"].as_str().expect("text");
    assert!(message.starts_with("3 more findings"), "{message}");
    let fewer: String = lines(10_000);
    client.replace("untitled:many.java", 2, &fewer);
    let told = client.diagnostics("untitled:many.java", Some(2));
    assert!(told.len() == 10_000 && told.iter().all(|item| item["code"] == "phi/ssn"));
}

#[test]
fn bytes_that_are_no_text_have_no_findings() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    let bytes = "\u{0}\u{1}\u{fffd}\u{2}".repeat(2_000);
    client.open("untitled:a.bin", "plaintext", &bytes);
    assert_eq!(client.diagnostics("untitled:a.bin", Some(1)).len(), 0);
    is_well(&mut client);
}

#[test]
fn requests_can_be_cancelled_and_edits_are_not_kept_waiting() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let text = ssn_line(1).repeat(2_000);
    client.open("untitled:a.java", "java", &text);
    let at = json!({"textDocument": {"uri": "untitled:a.java"}, "position": {"line": 0, "character": 30}});
    let asked: Vec<i64> = (0..20)
        .map(|_| client.ask("textDocument/hover", at.clone()))
        .collect();
    for id in &asked {
        client.notify("$/cancelRequest", json!({"id": id}));
    }
    client.replace("untitled:a.java", 2, &ssn_line(2));
    assert_eq!(client.diagnostics("untitled:a.java", Some(2)).len(), 1);
    for id in asked {
        if let Err(error) = client.answer(id) {
            assert_eq!(error["code"], -32800);
        }
    }
}

#[test]
fn a_client_that_does_not_read_gets_its_messages_later() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    for number in 0..300 {
        client.open(
            &format!("untitled:{number}.java"),
            "java",
            &ssn_line(number),
        );
    }
    for number in 0..300 {
        assert_eq!(
            client
                .diagnostics(&format!("untitled:{number}.java"), Some(1))
                .len(),
            1
        );
    }
    assert_eq!(client.rest(Duration::from_millis(50)), Vec::<Value>::new());
}
