//! The DICOM JSON model (PS3.18 annex F): `"00100010": {"vr": "PN", "Value": [{"Alphabetic": "…"}]}`.

use crate::extract::json::tree::Kind;
use crate::extract::json::{Emit, Place, Taken};
use crate::extract::{FieldOrigin, Label, RecordId, Repeated, Scheme};

/// Reads an object that is a data set: its first member is a tag with a `vr`.
pub(super) fn read_object(emit: &mut Emit<'_, '_>, node: usize, place: Place) -> Taken {
    let tree = emit.tree;
    let is_data_set = tree
        .children(node)
        .take(4)
        .any(|child| tag(emit, child).is_some() && tree.member(child, "vr", emit.text).is_some());
    if !is_data_set {
        return Taken::No;
    }
    data_set(emit, node, place.record, place.repeated);
    Taken::Yes
}

fn data_set(emit: &mut Emit<'_, '_>, node: usize, parent: Option<RecordId>, repeated: Repeated) {
    let tree = emit.tree;
    let span = tree.nodes[node].span;
    let record = emit.out.record(parent, "DICOM", span, repeated);
    for child in tree.children(node) {
        let (Some(tag), Some(values)) = (tag(emit, child), tree.member(child, "Value", emit.text))
        else {
            continue;
        };
        let root = emit.labels.root(Scheme::Dicom);
        let label = emit.cache.child(emit.labels, root, &tag);
        for value in tree.children(values) {
            one_value(emit, value, record, label);
        }
    }
}

fn one_value(emit: &mut Emit<'_, '_>, value: usize, record: RecordId, label: Label) {
    let tree = emit.tree;
    if tree.nodes[value].kind != Kind::Object {
        return scalar(emit, value, record, label);
    }
    // A person's name is an object of its representations; any other object is an item of a sequence.
    let mut is_name = false;
    for part in ["Alphabetic", "Ideographic", "Phonetic"] {
        if let Some(name) = tree.member(value, part, emit.text) {
            is_name = true;
            scalar(emit, name, record, label);
        }
    }
    if !is_name {
        data_set(emit, value, Some(record), Repeated::Yes);
    }
}

fn scalar(emit: &mut Emit<'_, '_>, node: usize, record: RecordId, label: Label) {
    if emit.is_value(node) {
        let value = emit.decoded(node);
        let span = emit.tree.nodes[node].span;
        emit.out
            .field(record, label, FieldOrigin::Standard, value, span);
    }
}

/// `00100010` as `(0010,0010)`.
fn tag(emit: &Emit<'_, '_>, node: usize) -> Option<String> {
    let key = emit.tree.key(node, emit.text)?;
    let is_tag = key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_tag.then(|| format!("({},{})", &key[..4], &key[4..]).to_ascii_lowercase())
}
