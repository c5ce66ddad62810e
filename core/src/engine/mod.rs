//! The engine: the only place that knows the order of the stages.
//!
//! What the bytes are is told first (`content`). A text goes its way window by window and view by view (`pass`): the prefilter
//! passes it once (`waking`); only where that hit is it read (`reading` says how, `fields` how far); its rules claim what they
//! are about (`claims`, by `candidate` and `assess`); and what remains becomes findings (`verdict`, `found`).

mod claims;
mod content;
mod edited;
mod excerpt;
mod fields;
mod found;
mod listing;
#[cfg(feature = "archive")]
mod member;
mod numbering;
mod pass;
mod quiet_views;
mod reading;
mod verdict;
mod waking;

use std::io::{self, Read as _};
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::assess;
use crate::cancellation::Cancellation;
use crate::candidate::{Candidate, Regions};
use crate::document::{Document, LogicalPath, Windows};
use crate::error::Error;
use crate::extract::{Labels, Loss, Problem};
use crate::finding::Severity;
use crate::prefilter::Prefilter;
use crate::report::{DocumentReport, Skip};
use crate::rule::{Pack, ReservedPolicy, RuleSet};
use crate::span::Position;

use content::Whole;
pub use edited::Previous;
pub use found::{Found, Sink};
use pass::{DocumentPass, without_overlap};
use verdict::{Verdicts, WindowText};

/// What a scan is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The profile, by name.
    pub profile: String,
    /// Findings below are dropped. From 0 to 1.
    pub min_confidence: f32,
    /// Findings below are dropped.
    pub min_severity: Severity,
    /// What becomes of values that are documented never to be anyone's.
    pub reserved: ReservedPolicy,
    /// Whether to keep what was judged too doubtful, for `--explain`.
    pub explain: Explain,
    /// The day on which suppressions are in force or expired.
    pub today: Date,
}

/// Whether doubtful candidates are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explain {
    /// Findings only.
    No,
    /// Doubtful candidates too.
    Yes,
}

/// The confidence from which candidates are shown, unless options say otherwise.
pub const DEFAULT_MIN_CONFIDENCE: f32 = 0.5;

/// Where a document begins.
const START: Position = Position { line: 1, column: 1 };

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: "hipaa-safe-harbor".to_owned(),
            min_confidence: DEFAULT_MIN_CONFIDENCE,
            min_severity: Severity::Low,
            reserved: ReservedPolicy::Silent,
            explain: Explain::No,
            today: TimeZone::UTC.to_datetime(Timestamp::now()).date(),
        }
    }
}

/// Space that a thread reuses from document to document. Good for one engine: it remembers what that one makes of names.
#[derive(Debug, Default)]
pub struct Scratch {
    labels: Labels,
    assessment: assess::Scratch,
    regions: Regions,
    cancellation: Cancellation,
    candidates: Vec<Candidate>,
}

/// Labels, or meanings of labels, past which scratch space is renewed: a hostile document can invent names without end.
const MAX_LABELS: usize = 200_000;

/// Labels past which the rest of one document is read without structure, whose readers hold labels: three hundred bytes each.
const MAX_LABELS_IN_STRUCTURE: usize = if cfg!(test) { 3000 } else { 500_000 };

fn too_many_names() -> Problem {
    Problem {
        loss: Loss::Limit,
        what: format!("more than {MAX_LABELS_IN_STRUCTURE} names of fields"),
        at: 0,
    }
}

impl Scratch {
    /// Ends scans with this space early once `cancellation` says so.
    pub fn heed(&mut self, cancellation: &Cancellation) {
        self.cancellation = cancellation.clone();
    }

    /// How many labels there are, or meanings of labels in records of other names, if they are more.
    fn labels(&self) -> usize {
        self.labels.len().max(self.assessment.known_labels())
    }

    /// Forgets labels if there are too many; nothing may hold one.
    fn renew(&mut self) {
        if self.labels() > MAX_LABELS {
            self.forget_labels();
        }
    }

    fn forget_labels(&mut self) {
        self.labels = Labels::new();
        self.assessment.forget_labels();
    }
}

/// Rules, ready to scan. Share one between threads; give each thread its own [`Scratch`].
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    prefilter: Prefilter,
    /// For the names of weak fields; made when a document first needs it.
    weak_prefilter: OnceLock<Prefilter>,
    options: Options,
}

impl Engine {
    /// Checks and indexes the rules of a pack.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for the first rule that is wrong.
    pub fn new(pack: Pack, options: Options) -> Result<Self, Error> {
        let rules = RuleSet::new(pack, &options.profile, options.reserved)?;
        let prefilter = Prefilter::new(rules.keywords.iter().map(|(keyword, _)| keyword.as_ref()));
        Ok(Self {
            rules,
            prefilter,
            weak_prefilter: OnceLock::new(),
            options,
        })
    }

    /// Whether a rule of that id runs: it is known, and the profile does not turn it off.
    pub fn runs(&self, rule: &str) -> bool {
        self.rules.has_rule(rule)
    }

    /// The prefilter for the names of weak fields, and these.
    fn weak(&self) -> (&Prefilter, &[Box<str>]) {
        let keywords = &self.rules.weak_keywords;
        let prefilter = self
            .weak_prefilter
            .get_or_init(|| Prefilter::new(keywords.iter().map(AsRef::as_ref)));
        (prefilter, keywords)
    }

    /// Scans a document that is in memory, and its path: findings on the path stand at the beginning of the document, with an empty span.
    ///
    /// Of a DICOM file the attributes are scanned; findings stand in line 1, in the column of their byte (from 1). Archives and
    /// office documents are opened: findings in them have the path of the member behind the document's own and `!/`
    /// (`backup.zip!/etc/app.env`), the line and column in the member, and the whole document as their span.
    pub fn scan(&self, document: &Document<'_>, scratch: &mut Scratch) -> DocumentReport {
        let mut kept = DocumentReport::default();
        let report = self.scan_into(document, scratch, &mut kept);
        report.with_findings_of(kept)
    }

    /// The same, with the findings into `sink`: the report has none.
    pub fn scan_into(
        &self,
        document: &Document<'_>,
        scratch: &mut Scratch,
        sink: &mut dyn Sink,
    ) -> DocumentReport {
        self.scan_after(document, None, scratch, sink)
    }

    /// A path as reports show it: what it holds itself is masked. The same for the same path, wherever it is shown.
    pub fn masked_path(&self, path: &LogicalPath) -> LogicalPath {
        let report = self.scan_path(path, &mut Scratch::default());
        report.shown_path(path).clone()
    }

    /// Judges the path of a document whose content is not scanned.
    pub fn scan_path(&self, path: &LogicalPath, scratch: &mut Scratch) -> DocumentReport {
        let mut kept = DocumentReport::default();
        let report = self.scan_path_into(path, scratch, &mut kept);
        report.with_findings_of(kept)
    }

    fn scan_path_into(
        &self,
        path: &LogicalPath,
        scratch: &mut Scratch,
        sink: &mut dyn Sink,
    ) -> DocumentReport {
        DocumentReport {
            masked_path: Verdicts::new(self, path, scratch, sink).finish(scratch),
            ..DocumentReport::default()
        }
    }

    /// Scans a document of any size in bounded memory: text in windows, of DICOM files what comes before the pixels. Containers
    /// of more than 64 MB are passed over as too large.
    ///
    /// # Errors
    ///
    /// Whatever `reader` gives.
    pub fn scan_reader(
        &self,
        path: &LogicalPath,
        reader: &mut dyn io::Read,
        scratch: &mut Scratch,
    ) -> io::Result<DocumentReport> {
        let mut kept = DocumentReport::default();
        let report = self.scan_reader_into(path, reader, scratch, &mut kept)?;
        Ok(report.with_findings_of(kept))
    }

    /// The same, with the findings into `sink`: the report has none.
    ///
    /// # Errors
    ///
    /// Whatever `reader` gives; what was found before is in the sink.
    pub fn scan_reader_into(
        &self,
        path: &LogicalPath,
        reader: &mut dyn io::Read,
        scratch: &mut Scratch,
        sink: &mut dyn Sink,
    ) -> io::Result<DocumentReport> {
        scratch.renew();
        let head = content::head(reader)?;
        if let Some(document) = self.read_whole(path, &head, reader)? {
            return Ok(match document {
                Whole::Document(document) => self.scan_into(&document, scratch, sink),
                Whole::TooLarge => DocumentReport {
                    skipped: Some(Skip::TooLarge),
                    ..self.scan_path_into(path, scratch, sink)
                },
            });
        }
        match Windows::new(head.as_slice().chain(reader))? {
            Some(windows) => self.windows(path, windows, scratch, sink),
            None => Ok(DocumentReport {
                skipped: Some(Skip::Binary),
                ..self.scan_path_into(path, scratch, sink)
            }),
        }
    }

    /// Scans a text that arrives in windows.
    fn windows(
        &self,
        path: &LogicalPath,
        mut windows: Windows<impl io::Read>,
        scratch: &mut Scratch,
        sink: &mut dyn Sink,
    ) -> io::Result<DocumentReport> {
        let mut report = DocumentReport::default();
        let mut verdicts = Verdicts::new(self, path, scratch, sink);
        let mut pass = DocumentPass::new(self, path);
        let mut most_labels = MAX_LABELS_IN_STRUCTURE;
        while let Some(window) = windows.next_window()? {
            let mut problems = Vec::new();
            let (mut read, mut candidates) =
                pass.window(window.text, window.end, scratch, &mut problems);
            if read == 0 && windows.widen() {
                // No record fits: the same text comes again with more.
                continue;
            }
            let Some(window) = windows.next_window()? else {
                break;
            };
            if read == 0 {
                read = without_overlap(window.text).max(1);
                pass.give_up_structure();
            }
            let text = WindowText {
                text: window.text,
                map: &window.map,
                start: window.start,
                done: read,
            };
            report.problems.append(&mut problems);
            let notes = verdicts.judge(&mut candidates, text, &scratch.labels);
            scratch.candidates = candidates;
            report.notes.extend(notes);
            report.bytes += read as u64;
            windows.consume(read);
            if scratch.labels() > most_labels {
                // Readers of structure hold labels; prose has none from window to window.
                pass.give_up_structure();
                verdicts.forget_labels(scratch);
                scratch.forget_labels();
                if most_labels == MAX_LABELS_IN_STRUCTURE {
                    report.problems.push(too_many_names());
                }
                most_labels = MAX_LABELS;
            }
            if scratch.cancellation.is_cancelled() {
                break;
            }
        }
        report.masked_path = verdicts.finish(scratch);
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
