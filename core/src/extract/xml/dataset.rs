//! DBUnit data sets: a table's rows as elements, with the columns as attributes (flat) or counted off (full).

use std::borrow::Cow;

use crate::extract::xml::emit::Emit;
use crate::extract::xml::plain::{self, Place};
use crate::extract::xml::tree::{Kind, Tree};
use crate::extract::{FieldOrigin, Label, Repeated, Scheme};

/// Reads a `dataset` element. Each child is a row of the table that it is named after, or a full table.
pub(super) fn read(emit: &mut Emit<'_, '_>, dataset: usize, around: Place) {
    let tree = emit.tree;
    let root = emit.labels.root(Scheme::Named);
    for child in tree.elements(dataset) {
        let is_table = tree.name(child, emit.text).eq_ignore_ascii_case("table");
        match tree.attribute(child, "name", emit.text) {
            Some(name) if is_table => table(emit, child, name, around),
            _ if tree.nodes[child].end > child + 1 => {
                plain::element(
                    emit,
                    child,
                    Place {
                        label: root,
                        ..around
                    },
                    Repeated::Yes,
                );
            }
            _ => flat_row(emit, child, root, around),
        }
    }
}

fn flat_row(emit: &mut Emit<'_, '_>, row: usize, root: Label, around: Place) {
    let tree = emit.tree;
    if tree.attribute_spans(row).is_empty() {
        return;
    }
    let name = tree.name(row, emit.text);
    let label = emit.label(root, name);
    let record = emit.record(around.record, name, row, Repeated::Yes);
    for attribute in tree.attribute_spans(row) {
        let column = emit.label(label, &emit.text[attribute.name.range()]);
        emit.attribute_field(record, column, FieldOrigin::Column, attribute);
    }
}

/// `<table name="T"><column>a</column>… <row><value>1</value>…</row>…</table>`.
fn table(emit: &mut Emit<'_, '_>, table: usize, name: &str, around: Place) {
    let tree = emit.tree;
    let root = emit.labels.root(Scheme::Named);
    let label = emit.label(root, name);
    let columns: Vec<Label> = columns(tree, table, emit.text)
        .iter()
        .map(|column| emit.label(label, column))
        .collect();
    for row in tree.elements(table) {
        if !tree.name(row, emit.text).eq_ignore_ascii_case("row") {
            continue;
        }
        let record = emit.record(around.record, name, row, Repeated::Yes);
        for (value, column) in tree.elements(row).zip(&columns) {
            if let Some(text) = tree.sole_text(value) {
                emit.text_field(record, *column, FieldOrigin::Column, text);
            }
        }
    }
}

/// The columns of a full table: those of earlier windows and those that stand in this one.
pub(super) fn columns(tree: &Tree, table: usize, text: &str) -> Vec<Box<str>> {
    let mut columns = match tree.nodes[table].kind {
        Kind::Carried(at) => tree.carried[at].columns.clone(),
        _ => Vec::new(),
    };
    if !tree.name(table, text).eq_ignore_ascii_case("table") {
        return columns;
    }
    let here = tree
        .elements(table)
        .take_while(|&child| !tree.name(child, text).eq_ignore_ascii_case("row"))
        .filter(|&child| tree.name(child, text).eq_ignore_ascii_case("column"));
    columns.extend(here.map(|column| {
        let span = tree.sole_text(column).map(|text| tree.nodes[text].span);
        let name = span.map_or(Cow::Borrowed(""), |span| {
            super::entity::decode(&text[span.range()])
        });
        Box::from(&*name)
    }));
    columns
}
