//! What readers of markup share: a window becomes a tree, and what is whole of the tree becomes fields.

use super::emit::Emit;
use super::token::Dialect;
use super::tree::Tree;
use crate::extract::label_cache::LabelCache;
use crate::extract::{Extraction, Labels, Window};

/// A vocabulary: how it is written, and what gives its fields.
pub(crate) struct Vocabulary {
    pub(crate) dialect: Dialect,
    /// The columns of the table at a node, of which a window may hold the rows alone.
    pub(crate) columns: fn(tree: &Tree, table: usize, text: &str) -> Vec<Box<str>>,
    pub(crate) fields: for<'a, 't> fn(&mut Emit<'a, 't>),
}

/// What is kept from window to window.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    tree: Tree,
    cache: LabelCache,
}

impl Markup {
    /// Reads a window, as extractors do.
    pub(crate) fn read<'t>(
        &mut self,
        window: Window<'t>,
        vocabulary: &Vocabulary,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let text = window.text;
        self.tree.parse(window, vocabulary.dialect, out);
        let columns = |tree: &Tree, table| (vocabulary.columns)(tree, table, text);
        let read = self.tree.finish(window, columns);
        if read > 0 {
            (vocabulary.fields)(&mut Emit {
                text,
                tree: &self.tree,
                labels,
                cache: &mut self.cache,
                out,
            });
        }
        read
    }
}
