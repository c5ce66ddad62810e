//! From candidates to findings: overlaps, thresholds, positions and masked excerpts.

use std::cell::OnceCell;

use crate::candidate::{Candidate, Floor};
use crate::document::{LogicalPath, OffsetMap};
use crate::engine::excerpt::masked_path;
use crate::engine::found::{Found, FoundIn, Placing, Sink, path_masks};
use crate::engine::numbering::Numbering;
use crate::engine::pass::DocumentPass;
use crate::engine::{DEFAULT_MIN_CONFIDENCE, Engine, Explain, START, Scratch};
use crate::extract::Labels;
use crate::finding::Category;
use crate::report::SuppressionNote;
use crate::rule::{Compiled, Randomness, Rule};
use crate::span::{Position, Span};
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
    /// The path as reports show it.
    shown: LogicalPath,
    /// What the path holds, until the first judgement of the document takes it along.
    on_path: Vec<Candidate>,
    /// How many bytes of the path were judged before: they are the container's.
    known: usize,
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
    pub(super) fn new(
        engine: &'e Engine,
        path: &LogicalPath,
        scratch: &mut Scratch,
        sink: &'e mut dyn Sink,
    ) -> Self {
        let mut verdicts = Self {
            engine,
            sink,
            path: path.clone(),
            shown: path.clone(),
            on_path: Vec::new(),
            known: 0,
            placing: Placing::default(),
            numbering: Numbering::default(),
        };
        verdicts.enter(path.clone(), 0, scratch);
        verdicts
    }

    /// The document, or the member of it, whose candidates come next.
    pub(super) fn path(&self) -> &LogicalPath {
        &self.path
    }

    /// Goes on with another part of the document: findings of all of them are numbered together. The first `known` bytes of its
    /// path were judged before.
    pub(super) fn enter(&mut self, path: LogicalPath, known: usize, scratch: &mut Scratch) {
        self.on_path = DocumentPass::new(self.engine, &path).path(scratch);
        self.on_path
            .sort_by_key(|candidate| (candidate.span, candidate.rule));
        self.shown = if self.on_path.is_empty() {
            path.clone()
        } else {
            let masks = path_masks(self.engine, &self.on_path);
            LogicalPath::new(&masked_path(path.as_str(), Span::default(), &masks).0)
        };
        self.known = known;
        self.path = path;
    }

    /// Gives what the path holds to the sink if nothing else was judged since. Gives the path as reports are to show it,
    /// where that is another.
    pub(super) fn finish(&mut self, scratch: &Scratch) -> Option<LogicalPath> {
        if !self.on_path.is_empty() {
            let nothing = WindowText {
                text: "",
                map: &AS_IS,
                start: START,
                done: 0,
            };
            self.judge(&mut [], nothing, &scratch.labels);
        }
        (self.shown != self.path).then(|| self.shown.clone())
    }

    /// Lets go of labels within a document: they are about to be numbered anew.
    pub(super) fn forget_labels(&mut self, scratch: &Scratch) {
        self.finish(scratch);
        self.numbering.forget_labels();
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
        candidates: &mut [Candidate],
        window: WindowText<'_>,
        labels: &Labels,
    ) -> Vec<SuppressionNote> {
        let has_marker = holds_inline_marker(window.text);
        if candidates.is_empty() && self.on_path.is_empty() && !has_marker {
            return Vec::new();
        }
        let on_path = std::mem::take(&mut self.on_path);
        candidates.sort_by_key(|candidate| (candidate.span, candidate.rule));
        let min_confidence = self.engine.options.min_confidence;
        let mut best_on_path = best_asked_for(self.engine, &on_path, self.path.as_str().len());
        best_on_path.retain(|best| on_path[best.index].span.start >= self.known);
        let best = best_asked_for(self.engine, candidates, window.done);
        let (lines, masks) = (OnceCell::new(), OnceCell::new());
        let (engine, path) = (self.engine, &self.shown);
        let within = FoundIn::new(
            (engine, path, self.placing),
            (window, labels, candidates),
            (&lines, &masks),
        );
        let (path_lines, path_masks) = (OnceCell::new(), OnceCell::new());
        let in_path = FoundIn::new(
            (engine, path, self.placing.on_path()),
            (path_window(&self.path), labels, &on_path),
            (&path_lines, &path_masks),
        );
        let all = best_on_path.iter().map(|best| (best, &in_path));
        let all = all.chain(best.iter().map(|best| (best, &within)));
        let numbering = &mut self.numbering;
        let number = |(best, within): (&Best, &FoundIn<'_>)| {
            numbering.next(&within.candidates[best.index], within)
        };
        let numbers: Vec<Numbered> = all.clone().map(number).collect();
        let fingerprints = &self.numbering.fingerprints;
        let found = all.zip(numbers).map(|((best, within), number)| Found {
            within,
            candidate: &within.candidates[best.index],
            confidence: best.confidence,
            number,
            fingerprints,
        });
        let is_shown = |found: &Found<'_>| found.confidence >= min_confidence;
        // Markers of other tools hide secrets only.
        let is_asked = |found: &Found<'_>| {
            is_shown(found) && (has_marker || found.category() == Category::Secret)
        };
        let comments = if has_marker || found.clone().any(|found| is_asked(&found)) {
            commented(engine, window, &within, found.clone().filter(is_asked))
        } else {
            InlineOutcome::default()
        };
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

/// What the comments of a window make of `asked`.
fn commented<'f>(
    engine: &Engine,
    window: WindowText<'_>,
    within: &FoundIn<'_>,
    asked: impl Iterator<Item = Found<'f>>,
) -> InlineOutcome {
    let inline = InlineText {
        text: window.text,
        lines: within.lines(),
        first_line: window.start.line,
        today: engine.options.today,
    };
    let asked = asked.map(|found| found.commented());
    inline.apply(asked, |id| engine.rules.has_rule(id))
}

/// A map of a text that stands as it is.
const AS_IS: OffsetMap = OffsetMap::Verbatim(0);

/// A path as the text that it is.
fn path_window(path: &LogicalPath) -> WindowText<'_> {
    WindowText {
        text: path.as_str(),
        map: &AS_IS,
        start: START,
        done: path.as_str().len(),
    }
}

/// The same as [`best`], without those that are too doubtful to show unless explanations are wanted.
fn best_asked_for(engine: &Engine, candidates: &[Candidate], done: usize) -> Vec<Best> {
    let mut best = best(engine, candidates, done);
    if engine.options.explain == Explain::No {
        best.retain(|best| best.confidence >= engine.options.min_confidence);
    }
    best
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
    // How far the candidates kept reach: most begin behind all of them.
    let mut reached = 0;
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
        let rivals = if candidate.span.start < reached {
            RIVALS
        } else {
            0
        };
        reached = reached.max(candidate.span.end);
        let rival = kept.iter_mut().rev().take(rivals).find(|other| {
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

pub(super) fn confidence(candidate: &Candidate) -> f32 {
    let confidence = candidate.score.confidence();
    match candidate.floor {
        Floor::Threshold => confidence.max(DEFAULT_MIN_CONFIDENCE),
        Floor::None => confidence,
    }
}
