//! From candidates to findings: overlaps, thresholds, positions and masked excerpts.

use std::sync::Arc;

use crate::candidate::{Candidate, Floor};
use crate::document::{LogicalPath, OffsetMap};
use crate::engine::{DEFAULT_MIN_CONFIDENCE, Engine, Explain};
use crate::finding::Finding;
use crate::report::DocumentReport;
use crate::rule::{Randomness, Rule};
use crate::span::{LineIndex, Position, PositionCursor};
use crate::suppress::{Fingerprints, InlineText, Place, holds_inline_marker};

use super::excerpt::{Mask, Masks, excerpt};

/// A window of the document that candidates were found in.
#[derive(Clone, Copy)]
pub(super) struct WindowText<'w> {
    pub(super) text: &'w str,
    /// To bytes of the document.
    pub(super) map: &'w OffsetMap,
    /// Where the window starts in the document.
    pub(super) start: Position,
    /// How many bytes of it are done with; the rest comes again in the next window.
    pub(super) done: usize,
}

/// Judges a document's candidates, window by window.
pub(super) struct Verdicts<'e> {
    engine: &'e Engine,
    path: LogicalPath,
    fingerprints: Fingerprints,
}

impl<'e> Verdicts<'e> {
    pub(super) fn new(engine: &'e Engine, path: LogicalPath) -> Self {
        Self {
            engine,
            path,
            fingerprints: Fingerprints::new(),
        }
    }

    /// The document, or the member of it, whose candidates come next.
    pub(super) fn path(&self) -> &LogicalPath {
        &self.path
    }

    /// Goes on with another part of the document: findings of all of them are numbered together.
    #[cfg(feature = "archive")]
    pub(super) fn enter(&mut self, path: LogicalPath) {
        self.path = path;
    }

    /// Adds to `report` what those candidates of a window come to that begin in the part done with; the others are only hidden.
    pub(super) fn judge(
        &mut self,
        mut candidates: Vec<Candidate>,
        window: WindowText<'_>,
        report: &mut DocumentReport,
    ) {
        if candidates.is_empty() && !holds_inline_marker(window.text) {
            return;
        }
        let masks = self.masks(&candidates);
        candidates.retain(|candidate| candidate.span.start < window.done);
        let lines = LineIndex::new(window.text);
        let mut cursor = PositionCursor::new(window.text, &lines);
        let mut findings = Vec::new();
        for (candidate, confidence) in self.best(candidates) {
            let is_shown = confidence >= self.engine.options.min_confidence;
            if is_shown || self.engine.options.explain == Explain::Yes {
                let finding =
                    self.finding(candidate, confidence, window, &lines, &mut cursor, &masks);
                if is_shown {
                    findings.push(finding);
                } else {
                    report.doubtful.push(finding);
                }
            }
        }
        let inline = InlineText {
            text: window.text,
            lines: &lines,
            first_line: window.start.line,
            today: self.engine.options.today,
        };
        let outcome = inline.apply(&findings, |id| self.engine.rules.has_rule(id));
        let next = lines.line(window.done) + window.start.line - 1;
        let is_done = window.done == window.text.len();
        let notes = outcome.notes.into_iter();
        report
            .notes
            .extend(notes.filter(|note| is_done || note.line < next));
        for (finding, hidden) in findings.into_iter().zip(outcome.hidden) {
            match hidden {
                None => report.findings.push(finding),
                Some(suppressed) => report.suppressed.push((finding, suppressed)),
            }
        }
    }

    fn finding(
        &mut self,
        candidate: Candidate,
        confidence: f32,
        window: WindowText<'_>,
        lines: &LineIndex,
        cursor: &mut PositionCursor<'_>,
        masks: &Masks,
    ) -> Finding {
        let span = candidate.span;
        let (start, end) = (cursor.position(span.start), cursor.position(span.end));
        let line = lines.line_span(window.text, start.line);
        let (start, end) = (placed(start, window.start), placed(end, window.start));
        let rule = Arc::clone(&self.engine.rules.rules[candidate.rule].rule);
        let place = match &candidate.field {
            Some(path) => Place::Field(path),
            None => Place::Text {
                text: window.text,
                value: span,
                masked: masks.spans(),
            },
        };
        Finding {
            fingerprint: self.fingerprints.next(&rule.id, place),
            rule,
            path: self.path.clone(),
            span: window.map.to_parent(span),
            start,
            end,
            excerpt: excerpt(window.text, line, start.line, span, masks),
            value: candidate.value,
            confidence,
            evidence: candidate.score.into_evidence(),
            record: candidate.record,
            field: candidate.field,
        }
    }

    /// What to hide in excerpts: every candidate, doubtful ones too.
    fn masks(&self, candidates: &[Candidate]) -> Masks {
        let mask = |candidate: &Candidate| Mask {
            span: candidate.span,
            public: self.engine.rules.rules[candidate.rule]
                .rule
                .public_prefix
                .len(),
        };
        Masks::new(candidates.iter().map(mask).collect())
    }

    /// The candidates with their confidence, in the order of the text; of two that overlap in one category the better.
    fn best(&self, candidates: Vec<Candidate>) -> Vec<(Candidate, f32)> {
        let rules = &self.engine.rules.rules;
        let enough = |candidate: &Candidate| {
            rules[candidate.rule].rule.severity >= self.engine.options.min_severity
                && !candidate.span.is_empty()
        };
        let mut all: Vec<(Candidate, f32)> = candidates
            .into_iter()
            .filter(enough)
            .map(|candidate| {
                let confidence = confidence(&candidate);
                (candidate, confidence)
            })
            .collect();
        all.sort_by_key(|(candidate, _)| (candidate.span, candidate.rule));
        let mut kept: Vec<(Candidate, f32)> = Vec::with_capacity(all.len());
        for (candidate, confidence) in all {
            let category = rules[candidate.rule].category;
            let rival = kept.iter_mut().rev().take(RIVALS).find(|(other, _)| {
                rules[other.rule].category == category && other.span.overlaps(candidate.span)
            });
            let rank_of = |candidate: &Candidate, confidence| {
                rank(candidate, confidence, &rules[candidate.rule].rule)
            };
            match rival {
                None => kept.push((candidate, confidence)),
                Some(rival) if rank_of(&candidate, confidence) > rank_of(&rival.0, rival.1) => {
                    *rival = (candidate, confidence);
                }
                Some(_) => {}
            }
        }
        kept
    }
}

/// How many of the last kept candidates a new one is compared with; more than this many never start at one place.
const RIVALS: usize = 4;

/// How good a candidate is beside others that overlap it, compared from left to right: whether it would be shown, whether
/// its rule knows the value by a mark of its own (a GitHub token is that first, and a password in a URL second), then how
/// sure it is, whether a field names it, and its length.
fn rank(candidate: &Candidate, confidence: f32, rule: &Rule) -> impl PartialOrd + use<> {
    (
        confidence >= DEFAULT_MIN_CONFIDENCE,
        rule.random == Randomness::Ignored,
        confidence,
        candidate.field.is_some(),
        candidate.span.len(),
    )
}

fn confidence(candidate: &Candidate) -> f32 {
    let confidence = candidate.score.confidence();
    match candidate.floor {
        Floor::Threshold => confidence.max(DEFAULT_MIN_CONFIDENCE),
        Floor::None => confidence,
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
