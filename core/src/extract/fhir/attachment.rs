//! Payloads: `Attachment.data` and `Binary.data` in base64.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::document::{OffsetMap, Piece, View, ViewKind};
use crate::extract::json::Emit;
use crate::extract::json::tree::{Encoding, Kind};
use crate::span::Span;

/// Shorter payloads hold no document.
const MIN_PAYLOAD: usize = 16;

/// A payload is mapped in at most this many pieces.
const MAX_PIECES: usize = 1 << 16;

/// Adds the decoded `data` of `element` as a view when it is text. Gives whether `data` is a payload at all.
pub(super) fn view(emit: &mut Emit<'_, '_>, element: usize, data: usize) -> bool {
    let node = emit.tree.nodes[data];
    let Kind::Text(encoding) = node.kind else {
        return false;
    };
    if node.span.len() < MIN_PAYLOAD {
        return false;
    }
    let is_image = emit
        .tree
        .member(element, "contentType", emit.text)
        .is_some_and(|kind| {
            let kind = emit.decoded(kind);
            ["image/", "audio/", "video/"]
                .iter()
                .any(|media| kind.starts_with(media))
        });
    if is_image {
        return true;
    }
    let mut payload = emit.decoded(data);
    let mut map = MapShape::Groups;
    if encoding != Encoding::Plain || payload.bytes().any(|byte| byte.is_ascii_whitespace()) {
        payload = Cow::Owned(payload.split_ascii_whitespace().collect());
        map = MapShape::Whole;
    }
    let Ok(bytes) = STANDARD.decode(payload.as_bytes()) else {
        return false;
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return true;
    };
    let map = match map {
        MapShape::Groups => groups(node.span, text.len()),
        MapShape::Whole => OffsetMap::Whole(node.span),
    };
    emit.out.views.push(View {
        kind: ViewKind::Base64,
        text: Cow::Owned(text),
        map,
    });
    true
}

/// How exactly a payload can be mapped.
#[derive(Clone, Copy)]
enum MapShape {
    /// Four characters stand for three bytes (RFC 4648 section 4).
    Groups,
    /// Line breaks or escapes stand between.
    Whole,
}

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
}
