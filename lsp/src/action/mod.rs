//! Code actions: what can be done about a finding. One kind a file.

mod allow;
mod baseline;
mod environment;
mod ignore_path;
mod language;
mod open_rule;
mod replace;

use std::path::PathBuf;

use safeharbor_core::{Finding, Language, Span, Surrogates, detect};
use serde_json::Value;

use crate::judgement::Reading;
use crate::scan::Analysis;

/// How many findings of a range get actions: a selection of a whole file would otherwise give a menu without end.
const MOST_FINDINGS: usize = 5;

/// Where an edit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The document itself.
    Document,
    /// Another file.
    File {
        /// Where it lies.
        path: PathBuf,
        /// What it holds; `None` when it is to be made.
        text: Option<String>,
    },
}

/// What is replaced by what in a target, by its bytes.
pub(crate) type FileEdit = (Target, Vec<(Span, String)>);

/// Something to do about a finding.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    /// What the menu shows.
    pub(crate) title: String,
    /// The finding's.
    pub(crate) fingerprint: String,
    /// What it changes.
    pub(crate) edits: Vec<FileEdit>,
    /// A command of this server and its argument.
    pub(crate) command: Option<(&'static str, Value)>,
    /// Whether it is what one key does.
    pub(crate) is_preferred: bool,
}

impl Fix {
    fn in_document(title: String, finding: &Finding, edits: Vec<(Span, String)>) -> Self {
        Self {
            title,
            fingerprint: finding.fingerprint.0.clone(),
            edits: vec![(Target::Document, edits)],
            command: None,
            is_preferred: false,
        }
    }
}

/// What actions are made from.
pub(crate) struct Around<'a> {
    /// The scan that found it.
    pub(crate) analysis: &'a Analysis,
    /// The session's replacements.
    pub(crate) surrogates: &'a Surrogates,
    /// Reads other files.
    pub(crate) read: Reading<'a>,
}

impl Around<'_> {
    fn text(&self) -> &str {
        &self.analysis.content.text
    }

    fn language(&self) -> Language {
        detect(&self.analysis.name, self.text())
    }

    /// The text of another file; `None` when there is none, or none that can be read as UTF-8.
    fn text_of(&self, path: &std::path::Path) -> Option<String> {
        String::from_utf8((self.read)(path).ok()?).ok()
    }
}

type Kind = fn(&Around<'_>, &Finding) -> Vec<Fix>;

/// The kinds, in the order of the menu.
static KINDS: [Kind; 6] = [
    replace::fixes,
    environment::fixes,
    allow::fixes,
    baseline::fixes,
    ignore_path::fixes,
    open_rule::fixes,
];

/// What can be done about the findings that touch `span`.
pub(crate) fn fixes(around: &Around<'_>, span: Span) -> Vec<Fix> {
    let findings = around.analysis.report.findings.iter();
    let touched =
        findings.filter(|finding| finding.span.start <= span.end && span.start <= finding.span.end);
    let mut all: Vec<Fix> = touched
        .take(MOST_FINDINGS)
        .flat_map(|finding| KINDS.iter().flat_map(|kind| kind(around, finding)))
        .collect();
    if let Some(first) = all.first_mut() {
        first.is_preferred = true;
    }
    all
}

#[cfg(test)]
mod fixture;
