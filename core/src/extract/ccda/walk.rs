//! From the tree of a document to fields under paths from the nearest participation or clinical statement.

use std::borrow::Cow;

use crate::extract::ccda::telecom;
use crate::extract::ccda::vocabulary::{Role, VALUES, role};
use crate::extract::payload::{self, Payload};
use crate::extract::xml::emit::Emit;
use crate::extract::xml::token::Attribute;
use crate::extract::xml::tree::Kind;
use crate::extract::xml::{prose, table};
use crate::extract::{Field, FieldOrigin, Label, RecordId, Repeated, Scheme};
use crate::span::Span;

type Qualifiers<'t> = Vec<(&'static str, Cow<'t, str>)>;

/// Walks the elements with the path that leads to them.
pub(super) struct Walk<'e, 'a, 't> {
    emit: &'e mut Emit<'a, 't>,
    root: Label,
    /// `recordTarget/patientRole/id`; empty outside participations and statements.
    path: String,
}

/// What an element stands in.
#[derive(Clone)]
struct Around<'t> {
    record: Option<RecordId>,
    within: Within,
    /// The participation's typeCode and its role's classCode.
    qualifiers: Qualifiers<'t>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Participation,
    Statement,
}

impl<'e, 'a, 't> Walk<'e, 'a, 't> {
    pub(super) fn new(emit: &'e mut Emit<'a, 't>) -> Self {
        let root = emit.labels.root(Scheme::Ccda);
        Self {
            emit,
            root,
            path: String::new(),
        }
    }

    /// Everything in the tree.
    pub(super) fn all(&mut self) {
        let around = Around {
            record: None,
            within: Within::Statement,
            qualifiers: Qualifiers::new(),
        };
        self.children(0, &around);
    }

    fn children(&mut self, node: usize, around: &Around<'t>) {
        let tree = self.emit.tree;
        for child in tree.elements(node) {
            self.element(child, around);
        }
    }

    fn element(&mut self, node: usize, around: &Around<'t>) {
        let tree = self.emit.tree;
        let name = tree.name(node, self.emit.text);
        let role = role(name);
        if role == Role::Silent {
            return;
        }
        if name == "text" && around.within == Within::Statement {
            return self.narrative(node, around);
        }
        let begins = match (role, around.within) {
            (Role::Participation | Role::Statement, Within::Statement) => true,
            // The time of a statement means the same whatever the statement; that of the document is when it was written.
            (_, Within::Statement) => {
                name == "effectiveTime"
                    && !self.path.is_empty()
                    && !self.path.starts_with("ClinicalDocument")
            }
            // A fragment begins anywhere below the participation.
            (_, Within::Participation) => false,
        };
        let outer = self.path.clone();
        let mut inside = around.clone();
        if begins {
            self.path.clear();
            self.path.push_str(name);
            self.begin(node, name, role, &mut inside);
        } else if self.path.is_empty() && is_fragment_root(name) {
            self.path.push_str("recordTarget/");
            if name == "patient" {
                self.path.push_str("patientRole/");
            }
            self.path.push_str(name);
            self.begin(node, "recordTarget", Role::Participation, &mut inside);
        } else if !self.path.is_empty() {
            self.path.push('/');
            self.path.push_str(name);
            self.class_code(node, &mut inside);
        }
        if !self.path.is_empty() {
            self.values(node, &inside);
        }
        self.children(node, &inside);
        self.path = outer;
    }

    /// Opens the record of a participation or statement.
    fn begin(&mut self, node: usize, name: &str, role: Role, inside: &mut Around<'t>) {
        let repeated = match name {
            "recordTarget" | "encompassingEncounter" => Repeated::No,
            _ => Repeated::Yes,
        };
        match role {
            Role::Participation => {
                inside.within = Within::Participation;
                inside.qualifiers = self.codes(node, "typeCode").into_iter().collect();
                self.class_code(node, inside);
            }
            Role::Statement => inside.within = Within::Statement,
            Role::Silent | Role::Other => return,
        }
        inside.record = Some(self.emit.record(inside.record, name, node, repeated));
    }

    /// The first classCode on the way is the role's; those of the entities below say only what they are made of.
    fn class_code(&self, node: usize, inside: &mut Around<'t>) {
        let has = inside
            .qualifiers
            .iter()
            .any(|(name, _)| *name == "classCode");
        if inside.within == Within::Participation && !has {
            inside.qualifiers.extend(self.codes(node, "classCode"));
        }
    }

    fn codes(&self, node: usize, name: &'static str) -> Option<(&'static str, Cow<'t, str>)> {
        if let Some(attribute) = self.emit.find_attribute(node, &[name]) {
            return Some((name, self.emit.attribute_value(&attribute)));
        }
        let carried = self.emit.tree.attribute(node, name, self.emit.text)?;
        Some((name, Cow::Owned(carried.to_owned())))
    }

    /// The values of one element: attributes that hold one, and character data.
    fn values(&mut self, node: usize, inside: &Around<'t>) {
        let tree = self.emit.tree;
        let beside = self.beside(node);
        let has_extension = self.emit.find_attribute(node, &["extension"]).is_some();
        let is_id = tree.name(node, self.emit.text) == "id";
        for attribute in tree.attribute_spans(node) {
            let name = &self.emit.text[attribute.name.range()];
            if VALUES.contains(&name) || (name == "root" && is_id && !has_extension) {
                self.attribute(attribute, name, inside, &beside);
            }
        }
        for child in tree.children(node) {
            if matches!(tree.nodes[child].kind, Kind::Text(_)) {
                let (value, span) = self.emit.text_value(child);
                let label = self.emit.label(self.root, &self.path);
                self.emit.text_view(child);
                self.field(inside, label, value, span, &beside);
            }
        }
    }

    fn attribute(
        &mut self,
        attribute: &Attribute,
        name: &str,
        inside: &Around<'t>,
        beside: &Qualifiers<'t>,
    ) {
        if attribute.value.is_empty() {
            return;
        }
        let length = self.path.len();
        self.path.push('@');
        self.path.push_str(name);
        let label = self.emit.label(self.root, &self.path);
        self.path.truncate(length);
        let value = self.emit.attribute_value(attribute);
        if name != "value" || !self.path.ends_with("telecom") {
            return self.field(inside, label, value, attribute.value, beside);
        }
        let (system, value, span) = telecom::contact(value, attribute.value);
        let mut beside = beside.clone();
        beside.extend(system.map(|system| ("system", Cow::Borrowed(system))));
        self.field(inside, label, value, span, &beside);
    }

    /// What stands beside a value in its own element.
    fn beside(&self, node: usize) -> Qualifiers<'t> {
        let mut beside = Qualifiers::new();
        for (name, as_written) in [
            ("root", "root"),
            ("use", "use"),
            ("authority", "assigningAuthorityName"),
        ] {
            if let Some(attribute) = self.emit.find_attribute(node, &[as_written]) {
                beside.push((name, self.emit.attribute_value(&attribute)));
            }
        }
        beside
    }

    fn field(
        &mut self,
        inside: &Around<'t>,
        label: Label,
        value: Cow<'t, str>,
        span: Span,
        beside: &Qualifiers<'t>,
    ) {
        let record = inside
            .record
            .unwrap_or_else(|| self.emit.record(None, "", 0, Repeated::No));
        let qualifiers = beside.iter().chain(&inside.qualifiers).cloned();
        let qualified = self.emit.out.qualify(qualifiers);
        self.emit.out.fields.push(Field {
            record,
            label,
            origin: FieldOrigin::Standard,
            value,
            span,
            qualified,
        });
    }

    /// A narrative block: its text as a view, its tables as tables. A body in base64 is a payload.
    fn narrative(&mut self, node: usize, around: &Around<'t>) {
        let tree = self.emit.tree;
        let encoded = tree
            .attribute(node, "representation", self.emit.text)
            .is_some_and(|representation| representation.eq_ignore_ascii_case("B64"));
        if encoded {
            if let Some(child) = tree.sole_text(node) {
                let (value, span) = self.emit.text_value(child);
                if let Payload::Text(view) = payload::decode(&value, span) {
                    self.emit.out.views.push(view);
                }
            }
            return;
        }
        prose::view(self.emit, node, &[]);
        let mut at = node + 1;
        while at < tree.nodes[node].end {
            let is_table = tree.name(at, self.emit.text).eq_ignore_ascii_case("table");
            if is_table {
                table::read(self.emit, at, around.record);
                at = tree.nodes[at].end;
            } else {
                at += 1;
            }
        }
    }
}

/// The elements that a fragment without its participation begins with.
fn is_fragment_root(name: &str) -> bool {
    matches!(name, "patientRole" | "patient")
}
