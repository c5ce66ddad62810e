//! The XML encoding of HL7 v2 (HL7 Version 2: XML Encoding Syntax): `<PID><PID.3><CX.1>…</CX.1></PID.3></PID>`, with the
//! labels of the encoding by delimiters.

use std::borrow::Cow;

use crate::extract::xml::emit::Emit;
use crate::extract::xml::plain::Place;
use crate::extract::xml::tree::Kind;
use crate::extract::{Field, FieldOrigin, Qualified, RecordId, Repeated, Scheme};

/// Components that narrow the meaning of the others: the use and equipment of a contact, else the assigning authority and
/// type of an identifier.
fn qualifying(data_type: &str) -> [(usize, &'static str); 2] {
    match data_type {
        "XTN" => [(2, "2"), (3, "3")],
        _ => [(4, "4"), (5, "5")],
    }
}

type Qualifiers<'t> = Vec<(&'static str, Cow<'t, str>)>;

/// Reads an element that is a segment; gives whether it is one.
pub(super) fn read(emit: &mut Emit<'_, '_>, node: usize, around: Place) -> bool {
    let tree = emit.tree;
    let segment = tree.name(node, emit.text);
    let is_code = segment.len() == 3
        && segment.starts_with(|first: char| first.is_ascii_uppercase())
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let has_fields = || {
        tree.elements(node)
            .next()
            .is_some_and(|first| number(emit, first, Some(segment)).is_some())
    };
    if !is_code || !has_fields() {
        return false;
    }
    let record = emit.record(around.record, segment, node, Repeated::No);
    for child in tree.elements(node) {
        if let Some(field) = number(emit, child, Some(segment)) {
            components(emit, child, &format!("{segment}-{field}"), record);
        }
    }
    true
}

/// The number in a name such as `PID.3` or `CX.1`; `prefix` is what must stand before it.
fn number(emit: &Emit<'_, '_>, node: usize, prefix: Option<&str>) -> Option<usize> {
    let (before, number) = emit.tree.name(node, emit.text).rsplit_once('.')?;
    if prefix.is_some_and(|prefix| prefix != before) {
        return None;
    }
    number.parse().ok()
}

fn components(emit: &mut Emit<'_, '_>, field: usize, path: &str, record: RecordId) {
    let tree = emit.tree;
    // A field without components is its own first component.
    if let Some(text) = tree.sole_text(field) {
        return push(
            emit,
            text,
            &format!("{path}.1"),
            record,
            Qualified::default(),
        );
    }
    let qualifiers = qualifiers(emit, field);
    let qualified = emit.out.qualify(qualifiers);
    for component in tree.elements(field) {
        let Some(number) = number(emit, component, None) else {
            continue;
        };
        // Of subcomponents, the first stands for the component, as where delimiters end it early.
        let text = (component + 1..tree.nodes[component].end)
            .find(|&below| matches!(tree.nodes[below].kind, Kind::Text(_)));
        if let Some(text) = text {
            push(emit, text, &format!("{path}.{number}"), record, qualified);
        }
    }
}

fn qualifiers<'t>(emit: &Emit<'_, 't>, field: usize) -> Qualifiers<'t> {
    let tree = emit.tree;
    let mut found = Qualifiers::new();
    for component in tree.elements(field) {
        let name = tree.name(component, emit.text);
        let data_type = name.split('.').next().unwrap_or_default();
        let name = qualifying(data_type)
            .into_iter()
            .find(|(wanted, _)| number(emit, component, None) == Some(*wanted));
        let text = (component + 1..tree.nodes[component].end)
            .find(|&below| matches!(tree.nodes[below].kind, Kind::Text(_)));
        if let (Some((_, name)), Some(text)) = (name, text) {
            found.push((name, emit.text_value(text).0));
        }
    }
    found
}

fn push<'t>(
    emit: &mut Emit<'_, 't>,
    text: usize,
    path: &str,
    record: RecordId,
    qualified: Qualified,
) {
    let root = emit.labels.root(Scheme::Hl7v2);
    let label = emit.label(root, path);
    let (value, span) = emit.text_value(text);
    emit.text_view(text);
    emit.out.fields.push(Field {
        record,
        label,
        origin: FieldOrigin::Standard,
        value,
        span,
        qualified,
    });
}
