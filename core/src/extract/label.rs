//! Labels: the interned names of fields, so that a name is looked at once however many rows carry it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::extract::asked::{Asked, Numbers};

/// Which vocabulary a label's path is written in. The meaning of a path is data in the rule packs, never code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Names that people choose: variables, keys, column headers, labels in prose.
    Named,
    /// HL7 v2, `SEG-field.component`: `PID-3.1`, `PID-19` (a field without components is its own first component: `PID-19.1`).
    Hl7v2,
    /// FHIR element paths from the resource type: `Patient.birthDate`, `Patient.name.family`, `Patient.identifier.value`.
    Fhir,
    /// C-CDA element paths from the nearest named participant: `recordTarget/patientRole/id@extension`.
    Ccda,
    /// X12 by segment, qualifier and element: `NM1*IL-09` is element 9 of an NM1 whose first element is `IL`, `DMG-02`.
    X12,
    /// DICOM attribute tags, `(gggg,eeee)` in lower-case hexadecimal: `(0010,0020)`.
    Dicom,
}

impl Scheme {
    const ALL: [Scheme; 6] = [
        Scheme::Named,
        Scheme::Hl7v2,
        Scheme::Fhir,
        Scheme::Ccda,
        Scheme::X12,
        Scheme::Dicom,
    ];
}

/// An interned path of names, such as `patient` › `identifier` › `value`. Cheap to copy and compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(u32);

impl Label {
    /// A small number, dense from 0, for tables indexed by label.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
struct Node {
    scheme: Scheme,
    parent: Option<Label>,
    name: Box<str>,
}

/// Whether fields of a label say nothing to any rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    Unknown,
    Everywhere,
    /// In records of this name, or without one.
    In(Option<Label>),
}

/// The interner. One lives in each thread's scratch, across documents.
///
/// ```
/// use safeharbor_core::{Labels, Scheme};
/// let mut labels = Labels::new();
/// let patient = labels.child(labels.root(Scheme::Named), "patient");
/// let ssn = labels.child(patient, "ssn");
/// assert_eq!(labels.path(ssn), ["patient", "ssn"]);
/// assert_eq!(labels.child(patient, "ssn"), ssn);
/// ```
#[derive(Debug)]
pub struct Labels {
    nodes: Vec<Node>,
    /// By label, as far as any is silent.
    silent: Vec<Silence>,
    /// What rules ask about, once they have been asked.
    asked: Option<Arc<Asked>>,
    children: HashMap<u32, HashMap<Box<str>, Label>>,
}

impl Default for Labels {
    fn default() -> Self {
        Self::new()
    }
}

impl Labels {
    /// An interner that holds only the roots.
    pub fn new() -> Self {
        let nodes = Scheme::ALL.map(|scheme| Node {
            scheme,
            parent: None,
            name: "".into(),
        });
        Self {
            nodes: nodes.into(),
            silent: Vec::new(),
            asked: None,
            children: HashMap::new(),
        }
    }

    /// The empty path of `scheme`.
    pub fn root(&self, scheme: Scheme) -> Label {
        Label(scheme as u32)
    }

    /// The path `parent` extended by `name`.
    pub fn child(&mut self, parent: Label, name: &str) -> Label {
        if let Some(&known) = self
            .children
            .get(&parent.0)
            .and_then(|names| names.get(name))
        {
            return known;
        }
        let label = Label(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            scheme: self.scheme(parent),
            parent: Some(parent),
            name: name.into(),
        });
        self.children
            .entry(parent.0)
            .or_default()
            .insert(name.into(), label);
        label
    }

    /// A path of one name: the whole address of the coded schemes (`PID-3.1`, `(0010,0020)`).
    pub fn intern(&mut self, scheme: Scheme, name: &str) -> Label {
        self.child(self.root(scheme), name)
    }

    /// The scheme of a label.
    pub fn scheme(&self, label: Label) -> Scheme {
        self.nodes[label.index()].scheme
    }

    /// The last name of the path; empty for a root.
    pub fn name(&self, label: Label) -> &str {
        &self.nodes[label.index()].name
    }

    /// The path without its last name.
    pub fn parent(&self, label: Label) -> Option<Label> {
        self.nodes[label.index()].parent
    }

    /// All names of the path, outermost first.
    pub fn path(&self, label: Label) -> Vec<&str> {
        let mut names = Vec::new();
        let mut at = label;
        while let Some(parent) = self.parent(at) {
            names.push(self.name(at));
            at = parent;
        }
        names.reverse();
        names
    }

    /// The path as people read it: `patient.ssn`, `PID-19.1`, `recordTarget/patientRole/id@extension`.
    pub fn spelled(&self, label: Label) -> String {
        self.path(label).join(match self.scheme(label) {
            Scheme::Ccda => "/",
            _ => ".",
        })
    }

    /// How many names the path has; 0 for a root.
    pub fn path_len(&self, label: Label) -> usize {
        std::iter::successors(self.parent(label), |&outer| self.parent(outer)).count()
    }

    /// Takes what the rules ask about, so that extractors need not give the rest.
    pub(crate) fn take_asked(&mut self, asked: impl FnOnce() -> Arc<Asked>) {
        self.asked.get_or_insert_with(asked);
    }

    /// The fields of a segment that rules ask about; all of them before that is known.
    pub(crate) fn asked_of(&self, scheme: Scheme, segment: &str) -> Numbers {
        let asked = self.asked.as_ref();
        asked.map_or(Numbers::ALL, |asked| asked.numbers(scheme, segment))
    }

    /// Notes that no rule cares about fields of that label, so that extractors need not give them: everywhere, or in records of
    /// one name alone.
    pub(crate) fn silence(&mut self, label: Label, within: Option<Option<Label>>) {
        if self.silent.len() <= label.index() {
            self.silent.resize(label.index() + 1, Silence::Unknown);
        }
        self.silent[label.index()] = within.map_or(Silence::Everywhere, Silence::In);
    }

    /// Whether no rule is known to care about fields of that label, wherever they stand.
    pub(crate) fn is_silent(&self, label: Label) -> bool {
        self.silent.get(label.index()) == Some(&Silence::Everywhere)
    }

    /// Whether no rule is known to care about fields of that label in records of that name, or without one.
    pub(crate) fn is_silent_in(&self, label: Label, name: Option<Label>) -> bool {
        match self.silent.get(label.index()) {
            None | Some(Silence::Unknown) => false,
            Some(Silence::Everywhere) => true,
            Some(Silence::In(known)) => *known == name,
        }
    }

    /// How many labels there are, roots included. Scratch space is renewed when a hostile document has made too many.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never true: the roots are always there.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
