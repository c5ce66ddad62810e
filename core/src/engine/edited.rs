//! Versions of one document: what the scan of one leaves for the scan of the next.
//!
//! Whatever is reused, a scan finds what a fresh one finds. It is the tree of source code, and where nothing was found in
//! it: those cost the most.

use crate::cancellation::Cancellation;
use crate::document::{Document, Language};
use crate::engine::verdict::Verdicts;
use crate::engine::{Engine, Scratch, Sink};
#[cfg(feature = "tree-sitter")]
use crate::extract::code;
use crate::extract::{Extraction, Labels, lexical};
use crate::report::DocumentReport;

/// What a scan leaves for the scan of the document's next version. It holds the document's text: it is for memory alone.
#[derive(Debug, Default)]
pub struct Previous {
    #[cfg(feature = "tree-sitter")]
    parsed: Option<code::Parsed>,
}

impl Previous {
    /// Whether it holds nothing, so that keeping it is of no use.
    pub fn is_empty(&self) -> bool {
        #[cfg(feature = "tree-sitter")]
        return self.parsed.is_none();
        #[cfg(not(feature = "tree-sitter"))]
        true
    }
}

impl Engine {
    /// Scans the next version of a document, as [`Engine::scan`] does and with the same outcome, and brings `previous` up to date. That
    /// may come from any earlier version of the document, or be empty: what was edited is found by comparing.
    ///
    /// ```
    /// # use safeharbor_core::{Document, Engine, Options, Previous, Scratch};
    /// # let engine = Engine::new(Default::default(), Options::default()).unwrap();
    /// let (mut previous, mut scratch) = (Previous::default(), Scratch::default());
    /// for text in ["a = 1", "a = 12"] {
    ///     let document = Document::new("a.py", text.as_bytes());
    ///     let report = engine.scan_edited(&document, &mut previous, &mut scratch);
    ///     assert_eq!(report.findings.len(), 0);
    /// }
    /// ```
    pub fn scan_edited(
        &self,
        document: &Document<'_>,
        previous: &mut Previous,
        scratch: &mut Scratch,
    ) -> DocumentReport {
        let mut kept = DocumentReport::default();
        let report = self.scan_after(document, Some(previous), scratch, &mut kept);
        report.with_findings_of(kept)
    }

    /// Scans a document that is in memory, and may have had an earlier version.
    pub(super) fn scan_after(
        &self,
        document: &Document<'_>,
        previous: Option<&mut Previous>,
        scratch: &mut Scratch,
        sink: &mut dyn Sink,
    ) -> DocumentReport {
        scratch.renew();
        let mut report = DocumentReport {
            bytes: document.bytes.len() as u64,
            ..DocumentReport::default()
        };
        let mut verdicts = Verdicts::new(self, &document.path, scratch, sink);
        self.content(
            &document.bytes,
            &mut verdicts,
            scratch,
            &mut report,
            previous,
        );
        report.masked_path = verdicts.finish(scratch);
        report
    }
}

/// Reads source code by its grammar, or lexically where there is none or a limit is met.
pub(super) fn read_code<'t>(
    language: Language,
    text: &'t str,
    previous: Option<&mut Previous>,
    cancellation: &Cancellation,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    #[cfg(not(feature = "tree-sitter"))]
    let _ = (language, previous, cancellation);
    #[cfg(feature = "tree-sitter")]
    {
        let limits = code::ParseLimits {
            cancellation: Some(cancellation),
            ..code::ParseLimits::default()
        };
        // To the grammar, PHP without its opening tag is a text around code.
        let is_cut =
            language == Language::Php && memchr::memmem::find(text.as_bytes(), b"<?").is_none();
        if is_cut {
            return lexical::fields(text, labels, out);
        }
        if let Some(previous) = previous {
            if code::Parsed::update(&mut previous.parsed, language, text, limits)
                && let Some(parsed) = &mut previous.parsed
            {
                parsed.extract(text, labels, out);
                return;
            }
        } else if let Some(tree) = code::parse(language, text, None, limits) {
            code::extract(language, &tree, text, labels, out);
            return;
        }
        if cancellation.is_cancelled() {
            return;
        }
    }
    lexical::fields(text, labels, out);
}
