//! Which extractor reads a text: by the document's language, else by what the text itself looks like.

use crate::document::{Language, LogicalPath, View, ViewKind};
use crate::extract::Extractor;
use crate::extract::delimited::{self, Delimited};
use crate::extract::ccda::{self, CcdaExtractor};
use crate::extract::fhir::{self, FhirJsonExtractor, FhirXmlExtractor};
use crate::extract::hl7v2::{self, Hl7v2};
use crate::extract::html::{self, HtmlExtractor};
use crate::extract::json::{self, JsonExtractor};
use crate::extract::notebook::{self, NotebookExtractor};
use crate::extract::xml::{self, XmlExtractor};

/// Bytes of a text that are looked at to tell its format.
const HEAD: usize = 4096;

/// How a text is read.
pub(super) enum Reading {
    /// By the extractor of its format, which keeps its state from window to window.
    Structured(Box<dyn Extractor>),
    /// As source code: by a grammar where there is one, lexically otherwise.
    Code(Language),
    /// As prose, log lines and key–value pairs.
    Plain,
}

/// How a document is read.
pub(super) fn of_document(path: &LogicalPath, language: Language, text: &str) -> Reading {
    let head = head(text);
    if let Some(extractor) = by_content(head) {
        return Reading::Structured(extractor);
    }
    let table = path.file_name().split('.').next().unwrap_or_default();
    match language {
        Language::Json | Language::Ndjson => structured(JsonExtractor::default()),
        Language::Notebook => structured(NotebookExtractor::default()),
        Language::Xml => structured(XmlExtractor::default()),
        // A template or component that begins otherwise reads better as code.
        Language::Html if html::sniff(head) => structured(HtmlExtractor::default()),
        Language::Csv | Language::Tsv => structured(Delimited::new(table)),
        Language::Text | Language::Log if delimited::sniff(head) => {
            structured(Delimited::new(table))
        }
        Language::Text | Language::Log | Language::Markdown | Language::Diff => Reading::Plain,
        code => Reading::Code(code),
    }
}

/// How a text inside another is read.
pub(super) fn of_view(view: &View<'_>) -> Reading {
    let head = head(&view.text);
    if let Some(extractor) = by_content(head) {
        return Reading::Structured(extractor);
    }
    if json::sniff(head) {
        return structured(JsonExtractor::default());
    }
    if html::sniff(head) {
        return structured(HtmlExtractor::default());
    }
    if xml::sniff(head) {
        return structured(XmlExtractor::default());
    }
    if view.kind != ViewKind::Comment && delimited::sniff(head) {
        return structured(Delimited::new(""));
    }
    Reading::Plain
}

/// The formats of health data, which show in the text whatever the file is called.
fn by_content(head: &str) -> Option<Box<dyn Extractor>> {
    if hl7v2::sniff(head) {
        Some(Box::new(Hl7v2::new()))
    } else if fhir::sniff_json(head) {
        Some(Box::new(FhirJsonExtractor::default()))
    } else if fhir::sniff_xml(head) {
        Some(Box::new(FhirXmlExtractor::default()))
    } else if ccda::sniff(head) {
        Some(Box::new(CcdaExtractor::default()))
    } else if notebook::sniff(head) {
        Some(Box::new(NotebookExtractor::default()))
    } else {
        None
    }
}

fn structured(extractor: impl Extractor + 'static) -> Reading {
    Reading::Structured(Box::new(extractor))
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}
