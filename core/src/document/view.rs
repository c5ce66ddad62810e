//! Views: text inside a document, decoded, and the map from its offsets back to the text it came from.

use std::borrow::Cow;

use super::language::Language;
use super::transcoding::Transcoding;
use crate::span::Span;

/// What a view is: it decides which extractors run on it and which evidence its surroundings give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViewKind {
    /// The document itself.
    Document,
    /// A string literal of source code, or several joined, with the escapes undone.
    StringLiteral,
    /// A comment of source code, without its markers.
    Comment,
    /// A cell of a notebook, a table or a delimited file.
    Cell,
    /// Character data or an attribute of a markup document, entities undone.
    Markup,
    /// Base64 or base64url payload.
    Base64,
    /// Hexadecimal payload.
    Hex,
    /// Percent-encoded text.
    Percent,
    /// Text with `\uXXXX` or `\xXX` escapes.
    UnicodeEscapes,
    /// A free-text value of a structured format: a note, an OBX-5, a narrative.
    FreeText,
    /// A delimited file inside a string literal, header first.
    Table,
    /// Source code in a document of another kind: a script in a page, a cell of a notebook.
    Source(Language),
    /// A member of an archive or a part of a container format.
    Member,
}

/// Maps offsets of a view's text to offsets of the text the view was taken from (its parent).
///
/// Every mapped span lies within the bytes that the view came from, and mapping keeps order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OffsetMap {
    /// The view is a verbatim part of its parent, beginning at this byte.
    Verbatim(usize),
    /// Piece by piece, in order of `view_start`; never empty.
    Pieces(Vec<Piece>),
    /// The view was decoded from code units of a fixed size: a document that is not UTF-8.
    Transcoded(Transcoding),
    /// No finer relation is known (a compressed payload): everything maps to this whole span of the parent.
    Whole(Span),
}

/// A run of a view's text and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset in the view at which the piece starts.
    pub view_start: usize,
    /// Length in bytes in the view.
    pub view_len: usize,
    /// Byte offset in the parent.
    pub parent_start: usize,
    /// Length in bytes in the parent.
    pub parent_len: usize,
    /// How it stands there.
    pub standing: Standing,
}

/// How a piece of a view stands in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Byte for byte, so that both lengths are the same.
    Verbatim,
    /// As an escape or an entity, whose length may be the same by chance: indivisible, any part of it maps to the whole.
    Encoded,
}

impl OffsetMap {
    /// Maps a span of the view to the smallest span of the parent that produced it.
    pub fn to_parent(&self, span: Span) -> Span {
        match self {
            OffsetMap::Verbatim(base) => span.shifted(*base),
            OffsetMap::Whole(whole) => *whole,
            OffsetMap::Transcoded(transcoding) => transcoding.to_parent(span),
            OffsetMap::Pieces(pieces) => {
                let start = start_in_parent(pieces, span.start);
                let end = if span.is_empty() {
                    start
                } else {
                    end_in_parent(pieces, span.end)
                };
                Span::new(start, end)
            }
        }
    }
}

fn piece_at(pieces: &[Piece], offset: usize) -> Option<&Piece> {
    let index = pieces.partition_point(|piece| piece.view_start <= offset);
    pieces.get(index.saturating_sub(1))
}

fn start_in_parent(pieces: &[Piece], offset: usize) -> usize {
    let Some(piece) = piece_at(pieces, offset) else {
        return 0;
    };
    let within = offset.saturating_sub(piece.view_start);
    if within >= piece.view_len {
        piece.parent_start + piece.parent_len
    } else {
        match piece.standing {
            Standing::Verbatim => piece.parent_start + within,
            Standing::Encoded => piece.parent_start,
        }
    }
}

fn end_in_parent(pieces: &[Piece], end: usize) -> usize {
    // The last byte decides, so that an end on the border of two pieces stays in the first.
    let Some(piece) = piece_at(pieces, end.saturating_sub(1)) else {
        return 0;
    };
    let within = end.saturating_sub(piece.view_start).min(piece.view_len);
    match piece.standing {
        Standing::Verbatim => piece.parent_start + within,
        Standing::Encoded => piece.parent_start + piece.parent_len,
    }
}

/// Builds a decoded text together with its map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decoded {
    text: String,
    pieces: Vec<Piece>,
}

impl Decoded {
    /// An empty text.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Appends `text`, which stands unchanged at byte `parent_start` of the parent.
    pub(crate) fn verbatim(&mut self, text: &str, parent_start: usize) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.pieces.last_mut() {
            let follows = last.standing == Standing::Verbatim
                && last.parent_start + last.parent_len == parent_start;
            if follows {
                last.view_len += text.len();
                last.parent_len += text.len();
                self.text.push_str(text);
                return;
            }
        }
        let parent = Span::new(parent_start, parent_start + text.len());
        self.push(text, parent, Standing::Verbatim);
    }

    /// Appends `text`, which stands encoded in `parent` (an escape, an entity): an indivisible piece.
    pub(crate) fn replaced(&mut self, text: &str, parent: Span) {
        if !text.is_empty() {
            self.push(text, parent, Standing::Encoded);
        }
    }

    fn push(&mut self, text: &str, parent: Span, standing: Standing) {
        self.pieces.push(Piece {
            view_start: self.text.len(),
            view_len: text.len(),
            parent_start: parent.start,
            parent_len: parent.len(),
            standing,
        });
        self.text.push_str(text);
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The decoded text and its map. An empty text maps to byte 0.
    pub(crate) fn finish(self) -> (String, OffsetMap) {
        let map = match self.pieces.as_slice() {
            [] => OffsetMap::Verbatim(0),
            [only] if only.standing == Standing::Verbatim => OffsetMap::Verbatim(only.parent_start),
            _ => OffsetMap::Pieces(self.pieces),
        };
        (self.text, map)
    }
}

/// A text found inside another text and worth scanning in its turn.
#[derive(Clone, Debug)]
pub struct View<'t> {
    /// What it is.
    pub kind: ViewKind,
    /// The decoded text; borrowed when it stands verbatim in its parent.
    pub text: Cow<'t, str>,
    /// From offsets of `text` to offsets of the parent text.
    pub map: OffsetMap,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_maps_to_all_of_its_bytes() {
        // The parent text `a\tb`, where the escape takes two bytes.
        let mut decoded = Decoded::new();
        decoded.verbatim("a", 0);
        decoded.replaced("\t", Span::new(1, 3));
        decoded.verbatim("b", 3);
        let (text, map) = decoded.finish();
        assert_eq!(text, "a\tb");
        assert_eq!(map.to_parent(Span::new(1, 3)), Span::new(1, 4));
    }

    proptest! {
        /// Of a text in pieces, each verbatim or decoded, as long as what it stands for or not.
        #[test]
        fn every_span_maps_to_the_pieces_that_made_it(
            pieces in prop::collection::vec(("[aé]{1,4}", "[aé]{0,4}", any::<bool>()), 1..8),
        ) {
            let mut parent = String::new();
            let mut decoded = Decoded::new();
            // For each byte of the view the span of the parent that it came from.
            let mut origins = Vec::new();
            for (text, packed, verbatim) in &pieces {
                let start = parent.len();
                if *verbatim {
                    parent.push_str(text);
                    decoded.verbatim(text, start);
                    origins.extend((start..parent.len()).map(|at| Span::new(at, at + 1)));
                } else {
                    parent.push_str(packed);
                    let whole = Span::new(start, parent.len());
                    decoded.replaced(text, whole);
                    origins.extend(std::iter::repeat_n(whole, text.len()));
                }
            }
            let (text, map) = decoded.finish();
            let borders: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            for (from, &start) in borders.iter().enumerate() {
                for &end in &borders[from + 1..] {
                    let mapped = map.to_parent(Span::new(start, end));
                    prop_assert_eq!(mapped, Span::new(origins[start].start, origins[end - 1].end));
                    prop_assert!(parent.get(mapped.range()).is_some());
                }
            }
        }
    }
}
