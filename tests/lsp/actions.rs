//! Code actions as a client applies them: what they change is what they promise.

use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line, token, uri};

/// The actions at the first diagnostic.
fn actions(client: &mut LspClient, path: &str) -> Vec<Value> {
    let found = client.diagnostics(path, Some(1));
    let params = json!({
        "textDocument": {"uri": path},
        "range": found[0]["range"],
        "context": {"diagnostics": [found[0]]},
    });
    let actions = client
        .request("textDocument/codeAction", params)
        .expect("actions");
    actions.as_array().expect("an array").clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| {
        action["title"]
            .as_str()
            .is_some_and(|text| text.starts_with(title))
    });
    found.unwrap_or_else(|| panic!("{title} in {actions:?}"))
}

/// A text after the edits of one document of an action; UTF-16 and bytes are the same in these tests.
fn applied(action: &Value, path: &str, text: &str) -> String {
    let changes = action["edit"]["documentChanges"]
        .as_array()
        .expect("changes");
    let change = changes
        .iter()
        .find(|change| change["textDocument"]["uri"] == path);
    let edits = change.expect("an edit of it")["edits"]
        .as_array()
        .expect("edits");
    let offset = |place: &Value| {
        let number =
            |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
        let line: usize = text
            .split_inclusive('\n')
            .take(number("line"))
            .map(str::len)
            .sum();
        line + number("character")
    };
    let mut spans: Vec<_> = edits
        .iter()
        .map(|edit| {
            (
                offset(&edit["range"]["start"]),
                offset(&edit["range"]["end"]),
                edit["newText"].as_str().expect("text"),
            )
        })
        .collect();
    spans.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in spans.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

#[test]
fn a_value_becomes_synthetic_and_stays_so() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let text = ssn_line(1) + &ssn_line(2) + &ssn_line(1);
    let path = uri(&repo.root().join("A.java"));
    client.open(&path, "java", &text);
    let all = actions(&mut client, &path);
    assert_eq!(all[0]["isPreferred"], true);
    assert_eq!(all[0]["diagnostics"].as_array().map(Vec::len), Some(1));
    let fixed = applied(
        titled(&all, "Replace all 3 values in this file"),
        &path,
        &text,
    );
    let lines: Vec<&str> = fixed.lines().collect();
    assert_eq!((lines.len(), fixed.len()), (3, text.len()));
    assert_eq!(lines[0], lines[2], "one value, one replacement");
    assert_ne!(lines[0], lines[1], "two people, two replacements");
    assert!(lines.iter().all(|line| !text.contains(line)));
    client.replace(&path, 2, &fixed);
    client.diagnostics(&path, Some(2));
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}});
    let again =
        json!({"textDocument": {"uri": path}, "range": range, "context": {"diagnostics": []}});
    let again = client
        .request("textDocument/codeAction", again)
        .expect("actions")
        .to_string();
    assert!(!again.contains("Replace"), "{again}");
}

#[test]
fn a_secret_moves_to_the_environment() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({}));
    let text = format!("import sys\n\nGITHUB_TOKEN = \"{}\"\n", token(5));
    let path = uri(&repo.root().join("a.py"));
    client.open(&path, "python", &text);
    let all = actions(&mut client, &path);
    let fixed = applied(
        titled(&all, "Read it from the environment variable GITHUB_TOKEN"),
        &path,
        &text,
    );
    assert_eq!(
        fixed,
        "import os\nimport sys\n\nGITHUB_TOKEN = os.environ[\"GITHUB_TOKEN\"]\n"
    );
}

#[test]
fn an_allowance_is_written_into_the_configuration_and_works_before_it_is_saved() {
    let repo = Repo::new();
    repo.write("safeharbor.toml", "# ours\n");
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let path = uri(&repo.root().join("A.java"));
    client.open(&path, "java", &ssn_line(1));
    let all = actions(&mut client, &path);
    let file = uri(&repo.root().join("safeharbor.toml"));
    let config = applied(titled(&all, "Allow phi/* in A.java"), &file, "# ours\n");
    assert!(config.starts_with("# ours\n\n[[allow]]\n"), "{config}");
    client.open(&file, "toml", &config);
    client.wait(|message| {
        message["params"]["uri"] == path.as_str() && message["params"]["diagnostics"] == json!([])
    });
}

#[test]
fn an_allowance_where_it_stands_has_a_reason_and_may_have_a_last_day() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let path = uri(&repo.root().join("A.java"));
    let text = ssn_line(1);
    client.open(&path, "java", &text);
    let all = actions(&mut client, &path);
    let kinds = [("Allow here: ", "reason="), ("Allow here until ", "until=")];
    for (version, (title, key)) in (2..).step_by(2).zip(kinds) {
        let allowed = applied(titled(&all, title), &path, &text);
        assert!(allowed.contains(key), "{allowed}");
        client.replace(&path, version, &allowed);
        assert_eq!(client.diagnostics(&path, Some(version)).len(), 0);
        client.replace(&path, version + 1, &text);
        assert_eq!(client.diagnostics(&path, Some(version + 1)).len(), 1);
    }
}

#[test]
fn what_is_accepted_goes_into_a_baseline_that_the_configuration_names() {
    let repo = Repo::new();
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 0}));
    let path = uri(&repo.root().join("A.java"));
    client.open(&path, "java", &ssn_line(1));
    let all = actions(&mut client, &path);
    let action = titled(&all, "Accept in the baseline: ");
    let changes = action["edit"]["documentChanges"].as_array();
    let edited = changes.expect("changes").iter().filter_map(|change| {
        let file = change["textDocument"]["uri"].as_str()?;
        let name = file.rsplit('/').next()?;
        Some((name.to_owned(), applied(action, file, "")))
    });
    let edited: Vec<(String, String)> = edited.collect();
    assert_eq!(edited.len(), 2, "{edited:?}");
    let value = ssn_line(1).split('"').nth(1).map(str::to_owned);
    let value = value.expect("a literal");
    for (name, text) in &edited {
        assert!(!text.contains(&value), "{name}");
        repo.write(name, text);
    }
    let config = uri(&repo.root().join("safeharbor.toml"));
    let made = json!({"changes": [{"uri": config, "type": 1}]});
    client.notify("workspace/didChangeWatchedFiles", made);
    client.wait(|message| {
        message["params"]["uri"] == path.as_str() && message["params"]["diagnostics"] == json!([])
    });
}

#[test]
fn the_page_of_a_rule_is_opened() {
    let repo = Repo::new();
    let can = json!({"window": {"showDocument": {"support": true}}});
    let mut client = LspClient::initialized(repo.root(), can, json!({}));
    client.open("untitled:a.java", "java", &ssn_line(1));
    let all = actions(&mut client, "untitled:a.java");
    let action = titled(&all, "Read about the rule phi/ssn");
    let page = client
        .request("workspace/executeCommand", action["command"].clone())
        .expect("a page");
    let opened = client.expect("window/showDocument");
    assert_eq!(
        (&opened["params"]["uri"], &opened["params"]["external"]),
        (&page, &json!(true))
    );
}
