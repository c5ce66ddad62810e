//! Base64 payloads inside structured formats: attachments, bodies that are no XML.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::document::{OffsetMap, Piece, Standing, View, ViewKind};
use crate::span::Span;

/// Shorter payloads hold no document.
const MIN_PAYLOAD: usize = 16;

/// A payload is mapped in at most this many pieces.
const MAX_PIECES: usize = 1 << 16;

/// What a value is that may be a payload.
pub(crate) enum Payload<'t> {
    /// Not base64, or too short.
    None,
    /// Base64 of something that is no text.
    Binary,
    /// Base64 of a text.
    Text(View<'t>),
}

/// Decodes `value`, which stands at `span`: exactly mapped when it stands there verbatim without line breaks.
pub(crate) fn decode<'t>(value: &str, span: Span) -> Payload<'t> {
    if value.len() < MIN_PAYLOAD {
        return Payload::None;
    }
    let packed: Cow<'_, str> = match value.bytes().any(|byte| byte.is_ascii_whitespace()) {
        true => Cow::Owned(value.split_ascii_whitespace().collect()),
        false => Cow::Borrowed(value),
    };
    let Ok(bytes) = STANDARD.decode(packed.as_bytes()) else {
        return Payload::None;
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Payload::Binary;
    };
    let map = match packed.len() == span.len() {
        true => groups(span, text.len()),
        false => OffsetMap::Whole(span),
    };
    Payload::Text(View {
        kind: ViewKind::Base64,
        text: Cow::Owned(text),
        map,
    })
}

/// Four characters stand for three bytes (RFC 4648 section 4).
fn groups(payload: Span, decoded: usize) -> OffsetMap {
    let count = decoded.div_ceil(3);
    let per_piece = count.div_ceil(MAX_PIECES).max(1);
    let pieces = (0..count).step_by(per_piece).map(|group| {
        let view_start = group * 3;
        let parent_start = payload.start + group * 4;
        Piece {
            view_start,
            view_len: (per_piece * 3).min(decoded - view_start),
            parent_start,
            parent_len: (per_piece * 4).min(payload.end - parent_start),
            standing: Standing::Encoded,
        }
    });
    OffsetMap::Pieces(pieces.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_map_to_their_characters() {
        // "abcdef" is YWJjZGVm.
        let map = groups(Span::new(10, 18), 6);
        assert_eq!(map.to_parent(Span::new(0, 3)), Span::new(10, 14));
        assert_eq!(map.to_parent(Span::new(4, 5)), Span::new(14, 18));
        assert_eq!(map.to_parent(Span::new(2, 4)), Span::new(10, 18));
    }

    #[test]
    fn payloads_are_told_from_text() {
        let read = |value: &str| match decode(value, Span::new(0, value.len())) {
            Payload::None => "none".to_owned(),
            Payload::Binary => "binary".to_owned(),
            Payload::Text(view) => view.text.into_owned(),
        };
        assert_eq!(read("UElEfDF8fDAwMDc3Nw=="), "PID|1||000777");
        assert_eq!(read("UElEfDF8\n  fDAwMDc3Nw=="), "PID|1||000777");
        assert_eq!(read("/////////////////////w=="), "binary");
        assert_eq!(read("not base64 at all, this"), "none");
        assert_eq!(read("YWJj"), "none");
    }
}
