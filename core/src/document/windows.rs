//! Text of any size in bounded memory: a reader cut into decoded windows.

use std::borrow::Cow;
use std::io::{self, Read};

use super::encoding::{Encoding, SNIFFED, Sniffed, Tail, sniff, transcode, whole_characters};
use super::view::OffsetMap;
use crate::span::{LineIndex, Position, Span};

/// Bytes of the document in a window unless another size is asked for. What is found in it fits in the second-level cache.
pub const WINDOW_SIZE: usize = 1 << 20;

/// A document of at most this many bytes comes in one window, unless another size is asked for: what stands in it may speak of
/// the same person from end to end.
const WHOLE_SIZE: usize = 4 << 20;

/// A window grows no further than this, however long a record is.
pub const MAX_WINDOW_SIZE: usize = 32 << 20;

/// Whether more text follows a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing follows: read everything.
    Last,
    /// More follows: stop after the last whole record.
    More,
}

/// A part of a document's text.
#[derive(Clone, Debug)]
pub struct TextWindow<'w> {
    /// The text. It ends at the end of a line where the window holds one, else between two characters; never between
    /// CR and LF.
    pub text: &'w str,
    /// From byte offsets of `text` to offsets of the document's own bytes.
    pub map: OffsetMap,
    /// The line and column of the document at which the text starts.
    pub start: Position,
    /// Whether more follows.
    pub end: End,
}

impl TextWindow<'_> {
    /// The position in the document of byte `offset` of the text; `lines` is the index of this window's text.
    pub fn position(&self, lines: &LineIndex, offset: usize) -> Position {
        let within = lines.position(self.text, offset);
        if within.line == 1 {
            Position {
                line: self.start.line,
                column: self.start.column + within.column - 1,
            }
        } else {
            Position {
                line: self.start.line + within.line - 1,
                column: within.column,
            }
        }
    }
}

/// Cuts a reader into windows of decoded text. After each window say with [`consume`](Self::consume) how much of it was
/// read; the rest comes again at the head of the next one.
///
/// ```
/// use safeharbor_core::Windows;
/// let mut windows = Windows::with_size(&b"one\ntwo\nthree\n"[..], 10).unwrap().unwrap();
/// let mut texts = Vec::new();
/// while let Some(window) = windows.next_window().unwrap() {
///     let read = window.text.len();
///     texts.push((window.start.line, window.text.to_owned()));
///     windows.consume(read);
/// }
/// assert_eq!(texts, [(1, "one\ntwo\n".to_owned()), (3, "three\n".to_owned())]);
/// ```
#[derive(Debug)]
pub struct Windows<R> {
    reader: R,
    /// Bytes that were read from `reader` and not yet consumed.
    buffer: Vec<u8>,
    /// Offset in the document of the buffer's first byte.
    base: usize,
    /// Position of the buffer's first byte.
    start: Position,
    encoding: Encoding,
    size: usize,
    /// Up to which size the document comes in one window; 0 once a part of it was read.
    whole: usize,
    tail: Tail,
    /// How many bytes of the buffer the current window shows.
    shown: usize,
    /// The current window's text, when it does not stand in the buffer as it is.
    transcoded: Option<String>,
    /// The current window's map.
    map: OffsetMap,
}

impl<R: Read> Windows<R> {
    /// Reads the head of `reader` and decides about the encoding; `None` when the content is binary.
    ///
    /// # Errors
    ///
    /// Whatever `reader` gives.
    pub fn new(reader: R) -> io::Result<Option<Self>> {
        let windows = Self::with_size(reader, WINDOW_SIZE)?;
        Ok(windows.map(|windows| Self {
            whole: WHOLE_SIZE,
            ..windows
        }))
    }

    /// The same with windows of about `size` bytes of the document (at least 8).
    ///
    /// # Errors
    ///
    /// Whatever `reader` gives.
    pub fn with_size(mut reader: R, size: usize) -> io::Result<Option<Self>> {
        let mut buffer = Vec::new();
        let wanted = SNIFFED as u64;
        let read = reader.by_ref().take(wanted).read_to_end(&mut buffer)?;
        let Some(Sniffed { encoding, mark }) = sniff(&buffer) else {
            return Ok(None);
        };
        buffer.drain(..mark);
        Ok(Some(Self {
            reader,
            buffer,
            base: mark,
            start: Position { line: 1, column: 1 },
            encoding,
            size: size.max(8),
            whole: 0,
            tail: if read < SNIFFED {
                Tail::Final
            } else {
                Tail::Open
            },
            shown: 0,
            transcoded: None,
            map: OffsetMap::Verbatim(mark),
        }))
    }

    /// The encoding of the document.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The next window; `None` at the end. Until some of it is consumed the same text comes again.
    ///
    /// # Errors
    ///
    /// Whatever the reader gives.
    pub fn next_window(&mut self) -> io::Result<Option<TextWindow<'_>>> {
        self.fill()?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let visible = self.visible();
        let end = match self.tail {
            Tail::Final if visible == self.buffer.len() => End::Last,
            _ => End::More,
        };
        self.shown = visible;
        let (text, map) = transcode(&self.buffer[..visible], self.encoding, self.base);
        let text = match text {
            Cow::Borrowed(text) => {
                self.transcoded = None;
                text
            }
            Cow::Owned(text) => self.transcoded.insert(text),
        };
        self.map = map.clone();
        Ok(Some(TextWindow {
            text,
            map,
            start: self.start,
            end,
        }))
    }

    /// The current window's text.
    fn shown_text(&self) -> &str {
        match &self.transcoded {
            Some(text) => text,
            // What `transcode` borrows is UTF-8.
            None => std::str::from_utf8(&self.buffer[..self.shown]).unwrap_or_default(),
        }
    }

    /// Says that the first `read` bytes of the current window's text were read. Inside a character it counts as its
    /// start; between CR and LF it counts as after the LF, so that no line is counted twice.
    pub fn consume(&mut self, read: usize) {
        let text = self.shown_text();
        let mut read = text.floor_char_boundary(read);
        let bytes = text.as_bytes();
        if read > 0 && bytes[read - 1] == b'\r' && bytes.get(read) == Some(&b'\n') {
            read += 1;
        }
        let start = advanced(self.start, &text[..read]);
        // The whole text takes all its bytes, also those that spell nothing (half a UTF-16 unit at the very end).
        let taken = if read == text.len() {
            self.shown
        } else {
            self.map.to_parent(Span::new(0, read)).end - self.base
        };
        self.start = start;
        self.base += taken;
        self.buffer.drain(..taken);
        self.whole = 0;
        // Nothing is shown until the next window; the rest comes again with it.
        self.shown = 0;
        self.transcoded = None;
    }

    /// Makes the following windows twice as large, for a record that does not fit; false when they are at their limit
    /// ([`MAX_WINDOW_SIZE`]) and the caller should pass over this one.
    pub fn widen(&mut self) -> bool {
        let wider = self.size.saturating_mul(2).min(MAX_WINDOW_SIZE);
        let grows = wider > self.size;
        self.size = self.size.max(wider);
        grows
    }

    fn fill(&mut self) -> io::Result<()> {
        // One byte more shows whether a whole document ends there.
        let wanted = self.size.max(self.whole + 1);
        if self.tail == Tail::Final || self.buffer.len() >= wanted {
            return Ok(());
        }
        let missing = wanted - self.buffer.len();
        self.buffer.reserve_exact(missing);
        let read = (&mut self.reader)
            .take(missing as u64)
            .read_to_end(&mut self.buffer)?;
        if read < missing {
            self.tail = Tail::Final;
        }
        Ok(())
    }

    /// How many bytes of the buffer the next window shows.
    fn visible(&self) -> usize {
        if self.tail == Tail::Final && self.buffer.len() <= self.size.max(self.whole) {
            return self.buffer.len();
        }
        let held = &self.buffer[..self.buffer.len().min(self.size)];
        let whole = whole_characters(held, self.encoding, Tail::Open);
        last_line_end(&held[..whole], self.encoding)
            .or_else(|| before_carriage_return(&held[..whole], self.encoding))
            .unwrap_or(whole)
    }
}

/// The end of the last line in `bytes`. A CR at the very end is left: an LF may follow it.
fn last_line_end(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    let (unit, low) = match encoding {
        Encoding::Utf8 => (1, 0),
        Encoding::Utf16Le => (2, 0),
        Encoding::Utf16Be => (2, 1),
    };
    let mut end = bytes.len();
    while let Some(at) = memchr::memrchr2(b'\n', b'\r', &bytes[..end]) {
        let first = at - at % unit;
        let is_character =
            at % unit == low && (unit == 1 || bytes.get(first + 1 - low) == Some(&0));
        let after = first + unit;
        if is_character && (bytes[at] == b'\n' || after < bytes.len()) {
            return Some(after);
        }
        end = at;
    }
    None
}

/// Where to cut a text without a line end: before a CR at its end, if that leaves anything.
fn before_carriage_return(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    let (unit, return_): (usize, &[u8]) = match encoding {
        Encoding::Utf8 => (1, b"\r"),
        Encoding::Utf16Le => (2, b"\r\0"),
        Encoding::Utf16Be => (2, b"\0\r"),
    };
    (bytes.ends_with(return_) && bytes.len() > unit).then(|| bytes.len() - unit)
}

/// `start` moved over `text`.
fn advanced(start: Position, text: &str) -> Position {
    let bytes = text.as_bytes();
    let mut line = start.line;
    let mut line_start = None;
    if memchr::memchr(b'\r', bytes).is_none() {
        // Counting is several times as fast as stopping at each of them.
        line += memchr::memchr_iter(b'\n', bytes).count();
        line_start = memchr::memrchr(b'\n', bytes).map(|at| at + 1);
    } else {
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                line += 1;
                line_start = Some(at + 1);
            }
        }
    }
    let column = match line_start {
        Some(from) => text[from..].chars().count() + 1,
        None => start.column + text.chars().count(),
    };
    Position { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::decode;
    use proptest::prelude::*;

    /// Reads everything and gives the text with the position and the document's byte of each character.
    fn read_all(bytes: &[u8], size: usize, share: usize) -> Vec<(char, Position, usize)> {
        let mut windows = Windows::with_size(bytes, size)
            .expect("a slice reads")
            .expect("the content is text");
        let mut characters = Vec::new();
        while let Some(window) = windows.next_window().expect("a slice reads") {
            let lines = LineIndex::new(window.text);
            let mut read = match window.end {
                End::Last => window.text.len(),
                End::More => (window.text.len() / share).max(4).min(window.text.len()),
            };
            read = window.text.floor_char_boundary(read);
            let between =
                window.text[..read].ends_with('\r') && window.text[read..].starts_with('\n');
            read += usize::from(between);
            for (at, character) in window.text[..read].char_indices() {
                let byte = window.map.to_parent(Span::new(at, at + 1)).start;
                characters.push((character, window.position(&lines, at), byte));
            }
            windows.consume(read);
        }
        characters
    }

    fn expected(bytes: &[u8]) -> Vec<(char, Position, usize)> {
        let whole = decode(bytes).expect("the content is text");
        let lines = LineIndex::new(&whole.text);
        let each = whole.text.char_indices().map(|(at, character)| {
            let byte = whole.map.to_parent(Span::new(at, at + 1)).start;
            (character, lines.position(&whole.text, at), byte)
        });
        each.collect()
    }

    #[test]
    fn cuts_at_line_ends_and_never_inside_crlf() {
        let bytes = b"aaaa\r\nbbbbbb\r\ncccccccccccccccccccc\rd\n";
        for size in 8..30 {
            assert_eq!(read_all(bytes, size, 1), expected(bytes), "size {size}");
        }
    }

    #[test]
    fn widens_for_long_records() {
        let text = "x".repeat(100);
        let mut windows = Windows::with_size(text.as_bytes(), 16).unwrap().unwrap();
        let first = windows.next_window().unwrap().unwrap();
        assert_eq!((first.text.len(), first.end), (16, End::More));
        while windows.next_window().unwrap().unwrap().end == End::More {
            assert!(windows.widen());
        }
        assert_eq!(windows.next_window().unwrap().unwrap().text.len(), 100);
    }

    #[test]
    fn binary_has_no_windows() {
        assert!(Windows::new(&b"\x7fELF\0\0\0\x01"[..]).unwrap().is_none());
    }

    #[test]
    fn a_document_that_is_not_large_comes_whole() {
        let line = b"0123456789abcde\n";
        for (length, first) in [
            (WHOLE_SIZE, WHOLE_SIZE),
            (WHOLE_SIZE + line.len(), WINDOW_SIZE),
        ] {
            let document = line.repeat(length / line.len());
            let mut windows = Windows::new(&document[..])
                .expect("a slice reads")
                .expect("the content is text");
            let mut lengths = Vec::new();
            while let Some(window) = windows.next_window().expect("a slice reads") {
                lengths.push(window.text.len());
                windows.consume(*lengths.last().unwrap_or(&0));
            }
            assert_eq!(lengths[0], first);
            assert_eq!(lengths.iter().sum::<usize>(), length);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn windows_give_the_whole_text(text in "([ -~]|\r|\n|\r\n|é|€|😀){0,120}", size in 8usize..40, share in 1usize..4, form in 0usize..4) {
            let bytes: Vec<u8> = match form {
                0 => text.clone().into_bytes(),
                1 => b"\xff\xfe".iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
                2 => b"\xfe\xff".iter().copied().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
                _ => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0xe9)).collect(),
            };
            prop_assume!(decode(&bytes).is_some());
            prop_assert_eq!(read_all(&bytes, size, share), expected(&bytes));
        }
    }
}
