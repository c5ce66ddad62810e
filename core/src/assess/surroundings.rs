//! What is known of the text and of the document around a value.

use crate::context::{About, PathKind};
use crate::finding::Category;
use crate::score::{EvidenceKind, Score};
use crate::span::Span;

/// A text, and what is known of the document that it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'t> {
    pub(crate) text: &'t str,
    /// What the document's name is about; `Other` for source code.
    pub(crate) about: About,
    /// Which kind of path it has.
    pub(crate) path: PathKind,
    /// Whether words of health care stand in it.
    pub(crate) health: bool,
    /// Whether a generator of test data left its mark in it.
    pub(crate) synthetic: bool,
}

impl Surroundings<'_> {
    /// Adds what the path and the marks of generators say, and for a secret whether it stands in a comment.
    pub(crate) fn weigh(&self, category: Category, span: Span, score: &mut Score) {
        if self.synthetic && category == Category::Phi {
            score.add(EvidenceKind::SyntheticMark);
        }
        if category == Category::Secret && is_comment(line_around(self.text, span)) {
            score.add(EvidenceKind::Comment);
        }
        match self.path {
            PathKind::Test => score.add(EvidenceKind::TestPath),
            PathKind::Documentation | PathKind::Example => {
                score.add(EvidenceKind::DocumentationPath);
            }
            // A translation names fields; it holds nobody's data.
            PathKind::Translation if category == Category::Phi => {
                score.add_times(EvidenceKind::TranslationPath, 2);
            }
            PathKind::Translation => score.add(EvidenceKind::TranslationPath),
            _ => {}
        }
    }
}

/// Whether a line begins as comments do.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "#", "* ", "/*", "--", ";", "<!--"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// The line that a span starts in, as far as it is near.
pub(super) fn line_around(text: &str, span: Span) -> &str {
    const NEAR: usize = 200;
    let from = text
        .ceil_char_boundary(span.start.saturating_sub(NEAR))
        .min(span.start);
    let to = text
        .floor_char_boundary((span.end + NEAR).min(text.len()))
        .max(span.start);
    let start = text[from..span.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let end = text[span.start..to]
        .find('\n')
        .map_or(to, |at| span.start + at);
    &text[start..end]
}
