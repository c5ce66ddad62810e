//! The scan of all folders: progress, cancellation, and files that change afterwards.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line, uri};

fn scan(client: &mut LspClient, token: &str) -> i64 {
    client.ask(
        "workspace/executeCommand",
        json!({"command": "safeharbor.scanWorkspace", "arguments": [], "workDoneToken": token}),
    )
}

#[test]
fn all_folders_are_scanned_with_progress() {
    let (one, two) = (Repo::new(), Repo::new());
    one.write("a/A.java", ssn_line(1))
        .write("clean.txt", "clean\n");
    one.write(".gitignore", "skipped/\n")
        .write("skipped/B.java", ssn_line(2));
    two.write("C.java", ssn_line(3));
    let mut client = LspClient::initialized(one.root(), json!({}), json!({}));
    let added = json!([{"uri": uri(two.root()), "name": "two"}]);
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": added, "removed": []}}),
    );
    let id = scan(&mut client, "t");
    for path in [one.root().join("a/A.java"), two.root().join("C.java")] {
        assert_eq!(client.diagnostics(&uri(&path), None).len(), 1);
    }
    let summary = client.answer(id).expect("a summary");
    assert_eq!(
        summary,
        json!({"files": 4, "findings": 2, "notScanned": 0, "cancelled": false})
    );
    for kind in ["begin", "report", "end"] {
        client.wait(|message| {
            message["method"] == "$/progress"
                && message["params"]["value"]["kind"] == kind
                && message["params"]["token"] == "t"
        });
    }
    let report = client.request(
        "workspace/executeCommand",
        json!({"command": "safeharbor.showReport"}),
    );
    let report = report.expect("a report").as_str().expect("text").to_owned();
    assert!(
        report.starts_with("# Safeharbor: 2 findings\n") && report.contains("## a/A.java"),
        "{report}"
    );

    // Files that are not open are followed on disk.
    let (from, to) = (one.root().join("a/A.java"), one.root().join("a/B.java"));
    fs::rename(&from, &to).expect("renamed");
    let files = json!([{"oldUri": uri(&from), "newUri": uri(&to)}]);
    client.notify("workspace/didRenameFiles", json!({"files": files}));
    assert_eq!(client.diagnostics(&uri(&from), None).len(), 0);
    assert_eq!(client.diagnostics(&uri(&to), None).len(), 1);
    fs::write(&to, "clean\n").expect("written");
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri(&to), "type": 2}]}),
    );
    client.wait(|message| {
        message["params"]["uri"] == uri(&to) && message["params"]["diagnostics"] == json!([])
    });
}

/// Waits until a file's last word has so many diagnostics, without a version: the file is not open.
#[track_caller]
fn count_closed(client: &mut LspClient, path: &str, expected: usize) {
    client.wait(|message| {
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == path
            && message["params"]["version"].is_null()
            && message["params"]["diagnostics"].as_array().map(Vec::len) == Some(expected)
    });
}

#[test]
fn what_is_said_about_files_that_are_not_open_is_renewed() {
    let repo = Repo::new();
    repo.write("A.java", ssn_line(1)).write("B.java", "clean\n");
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let at = |name: &str| uri(&repo.root().join(name));
    let (with, clean, config) = (at("A.java"), at("B.java"), at("safeharbor.toml"));
    let id = scan(&mut client, "t");
    client.answer(id).expect("a summary");
    count_closed(&mut client, &with, 1);

    // Settings of the editor.
    let settings = |disabled: Value| json!({"settings": {"rules": {"disable": disabled}}});
    let method = "workspace/didChangeConfiguration";
    client.notify(method, settings(json!(["phi/ssn"])));
    count_closed(&mut client, &with, 0);
    client.notify(method, settings(json!([])));
    count_closed(&mut client, &with, 1);

    // The configuration, on disk and as it is typed.
    let off = "[rules]\ndisable = [\"phi/ssn\"]\n";
    repo.write("safeharbor.toml", off);
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": config, "type": 1}]}),
    );
    count_closed(&mut client, &with, 0);
    client.open(&config, "toml", off);
    client.replace(&config, 2, "");
    count_closed(&mut client, &with, 1);

    // A file that had no finding gets one on disk.
    repo.write("B.java", ssn_line(2));
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": clean, "type": 2}]}),
    );
    count_closed(&mut client, &clean, 1);

    // What was typed and not saved does not count once the document is closed.
    client.open(&with, "java", "clean\n");
    assert_eq!(client.diagnostics(&with, Some(1)).len(), 0);
    let closed = json!({"textDocument": {"uri": with}});
    client.notify("textDocument/didClose", closed);
    count_closed(&mut client, &with, 1);

    // A folder that leaves takes its findings along.
    let removed = json!([{"uri": uri(repo.root()), "name": "test"}]);
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [], "removed": removed}}),
    );
    count_closed(&mut client, &with, 0);
    count_closed(&mut client, &clean, 0);
}

#[test]
fn a_scan_can_be_cancelled() {
    let repo = Repo::new();
    for number in 0..400 {
        repo.write(format!("{number}.java"), ssn_line(number).repeat(30));
    }
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    let id = scan(&mut client, "t");
    client.wait(|message| message["params"]["value"]["kind"] == "begin");
    client.notify("window/workDoneProgress/cancel", json!({"token": "t"}));
    let summary = client.answer(id).expect("a summary");
    assert_eq!(summary["cancelled"], true);
    assert!(summary["files"].as_u64() < Some(400));
    let id = scan(&mut client, "u");
    assert_eq!(client.answer(id).expect("another scan")["files"], 400);
}

#[test]
fn a_client_that_shows_progress_and_names_none_is_asked_for_room_first() {
    let repo = Repo::new();
    repo.write("A.java", ssn_line(1));
    let can = json!({"window": {"workDoneProgress": true}});
    let mut client = LspClient::initialized(repo.root(), can, json!({}));
    let id = client.ask(
        "workspace/executeCommand",
        json!({"command": "safeharbor.scanWorkspace", "arguments": []}),
    );
    let asked = client.expect("window/workDoneProgress/create");
    client.reply(&asked, Value::Null);
    let token = &asked["params"]["token"];
    for kind in ["begin", "end"] {
        let told = client.wait(|message| message["params"]["value"]["kind"] == kind);
        assert_eq!(&told["params"]["token"], token);
    }
    assert_eq!(client.answer(id).expect("a summary")["findings"], 1);
}

#[test]
fn a_client_that_asks_is_told_to_ask_again_and_gets_all_documents() {
    let repo = Repo::new();
    repo.write("A.java", ssn_line(1))
        .write("B.java", ssn_line(2));
    let can = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut client = LspClient::initialized(repo.root(), can, json!({}));
    let open = uri(&repo.root().join("A.java"));
    client.open(&open, "java", "");
    let before = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    assert!(
        before.expect("a report")["items"]
            .as_array()
            .expect("items")
            .len()
            <= 1
    );
    let id = scan(&mut client, "t");
    client.answer(id).expect("a summary");
    client.expect("workspace/diagnostic/refresh");
    let all = client
        .request("workspace/diagnostic", json!({"previousResultIds": []}))
        .expect("a report");
    let item = |uri: &str| {
        let items = all["items"].as_array().expect("items");
        items
            .iter()
            .find(|item| item["uri"] == uri)
            .expect("it is there")
            .clone()
    };
    let closed = item(&uri(&repo.root().join("B.java")));
    assert_eq!(
        (closed["items"].as_array().map(Vec::len), &closed["version"]),
        (Some(1), &Value::Null)
    );
    let known = json!([{"uri": closed["uri"], "value": closed["resultId"]}, {"uri": "file:///gone", "value": "7"}]);
    let again = client
        .request("workspace/diagnostic", json!({"previousResultIds": known}))
        .expect("a report");
    let kinds: Vec<_> = again["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["uri"].clone(), item["kind"].clone()))
        .collect();
    assert!(
        kinds.contains(&(closed["uri"].clone(), json!("unchanged"))),
        "{kinds:?}"
    );
    assert!(
        kinds.contains(&(json!("file:///gone"), json!("full"))),
        "{kinds:?}"
    );
}

/// A server that has scanned its workspace, in which two files of a folder have findings.
fn scanned(repo: &Repo) -> LspClient {
    repo.write(".gitignore", "ignored/\n")
        .write("deep/A.java", ssn_line(1))
        .write("deep/er/B.java", ssn_line(2))
        .write("deeper.java", "clean\n");
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let id = scan(&mut client, "t");
    client.answer(id).expect("a summary");
    for path in ["deep/A.java", "deep/er/B.java"] {
        count_closed(&mut client, &uri(&repo.root().join(path)), 1);
    }
    client
}

/// Tells what a watcher of files has seen: 1 for a file that was created, 3 for one that was deleted.
fn watched(client: &mut LspClient, repo: &Repo, changes: &[(&str, u8)]) {
    let changes = changes.iter();
    let changes =
        changes.map(|(path, kind)| json!({"uri": uri(&repo.root().join(path)), "type": kind}));
    let changes: Vec<Value> = changes.collect();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": changes}),
    );
}

#[test]
fn files_that_come_into_being_are_followed_unless_git_ignores_them() {
    let repo = Repo::new();
    let mut client = scanned(&repo);
    let at = |path: &str| uri(&repo.root().join(path));
    repo.write("ignored/C.java", ssn_line(3))
        .write("new/D.java", ssn_line(4))
        .write("E.java", ssn_line(5));
    watched(
        &mut client,
        &repo,
        &[("ignored", 1), ("ignored/C.java", 1), ("new", 1)],
    );
    count_closed(&mut client, &at("new/D.java"), 1);
    // Made in the editor.
    client.notify(
        "workspace/didCreateFiles",
        json!({"files": [{"uri": at("E.java")}]}),
    );
    count_closed(&mut client, &at("E.java"), 1);
    // A text that is saved under a name and closed.
    client.open(&at("F.java"), "java", &ssn_line(6));
    assert_eq!(client.diagnostics(&at("F.java"), Some(1)).len(), 1);
    repo.write("F.java", ssn_line(6));
    client.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": at("F.java")}}),
    );
    count_closed(&mut client, &at("F.java"), 0);
    count_closed(&mut client, &at("F.java"), 1);
    // From then on they are followed like any other.
    repo.write("new/D.java", "clean\n");
    watched(&mut client, &repo, &[("new/D.java", 2)]);
    count_closed(&mut client, &at("new/D.java"), 0);
    let told = client.rest(Duration::from_millis(20));
    let ignored = at("ignored/C.java");
    assert!(
        told.iter()
            .all(|message| message["params"]["uri"] != ignored),
        "{told:?}"
    );
}

#[test]
fn what_is_below_a_folder_moves_and_goes_with_it() {
    let repo = Repo::new();
    let mut client = scanned(&repo);
    let at = |path: &str| uri(&repo.root().join(path));
    fs::rename(repo.root().join("deep"), repo.root().join("moved")).expect("renamed");
    let files = json!([{"oldUri": at("deep"), "newUri": at("moved")}]);
    client.notify("workspace/didRenameFiles", json!({"files": files}));
    for (old, new) in [
        ("deep/A.java", "moved/A.java"),
        ("deep/er/B.java", "moved/er/B.java"),
    ] {
        count_closed(&mut client, &at(old), 0);
        count_closed(&mut client, &at(new), 1);
    }
    // The moved files are followed.
    repo.write("moved/A.java", "clean\n");
    watched(&mut client, &repo, &[("moved/A.java", 2)]);
    count_closed(&mut client, &at("moved/A.java"), 0);
    fs::remove_dir_all(repo.root().join("moved")).expect("deleted");
    client.notify(
        "workspace/didDeleteFiles",
        json!({"files": [{"uri": at("moved")}]}),
    );
    count_closed(&mut client, &at("moved/er/B.java"), 0);
}

#[test]
fn a_deleted_folder_takes_its_findings_along() {
    let repo = Repo::new();
    let mut client = scanned(&repo);
    fs::remove_dir_all(repo.root().join("deep")).expect("deleted");
    watched(&mut client, &repo, &[("deep", 3)]);
    for path in ["deep/A.java", "deep/er/B.java"] {
        count_closed(&mut client, &uri(&repo.root().join(path)), 0);
    }
}

#[test]
fn a_folder_that_joins_a_scanned_workspace_is_scanned() {
    let (repo, other, third) = (Repo::new(), Repo::new(), Repo::new());
    other.write("A.java", ssn_line(1));
    third.write("A.java", ssn_line(1));
    let add = |client: &mut LspClient, folder: &Repo| {
        let added = json!([{"uri": uri(folder.root()), "name": "other"}]);
        let event = json!({"added": added, "removed": []});
        client.notify(
            "workspace/didChangeWorkspaceFolders",
            json!({"event": event}),
        );
    };
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    add(&mut client, &other);
    // Nobody has asked for a scan yet.
    assert_eq!(client.rest(Duration::from_millis(300)), Vec::<Value>::new());
    let id = scan(&mut client, "t");
    assert_eq!(client.answer(id).expect("a summary")["findings"], 1);
    add(&mut client, &third);
    count_closed(&mut client, &uri(&third.root().join("A.java")), 1);
}
