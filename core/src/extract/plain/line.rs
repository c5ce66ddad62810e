//! Lines of a window, as whole as the window allows.

use crate::extract::End;
use crate::span::Span;

/// The lines of a window. Without its line end a line is whole only where the text ends.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    end: End,
    at: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, end: End) -> Self {
        Self { text, end, at: 0 }
    }

    /// Where the next line starts.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes on at `position`, which is the start of a line.
    pub(super) fn go_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Whether the window ends before the text does.
    pub(super) fn may_go_on(&self) -> bool {
        self.end == End::More
    }

    /// The start of the first line that begins at or behind `position`.
    pub(super) fn start_behind(&self, position: usize) -> usize {
        let rest = &self.text.as_bytes()[position.min(self.text.len())..];
        match memchr::memchr(b'\n', rest) {
            Some(line) => position + line + 1,
            None => self.text.len(),
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Span;

    /// The next whole line, without its line end.
    fn next(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let Some(length) = memchr::memchr2(b'\n', b'\r', rest) else {
            if self.may_go_on() {
                return None;
            }
            self.at = bytes.len();
            return Some(Span::new(start, bytes.len()));
        };
        let line = Span::new(start, start + length);
        let next = bytes.get(line.end + 1);
        if bytes[line.end] == b'\r' && next.is_none() && self.may_go_on() {
            return None;
        }
        let double = bytes[line.end] == b'\r' && next == Some(&b'\n');
        self.at = line.end + 1 + usize::from(double);
        Some(line)
    }
}

/// `span` of `text` without blanks at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let content = &text[span.range()];
    let start = span.start + (content.len() - content.trim_start().len());
    Span::new(start, start + content.trim().len())
}
