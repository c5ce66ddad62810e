//! The walk that all languages share: one pass over the tree, from node to node without recursion.

use std::collections::{HashMap, HashSet};

use tree_sitter::{Node, Tree};

use super::comment::Comments;
use super::frame::{Entered, Frames, Kind};
use super::grammar::{Compiled, Role};
use super::name;
use super::parameters::{Declared, Parameters};
use super::quiet::{Quiet, Traces, Watch, is_quiet};
use crate::extract::{Extraction, Labels};
use crate::span::Span;

/// The state of a walk over one tree.
pub(super) struct Walk<'w, 't> {
    pub(super) compiled: &'static Compiled,
    pub(super) source: &'t str,
    pub(super) labels: &'w mut Labels,
    pub(super) out: &'w mut Extraction<'t>,
    pub(super) frames: Frames<'t>,
    /// Nodes whose literal has been read, by id.
    pub(super) taken: HashSet<usize>,
    /// Names that objects and calls ahead have been given, by node id.
    pub(super) pending: HashMap<usize, Pending<'t>>,
    /// Views that a joined view stands for.
    pub(super) retired: HashSet<usize>,
    pub(super) parameters: Parameters<'t>,
    /// Where the target of the last assignment ends.
    pub(super) target_end: usize,
    comments: Comments,
    first_field: usize,
    watch: Option<(Watch<'t>, Declared)>,
}

/// What is known of an object or call before the walk reaches it.
#[derive(Debug)]
pub(super) enum Pending<'t> {
    /// The path of names that it is assigned to.
    Named(Vec<&'t str>),
    /// It is the body of the construction around it.
    Body,
}

impl<'w, 't> Walk<'w, 't> {
    /// Prepares to walk a tree; given the quiet statements of an earlier tree as they stand now, passes over those.
    pub(super) fn new(
        compiled: &'static Compiled,
        tree: &Tree,
        source: &'t str,
        before: Option<Quiet>,
        labels: &'w mut Labels,
        out: &'w mut Extraction<'t>,
    ) -> Self {
        let parameters = Parameters::of(compiled, tree, source, before.as_ref());
        let watch = before.map(|before| {
            let declared = parameters.declared();
            (Watch::new(source, before, &declared), declared)
        });
        Self {
            compiled,
            source,
            labels,
            first_field: out.fields.len(),
            out,
            frames: Frames::new(Span::new(0, source.len())),
            taken: HashSet::new(),
            pending: HashMap::new(),
            retired: HashSet::new(),
            parameters,
            target_end: 0,
            comments: Comments::default(),
            watch,
        }
    }

    /// Walks the whole tree. Gives its quiet statements, if it was to look for them.
    pub(super) fn run(mut self, tree: &Tree) -> Option<Quiet> {
        let mut cursor = tree.walk();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            if !self.pass_over(node) {
                self.enter(node, depth);
                if cursor.goto_first_child() {
                    depth += 1;
                    continue;
                }
            }
            loop {
                self.leave(depth);
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return self.finish();
                }
                depth -= 1;
            }
        }
    }

    fn leave(&mut self, depth: usize) {
        for pieces in self.frames.leave(depth) {
            self.join(pieces);
        }
        let traces = self.traces();
        if let Some((watch, _)) = &mut self.watch {
            watch.leave(depth, traces);
        }
    }

    fn traces(&self) -> Traces {
        let out = &self.out;
        [
            out.records.len(),
            out.fields.len(),
            out.views.len(),
            self.pending.len(),
        ]
    }

    /// Whether a statement can be quiet where the walk is: nothing around it is still to be continued in it.
    fn is_open(&self, node: Node<'_>) -> bool {
        matches!(self.frames.kind(), Kind::File | Kind::Type | Kind::Function)
            && self.pending.is_empty()
            && self.target_end <= node.start_byte()
    }

    /// Passes over a statement that is known to be quiet; notes what variables hold after it.
    fn pass_over(&mut self, node: Node<'_>) -> bool {
        if self.watch.is_none() || !self.is_open(node) {
            return false;
        }
        let watch = self.watch.as_mut();
        let Some(statement) = watch.and_then(|(watch, _)| watch.known(node, &self.frames)) else {
            return false;
        };
        for (name, kind) in statement.rebound(self.source) {
            self.rebind(name, kind);
        }
        if let Some((watch, _)) = &mut self.watch {
            watch.passed(statement);
        }
        true
    }

    /// Notes that what the walk does here depends on more than the statement around it.
    pub(super) fn disturb(&mut self) {
        if let Some((watch, _)) = &mut self.watch {
            watch.disturb();
        }
    }

    /// Has the statement watched that is entered, if it may be quiet.
    fn watch(&mut self, node: Node<'_>, depth: usize, role: Role) {
        if self.watch.is_none() {
            return;
        }
        let (is_open, traces) = (self.is_open(node), self.traces());
        if let Some((watch, _)) = &mut self.watch {
            if !is_quiet(role) {
                watch.disturb();
            } else if is_open {
                watch.enter(node, depth, &self.frames, traces);
            }
        }
    }

    /// Notes that a variable now holds a new thing, perhaps of a known type.
    pub(super) fn rebind(&mut self, name: &'t str, kind: Option<&'t str>) {
        if let Some((watch, _)) = &mut self.watch {
            watch.rebind((name, kind));
        }
        self.frames.scope().rebind(name, kind);
    }

    fn finish(mut self) -> Option<Quiet> {
        let frames = std::mem::replace(&mut self.frames, Frames::new(Span::default()));
        for pieces in frames.finish() {
            self.join(pieces);
        }
        self.comments.flush(self.source, self.out);
        if !self.retired.is_empty() {
            let mut index = 0;
            self.out.views.retain(|_| {
                index += 1;
                !self.retired.contains(&(index - 1))
            });
        }
        self.out.fields[self.first_field..].sort_by_key(|field| field.span);
        self.watch.map(|(watch, declared)| watch.finish(declared))
    }

    fn enter(&mut self, node: Node<'_>, depth: usize) {
        let role = self.compiled.role(node);
        self.watch(node, depth, role);
        match role {
            Role::Comment => {
                let span = Span::new(node.start_byte(), node.end_byte());
                self.comments.push(span, self.source, self.out);
            }
            Role::Text | Role::Adjacent => {
                self.literal(node);
            }
            Role::Bare if node.end_byte() - node.start_byte() > 64 => {
                self.literal(node);
            }
            Role::Binary => self.binary(node),
            Role::Entry(origin) => self.entries(node, origin),
            Role::Entries => self.loose_entries(node),
            Role::Collection => self.collection(node, depth),
            Role::Call => self.call(node, depth),
            Role::Command => self.command(node),
            Role::Type => {
                self.block(node, depth, Kind::Type);
                self.element(node);
            }
            Role::Function => self.block(node, depth, Kind::Function),
            _ => {}
        }
    }

    /// A type or function: a frame with variables of its own.
    fn block(&mut self, node: Node<'_>, depth: usize, kind: Kind) {
        let mut names = match self.pending.remove(&node.id()) {
            Some(Pending::Named(names)) => names,
            _ => self.block_names(node),
        };
        // `resource "type" "name"`: the kind of block, its type, its name.
        let record_name = names.get(1).or(names.first()).copied().unwrap_or_default();
        if kind == Kind::Function {
            names.clear();
        }
        let span = Span::new(node.start_byte(), node.end_byte());
        self.frames.enter(
            depth,
            Entered {
                kind,
                names,
                record_name,
                span,
                holder: None,
                taker: None,
            },
        );
    }

    /// The name of a declaration; of a block of configuration its words.
    fn block_names(&self, node: Node<'_>) -> Vec<&'t str> {
        let named = node
            .child_by_field_name("name")
            .or_else(|| node.child_by_field_name("declarator"));
        match named {
            Some(named) => name::parts(self.compiled, self.source, named)
                .into_iter()
                .take(1)
                .collect(),
            None => {
                let is_word = |child: &Node<'_>| match self.compiled.role(*child) {
                    Role::Text | Role::Skip => true,
                    role => role == Role::Plain && child.named_child_count() == 0,
                };
                let mut cursor = node.walk();
                let words = node.named_children(&mut cursor).take_while(is_word);
                words
                    .filter_map(|word| {
                        name::parts(self.compiled, self.source, word)
                            .last()
                            .copied()
                    })
                    .take(3)
                    .collect()
            }
        }
    }

    /// The node that an expression stands for, out of parentheses, casts and the like.
    pub(super) fn peel<'n>(&self, node: Node<'n>) -> Node<'n> {
        let mut at = node;
        loop {
            let inner = match self.compiled.role(at) {
                Role::Wrapper => self.inner(at),
                Role::Entry(_) if !self.has_separator(at) => self.inner(at),
                Role::Row if at.named_child_count() == 1 => at.named_child(0),
                _ => None,
            };
            match inner {
                Some(inner) => at = inner,
                None => return at,
            }
        }
    }

    /// The last child that is a value, else the last that is anything.
    fn inner<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let mut cursor = node.walk();
        let mut last: Option<(Node<'n>, bool)> = None;
        for child in node.named_children(&mut cursor) {
            let role = self.compiled.role(child);
            if matches!(role, Role::Skip | Role::Comment) {
                continue;
            }
            let is_value = role != Role::Plain;
            if is_value || !last.is_some_and(|(_, is_value)| is_value) {
                last = Some((child, is_value));
            }
        }
        last.map(|(child, _)| child)
    }
}
