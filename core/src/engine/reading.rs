//! Which extractor reads a text: by what the text itself looks like, else by the document's language.

use crate::document::{Language, LogicalPath, View, ViewKind};
use crate::extract::Extractor;
use crate::extract::astm::{self, Astm};
use crate::extract::ccda::{self, CcdaExtractor};
use crate::extract::delimited::{self, Delimited};
use crate::extract::dicom::{self, DicomDump};
use crate::extract::fhir::{self, FhirJsonExtractor, FhirShorthandExtractor, FhirXmlExtractor};
use crate::extract::hl7v2::{self, Hl7v2};
use crate::extract::html::{self, HtmlExtractor};
use crate::extract::json::{self, JsonExtractor};
use crate::extract::notebook::{self, NotebookExtractor};
use crate::extract::plain::{Prose, Settings, Syntax, Yaml};
use crate::extract::sql::{self, Sql};
use crate::extract::x12::{self, X12};
use crate::extract::xml::{self, XmlExtractor};

/// Bytes of a text that are looked at to tell its format.
const HEAD: usize = 4096;

/// How a text is read.
pub(super) enum Reading {
    /// As text of any kind, in which labelled values stand.
    Prose(Prose),
    /// By the extractor of its format, which keeps its state from window to window.
    Structured(Box<dyn Extractor>),
    /// As source code, and by the extractor of a format of health data that stands in it.
    Mixed(Box<dyn Extractor>, Language),
    /// As a log: by the extractor of a format of health data that stands in it, and as text of any kind.
    Log(Box<dyn Extractor>, Prose),
    /// As source code: by a grammar where there is one, lexically otherwise.
    Code(Language),
}

impl Reading {
    /// By the reader of last resort, which finds labelled values in any text.
    pub(super) fn prose() -> Self {
        Self::Prose(Prose::new())
    }
}

/// How a document is read.
pub(super) fn of_document(path: &LogicalPath, language: Language, text: &str) -> Reading {
    let head = head(text);
    let by_language = by_language(path, language, head);
    // Messages in the elements of XML are texts of their own, and what stands beside them counts, too.
    let is_xml = language == Language::Xml && xml::sniff(head);
    if is_xml && !fhir::sniff_xml(head) && !ccda::sniff(head) {
        return by_language;
    }
    match (by_content(head, Tables::Unlikely), by_language) {
        (Some(extractor), Reading::Code(language)) => Reading::Mixed(extractor, language),
        (Some(extractor), Reading::Prose(prose)) if language == Language::Log => {
            Reading::Log(extractor, prose)
        }
        (Some(extractor), _) => Reading::Structured(extractor),
        (None, by_language) => by_language,
    }
}

fn by_language(path: &LogicalPath, language: Language, head: &str) -> Reading {
    let table = path.file_name().split('.').next().unwrap_or_default();
    match language {
        Language::Json | Language::Ndjson => structured(JsonExtractor::default()),
        Language::Notebook => structured(NotebookExtractor::default()),
        Language::Xml => structured(XmlExtractor::default()),
        // A template or component that begins otherwise reads better as code.
        Language::Html if html::sniff(head) => structured(HtmlExtractor::default()),
        Language::Yaml => structured(Yaml::new()),
        Language::Env | Language::Dockerfile => structured(Settings::new(Syntax::Env)),
        // `web.config` and the like.
        Language::Ini if xml::sniff(head) => structured(XmlExtractor::default()),
        Language::Ini => structured(Settings::new(Syntax::Ini)),
        Language::Properties => structured(Settings::new(Syntax::Properties)),
        Language::Toml => structured(Settings::new(Syntax::Toml)),
        Language::Csv | Language::Tsv => structured(Delimited::new(table)),
        Language::Sql => structured(Sql::new()),
        Language::Text | Language::Log | Language::Dicom => of_text(head, table),
        // The formats of health data were told by their content; a file that only has the name is anything.
        Language::Hl7v2 | Language::X12 => of_text(head, table),
        Language::Markdown => Reading::prose(),
        code => Reading::Code(code),
    }
}

fn of_text(head: &str, table: &str) -> Reading {
    if sql::sniff(first_paragraph(head)) {
        structured(Sql::new())
    } else if delimited::sniff(head) {
        structured(Delimited::new(table))
    } else {
        by_syntax(head).unwrap_or_else(Reading::prose)
    }
}

/// How a text inside another is read.
pub(super) fn of_view(view: &View<'_>) -> Reading {
    let head = head(&view.text);
    let is_comment = view.kind == ViewKind::Comment;
    let tables = if is_comment {
        Tables::Unlikely
    } else {
        Tables::Likely
    };
    match by_content(head, tables) {
        Some(extractor) => Reading::Structured(extractor),
        None => match view.kind {
            ViewKind::Table => structured(Delimited::new("")),
            ViewKind::Source(language) => Reading::Code(language),
            _ if is_comment && is_api_description(head) => structured(Yaml::new()),
            _ if !is_comment && sql::sniff(head) => structured(Sql::new()),
            _ => by_syntax(head).unwrap_or_else(Reading::prose),
        },
    }
}

/// Whether a text without a file name of its own may well be a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tables {
    Likely,
    Unlikely,
}

/// The formats of health data, which show in the text whatever the file is called.
fn by_content(head: &str, tables: Tables) -> Option<Box<dyn Extractor>> {
    if hl7v2::sniff(head) {
        Some(Box::new(Hl7v2::new()))
    } else if x12::sniff(head) {
        Some(Box::new(X12::new()))
    } else if astm::sniff(head) {
        Some(Box::new(Astm))
    } else if fhir::sniff_json(head) {
        Some(Box::new(FhirJsonExtractor::default()))
    } else if fhir::sniff_xml(head) {
        Some(Box::new(FhirXmlExtractor::default()))
    } else if fhir::sniff_shorthand(head) {
        Some(Box::new(FhirShorthandExtractor::default()))
    } else if ccda::sniff(head) {
        Some(Box::new(CcdaExtractor::default()))
    } else if dicom::sniff(head) {
        Some(Box::new(DicomDump::new()))
    } else if notebook::sniff(head) {
        Some(Box::new(NotebookExtractor::default()))
    } else if tables == Tables::Likely && delimited::sniff(head) {
        Some(Box::new(Delimited::new("")))
    } else {
        None
    }
}

/// General formats that show in the text.
fn by_syntax(head: &str) -> Option<Reading> {
    if json::sniff(head) {
        Some(structured(JsonExtractor::default()))
    } else if html::sniff(head) {
        Some(structured(HtmlExtractor::default()))
    } else if xml::sniff(head) {
        Some(structured(XmlExtractor::default()))
    } else {
        None
    }
}

/// Whether a comment describes an interface in YAML, as generators of OpenAPI documents read it.
fn is_api_description(head: &str) -> bool {
    let head = head.trim_start();
    ["@swagger", "@openapi"]
        .iter()
        .any(|mark| head.starts_with(mark))
}

fn structured(extractor: impl Extractor + 'static) -> Reading {
    Reading::Structured(Box::new(extractor))
}

/// What stands before the first empty line: a text that quotes a statement somewhere is no dump.
fn first_paragraph(head: &str) -> &str {
    let head = head.trim_start();
    let end = head.find("\n\n").or_else(|| head.find("\r\n\r\n"));
    &head[..end.unwrap_or(head.len())]
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}
