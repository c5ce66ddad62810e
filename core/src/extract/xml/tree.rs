//! The elements of a window as a flat tree, and the elements that stay open from one window to the next.

use crate::extract::json::tree::Encoding;
use crate::extract::xml::html_rules;
use crate::extract::xml::token::{Attribute, Dialect, Shape, Token, Tokens};
use crate::extract::{End, Extraction, MAX_NESTING, Window};
use crate::span::Span;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The whole text.
    Root,
    /// An element, and where its name stands.
    Element(Span),
    /// An element that began in an earlier window: index into the carried elements.
    Carried(usize),
    /// Character data that is not blank.
    Text(Encoding),
}

/// An element or a run of text. Its descendants follow it directly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// The whole element with its tags; the content of text.
    pub(crate) span: Span,
    /// Index of the first attribute; the last stands before the next node's first.
    attributes: usize,
    attribute_count: usize,
    /// Index of the first node that is no descendant.
    pub(crate) end: usize,
}

/// An open element that began in an earlier window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    /// Its name, without prefix.
    pub(crate) name: Box<str>,
    /// Its attributes by name without prefix, decoded.
    pub(crate) attributes: Vec<(Box<str>, Box<str>)>,
    /// The column names that its rows follow, when it is a table.
    pub(crate) columns: Vec<Box<str>>,
}

/// An element that is open while reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) node: usize,
    /// How many elements in it are whole.
    whole_children: usize,
    settled_at: usize,
    settled_nodes: usize,
}

/// An element with so many whole children is cut inside; a smaller one stays whole.
const MANY_CHILDREN: usize = 32;

/// A carried element keeps this much of its attributes.
const MAX_CARRIED_ATTRIBUTES: usize = 16;

/// The tree of one window. Reused from window to window.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    pub(crate) open: Vec<Frame>,
    pub(crate) carried: Vec<Carried>,
    next: Option<Vec<Carried>>,
    excess: usize,
}

impl Tree {
    /// Reads a window; what is open at the end stays open.
    pub(crate) fn parse<'t>(
        &mut self,
        window: Window<'t>,
        dialect: Dialect,
        out: &mut Extraction<'t>,
    ) {
        self.begin();
        let mut tokens = Tokens::new(window.text, window.end, dialect);
        while let Some(token) = tokens.next() {
            match token.shape {
                Shape::Text(encoding) => self.text(token, encoding, window.text),
                Shape::Close => self.close(token, window.text),
                Shape::Open | Shape::Empty => {
                    self.element(token, &tokens.attributes, dialect, window.text, out);
                }
            }
        }
    }

    fn begin(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.open.clear();
        self.excess = 0;
        if let Some(next) = self.next.take() {
            self.carried = next;
        }
        self.push(Kind::Root, Span::new(0, 0), &[]);
        for at in 0..self.carried.len() {
            self.push(Kind::Carried(at), Span::new(0, 0), &[]);
        }
        for node in 0..self.nodes.len() {
            self.open_frame(node, 0);
        }
    }

    fn open_frame(&mut self, node: usize, at: usize) {
        self.open.push(Frame {
            node,
            whole_children: 0,
            settled_at: at,
            settled_nodes: self.nodes.len(),
        });
    }

    fn push(&mut self, kind: Kind, span: Span, attributes: &[Attribute]) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node {
            kind,
            span,
            attributes: self.attributes.len(),
            attribute_count: attributes.len(),
            end: node + 1,
        });
        self.attributes.extend_from_slice(attributes);
        node
    }

    fn element<'t>(
        &mut self,
        token: Token,
        attributes: &[Attribute],
        dialect: Dialect,
        text: &'t str,
        out: &mut Extraction<'t>,
    ) {
        let name = local(&text[token.content.range()]);
        if dialect == Dialect::Html {
            self.close_implied(name, token.span.start, text);
        }
        let node = self.push(Kind::Element(token.content), token.span, attributes);
        let is_empty =
            token.shape == Shape::Empty || (dialect == Dialect::Html && html_rules::is_void(name));
        if is_empty {
            self.settle(token.span.end);
        } else if self.open.len() > MAX_NESTING {
            if self.excess == 0 {
                out.problem(
                    format!("nesting deeper than {MAX_NESTING}"),
                    token.span.start,
                );
            }
            self.excess += 1;
        } else {
            self.open_frame(node, token.span.end);
        }
    }

    /// Closes what an HTML start tag ends without saying so: a row the row before it, a cell the cell before it.
    fn close_implied(&mut self, name: &str, at: usize, text: &str) {
        while let Some(frame) = self.open.last() {
            let open = self.name(frame.node, text);
            if self.excess > 0 || !html_rules::ends(name, open) {
                return;
            }
            self.close_from(self.open.len() - 1, at);
        }
    }

    fn text(&mut self, token: Token, encoding: Encoding, text: &str) {
        let raw = &text[token.content.range()];
        let content = raw.trim();
        if !content.is_empty() {
            let start = token.content.start + (raw.len() - raw.trim_start().len());
            self.push(
                Kind::Text(encoding),
                Span::new(start, start + content.len()),
                &[],
            );
        }
        // Text alone makes nothing whole: its element may go on.
    }

    fn close(&mut self, token: Token, text: &str) {
        if self.excess > 0 {
            self.excess -= 1;
            return;
        }
        let name = local(&text[token.content.range()]);
        let found = self
            .open
            .iter()
            .rposition(|frame| self.name(frame.node, text).eq_ignore_ascii_case(name));
        match found {
            Some(depth) if depth > 0 => self.close_from(depth, token.span.end),
            _ => self.settle(token.span.end),
        }
    }

    fn close_from(&mut self, depth: usize, at: usize) {
        let end = self.nodes.len();
        for frame in self.open.drain(depth..) {
            let node = &mut self.nodes[frame.node];
            node.end = end;
            node.span.end = at.max(node.span.start);
        }
        self.settle(at);
    }

    /// Everything before `at` is whole, and so is one more child of the innermost open element.
    fn settle(&mut self, at: usize) {
        if self.excess > 0 {
            return;
        }
        if let Some(top) = self.open.last_mut() {
            top.whole_children += 1;
            top.settled_at = at;
            top.settled_nodes = self.nodes.len();
        }
    }

    /// Ends the window and gives how much of it was read. `columns` tells the columns of an open table.
    pub(crate) fn finish(
        &mut self,
        window: Window<'_>,
        columns: impl Fn(&Tree, usize) -> Vec<Box<str>>,
    ) -> usize {
        let text = window.text;
        if window.end == End::Last {
            self.close_from(0, text.len());
            self.next = Some(Vec::new());
            return text.len();
        }
        let depth = self.cut_depth(text);
        let Some(&Frame {
            settled_at,
            settled_nodes,
            ..
        }) = self.open.get(depth)
        else {
            return 0;
        };
        if settled_at == 0 {
            return 0;
        }
        self.nodes.truncate(settled_nodes);
        self.open.truncate(depth + 1);
        for frame in &self.open {
            let node = &mut self.nodes[frame.node];
            node.end = settled_nodes;
            node.span.end = settled_at;
        }
        let open = &self.open[1..];
        let carried = open.iter().map(|frame| Carried {
            name: self.name(frame.node, text).into(),
            attributes: self
                .attributes(frame.node, text)
                .take(MAX_CARRIED_ATTRIBUTES)
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            columns: columns(self, frame.node),
        });
        self.next = Some(carried.collect());
        settled_at
    }

    /// Where to cut: in an element of many children, or two levels above what is open, so that neither a leaf nor a small
    /// group of leaves is torn.
    fn cut_depth(&self, text: &str) -> usize {
        let innermost = self.open.len().saturating_sub(1);
        if text.len() >= crate::extract::json::MAX_ELEMENT {
            return innermost;
        }
        let many = |frame: &Frame| frame.whole_children >= MANY_CHILDREN;
        let wide = self.open.iter().rposition(many).unwrap_or(0);
        wide.max(innermost.saturating_sub(2))
    }

    /// The name of an element without its prefix; empty for anything else.
    pub(crate) fn name<'a>(&'a self, node: usize, text: &'a str) -> &'a str {
        match self.nodes[node].kind {
            Kind::Element(span) => local(&text[span.range()]),
            Kind::Carried(at) => &self.carried[at].name,
            Kind::Root | Kind::Text(_) => "",
        }
    }

    /// The attributes of an element as they stand in this window.
    pub(crate) fn attribute_spans(&self, node: usize) -> &[Attribute] {
        let node = &self.nodes[node];
        &self.attributes[node.attributes..node.attributes + node.attribute_count]
    }

    /// The attributes of an element by name without prefix, undecoded, whichever window they stood in.
    pub(crate) fn attributes<'a>(
        &'a self,
        node: usize,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        let carried: &[(Box<str>, Box<str>)] = match self.nodes[node].kind {
            Kind::Carried(at) => &self.carried[at].attributes,
            _ => &[],
        };
        let here = self.attribute_spans(node).iter();
        here.map(|attribute| {
            (
                local(&text[attribute.name.range()]),
                &text[attribute.value.range()],
            )
        })
        .chain(carried.iter().map(|(name, value)| (&**name, &**value)))
    }

    /// The value of an attribute, undecoded.
    pub(crate) fn attribute<'a>(
        &'a self,
        node: usize,
        name: &str,
        text: &'a str,
    ) -> Option<&'a str> {
        self.attributes(node, text)
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
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

    /// The direct children that are elements.
    pub(crate) fn elements(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(node)
            .filter(|&child| !matches!(self.nodes[child].kind, Kind::Text(_)))
    }

    /// The only text of an element without element children.
    pub(crate) fn sole_text(&self, node: usize) -> Option<usize> {
        let ours = self.nodes[node];
        let child = (ours.end == node + 2).then_some(node + 1)?;
        matches!(self.nodes[child].kind, Kind::Text(_)).then_some(child)
    }
}

/// A name without its namespace prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
