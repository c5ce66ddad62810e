//! Statements in which a walk came upon nothing, so that the walk over the next version of the tree can pass over them.
//!
//! A statement is quiet when no literal but numbers, no comment, declaration or collection stands in it, and the walk over it made no
//! field. What the walk does there depends on the statement itself, on the declared parameters, on the frames around, and on names given
//! ahead; where those are the same, it does the same again: nothing but to note what variables hold.
//!
//! Statements are known by the ids of their nodes. An id is the address of a part of a tree, and trees of two versions share what no
//! edit touched; as long as the earlier tree lives, the same id is the same statement.

use std::collections::HashMap;
use std::ops::RangeInclusive;

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
    statements: HashMap<usize, Statement>,
    declared: Declared,
}

#[derive(Clone, Debug)]
struct Statement {
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
    id: usize,
    depth: usize,
    span: Span,
    frames: (usize, Kind),
    traces: Traces,
    rebound: usize,
    remembered: usize,
}

/// Watches a walk for quiet statements, and knows those of the version before.
#[derive(Debug)]
pub(super) struct Watch<'q, 't> {
    source: &'t str,
    before: Option<&'q Quiet>,
    watched: Vec<Watched>,
    rebound: Vec<Binding<'t>>,
    remembered: Vec<(usize, Statement)>,
}

impl Quiet {
    /// How many statements are known.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether a node is known to hold no declaration.
    pub(super) fn holds(&self, id: usize) -> bool {
        self.statements.contains_key(&id)
    }
}

impl<'q, 't> Watch<'q, 't> {
    /// `before` counts only if the same is `declared` as then.
    pub(super) fn new(source: &'t str, before: &'q Quiet, declared: &Declared) -> Self {
        Self {
            source,
            before: (before.declared == *declared).then_some(before),
            watched: Vec::new(),
            rebound: Vec::new(),
            remembered: Vec::new(),
        }
    }

    /// What a quiet statement at `span` gives new values to, if the node is one.
    pub(super) fn known(
        &mut self,
        id: usize,
        span: Span,
        frames: &Frames<'t>,
    ) -> Option<Vec<Binding<'t>>> {
        if !LENGTHS.contains(&span.len()) {
            return None;
        }
        let statement = self.before?.statements.get(&id)?;
        if frames.place() != statement.frames {
            return None;
        }
        let source = self.source;
        let text = |part: Span| source.get(part.shifted(span.start).range());
        let mut bindings = Vec::with_capacity(statement.rebound.len());
        for Rebound { name, kind } in &statement.rebound {
            let kind = match kind {
                Some(kind) => Some(text(*kind)?),
                None => None,
            };
            bindings.push((text(*name)?, kind));
        }
        self.remembered.push((id, statement.clone()));
        Some(bindings)
    }

    /// Watches a node that is entered.
    pub(super) fn enter(
        &mut self,
        id: usize,
        depth: usize,
        span: Span,
        frames: &Frames<'t>,
        traces: Traces,
    ) {
        if LENGTHS.contains(&span.len()) && self.watched.len() < MAX_WATCHED {
            self.watched.push(Watched {
                id,
                depth,
                span,
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
                .map(|binding| self.within(watched.span, *binding))
                .collect();
            if let Some(rebound) = rebound {
                // The statements in it are passed over with it.
                self.remembered.truncate(watched.remembered);
                let frames = watched.frames;
                self.remembered
                    .push((watched.id, Statement { frames, rebound }));
            }
        }
        if self.watched.is_empty() {
            self.rebound.clear();
        }
    }

    /// The quiet statements of the tree that was walked.
    pub(super) fn finish(self, declared: Declared) -> Quiet {
        Quiet {
            statements: self.remembered.into_iter().collect(),
            declared,
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
