//! Commands of a shell: values of flags, and variables handed over as `NAME=value`.

use tree_sitter::Node;

use super::grammar::Role;
use super::literal::{Literal, LiteralKind};
use super::name::{self, text};
use super::walk::Walk;
use crate::document::OffsetMap;
use crate::extract::FieldOrigin;
use crate::span::Span;

/// How many words of one command are looked at.
const MAX_WORDS: usize = 4096;

impl<'t> Walk<'_, 't> {
    /// `--password "…"`, `--password=…`, `-e PASSWORD=…`.
    pub(super) fn command(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        let mut flag: Option<&'t str> = None;
        for word in node.named_children(&mut cursor).take(MAX_WORDS) {
            if !matches!(
                self.compiled.role(word),
                Role::Text | Role::Bare | Role::Adjacent | Role::Number
            ) {
                continue;
            }
            let raw = text(self.source, word);
            let bare = raw.trim_start_matches('-');
            let is_flag =
                bare.len() < raw.len() && bare.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some((name, value)) = assignment(raw) {
                let start = word.end_byte() - value.len();
                self.flag_value(name, value, start);
                flag = None;
            } else if is_flag {
                flag = (bare.len() > 1).then_some(bare);
            } else if let Some(flag) = flag.take()
                && let Some(literal) = self.literal(word)
            {
                self.named_value(&[flag], FieldOrigin::Flag, &literal);
            }
        }
    }

    fn flag_value(&mut self, name: &'t str, raw: &'t str, start: usize) {
        let value = raw.trim_matches(['"', '\'']);
        let start = start + (raw.len() - raw.trim_start_matches(['"', '\'']).len());
        if value.is_empty() || value.starts_with('$') {
            return;
        }
        let span = Span::new(start, start + value.len());
        let map = OffsetMap::Verbatim(start);
        let literal = Literal {
            text: value.into(),
            map,
            span,
            kind: LiteralKind::Text,
            view: None,
        };
        self.named_value(&[name], FieldOrigin::Flag, &literal);
    }
}

/// The name and value of a word such as `--password=…` or `PASSWORD=…`.
fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let name = name.trim_start_matches('-');
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (is_name && name::is_key(name)).then_some((name, value))
}
