//! A language server and the pipes to it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// How many parts of a second the kernel counts processor time in, on Linux (`USER_HZ`).
const TICKS_A_SECOND: u64 = 100;

/// A server that was initialized. It ends with this.
#[derive(Debug)]
pub struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts the program `binary` without a debounce; `params` are those of `initialize`.
    ///
    /// # Panics
    ///
    /// When it does not start or answer.
    pub fn start(binary: &str, mut params: Value) -> Self {
        let mut process = Command::new(binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut server = Self {
            input: process.stdin.take().expect("a pipe"),
            output: BufReader::new(process.stdout.take().expect("a pipe")),
            process,
        };
        params["initializationOptions"] = json!({"debounce": 0});
        server.send(json!({"id": 1, "method": "initialize", "params": params}));
        server.receive();
        server.notify("initialized", &json!({}));
        server
    }

    /// Sends a notification.
    ///
    /// # Panics
    ///
    /// When the server is gone.
    pub fn notify(&mut self, method: &str, params: &Value) {
        self.send(json!({"method": method, "params": params}));
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("it writes");
            assert!(read > 0, "the server ended");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("it writes");
        serde_json::from_slice(&body).expect("JSON")
    }

    /// Opens a document, in version 1.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Waits for the diagnostics of a version of the document that was opened or changed last.
    ///
    /// # Panics
    ///
    /// When the server ends.
    pub fn diagnostics(&mut self, version: usize) -> Vec<Value> {
        loop {
            let mut message = self.receive();
            if message["params"]["version"] == version {
                let items = message["params"]["diagnostics"].take();
                return match items {
                    Value::Array(items) => items,
                    _ => Vec::new(),
                };
            }
        }
    }

    /// Resident memory in MiB; `None` on a system that does not say.
    pub fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024)
    }

    /// Processor time so far, of all threads, in steps of 10 ms; `None` on a system that does not say.
    pub fn processor(&self) -> Option<Duration> {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).ok()?;
        // The program's name stands in parentheses and may hold blanks; user and system time are the 14th and 15th fields of
        // proc(5).
        let (_, fields) = status.rsplit_once(')')?;
        let mut fields = fields.split_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        let all = ticks()? + ticks()?;
        Some(Duration::from_millis(all * 1000 / TICKS_A_SECOND))
    }

    /// How often its threads have been woken so far; `None` on a system that does not say.
    pub fn wakes(&self) -> Option<u64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process.id())).ok()?;
        let wakes = threads.map(|thread| {
            let status = fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
            let line = status
                .lines()
                .find(|line| line.starts_with("voluntary_ctxt_switches:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
        wakes.sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The bench is over, whatever the server thinks.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
