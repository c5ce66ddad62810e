//! FHIR R4 and R5: resources, bundles, contained resources and fragments, as JSON (NDJSON too), as XML and as FHIR Shorthand.
//!
//! Labels are FHIR's own element paths (`Patient.name.family`); what stands beside a value (the system and type of an
//! identifier, the use of a contact point) qualifies it. What is no resource reads as plain JSON. The DICOM JSON model
//! travels in the same envelopes and is read here too.

mod attachment;
mod dicom;
mod element;
mod qualifier;
mod resource_type;
mod shorthand;
mod xml;

pub use shorthand::{FhirShorthandExtractor, sniff as sniff_shorthand};

use crate::extract::json::tree::{Kind, Tree};
use crate::extract::json::{self, Emit, MAX_ELEMENT};
use crate::extract::label_cache::LabelCache;
use crate::extract::{End, Extraction, Extractor, Labels, Window};
use crate::span::Span;

/// Reads FHIR JSON. A resource is held back until it is whole, since its type may stand anywhere in it; one of more than a
/// mebibyte is read in parts.
#[derive(Debug, Default)]
pub struct FhirJsonExtractor {
    tree: Tree,
    cache: LabelCache,
}

impl Extractor for FhirJsonExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.begin();
        json::parse(window, &mut self.tree, out);
        finish(window, &mut self.tree, &mut self.cache, labels, out)
    }
}

/// Reads FHIR XML, with the same labels, qualifiers and records as FHIR JSON.
#[derive(Debug, Default)]
pub struct FhirXmlExtractor {
    tree: Tree,
    cache: LabelCache,
}

impl Extractor for FhirXmlExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.begin();
        let views = out.views.len();
        xml::parse(window, &mut self.tree, out);
        let read = finish(window, &mut self.tree, &mut self.cache, labels, out);
        // A narrative behind the cut comes again.
        let again = out.views[views..]
            .iter()
            .position(|view| view.map.to_parent(Span::new(0, 1)).start >= read);
        if let Some(first) = again.filter(|_| window.end == End::More) {
            out.views.truncate(views + first);
        }
        read
    }
}

/// Ends the window and turns what is whole into records and fields; gives how much was read.
fn finish<'t>(
    window: Window<'t>,
    tree: &mut Tree,
    cache: &mut LabelCache,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) -> usize {
    let read = close(tree, window);
    if read > 0 {
        Emit {
            text: window.text,
            tree,
            labels,
            cache,
            out,
            read_object: element::read_object,
        }
        .all();
    }
    read
}

/// Ends the window in `tree` and gives how much of it was read.
fn close(tree: &mut Tree, window: Window<'_>) -> usize {
    match window.end {
        End::Last => {
            tree.finish(window.text.len());
            window.text.len()
        }
        End::More => {
            let depth = cut_depth(tree, window.text);
            tree.cut(depth, window.text, |tree, node| {
                let told = told_in_text(tree, node, window.text);
                told.map(Into::into)
            })
        }
    }
}

/// Where to cut: between resources, never inside one of reasonable size.
fn cut_depth(tree: &Tree, text: &str) -> usize {
    let innermost = tree.open.len().saturating_sub(1);
    if text.len() >= MAX_ELEMENT {
        return innermost;
    }
    let mut depth = 0;
    for (above, frame) in tree.open.iter().enumerate().skip(1) {
        let is_envelope = match tree.nodes[frame.node].kind {
            Kind::Array => true,
            _ if above == innermost => false,
            _ => holds_resources(tree, frame.node, tree.open[above + 1].node, text),
        };
        if !is_envelope {
            break;
        }
        depth = above;
    }
    depth
}

/// Whether an open object is an envelope that resources stand in, judged by its type and by what is open inside.
fn holds_resources(tree: &Tree, object: usize, inside: usize, text: &str) -> bool {
    match told_in_text(tree, object, text) {
        Some(name) => name == "Bundle" && tree.key(inside, text) == Some("entry"),
        None => match tree.key(inside, text) {
            Some("entry") => true,
            Some("contained") | None => false,
            Some(_) => tree
                .children(inside)
                .next()
                .is_some_and(|first| told_in_text(tree, first, text).is_some()),
        },
    }
}

/// The resource type of an object as far as it has been read.
fn told_in_text<'a>(tree: &'a Tree, node: usize, text: &'a str) -> Option<&'static str> {
    let carried = tree.carried_resource(node).and_then(resource_type::known);
    carried.or_else(|| {
        let open_end = tree.nodes.len();
        let node_end = match tree.open.iter().any(|frame| frame.node == node) {
            true => open_end,
            false => tree.nodes[node].end,
        };
        let mut child = node + 1;
        while child < node_end {
            if tree.key(child, text) == Some("resourceType") {
                return resource_type::known(text.get(tree.nodes[child].span.range())?);
            }
            let is_open = tree.open.iter().any(|frame| frame.node == child);
            child = if is_open {
                node_end
            } else {
                tree.nodes[child].end
            };
        }
        None
    })
}

/// Whether a text that begins with `head` is FHIR or DICOM JSON: JSON with a `resourceType` of the standard, with the
/// elements of a person, or with tags and their value representations.
pub fn sniff_json(head: &str) -> bool {
    if !head.trim_start().starts_with(['"', '\'', '\u{feff}']) && !json::sniff(head) {
        return false;
    }
    let has = |key: &str| head.contains(key);
    names_resource(head)
        || (has("\"birthDate\"") && (has("\"family\"") || has("\"given\"") || has("\"telecom\"")))
        || (has("\"family\"") && has("\"given\"") && (has("\"identifier\"") || has("\"telecom\"")))
        || (has("\"subscriberId\"") && (has("\"payor\"") || has("\"beneficiary\"")))
        || (has("\"vr\"") && (has("\"0010") || has("\"0008")))
}

/// Whether a text that begins with `head` is FHIR XML: markup in FHIR's namespace, or one that begins with a resource's
/// element whose members hold `value` attributes.
pub fn sniff_xml(head: &str) -> bool {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return false;
    }
    if head.contains("=\"http://hl7.org/fhir\"") || head.contains("='http://hl7.org/fhir'") {
        return true;
    }
    let name = start[1..].split(|c: char| !c.is_ascii_alphabetic()).next();
    name.and_then(resource_type::known).is_some()
        && [
            "<id value=",
            "<name>",
            "<identifier>",
            "<birthDate value=",
            "<status value=",
        ]
        .iter()
        .any(|mark| head.contains(mark))
        && head.contains(" value=")
}

fn names_resource(head: &str) -> bool {
    head.match_indices("resourceType").any(|(at, key)| {
        let rest = head[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
        let value = rest.strip_prefix(':').unwrap_or_default().trim_start();
        let name = value.trim_start_matches(['"', '\'']);
        let end = name
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(name.len());
        resource_type::known(&name[..end]).is_some()
    })
}

#[cfg(test)]
mod tests;
