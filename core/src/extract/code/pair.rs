//! Pairs of names and values in one node of a tree, told apart by the separators between them.

use tree_sitter::{Node, TreeCursor};

use super::entry::is_separator;
use super::grammar::Role;
use super::walk::Walk;
use crate::extract::FieldOrigin;

/// Where names and values are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separators {
    /// In a node that the grammar says is an entry of this kind.
    Of(FieldOrigin),
    /// Anywhere.
    Loose,
}

#[derive(Debug, Default)]
struct PairState<'n> {
    /// The name, once something stands before a separator.
    name: Option<Node<'n>>,
    first: Option<Node<'n>>,
    last: Option<Node<'n>>,
    /// A separator has been seen and the name is settled.
    settled: bool,
    /// The next operand is a value.
    awaiting: bool,
    pairs: Vec<(Node<'n>, Node<'n>)>,
}

impl<'n> PairState<'n> {
    fn token(&mut self, token: &str) {
        match token {
            "," | ";" | "{" | "}" | "(" | ")" | "[" | "]" | "&&" => {
                // Brackets around a key belong to it: `["k"] = "v"`.
                if !matches!(token, "[" | "]") {
                    self.name = None;
                }
                self.settled = false;
                self.awaiting = false;
            }
            _ if is_separator(token) => {
                self.settled = true;
                self.awaiting = self.name.is_some();
            }
            _ => {}
        }
    }

    fn operand(&mut self, node: Node<'n>) {
        self.first = self.first.or(Some(node));
        self.last = Some(node);
        if self.awaiting {
            self.pairs.extend(self.name.map(|name| (name, node)));
            self.awaiting = false;
        } else if !self.settled
            || self
                .pairs
                .last()
                .is_some_and(|(_, value)| value.end_byte() < node.start_byte())
        {
            self.name = Some(node);
            self.settled = false;
        }
    }
}

impl Walk<'_, '_> {
    /// The names and values in one node, told apart by the separators between them.
    pub(super) fn entries(&mut self, node: Node<'_>, origin: FieldOrigin) {
        for (name, value) in self.pairs(node, Separators::Of(origin)) {
            self.assign(name, value, origin);
        }
    }

    /// Names and values in text that did not parse or in a macro's arguments.
    pub(super) fn loose_entries(&mut self, node: Node<'_>) {
        for (name, value) in self.pairs(node, Separators::Loose) {
            if self.is_literal(value) {
                self.assign(name, value, FieldOrigin::Assignment);
            }
        }
    }

    fn pairs<'n>(&self, node: Node<'n>, separators: Separators) -> Vec<(Node<'n>, Node<'n>)> {
        let mut cursor = node.walk();
        let mut state = PairState::default();
        if cursor.goto_first_child() {
            loop {
                self.pair_step(&cursor, &mut state);
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        // Without a separator: `std::string ssn("…")`, `#define SSN "…"`.
        let is_entry =
            matches!(self.compiled.role(node), Role::Entry(_)) && separators != Separators::Loose;
        if let (true, true, Some(name), Some(last)) =
            (is_entry, state.pairs.is_empty(), state.first, state.last)
            && name.id() != last.id()
            && matches!(
                self.compiled.role(last),
                Role::Arguments | Role::Collection | Role::Text | Role::Bare
            )
        {
            state.pairs.push((name, last));
        }
        state.pairs
    }

    fn pair_step<'n>(&self, cursor: &TreeCursor<'n>, state: &mut PairState<'n>) {
        let child = cursor.node();
        if !child.is_named() {
            return state.token(child.kind());
        }
        let role = self.compiled.role(child);
        if matches!(role, Role::Comment | Role::Skip) || self.compiled.is_silent(cursor.field_id())
        {
            // A type after a colon: the value follows another separator.
            state.awaiting = false;
            return;
        }
        state.operand(child);
    }
}
