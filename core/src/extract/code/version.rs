//! A parsed text, and the parse of its next version from it.
//!
//! A tree that was made from an earlier one is the tree that a parse from the start gives wherever neither has an error: the grammar
//! leaves no choice then. How the parser mends an error may depend on what it had parsed before, so that a text with errors is parsed
//! from the start. So is a language whose lexer looks past comments to tell where a statement ends: it sees another thing where it
//! starts in the middle.

use tree_sitter::{InputEdit, Point, Tree};

use super::{ParseLimits, parse};
use crate::document::Language;

/// A text with its tree.
#[derive(Clone, Debug)]
pub struct Parsed {
    language: Language,
    text: Box<str>,
    tree: Tree,
}

impl Parsed {
    /// Parses a text, from the tree of an earlier version if that helps. `None` as for [`parse`].
    pub fn new(
        language: Language,
        text: &str,
        previous: Option<Self>,
        limits: ParseLimits,
    ) -> Option<Self> {
        let tree = match previous.and_then(|previous| previous.parse_next(language, text, limits)) {
            Some(tree) => tree,
            None => parse(language, text, None, limits)?,
        };
        Some(Self {
            language,
            text: text.into(),
            tree,
        })
    }

    /// The tree of the text.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The tree of the next version; `None` when a parse from the start may give another one.
    fn parse_next(self, language: Language, text: &str, limits: ParseLimits) -> Option<Tree> {
        let is_whole = matches!(
            language,
            Language::JavaScript | Language::Typescript | Language::Tsx
        );
        if is_whole || self.language != language || self.tree.root_node().has_error() {
            return None;
        }
        let mut tree = self.tree;
        tree.edit(&edit_between(&self.text, text)?);
        parse(language, text, Some(&tree), limits).filter(|tree| !tree.root_node().has_error())
    }
}

/// The one edit that makes `new` of `old`: what stands between their common beginning and their common end. `None` when little is
/// common, so that nothing would be saved.
fn edit_between(old: &str, new: &str) -> Option<InputEdit> {
    let shorter = old.len().min(new.len());
    // Characters are replaced whole: whether a token ends before one depends on all of its bytes.
    let start = new.floor_char_boundary(common(old.bytes().zip(new.bytes())));
    let left = shorter - start;
    let behind = common(old.bytes().rev().zip(new.bytes().rev()).take(left));
    let behind = new.len() - new.ceil_char_boundary(new.len() - behind);
    if start + behind < shorter / 2 {
        return None;
    }
    let (old_end, new_end) = (old.len() - behind, new.len() - behind);
    Some(InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, start),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    })
}

fn common(pairs: impl Iterator<Item = (u8, u8)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

/// Line and byte in it, as the parser counts: lines end at LF alone.
fn point(text: &str, offset: usize) -> Point {
    let before = &text.as_bytes()[..offset];
    let column = memchr::memrchr(b'\n', before).map_or(offset, |end| offset - end - 1);
    Point::new(memchr::memchr_iter(b'\n', before).count(), column)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::FORMS;
    use super::*;

    /// What may begin or end a construction in some language, and what bytes alone may tell apart.
    const INSERTED: [&str; 32] = [
        "",
        "",
        "",
        "a",
        " ",
        "\n",
        "\r\n",
        "\"",
        "'",
        "`",
        "\"\"\"",
        "/*",
        "*/",
        "// x",
        "# x",
        "<<EOT\n",
        "\nEOT\n",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        "\\",
        "#{",
        "${",
        "=begin\n",
        "\u{e9}",
        "\u{e8}",
        "\u{1f600}",
    ];

    /// Kind and place of every node, in the order of the text.
    fn nodes(tree: &Tree) -> Vec<(u16, bool, usize, usize)> {
        let mut nodes = Vec::new();
        let mut cursor = tree.walk();
        loop {
            let node = cursor.node();
            nodes.push((
                node.kind_id(),
                node.is_named(),
                node.start_byte(),
                node.end_byte(),
            ));
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return nodes;
                }
            }
        }
    }

    /// All forms of a language, one after the other.
    fn source(language: Language) -> String {
        let forms = FORMS.iter().filter(|(of, _, _)| *of == language);
        forms.map(|(_, form, _)| format!("{form}\n")).collect()
    }

    fn place(text: &str, share: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a short text"
        )]
        let at = (text.len() as f64 * share) as usize;
        text.floor_char_boundary(at)
    }

    proptest! {
        #[test]
        fn the_tree_of_an_edited_text_is_that_of_a_fresh_parse(
            form in prop::sample::select(FORMS),
            edits in prop::collection::vec((0.0..1.0f64, 0..6usize, prop::sample::select(&INSERTED[..])), 1..8),
        ) {
            let language = form.0;
            let mut text = source(language);
            let limits = ParseLimits::default();
            let mut parsed = Parsed::new(language, &text, None, limits);
            for (share, removed, inserted) in edits {
                let before = text.clone();
                let start = place(&text, share);
                let end = text.ceil_char_boundary((start + removed).min(text.len()));
                text.replace_range(start..end, inserted);
                parsed = Parsed::new(language, &text, parsed, limits);
                let fresh = parse(language, &text, None, limits);
                let (incremental, fresh) = (parsed.as_ref().map(|p| nodes(p.tree())), fresh.as_ref().map(nodes));
                prop_assert!(incremental == fresh, "{:?}: {:?} became {:?}", language, before, text);
                // Most edits break the text: the next begins with one that is whole.
                if parsed.as_ref().is_some_and(|p| p.tree().root_node().has_error()) {
                    text = before;
                    parsed = Parsed::new(language, &text, None, limits);
                }
            }
        }
    }
}
