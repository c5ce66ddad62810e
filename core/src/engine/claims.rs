//! What rules claim of one document: shapes in running text and fields, weighed by what is known of the document.

use std::cell::OnceCell;

use crate::assess::{self, Surroundings};
use crate::candidate::{Candidate, Floor, Regions, word_near};
use crate::context::{About, PathKind};
use crate::document::LogicalPath;
use crate::engine::quiet_views::Seen;
use crate::engine::waking::Hits;
use crate::engine::{Engine, Scratch};
use crate::extract::Extraction;
use crate::rule::{RuleIndex, Strength, words};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;

/// What is known of a document as far as it has been read, and what rules claim of it with that.
pub(super) struct Claims<'e> {
    engine: &'e Engine,
    path: LogicalPath,
    around: Surroundings<'static>,
    /// What its path says, found out when a value is to be weighed.
    kind: OnceCell<PathKind>,
    /// Rules about other paths, found out when a rule that names a path first matters.
    elsewhere: OnceCell<Vec<RuleIndex>>,
    /// Records seen so far, so that their numbers are unique in the document.
    records: usize,
}

impl<'e> Claims<'e> {
    /// Of a document that nothing is known of but its path.
    pub(super) fn new(engine: &'e Engine, path: &LogicalPath) -> Self {
        Self {
            engine,
            path: path.clone(),
            around: Surroundings {
                text: "",
                about: About::Other,
                path: PathKind::Source,
                health: false,
                synthetic: false,
            },
            kind: OnceCell::new(),
            elsewhere: OnceCell::new(),
            records: 0,
        }
    }

    pub(super) fn engine(&self) -> &'e Engine {
        self.engine
    }

    pub(super) fn path(&self) -> &LogicalPath {
        &self.path
    }

    /// One pass of the prefilter, for the rules that are about this document.
    pub(super) fn hits(&self, text: &str, regions: &mut Regions) -> Hits {
        self.engine.hits(text, |rule| self.is_here(rule), regions)
    }

    /// Notes what was seen in a text of the document.
    pub(super) fn note(&mut self, hits: &Hits) {
        self.around.health |= hits.shows_health();
        self.around.synthetic |= hits.synthetic;
    }

    /// Notes that the document is one of health care.
    pub(super) fn note_health(&mut self) {
        self.around.health = true;
    }

    /// Notes what the name of a data file says of its records: `patients.csv`.
    pub(super) fn note_name(&mut self) {
        let name = self.path.file_name();
        let stem = words(name.split('.').next().unwrap_or_default());
        let lexicon = &self.engine.rules.lexicon;
        self.around.about = lexicon.about(stem.all.iter().map(String::as_str));
    }

    /// Notes records that hold nothing.
    pub(super) fn note_records(&mut self, records: usize) {
        self.records += records;
    }

    /// How many records were seen.
    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// What the reading of a text depends on and the reading of another may change.
    pub(super) fn seen(&self) -> Seen {
        Seen {
            health: self.around.health,
            synthetic: self.around.synthetic,
        }
    }

    /// Whether a rule is about documents with this path.
    fn is_here(&self, rule: RuleIndex) -> bool {
        let rules = &self.engine.rules.rules;
        rules[rule].rule.path.is_none() || !self.elsewhere().contains(&rule)
    }

    fn elsewhere(&self) -> &[RuleIndex] {
        self.elsewhere.get_or_init(|| {
            let rules = self.engine.rules.rules.iter().enumerate();
            rules
                .filter(|(_, rule)| !rule.is_about_path(self.path.as_str()))
                .map(|(index, _)| index)
                .collect()
        })
    }

    /// What stands around the values in `text`.
    fn surroundings<'t>(&self, text: &'t str) -> Surroundings<'t> {
        let path = *self.kind.get_or_init(|| PathKind::of(&self.path));
        Surroundings {
            text,
            path,
            ..self.around
        }
    }

    /// Candidates in running text: matches of rules' regexes in the regions around their keywords.
    pub(super) fn running_text(
        &self,
        text: &str,
        regions: &mut Regions,
        candidates: &mut Vec<Candidate>,
    ) {
        let rules = &self.engine.rules.rules;
        regions.search(
            text,
            |rule| &rules[rule],
            |rule, span| {
                candidates.extend(self.shaped(rule, span, text));
            },
        );
    }

    /// Judges a match of a rule's regex by its value and the words around it.
    fn shaped(&self, index: RuleIndex, span: Span, text: &str) -> Option<Candidate> {
        let rule = &self.engine.rules.rules[index];
        let mut score = Score::default();
        score.add(match rule.rule.strength {
            Strength::Strong => EvidenceKind::DistinctiveShape,
            Strength::Medium | Strength::Weak => EvidenceKind::CommonShape,
        });
        if !rule.rule.context.is_empty() {
            if !word_near(text, span, &rule.rule.context) {
                return None;
            }
            score.add(EvidenceKind::ContextWord);
        }
        let around = self.surroundings(text);
        assess::weigh_shaped(&self.engine.rules, rule, span, around, &mut score)?;
        Some(Candidate {
            rule: index,
            span,
            decoded: None,
            score,
            floor: Floor::None,
            record: None,
            field: None,
        })
    }

    /// Candidates among the fields of `text`.
    pub(super) fn fields(
        &mut self,
        text: &str,
        extraction: &Extraction<'_>,
        scratch: &mut Scratch,
        candidates: &mut Vec<Candidate>,
    ) {
        if scratch.cancellation.is_cancelled() {
            return;
        }
        let around = self.surroundings(text);
        let first = candidates.len();
        let Scratch {
            labels, assessment, ..
        } = scratch;
        assess::fields(
            &self.engine.rules,
            labels,
            assessment,
            extraction,
            around,
            candidates,
        );
        let mut kept = first;
        for at in first..candidates.len() {
            if self.is_here(candidates[at].rule) {
                candidates[at].record = candidates[at].record.map(|record| record + self.records);
                if kept < at {
                    candidates.swap(kept, at);
                }
                kept += 1;
            }
        }
        candidates.truncate(kept);
        self.records += extraction.records.len();
    }
}
