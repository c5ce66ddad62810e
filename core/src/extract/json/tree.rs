//! The values of a window as a flat tree, and the containers that stay open from one window to the next.
//!
//! JSON, the XML form of FHIR and FHIR Shorthand build it, so that one reading serves all.

use crate::extract::{Extraction, MAX_NESTING};
use crate::span::Span;

/// How the text of a scalar or a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is meant.
    Plain,
    /// With at least one backslash escape.
    Backslash,
    /// With at least one character or entity reference of XML.
    Entities,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole text: a list of values, or of bare members in a fragment without braces.
    Root,
    /// Keyed members.
    Object,
    /// Elements.
    Array,
    /// A string.
    Text(Encoding),
    /// Anything without quotes: a number, `true`, a stray word.
    Bare,
}

/// The key that a node stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// An array element or a value at the top.
    None,
    /// Where the key stands in the window, without quotes.
    At(Span, Encoding),
    /// One that the text implies: the resource type, which XML writes as the name of the element.
    Implied(&'static str),
    /// The key stood in an earlier window: index into the carried containers.
    Carried(usize),
}

/// A value. Its descendants follow it directly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) key: Key,
    pub(crate) kind: Kind,
    /// The content without quotes for text, with the brackets for containers.
    pub(crate) span: Span,
    /// Index of the first node that is no descendant.
    pub(crate) end: usize,
}

/// An open container that began in an earlier window.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    pub(crate) kind: Kind,
    pub(crate) key: Option<Box<str>>,
    /// The resource type, when an earlier window told it.
    pub(crate) resource: Option<Box<str>>,
}

/// A container that is open while reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) node: usize,
    /// Behind the last whole child.
    settled_at: usize,
    /// How many nodes there were then.
    settled_nodes: usize,
}

/// The tree of one window. Reused from window to window.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) open: Vec<Frame>,
    carried: Vec<Carried>,
    /// What the next window takes over; the nodes of this one still refer to `carried`.
    next: Option<Vec<Carried>>,
    /// Containers opened beyond the deepest that is kept.
    excess: usize,
}

impl Tree {
    /// Starts a window: the root and whatever stayed open.
    pub(crate) fn begin(&mut self) {
        self.nodes.clear();
        self.open.clear();
        self.excess = 0;
        if let Some(next) = self.next.take() {
            self.carried = next;
        }
        self.push(Key::None, Kind::Root, Span::new(0, 0));
        for at in 0..self.carried.len() {
            let key = match self.carried[at].key {
                Some(_) => Key::Carried(at),
                None => Key::None,
            };
            self.push(key, self.carried[at].kind, Span::new(0, 0));
        }
        let settled_nodes = self.nodes.len();
        self.open.extend((0..settled_nodes).map(|node| Frame {
            node,
            settled_at: 0,
            settled_nodes,
        }));
    }

    fn push(&mut self, key: Key, kind: Kind, span: Span) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node {
            key,
            kind,
            span,
            end: node + 1,
        });
        node
    }

    /// Opens a container whose bracket or tag ends before `inside`.
    pub(crate) fn open<'t>(&mut self, key: Key, kind: Kind, span: Span, out: &mut Extraction<'t>) {
        if self.open.len() > MAX_NESTING {
            if self.excess == 0 {
                out.problem(format!("nesting deeper than {MAX_NESTING}"), span.start);
            }
            self.excess += 1;
            return;
        }
        let node = self.push(key, kind, span);
        self.open.push(Frame {
            node,
            settled_at: span.end,
            settled_nodes: self.nodes.len(),
        });
    }

    /// Adds a scalar; what follows it begins at `after`.
    pub(crate) fn scalar(&mut self, key: Key, kind: Kind, span: Span, after: usize) {
        self.push(key, kind, span);
        self.settle(after);
    }

    /// Everything before `at` is whole.
    pub(crate) fn settle(&mut self, at: usize) {
        if self.excess > 0 {
            return;
        }
        if let Some(top) = self.open.last_mut() {
            top.settled_at = at;
            top.settled_nodes = self.nodes.len();
        }
    }

    /// Closes the innermost container of `kind` and what is open in it; a stray closer closes nothing.
    pub(crate) fn close(&mut self, kind: Kind, at: usize) {
        if self.excess > 0 {
            self.excess -= 1;
            return;
        }
        let nodes = &self.nodes;
        let found = self
            .open
            .iter()
            .rposition(|frame| nodes[frame.node].kind == kind);
        if let Some(depth) = found {
            self.close_from(depth, at);
        }
        self.settle(at);
    }

    fn close_from(&mut self, depth: usize, at: usize) {
        let end = self.nodes.len();
        for frame in self.open.drain(depth..) {
            let node = &mut self.nodes[frame.node];
            node.end = end;
            node.span.end = at.max(node.span.start);
        }
    }

    /// The innermost open container: what a scalar now belongs to.
    pub(crate) fn innermost(&self) -> Kind {
        self.open
            .last()
            .map_or(Kind::Root, |frame| self.nodes[frame.node].kind)
    }

    /// Ends the last window: everything that is open ends with the text.
    pub(crate) fn finish(&mut self, at: usize) {
        self.close_from(0, at);
        self.next = Some(Vec::new());
    }

    /// Ends a window that more text follows: cuts behind the last whole child of the open container at `depth` (0 is the
    /// root), drops what stands after and gives the place. `resource` tells an open container's resource type.
    pub(crate) fn cut(
        &mut self,
        depth: usize,
        text: &str,
        resource: impl Fn(&Tree, usize) -> Option<Box<str>>,
    ) -> usize {
        let Some(&Frame {
            settled_at,
            settled_nodes,
            ..
        }) = self.open.get(depth)
        else {
            return 0;
        };
        if settled_at == 0 {
            self.nodes.clear();
            self.open.clear();
            return 0;
        }
        self.nodes.truncate(settled_nodes);
        self.open.truncate(depth + 1);
        let nodes = self.nodes.len();
        for frame in &self.open {
            let node = &mut self.nodes[frame.node];
            node.end = nodes;
            node.span.end = settled_at;
        }
        let carried = self.open[1..].iter().map(|frame| Carried {
            kind: self.nodes[frame.node].kind,
            key: self.key(frame.node, text).map(Into::into),
            resource: resource(self, frame.node),
        });
        self.next = Some(carried.collect());
        settled_at
    }

    /// The key of a node as it is written; keys with escapes are compared undecoded, which no real vocabulary minds.
    pub(crate) fn key<'a>(&'a self, node: usize, text: &'a str) -> Option<&'a str> {
        match self.nodes[node].key {
            Key::None => None,
            Key::Implied(name) => Some(name),
            Key::At(span, _) => text.get(span.range()),
            Key::Carried(at) => self.carried.get(at)?.key.as_deref(),
        }
    }

    /// The resource type that an earlier window told of an open container.
    pub(crate) fn carried_resource(&self, node: usize) -> Option<&str> {
        // Node 0 is the root, so carried container 0 is node 1.
        self.carried.get(node.checked_sub(1)?)?.resource.as_deref()
    }

    /// The direct children of a node, in order.
    pub(crate) fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end;
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes[child].end;
            Some(child)
        })
    }

    /// The first member of an object under `key`.
    pub(crate) fn member(&self, node: usize, key: &str, text: &str) -> Option<usize> {
        self.children(node)
            .find(|&child| self.has_key(child, key, text))
    }

    /// Whether `key` is the key of a node. Lengths nearly always differ.
    pub(crate) fn has_key(&self, node: usize, key: &str, text: &str) -> bool {
        match self.nodes[node].key {
            Key::At(span, _) if span.len() != key.len() => false,
            _ => self.key(node, text) == Some(key),
        }
    }
}
