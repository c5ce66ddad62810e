//! A parsed text, and the parse of its next version from it.
//!
//! A tree that was made from an earlier one is the tree that a parse from the start gives wherever neither has an error: the grammar
//! leaves no choice then. How the parser mends an error may depend on what it had parsed before, so that a text with errors is parsed
//! from the start. So is a language whose lexer looks past comments to tell where a statement ends: it sees another thing where it
//! starts in the middle. (In JavaScript one random edit in some two thousand gave another tree.) The walk over a tree passes over what
//! held nothing in the version before, however the tree was made: that is as much again as the parse.

use tree_sitter::{InputEdit, Point, Tree};

use super::quiet::Quiet;
use super::walk::Walk;
use super::{ParseLimits, languages, parse};
use crate::cancellation::Cancellation;
use crate::document::Language;
use crate::extract::{Extraction, Labels};
use crate::span::Span;

/// A text with its tree.
#[derive(Clone, Debug)]
pub struct Parsed {
    language: Language,
    text: Box<str>,
    tree: Tree,
    /// Where the walk over this tree, or until then over the one before, came upon nothing.
    quiet: Quiet,
}

impl Parsed {
    /// Parses a text, from what is left of an earlier version if that helps, and puts the outcome in its place. False as [`parse`] gives
    /// `None`; what is left of the earlier version stays if the parse was only cancelled.
    pub fn update(
        version: &mut Option<Self>,
        language: Language,
        text: &str,
        limits: ParseLimits<'_>,
    ) -> bool {
        let previous = version.as_ref().filter(|known| known.language == language);
        let edit = previous.and_then(|known| edit_between(&known.text, text));
        let incremental = previous
            .zip(edit.as_ref())
            .and_then(|(known, edit)| known.parse_next(edit, text, limits));
        let Some(tree) = incremental.or_else(|| parse(language, text, None, limits)) else {
            let is_cancelled = limits.cancellation.is_some_and(Cancellation::is_cancelled);
            version.take_if(|_| !is_cancelled);
            return false;
        };
        let mut quiet = Quiet::default();
        if let Some((known, edit)) = version.take().zip(edit) {
            quiet = known.quiet;
            let replaced = Span::new(edit.start_byte, edit.old_end_byte);
            quiet.edit(replaced, edit.new_end_byte - edit.start_byte);
        }
        *version = Some(Self {
            language,
            text: text.into(),
            tree,
            quiet,
        });
        true
    }

    /// Adds the fields, records and views of `text`, the text that was parsed, as [`super::extract`] does.
    pub fn extract<'t>(&mut self, text: &'t str, labels: &mut Labels, out: &mut Extraction<'t>) {
        if let Some(compiled) = languages::compiled(self.language) {
            let quiet = std::mem::take(&mut self.quiet);
            let walk = Walk::new(compiled, &self.tree, text, Some(quiet), labels, out);
            self.quiet = walk.run(&self.tree).unwrap_or_default();
        }
    }

    /// The tree of the next version; `None` when a parse from the start may give another one.
    fn parse_next(&self, edit: &InputEdit, text: &str, limits: ParseLimits<'_>) -> Option<Tree> {
        let is_whole = matches!(
            self.language,
            Language::JavaScript | Language::Typescript | Language::Tsx
        );
        if is_whole || self.tree.root_node().has_error() {
            return None;
        }
        let mut tree = self.tree.clone();
        tree.edit(edit);
        // This is over soon.
        let limits = ParseLimits {
            cancellation: None,
            ..limits
        };
        let tree = parse(self.language, text, Some(&tree), limits)?;
        (!tree.root_node().has_error()).then_some(tree)
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

    use super::super::forms::FORMS;
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

    #[test]
    #[cfg(feature = "language-java")]
    fn statements_without_findings_are_passed_over_and_still_bind_names() {
        let line =
            |number: usize| format!("    int total{number} = add(count{number}, {number});\n");
        let body: String = (0..40).map(line).collect();
        let text = format!(
            "class A {{ void f() {{\n    p.setSsn(\"x\");\n{body}    p = new P(count);\n    p.setSsn(\"y\");\n}} }}\n"
        );
        let mut parsed = None;
        let update = |version: &mut Option<Parsed>, text: &str| {
            assert!(Parsed::update(
                version,
                Language::Java,
                text,
                ParseLimits::default()
            ));
        };
        update(&mut parsed, &text);
        let records = |text: &str, parsed: &mut Option<Parsed>| {
            let mut out = Extraction::default();
            let parsed = parsed.as_mut().expect("the language is in this build");
            parsed.extract(text, &mut Labels::new(), &mut out);
            let quiet = &parsed.quiet;
            let found = (out.records.len(), out.fields.len());
            (quiet.len(), quiet.passed, found)
        };
        assert_eq!(records(&text, &mut parsed), (41, 0, (4, 2)));
        let edited = text.replace("add(count7, 7)", "add(count8, 7)");
        update(&mut parsed, &edited);
        assert_eq!(records(&edited, &mut parsed), (41, 40, (4, 2)));
        // A declaration gives the numbers a name.
        let declared = edited.replace("} }\n", "} void add(int a, int ssn) {} }\n");
        update(&mut parsed, &declared);
        assert_eq!(records(&declared, &mut parsed).2.1, 42);
    }

    #[test]
    #[cfg(feature = "language-java")]
    fn members_of_a_class_are_passed_over_wherever_another_is_edited() {
        let line = |number: usize| format!("    int total{number} = add(count, {number});\n");
        let body: String = (0..200).map(line).collect();
        let mut text = format!("class A {{\n{body}    String ssn = \"x\";\n}}\n");
        let limits = ParseLimits::default();
        let mut parsed = None;
        for (number, at) in [100, 7, 199, 0, 50].into_iter().enumerate() {
            let mut out = Extraction::default();
            assert!(Parsed::update(&mut parsed, Language::Java, &text, limits));
            let version = parsed.as_mut().expect("the language is in this build");
            version.extract(&text, &mut Labels::new(), &mut out);
            assert_eq!(out.fields.len(), 1);
            assert_eq!(version.quiet.len(), 200);
            assert_eq!(version.quiet.passed, if number == 0 { 0 } else { 199 });
            text = text.replace(&format!("total{at} "), &format!("renamed{at} "));
        }
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
            let mut parsed = None;
            Parsed::update(&mut parsed, language, &text, limits);
            for (share, removed, inserted) in edits {
                let before = text.clone();
                let start = place(&text, share);
                let end = text.ceil_char_boundary((start + removed).min(text.len()));
                text.replace_range(start..end, inserted);
                Parsed::update(&mut parsed, language, &text, limits);
                let fresh = parse(language, &text, None, limits);
                let (incremental, fresh) = (parsed.as_ref().map(|p| nodes(&p.tree)), fresh.as_ref().map(nodes));
                prop_assert!(incremental == fresh, "{:?}: {:?} became {:?}", language, before, text);
                // Most edits break the text: the next begins with one that is whole.
                if parsed.as_ref().is_some_and(|p| p.tree.root_node().has_error()) {
                    text = before;
                    parsed = None;
                    Parsed::update(&mut parsed, language, &text, limits);
                }
            }
        }
    }
}
