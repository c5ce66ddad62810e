//! From candidates to findings: overlaps, thresholds, positions and masked excerpts.

use std::cell::OnceCell;

use crate::candidate::{Candidate, Floor};
use crate::document::{LogicalPath, OffsetMap};
use crate::engine::found::{Found, FoundIn, Placing, Sink};
use crate::engine::numbering::Numbering;
use crate::engine::{DEFAULT_MIN_CONFIDENCE, Engine, Explain, Options};
use crate::extract::Labels;
use crate::finding::Category;
use crate::report::SuppressionNote;
use crate::rule::set::Compiled;
use crate::rule::{Randomness, Rule};
use crate::span::Position;
use crate::suppress::{InlineOutcome, InlineText, Numbered, holds_inline_marker};

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
    sink: &'e mut dyn Sink,
    path: LogicalPath,
    placing: Placing,
    numbering: Numbering,
}

/// A candidate that no better one overlaps.
#[derive(Clone, Copy)]
struct Best {
    /// Among the candidates of the window.
    index: usize,
    confidence: f32,
}

impl<'e> Verdicts<'e> {
    pub(super) fn new(engine: &'e Engine, path: LogicalPath, sink: &'e mut dyn Sink) -> Self {
        Self {
            engine,
            sink,
            path,
            placing: Placing::default(),
            numbering: Numbering::default(),
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

    /// How what comes next stands in the document.
    pub(super) fn placing(&self) -> Placing {
        self.placing
    }

    pub(super) fn place(&mut self, placing: Placing) {
        self.placing = placing;
    }

    /// Gives to the sink what those candidates of a window come to that begin in the part done with; the others are only
    /// masked. Gives what is to be said of the comments in that part.
    pub(super) fn judge(
        &mut self,
        mut candidates: Vec<Candidate>,
        window: WindowText<'_>,
        labels: &Labels,
    ) -> Vec<SuppressionNote> {
        let has_marker = holds_inline_marker(window.text);
        if candidates.is_empty() && !has_marker {
            return Vec::new();
        }
        candidates.sort_by_key(|candidate| (candidate.span, candidate.rule));
        let Options {
            explain,
            min_confidence,
            today,
            ..
        } = self.engine.options;
        let mut best = best(self.engine, &candidates, window.done);
        if explain == Explain::No {
            best.retain(|best| best.confidence >= min_confidence);
        }
        let (lines, masks) = (OnceCell::new(), OnceCell::new());
        let (engine, path) = (self.engine, &self.path);
        let within = FoundIn::new(
            (engine, path, self.placing),
            (window, labels, &candidates),
            (&lines, &masks),
        );
        let numbering = &mut self.numbering;
        let number = |best: &Best| numbering.next(&candidates[best.index], &within);
        let numbers: Vec<Numbered> = best.iter().map(number).collect();
        let fingerprints = &self.numbering.fingerprints;
        let found = best.iter().zip(numbers).map(|(best, number)| Found {
            within: &within,
            candidate: &candidates[best.index],
            confidence: best.confidence,
            number,
            fingerprints,
        });
        let is_shown = |found: &Found<'_>| found.confidence >= min_confidence;
        // Markers of other tools hide secrets only.
        let is_asked = |found: &Found<'_>| {
            is_shown(found) && (has_marker || found.category() == Category::Secret)
        };
        let mut comments = InlineOutcome::default();
        if has_marker || found.clone().any(|found| is_asked(&found)) {
            let inline = InlineText {
                text: window.text,
                lines: within.lines(),
                first_line: window.start.line,
                today,
            };
            let asked = found.clone().filter(is_asked);
            let asked = asked.map(|found| found.commented());
            comments = inline.apply(asked, |id| engine.rules.has_rule(id));
        }
        let mut hidden = comments.hidden.into_iter();
        for found in found {
            let by = if is_asked(&found) {
                hidden.next()
            } else {
                None
            };
            match by.flatten() {
                _ if !is_shown(&found) => self.sink.doubtful(&found),
                None => self.sink.found(&found),
                Some(by) => self.sink.suppressed(&found, by),
            }
        }
        let mut notes = comments.notes;
        if !notes.is_empty() && window.done < window.text.len() {
            let next = within.lines().line(window.done) + window.start.line - 1;
            notes.retain(|note| note.line < next);
        }
        notes
    }
}

/// Of the candidates, which are in the order of the text, those that begin before `done`; of two that overlap in one
/// category the better.
fn best(engine: &Engine, candidates: &[Candidate], done: usize) -> Vec<Best> {
    let rules = &engine.rules.rules;
    let rank_of = |best: &Best| {
        let candidate = &candidates[best.index];
        rank(candidate, best.confidence, &rules[candidate.rule].rule)
    };
    let mut kept: Vec<Best> = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.span.start >= done {
            break;
        }
        let Compiled { rule, category, .. } = &rules[candidate.rule];
        if candidate.span.is_empty() || rule.severity < engine.options.min_severity {
            continue;
        }
        let one = Best {
            index,
            confidence: confidence(candidate),
        };
        let rival = kept.iter_mut().rev().take(RIVALS).find(|other| {
            let other = &candidates[other.index];
            rules[other.rule].category == *category && other.span.overlaps(candidate.span)
        });
        match rival {
            None => kept.push(one),
            Some(rival) if rank_of(&one) > rank_of(rival) => *rival = one,
            Some(_) => {}
        }
    }
    kept
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
