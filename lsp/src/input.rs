//! Standard input, message by message. What is no message is exchanged for one that is answered with the error that
//! JSON-RPC has for it: the protocol loop itself would take malformed input for the end of the session. What some clients say
//! in other words than the protocol has is put into those.

use std::io::{self, BufRead, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Request, Response};

/// The method that malformed messages are exchanged for.
pub(crate) const MALFORMED: &str = "safeharbor/malformed";

/// How many messages are read ahead.
const AHEAD: usize = 16;

/// How long a header may be. In bytes.
const LONGEST_HEADER: u64 = 4096;

/// How long a message may be. In bytes; a document of 50 MB with every character escaped fits.
const LONGEST_BODY: usize = 1 << 29;

/// What the protocol loop reads.
#[derive(Debug)]
pub(crate) struct Input {
    messages: mpsc::Receiver<Vec<u8>>,
    /// The message that is being read, and how much of it has been.
    current: (Vec<u8>, usize),
}

impl Input {
    /// Reads `source` on a thread of its own, to its end.
    ///
    /// # Errors
    ///
    /// When the system gives no thread.
    pub(crate) fn new(source: impl Read + Send + 'static) -> io::Result<Self> {
        let (sender, messages) = mpsc::channel(AHEAD);
        let read = move || {
            let mut source = io::BufReader::new(source);
            while let Some(body) = next_body(&mut source) {
                if sender.blocking_send(framed(&checked(body))).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(read)?;
        Ok(Self {
            messages,
            current: (Vec::new(), 0),
        })
    }
}

impl AsyncRead for Input {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.current.1 == self.current.0.len() {
            match ready!(self.messages.poll_recv(context)) {
                Some(message) => self.current = (message, 0),
                None => return Poll::Ready(Ok(())),
            }
        }
        let (message, read) = &self.current;
        let length = buffer.remaining().min(message.len() - read);
        buffer.put_slice(&message[*read..*read + length]);
        self.current.1 += length;
        Poll::Ready(Ok(()))
    }
}

/// The body of the next message; `None` at the end, or when no message can be made out any more.
fn next_body(source: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length: Option<usize> = None;
    loop {
        let mut line = Vec::new();
        let read = source
            .take(LONGEST_HEADER)
            .read_until(b'\n', &mut line)
            .ok()?;
        if read == 0 || !line.ends_with(b"\n") {
            return None;
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            match length {
                Some(length) => return body(source, length),
                // Blank lines between messages.
                None => continue,
            }
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let (name, value) = line.split_at(colon);
        if name.eq_ignore_ascii_case(b"content-length") {
            let value = std::str::from_utf8(&value[1..]).ok()?;
            length = value
                .trim()
                .parse()
                .ok()
                .filter(|length| *length <= LONGEST_BODY);
        }
    }
}

/// Grows with what comes, not with what the header promises.
fn body(source: &mut impl BufRead, length: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    source.take(length as u64).read_to_end(&mut body).ok()?;
    (body.len() == length).then_some(body)
}

/// The message itself, or what is answered in its place.
fn checked(mut body: Vec<u8>) -> Vec<u8> {
    replace_lone_surrogates(&mut body);
    if let Ok(request) = serde_json::from_slice::<Request>(&body) {
        return without_needless_parameters(request).unwrap_or(body);
    }
    if serde_json::from_slice::<Response>(&body).is_ok() {
        return body;
    }
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_ok();
    let code = if is_json {
        Error::invalid_request().code.code()
    } else {
        Error::parse_error().code.code()
    };
    let message =
        serde_json::json!({"jsonrpc": "2.0", "id": null, "method": MALFORMED, "params": [code]});
    message.to_string().into_bytes()
}

/// Editors that think in UTF-16 may send one half of a surrogate pair in one edit and the other in the next, each as an escape (ECMA-262,
/// "Well-formed JSON.stringify"). Neither is a character: both become U+FFFD, which counts as much as a half in every position encoding,
/// so that the edits that follow meet their places.
fn replace_lone_surrogates(body: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &body[at..]) {
        let escape = at + found;
        let unit = |from: usize| {
            let digits = body.get(from..from + 6)?.strip_prefix(b"\\u")?;
            u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        };
        at = match (unit(escape), unit(escape + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => escape + 12,
            (Some(0xd800..=0xdfff), _) => {
                body[escape + 2..escape + 6].copy_from_slice(b"fffd");
                escape + 6
            }
            // What is escaped may be a backslash.
            _ => (escape + 2).min(body.len()),
        };
    }
}

/// `shutdown` and `exit` take nothing, and the protocol loop refuses them with anything; lsp-mode for Emacs sends `{}`. `None`
/// when nothing is to be changed.
fn without_needless_parameters(request: Request) -> Option<Vec<u8>> {
    if !matches!(request.method(), "shutdown" | "exit") || request.params().is_none() {
        return None;
    }
    let (method, id, _) = request.into_parts();
    let bare = Request::build(method);
    let bare = match id {
        Some(id) => bare.id(id),
        None => bare,
    };
    serde_json::to_vec(&bare.finish()).ok()
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut message = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    message.extend_from_slice(body);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(input: &str) -> Vec<String> {
        let mut source = input.as_bytes();
        let next = || next_body(&mut source);
        let bodies = std::iter::from_fn(next).map(checked);
        bodies
            .map(|body| String::from_utf8_lossy(&body).into_owned())
            .collect()
    }

    #[test]
    fn messages_pass_and_others_are_exchanged() {
        let good = r#"{"jsonrpc":"2.0","method":"a"}"#;
        let answer = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        for (body, code) in [
            (good, None),
            (answer, None),
            ("{", Some("-32700")),
            ("[1]", Some("-32600")),
            ("{}", Some("-32600")),
        ] {
            let input = format!(
                "Content-Type: x\r\ncontent-length:{}\r\n\r\n{body}\r\nContent-Length: {}\r\n\r\n{good}",
                body.len(),
                good.len()
            );
            let read = bodies(&input);
            assert_eq!(read.len(), 2, "{body}");
            match code {
                None => assert_eq!(read[0], body),
                Some(code) => assert!(
                    read[0].contains(MALFORMED) && read[0].contains(code),
                    "{}",
                    read[0]
                ),
            }
            assert_eq!(read[1], good);
        }
    }

    #[test]
    fn halves_of_surrogate_pairs_become_characters() {
        for (text, expected) in [
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"\ud83d", r"\ufffd"),
            (r"a\uDE00\uD83D b", r"a\ufffd\ufffd b"),
            (r"\ud83d\ud83d\ude00", r"\ufffd\ud83d\ude00"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\\\ud83d", r"\\\ufffd"),
            (r"\u00e9\n\ud8", r"\u00e9\n\ud8"),
            ("\\", "\\"),
        ] {
            let mut body = text.as_bytes().to_vec();
            replace_lone_surrogates(&mut body);
            assert_eq!(String::from_utf8_lossy(&body), expected);
        }
    }

    #[test]
    fn ends_are_understood_whatever_comes_with_them() {
        for (body, expected) in [
            (
                r#"{"jsonrpc":"2.0","method":"shutdown","params":{},"id":2}"#,
                r#"{"jsonrpc":"2.0","method":"shutdown","id":2}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","method":"exit","params":[]}"#,
                r#"{"jsonrpc":"2.0","method":"exit"}"#,
            ),
            (
                r#"{"jsonrpc":"2.0","method":"a","params":{}}"#,
                r#"{"jsonrpc":"2.0","method":"a","params":{}}"#,
            ),
        ] {
            let read = checked(body.as_bytes().to_vec());
            let read: serde_json::Value = serde_json::from_slice(&read).expect("JSON");
            let expected: serde_json::Value = serde_json::from_str(expected).expect("JSON");
            assert_eq!(read, expected, "{body}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_the_end() {
        for input in [
            "",
            "Content-Length: 9\r\n\r\n{}",
            "Content-Length: x\r\n\r\n{}",
            "\u{0}\u{1}",
            "Content-Length: 99999999999\r\n\r\n{}",
        ] {
            assert_eq!(bodies(input).len(), 0, "{input:?}");
        }
        let endless = "x".repeat(100_000);
        assert_eq!(bodies(&endless).len(), 0);
    }
}
