//! A tolerant tokenizer for XML and HTML, with exact spans. Comments, processing instructions and document types are
//! passed over; entities are never declared.

use memchr::{memchr, memmem};

use crate::extract::End;
use crate::extract::json::tree::Encoding;
use crate::span::Span;

/// Which rules of markup hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// XML: every element is closed.
    Xml,
    /// HTML: void elements, end tags left out, scripts and styles that are no markup.
    Html,
}

/// An attribute of a start tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Span,
    /// The value, without quotes.
    pub(crate) value: Span,
    pub(crate) encoding: Encoding,
}

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `<name …>`; its attributes are those that the tokenizer holds now.
    Open,
    /// `<name …/>`.
    Empty,
    /// `</name>`.
    Close,
    /// Character data.
    Text(Encoding),
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) shape: Shape,
    /// From the first byte of the token to the last, brackets included.
    pub(crate) span: Span,
    /// The element's name, or the character data.
    pub(crate) content: Span,
}

/// Reads tokens from the front of a window.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    end: End,
    dialect: Dialect,
    /// The attributes of the start tag read last.
    pub(crate) attributes: Vec<Attribute>,
    /// The element of HTML whose content is no markup, while in it.
    raw: Option<&'static str>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str, end: End, dialect: Dialect) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            at,
            end,
            dialect,
            attributes: Vec::new(),
            raw: None,
        }
    }

    /// The next whole token; `None` at the end, and at a token that may go on in the next window.
    pub(crate) fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            return self.raw_text(name);
        }
        loop {
            let start = self.at;
            let rest = self.text.as_bytes().get(start..)?;
            match rest {
                [] => return None,
                [b'<', b'!', b'-', b'-', ..] => self.skip_past(start + 4, "-->")?,
                [b'<', b'!', ..] if rest.starts_with(b"<![CDATA[") => return self.cdata(),
                [b'<', b'!', ..] => self.skip_document_type()?,
                [b'<', b'?', ..] => self.skip_past(start + 2, ">")?,
                [b'<', b'/', ..] => return self.close_tag(),
                [b'<', first, ..] if is_name_start(*first) => return self.open_tag(),
                [b'<'] if self.end == End::More => return None,
                _ => return self.character_data(),
            }
        }
    }

    /// The end of what runs up to `found` bytes from here; what never ends runs to the end of the text.
    fn or_end(&self, found: Option<usize>) -> Option<usize> {
        found.or((self.end == End::Last).then_some(self.text.len()))
    }

    fn skip_past(&mut self, from: usize, closer: &str) -> Option<()> {
        let bytes = self.text.as_bytes();
        let found = memmem::find(&bytes[from..], closer.as_bytes());
        self.at = self.or_end(found.map(|length| from + length + closer.len()))?;
        Some(())
    }

    /// `<!DOCTYPE …>` with or without an internal subset in brackets.
    fn skip_document_type(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let from = self.at + 2;
        let closer = match memchr::memchr2(b'[', b'>', &bytes[from..]) {
            Some(length) if bytes[from + length] == b'[' => "]",
            _ => ">",
        };
        self.skip_past(from, closer)?;
        if closer == "]" {
            self.skip_past(self.at, ">")?;
        }
        Some(())
    }

    fn cdata(&mut self) -> Option<Token> {
        let start = self.at;
        let from = start + "<![CDATA[".len();
        let found = memmem::find(&self.text.as_bytes()[from..], b"]]>");
        let end = self.or_end(found.map(|length| from + length))?;
        self.at = (end + "]]>".len()).min(self.text.len());
        Some(Token {
            shape: Shape::Text(Encoding::Plain),
            span: Span::new(start, self.at),
            content: Span::new(from, end),
        })
    }

    /// Everything up to the next tag. A `<` that opens none (`a < b`) is text.
    fn character_data(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut from = start;
        let found = loop {
            let Some(length) = memchr(b'<', &bytes[from..]) else {
                break None;
            };
            let at = from + length;
            let opens = bytes
                .get(at + 1)
                .is_none_or(|next| matches!(next, b'/' | b'!' | b'?') || is_name_start(*next));
            if opens && at > start {
                break Some(at);
            }
            from = at + 1;
        };
        self.at = self.or_end(found)?;
        let span = Span::new(start, self.at);
        Some(Token {
            shape: Shape::Text(self.encoding(span)),
            span,
            content: span,
        })
    }

    /// The content of a script or style element of HTML.
    fn raw_text(&mut self, name: &'static str) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut from = start;
        let found = loop {
            let Some(length) = memmem::find(&bytes[from..], b"</") else {
                break None;
            };
            let at = from + length;
            let closer = bytes.get(at + 2..at + 2 + name.len());
            if closer.is_some_and(|closer| closer.eq_ignore_ascii_case(name.as_bytes())) {
                break Some(at);
            }
            from = at + 2;
        };
        let Some(end) = self.or_end(found) else {
            self.raw = Some(name);
            return None;
        };
        self.at = end;
        let span = Span::new(start, end);
        Some(Token {
            shape: Shape::Text(Encoding::Plain),
            span,
            content: span,
        })
    }

    fn encoding(&self, span: Span) -> Encoding {
        match memchr(b'&', &self.text.as_bytes()[span.range()]) {
            Some(_) => Encoding::Entities,
            None => Encoding::Plain,
        }
    }

    fn close_tag(&mut self) -> Option<Token> {
        let start = self.at;
        let content = self.name(start + 2);
        let found = memchr(b'>', &self.text.as_bytes()[content.end..]);
        self.at = self.or_end(found.map(|length| content.end + length + 1))?;
        Some(Token {
            shape: Shape::Close,
            span: Span::new(start, self.at),
            content,
        })
    }

    fn name(&self, start: usize) -> Span {
        let bytes = &self.text.as_bytes()[start.min(self.text.len())..];
        let length = bytes
            .iter()
            .position(|byte| {
                byte.is_ascii_whitespace()
                    || matches!(byte, b'/' | b'>' | b'=' | b'<' | b'"' | b'\'')
            })
            .unwrap_or(bytes.len());
        Span::new(start, start + length)
    }

    fn open_tag(&mut self) -> Option<Token> {
        let start = self.at;
        let content = self.name(start + 1);
        self.attributes.clear();
        let (shape, end) = self.attributes_from(content.end)?;
        self.at = end;
        let name = &self.text[content.range()];
        if self.dialect == Dialect::Html && shape == Shape::Open {
            self.raw = ["script", "style"]
                .into_iter()
                .find(|raw| name.eq_ignore_ascii_case(raw));
        }
        Some(Token {
            shape,
            span: Span::new(start, end),
            content,
        })
    }

    /// Reads attributes up to the end of the tag: its shape, and the first byte behind it. A tag that another tag
    /// interrupts ends there.
    fn attributes_from(&mut self, from: usize) -> Option<(Shape, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            match bytes.get(at) {
                None if self.end == End::Last => return Some((Shape::Open, at)),
                None => return None,
                Some(b'>') => return Some((Shape::Open, at + 1)),
                Some(b'/') if bytes.get(at + 1) == Some(&b'>') => {
                    return Some((Shape::Empty, at + 2));
                }
                Some(b'<') => return Some((Shape::Open, at)),
                Some(b'/' | b'=' | b'"' | b'\'') => at += 1,
                Some(byte) if byte.is_ascii_whitespace() => at += 1,
                Some(_) => at = self.attribute(at)?,
            }
        }
    }

    /// Reads the attribute whose name begins at `start` and gives the first byte behind it.
    fn attribute(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let blank = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            at
        };
        let name = self.name(start);
        let equals = blank(name.end);
        if bytes.get(equals) != Some(&b'=') {
            return Some(name.end);
        }
        let from = blank(equals + 1);
        let (value, after) = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let found = memchr(*quote, &bytes[from + 1..]);
                let end = self.or_end(found.map(|length| from + 1 + length))?;
                (Span::new(from + 1, end), (end + 1).min(bytes.len()))
            }
            _ => {
                let length = bytes[from..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'<'));
                let end = self.or_end(length.map(|length| from + length))?;
                (Span::new(from, end), end)
            }
        };
        self.attributes.push(Attribute {
            name,
            value,
            encoding: self.encoding(value),
        });
        Some(after)
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}
