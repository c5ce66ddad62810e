//! A tolerant tokenizer for JSON and its relatives (JSON5, JSONC, NDJSON), with exact spans.

use memchr::{memchr, memchr3};

use crate::extract::End;
use crate::extract::json::tree::Encoding;
use crate::extract::near::Near;
use crate::span::Span;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) shape: Shape,
    /// The content: without the quotes for a string.
    pub(super) span: Span,
    /// First byte behind the token, quotes included.
    pub(super) after: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    OpenObject,
    CloseObject,
    OpenArray,
    CloseArray,
    Colon,
    Comma,
    Text(Encoding),
    Bare,
}

/// Reads tokens from the front of a window.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    end: End,
    /// Set once a search found no further end of a block comment, so that a million openers are searched once.
    comments: Comments,
}

/// Whether a block comment can still end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comments {
    MayEnd,
    NeverEnd,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, end: End) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            at,
            end,
            comments: Comments::MayEnd,
        }
    }

    /// The next whole token; `None` at the end, and at a token that may go on in the next window.
    pub(super) fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        self.skip_blank()?;
        let start = self.at;
        let shape = match bytes[start] {
            b'{' => Shape::OpenObject,
            b'}' => Shape::CloseObject,
            b'[' => Shape::OpenArray,
            b']' => Shape::CloseArray,
            b':' => Shape::Colon,
            b',' => Shape::Comma,
            quote @ (b'"' | b'\'') => return self.string(quote),
            _ => return self.bare(),
        };
        self.at = start + 1;
        Some(Token {
            shape,
            span: Span::new(start, start + 1),
            after: start + 1,
        })
    }

    /// Passes over white space and comments; `None` when nothing is left.
    fn skip_blank(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        loop {
            let rest = bytes.get(self.at..)?;
            match rest {
                [] => return None,
                [b' ' | b'\n' | b'\r' | b'\t', ..] => self.at += 1,
                // A byte order mark between concatenated files.
                [0xef, 0xbb, 0xbf, ..] => self.at += 3,
                [b'/', b'/', ..] | [b'#', ..] => match memchr(b'\n', rest) {
                    Some(length) => self.at += length + 1,
                    None => return None,
                },
                // Never closed: only the marker is blank, so that what follows is still read.
                [b'/', b'*', ..] if self.comments == Comments::NeverEnd => self.at += 2,
                [b'/', b'*', ..] => match memchr::memmem::find(&rest[2..], b"*/") {
                    Some(length) => self.at += length + 4,
                    None if self.end == End::Last => self.comments = Comments::NeverEnd,
                    None => return None,
                },
                [b'/'] if self.end == End::More => return None,
                _ => return Some(()),
            }
        }
    }

    /// A string runs to its quote, or to the end of the line: one lost quote must not turn the rest inside out.
    fn string(&mut self, quote: u8) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut encoding = Encoding::Plain;
        let mut from = start;
        let (end, after) = loop {
            let Some(found) = string_mark(quote, bytes.get(from..).unwrap_or_default()) else {
                if self.end == End::More {
                    return None;
                }
                break (bytes.len(), bytes.len());
            };
            let at = from + found;
            match bytes[at] {
                b'\\' => {
                    encoding = Encoding::Backslash;
                    // A backslash before CRLF continues the line as one before LF does.
                    from = at
                        + if bytes[at..].starts_with(b"\\\r\n") {
                            3
                        } else {
                            2
                        };
                }
                b'\n' => {
                    let line_end = if at > start && bytes[at - 1] == b'\r' {
                        at - 1
                    } else {
                        at
                    };
                    break (line_end, at);
                }
                _ => break (at, at + 1),
            }
        };
        self.at = after;
        Some(Token {
            shape: Shape::Text(encoding),
            span: Span::new(start.min(end), end),
            after,
        })
    }

    /// A run without delimiters: a number, a literal name, an unquoted key, garbage.
    fn bare(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let length = bytes[start..]
            .iter()
            .position(|byte| {
                matches!(
                    byte,
                    b' ' | b'\n' | b'\r' | b'\t' | b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"'
                )
            })
            .or((self.end == End::Last).then_some(bytes.len() - start))?;
        self.at = start + length;
        Some(Token {
            shape: Shape::Bare,
            span: Span::new(start, self.at),
            after: self.at,
        })
    }
}

/// Where a string's quote, a backslash or a line end stands.
fn string_mark(quote: u8, bytes: &[u8]) -> Option<usize> {
    /// Most strings are shorter.
    const NEAR: usize = 48;
    let (near, far) = bytes.split_at(bytes.len().min(NEAR));
    let found = Near::new([quote, b'\\', b'\n']).find(near);
    found.or_else(|| memchr3(quote, b'\\', b'\n', far).map(|at| near.len() + at))
}
