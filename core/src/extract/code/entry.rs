//! Names with values: assignments, entries of objects, keyword arguments, comparisons, appended text.

use tree_sitter::Node;

use super::collection::MAX_ELEMENTS;
use super::grammar::Role;
use super::literal::{Literal, LiteralKind};
use super::name::{self, Callee, text};
use super::scope::{Appended, Ending};
use super::walk::{Pending, Walk};
use crate::extract::{FieldOrigin, Scheme, hl7v2};
use crate::span::Span;

/// How many alternatives of one value are looked at: `a ? "x" : "y"`, `a || "x"`.
const MAX_ALTERNATIVES: usize = 8;

/// A function's name of no more letters is no word.
const SHORT_NAME: usize = 3;

/// Parts of a person that are objects of their own, as FHIR calls them: what an assignment to others holds is left apart, so that
/// few statements are about more than themselves.
const PARTS: [&str; 5] = ["name", "identifier", "address", "telecom", "contact"];

/// What an operator does with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Assign,
    Append,
    Pair,
    Compare,
    Fallback,
    Join,
    Other,
}

impl Walk<'_, '_> {
    pub(super) fn operation(&self, node: Node<'_>) -> Operation {
        let operator = self.operator(node);
        match operator {
            "=" | ":=" | "||=" | "??=" | "?=" => Operation::Assign,
            "+=" | ".=" | "<<" | "<<=" => Operation::Append,
            "=>" | "->" | "to" => Operation::Pair,
            "==" | "===" | "!=" | "!==" | "<>" | "eq" | "ne" | "is" | "shouldBe"
            | "shouldEqual" | "mustBe" => Operation::Compare,
            "||" | "??" | "or" | "?:" => Operation::Fallback,
            _ if self.compiled.grammar.joins.contains(&operator) => Operation::Join,
            _ => Operation::Other,
        }
    }

    /// What stands between the first operand and the next.
    fn operator(&self, node: Node<'_>) -> &str {
        node.child(1)
            .map_or("", |operator| text(self.source, operator))
    }

    /// Whether a binary node joins strings.
    pub(super) fn is_join(&self, node: Node<'_>) -> bool {
        self.operation(node) == Operation::Join
    }

    /// Whether a name and a value stand in this node.
    pub(super) fn has_separator(&self, node: Node<'_>) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor)
            .take(16)
            .any(|child| is_separator(child.kind()))
    }
}

pub(super) fn is_separator(kind: &str) -> bool {
    matches!(kind, "=" | ":" | "=>" | ":=" | "->" | "+=")
}

fn operands<'n>(node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    let count = u32::try_from(node.named_child_count()).ok()?;
    Some((
        node.named_child(0)?,
        node.named_child(count.checked_sub(1)?)?,
    ))
    .filter(|_| count > 1)
}

impl<'t> Walk<'_, 't> {
    /// An operator and its operands.
    pub(super) fn binary(&mut self, node: Node<'_>) {
        let Some((left, right)) = operands(node) else {
            return;
        };
        match self.operation(node) {
            Operation::Assign => {
                // Calls in the target are subscripts: `row("ssn") = "…"`.
                self.target_end = self.target_end.max(left.end_byte());
                self.assign(left, right, FieldOrigin::Assignment);
            }
            Operation::Pair => self.assign(left, right, FieldOrigin::Entry),
            Operation::Append => self.append_operand(node, right),
            Operation::Compare => self.compare(left, right),
            Operation::Join => {
                self.literal(node);
            }
            Operation::Fallback | Operation::Other => {}
        }
    }

    fn append_operand(&mut self, node: Node<'_>, value: Node<'_>) {
        let start = self.source.get(node.start_byte()..).unwrap_or_default();
        let Some(variable) = name::leading_name(start) else {
            return;
        };
        if let Some(literal) = self
            .literal(value)
            .filter(|literal| literal.kind == LiteralKind::Text)
        {
            self.frames.scope().append(
                variable,
                Appended {
                    literal,
                    ending: Ending::Open,
                },
            );
        }
    }

    /// A comparison of a name with a literal, on either side.
    pub(super) fn compare(&mut self, left: Node<'_>, right: Node<'_>) {
        for (named, value) in [(left, right), (right, left)] {
            let asserted = self.asserted(self.peel(named));
            let names = name::parts(self.compiled, self.source, asserted);
            if names.is_empty() || self.is_literal(named) {
                continue;
            }
            if let Some(address) = hl7v2::numbered(text(self.source, asserted))
                && let Some(literal) = self.literal(value)
            {
                let record = self.frames.receiver("PID", literal.span, self.out);
                let label = self.labels.intern(Scheme::Hl7v2, &address);
                let value = literal.text.clone();
                self.out
                    .field(record, label, FieldOrigin::Standard, value, literal.span);
                return;
            }
            if self.compiled.role(self.peel(value)) == Role::Collection {
                // `expect(patient).toEqual({ … })`
                let names = names[names.len() - 1..].to_vec();
                self.pending
                    .insert(self.peel(value).id(), Pending::Named(names));
                return;
            }
            if let Some(literal) = self.literal(value) {
                let is_message = hl7v2::address(&names).is_some();
                let kept = if is_message { names.len() } else { 2 };
                let mut last = names[names.len().saturating_sub(kept)..].to_vec();
                if let Some(getter) = last.last_mut() {
                    *getter = name::property(getter);
                }
                self.named_value(&last, FieldOrigin::Comparison, &literal);
                return;
            }
        }
    }

    pub(super) fn is_literal(&self, node: Node<'_>) -> bool {
        matches!(
            self.compiled.role(self.peel(node)),
            Role::Text | Role::Number | Role::Adjacent
        )
    }

    /// Gives a name to a value: to each of its alternatives, to each of a row of them, or to what an object ahead holds.
    pub(super) fn assign(&mut self, name: Node<'_>, value: Node<'_>, origin: FieldOrigin) {
        let value = self.peel(value);
        let is_row = |role| matches!(role, Role::Row | Role::Collection | Role::Arguments);
        if self.compiled.role(name) == Role::Row && name.named_child_count() > 1 {
            if is_row(self.compiled.role(value)) {
                self.assign_row(name, value, origin);
            }
            return;
        }
        let names = name::parts(self.compiled, self.source, name);
        if names.is_empty() {
            return;
        }
        for alternative in self.alternatives(value) {
            self.assign_one(&names, alternative, origin);
        }
    }

    fn assign_row(&mut self, name: Node<'_>, value: Node<'_>, origin: FieldOrigin) {
        let mut name_cursor = name.walk();
        let mut value_cursor = value.walk();
        let values = value.named_children(&mut value_cursor);
        for (name, value) in name
            .named_children(&mut name_cursor)
            .zip(values)
            .take(MAX_ELEMENTS)
        {
            let names = name::parts(self.compiled, self.source, name);
            if !names.is_empty() {
                self.assign_one(&names, self.peel(value), origin);
            }
        }
    }

    fn assign_one(&mut self, names: &[&'t str], value: Node<'_>, origin: FieldOrigin) {
        let variable = names[0];
        if let ([whole, part], FieldOrigin::Assignment) = (names, origin)
            && PARTS.contains(part)
        {
            self.hold(whole, value);
        }
        match self.compiled.role(value) {
            Role::Call if !self.is_value(value) => {
                let made = self
                    .callee(value)
                    .map(Callee::made)
                    .filter(|made| name::is_type_name(made));
                if names.len() == 1 {
                    self.rebind(variable, made);
                }
                self.pending
                    .insert(value.id(), Pending::Named(names.to_vec()));
            }
            // Names that are left of minified code say nothing.
            Role::Function if names.last().is_some_and(|name| name.len() > SHORT_NAME) => {
                self.pending
                    .insert(value.id(), Pending::Named(names.to_vec()));
            }
            Role::Collection => {
                if names.len() == 1 && origin == FieldOrigin::Assignment {
                    self.rebind(variable, None);
                }
                self.pending
                    .insert(value.id(), Pending::Named(names.to_vec()));
            }
            Role::Arguments => {
                let mut cursor = value.walk();
                let only = value
                    .named_child(0)
                    .filter(|_| value.named_children(&mut cursor).count() == 1);
                if let Some(literal) = only.and_then(|only| self.literal(only)) {
                    self.named_value(names, origin, &literal);
                }
            }
            _ => {
                if let Some(literal) = self.literal(value) {
                    if origin == FieldOrigin::Entry
                        && matches!(names, ["resourceType" | "__typename"])
                    {
                        let name = self.source.get(literal.span.range());
                        self.frames.call_object(name.unwrap_or_default());
                    }
                    self.named_value(names, origin, &literal);
                    self.begin_text(names, origin, literal);
                }
            }
        }
    }

    /// `patient.name = [name]`: what the variables hold belongs to what `whole` holds.
    fn hold(&mut self, whole: &'t str, value: Node<'_>) {
        let parts = match self.compiled.role(value) {
            Role::Collection => {
                let mut cursor = value.walk();
                value
                    .named_children(&mut cursor)
                    .take(MAX_ALTERNATIVES)
                    .collect()
            }
            _ => vec![value],
        };
        for part in parts {
            if part.named_child_count() == 0
                && let [part] = name::parts(self.compiled, self.source, part).as_slice()
            {
                // Whether the part has a record is for other statements to say.
                self.disturb();
                let span = Span::new(value.start_byte(), value.end_byte());
                self.frames.hand_over(whole, part, span, self.out);
            }
        }
    }

    /// A variable that begins with a literal may have others appended.
    fn begin_text(&mut self, names: &[&'t str], origin: FieldOrigin, literal: Literal<'t>) {
        let is_text = literal.kind == LiteralKind::Text;
        if origin == FieldOrigin::Assignment
            && is_text
            && names.len() == 1
            && let Some(before) = self.frames.scope().start_appending(names[0], literal)
        {
            self.join(before);
        }
    }

    /// The values that an expression may have: both branches of a choice, the fallback of a lookup.
    fn alternatives<'n>(&self, value: Node<'n>) -> Vec<Node<'n>> {
        let mut found = Vec::new();
        let mut stack = vec![value];
        for _ in 0..2 * MAX_ALTERNATIVES {
            let Some(node) = stack.pop().map(|node| self.peel(node)) else {
                break;
            };
            match self.compiled.role(node) {
                Role::Choice => {
                    let mut cursor = node.walk();
                    stack.extend(node.named_children(&mut cursor).take(4).filter(|child| {
                        !matches!(self.compiled.role(*child), Role::Binary | Role::Plain)
                    }));
                }
                // `x = y = "…"`
                Role::Binary
                    if matches!(
                        self.operation(node),
                        Operation::Fallback | Operation::Assign
                    ) =>
                {
                    stack.extend(operands(node).map(|(_, right)| right));
                    stack.extend(
                        operands(node)
                            .map(|(left, _)| left)
                            .filter(|left| self.is_literal(*left)),
                    );
                }
                _ => found.push(node),
            }
        }
        found.truncate(MAX_ALTERNATIVES);
        found
    }

    /// Adds the field that a path of names gives a literal.
    pub(super) fn named_value(
        &mut self,
        names: &[&'t str],
        origin: FieldOrigin,
        literal: &Literal<'t>,
    ) {
        let Some((field, path)) = names.split_last() else {
            return;
        };
        let (record, mut label, path) = match path.split_first() {
            None => {
                let record = self.frames.record(self.source, literal.span, self.out);
                (record, self.frames.label(self.labels), path)
            }
            Some((&("self" | "this" | "cls" | "static"), rest)) => (
                self.frames.instance_record(self.out),
                self.frames.instance_label(self.labels),
                rest,
            ),
            Some((root, _))
                if matches!(
                    origin,
                    FieldOrigin::Assignment | FieldOrigin::Setter | FieldOrigin::Comparison
                ) =>
            {
                (
                    self.frames.receiver(root, literal.span, self.out),
                    self.frames.scope_label(self.labels),
                    path,
                )
            }
            Some(_) => {
                let record = self.frames.record(self.source, literal.span, self.out);
                (record, self.frames.label(self.labels), path)
            }
        };
        let mut origin = origin;
        if let Some(address) = hl7v2::address(names) {
            label = self.labels.intern(Scheme::Hl7v2, &address);
            origin = FieldOrigin::Standard;
        } else {
            for name in path.iter().take(4).chain([field]) {
                label = self.labels.child(label, name);
            }
        }
        self.out
            .field(record, label, origin, literal.text.clone(), literal.span);
    }
}
