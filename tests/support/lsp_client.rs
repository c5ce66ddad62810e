//! A client of the language server: messages as JSON over its pipes, nothing of the server's own code.

// Values are written in place with `json!`; a reference in front of each would only be noise.
#![allow(clippy::needless_pass_by_value)]

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::command::hermetic;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server and the pipes to it. Its death is the test's end.
pub(crate) struct LspClient {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Came while something else was waited for.
    put_by: VecDeque<Value>,
    next_id: i64,
}

/// The path as a URI.
pub(crate) fn uri(path: &Path) -> String {
    let path = path.to_str().expect("paths of tests are UTF-8");
    format!("file://{}", utf8_percent_encode(path, IN_PATHS))
}

/// What editors encode in the path of a URI: all but letters, digits, `/` and the unreserved marks of RFC 3986, 2.3.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl LspClient {
    /// Starts a server and says nothing yet.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = hermetic(env!("CARGO_BIN_EXE_safeharbor-lsp"), folder);
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let output = server.stdout.take().expect("a pipe");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            input: server.stdin.take(),
            server,
            messages,
            put_by: VecDeque::new(),
            next_id: 1,
        }
    }

    /// Starts a server for `folder` and shakes hands.
    pub(crate) fn initialized(folder: &Path, capabilities: Value, options: Value) -> Self {
        let mut client = Self::start(folder);
        client.initialize(folder, capabilities, options);
        client
    }

    /// Shakes hands; gives what the server can do.
    pub(crate) fn initialize(
        &mut self,
        folder: &Path,
        capabilities: Value,
        options: Value,
    ) -> Value {
        let result = self.request(
            "initialize",
            json!({
                "processId": null,
                "workspaceFolders": [{"uri": uri(folder), "name": "test"}],
                "capabilities": capabilities,
                "initializationOptions": options,
            }),
        );
        self.notify("initialized", json!({}));
        result.expect("capabilities")["capabilities"].clone()
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("not closed");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and does not wait; gives its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        if message["params"].is_null() {
            message.as_object_mut().expect("an object").remove("params");
        }
        self.send(&message);
        id
    }

    /// Sends a request and waits for its result or error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let mut answer = self.wait(|message| message["id"] == id && message["method"].is_null());
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Answers a request of the server.
    pub(crate) fn reply(&mut self, request: &Value, result: Value) {
        self.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}));
    }

    /// Waits for a notification or request of that name.
    pub(crate) fn expect(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)
    }

    /// Waits for the first message that fits; what comes before it is kept.
    #[track_caller]
    pub(crate) fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.put_by.iter().position(&fits) {
            return self.put_by.remove(at).expect("it is there");
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) if fits(&message) => return message,
                Ok(message) => self.put_by.push_back(message),
                Err(error) => panic!("{error} while waiting; got {:?}", self.put_by),
            }
        }
    }

    /// What came within a while, and was not waited for.
    pub(crate) fn rest(&mut self, within: Duration) -> Vec<Value> {
        let mut all: Vec<Value> = self.put_by.drain(..).collect();
        let end = Instant::now() + within;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) => all.push(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return all,
            }
        }
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces all of a document.
    pub(crate) fn replace(&mut self, uri: &str, version: i32, text: &str) {
        self.change(uri, version, json!([{"text": text}]));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    /// Waits for the diagnostics of a version of a document.
    #[track_caller]
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Option<i32>) -> Vec<Value> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && version.is_none_or(|version| message["params"]["version"] == version)
        });
        message["params"]["diagnostics"]
            .as_array()
            .expect("an array")
            .clone()
    }

    /// Says goodbye; gives the exit status and the server's log.
    pub(crate) fn end(mut self) -> (i32, String) {
        self.request("shutdown", Value::Null).expect("no error");
        self.notify("exit", Value::Null);
        self.wait_for_end()
    }

    /// Closes the pipe as a client that dies does.
    pub(crate) fn die(mut self) -> (i32, String) {
        self.input = None;
        self.wait_for_end()
    }

    /// Waits for the server's end, its input still open.
    pub(crate) fn wait_for_end(&mut self) -> (i32, String) {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.server.try_wait().expect("a child") {
                break status;
            }
            assert!(Instant::now() < end, "the server goes on");
            thread::sleep(Duration::from_millis(5));
        };
        let mut log = String::new();
        let stderr = self.server.stderr.take();
        stderr
            .expect("a pipe")
            .read_to_string(&mut log)
            .expect("text");
        (status.code().unwrap_or(-1), log)
    }
}

impl Drop for LspClient {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message; `None` at the end.
fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
