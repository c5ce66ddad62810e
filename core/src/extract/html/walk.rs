//! From the tree of a page to fields: form controls, labelled values, definition lists, tables, data attributes.

use crate::document::{Language, OffsetMap, View, ViewKind};
use crate::extract::xml::emit::Emit;
use crate::extract::xml::table;
use crate::extract::xml::token::Attribute;
use crate::extract::xml::tree::Kind;
use crate::extract::{FieldOrigin, Label, RecordId, Repeated};

/// Reads what stands below `node`, in order of the text; fields belong to `record`, or to one for the page.
pub(super) fn read(emit: &mut Emit<'_, '_>, node: usize) {
    let mut walk = Walk { emit, page: None };
    walk.below(node, None);
}

struct Walk<'e, 'a, 't> {
    emit: &'e mut Emit<'a, 't>,
    /// The record of the page, once it has a field.
    page: Option<RecordId>,
}

impl Walk<'_, '_, '_> {
    fn is(&self, node: usize, names: &[&str]) -> bool {
        let name = self.emit.tree.name(node, self.emit.text);
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    fn record(&mut self, around: Option<RecordId>) -> RecordId {
        let emit = &mut *self.emit;
        around.unwrap_or_else(|| {
            *self
                .page
                .get_or_insert_with(|| emit.record(None, "", 0, Repeated::No))
        })
    }

    fn below(&mut self, node: usize, around: Option<RecordId>) {
        let tree = self.emit.tree;
        let mut named: Option<Label> = None;
        for child in tree.elements(node) {
            if let Some(label) = named.take()
                && self.labelled(child, label, around)
            {
                continue;
            }
            if self.is(child, &["label", "dt"]) {
                named = self.name_of(child);
            }
            self.element(child, around);
        }
    }

    fn element(&mut self, node: usize, around: Option<RecordId>) {
        self.data_attributes(node, around);
        if self.is(node, &["script", "style"]) {
            self.script(node);
        } else if self.is(node, &["input", "textarea", "option", "meta"]) {
            self.control(node, around);
        } else if self.is(node, &["form"]) {
            let name = self.emit.tree.attribute(node, "name", self.emit.text);
            let name = name.unwrap_or_default();
            let record = self.emit.record(around, name, node, Repeated::No);
            self.below(node, Some(record));
        } else {
            if self.is(node, &["table"]) {
                table::read(self.emit, node, around);
            }
            self.below(node, around);
        }
    }

    /// The name that a label or term gives to what follows it.
    fn name_of(&mut self, node: usize) -> Option<Label> {
        let name = table::name(self.emit.tree, node, self.emit.text);
        (!name.is_empty()).then(|| table::named(self.emit, &name))
    }

    /// What follows a label: a control without a name of its own, or an element with the value as its text.
    fn labelled(&mut self, node: usize, label: Label, around: Option<RecordId>) -> bool {
        if self.is(
            node,
            &[
                "input", "select", "textarea", "form", "table", "script", "label", "dt",
            ],
        ) {
            return false;
        }
        let tree = self.emit.tree;
        let mut texts = (node + 1..tree.nodes[node].end)
            .filter(|&below| matches!(tree.nodes[below].kind, Kind::Text(_)));
        let (Some(text), None) = (texts.next(), texts.next()) else {
            return false;
        };
        let record = self.record(around);
        self.emit
            .text_field(record, label, FieldOrigin::Entry, text);
        true
    }

    /// `<input name="…" value="…">`, `<textarea name="…">…</textarea>`, `<meta name="…" content="…">`.
    fn control(&mut self, node: usize, around: Option<RecordId>) {
        const NOT_TYPED: [&str; 6] = ["button", "checkbox", "image", "radio", "reset", "submit"];
        let kind = self.emit.tree.attribute(node, "type", self.emit.text);
        if kind.is_some_and(|kind| NOT_TYPED.iter().any(|not| kind.eq_ignore_ascii_case(not))) {
            return;
        }
        let name = self
            .emit
            .find_attribute(node, &["name", "property"])
            .or_else(|| {
                self.emit
                    .find_attribute(node, &["id", "aria-label", "placeholder"])
            });
        let Some(name) = name else {
            return;
        };
        let name = self.emit.attribute_value(&name);
        let label = table::named(self.emit, &name);
        if let Some(value) = self.emit.find_attribute(node, &["value", "content"]) {
            self.attribute(label, &value, around);
        } else if let Some(text) = self.emit.tree.sole_text(node) {
            let record = self.record(around);
            self.emit
                .text_field(record, label, FieldOrigin::Entry, text);
        }
    }

    fn attribute(&mut self, label: Label, value: &Attribute, around: Option<RecordId>) {
        let record = self.record(around);
        self.emit
            .attribute_field(record, label, FieldOrigin::Entry, value);
    }

    /// `data-mrn="…"` is a field `mrn`; so is `mrn="…"` of a component.
    fn data_attributes(&mut self, node: usize, around: Option<RecordId>) {
        let tree = self.emit.tree;
        // What is handed to a component, `<patient-card dob="…">`, has the names that its author gave.
        let element = tree.name(node, self.emit.text);
        let is_component = element.contains('-') || element.starts_with(char::is_uppercase);
        for attribute in tree.attribute_spans(node) {
            let written = &self.emit.text[attribute.name.range()];
            let name = written.strip_prefix("data-");
            if let Some(name) = name.or(is_component.then_some(written)) {
                let label = table::named(self.emit, name);
                self.attribute(label, attribute, around);
            }
        }
    }

    /// The content of a script or style, as it stands.
    fn script(&mut self, node: usize) {
        let Some(content) = self.emit.tree.sole_text(node) else {
            return;
        };
        let span = self.emit.tree.nodes[content].span;
        self.emit.out.views.push(View {
            kind: ViewKind::Source(Language::Typescript),
            text: self.emit.text[span.range()].into(),
            map: OffsetMap::Verbatim(span.start),
        });
    }
}
