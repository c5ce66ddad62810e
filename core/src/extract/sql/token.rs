//! Words, names, literals and signs of SQL, in the dialects that dumps are written in.

use std::borrow::Cow;

use crate::document::OffsetMap;
use crate::extract::End;
use crate::extract::literal::{Escapes, closing_quote, unescape};
use crate::span::Span;

/// One token; comments and blanks are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword or a plain name.
    Word(Span),
    /// A name in backticks or square brackets, without them.
    Name(Span),
    /// A string, without quotes. In double quotes it may be a name as well.
    Text(Text),
    /// A number.
    Number(Span),
    /// Any other byte, and its place.
    Sign(u8, usize),
}

/// A string literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) span: Span,
    quote: u8,
    escapes: Escapes,
}

impl Text {
    /// What it says, and the map back to the text.
    pub(super) fn read<'t>(&self, text: &'t str) -> (Cow<'t, str>, OffsetMap) {
        unescape(text, self.span, self.quote, self.escapes)
    }

    /// Whether it stands in double quotes, as names do in standard SQL.
    pub(super) fn may_be_name(&self) -> bool {
        self.quote == b'"'
    }
}

/// The next step through a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Token(Token),
    /// The text ends here.
    End,
    /// The window ends within a token, or before one.
    Cut,
}

/// The tokens of a window.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    pub(super) end: End,
    pub(super) at: usize,
    /// Kinds of quote that have no end in the rest of the text.
    unclosed: Vec<u8>,
    /// What stands in the comments passed over so far, without their marks, in order.
    pub(super) comments: Vec<Span>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, end: End) -> Self {
        Self {
            text,
            end,
            at: 0,
            unclosed: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// The next token, which is then passed over.
    pub(super) fn next(&mut self) -> Step {
        let Some(start) = self.skip_blanks() else {
            return self.at_end();
        };
        let bytes = self.text.as_bytes();
        let (token, end) = match bytes[start] {
            quote @ (b'\'' | b'"') => match self.string(start, quote, Escapes::Sql) {
                Ok(found) => found,
                Err(step) => return step,
            },
            b'`' => match self.name(start, b'`') {
                Some(found) => found,
                None => (Token::Sign(b'`', start), start + 1),
            },
            b'[' if bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) => {
                match self.name(start, b']') {
                    Some(found) => found,
                    None => (Token::Sign(b'[', start), start + 1),
                }
            }
            b'$' => match self.dollar_quoted(start) {
                Ok(found) => found,
                Err(step) => return step,
            },
            byte if byte.is_ascii_digit() => {
                let end = self.run(start, |byte| byte.is_ascii_alphanumeric() || byte == b'.');
                (Token::Number(Span::new(start, end)), end)
            }
            byte if is_word(byte) => match self.word(start) {
                Ok(found) => found,
                Err(step) => return step,
            },
            byte => (Token::Sign(byte, start), start + 1),
        };
        // A token at the end of a window may go on in the next one.
        if end == bytes.len() && self.end == End::More {
            return Step::Cut;
        }
        self.at = end;
        Step::Token(token)
    }

    /// The next token, which stays the next one.
    pub(super) fn peek(&mut self) -> Step {
        let at = self.at;
        let step = self.next();
        self.at = at;
        step
    }

    fn at_end(&mut self) -> Step {
        match self.end {
            End::Last => {
                self.at = self.text.len();
                Step::End
            }
            End::More => Step::Cut,
        }
    }

    fn run(&self, start: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|&byte| !belongs(byte));
        start + length.unwrap_or(rest.len())
    }

    /// The start of the next token; nothing when only blanks and comments follow.
    fn skip_blanks(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            at = self.run(at, |byte| byte.is_ascii_whitespace());
            let rest = &bytes[at..];
            let line_start = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
            let hash = rest.starts_with(b"#") && line_start;
            at = if hash || rest.starts_with(b"--") {
                let end = memchr::memchr2(b'\n', b'\r', rest).map(|length| at + length);
                let mark = if hash { 1 } else { 2 };
                self.comment(Span::new(at + mark, end.unwrap_or(bytes.len())));
                end?
            } else if rest.starts_with(b"/*") {
                let length = memchr::memmem::find(rest.get(2..)?, b"*/")?;
                self.comment(Span::new(at + 2, at + 2 + length));
                at + 4 + length
            } else if rest.is_empty() {
                return None;
            } else {
                return Some(at);
            };
        }
    }

    /// Notes a comment, once: the blanks before a token are passed over each time it is looked at.
    fn comment(&mut self, content: Span) {
        if self
            .comments
            .last()
            .is_none_or(|last| last.end <= content.start)
        {
            self.comments.push(content);
        }
    }

    fn string(
        &mut self,
        start: usize,
        quote: u8,
        escapes: Escapes,
    ) -> Result<(Token, usize), Step> {
        let bytes = self.text.as_bytes();
        let plain = Ok((Token::Sign(quote, start), start + 1));
        if self.unclosed.contains(&quote) {
            return plain;
        }
        let Some(close) = closing_quote(bytes, start + 1, bytes.len(), quote, escapes) else {
            if self.end == End::More {
                return Err(Step::Cut);
            }
            self.unclosed.push(quote);
            return plain;
        };
        let text = Text {
            span: Span::new(start + 1, close),
            quote,
            escapes,
        };
        // Whether a backslash escapes the quote depends on what follows it.
        if self.end == End::More && close + 64 > bytes.len() {
            return Err(Step::Cut);
        }
        Ok((Token::Text(text), close + 1))
    }

    fn name(&self, start: usize, close: u8) -> Option<(Token, usize)> {
        let bytes = self.text.as_bytes();
        let window = &bytes[start + 1..(start + 130).min(bytes.len())];
        let length = memchr::memchr2(close, b'\n', window)?;
        let span = Span::new(start + 1, start + 1 + length);
        (window[length] == close).then_some((Token::Name(span), span.end + 1))
    }

    /// A word, or a string that a letter introduces: `N'…'`, `E'…'`, `X'…'`.
    fn word(&mut self, start: usize) -> Result<(Token, usize), Step> {
        let end = self.run(start, is_word);
        let next = self.text.as_bytes().get(end);
        if next == Some(&b'\'') && end - start == 1 {
            let escapes = match self.text.as_bytes()[start] {
                b'e' | b'E' => Escapes::Backslash,
                _ => Escapes::Sql,
            };
            return self.string(end, b'\'', escapes);
        }
        Ok((Token::Word(Span::new(start, end)), end))
    }

    /// `$$…$$`, `$tag$…$tag$` of PostgreSQL.
    fn dollar_quoted(&mut self, start: usize) -> Result<(Token, usize), Step> {
        let plain = Ok((Token::Sign(b'$', start), start + 1));
        let bytes = self.text.as_bytes();
        let tag = self.run(start + 1, is_word);
        if bytes.get(tag) != Some(&b'$') || self.unclosed.contains(&b'$') || tag - start > 64 {
            return plain;
        }
        let content = tag + 1;
        match memchr::memmem::find(&bytes[content..], &bytes[start..content]) {
            Some(length) => {
                let text = Text {
                    span: Span::new(content, content + length),
                    quote: b'$',
                    escapes: Escapes::None,
                };
                let end = content + length + (content - start);
                Ok((Token::Text(text), end))
            }
            None if self.end == End::More => Err(Step::Cut),
            None => {
                self.unclosed.push(b'$');
                plain
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
