//! The parts of a call: what is called, what it is called on, and what it is handed.

use tree_sitter::Node;

use super::grammar::Role;
use super::name::{self, Callee};
use super::verb::{CONVERSIONS, LINKS, STUBBING, is_assertion};
use super::walk::Walk;
use crate::extract::FieldOrigin;

/// How many arguments of one call are looked at.
const MAX_ARGUMENTS: usize = 256;

/// How many links of one chain of calls are looked at for the element that it fills.
const MAX_CHAIN: usize = 16;

impl<'t> Walk<'_, 't> {
    /// What a call node calls.
    pub(super) fn callee(&self, node: Node<'_>) -> Option<Callee<'t>> {
        let boundary = self.operands_start(node);
        let text = self.source.get(node.start_byte()..boundary)?;
        Callee::of(text)
    }

    /// Where the arguments or the body of a call begin.
    fn operands_start(&self, node: Node<'_>) -> usize {
        let is_block = |kind: &str| {
            ["block", "lambda", "closure"]
                .iter()
                .any(|word| kind.contains(word))
        };
        let mut cursor = node.walk();
        let mut after = node.named_children(&mut cursor).skip(1);
        let operand = after.find(|child| self.is_operands(*child) || is_block(child.kind()));
        let first = || node.named_child(0).filter(|child| self.is_operands(*child));
        operand
            .or_else(first)
            .map_or(node.end_byte(), |child| child.start_byte())
    }

    fn is_operands(&self, node: Node<'_>) -> bool {
        match self.compiled.role(node) {
            Role::Arguments | Role::Collection | Role::Entries => true,
            Role::Wrapper => node
                .named_child(0)
                .is_some_and(|child| self.compiled.role(child) == Role::Arguments),
            _ => false,
        }
    }

    pub(super) fn arguments<'n>(&self, node: Node<'n>) -> Vec<Node<'n>> {
        let mut cursor = node.walk();
        let lists: Vec<Node<'n>> = node
            .named_children(&mut cursor)
            .filter(|child| self.is_operands(*child))
            .collect();
        let mut found = Vec::new();
        for list in lists {
            let list = match self.compiled.role(list) {
                Role::Wrapper => list.named_child(0).unwrap_or(list),
                Role::Collection => continue,
                _ => list,
            };
            let mut cursor = list.walk();
            let items = list
                .named_children(&mut cursor)
                .filter(|item| self.compiled.role(*item) != Role::Comment);
            found.extend(items.take(MAX_ARGUMENTS).map(|item| self.peel(item)));
        }
        found
    }

    /// The expression whose value a conversion gives: `"x".to_string()`, `String::from("x")`, `new String("x")`.
    pub(super) fn converted<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let callee = self.callee(node)?;
        let lower = callee.name.to_lowercase();
        if !CONVERSIONS.contains(&lower.as_str()) {
            return None;
        }
        let arguments = self.arguments(node).into_iter();
        let arguments: Vec<Node<'n>> = arguments.map(|node| self.unlabelled(node)).collect();
        let is_text = |node: &Node<'n>| {
            matches!(
                self.compiled.role(*node),
                Role::Text | Role::Adjacent | Role::Binary | Role::Call
            )
        };
        match arguments.first().copied() {
            Some(first)
                if is_text(&first)
                    && (arguments.len() == 1 || lower == "strptime" || lower == "bytes") =>
            {
                Some(first)
            }
            Some(_) => None,
            None => self
                .receiver(node)
                .map(|receiver| self.peel(receiver))
                .filter(is_text),
        }
    }

    /// The value of an argument with a label: `"…"` of `Date(from: "…")`.
    fn unlabelled<'n>(&self, argument: Node<'n>) -> Node<'n> {
        match (self.compiled.role(argument), argument.named_child_count()) {
            (Role::Entry(FieldOrigin::Argument), 2) => argument
                .named_child(1)
                .map_or(argument, |value| self.peel(value)),
            _ => argument,
        }
    }

    /// What a method is called on.
    pub(super) fn receiver<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let first = node.named_child(0)?;
        let is_member = node
            .named_child(1)
            .is_none_or(|second| self.is_operands(second));
        match is_member {
            // What is called is one node, a member expression: what it is a member of.
            true if first.named_child_count() > 1 => first.named_child(0),
            true => None,
            false => Some(first),
        }
    }

    /// What an assertion is about: `p.ssn` of `expect(p.ssn)`, `p.ssn.Should()`; any other expression is itself.
    pub(super) fn asserted<'n>(&self, node: Node<'n>) -> Node<'n> {
        let mut at = node;
        for _ in 0..MAX_CHAIN {
            let inner = match self.compiled.role(at) {
                Role::Call => self.asserted_by(at),
                // `expect(p.ssn).to`
                _ => name::last_word(name::text(self.source, at))
                    .filter(|word| LINKS.contains(word))
                    .and_then(|_| at.named_child(0)),
            };
            match inner {
                Some(inner) => at = self.peel(inner),
                None => break,
            }
        }
        at
    }

    /// What a call is about, if it is part of an assertion or only gives its object in another form.
    fn asserted_by<'n>(&self, call: Node<'n>) -> Option<Node<'n>> {
        let callee = self.callee(call)?;
        let is_part = is_assertion(callee.name) || STUBBING.contains(&callee.name);
        match self.arguments(call).first() {
            Some(first) => is_part.then_some(*first),
            None if is_part || CONVERSIONS.contains(&callee.name.to_lowercase().as_str()) => {
                self.receiver(call)
            }
            None => None,
        }
    }

    /// The element that an empty call in a chain opens: `Telecom` in `patient.addTelecom().setValue("…")`.
    pub(super) fn opened(&self, node: Node<'_>) -> Option<&'t str> {
        let mut at = self.receiver(node).map(|receiver| self.peel(receiver))?;
        for _ in 0..MAX_CHAIN {
            if self.compiled.role(at) != Role::Call {
                return None;
            }
            let callee = self.callee(at)?;
            if self.arguments(at).is_empty() {
                let element = name::property(callee.name);
                let element = element.strip_suffix("FirstRep").unwrap_or(element);
                return (element.len() < callee.name.len()).then_some(element);
            }
            at = self.receiver(at).map(|receiver| self.peel(receiver))?;
        }
        None
    }

    /// The names that a method's chain goes through, and `field`.
    pub(super) fn chain(&self, node: Node<'_>, field: &'t str) -> Vec<&'t str> {
        let receiver = self.receiver(node);
        let mut names = receiver.map_or_else(Vec::new, |receiver| {
            name::parts(self.compiled, self.source, receiver)
        });
        names.push(field);
        names
    }
}
