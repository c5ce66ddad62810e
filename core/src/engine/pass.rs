//! One document's way through the stages, window by window and view by view.

use crate::assess;
use crate::candidate::Candidate;
use crate::document::{End, LogicalPath, OffsetMap, View, detect};
use crate::engine::claims::Claims;
use crate::engine::edited::Previous;
use crate::engine::fields::FieldReader;
use crate::engine::listing::Listing;
use crate::engine::quiet_views::QuietViews;
use crate::engine::reading::{self, Reading};
use crate::engine::waking::Hits;
use crate::engine::{Engine, Scratch};
use crate::extract::{Extraction, Problem, Window, decode};
use crate::finding::Category;

/// How deep views nest: an HL7 message in base64 in a JSON string in a source file is 3.
const MAX_DEPTH: u8 = 4;

/// Bytes of view text that a window may unfold to, so that no small document becomes a large scan.
const MAX_VIEW_BYTES: usize = 64 << 20;

/// Text at the end of a window that is read again with the next one, so that what spans the border is seen whole.
const OVERLAP: usize = 16 << 10;

/// A document on its way.
pub(super) struct DocumentPass<'e> {
    claims: Claims<'e>,
    /// Chosen when a text first turns out to be worth reading.
    reading: Option<Reading>,
    /// What the scan of the version before left, to be brought up to date.
    previous: Option<&'e mut Previous>,
    /// The memory of the last window's extraction.
    spare: Extraction<'static>,
    quiet: QuietViews,
}

/// A text in the nest of views.
#[derive(Clone, Copy)]
struct Nested<'v> {
    window: Window<'v>,
    /// The view that it is all of; `None` for a window of the document itself.
    view: Option<&'v View<'v>>,
    /// How many views stand around it.
    depth: u8,
}

impl Nested<'_> {
    /// Whether texts encoded in it were found already: it stands as it is in the one around it, and was decoded there.
    fn is_decoded(&self) -> bool {
        self.view
            .is_some_and(|view| matches!(view.map, OffsetMap::Verbatim(_)))
    }
}

/// What the texts of a window give, and what may still be spent on them.
struct Gathering<'s> {
    scratch: &'s mut Scratch,
    /// Bytes of view text that may still be unfolded.
    budget: usize,
    candidates: Vec<Candidate>,
    problems: &'s mut Vec<Problem>,
}

impl<'s> Gathering<'s> {
    fn new(scratch: &'s mut Scratch, problems: &'s mut Vec<Problem>) -> Self {
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.clear();
        Self {
            scratch,
            budget: MAX_VIEW_BYTES,
            candidates,
            problems,
        }
    }
}

impl<'e> DocumentPass<'e> {
    /// Prepares for a document.
    pub(super) fn new(engine: &'e Engine, path: &LogicalPath) -> Self {
        Self {
            claims: Claims::new(engine, path),
            reading: None,
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
        let mut gathering = Gathering::new(scratch, problems);
        let mut reading = self.reading.take();
        let document = Nested {
            window: Window { text, end },
            view: None,
            depth: 0,
        };
        let read = self.text(document, &mut reading, &mut gathering);
        self.reading = reading;
        let done = match end {
            End::Last => text.len(),
            End::More => read.unwrap_or_else(|| without_overlap(text)),
        };
        (done, gathering.candidates)
    }

    /// Scans the document's path as a text of its own.
    pub(super) fn path(&mut self, scratch: &mut Scratch) -> Vec<Candidate> {
        let (engine, path) = (self.claims.engine(), self.claims.path().clone());
        let text = path.as_str();
        let mut candidates = Vec::new();
        let hits = self.claims.hits(text, &mut scratch.regions);
        self.claims
            .running_text(text, &mut scratch.regions, &mut candidates);
        // What makes a person's number stand for itself in prose stands in paths by chance.
        let rules = &engine.rules;
        candidates.retain(|candidate| rules.rules[candidate.rule].category == Category::Secret);
        if hits.wakes_fields() || assess::path::holds_group(text) {
            if hits.shows_health() {
                self.claims.note_health();
            }
            let extraction = assess::path::fields(rules, &mut scratch.labels, &path);
            self.claims
                .fields(text, &extraction, scratch, &mut candidates);
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
        let mut gathering = Gathering::new(scratch, problems);
        self.claims.note_health();
        self.fields(&listing.text, &mut listing.extraction, &mut gathering);
        for view in std::mem::take(&mut listing.extraction.views) {
            self.view(&view, 0, &mut gathering);
        }
        gathering.candidates
    }

    /// Scans a text and the views in it. Gives how far a structured reading came, if there was one.
    fn text(
        &mut self,
        nested: Nested<'_>,
        reading: &mut Option<Reading>,
        gathering: &mut Gathering<'_>,
    ) -> Option<usize> {
        let Gathering {
            scratch,
            candidates,
            ..
        } = gathering;
        if scratch.cancellation.is_cancelled() {
            return None;
        }
        let Nested { window, depth, .. } = nested;
        let hits = self.claims.hits(window.text, &mut scratch.regions);
        self.claims.note(&hits);
        self.claims
            .running_text(window.text, &mut scratch.regions, candidates);
        let mut extraction = std::mem::take(&mut self.spare).emptied();
        let mut read = None;
        // The windows of a structured document must all be read, or the extractor loses its place.
        let is_structured = window.end == End::More || reading.is_some();
        if hits.wakes_fields() || is_structured || self.is_table() {
            let reading = reading.get_or_insert_with(|| self.reading_of(nested));
            read = self.read(window, reading, &hits, scratch, &mut extraction);
            self.fields(window.text, &mut extraction, gathering);
        }
        let mut views = std::mem::take(&mut extraction.views);
        self.spare = extraction.emptied();
        if depth < MAX_DEPTH {
            if !nested.is_decoded() {
                views.extend(decoded(window.text, &hits, gathering.budget));
            }
            for view in views {
                self.view(&view, depth, gathering);
            }
        }
        read
    }

    /// Chooses how to read a text, once it is known to be worth it.
    fn reading_of(&mut self, nested: Nested<'_>) -> Reading {
        if let Some(view) = nested.view {
            return reading::of_view(view);
        }
        let (path, text) = (self.claims.path(), nested.window.text);
        let reading = reading::of_document(path, detect(path, text), text);
        if !matches!(reading, Reading::Code(_) | Reading::Mixed(..)) {
            self.claims.note_name();
        }
        reading
    }

    /// Reads the fields of a window.
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        reading: &mut Reading,
        hits: &Hits,
        scratch: &mut Scratch,
        out: &mut Extraction<'t>,
    ) -> Option<usize> {
        // What a record ends with may begin what a rule's regex finds: the end of a window is left for the next.
        let readable = match (&reading, window.end) {
            (Reading::Code(_), _) | (_, End::Last) => window,
            (_, End::More) => Window {
                text: &window.text[..without_overlap(window.text)],
                end: End::More,
            },
        };
        let mut reader = FieldReader {
            engine: self.claims.engine(),
            hits,
            health: self.claims.seen().health,
            previous: self.previous.as_deref_mut(),
            labels: &mut scratch.labels,
            cancellation: &scratch.cancellation,
        };
        reader.read(readable, reading, out)
    }

    /// Takes in the candidates among the fields that were read of `text`, and the problems met.
    fn fields(
        &mut self,
        text: &str,
        extraction: &mut Extraction<'_>,
        gathering: &mut Gathering<'_>,
    ) {
        let Gathering {
            scratch,
            candidates,
            problems,
            ..
        } = gathering;
        self.claims.fields(text, extraction, scratch, candidates);
        problems.append(&mut extraction.problems);
    }

    /// Scans a view of a text that stands `depth` views deep.
    fn view(&mut self, view: &View<'_>, depth: u8, gathering: &mut Gathering<'_>) {
        let Some(left) = gathering.budget.checked_sub(view.text.len()) else {
            return;
        };
        gathering.budget = left;
        // The same text nested deeper may come to less: past some depth nothing is read.
        let is_outermost = depth == 0;
        let seen = self.claims.seen();
        if is_outermost && let Some(records) = self.quiet.records(view, seen) {
            return self.claims.note_records(records);
        }
        let records = self.claims.records();
        let (candidates, problems) = (gathering.candidates.len(), gathering.problems.len());
        let nested = Nested {
            window: Window {
                text: &view.text,
                end: End::Last,
            },
            view: Some(view),
            depth: depth + 1,
        };
        // What an earlier version left is about the document, not about code in it.
        let previous = self.previous.take();
        self.text(nested, &mut None, gathering);
        self.previous = previous;
        let found_nothing =
            gathering.candidates.len() == candidates && gathering.problems.len() == problems;
        if is_outermost && found_nothing && self.claims.seen() == seen {
            self.quiet.note(view, seen, self.claims.records() - records);
        }
        for candidate in &mut gathering.candidates[candidates..] {
            // The view ends here, and its text with it.
            let value = &view.text[candidate.span.range()];
            candidate.decoded.get_or_insert_with(|| value.into());
            candidate.span = view.map.to_parent(candidate.span);
        }
    }

    /// Whether the document is a table or a message by its name: one without a header, or with delimiters of its own, may hold no
    /// keyword at all.
    fn is_table(&self) -> bool {
        let extension = self.claims.path().extension();
        matches!(extension, Some("csv" | "tsv" | "psv" | "hl7"))
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

/// Where the lines begin that are read again with the next window; a long line is cut.
pub(super) fn without_overlap(text: &str) -> usize {
    let at = text.floor_char_boundary(text.len().saturating_sub(OVERLAP));
    text[..at]
        .rfind(['\n', '\r'])
        .map_or(at, |line_end| line_end + 1)
}
