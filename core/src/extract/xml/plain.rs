//! XML of no known vocabulary: elements are records, attributes and text-only elements are fields.

use std::borrow::Cow;

use crate::extract::xml::dataset;
use crate::extract::xml::emit::Emit;
use crate::extract::xml::hl7;
use crate::extract::xml::tree::Kind;
use crate::extract::{FieldOrigin, Label, RecordId, Repeated, Scheme};

/// Where an element stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The record around it.
    pub(super) record: Option<RecordId>,
    /// The path of the elements around it.
    pub(super) label: Label,
}

/// Reads everything in the tree.
pub(super) fn read(emit: &mut Emit<'_, '_>) {
    let label = emit.labels.root(Scheme::Named);
    let top = Place {
        record: None,
        label,
    };
    children(emit, 0, top);
}

fn children(emit: &mut Emit<'_, '_>, node: usize, inside: Place) {
    let tree = emit.tree;
    let text = emit.text;
    let mut names: Option<usize> = None;
    let mut before = "";
    let mut all = tree.children(node).peekable();
    while let Some(child) = all.next() {
        if matches!(tree.nodes[child].kind, Kind::Text(_)) {
            emit.text_view(child);
            continue;
        }
        let name = tree.name(child, text);
        let after = all.peek().map_or("", |&next| tree.name(next, text));
        let repeated = match name == before || name == after {
            true => Repeated::Yes,
            false => Repeated::No,
        };
        before = name;
        // A property list: `<key>…</key><string>…</string>`.
        let key = names.take().filter(|_| tree.sole_text(child).is_some());
        match key {
            Some(key) => {
                let (key, _) = emit.text_value(key);
                named_text(emit, child, &key, inside);
            }
            None if name == "key" && after != "value" => names = tree.sole_text(child),
            None => element(emit, child, inside, repeated),
        }
    }
}

fn named_text(emit: &mut Emit<'_, '_>, element: usize, name: &str, inside: Place) {
    if let Some(text) = emit.tree.sole_text(element) {
        let label = emit.label(inside.label, name);
        let record = or_open(emit, inside.record);
        emit.text_field(record, label, FieldOrigin::Entry, text);
    }
}

/// The record around, or one for the whole window when there is none.
fn or_open(emit: &mut Emit<'_, '_>, record: Option<RecordId>) -> RecordId {
    record.unwrap_or_else(|| emit.record(None, "", 0, Repeated::No))
}

pub(super) fn element(emit: &mut Emit<'_, '_>, node: usize, around: Place, repeated: Repeated) {
    let tree = emit.tree;
    let name = tree.name(node, emit.text);
    if name.eq_ignore_ascii_case("dataset") {
        return dataset::read(emit, node, around);
    }
    if hl7::read(emit, node, around) || pair(emit, node, around) {
        return;
    }
    let label = emit.label(around.label, name);
    if tree.attribute_spans(node).is_empty()
        && let Some(text) = tree.sole_text(node)
    {
        let record = or_open(emit, around.record);
        return emit.text_field(record, label, FieldOrigin::Entry, text);
    }
    if tree.nodes[node].end == node + 1 && tree.attribute_spans(node).is_empty() {
        return;
    }
    // Change logs of databases name the table of a row beside it: `<insert tableName="…">`.
    let table = tree.attribute(node, "tableName", emit.text);
    let record = emit.record(around.record, table.unwrap_or(name), node, repeated);
    attributes(emit, node, record, label);
    if let Some(text) = tree.sole_text(node) {
        return emit.text_field(record, label, FieldOrigin::Entry, text);
    }
    let inside = Place {
        record: Some(record),
        label,
    };
    children(emit, node, inside);
}

/// Prefixes of attributes that are about markup: namespaces, links, and how OpenDocument text looks (`style:family`).
const OF_MARKUP: [&str; 14] = [
    "xmlns", "xsi", "xml", "xlink", "xsl", "style", "fo", "svg", "draw", "text", "table", "office",
    "number", "loext",
];

fn attributes(emit: &mut Emit<'_, '_>, node: usize, record: RecordId, label: Label) {
    for attribute in emit.tree.attribute_spans(node) {
        let name = &emit.text[attribute.name.range()];
        let vocabulary = name.split_once(':').map_or(name, |(prefix, _)| prefix);
        if OF_MARKUP.contains(&vocabulary) {
            continue;
        }
        let label = emit.label(label, super::tree::local(name));
        emit.attribute_field(record, label, FieldOrigin::Entry, attribute);
    }
}

/// Elements that hold a named value: `<add key="k" value="v"/>`, `<entry key="k">v</entry>`,
/// `<setting name="k"><value>v</value></setting>`, `<property><name>k</name><value>v</value></property>`.
fn pair(emit: &mut Emit<'_, '_>, node: usize, around: Place) -> bool {
    let tree = emit.tree;
    let Some(name) = pair_name(emit, node) else {
        return false;
    };
    if let Some(value) = emit.find_attribute(node, &["value"]) {
        let label = emit.label(around.label, &name);
        let record = or_open(emit, around.record);
        emit.attribute_field(record, label, FieldOrigin::Entry, &value);
        return true;
    }
    let text = tree.sole_text(node).or_else(|| {
        let value = tree
            .elements(node)
            .find(|&child| tree.name(child, emit.text).eq_ignore_ascii_case("value"));
        tree.sole_text(value?)
    });
    let Some(text) = text else {
        return false;
    };
    let label = emit.label(around.label, &name);
    let record = or_open(emit, around.record);
    emit.text_field(record, label, FieldOrigin::Entry, text);
    true
}

/// Elements of more children are no pair.
const MAX_PAIR_CHILDREN: usize = 6;

fn pair_name<'t>(emit: &Emit<'_, 't>, node: usize) -> Option<Cow<'t, str>> {
    let tree = emit.tree;
    if let Some(attribute) = emit.find_attribute(node, &["key", "name"]) {
        return Some(emit.attribute_value(&attribute)).filter(|name| !name.is_empty());
    }
    if tree.elements(node).take(MAX_PAIR_CHILDREN + 1).count() > MAX_PAIR_CHILDREN {
        return None;
    }
    let is = |child: usize, names: &[&str]| {
        let name = tree.name(child, emit.text);
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let value = tree.elements(node).find(|&child| is(child, &["value"]))?;
    tree.sole_text(value)?;
    let name = tree
        .elements(node)
        .find(|&child| is(child, &["name", "key"]))?;
    Some(emit.text_value(tree.sole_text(name)?).0)
}
