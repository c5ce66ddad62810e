//! What the readings of markup share: labels, values and views of the tree's nodes.

use std::borrow::Cow;

use crate::document::{Language, ViewKind};
use crate::extract::json::text;
use crate::extract::label_cache::LabelCache;
use crate::extract::xml::token::Attribute;
use crate::extract::xml::tree::{Kind, Tree};
use crate::extract::{Extraction, FieldOrigin, Label, Labels, RecordId, Repeated};
use crate::span::Span;

/// Elements that hold scripts: those of pages, and of channels of integration engines.
const SCRIPTS: [&str; 5] = [
    "script",
    "preprocessingScript",
    "postprocessingScript",
    "deployScript",
    "undeployScript",
];

/// Turns the tree of a window into an extraction.
pub(crate) struct Emit<'a, 't> {
    pub(crate) text: &'t str,
    pub(crate) tree: &'a Tree,
    pub(crate) labels: &'a mut Labels,
    pub(crate) cache: &'a mut LabelCache,
    pub(crate) out: &'a mut Extraction<'t>,
}

impl<'t> Emit<'_, 't> {
    /// The path `parent` extended by `name`.
    pub(crate) fn label(&mut self, parent: Label, name: &str) -> Label {
        self.cache.child(self.labels, parent, name)
    }

    /// The decoded value of an attribute.
    pub(crate) fn attribute_value(&self, attribute: &Attribute) -> Cow<'t, str> {
        text::value(self.text, attribute.value, attribute.encoding)
    }

    /// The attribute of an element that has one of these names, if it stands in this window.
    pub(crate) fn find_attribute(&self, node: usize, names: &[&str]) -> Option<Attribute> {
        let mut all = self.tree.attribute_spans(node).iter();
        all.find(|attribute| {
            let name = super::tree::local(&self.text[attribute.name.range()]);
            names.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
        .copied()
    }

    /// The decoded character data of a text node, and where it stands.
    pub(crate) fn text_value(&self, node: usize) -> (Cow<'t, str>, Span) {
        let node = self.tree.nodes[node];
        match node.kind {
            Kind::Text(encoding) => (text::value(self.text, node.span, encoding), node.span),
            _ => (
                Cow::Borrowed(""),
                Span::new(node.span.start, node.span.start),
            ),
        }
    }

    /// Adds a field, unless its value is empty, and the value as a view when it is worth it.
    pub(crate) fn attribute_field(
        &mut self,
        record: RecordId,
        label: Label,
        origin: FieldOrigin,
        attribute: &Attribute,
    ) {
        if attribute.value.is_empty() {
            return;
        }
        let value = self.attribute_value(attribute);
        self.out
            .field(record, label, origin, value, attribute.value);
        let view = text::view(
            self.text,
            attribute.value,
            attribute.encoding,
            ViewKind::Markup,
        );
        self.out.views.extend(view);
    }

    /// Adds the character data of a text node as a field and, when it is worth it, as a view.
    pub(crate) fn text_field(
        &mut self,
        record: RecordId,
        label: Label,
        origin: FieldOrigin,
        node: usize,
    ) {
        let (value, span) = self.text_value(node);
        self.out.field(record, label, origin, value, span);
        self.text_view(node);
    }

    /// Adds the character data of a text node as a view when it is worth it.
    pub(crate) fn text_view(&mut self, node: usize) {
        // An element stands right before the first of its children.
        let holder = node.checked_sub(1);
        let holder = holder.map_or("", |holder| self.tree.name(holder, self.text));
        let kind = match SCRIPTS.contains(&holder) {
            true => ViewKind::Source(Language::JavaScript),
            false => ViewKind::Markup,
        };
        let node = self.tree.nodes[node];
        if let Kind::Text(encoding) = node.kind {
            let view = text::view(self.text, node.span, encoding, kind);
            self.out.views.extend(view);
        }
    }

    /// Opens a record named `name`.
    pub(crate) fn record(
        &mut self,
        parent: Option<RecordId>,
        name: &str,
        node: usize,
        repeated: Repeated,
    ) -> RecordId {
        let span = self.tree.nodes[node].span;
        self.out.record(parent, name.to_owned(), span, repeated)
    }
}
