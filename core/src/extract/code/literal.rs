//! Literals: from nodes of a tree to decoded values, and the views that are worth a scan of their own.

use std::borrow::Cow;

use tree_sitter::Node;

use super::grammar::Role;
use super::name::text;
use super::quote::{Escapes, GAP, Quotes, decode};
use super::scope::{Appended, Ending};
use super::walk::Walk;
use crate::document::{Decoded, OffsetMap, Standing, View, ViewKind};
use crate::span::Span;

/// How many operands of one concatenation are joined.
const MAX_OPERANDS: usize = 100_000;

/// The shortest literal that may hold something in itself, in bytes.
const MIN_VIEW: usize = 16;

/// A value written in code.
#[derive(Clone, Debug)]
pub(super) struct Literal<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) map: OffsetMap,
    /// Where it stands, without the outermost quotes.
    pub(super) span: Span,
    pub(super) kind: LiteralKind,
    /// Its index among the views, if it is one.
    pub(super) view: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LiteralKind {
    Text,
    Number,
}

impl<'t> Literal<'t> {
    /// Whether it may hold text of a format, rather than just be a value.
    fn is_worth_a_view(&self) -> bool {
        const DELIMITERS: [char; 13] = [
            '\n', '\r', '=', ':', '|', '*', '<', '{', '(', '&', '^', '~', '\t',
        ];
        let decoded = !matches!(self.map, OffsetMap::Verbatim(_));
        self.kind == LiteralKind::Text
            && self.text.len() >= MIN_VIEW
            && (decoded || self.text.contains(DELIMITERS))
    }

    fn append_to(&self, out: &mut Decoded) {
        match &self.map {
            OffsetMap::Verbatim(start) => out.verbatim(&self.text, *start),
            OffsetMap::Whole(_) | OffsetMap::Transcoded(_) => out.replaced(&self.text, self.span),
            OffsetMap::Pieces(pieces) => {
                for piece in pieces {
                    let part = &self.text[piece.view_start..piece.view_start + piece.view_len];
                    let end = piece.parent_start + piece.parent_len;
                    match piece.standing {
                        Standing::Verbatim => out.verbatim(part, piece.parent_start),
                        Standing::Encoded => {
                            out.replaced(part, Span::new(piece.parent_start, end));
                        }
                    }
                }
            }
        }
    }
}

impl<'t> Walk<'_, 't> {
    /// The value that an expression writes out, with its static parts joined and [`GAP`] for the others; `None` when no part
    /// is a literal or it was taken before. Adds a view where the text may hold something.
    pub(super) fn literal(&mut self, node: Node<'_>) -> Option<Literal<'t>> {
        if self.taken.contains(&node.id()) {
            return None;
        }
        let node = self.peel(node);
        let role = self.compiled.role(node);
        if role == Role::Call
            && let Some(date) = self.date(node)
        {
            return Some(date);
        }
        let literal = match role {
            Role::Number => return self.number(node),
            Role::Text | Role::Bare => self.single(node)?,
            Role::Adjacent | Role::Binary | Role::Call => self.joined(node)?,
            _ => return None,
        };
        Some(self.with_view(literal))
    }

    fn number(&self, node: Node<'_>) -> Option<Literal<'t>> {
        let text = text(self.source, node);
        (!text.is_empty()).then(|| Literal {
            text: text.into(),
            map: OffsetMap::Verbatim(node.start_byte()),
            span: Span::new(node.start_byte(), node.end_byte()),
            kind: LiteralKind::Number,
            view: None,
        })
    }

    fn single(&mut self, node: Node<'_>) -> Option<Literal<'t>> {
        if !self.taken.insert(node.id()) {
            return None;
        }
        let (span, escapes) = self.content(node)?;
        let gaps = self.gaps(node);
        let raw = self.source.get(span.range())?;
        if gaps.is_empty() && (escapes == Escapes::None || !raw.contains(['\\', '"'])) {
            let map = OffsetMap::Verbatim(span.start);
            return Some(Literal {
                text: raw.into(),
                map,
                span,
                kind: LiteralKind::Text,
                view: None,
            });
        }
        let mut decoded = Decoded::new();
        decode(self.source, span, &gaps, escapes, &mut decoded);
        Some(self.decoded(decoded, span))
    }

    /// Where the content of a string node lies in the source, and its escapes.
    fn content(&self, node: Node<'_>) -> Option<(Span, Escapes)> {
        let raw = self.source.get(node.byte_range())?;
        let quotes = self.compiled.grammar.quotes;
        let is_macro = quotes == Quotes::C && self.compiled.role(node) == Role::Bare;
        if is_macro && !raw.starts_with(|c: char| c == '"' || c.is_ascii_digit()) {
            return None;
        }
        let (content, escapes) = match self.compiled.role(node) {
            Role::Bare if !raw.starts_with(['"', '\'']) => (0..raw.len(), Escapes::None),
            _ => quotes.content(raw),
        };
        Some((
            Span::new(content.start, content.end).shifted(node.start_byte()),
            escapes,
        ))
    }

    /// The parts of a string node that are code.
    fn gaps(&self, node: Node<'_>) -> Vec<Span> {
        if node.named_child_count() == 0 {
            return Vec::new();
        }
        let mut cursor = node.walk();
        node.named_children(&mut cursor)
            .filter(|child| {
                self.compiled.role(*child) == Role::Interpolation || !is_content(child.kind())
            })
            .map(|child| self.gap(child))
            .collect()
    }

    /// Where the code in a string stands, with the marks around it.
    fn gap(&self, node: Node<'_>) -> Span {
        let span = Span::new(node.start_byte(), node.end_byte());
        let before = span
            .start
            .checked_sub(2)
            .and_then(|start| self.source.get(start..span.start));
        let after = self.source.get(span.end..span.end + 1);
        // Swift's marks are no part of the node.
        match (before, after) {
            (Some("\\("), Some(")")) => Span::new(span.start - 2, span.end + 1),
            _ => span,
        }
    }

    /// Several literals that are one: side by side, joined by an operator, or inside a conversion.
    fn joined(&mut self, node: Node<'_>) -> Option<Literal<'t>> {
        let mut stack = vec![node];
        let mut decoded = Decoded::new();
        let mut gap: Option<Span> = None;
        let mut span: Option<Span> = None;
        for _ in 0..MAX_OPERANDS {
            let Some(top) = stack.pop() else { break };
            let operand = self.peel(top);
            let found = match self.compiled.role(operand) {
                Role::Text | Role::Bare => self
                    .content(operand)
                    .filter(|_| self.taken.insert(operand.id())),
                Role::Adjacent => {
                    self.taken.insert(operand.id());
                    push_named_children(&mut stack, operand);
                    continue;
                }
                Role::Binary if self.is_join(operand) && self.taken.insert(operand.id()) => {
                    push_operands(&mut stack, operand);
                    continue;
                }
                Role::Call => {
                    if let Some(inner) = self.converted(operand) {
                        stack.push(inner);
                        continue;
                    }
                    None
                }
                _ => None,
            };
            match found {
                Some((content, escapes)) => {
                    if let Some(gap) = gap.take() {
                        decoded.replaced(GAP, gap);
                    }
                    let gaps = self.gaps(operand);
                    self.source.get(content.range())?;
                    decode(self.source, content, &gaps, escapes, &mut decoded);
                    span = Some(span.map_or(content, |span| Span::new(span.start, content.end)));
                }
                None => gap = gap.or(Some(Span::new(operand.start_byte(), operand.end_byte()))),
            }
        }
        let span = span?;
        if let Some(gap) = gap {
            decoded.replaced(GAP, gap);
        }
        Some(self.decoded(decoded, span))
    }

    fn decoded(&self, decoded: Decoded, span: Span) -> Literal<'t> {
        let (text, map) = decoded.finish();
        let verbatim = match map {
            OffsetMap::Verbatim(start) => self.source.get(start..start + text.len()),
            _ => None,
        };
        let text = match verbatim {
            Some(verbatim) if verbatim.len() == span.len() => Cow::Borrowed(verbatim),
            // Beside an empty literal: not all of what stands at the span.
            Some(verbatim) => Cow::Owned(verbatim.to_owned()),
            None => Cow::Owned(text),
        };
        Literal {
            text,
            map,
            span,
            kind: LiteralKind::Text,
            view: None,
        }
    }

    fn with_view(&mut self, mut literal: Literal<'t>) -> Literal<'t> {
        if literal.is_worth_a_view() {
            literal.view = Some(self.out.views.len());
            let kind = ViewKind::StringLiteral;
            self.out.views.push(View {
                kind,
                text: literal.text.clone(),
                map: literal.map.clone(),
            });
        }
        literal
    }

    /// Literals that make one text together, in the order of the source: one view in place of theirs.
    pub(super) fn join(&mut self, mut pieces: Vec<Appended<'t>>) {
        if pieces.len() < 2 {
            return;
        }
        pieces.sort_by_key(|piece| piece.literal.span);
        let mut decoded = Decoded::new();
        let mut end = pieces[0].literal.span.start;
        for piece in &pieces {
            let ends_line = decoded.text().is_empty() || decoded.text().ends_with(['\n', '\r']);
            if piece.ending == Ending::Line && !ends_line {
                // It stands for the code between the two.
                decoded.replaced("\n", Span::new(end, piece.literal.span.start));
            }
            piece.literal.append_to(&mut decoded);
            end = piece.literal.span.end;
        }
        let span = Span::new(
            pieces[0].literal.span.start,
            pieces[pieces.len() - 1].literal.span.end,
        );
        let literal = self.decoded(decoded, span);
        if literal.is_worth_a_view() {
            self.retired
                .extend(pieces.iter().filter_map(|piece| piece.literal.view));
            self.with_view(literal);
        }
    }
}

/// Grammars agree on these words in the names of what a string literal is made of.
fn is_content(kind: &str) -> bool {
    const WORDS: [&str; 14] = [
        "string",
        "str_",
        "escape",
        "text",
        "fragment",
        "content",
        "template",
        "heredoc",
        "nowdoc",
        "start",
        "end",
        "delimiter",
        "prefix",
        "sequence",
    ];
    WORDS.iter().any(|word| kind.contains(word))
}

fn push_named_children<'n>(stack: &mut Vec<Node<'n>>, node: Node<'n>) {
    let mut cursor = node.walk();
    let first = stack.len();
    stack.extend(node.named_children(&mut cursor));
    stack[first..].reverse();
}

/// Left operand on top of the right one.
fn push_operands<'n>(stack: &mut Vec<Node<'n>>, node: Node<'n>) {
    let count = node.named_child_count();
    if count == 0 {
        return;
    }
    let last = u32::try_from(count - 1).unwrap_or(u32::MAX);
    stack.extend(node.named_child(last));
    if last > 0 {
        stack.extend(node.named_child(0));
    }
}
