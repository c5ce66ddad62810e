//! Messages of HL7 v2 as JSON, as integration engines write them: `{"PID": {"PID.5": {"PID.5.1": "…"}}}`, and with the names of
//! data types as the XML encoding has them: `{"PID.5": [{"XPN.1": [{"FN.1": ["…"]}]}]}`.

use crate::extract::json::emit::{Emit, Taken};
use crate::extract::json::tree::Kind;
use crate::extract::{Field, FieldOrigin, Qualified, Qualifier, RecordId, Scheme, hl7v2};

/// Reads a member whose key is the place of a field in a segment.
pub(super) fn read(emit: &mut Emit<'_, '_>, node: usize, record: RecordId) -> Taken {
    let key = emit.tree.key(node, emit.text).unwrap_or_default();
    let is_place = matches!(
        key.as_bytes(),
        [b'A'..=b'Z', _, _, b'.' | b'-' | b'_', b'0'..=b'9', ..]
    );
    let Some(address) = is_place.then(|| hl7v2::address(&[key])).flatten() else {
        return Taken::No;
    };
    let field = address.split('.').next().unwrap_or(&address);
    self::field(emit, node, (field, &address), record);
    Taken::Yes
}

/// A field, or each of its repetitions; `address` is what a value of its own has.
fn field(emit: &mut Emit<'_, '_>, node: usize, (path, address): (&str, &str), record: RecordId) {
    let tree = emit.tree;
    match tree.nodes[node].kind {
        Kind::Root => {}
        Kind::Array => {
            for child in tree.children(node) {
                field(emit, child, (path, address), record);
            }
        }
        Kind::Text(_) | Kind::Bare => push(emit, node, address, record, Qualified::default()),
        Kind::Object => {
            let qualifiers: Vec<Qualifier<'_>> = tree
                .children(node)
                .filter_map(|component| {
                    let name = qualifying(tree.key(component, emit.text)?)?;
                    Some((name, emit.decoded(first_scalar(emit, component)?)))
                })
                .collect();
            let qualified = emit.out.qualify(qualifiers);
            for component in tree.children(node) {
                let number = tree.key(component, emit.text).and_then(number);
                if let (Some(number), Some(scalar)) = (number, first_scalar(emit, component)) {
                    push(emit, scalar, &format!("{path}.{number}"), record, qualified);
                }
            }
        }
    }
}

/// The number that the name of a component ends with: `XPN.1`, `PID.5.1`.
fn number(key: &str) -> Option<u8> {
    let (_, number) = key.rsplit_once(['.', '-', '_'])?;
    number.parse().ok()
}

/// The qualifier that a component is for the others: the assigning authority and the type of an identifier, the use and the
/// equipment of a contact.
fn qualifying(key: &str) -> Option<&'static str> {
    let is_contact = ["XTN", "PID.13", "PID.14"]
        .iter()
        .any(|contact| key.starts_with(contact));
    match (is_contact, number(key)?) {
        (true, 2) => Some("2"),
        (true, 3) => Some("3"),
        (false, 4) => Some("4"),
        (false, 5) => Some("5"),
        _ => None,
    }
}

/// The first scalar in a node: of subcomponents the first stands for the component.
fn first_scalar(emit: &Emit<'_, '_>, node: usize) -> Option<usize> {
    let within = node..emit.tree.nodes[node].end;
    let is_scalar = |&at: &usize| matches!(emit.tree.nodes[at].kind, Kind::Text(_) | Kind::Bare);
    within.into_iter().find(is_scalar)
}

fn push(
    emit: &mut Emit<'_, '_>,
    node: usize,
    address: &str,
    record: RecordId,
    qualified: Qualified,
) {
    if emit.is_value(node) {
        let field = Field {
            record,
            label: emit.labels.intern(Scheme::Hl7v2, address),
            origin: FieldOrigin::Standard,
            value: emit.decoded(node),
            span: emit.tree.nodes[node].span,
            qualified,
        };
        emit.out.fields.push(field);
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::json::JsonExtractor;
    use crate::extract::reading::listing;

    #[test]
    fn places_of_components() {
        for (text, expected) in [
            (
                r#"{"PID": {"PID.3": [{"PID.3.1": "77", "PID.3.5": "MR"}], "PID.5": {"PID.5.1": "Roe", "PID.5.2": "Jane"}}}"#,
                vec![
                    "PID-3.1[5=MR] = 77",
                    "PID-3.5[5=MR] = MR",
                    "PID-5.1 = Roe",
                    "PID-5.2 = Jane",
                ],
            ),
            (
                r#"{"PID": [{"PID.5": [{"XPN.1": [{"FN.1": ["Roe"]}], "XPN.2": ["Jane"]}], "PID.7": [{"TS.1": ["18150203"]}]}]}"#,
                vec!["PID-5.1 = Roe", "PID-5.2 = Jane", "PID-7.1 = 18150203"],
            ),
            (
                r#"{"PID.5.2": "Jane", "PID-7": "1815"}"#,
                vec!["PID-5.2 = Jane", "PID-7.1 = 1815"],
            ),
            (
                r#"{"PID": 7, "PID.x": 1, "pid.5": {"a": 2}}"#,
                vec!["PID = 7", "PID.x = 1", "pid.5.a = 2"],
            ),
        ] {
            assert_eq!(
                listing(&mut JsonExtractor::default(), text),
                expected,
                "{text}"
            );
        }
    }
}
