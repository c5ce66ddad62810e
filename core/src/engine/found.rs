//! What a scan finds, as it is handed out: a candidate that stands the test, of which the full finding is made only when asked.
//!
//! Whoever counts needs no excerpt, no fingerprint and no evidence in words; those cost more than the finding itself.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use crate::candidate::Candidate;
use crate::document::LogicalPath;
use crate::engine::excerpt::{Mask, Masks, excerpt, masked_path};
use crate::engine::verdict::{WindowText, confidence};
use crate::engine::{DEFAULT_MIN_CONFIDENCE, Engine, START};
use crate::extract::Labels;
use crate::finding::{Category, Finding, Suppressed, Value};
use crate::report::{DocumentReport, Excerpt};
use crate::rule::{Identifier, Rule};
use crate::span::{LineIndex, Position, PositionCursor, Span};
use crate::suppress::{Commented, Fingerprints, Numbered};

/// Takes what a scan finds, in the order of the document.
///
/// ```
/// use safeharbor_core::{Document, Engine, Found, LogicalPath, Options, Pack, Scratch, Sink, Suppressed};
///
/// #[derive(Default)]
/// struct Count(usize);
///
/// impl Sink for Count {
///     fn found(&mut self, _: &Found<'_>) {
///         self.0 += 1;
///     }
///     fn suppressed(&mut self, _: &Found<'_>, _: Suppressed) {}
///     fn doubtful(&mut self, _: &Found<'_>) {}
/// }
///
/// let engine = Engine::new(Pack::default(), Options::default())?;
/// let document = Document {
///     path: LogicalPath::new("notes.txt"),
///     bytes: b"nothing to find".into(),
/// };
/// let mut count = Count::default();
/// let report = engine.scan_into(&document, &mut Scratch::default(), &mut count);
/// assert_eq!((count.0, report.bytes), (0, 15));
/// # Ok::<(), safeharbor_core::Error>(())
/// ```
pub trait Sink {
    /// Takes a finding to show.
    fn found(&mut self, found: &Found<'_>);

    /// Takes a finding that a comment in the document hides.
    fn suppressed(&mut self, found: &Found<'_>, by: Suppressed);

    /// Takes what was judged too doubtful to show. Called only when explanations were asked for.
    fn doubtful(&mut self, found: &Found<'_>);
}

impl Sink for DocumentReport {
    fn found(&mut self, found: &Found<'_>) {
        self.findings.push(found.finding());
    }

    fn suppressed(&mut self, found: &Found<'_>, by: Suppressed) {
        self.suppressed.push((found.finding(), by));
    }

    fn doubtful(&mut self, found: &Found<'_>) {
        self.doubtful.push(found.finding());
    }
}

/// How a text stands in its document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Placing {
    /// What its lines and columns are.
    pub(super) counted: Counted,
    /// The bytes of the document in which it stands packed, so that no part of them is a finding's own.
    pub(super) packed_in: Option<Span>,
}

/// What positions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Counted {
    /// Lines and characters of the text.
    #[default]
    Lines,
    /// The document has no lines: everything stands in line 1, a byte is a column.
    Bytes,
    /// Nothing: the text is the document's path, and stands at its beginning.
    Path,
}

impl Placing {
    /// The same for the document's path.
    pub(super) fn on_path(self) -> Self {
        Self {
            counted: Counted::Path,
            ..self
        }
    }
}

/// What to hide in a path. The names of files are needed to find them: what is doubtful stays, and so does the name of a
/// picture, which by itself tells of nobody.
pub(super) fn path_masks(engine: &Engine, candidates: &[Candidate]) -> Masks {
    let mask = |candidate: &Candidate| {
        let rule = &engine.rules.rules[candidate.rule].rule;
        let is_picture = matches!(rule.identifier, Some(Identifier::P | Identifier::Q));
        let is_sure = confidence(candidate) >= DEFAULT_MIN_CONFIDENCE;
        (is_sure && !is_picture).then(|| Mask {
            span: candidate.span,
            public: rule.public_prefix.len(),
        })
    };
    Masks::new(candidates.iter().filter_map(mask).collect())
}

/// What all findings of a window share.
pub(super) struct FoundIn<'w> {
    engine: &'w Engine,
    path: &'w LogicalPath,
    placing: Placing,
    pub(super) window: WindowText<'w>,
    pub(super) labels: &'w Labels,
    /// All of them, also those that come again with the next window.
    pub(super) candidates: &'w [Candidate],
    lines: &'w OnceCell<LineIndex>,
    masks: &'w OnceCell<Masks>,
    cursor: RefCell<Option<PositionCursor<'w>>>,
}

impl<'w> FoundIn<'w> {
    pub(super) fn new(
        (engine, path, placing): (&'w Engine, &'w LogicalPath, Placing),
        (window, labels, candidates): (WindowText<'w>, &'w Labels, &'w [Candidate]),
        (lines, masks): (&'w OnceCell<LineIndex>, &'w OnceCell<Masks>),
    ) -> Self {
        Self {
            engine,
            path,
            placing,
            window,
            labels,
            candidates,
            lines,
            masks,
            cursor: RefCell::new(None),
        }
    }

    /// The rule that claims a candidate.
    pub(super) fn rule(&self, candidate: &Candidate) -> &'w Arc<Rule> {
        &self.engine.rules.rules[candidate.rule].rule
    }

    /// The lines of the window, indexed when they are first asked for.
    pub(super) fn lines(&self) -> &'w LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.window.text))
    }

    /// What to hide in excerpts: every candidate, doubtful ones too.
    pub(super) fn masks(&self) -> &'w Masks {
        self.masks.get_or_init(|| {
            if self.placing.counted == Counted::Path {
                return path_masks(self.engine, self.candidates);
            }
            let mask = |candidate: &Candidate| Mask {
                span: candidate.span,
                public: self.rule(candidate).public_prefix.len(),
            };
            Masks::new(self.candidates.iter().map(mask).collect())
        })
    }

    /// Where a span of the window starts and ends in it.
    fn positions(&self, span: Span) -> (Position, Position) {
        let mut cursor = self.cursor.borrow_mut();
        let cursor =
            cursor.get_or_insert_with(|| PositionCursor::new(self.window.text, self.lines()));
        (cursor.position(span.start), cursor.position(span.end))
    }
}

/// Something found, in terms of the text it was found in.
pub struct Found<'f> {
    pub(super) within: &'f FoundIn<'f>,
    pub(super) candidate: &'f Candidate,
    pub(super) confidence: f32,
    pub(super) number: Numbered,
    pub(super) fingerprints: &'f Fingerprints,
}

impl<'f> Found<'f> {
    /// The rule that found it.
    pub fn rule(&self) -> &'f Arc<Rule> {
        self.within.rule(self.candidate)
    }

    /// What it is about.
    pub fn category(&self) -> Category {
        self.within.engine.rules.rules[self.candidate.rule].category
    }

    /// From 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// Bytes of the document as it was given, in its own encoding.
    pub fn span(&self) -> Span {
        let Placing { counted, packed_in } = self.within.placing;
        packed_in.unwrap_or_else(|| match counted {
            Counted::Path => Span::default(),
            Counted::Lines | Counted::Bytes => {
                self.within.window.map.to_parent(self.candidate.span)
            }
        })
    }

    /// Everything that there is to say of it.
    pub fn finding(&self) -> Finding {
        let Candidate {
            span,
            decoded,
            score,
            record,
            field,
            ..
        } = self.candidate;
        let FoundIn { window, .. } = self.within;
        let rule = self.rule();
        // Asked once: going back costs the line from its start.
        let (in_window, last) = self.within.positions(*span);
        let (start, end) = self.placed(in_window, last);
        let line = self.within.lines().line_span(window.text, in_window.line);
        let value = match decoded {
            Some(value) => value,
            None => &window.text[span.range()],
        };
        Finding {
            fingerprint: self.fingerprints.spelled(self.number),
            rule: Arc::clone(rule),
            path: self.within.path.clone(),
            span: self.span(),
            start,
            end,
            excerpt: match self.within.placing.counted {
                Counted::Path => {
                    let (text, mark) = masked_path(window.text, *span, self.within.masks());
                    Excerpt {
                        line: 0,
                        text,
                        mark,
                    }
                }
                Counted::Lines | Counted::Bytes => {
                    excerpt(window.text, line, start.line, *span, self.within.masks())
                }
            },
            value: Value::new(value, &rule.public_prefix),
            confidence: self.confidence,
            evidence: score.evidence(),
            record: *record,
            field: field.map(|label| self.within.labels.spelled(label)),
        }
    }

    /// What positions in the window are in the document.
    fn placed(&self, start: Position, end: Position) -> (Position, Position) {
        match self.within.placing.counted {
            Counted::Lines => {
                let from = self.within.window.start;
                (placed(start, from), placed(end, from))
            }
            Counted::Bytes => {
                let own = self.within.window.map.to_parent(self.candidate.span);
                let at = |byte: usize| Position {
                    line: 1,
                    column: byte + 1,
                };
                (at(own.start), at(own.end))
            }
            Counted::Path => (START, START),
        }
    }

    /// What comments need to know of it.
    pub(super) fn commented(&self) -> Commented<'f> {
        let span = match self.within.placing.counted {
            Counted::Lines | Counted::Bytes => self.candidate.span,
            // A comment in the first line is about the path, too.
            Counted::Path => Span::default(),
        };
        let (start, end) = self.within.positions(span);
        let from = self.within.window.start;
        Commented {
            rule: self.rule(),
            start: placed(start, from),
            end: placed(end, from),
        }
    }
}

/// A position in a window as a position in the document.
fn placed(position: Position, start: Position) -> Position {
    let column = if position.line == 1 {
        position.column + start.column - 1
    } else {
        position.column
    };
    Position {
        line: position.line + start.line - 1,
        column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_a_window_continue_the_document() {
        let start = Position { line: 7, column: 4 };
        assert_eq!(
            placed(Position { line: 1, column: 2 }, start),
            Position { line: 7, column: 5 }
        );
        assert_eq!(
            placed(Position { line: 2, column: 2 }, start),
            Position { line: 8, column: 2 }
        );
    }
}
