//! From the tree to records, fields and views.

use std::borrow::Cow;

use crate::document::ViewKind;
use crate::extract::json::tree::{Kind, Tree};
use crate::extract::json::{hl7, text};
use crate::extract::label_cache::LabelCache;
use crate::extract::schema;
use crate::extract::{Extraction, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The record around it.
    pub(crate) record: Option<RecordId>,
    /// The path of keys that lead to it, its own included.
    pub(crate) label: Label,
    /// The node whose key names it: its own, or that of the array around it.
    pub(crate) named_by: Option<usize>,
    /// Whether it is one of many alike.
    pub(crate) repeated: Repeated,
}

/// Whether an object was read in a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was.
    Yes,
    /// It is an object like any other.
    No,
}

/// A way to read the objects of one vocabulary; asked for every object, outermost first.
pub(crate) type ReadObject = fn(&mut Emit<'_, '_>, usize, Place) -> Taken;

/// Every object is an object like any other.
pub(crate) fn plain(_: &mut Emit<'_, '_>, _: usize, _: Place) -> Taken {
    Taken::No
}

/// Turns the tree of a window into an extraction.
pub(crate) struct Emit<'a, 't> {
    pub(crate) text: &'t str,
    pub(crate) tree: &'a Tree,
    pub(crate) labels: &'a mut Labels,
    pub(crate) cache: &'a mut LabelCache,
    pub(crate) out: &'a mut Extraction<'t>,
    pub(crate) read_object: ReadObject,
}

impl<'t> Emit<'_, 't> {
    /// Everything in the tree.
    pub(crate) fn all(&mut self) {
        let label = self.labels.root(Scheme::Named);
        let mut top = Place {
            record: None,
            label,
            named_by: None,
            repeated: Repeated::Yes,
        };
        let tree = self.tree;
        // Members without braces around them: a fragment, which is one record.
        let is_scalar = |child: usize| matches!(tree.nodes[child].kind, Kind::Text(_) | Kind::Bare);
        if tree
            .children(0)
            .any(|child| is_scalar(child) && tree.key(child, self.text).is_some())
        {
            let span = tree.nodes[0].span;
            top.record = Some(self.out.record(None, "", span, Repeated::No));
            top.repeated = Repeated::No;
        }
        for child in tree.children(0) {
            self.value(child, top);
        }
    }

    /// Any value; `around` is the place of the container that holds it.
    pub(crate) fn value(&mut self, node: usize, around: Place) {
        let place = self.place(node, around);
        match self.tree.nodes[node].kind {
            Kind::Root => {}
            Kind::Object => self.object(node, place),
            Kind::Array => {
                let inside = Place {
                    repeated: Repeated::Yes,
                    ..place
                };
                for child in self.tree.children(node) {
                    self.value(child, inside);
                }
            }
            Kind::Text(_) | Kind::Bare => self.scalar(node, place),
        }
    }

    fn place(&mut self, node: usize, around: Place) -> Place {
        let Some(key) = self.tree.key(node, self.text) else {
            return around;
        };
        // A key that is an id is no name: what stands under it is one of many, called what the map is called.
        let container = matches!(self.tree.nodes[node].kind, Kind::Object | Kind::Array);
        if container && looks_like_id(key) {
            return Place {
                repeated: Repeated::Yes,
                ..around
            };
        }
        // What a schema gives as an example of a property is a value of it.
        let is_example = schema::is_example(key) && !self.holds_objects(node);
        if is_example && self.labels.parent(around.label).is_some() {
            return around;
        }
        Place {
            record: around.record,
            label: self.cache.child(self.labels, around.label, key),
            named_by: Some(node),
            repeated: Repeated::No,
        }
    }

    fn holds_objects(&self, node: usize) -> bool {
        let is_scalar =
            |node: usize| matches!(self.tree.nodes[node].kind, Kind::Text(_) | Kind::Bare);
        match self.tree.nodes[node].kind {
            Kind::Array => !self.tree.children(node).all(is_scalar),
            _ => !is_scalar(node),
        }
    }

    fn object(&mut self, node: usize, place: Place) {
        let ours = self.tree.nodes[node];
        if ours.end == node + 1 || (self.read_object)(self, node, place) == Taken::Yes {
            return;
        }
        let record = self.record(place, ours.span);
        if place.named_by.is_none() {
            self.name_by_type(node, record);
        }
        let inside = Place {
            record: Some(record),
            repeated: Repeated::No,
            ..place
        };
        let pair = self.pair(node);
        for child in self.tree.children(node) {
            match pair {
                Some((name, value)) if child == value => {
                    self.pair_value(name, value, inside, place);
                }
                _ if hl7::read(self, child, record) == Taken::Yes => {}
                _ => self.value(child, inside),
            }
        }
    }

    /// Names a record that nothing else names after the type that one of its first members gives.
    fn name_by_type(&mut self, node: usize, record: RecordId) {
        let mut first = self.tree.children(node).take(MAX_TYPE_MEMBERS);
        let given = first.find(|&child| {
            let key = self.tree.key(child, self.text).unwrap_or_default();
            schema::is_type(key) && matches!(self.tree.nodes[child].kind, Kind::Text(_))
        });
        if let Some(given) = given {
            let name = schema::type_name(&self.decoded(given)).to_owned();
            self.out.records[record.0].name = Cow::Owned(name);
        }
    }

    /// Opens the record of a place.
    pub(crate) fn record(&mut self, place: Place, span: Span) -> RecordId {
        let name = match place.named_by {
            Some(node) => Cow::Owned(
                self.tree
                    .key(node, self.text)
                    .unwrap_or_default()
                    .to_owned(),
            ),
            None => Cow::Borrowed(""),
        };
        self.out.record(place.record, name, span, place.repeated)
    }

    /// `{"name": "password", "value": "…"}`: the members that name a value and hold it.
    fn pair(&self, node: usize) -> Option<(usize, usize)> {
        let keyed = |names: &[&str]| {
            let mut children = self.tree.children(node).take(MAX_PAIR_MEMBERS);
            children.find(|&child| {
                let key = self.tree.key(child, self.text).unwrap_or_default();
                names.iter().any(|name| key.eq_ignore_ascii_case(name))
            })
        };
        let value = keyed(&["value", "parametervalue", "example", "default"])?;
        let name = keyed(&["name", "key", "parameterkey", "parametername"])?;
        let is = |node: usize| self.tree.nodes[node].kind;
        (matches!(is(name), Kind::Text(_)) && matches!(is(value), Kind::Text(_) | Kind::Bare))
            .then_some((name, value))
    }

    fn pair_value(&mut self, name: usize, value: usize, inside: Place, around: Place) {
        let name = self.decoded(name);
        let label = self.cache.child(self.labels, around.label, &name);
        self.scalar(value, Place { label, ..inside });
    }

    /// The decoded text of a scalar.
    pub(crate) fn decoded(&self, node: usize) -> Cow<'t, str> {
        let node = self.tree.nodes[node];
        match node.kind {
            Kind::Text(encoding) => text::value(self.text, node.span, encoding),
            _ => Cow::Borrowed(&self.text[node.span.range()]),
        }
    }

    fn scalar(&mut self, node: usize, place: Place) {
        self.view(node, ViewKind::StringLiteral);
        let Some(record) = place.record else {
            return;
        };
        if self.labels.parent(place.label).is_some() && self.is_value(node) {
            let span = self.tree.nodes[node].span;
            let value = self.decoded(node);
            self.out
                .field(record, place.label, FieldOrigin::Entry, value, span);
        }
    }

    /// Whether a scalar says something: a string or a number, not `true`, `null` or a stray word.
    pub(crate) fn is_value(&self, node: usize) -> bool {
        let node = self.tree.nodes[node];
        match node.kind {
            Kind::Text(_) => !node.span.is_empty(),
            Kind::Bare => self.text[node.span.range()].starts_with(|first: char| {
                first.is_ascii_digit() || matches!(first, '-' | '+' | '.')
            }),
            _ => false,
        }
    }

    /// The content of a string as a text of its own, when it is worth it.
    pub(crate) fn view(&mut self, node: usize, kind: ViewKind) {
        let node = self.tree.nodes[node];
        if let Kind::Text(encoding) = node.kind {
            let view = text::view(self.text, node.span, encoding, kind);
            self.out.views.extend(view);
        }
    }
}

/// Among how many members that of the type is looked for.
const MAX_TYPE_MEMBERS: usize = 3;

/// Objects of more members are no name and value pair.
const MAX_PAIR_MEMBERS: usize = 12;

/// Whether a key is an id rather than a name: a number, a UUID, a word with three digits or more.
fn looks_like_id(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 || (digits > 0 && digits == key.len())
}
