//! Names with values: assignments, entries of objects, keyword arguments, comparisons, appended text.

use tree_sitter::{Node, TreeCursor};

use super::frame::{Appended, Ending, Entered, Kind};
use super::grammar::Role;
use super::literal::{Literal, LiteralKind};
use super::name::{self, Callee, text};
use super::walk::{Pending, Walk};
use crate::extract::FieldOrigin;
use crate::span::Span;

/// How many alternatives of one value are looked at: `a ? "x" : "y"`, `a || "x"`.
const MAX_ALTERNATIVES: usize = 8;

/// How many strings of one array get a field each, and how many are joined to one text.
const MAX_ELEMENTS: usize = 10_000;

/// A number in an array is a value of its own only from this many digits on.
const MIN_ELEMENT_DIGITS: usize = 5;

/// What an operator does with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Assign,
    Append,
    Pair,
    Compare,
    Fallback,
    Join,
    Other,
}

impl Walk<'_, '_> {
    fn operation(&self, node: Node<'_>) -> Operation {
        let operator = self.operator(node);
        match operator {
            "=" | ":=" | "||=" | "??=" | "?=" => Operation::Assign,
            "+=" | ".=" | "<<" | "<<=" => Operation::Append,
            "=>" | "->" | "to" => Operation::Pair,
            "==" | "===" | "!=" | "!==" | "<>" | "eq" | "ne" | "is" => Operation::Compare,
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

fn is_separator(kind: &str) -> bool {
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
            self.frames.append(
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
            let names = name::parts(self.compiled, self.source, self.asserted(self.peel(named)));
            if names.is_empty() || self.is_literal(named) {
                continue;
            }
            if let Some(literal) = self.literal(value) {
                let mut last = names[names.len().saturating_sub(2)..].to_vec();
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
                    self.named_value(names, origin, &literal);
                    self.begin_text(names, origin, literal);
                }
            }
        }
    }

    /// A variable that begins with a literal may have others appended.
    fn begin_text(&mut self, names: &[&'t str], origin: FieldOrigin, literal: Literal<'t>) {
        let is_text = literal.kind == LiteralKind::Text;
        if origin == FieldOrigin::Assignment
            && is_text
            && names.len() == 1
            && let Some(before) = self.frames.start_appending(names[0], literal)
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
        for name in path.iter().take(4).chain([field]) {
            label = self.labels.child(label, name);
        }
        self.out
            .field(record, label, origin, literal.text.clone(), literal.span);
    }

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
        let is_named = is_body || !names.is_empty();
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
            self.elements(node, is_named);
        } else if self.compiled.role(node) == Role::Collection {
            // Grammars without a node for each entry.
            self.entries(node, FieldOrigin::Entry);
        }
    }

    fn is_array(&self, node: Node<'_>) -> bool {
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
    fn elements(&mut self, node: Node<'_>, is_named: bool) {
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
            if is_named && is_value {
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
                if !is_named
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
