//! What a scan of one document gives besides findings: excerpts, problems, and why a document was passed over.

use crate::document::LogicalPath;
use crate::extract::Problem;
use crate::finding::{Finding, Suppressed};

/// Some source text around a finding with every candidate in it masked, suppressed and doubtful ones too. This is the only
/// form in which a document's text leaves the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Number, from 1, of the line in the document; 0 when this is the document's path.
    pub line: usize,
    /// The line, masked; cut at both ends to a bounded length, with `…` where it was cut.
    pub text: String,
    /// Where the finding's mask stands in `text`, in bytes.
    pub mark: crate::span::Span,
}

/// Why a document was not scanned, or not whole. By policy, so no failure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// Bytes that are no text in any encoding we know and no format we read.
    Binary,
    /// Larger than the configured limit.
    TooLarge,
    /// An allowance covers the path for every rule.
    Allowed,
}

/// The outcome of scanning one document.
#[derive(Debug, Default)]
pub struct DocumentReport {
    /// What to show, in the order of the document.
    pub findings: Vec<Finding>,
    /// What a suppression hid.
    pub suppressed: Vec<(Finding, Suppressed)>,
    /// What was judged too doubtful to show. Filled only when explanations were asked for.
    pub doubtful: Vec<Finding>,
    /// Limits that were met while reading, and content that could not be read.
    pub problems: Vec<Problem>,
    /// Inline suppressions that are expired, unused or malformed.
    pub notes: Vec<SuppressionNote>,
    /// Set when the document was passed over.
    pub skipped: Option<Skip>,
    /// How many bytes were scanned.
    pub bytes: u64,
    /// The document's path with what it holds hidden; `None` when it holds nothing to hide.
    pub masked_path: Option<LogicalPath>,
}

impl DocumentReport {
    /// What to call the document that was given as `path`.
    pub fn shown_path<'p>(&'p self, path: &'p LogicalPath) -> &'p LogicalPath {
        self.masked_path.as_ref().unwrap_or(path)
    }
}

impl DocumentReport {
    /// This report with the findings of another.
    pub(crate) fn with_findings_of(self, other: DocumentReport) -> Self {
        Self {
            findings: other.findings,
            suppressed: other.suppressed,
            doubtful: other.doubtful,
            ..self
        }
    }
}

/// Something to tell about a suppression itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressionNote {
    /// Line, from 1, in the document, the baseline or the configuration.
    pub line: usize,
    /// What is wrong: `expired on 2026-01-31`, `hides nothing`.
    pub what: String,
}
