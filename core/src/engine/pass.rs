//! One document's way through the stages, window by window.

use std::cell::OnceCell;

use crate::assess::{self, Surroundings};
use crate::cancellation::Cancellation;
use crate::candidate::{Candidate, Floor, word_near};
use crate::context::{About, PathKind};
use crate::document::{End, Language, LogicalPath, OffsetMap, View, detect};
use crate::engine::edited::{self, Previous};
use crate::engine::listing::Listing;
use crate::engine::quiet_views::{QuietViews, Seen};
use crate::engine::reading::{self, Reading};
use crate::engine::waking::{Hits, Plausible};
use crate::engine::{Engine, Scratch};
use crate::extract::lexical::{self, LexicalField};
use crate::extract::{Extraction, Extractor, Labels, Problem, Repeated, Scheme, Window, decode};
use crate::finding::Category;
use crate::rule::set::RuleIndex;
use crate::rule::{Strength, words};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;

/// How deep views nest: an HL7 message in base64 in a JSON string in a source file is 3.
const MAX_DEPTH: u8 = 4;

/// Bytes of view text that a window may unfold to, so that no small document becomes a large scan.
const MAX_VIEW_BYTES: usize = 64 << 20;

/// Text at the end of a window that is read again with the next one, so that what spans the border is seen whole.
const OVERLAP: usize = 16 << 10;

/// Where a text stands in the nest of views.
#[derive(Clone, Copy, Debug)]
struct Level {
    depth: u8,
    encoded: Encoded,
}

/// Whether texts encoded in a text are still to be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoded {
    Unknown,
    /// The text stands as it is in the one around it and was decoded there.
    Seen,
}

impl Level {
    const DOCUMENT: Self = Self {
        depth: 0,
        encoded: Encoded::Unknown,
    };

    fn of_view(self, view: &View<'_>) -> Self {
        Self {
            depth: self.depth + 1,
            encoded: match view.map {
                OffsetMap::Verbatim(_) => Encoded::Seen,
                _ => Encoded::Unknown,
            },
        }
    }
}

/// A document on its way.
pub(super) struct DocumentPass<'e> {
    engine: &'e Engine,
    path: LogicalPath,
    /// Chosen when a text first turns out to be worth reading.
    reading: Option<Reading>,
    around: Surroundings,
    /// What its path says, found out when a value is to be weighed.
    kind: OnceCell<PathKind>,
    /// Records seen so far, so that their numbers are unique in the document.
    records: usize,
    /// Rules about other paths, found out when a rule that names a path first matters.
    elsewhere: OnceCell<Vec<RuleIndex>>,
    /// What the scan of the version before left, to be brought up to date.
    previous: Option<&'e mut Previous>,
    /// The memory of the last window's extraction.
    spare: Extraction<'static>,
    quiet: QuietViews,
}

/// Where a text comes from.
#[derive(Clone, Copy)]
enum Origin<'v> {
    Document,
    View(&'v View<'v>),
}

impl<'e> DocumentPass<'e> {
    /// Prepares for a document.
    pub(super) fn new(engine: &'e Engine, path: &LogicalPath) -> Self {
        let around = Surroundings {
            about: About::Other,
            path: PathKind::Source,
            health: false,
            synthetic: false,
        };
        Self {
            engine,
            path: path.clone(),
            reading: None,
            around,
            kind: OnceCell::new(),
            records: 0,
            elsewhere: OnceCell::new(),
            previous: None,
            spare: Extraction::default(),
            quiet: QuietViews::default(),
        }
    }

    /// Goes on from an earlier version of the document.
    pub(super) fn after(mut self, previous: Option<&'e mut Previous>) -> Self {
        self.previous = previous;
        self
    }

    /// Whether a rule is about documents with this path.
    fn is_here(&self, rule: RuleIndex) -> bool {
        let rules = &self.engine.rules.rules;
        rules[rule].rule.path.is_none() || !self.elsewhere().contains(&rule)
    }

    fn surroundings(&self) -> Surroundings {
        let path = *self.kind.get_or_init(|| PathKind::of(&self.path));
        Surroundings {
            path,
            ..self.around
        }
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

    /// Reads on without structure: a record was larger than the largest window.
    pub(super) fn give_up_structure(&mut self) {
        self.reading = Some(Reading::prose());
    }

    /// Scans a window. Gives how many bytes of it are done with, and the candidates in all of it: those that begin in the rest are
    /// found again with the next window. Nothing is done with when no record fits.
    pub(super) fn window(
        &mut self,
        text: &str,
        end: End,
        scratch: &mut Scratch,
        problems: &mut Vec<Problem>,
    ) -> (usize, Vec<Candidate>) {
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.clear();
        let mut budget = MAX_VIEW_BYTES;
        let mut reading = self.reading.take();
        let read = self.text(
            Window { text, end },
            Origin::Document,
            &mut reading,
            Level::DOCUMENT,
            &mut budget,
            scratch,
            &mut candidates,
            problems,
        );
        self.reading = reading;
        let done = match end {
            End::Last => text.len(),
            End::More => read.unwrap_or_else(|| without_overlap(text)),
        };
        (done, candidates)
    }

    /// Scans the document's path as a text of its own.
    pub(super) fn path(&mut self, scratch: &mut Scratch) -> Vec<Candidate> {
        let path = self.path.clone();
        let mut candidates = Vec::new();
        let hits = self.engine.hits(
            path.as_str(),
            |rule| self.is_here(rule),
            &mut scratch.regions,
        );
        self.running_text(path.as_str(), scratch, &mut candidates);
        // What makes a person's number stand for itself in prose stands in paths by chance.
        candidates.retain(|candidate| {
            self.engine.rules.rules[candidate.rule].category == Category::Secret
        });
        if hits.wakes_fields() || assess::path::holds_group(path.as_str()) {
            self.around.health |= hits.shows_health();
            let extraction = assess::path::fields(&self.engine.rules, &mut scratch.labels, &path);
            self.fields(path.as_str(), &extraction, scratch, &mut candidates);
        }
        for candidate in &mut candidates {
            // The path is a record of its own; those of the text count from 0.
            candidate.record = candidate.record.map(|_| usize::MAX);
        }
        candidates
    }

    /// Scans what was read of a file that is no text.
    pub(super) fn listing(
        &mut self,
        listing: &mut Listing,
        scratch: &mut Scratch,
        problems: &mut Vec<Problem>,
    ) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let mut budget = MAX_VIEW_BYTES;
        self.around.health = true;
        self.fields(&listing.text, &listing.extraction, scratch, &mut candidates);
        problems.append(&mut listing.extraction.problems);
        for view in std::mem::take(&mut listing.extraction.views) {
            self.view(
                &view,
                Level::DOCUMENT,
                &mut budget,
                scratch,
                &mut candidates,
                problems,
            );
        }
        candidates
    }

    /// Scans a text and the views in it. Gives how far a structured reading came, if there was one.
    #[expect(
        clippy::too_many_arguments,
        reason = "the state of one recursion, not options"
    )]
    fn text(
        &mut self,
        window: Window<'_>,
        origin: Origin<'_>,
        reading: &mut Option<Reading>,
        level: Level,
        budget: &mut usize,
        scratch: &mut Scratch,
        candidates: &mut Vec<Candidate>,
        problems: &mut Vec<Problem>,
    ) -> Option<usize> {
        if scratch.cancellation.is_cancelled() {
            return None;
        }
        let hits = self
            .engine
            .hits(window.text, |rule| self.is_here(rule), &mut scratch.regions);
        self.around.health |= hits.shows_health();
        self.around.synthetic |= hits.synthetic;
        self.running_text(window.text, scratch, candidates);
        let mut extraction = std::mem::take(&mut self.spare).emptied();
        let mut read = None;
        // The windows of a structured document must all be read, or the extractor loses its place.
        let is_structured = window.end == End::More || reading.is_some();
        if hits.wakes_fields() || is_structured || self.is_table() {
            let reading = reading.get_or_insert_with(|| self.reading_of(origin, window.text));
            // What a record ends with may begin what a rule's regex finds: the end of a window is left for the next.
            let readable = match (&reading, window.end) {
                (Reading::Code(_), _) | (_, End::Last) => window,
                (_, End::More) => Window {
                    text: &window.text[..without_overlap(window.text)],
                    end: End::More,
                },
            };
            read = self.read(readable, reading, &hits, scratch, &mut extraction);
            self.fields(window.text, &extraction, scratch, candidates);
            problems.append(&mut extraction.problems);
        }
        let mut views = std::mem::take(&mut extraction.views);
        self.spare = extraction.emptied();
        if level.depth < MAX_DEPTH {
            if level.encoded == Encoded::Unknown {
                views.extend(decoded(window.text, &hits, *budget));
            }
            for view in views {
                self.view(&view, level, budget, scratch, candidates, problems);
            }
        }
        read
    }

    /// Chooses how to read a text, once it is known to be worth it.
    fn reading_of(&mut self, origin: Origin<'_>, text: &str) -> Reading {
        let Origin::View(view) = origin else {
            let reading = reading::of_document(&self.path, detect(&self.path, text), text);
            if !matches!(reading, Reading::Code(_) | Reading::Mixed(..)) {
                self.around.about = about_file(self.engine, &self.path);
            }
            return reading;
        };
        reading::of_view(view)
    }

    /// Reads fields where the prefilter says that they may matter.
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        reading: &mut Reading,
        hits: &Hits,
        scratch: &mut Scratch,
        out: &mut Extraction<'t>,
    ) -> Option<usize> {
        let (labels, cancellation) = (&mut scratch.labels, &scratch.cancellation);
        labels.take_asked(|| self.engine.rules.asked());
        match reading {
            // Common names count where there is health or a format of it; without, what stands apart from every hit is nothing.
            Reading::Prose(prose)
                if window.end == End::Last && hits.are_names() && !self.around.health =>
            {
                let hits = hits.names().map(|name| name.start);
                prose.read_around(window.text, hits, labels, out);
                Some(window.text.len())
            }
            Reading::Prose(prose) => Some(prose.read(window, labels, out)),
            Reading::Structured(extractor) => Some(extractor.read(window, labels, out)),
            Reading::Log(extractor, prose) => {
                let read = extractor.read(window, labels, out);
                let lines = Window {
                    text: &window.text[..read],
                    end: End::Last,
                };
                prose.read(lines, labels, out);
                Some(read)
            }
            Reading::Mixed(extractor, language) => {
                let read = extractor.read(window, labels, out);
                self.code(*language, window.text, hits, cancellation, labels, out);
                Some(read)
            }
            Reading::Code(language) => {
                self.code(*language, window.text, hits, cancellation, labels, out);
                None
            }
        }
    }

    /// Reads source code as far as the hits make it worth.
    fn code<'t>(
        &mut self,
        language: Language,
        text: &'t str,
        hits: &Hits,
        cancellation: &Cancellation,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        if !hits.phi.is_empty() {
            lexical::rows(text, &hits.phi, labels, out);
            lexical::piped(text, &hits.phi, labels, out);
            lexical::filled(text, labels, out);
            lexical::tables(text, &hits.phi, out);
            lexical::inline(text, &hits.phi, labels, out);
            lexical::tags(text, &hits.phi, labels, out);
        }
        if hits.shows_health() {
            lexical::patients(text, labels, out);
        }
        if hits.signature() {
            lexical::segments(text, out);
        }
        match self.engine.plausible(text, hits) {
            Plausible::Nothing => {}
            Plausible::Secrets(fields) => read_single(&fields, text, labels, out),
            Plausible::Records => {
                let previous = self.previous.as_deref_mut();
                edited::read_code(language, text, previous, cancellation, labels, out);
            }
        }
    }

    fn view(
        &mut self,
        view: &View<'_>,
        outer: Level,
        budget: &mut usize,
        scratch: &mut Scratch,
        candidates: &mut Vec<Candidate>,
        problems: &mut Vec<Problem>,
    ) {
        let Some(left) = budget.checked_sub(view.text.len()) else {
            return;
        };
        *budget = left;
        // The same text nested deeper may come to less: past some depth nothing is read.
        let quiet = outer.depth == Level::DOCUMENT.depth;
        let seen = self.seen();
        if quiet && let Some(records) = self.quiet.records(view, seen) {
            self.records += records;
            return;
        }
        let before = candidates.len();
        let (records, problems_before) = (self.records, problems.len());
        let window = Window {
            text: &view.text,
            end: End::Last,
        };
        // What an earlier version left is about the document, not about code in it.
        let previous = self.previous.take();
        self.text(
            window,
            Origin::View(view),
            &mut None,
            outer.of_view(view),
            budget,
            scratch,
            candidates,
            problems,
        );
        self.previous = previous;
        if quiet
            && candidates.len() == before
            && problems.len() == problems_before
            && self.seen() == seen
        {
            self.quiet.note(view, seen, self.records - records);
        }
        for candidate in &mut candidates[before..] {
            // The view ends here, and its text with it.
            let value = &view.text[candidate.span.range()];
            candidate.decoded.get_or_insert_with(|| value.into());
            candidate.span = view.map.to_parent(candidate.span);
        }
    }

    /// What the reading of a view depends on and the reading of another may change.
    fn seen(&self) -> Seen {
        Seen {
            health: self.around.health,
            synthetic: self.around.synthetic,
        }
    }

    /// Whether the document is a table or a message by its name: one without a header, or with delimiters of its own, may hold no
    /// keyword at all.
    fn is_table(&self) -> bool {
        matches!(self.path.extension(), Some("csv" | "tsv" | "psv" | "hl7"))
    }

    /// Candidates in running text: rules' regexes around their keywords.
    fn running_text(&self, text: &str, scratch: &mut Scratch, candidates: &mut Vec<Candidate>) {
        let rules = &self.engine.rules.rules;
        scratch.regions.search(
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
        let value = &text[span.range()];
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
        assess::weigh_shaped_value(&self.engine.rules, rule, value, text, span, &mut score)?;
        self.surroundings()
            .weigh(rule.category, text, span, &mut score);
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

    fn fields(
        &mut self,
        text: &str,
        extraction: &Extraction<'_>,
        scratch: &mut Scratch,
        candidates: &mut Vec<Candidate>,
    ) {
        if scratch.cancellation.is_cancelled() {
            return;
        }
        let around = self.surroundings();
        let records = self.records;
        let first = candidates.len();
        let Scratch {
            labels, assessment, ..
        } = scratch;
        assess::fields(
            &self.engine.rules,
            labels,
            assessment,
            text,
            extraction,
            around,
            candidates,
        );
        let mut kept = first;
        for at in first..candidates.len() {
            if self.is_here(candidates[at].rule) {
                candidates[at].record = candidates[at].record.map(|record| record + records);
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

/// Adds fields that stand for themselves.
fn read_single<'t>(
    fields: &[LexicalField],
    text: &'t str,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    for field in fields {
        let record = out.record(None, "", field.value, Repeated::Yes);
        let label = labels.intern(Scheme::Named, &text[field.name.range()]);
        out.field(
            record,
            label,
            field.origin,
            &text[field.value.range()],
            field.value,
        );
    }
}

/// The texts that are encoded in `text`.
fn decoded(text: &str, hits: &Hits, budget: usize) -> Vec<View<'static>> {
    let default = decode::Budget::default();
    let mut budget = decode::Budget::new(default.left().min(budget));
    let mut views = decode::payloads(text, &mut budget);
    if hits.wakes_fields() {
        views.extend(decode::escaped(text, &mut budget));
    }
    views
}

/// What the name of a data file says of its records: `patients.csv`.
fn about_file(engine: &Engine, path: &LogicalPath) -> About {
    let stem = path.file_name().split('.').next().unwrap_or_default();
    engine
        .rules
        .lexicon
        .about(words(stem).all.iter().map(String::as_str))
}

/// Where the lines begin that are read again with the next window; a long line is cut.
pub(super) fn without_overlap(text: &str) -> usize {
    let at = text.floor_char_boundary(text.len().saturating_sub(OVERLAP));
    text[..at]
        .rfind(['\n', '\r'])
        .map_or(at, |line_end| line_end + 1)
}
