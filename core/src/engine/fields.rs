//! The fields of a text: read by the reader that was chosen for it, as far as what the prefilter saw makes it worth.

use crate::cancellation::Cancellation;
use crate::document::{End, Language};
use crate::engine::Engine;
use crate::engine::edited::{self, Previous};
use crate::engine::reading::Reading;
use crate::engine::waking::{Hits, Plausible};
use crate::extract::lexical::{self, LexicalField};
use crate::extract::{Extraction, Extractor, Labels, Repeated, Scheme, Window};

/// Reads the fields of one text.
pub(super) struct FieldReader<'r> {
    pub(super) engine: &'r Engine,
    /// What the prefilter saw in it.
    pub(super) hits: &'r Hits,
    /// Whether words of health care stand in the document.
    pub(super) health: bool,
    /// What the scan of the document's version before left, to be brought up to date.
    pub(super) previous: Option<&'r mut Previous>,
    pub(super) labels: &'r mut Labels,
    pub(super) cancellation: &'r Cancellation,
}

impl FieldReader<'_> {
    /// Reads a window. Gives how far a structured reading came.
    pub(super) fn read<'t>(
        &mut self,
        window: Window<'t>,
        reading: &mut Reading,
        out: &mut Extraction<'t>,
    ) -> Option<usize> {
        self.labels.take_asked(|| self.engine.rules.asked());
        match reading {
            // Common names count where there is health or a format of it; without, what stands apart from every hit is nothing.
            Reading::Prose(prose)
                if window.end == End::Last && self.hits.are_names() && !self.health =>
            {
                let hits = self.hits.names().map(|name| name.start);
                prose.read_around(window.text, hits, self.labels, out);
                Some(window.text.len())
            }
            Reading::Prose(prose) => Some(prose.read(window, self.labels, out)),
            Reading::Structured(extractor) => Some(extractor.read(window, self.labels, out)),
            Reading::Log(extractor, prose) => {
                let read = extractor.read(window, self.labels, out);
                let lines = Window {
                    text: &window.text[..read],
                    end: End::Last,
                };
                prose.read(lines, self.labels, out);
                Some(read)
            }
            Reading::Mixed(extractor, language) => {
                let read = extractor.read(window, self.labels, out);
                self.code(*language, window.text, out);
                Some(read)
            }
            Reading::Code(language) => {
                self.code(*language, window.text, out);
                None
            }
        }
    }

    /// Reads source code as far as the hits make it worth.
    fn code<'t>(&mut self, language: Language, text: &'t str, out: &mut Extraction<'t>) {
        let (hits, labels) = (self.hits, &mut *self.labels);
        if !hits.phi.is_empty() {
            lexical::apart(text, &hits.phi, labels, out);
        }
        if hits.shows_health() {
            lexical::pages(text, &hits.phi, out);
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
                edited::read_code(language, text, previous, self.cancellation, labels, out);
            }
        }
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
