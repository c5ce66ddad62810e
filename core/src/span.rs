//! Byte ranges, lines and columns: the single place that knows how an offset becomes a position.

/// A half-open range of bytes, `start..end`, counted from 0.
///
/// What the bytes belong to (a document, a view) is said wherever a span is stored.
///
/// ```
/// use safeharbor_core::Span;
/// let span = Span::new(2, 5);
/// assert_eq!(&"abcdefg"[span.range()], "cde");
/// assert!(span.overlaps(Span::new(4, 9)));
/// assert!(!span.overlaps(Span::new(5, 9)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` (inclusive) to `end` (exclusive); an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when no byte lies in the span.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a standard range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// True when at least one byte lies in both.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when every byte of `other` lies in `self`.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Span {
        Span {
            start: self.start + by,
            end: self.end + by,
        }
    }
}

/// A place in a document as people count it: both numbers from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1. Lines end at LF, CRLF and a lone CR.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// Where each line of a text starts. Lines end at LF, CRLF and a lone CR, as editors and HL7 v2 count them.
///
/// ```
/// use safeharbor_core::{LineIndex, Position};
/// let text = "a\r\nbé c\rd";
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.position(text, 6), Position { line: 2, column: 3 });
/// assert_eq!(lines.position(text, 9), Position { line: 3, column: 1 });
/// assert_eq!(lines.line_count(), 3);
/// ```
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    /// Byte offset at which each line starts; the first is 0.
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.starts.len().max(1)
    }

    /// The line, from 1, that holds byte `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// The bytes of `line` (from 1) without its line ending; empty when there is no such line.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return Span::new(text.len(), text.len());
        };
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\r', '\n']);
        Span::new(start, start + content.len())
    }

    /// The position of byte `offset` of `text`, the text that was indexed. An offset inside a character counts as that
    /// character, one past the end as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        Position {
            line,
            column: text[start..offset].chars().count() + 1,
        }
    }
}

/// Gives positions of ascending offsets, each in the time of the text since the last one, so that many findings on one long
/// line cost one pass over it.
#[derive(Debug)]
pub(crate) struct PositionCursor<'t> {
    text: &'t str,
    lines: &'t LineIndex,
    offset: usize,
    at: Position,
}

impl<'t> PositionCursor<'t> {
    pub(crate) fn new(text: &'t str, lines: &'t LineIndex) -> Self {
        Self {
            text,
            lines,
            offset: 0,
            at: Position { line: 1, column: 1 },
        }
    }

    /// The position of `offset`. An offset before the last one costs its whole line.
    pub(crate) fn position(&mut self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.lines.line(offset);
        self.at = if line == self.at.line && offset >= self.offset {
            let columns = self.text[self.offset..offset].chars().count();
            Position {
                line,
                column: self.at.column + columns,
            }
        } else {
            self.lines.position(self.text, offset)
        };
        self.offset = offset;
        self.at
    }
}
