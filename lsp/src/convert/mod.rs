//! Between the engine's words and the protocol's: the only place that knows both.

mod action;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use safeharbor_core::{DocumentReport, Finding, Severity, Skip, Span, SuppressionNote};
use serde_json::json;
use tower_lsp::ls_types::*;

use crate::document::{DocumentId, Edit, IndexedText, Place, Units};
use crate::explain;
use crate::judgement::Fault;
use crate::notebook::{Cell, CellKind};
use crate::scan::Analysis;

pub(crate) use action::code_action;

/// What diagnostics call their origin.
const SOURCE: &str = "safeharbor";

/// How many other fields of a record a diagnostic points at.
const MOST_RELATED: usize = 20;

/// How many diagnostics a document gets: at some 700 bytes each, a message of 7 MB. Editors slow down with more.
const MOST_DIAGNOSTICS: usize = 10_000;

/// The document that a URI names.
pub(crate) fn document_id(uri: &Uri) -> DocumentId {
    DocumentId::new(uri.as_str())
}

/// The URI that names a document.
pub(crate) fn uri(id: &DocumentId) -> Option<Uri> {
    Uri::from_str(id.uri()).ok()
}

/// The file that a URI names, if it names one.
pub(crate) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    is_file.then(|| uri.to_file_path().map(|path| path.into_owned()))?
}

/// The URI of a file.
pub(crate) fn file_uri(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path)
}

/// The best position encoding that the client offers. UTF-8 costs nothing, UTF-16 is what all have.
pub(crate) fn units(capabilities: &ClientCapabilities) -> Units {
    let general = capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_ref());
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Units::Utf8
    } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
        Units::Utf32
    } else {
        Units::Utf16
    }
}

/// The protocol's name of a position encoding.
pub(crate) fn encoding_kind(units: Units) -> PositionEncodingKind {
    match units {
        Units::Utf8 => PositionEncodingKind::UTF8,
        Units::Utf16 => PositionEncodingKind::UTF16,
        Units::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// A cell of a notebook.
pub(crate) fn cell(cell: &NotebookCell) -> Cell {
    Cell {
        id: document_id(&cell.document),
        kind: if cell.kind == NotebookCellKind::MARKUP {
            CellKind::Markup
        } else {
            CellKind::Code
        },
    }
}

/// A change of a document.
pub(crate) fn edit(change: TextDocumentContentChangeEvent) -> Edit {
    Edit {
        range: change
            .range
            .map(|range| (place(range.start), place(range.end))),
        text: change.text,
    }
}

/// A position of the protocol.
pub(crate) fn place(position: Position) -> Place {
    Place {
        line: position.line as usize,
        character: position.character as usize,
    }
}

fn position(place: Place) -> Position {
    let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Position::new(narrow(place.line), narrow(place.character))
}

/// A span of a document's text as a range.
pub(crate) fn range(text: &IndexedText, span: Span, units: Units) -> Range {
    Range::new(
        position(text.place(span.start, units)),
        position(text.place(span.end, units)),
    )
}

/// A range as a span of a document's text.
pub(crate) fn span(text: &IndexedText, range: Range, units: Units) -> Span {
    Span::new(
        text.offset(place(range.start), units),
        text.offset(place(range.end), units),
    )
}

fn line_range(line: usize) -> Range {
    let line = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
    Range::new(
        Position::new(line, 0),
        Position::new(line, u32::from(u16::MAX)),
    )
}

/// All that is to be said about an open document.
pub(crate) fn diagnostics(
    id: &DocumentId,
    analysis: &Arc<Analysis>,
    faults: &[Fault],
    units: Units,
) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = faults.iter().map(fault).collect();
    all.extend(too_large(analysis));
    all.extend(file_diagnostics(
        id,
        &analysis.content,
        &analysis.report,
        units,
    ));
    all
}

/// What a report says about a document with the text `content`.
pub(crate) fn file_diagnostics(
    id: &DocumentId,
    content: &IndexedText,
    report: &DocumentReport,
    units: Units,
) -> Vec<Diagnostic> {
    let records = Records::new(&report.findings);
    let uri = uri(id);
    let findings = report.findings.iter().take(MOST_DIAGNOSTICS);
    let findings = findings.map(|found| finding(found, content, &records, uri.as_ref(), units));
    let left_out = report.findings.len().saturating_sub(MOST_DIAGNOSTICS);
    let notes = report.notes.iter().map(note);
    findings.chain(notes).chain(too_many(left_out)).collect()
}

/// Findings by record, so that each finds its companions without a search.
struct Records<'f>(HashMap<usize, Vec<&'f Finding>>);

impl<'f> Records<'f> {
    fn new(findings: &'f [Finding]) -> Self {
        let mut by_record: HashMap<usize, Vec<&Finding>> = HashMap::new();
        for finding in findings {
            if let Some(record) = finding.record {
                by_record.entry(record).or_default().push(finding);
            }
        }
        Self(by_record)
    }

    fn companions(&self, of: &Finding) -> impl Iterator<Item = &'f Finding> {
        let record = of.record.and_then(|record| self.0.get(&record));
        let span = of.span;
        let others = record.into_iter().flatten().copied();
        others
            .filter(move |other| other.span != span)
            .take(MOST_RELATED)
    }
}

fn finding(
    finding: &Finding,
    content: &IndexedText,
    records: &Records<'_>,
    uri: Option<&Uri>,
    units: Units,
) -> Diagnostic {
    let rule = &finding.rule;
    let related = uri.map(|uri| {
        let others = records.companions(finding);
        others
            .map(|other| DiagnosticRelatedInformation {
                location: Location::new(uri.clone(), range(content, other.span, units)),
                message: format!("in the same record: {}", other.rule.title),
            })
            .collect::<Vec<_>>()
    });
    Diagnostic {
        range: range(content, finding.span, units),
        severity: Some(severity(rule.severity)),
        code: Some(NumberOrString::String(rule.id.clone())),
        code_description: Uri::from_str(&explain::rule_page(&rule.id))
            .ok()
            .map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: explain::line(rule),
        related_information: related.filter(|related| !related.is_empty()),
        tags: None,
        data: Some(json!({
            "fingerprint": finding.fingerprint.0,
            "citations": explain::citations(rule),
            "confidence": (f64::from(finding.confidence) * 1000.0).round() / 1000.0,
            "redacted": finding.value.redacted(),
            "record": finding.record,
        })),
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low => DiagnosticSeverity::INFORMATION,
    }
}

fn plain(line: usize, severity: DiagnosticSeverity, code: &str, message: String) -> Diagnostic {
    Diagnostic {
        range: line_range(line),
        severity: Some(severity),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}

fn fault(fault: &Fault) -> Diagnostic {
    plain(
        fault.line,
        DiagnosticSeverity::ERROR,
        "configuration",
        fault.message.clone(),
    )
}

/// An inline suppression that does not work; one without an effect is greyed out.
fn note(note: &SuppressionNote) -> Diagnostic {
    let mut diagnostic = plain(
        note.line,
        DiagnosticSeverity::WARNING,
        "suppression",
        format!("this suppression {}", note.what),
    );
    if note.what == "hides nothing" {
        diagnostic.severity = Some(DiagnosticSeverity::HINT);
        diagnostic.tags = Some(vec![DiagnosticTag::UNNECESSARY]);
    }
    diagnostic
}

/// That a document has more findings than it gets diagnostics.
fn too_many(left_out: usize) -> Option<Diagnostic> {
    (left_out > 0).then(|| {
        plain(
            1,
            DiagnosticSeverity::INFORMATION,
            "too-many",
            format!(
                "{left_out} more findings are not shown, only the first {MOST_DIAGNOSTICS}; `safeharbor scan` lists all"
            ),
        )
    })
}

fn too_large(analysis: &Analysis) -> Option<Diagnostic> {
    (analysis.report.skipped == Some(Skip::TooLarge)).then(|| {
        let limit = analysis.judgement.largest;
        plain(
            1,
            DiagnosticSeverity::INFORMATION,
            "too-large",
            format!(
                "not scanned: larger than {limit} bytes; `safeharbor scan` reads files of any size"
            ),
        )
    })
}

/// What hover shows at `offset` of the text.
pub(crate) fn hover(analysis: &Analysis, at: Position, units: Units) -> Option<Hover> {
    let offset = analysis.content.offset(place(at), units);
    let findings = &analysis.report.findings;
    let here: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.span.start <= offset && offset <= finding.span.end)
        .collect();
    let first = here.first()?;
    let records = Records::new(findings);
    let explain = |finding: &&Finding| {
        let companions: Vec<&Finding> = records.companions(finding).collect();
        explain::markdown(finding, &companions)
    };
    let texts: Vec<String> = here.iter().map(explain).collect();
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: texts.join("\n\n---\n\n"),
        }),
        range: Some(range(&analysis.content, first.span, units)),
    })
}

/// A step of progress.
pub(crate) fn progress(token: ProgressToken, step: WorkDoneProgress) -> ProgressParams {
    ProgressParams {
        token,
        value: ProgressParamsValue::WorkDone(step),
    }
}
