//! Rows and cells: where each ends, with quotes, doubled quotes and cells of several lines.

use std::borrow::Cow;

use super::MAX_COLUMNS;
use crate::document::{View, ViewKind};
use crate::extract::End;
use crate::extract::literal::{Escapes, closing_quote, unescape};
use crate::extract::near::Near;
use crate::span::Span;

/// A quoted cell longer than this is a stray quote.
const MAX_CELL: usize = 1 << 20;

/// A cell this long is text to be read in its turn: a note, a message.
const VIEW_LENGTH: usize = 48;

/// A cell's content, without quotes and blanks around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) span: Span,
    /// Whether it stood in quotes.
    pub(super) quoted: Quotes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Around,
    Absent,
}

impl Cell {
    /// The text of the cell, doubled quotes undone.
    pub(super) fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.quoted {
            Quotes::Around => unescape(text, self.span, b'"', Escapes::Doubled).0,
            Quotes::Absent => Cow::Borrowed(&text[self.span.range()]),
        }
    }

    /// A view of a long cell.
    pub(super) fn view<'t>(&self, text: &'t str) -> Option<View<'t>> {
        if self.span.len() < VIEW_LENGTH {
            return None;
        }
        let escapes = match self.quoted {
            Quotes::Around => Escapes::Doubled,
            Quotes::Absent => Escapes::None,
        };
        let (text, map) = unescape(text, self.span, b'"', escapes);
        let kind = ViewKind::Cell;
        Some(View { kind, text, map })
    }
}

/// The rows of a window.
#[derive(Debug)]
pub(super) struct Rows<'t> {
    text: &'t str,
    end: End,
    /// The delimiter and the bytes that end lines.
    ends: Near<3>,
    at: usize,
    plain_until: usize,
    too_wide: bool,
}

/// What follows a cell.
enum After {
    Cell(usize),
    Row(usize),
    /// The window ends within the row.
    Unknown,
}

impl<'t> Rows<'t> {
    /// Rows from byte `start`. Before byte `plain_until` a quote is a plain character.
    pub(super) fn new(
        text: &'t str,
        end: End,
        delimiter: u8,
        start: usize,
        plain_until: usize,
    ) -> Self {
        Self {
            text,
            end,
            ends: Near::new([delimiter, b'\n', b'\r']),
            at: start,
            plain_until,
            too_wide: false,
        }
    }

    /// Where the next row starts.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Up to where a quote is a plain character.
    pub(super) fn plain_until(&self) -> usize {
        self.plain_until
    }

    /// Whether any row had more than [`MAX_COLUMNS`] cells.
    pub(super) fn too_wide(&self) -> bool {
        self.too_wide
    }

    /// The next whole row: its span without the line end, and its cells.
    pub(super) fn next_row(&mut self, cells: &mut Vec<Cell>) -> Option<Span> {
        cells.clear();
        let start = self.at;
        let mut at = start;
        if at >= self.text.len() {
            return None;
        }
        loop {
            if cells.len() == MAX_COLUMNS {
                self.too_wide = true;
                at = self.line_end(at);
                match self.after(at) {
                    After::Cell(_) | After::Unknown => return None,
                    After::Row(next) => self.at = next,
                }
                return Some(Span::new(start, at));
            }
            let (cell, end) = self.cell(at)?;
            cells.push(cell);
            match self.after(end) {
                After::Cell(next) => at = next,
                After::Row(next) => {
                    self.at = next;
                    return Some(Span::new(start, end));
                }
                After::Unknown => return None,
            }
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = &self.text.as_bytes()[from..];
        from + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    fn after(&self, end: usize) -> After {
        let bytes = self.text.as_bytes();
        match bytes.get(end) {
            Some(b'\n') => After::Row(end + 1),
            Some(b'\r') => match bytes.get(end + 1) {
                Some(b'\n') => After::Row(end + 2),
                None if self.end == End::More => After::Unknown,
                _ => After::Row(end + 1),
            },
            Some(_) => After::Cell(end + 1),
            None if self.end == End::Last => After::Row(end),
            None => After::Unknown,
        }
    }

    /// The cell at `from` and the place of the delimiter or line end behind it; nothing when the window ends within it.
    fn cell(&mut self, from: usize) -> Option<(Cell, usize)> {
        let bytes = self.text.as_bytes();
        if !matches!(bytes.get(from), Some(b' ' | b'"')) {
            return Some(self.plain_cell(from));
        }
        let blanks = bytes[from..].iter().take_while(|&&byte| byte == b' ');
        let first = from + blanks.take(16).count();
        if bytes.get(first) == Some(&b'"') && first >= self.plain_until {
            match closing_quote(bytes, first + 1, first + MAX_CELL, b'"', Escapes::Doubled) {
                // A quote at the very end of a window may be half of a doubled one.
                Some(close) if close + 1 == bytes.len() && self.end == End::More => return None,
                Some(close) => {
                    let end = self.plain_end(close + 1);
                    let cell = Cell {
                        span: Span::new(first + 1, close),
                        quoted: Quotes::Around,
                    };
                    return Some((cell, end));
                }
                None if self.end == End::More && bytes.len() < first + MAX_CELL => return None,
                None => self.plain_until = (first + MAX_CELL).min(bytes.len()),
            }
        }
        Some(self.plain_cell(from))
    }

    /// The cell at `from` without a look at quotes.
    fn plain_cell(&self, from: usize) -> (Cell, usize) {
        let end = self.plain_end(from);
        let cell = &self.text.as_bytes()[from..end];
        let is_trimmed = match cell {
            [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
            _ => false,
        };
        let span = if is_trimmed {
            Span::new(from, end)
        } else {
            let start = from + (cell.len() - cell.trim_ascii_start().len());
            Span::new(start, start + cell.trim_ascii().len())
        };
        let quoted = Quotes::Absent;
        (Cell { span, quoted }, end)
    }

    fn plain_end(&self, from: usize) -> usize {
        let rest = &self.text.as_bytes()[from..];
        from + self.ends.find(rest).unwrap_or(rest.len())
    }
}
