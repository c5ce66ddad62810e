//! Payloads: `Attachment.data` and `Binary.data` in base64.

use crate::extract::json::Emit;
use crate::extract::json::tree::Kind;
use crate::extract::payload::{self, Payload};

/// Adds the decoded `data` of `element` as a view when it is text. Gives whether `data` is a payload at all.
pub(super) fn view(emit: &mut Emit<'_, '_>, element: usize, data: usize) -> bool {
    let node = emit.tree.nodes[data];
    if !matches!(node.kind, Kind::Text(_)) {
        return false;
    }
    let media = emit.tree.member(element, "contentType", emit.text);
    let is_image = media.is_some_and(|media| {
        let media = emit.decoded(media);
        ["image/", "audio/", "video/"]
            .iter()
            .any(|kind| media.starts_with(kind))
    });
    if is_image {
        return true;
    }
    match payload::decode(&emit.decoded(data), node.span) {
        Payload::None => false,
        Payload::Binary => true,
        Payload::Text(view) => {
            emit.out.views.push(view);
            true
        }
    }
}
