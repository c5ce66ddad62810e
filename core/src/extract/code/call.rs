//! Calls: constructors, setters and builders, keys handed over with values, assertions, text that is written piece by piece.

use tree_sitter::Node;

use super::frame::{Entered, Kind};
use super::grammar::Role;
use super::literal::{Literal, LiteralKind};
use super::name::{self, Callee};
use super::scope::{Appended, Ending};
use super::verb::{
    ALTERNATING, APPENDING, APPENDING_LINES, COMPARING, COPYING, SETTING, TELLING, asserts,
    is_assertion,
};
use super::walk::{Pending, Walk};
use crate::extract::seeking::{is_seeking, sought};
use crate::extract::{FieldOrigin, hl7v2};
use crate::span::Span;

/// How many arguments of a construction are parts of one value: a name has up to six.
const MAX_PARTS: usize = 6;

impl<'t> Walk<'_, 't> {
    /// A call: a frame for what is in it, and the values that its callee names.
    pub(super) fn call(&mut self, node: Node<'_>, depth: usize) {
        let callee = self.callee(node);
        let mut names = match self.pending.remove(&node.id()) {
            Some(Pending::Named(names)) => names,
            _ => Vec::new(),
        };
        let holder = (names.len() == 1).then(|| names[0]);
        let arguments = self.arguments(node);
        let is_conversion = self.is_value(node);
        let is_declared = callee.is_some_and(|callee| self.declared(callee).is_some());
        let is_target = node.end_byte() <= self.target_end;
        if let Some(callee) = callee.filter(|_| !is_conversion && !is_declared && !is_target) {
            self.values_of(node, callee, &arguments);
        }
        let symbol = arguments
            .first()
            .filter(|first| first.kind() == "simple_symbol");
        let symbol = symbol.and_then(|symbol| {
            name::parts(self.compiled, self.source, *symbol)
                .first()
                .copied()
        });
        let made = symbol.or_else(|| callee.map(Callee::made));
        names.extend(made);
        let span = Span::new(node.start_byte(), node.end_byte());
        let record_name = made.unwrap_or_default();
        let taker = callee
            .filter(|callee| callee.adds())
            .and_then(|callee| callee.root);
        if !self.frames.is_chain(span.start) {
            self.frames.enter(
                depth,
                Entered {
                    kind: Kind::Call,
                    names,
                    record_name,
                    span,
                    holder,
                    taker,
                },
            );
        }
        if let (Some(callee), false) = (callee, is_conversion) {
            self.positional(callee, &arguments);
            if !is_declared && arguments.len() > 1 && callee.is_type() {
                self.parts_of_value(&arguments);
            }
        }
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if self.compiled.role(child) == Role::Collection {
                self.pending.insert(child.id(), Pending::Body);
            }
        }
    }

    /// An assertion of two values, perhaps behind the test that it is for or the message that it fails with.
    fn assertion(&mut self, arguments: &[Node<'_>]) {
        let is_test = |node: &Node<'_>| {
            let text = name::text(self.source, *node);
            matches!(text, "t" | "tb" | "c") || text.ends_with(".T()")
        };
        let arguments = match arguments {
            [first, rest @ ..] if is_test(first) => rest,
            all => all,
        };
        let mut pairs = arguments.windows(2).take(2);
        let pair = pairs.find(|pair| self.is_literal(pair[0]) != self.is_literal(pair[1]));
        if let Some([left, right]) = pair.or_else(|| arguments.get(..2)) {
            self.compare(*left, *right);
        }
    }

    /// The values that a method or function names itself.
    fn values_of(&mut self, node: Node<'_>, callee: Callee<'t>, arguments: &[Node<'_>]) {
        let name = callee.name;
        match arguments {
            [] => {}
            [only] if COMPARING.contains(&name) => {
                if let Some(receiver) = self.receiver(node) {
                    self.compare(receiver, *only);
                }
            }
            [_, _, ..] if is_assertion(name) || callee.root.is_some_and(asserts) => {
                self.assertion(arguments);
            }
            _ if TELLING.contains(&name) => {}
            [only] if callee.root.is_some() && APPENDING.contains(&name) => {
                self.append(node, callee, *only, Ending::Open);
            }
            [only] if callee.root.is_some() && APPENDING_LINES.contains(&name) => {
                self.append(node, callee, *only, Ending::Line);
            }
            [only] if !is_seeking(name) => self.set(node, callee, *only),
            [only] => {
                if let (Some(property), Some(literal)) = (sought(name), self.literal(*only)) {
                    self.member(node, callee, property, FieldOrigin::Comparison, &literal);
                }
            }
            [_, key, value] if SETTING.contains(&name) && self.is_key(*key) => {
                self.assign(*key, *value, FieldOrigin::Setter);
            }
            [target, value] if COPYING.contains(&name) => {
                self.assign(*target, *value, FieldOrigin::Assignment);
            }
            [key, value] if self.is_key(*key) => self.put(node, callee, *key, *value),
            // `dataset.setString(Tag.PatientID, VR.LO, "…")`
            [key, value] | [key, _, value] if self.is_constant(*key) => {
                self.put(node, callee, *key, *value);
            }
            [_, _, ..] if ALTERNATING.contains(&name) && arguments.len().is_multiple_of(2) => {
                for pair in arguments.chunks_exact(2) {
                    if self.is_key(pair[0]) {
                        self.put(node, callee, pair[0], pair[1]);
                    }
                }
            }
            _ => {}
        }
    }

    fn append(&mut self, node: Node<'_>, callee: Callee<'t>, value: Node<'_>, ending: Ending) {
        // A Python list has `append`, and each element is a line of its own.
        let is_python = self.compiled.grammar.quotes == super::quote::Quotes::Python;
        let ending = if is_python && callee.name == "append" {
            Ending::Line
        } else {
            ending
        };
        let start = self.source.get(node.start_byte()..).unwrap_or_default();
        let Some(variable) = name::leading_name(start) else {
            return;
        };
        if let Some(literal) = self
            .literal(value)
            .filter(|literal| literal.kind == LiteralKind::Text)
        {
            self.frames
                .scope()
                .append(variable, Appended { literal, ending });
        }
    }

    /// `patient.setSsn("…")`, `.ssn("…")`, `ssn "…"`.
    fn set(&mut self, node: Node<'_>, callee: Callee<'t>, value: Node<'_>) {
        let property = name::property(callee.name);
        let Some(literal) = self.literal(value) else {
            if self.compiled.role(value) == Role::Collection && self.is_array(value) {
                let names = callee.root.into_iter().chain([property]).collect();
                self.pending.insert(value.id(), Pending::Named(names));
            }
            self.hand_over(node, callee, value);
            return;
        };
        self.member(node, callee, property, FieldOrigin::Setter, &literal);
    }

    /// `patient.addAddress(address)`: what the one variable holds belongs to the other.
    fn hand_over(&mut self, node: Node<'_>, callee: Callee<'t>, value: Node<'_>) {
        let Some(taker) = callee.root.filter(|_| callee.adds()) else {
            return;
        };
        if let [part] = name::parts(self.compiled, self.source, value).as_slice()
            && value.named_child_count() == 0
        {
            // Whether the part has a record is for other statements to say.
            self.disturb();
            let span = Span::new(node.start_byte(), node.end_byte());
            self.frames.hand_over(taker, part, span, self.out);
        }
    }

    /// `map.put("ssn", "…")`, `define("SSN", "…")`, `getenv("SSN", "…")`.
    fn put(&mut self, node: Node<'_>, callee: Callee<'t>, key: Node<'_>, value: Node<'_>) {
        let names = name::parts(self.compiled, self.source, key);
        // Of `Tag.PatientName` the constant, not its type.
        let Some(&key) = (if self.is_key(key) {
            names.first()
        } else {
            names.last()
        }) else {
            return;
        };
        if let Some(literal) = self.literal(value) {
            self.member(node, callee, key, FieldOrigin::Entry, &literal);
            // `new PersonName("…", "…")` has no key.
            if callee.is_type() && callee.root.is_none() {
                self.named_value(&[callee.name], FieldOrigin::Argument, &literal);
            }
        } else {
            self.pending
                .insert(self.peel(value).id(), Pending::Named(vec![key]));
        }
    }

    /// A field of what a method is called on; without that, of the code around.
    fn member(
        &mut self,
        node: Node<'_>,
        callee: Callee<'t>,
        field: &'t str,
        origin: FieldOrigin,
        literal: &Literal<'t>,
    ) {
        // Only a value, and a key, may be the end of a path in a message.
        let is_value = matches!(field, "Value" | "parse") || origin == FieldOrigin::Entry;
        if is_value {
            let chain = self.chain(node, field);
            if hl7v2::address(&chain).is_some() {
                return self.named_value(&chain, FieldOrigin::Setter, literal);
            }
        }
        match callee.root {
            Some(root) if name::is_type_name(root) => {
                let span = Span::new(node.start_byte(), node.end_byte());
                let record = self.frames.chain(root, span, self.out);
                let scope = self.frames.scope_label(self.labels);
                let root = self.labels.child(scope, root);
                let label = self.labels.child(root, field);
                self.out
                    .field(record, label, origin, literal.text.clone(), literal.span);
            }
            Some(root) => match self.opened(node) {
                Some(element) => {
                    self.named_value(&[root, element, field], FieldOrigin::Setter, literal);
                }
                None => self.named_value(&[root, field], FieldOrigin::Setter, literal),
            },
            None => self.named_value(&[field], origin, literal),
        }
    }

    /// The name under which this file declares the parameters of what is called.
    fn declared(&self, callee: Callee<'t>) -> Option<&'t str> {
        [callee.name, callee.made()]
            .into_iter()
            .find(|name| self.parameters.name(name, 0).is_some())
    }

    /// Arguments whose names the declaration in the same file gives.
    fn positional(&mut self, callee: Callee<'t>, arguments: &[Node<'_>]) {
        let Some(declared) = self.declared(callee) else {
            return;
        };
        for (index, argument) in arguments.iter().enumerate() {
            let Some(name) = self.parameters.name(declared, index) else {
                return;
            };
            match self.compiled.role(*argument) {
                Role::Entry(_) => {}
                Role::Collection | Role::Call if !self.is_value(*argument) => {
                    self.pending
                        .insert(argument.id(), Pending::Named(vec![name]));
                }
                _ => {
                    if let Some(literal) = self.literal(*argument) {
                        self.named_value(&[name], FieldOrigin::Argument, &literal);
                    }
                }
            }
        }
    }

    /// Whether a node names a constant, which may stand for a key: `DCM_PatientName`, `Tag.PatientName`.
    fn is_constant(&self, node: Node<'_>) -> bool {
        !self.is_literal(node)
            && !matches!(
                self.compiled.role(node),
                Role::Call | Role::Collection | Role::Entry(_) | Role::Binary
            )
            && name::parts(self.compiled, self.source, node)
                .last()
                .is_some_and(|name| name.len() > 2 && name::is_type_name(name))
    }

    /// `new PersonName("…", "…")`: what a type's values are made of is called like the type.
    fn parts_of_value(&mut self, arguments: &[Node<'_>]) {
        for argument in arguments.iter().take(MAX_PARTS) {
            if self.compiled.role(*argument) != Role::Text {
                continue;
            }
            if let Some(literal) = self.literal(*argument) {
                let record = self.frames.record(self.source, literal.span, self.out);
                let label = self.frames.label(self.labels);
                let text = literal.text.clone();
                self.out
                    .field(record, label, FieldOrigin::Argument, text, literal.span);
            }
        }
    }

    fn is_key(&self, node: Node<'_>) -> bool {
        let is_text = self.compiled.role(node) == Role::Text || node.kind().ends_with("symbol");
        is_text
            && name::parts(self.compiled, self.source, node)
                .first()
                .is_some_and(|key| name::is_key(key))
    }
}
