//! The running text of markup as one view: tags taken out, entities undone, every character mapped to its place.

use crate::document::{Decoded, View, ViewKind};
use crate::extract::json::tree::Encoding;
use crate::extract::xml::emit::Emit;
use crate::extract::xml::entity;
use crate::extract::xml::tree::{Kind, local};
use crate::span::Span;

/// Elements within a line; any other tag ends the line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "bdi", "code", "content", "em", "font", "i", "label", "linkhtml", "mark",
    "small", "span", "strong", "sub", "sup", "u",
];

/// Adds the text below `node` as one view, without what stands in elements that `leave_out` names.
pub(crate) fn view(emit: &mut Emit<'_, '_>, node: usize, leave_out: &[&str]) {
    let tree = emit.tree;
    let mut decoded = Decoded::new();
    let mut last_end = None;
    let mut at = node + 1;
    while at < tree.nodes[node].end {
        let here = tree.nodes[at];
        let Kind::Text(encoding) = here.kind else {
            let name = tree.name(at, emit.text);
            let skipped = leave_out.iter().any(|out| out.eq_ignore_ascii_case(name));
            at = if skipped { here.end } else { at + 1 };
            continue;
        };
        if let Some(end) = last_end {
            let between = Span::new(end, here.span.start);
            decoded.replaced(separator(&emit.text[between.range()]), between);
        }
        let raw = &emit.text[here.span.range()];
        match encoding {
            Encoding::Entities => entity::decode_into(&mut decoded, raw, here.span.start),
            _ => decoded.verbatim(raw, here.span.start),
        }
        last_end = Some(here.span.end);
        at += 1;
    }
    let (text, map) = decoded.finish();
    if !text.is_empty() {
        emit.out.views.push(View {
            kind: ViewKind::FreeText,
            text: text.into(),
            map,
        });
    }
}

/// What the markup between two runs of text amounts to: a space within a line, or a new line.
fn separator(markup: &str) -> &'static str {
    let mut tags = markup.split('<').skip(1);
    let is_inline = |tag: &str| {
        let tag = tag.trim_start_matches('/');
        let end = tag
            .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .unwrap_or(tag.len());
        let name = local(&tag[..end]);
        INLINE
            .iter()
            .any(|inline| inline.eq_ignore_ascii_case(name))
    };
    if tags.all(is_inline) { " " } else { "\n" }
}
