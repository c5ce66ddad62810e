//! FHIR XML, read into the same tree as FHIR JSON: an element is a member, its `value` attribute a scalar, the name of a
//! resource's element its type.

use crate::document::{View, ViewKind};
use crate::extract::fhir::resource_type;
use crate::extract::json::tree::{Encoding, Key, Kind, Tree};
use crate::extract::xml::token::{Dialect, Shape, Token, Tokens};
use crate::extract::xml::tree::local;
use crate::extract::{Extraction, Window};
use crate::span::Span;

/// Reads a window of FHIR XML into `tree`, which has begun it. Narratives become views at once.
pub(super) fn parse<'t>(window: Window<'t>, tree: &mut Tree, out: &mut Extraction<'t>) {
    let text = window.text;
    let mut tokens = Tokens::new(text, window.end, Dialect::Xml);
    let mut narrative: Option<Narrative> = None;
    while let Some(token) = tokens.next() {
        if let Some(open) = &mut narrative {
            if let Some(end) = open.take(token, text) {
                view(open.inside, end, text, out);
                tree.settle(token.span.end);
                narrative = None;
            }
            continue;
        }
        match token.shape {
            Shape::Open if local(&text[token.content.range()]) == "div" => {
                narrative = Some(Narrative {
                    inside: token.span.end,
                    depth: 1,
                });
            }
            Shape::Open | Shape::Empty => element(token, &tokens, text, tree, out),
            Shape::Close => tree.close(Kind::Object, token.span.end),
            Shape::Text(_) => {}
        }
    }
    if let Some(open) = narrative
        && window.end == crate::extract::End::Last
    {
        view(open.inside, text.len(), text, out);
    }
}

/// A `div` that is being passed over.
struct Narrative {
    inside: usize,
    depth: usize,
}

impl Narrative {
    /// Takes a token; gives where the content ends when the `div` closes.
    fn take(&mut self, token: Token, text: &str) -> Option<usize> {
        if local(&text[token.content.range()]) != "div" {
            return None;
        }
        match token.shape {
            Shape::Open => self.depth += 1,
            Shape::Close => self.depth -= 1,
            Shape::Empty | Shape::Text(_) => {}
        }
        (self.depth == 0).then_some(token.span.start)
    }
}

fn view<'t>(start: usize, end: usize, text: &'t str, out: &mut Extraction<'t>) {
    let content = &text[start..end];
    if !content.trim().is_empty() {
        out.views.push(View {
            kind: ViewKind::Markup,
            text: content.into(),
            map: crate::document::OffsetMap::Verbatim(start),
        });
    }
}

fn element<'t>(
    token: Token,
    tokens: &Tokens<'t>,
    text: &'t str,
    tree: &mut Tree,
    out: &mut Extraction<'t>,
) {
    let name = Span::new(
        token.content.end - local(&text[token.content.range()]).len(),
        token.content.end,
    );
    let key = Key::At(name, Encoding::Plain);
    let value = tokens
        .attributes
        .iter()
        .find(|attribute| &text[attribute.name.range()] == "value");
    if let Some(value) = value {
        tree.scalar(key, Kind::Text(value.encoding), value.value, token.span.end);
        if token.shape == Shape::Empty {
            return;
        }
    }
    tree.open(key, Kind::Object, token.span, out);
    if resource_type::known(&text[name.range()]).is_some() && value.is_none() {
        tree.scalar(
            Key::Implied("resourceType"),
            Kind::Text(Encoding::Plain),
            name,
            token.span.end,
        );
    }
    for attribute in &tokens.attributes {
        let written = &text[attribute.name.range()];
        if matches!(written, "url" | "id") {
            let key = Key::At(attribute.name, Encoding::Plain);
            let kind = Kind::Text(attribute.encoding);
            tree.scalar(key, kind, attribute.value, token.span.end);
        }
    }
    if token.shape == Shape::Empty {
        tree.close(Kind::Object, token.span.end);
    }
}
