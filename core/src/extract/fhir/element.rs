//! A resource and its elements: records and fields under FHIR's own paths.

use crate::document::ViewKind;
use crate::extract::fhir::{attachment, dicom, qualifier, resource_type};
use crate::extract::json::tree::Kind;
use crate::extract::json::{Emit, Place, Taken};
use crate::extract::{Field, FieldOrigin, Label, Qualified, RecordId, Repeated, Scheme};

/// Reads an object that is a resource, a fragment of one, or a data set of the DICOM JSON model.
pub(super) fn read_object(emit: &mut Emit<'_, '_>, node: usize, place: Place) -> Taken {
    let resource = resource_type::told(emit, node).or_else(|| resource_type::inferred(emit, node));
    if let Some(name) = resource {
        resource_record(emit, node, name, place.record);
        return Taken::Yes;
    }
    dicom::read_object(emit, node, place)
}

fn resource_record(
    emit: &mut Emit<'_, '_>,
    node: usize,
    name: &'static str,
    parent: Option<RecordId>,
) {
    let span = emit.tree.nodes[node].span;
    let record = emit.out.record(parent, name, span, Repeated::Yes);
    let root = emit.labels.root(Scheme::Fhir);
    let label = emit.cache.child(emit.labels, root, name);
    let inside = Inside { record, label };
    members(emit, node, inside, Qualified::default());
}

/// The resource and the path that the members of an element belong to.
#[derive(Clone, Copy)]
struct Inside {
    record: RecordId,
    label: Label,
}

fn members(emit: &mut Emit<'_, '_>, element: usize, inside: Inside, around: Qualified) {
    let qualified = qualifier::of(emit, element, around);
    let tree = emit.tree;
    for child in tree.children(element) {
        let key = tree.key(child, emit.text).unwrap_or_default();
        // `_birthDate` holds the extensions of `birthDate`.
        let name = key.trim_start_matches('_');
        if name == "resourceType" {
            continue;
        }
        if name == "data" && attachment::view(emit, element, child) {
            continue;
        }
        let label = emit.cache.child(emit.labels, inside.label, name);
        value(emit, child, Inside { label, ..inside }, qualified);
    }
}

fn value(emit: &mut Emit<'_, '_>, node: usize, inside: Inside, qualified: Qualified) {
    let tree = emit.tree;
    match tree.nodes[node].kind {
        Kind::Root => {}
        Kind::Array => {
            for child in tree.children(node) {
                value(emit, child, inside, qualified);
            }
        }
        // A contained resource, the resource of a bundle's entry, a parameter that is one.
        Kind::Object => match resource_type::told(emit, node) {
            Some(name) => resource_record(emit, node, name, Some(inside.record)),
            None => members(emit, node, inside, qualified),
        },
        Kind::Text(_) | Kind::Bare => scalar(emit, node, inside, qualified),
    }
}

fn scalar(emit: &mut Emit<'_, '_>, node: usize, inside: Inside, qualified: Qualified) {
    if !emit.is_value(node) {
        return;
    }
    let is_narrative = emit.tree.has_key(node, "div", emit.text);
    emit.view(
        node,
        if is_narrative {
            ViewKind::Markup
        } else {
            ViewKind::FreeText
        },
    );
    if is_narrative {
        return;
    }
    if emit.labels.is_silent(inside.label) {
        return;
    }
    let value = emit.decoded(node);
    emit.out.fields.push(Field {
        record: inside.record,
        label: inside.label,
        origin: FieldOrigin::Standard,
        value,
        span: emit.tree.nodes[node].span,
        qualified,
    });
}
