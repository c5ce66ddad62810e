//! Statements in which a walk came upon nothing, so that the walk over the next version of the tree can pass over them.
//!
//! A statement is quiet when no literal but numbers, no comment, declaration or collection stands in it, and the walk over it made no
//! field. What the walk does there depends on the statement itself, on the declared parameters, on the frames around, and on names given
//! ahead; where those are the same, it does the same again: nothing but to note what variables hold.
//!
//! Statements are known by where they stand. Ids of nodes would not do: a node's id is the address at which the node around it refers
//! to it, and an edit makes all nodes around it anew, as does a parse from the start. Where the text is the same, and kind, extent and number
//! of nodes too, and none of them is an error, there the statement is the same. Both the statements of the version before and the walk are in the order of the text, so that looking one up
//! is a step of an iterator.

use std::iter::Peekable;
use std::ops::RangeInclusive;
use std::vec;

use tree_sitter::Node;

use super::frame::{Frames, Kind};
use super::grammar::Role;
use super::parameters::Declared;
use crate::span::Span;

/// Lengths in bytes of what is worth remembering: below, a walk costs little; above, an edit inside is likely.
const LENGTHS: RangeInclusive<usize> = 16..=2048;

/// How many statements around one another are watched at once.
const MAX_WATCHED: usize = 3;

/// The quiet statements of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Quiet {
    /// In the order of the text; none is in another.
    statements: Vec<Statement>,
    declared: Declared,
    /// How many of them were passed over.
    #[cfg(test)]
    pub(super) passed: usize,
}

/// What a node must have in common with that of the version before to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    kind: u16,
    span: Span,
    descendants: usize,
}

impl Extent {
    pub(super) fn of(node: Node<'_>) -> Self {
        Self {
            kind: node.kind_id(),
            span: Span::new(node.start_byte(), node.end_byte()),
            descendants: node.descendant_count(),
        }
    }
}

/// A statement that the walk may pass over, and what it must note then.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    extent: Extent,
    /// How many frames were open, and what kind the innermost was.
    frames: (usize, Kind),
    rebound: Vec<Rebound>,
}

/// A variable that the statement gives a new value: its name and its type, in bytes of the statement.
#[derive(Clone, Debug)]
struct Rebound {
    name: Span,
    kind: Option<Span>,
}

/// A name and the name of a type, where known.
pub(super) type Binding<'t> = (&'t str, Option<&'t str>);

/// How many records, fields, views, and names given ahead there are: what a walk leaves behind.
pub(super) type Traces = [usize; 4];

/// A node that the walk has entered and not left.
#[derive(Debug)]
struct Watched {
    extent: Extent,
    depth: usize,
    frames: (usize, Kind),
    traces: Traces,
    rebound: usize,
    remembered: usize,
}

/// Watches a walk for quiet statements, and knows those of the version before.
#[derive(Debug)]
pub(super) struct Watch<'t> {
    source: &'t str,
    /// Those of the version before that the walk has not come to.
    before: Peekable<vec::IntoIter<Statement>>,
    watched: Vec<Watched>,
    rebound: Vec<Binding<'t>>,
    remembered: Vec<Statement>,
    #[cfg(test)]
    passed: usize,
}

impl Quiet {
    /// How many statements are known.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    /// Forgets what the replacement of `replaced` by `length` bytes touches, and moves what stands behind it.
    pub(super) fn edit(&mut self, replaced: Span, length: usize) {
        self.statements.retain_mut(|statement| {
            let span = &mut statement.extent.span;
            if span.start > replaced.end {
                *span = Span::new(
                    span.start - replaced.end + replaced.start + length,
                    span.end - replaced.end + replaced.start + length,
                );
                return true;
            }
            span.end < replaced.start
        });
    }

    /// Asks of node after node, in the order of the text, whether it is known to hold no declaration.
    pub(super) fn lookup(&self) -> impl FnMut(Node<'_>) -> bool {
        let mut ahead = self.statements.iter().peekable();
        move |node| {
            let start = node.start_byte();
            while ahead
                .next_if(|statement| statement.extent.span.start < start)
                .is_some()
            {}
            ahead
                .next_if(|statement| {
                    statement.extent.span.start == start && statement.extent == Extent::of(node)
                })
                .is_some()
        }
    }
}

impl<'t> Watch<'t> {
    /// `before` counts only if the same is `declared` as then.
    pub(super) fn new(source: &'t str, before: Quiet, declared: &Declared) -> Self {
        let before = if before.declared == *declared {
            before.statements
        } else {
            Vec::new()
        };
        Self {
            source,
            before: before.into_iter().peekable(),
            watched: Vec::new(),
            rebound: Vec::new(),
            remembered: Vec::new(),
            #[cfg(test)]
            passed: 0,
        }
    }

    /// The quiet statement that the node is, if it is one. It is to be given back with [`Watch::passed`].
    pub(super) fn known(&mut self, node: Node<'_>, frames: &Frames<'t>) -> Option<Statement> {
        let start = node.start_byte();
        while self
            .before
            .next_if(|statement| statement.extent.span.start < start)
            .is_some()
        {}
        self.before.next_if(|statement| {
            statement.extent.span.start == start
                && statement.extent == Extent::of(node)
                && statement.frames == frames.place()
                && !node.has_error()
        })
    }

    /// Remembers a statement that was passed over.
    pub(super) fn passed(&mut self, statement: Statement) {
        self.remembered.push(statement);
        #[cfg(test)]
        {
            self.passed += 1;
        }
    }

    /// Watches a node that is entered.
    pub(super) fn enter(
        &mut self,
        node: Node<'_>,
        depth: usize,
        frames: &Frames<'t>,
        traces: Traces,
    ) {
        let length = node.end_byte() - node.start_byte();
        if LENGTHS.contains(&length) && self.watched.len() < MAX_WATCHED && !node.has_error() {
            self.watched.push(Watched {
                extent: Extent::of(node),
                depth,
                frames: frames.place(),
                traces,
                rebound: self.rebound.len(),
                remembered: self.remembered.len(),
            });
        }
    }

    /// Something stands here that may matter to what comes, or that what came before may matter to.
    pub(super) fn disturb(&mut self) {
        self.watched.clear();
    }

    /// Notes that a variable has a new value.
    pub(super) fn rebind(&mut self, binding: Binding<'t>) {
        if !self.watched.is_empty() {
            self.rebound.push(binding);
        }
    }

    /// Remembers the nodes at `depth` and below, which are left, if they were quiet.
    pub(super) fn leave(&mut self, depth: usize, traces: Traces) {
        while let Some(watched) = self.watched.pop_if(|watched| watched.depth >= depth) {
            if watched.traces != traces {
                continue;
            }
            let bindings = self.rebound.get(watched.rebound..).unwrap_or_default();
            let rebound: Option<Vec<Rebound>> = bindings
                .iter()
                .map(|binding| self.within(watched.extent.span, *binding))
                .collect();
            if let Some(rebound) = rebound {
                // The statements in it are passed over with it.
                self.remembered.truncate(watched.remembered);
                self.remembered.push(Statement {
                    extent: watched.extent,
                    frames: watched.frames,
                    rebound,
                });
            }
        }
        if self.watched.is_empty() {
            self.rebound.clear();
        }
    }

    /// The quiet statements of the tree that was walked.
    pub(super) fn finish(self, declared: Declared) -> Quiet {
        Quiet {
            statements: self.remembered,
            declared,
            #[cfg(test)]
            passed: self.passed,
        }
    }

    /// A binding as parts of the statement; `None` when a name comes from elsewhere.
    fn within(&self, statement: Span, (name, kind): Binding<'t>) -> Option<Rebound> {
        let part = |text: &str| {
            let start = (text.as_ptr().addr()).checked_sub(self.source.as_ptr().addr())?;
            let span = Span::new(start, start + text.len());
            statement
                .contains(span)
                .then(|| Span::new(span.start - statement.start, span.end - statement.start))
        };
        Some(Rebound {
            name: part(name)?,
            kind: match kind {
                Some(kind) => Some(part(kind)?),
                None => None,
            },
        })
    }
}

impl Statement {
    /// What it gives new values to in `source`.
    pub(super) fn rebound<'t>(&self, source: &'t str) -> impl Iterator<Item = Binding<'t>> {
        let start = self.extent.span.start;
        let text = move |part: Span| source.get(part.shifted(start).range());
        let rebound = self.rebound.iter();
        rebound.filter_map(move |Rebound { name, kind }| Some((text(*name)?, kind.and_then(text))))
    }
}

/// Whether a walk that comes to a node of this role does nothing that outlasts the statement.
pub(super) fn is_quiet(role: Role) -> bool {
    match role {
        Role::Plain
        | Role::Number
        | Role::Binary
        | Role::Wrapper
        | Role::Choice
        | Role::Entry(_)
        | Role::Row
        | Role::Call
        | Role::Arguments
        | Role::Skip => true,
        Role::Comment
        | Role::Text
        | Role::Bare
        | Role::Interpolation
        | Role::Adjacent
        | Role::Entries
        | Role::Collection
        | Role::Command
        | Role::Type
        | Role::Function => false,
    }
}
