//! What narrows the meaning of an element: the system, use and type that stand beside its value.

use smallvec::SmallVec;

use crate::extract::json::Emit;
use crate::extract::json::tree::Kind;
use crate::extract::{Qualified, Qualifier};

/// The members of an element that qualify the others, as addresses name them.
const SCALARS: [&str; 4] = ["system", "use", "url", "reference"];

/// Reads the qualifiers among the members of an element. A nested element of an extension keeps the extension's own.
pub(super) fn of(emit: &mut Emit<'_, '_>, element: usize, around: Qualified) -> Qualified {
    let mut found = SmallVec::<[Qualifier<'_>; 4]>::new();
    for child in emit.tree.children(element) {
        let has_key = |key: &str| emit.tree.has_key(child, key, emit.text);
        match emit.tree.nodes[child].kind {
            Kind::Text(_) => {
                let name = SCALARS.into_iter().find(|name| has_key(name));
                found.extend(name.map(|name| (name, emit.decoded(child))));
            }
            Kind::Object | Kind::Array if has_key("type") => types(emit, child, &mut found),
            _ => {}
        }
    }
    if !found.iter().any(|(name, _)| *name == "url") {
        let around = emit.out.qualifiers(around);
        found.extend(around.iter().filter(|(name, _)| *name == "url").cloned());
    }
    emit.out.qualify(found)
}

/// The codes of a `CodeableConcept`, or its text when it has none.
fn types<'t>(emit: &Emit<'_, 't>, concept: usize, found: &mut SmallVec<[Qualifier<'t>; 4]>) {
    let before = found.len();
    if let Some(coding) = emit.tree.member(concept, "coding", emit.text) {
        let codes = match emit.tree.nodes[coding].kind {
            Kind::Array => emit.tree.children(coding).take(MAX_CODINGS).collect(),
            _ => vec![coding],
        };
        for coding in codes {
            if let Some(code) = emit.tree.member(coding, "code", emit.text) {
                found.push(("type", emit.decoded(code)));
            }
        }
    }
    if found.len() == before
        && let Some(text) = emit.tree.member(concept, "text", emit.text)
    {
        found.push(("type", emit.decoded(text)));
    }
}

/// A type has a code or two; a list of thousands is no type.
const MAX_CODINGS: usize = 8;
