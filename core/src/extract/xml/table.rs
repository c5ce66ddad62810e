//! Tables of HTML and of C-CDA narratives: columns under a header row, or names in the first column.

use crate::extract::xml::emit::Emit;
use crate::extract::xml::entity;
use crate::extract::xml::tree::{Kind, Tree};
use crate::extract::{FieldOrigin, Label, RecordId, Repeated, Scheme};

/// Longer texts are no name of a column.
const MAX_NAME: usize = 64;

/// Reads a table: each row is a record of fields named by the header, or each row of two cells a field named by the first.
pub(crate) fn read(emit: &mut Emit<'_, '_>, table: usize, parent: Option<RecordId>) {
    let tree = emit.tree;
    let columns: Vec<Label> = columns(tree, table, emit.text)
        .iter()
        .map(|name| named(emit, name))
        .collect();
    let mut names_record = None;
    for row in rows(tree, table, emit.text) {
        let cells: Vec<usize> = tree.elements(row).collect();
        if columns.is_empty() {
            if let Some(label) = row_name(emit, &cells) {
                let record = *names_record
                    .get_or_insert_with(|| emit.record(parent, "", table, Repeated::No));
                cell_fields(emit, cells[1], record, label);
            }
        } else if !is_header(tree, &cells, emit.text) {
            let record = emit.record(parent, "", row, Repeated::Yes);
            for (&cell, &label) in cells.iter().zip(&columns) {
                cell_fields(emit, cell, record, label);
            }
        }
    }
}

/// The label of a name that people wrote.
pub(crate) fn named(emit: &mut Emit<'_, '_>, name: &str) -> Label {
    let root = emit.labels.root(Scheme::Named);
    emit.label(root, name)
}

/// The header of an open or whole table: carried from earlier windows, or the first row when it has header cells only.
pub(crate) fn columns(tree: &Tree, table: usize, text: &str) -> Vec<Box<str>> {
    if let Kind::Carried(at) = tree.nodes[table].kind
        && !tree.carried[at].columns.is_empty()
    {
        return tree.carried[at].columns.clone();
    }
    if !tree.name(table, text).eq_ignore_ascii_case("table") {
        return Vec::new();
    }
    let Some(first) = rows(tree, table, text).next() else {
        return Vec::new();
    };
    let cells: Vec<usize> = tree.elements(first).collect();
    match is_header(tree, &cells, text) {
        true => cells
            .iter()
            .map(|&cell| name(tree, cell, text).into())
            .collect(),
        false => Vec::new(),
    }
}

fn rows<'a>(tree: &'a Tree, table: usize, text: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is = move |node: usize, name: &str| tree.name(node, text).eq_ignore_ascii_case(name);
    tree.elements(table).flat_map(move |child| {
        let section = ["thead", "tbody", "tfoot"]
            .iter()
            .any(|name| is(child, name));
        let inside = section.then(|| tree.elements(child)).into_iter().flatten();
        let direct = (!section).then_some(child);
        direct
            .into_iter()
            .chain(inside)
            .filter(move |&row| is(row, "tr"))
    })
}

fn is_header(tree: &Tree, cells: &[usize], text: &str) -> bool {
    cells.len() > 1
        && cells
            .iter()
            .all(|&cell| tree.name(cell, text).eq_ignore_ascii_case("th"))
}

/// The text of a header cell or a label, without a colon at its end.
pub(crate) fn name(tree: &Tree, cell: usize, text: &str) -> String {
    let mut name = String::new();
    for node in &tree.nodes[cell + 1..tree.nodes[cell].end] {
        if matches!(node.kind, Kind::Text(_)) && name.len() < MAX_NAME {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&entity::decode(&text[node.span.range()]));
        }
    }
    name.trim_end_matches([':', ' ']).to_owned()
}

/// The name that the first of two cells gives the second: a header cell, or a text with a colon at its end.
fn row_name(emit: &mut Emit<'_, '_>, cells: &[usize]) -> Option<Label> {
    let &[first, _] = cells else {
        return None;
    };
    let tree = emit.tree;
    let is_header = tree.name(first, emit.text).eq_ignore_ascii_case("th");
    let last = tree.nodes[first + 1..tree.nodes[first].end].last()?;
    if !is_header && !emit.text[last.span.range()].ends_with(':') {
        return None;
    }
    let name = self::name(tree, first, emit.text);
    (!name.is_empty() && name.len() <= MAX_NAME).then(|| named(emit, &name))
}

/// Each run of text of a cell as a field.
pub(crate) fn cell_fields(emit: &mut Emit<'_, '_>, cell: usize, record: RecordId, label: Label) {
    if emit.labels.name(label).is_empty() {
        return;
    }
    let tree = emit.tree;
    let mut node = cell + 1;
    while node < tree.nodes[cell].end {
        let is_text = matches!(tree.nodes[node].kind, Kind::Text(_));
        if is_text {
            emit.text_field(record, label, FieldOrigin::Column, node);
        }
        // A table in a cell names its own.
        let is_table = tree.name(node, emit.text).eq_ignore_ascii_case("table");
        node = if is_table {
            tree.nodes[node].end
        } else {
            node + 1
        };
    }
}
