//! Source code, read by tree-sitter: named literal values, the texts inside string literals, comments.
//!
//! Each language is one small file that says what the kinds of nodes of its grammar mean (`grammar::Role`); the walk over
//! the tree is shared. To add a language: its file, and its line in `languages`.
//!
//! What a field is called is the path of names around it, the enclosing type, variable, receiver or callee first:
//! `Patient.ssn`. Code inside a string, and what a literal is joined with when it is no literal itself, stands as U+FFFC (OBJECT
//! REPLACEMENT CHARACTER) in the decoded text.

mod call;
mod collection;
mod command;
mod comment;
mod date;
mod entry;
mod frame;
mod grammar;
mod languages;
mod literal;
mod markup;
mod name;
mod operands;
mod overrun;
mod pair;
mod parameters;
mod quiet;
mod quote;
mod scope;
mod verb;
mod version;
mod walk;

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Tree};

use crate::cancellation::Cancellation;
use crate::document::Language;
use crate::extract::{Extraction, Labels};
use walk::Walk;

pub use version::Parsed;

/// Beyond which source code is read lexically instead.
#[derive(Clone, Copy, Debug)]
pub struct ParseLimits<'c> {
    /// The largest text to parse, in bytes.
    pub size: usize,
    /// The longest time to spend on one parse.
    pub time: Duration,
    /// What may end it before.
    pub cancellation: Option<&'c Cancellation>,
}

impl Default for ParseLimits<'_> {
    /// 2 MB, larger than code that people write, and 2 seconds, several times what such a file takes.
    fn default() -> Self {
        Self {
            size: 2 << 20,
            time: Duration::from_secs(2),
            cancellation: None,
        }
    }
}

thread_local! {
    /// Parsers keep large buffers between documents; one a thread serves every language.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Whether [`parse`] knows the language in this build.
pub fn is_supported(language: Language) -> bool {
    languages::compiled(language).is_some()
}

/// Parses source code. `previous` is an earlier tree of the same document with the edits since then applied to it
/// ([`Tree::edit`]), which makes the parse incremental.
///
/// `None` when the language has no grammar in this build, a limit was met, or the grammar cannot take the text. Code with errors gives a tree with errors.
pub fn parse(
    language: Language,
    text: &str,
    previous: Option<&Tree>,
    limits: ParseLimits<'_>,
) -> Option<Tree> {
    let compiled = languages::compiled(language)?;
    if text.len() > limits.size || overrun::may_overrun(language, text) {
        return None;
    }
    let deadline = Instant::now() + limits.time;
    let mut progress = |_: &tree_sitter::ParseState| {
        let is_cancelled = limits.cancellation.is_some_and(Cancellation::is_cancelled);
        if is_cancelled || Instant::now() >= deadline {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let mut read = |at: usize, _| text.as_bytes().get(at..).unwrap_or_default();
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&compiled.language).ok()?;
        let tree = parser.parse_with_options(&mut read, previous, Some(options));
        if tree.is_none() {
            // An interrupted parse would go on where it stopped, with another document's text.
            parser.reset();
        }
        tree
    })
}

/// Adds the fields, records and views of parsed source code to `out`. `tree` is the result of [`parse`] for this `language` and
/// `text`. Fields come in the order of the text.
pub fn extract<'t>(
    language: Language,
    tree: &Tree,
    text: &'t str,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    if let Some(compiled) = languages::compiled(language) {
        Walk::new(compiled, tree, text, None, labels, out).run(tree);
    }
}

#[cfg(test)]
mod forms;
#[cfg(test)]
mod tests;
