//! Objects and arrays: what they are called, and the strings of an array.

use tree_sitter::Node;

use super::entry::Operation;
use super::frame::{Entered, Kind};
use super::grammar::Role;
use super::literal::LiteralKind;
use super::name;
use super::scope::{Appended, Ending};
use super::walk::{Pending, Walk};
use crate::extract::FieldOrigin;
use crate::span::Span;

/// How many strings of one array get a field each, and how many are joined to one text.
pub(super) const MAX_ELEMENTS: usize = 10_000;

/// A number in an array is a value of its own only from this many digits on.
const MIN_ELEMENT_DIGITS: usize = 5;

/// Whether an array has a name, which its elements then have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Yes,
    No,
}

impl Walk<'_, '_> {
    /// An object, or an array of values.
    pub(super) fn collection(&mut self, node: Node<'_>, depth: usize) {
        let pending = self.pending.remove(&node.id());
        let is_body = matches!(pending, Some(Pending::Body));
        if is_body && !self.is_array(node) {
            return;
        }
        let names = match pending {
            Some(Pending::Named(names)) => names,
            _ => Vec::new(),
        };
        let kind = if self.is_array(node) {
            Kind::Array
        } else {
            Kind::Object
        };
        let holder =
            (names.len() == 1 && self.frames.kind() != Kind::Object && kind == Kind::Object)
                .then(|| names[0]);
        let record_name = names
            .last()
            .copied()
            .unwrap_or_else(|| self.frames.element_name());
        let span = Span::new(node.start_byte(), node.end_byte());
        let named = if is_body || !names.is_empty() {
            Named::Yes
        } else {
            Named::No
        };
        self.frames.enter(
            depth,
            Entered {
                kind,
                names,
                record_name,
                span,
                holder,
                taker: None,
            },
        );
        if kind == Kind::Array {
            self.elements(node, named);
        } else if self.compiled.role(node) == Role::Collection {
            // Grammars without a node for each entry.
            self.entries(node, FieldOrigin::Entry);
        }
    }

    pub(super) fn is_array(&self, node: Node<'_>) -> bool {
        let mut cursor = node.walk();
        let mut children = node
            .named_children(&mut cursor)
            .filter(|child| self.compiled.role(*child) != Role::Comment)
            .take(4);
        let is_entry = |child: Node<'_>| match self.compiled.role(child) {
            Role::Entry(_) => self.has_separator(child),
            Role::Binary => matches!(self.operation(child), Operation::Assign | Operation::Pair),
            _ => false,
        };
        !children.any(is_entry) && !self.has_separator(node)
    }

    /// The strings of an array: fields of the array's name, and together the lines of one text.
    fn elements(&mut self, node: Node<'_>, named: Named) {
        let mut cursor = node.walk();
        let mut lines = Vec::new();
        for child in node.named_children(&mut cursor).take(MAX_ELEMENTS) {
            let child = self.peel(child);
            if !matches!(
                self.compiled.role(child),
                Role::Text | Role::Number | Role::Adjacent | Role::Binary
            ) {
                continue;
            }
            let Some(literal) = self.literal(child) else {
                continue;
            };
            let is_value =
                literal.kind == LiteralKind::Text || literal.text.len() >= MIN_ELEMENT_DIGITS;
            if named == Named::Yes && is_value {
                let record = self.frames.record(self.source, literal.span, self.out);
                let label = self.frames.label(self.labels);
                self.out.field(
                    record,
                    label,
                    FieldOrigin::Entry,
                    literal.text.clone(),
                    literal.span,
                );
            }
            if literal.kind == LiteralKind::Text {
                lines.push(Appended {
                    literal,
                    ending: Ending::Line,
                });
            }
        }
        match lines.as_slice() {
            // `{ "ssn", "…" }` in the initialiser of a map.
            [key, value]
                if named == Named::No
                    && node.named_child_count() == 2
                    && name::is_key(&key.literal.text) =>
            {
                let name = self
                    .source
                    .get(key.literal.span.range())
                    .unwrap_or_default();
                self.frames.leave_element();
                self.named_value(&[name], FieldOrigin::Entry, &value.literal);
            }
            _ => self.join(lines),
        }
    }
}
