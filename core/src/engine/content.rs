//! What the bytes of a document are: text, a DICOM file, a container of documents, or nothing that can be read.

use std::io::{self, Read};

use crate::document::{Document, End, LogicalPath, SNIFFED, decode};
use crate::engine::edited::Previous;
use crate::engine::found::{Counted, Placing};
use crate::engine::listing::Listing;
#[cfg(feature = "archive")]
use crate::engine::member::is_container;
use crate::engine::pass::DocumentPass;
use crate::engine::verdict::{Verdicts, WindowText};
use crate::engine::{Engine, START, Scratch};
use crate::extract::{Loss, dicom};
use crate::report::{DocumentReport, Skip};

/// Containers up to this many bytes are opened: they are read whole.
#[cfg(feature = "archive")]
const LARGEST_CONTAINER: u64 = 64 << 20;

/// How much of a DICOM file is read. The attributes come first; what makes files large is the pixels behind them.
const DICOM_ATTRIBUTES: u64 = 16 << 20;

impl Engine {
    /// Scans the bytes of a document, or of a member of one.
    pub(super) fn content(
        &self,
        bytes: &[u8],
        verdicts: &mut Verdicts<'_>,
        scratch: &mut Scratch,
        report: &mut DocumentReport,
        previous: Option<&mut Previous>,
    ) {
        if dicom::is_dicom(bytes) {
            return self.dicom(bytes, verdicts, scratch, report);
        }
        #[cfg(feature = "archive")]
        if is_container(bytes) {
            return self.members(bytes, verdicts, scratch, report);
        }
        let Some(text) = decode(bytes) else {
            report.skipped = Some(Skip::Binary);
            return;
        };
        let mut pass = DocumentPass::new(self, verdicts.path()).after(previous);
        let window = WindowText {
            text: &text.text,
            map: &text.map,
            start: START,
            done: text.text.len(),
        };
        let (_, mut candidates) =
            pass.window(window.text, End::Last, scratch, &mut report.problems);
        if !scratch.cancellation.is_cancelled() {
            let notes = verdicts.judge(&mut candidates, window, &scratch.labels);
            report.notes.extend(notes);
        }
        scratch.candidates = candidates;
    }

    /// Scans the attributes of a DICOM file. It has no lines: everything stands in line 1, a byte is a column.
    fn dicom(
        &self,
        bytes: &[u8],
        verdicts: &mut Verdicts<'_>,
        scratch: &mut Scratch,
        report: &mut DocumentReport,
    ) {
        let mut listing = Listing::of(bytes, &mut scratch.labels);
        let mut pass = DocumentPass::new(self, verdicts.path());
        if bytes.len() as u64 > DICOM_ATTRIBUTES {
            // The file does not end here, the reading does.
            let problems = &mut listing.extraction.problems;
            problems
                .iter_mut()
                .for_each(|problem| problem.loss = Loss::Limit);
        }
        let mut candidates = pass.listing(&mut listing, scratch, &mut report.problems);
        let window = WindowText {
            text: &listing.text,
            map: &listing.map,
            start: START,
            done: listing.text.len(),
        };
        let outer = verdicts.placing();
        verdicts.place(Placing {
            counted: Counted::Bytes,
            ..outer
        });
        report
            .notes
            .extend(verdicts.judge(&mut candidates, window, &scratch.labels));
        verdicts.place(outer);
    }

    /// What `reader` gives if it is no text but a format that is read whole; `head` is its beginning.
    pub(super) fn read_whole(
        &self,
        path: &LogicalPath,
        head: &[u8],
        reader: &mut dyn Read,
    ) -> io::Result<Option<Whole>> {
        let Some(limit) = most_read(head) else {
            return Ok(None);
        };
        let mut bytes = head.to_vec();
        let rest = limit.saturating_add(1).saturating_sub(head.len() as u64);
        reader.take(rest).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit && !dicom::is_dicom(head) {
            return Ok(Some(Whole::TooLarge));
        }
        Ok(Some(Whole::Document(Document {
            path: path.clone(),
            bytes: bytes.into(),
        })))
    }
}

/// A document that must be read whole.
pub(super) enum Whole {
    Document(Document<'static>),
    TooLarge,
}

/// How much is read of a file that is no text and begins with `head`; `None` for text, and for what is never opened.
fn most_read(head: &[u8]) -> Option<u64> {
    if dicom::is_dicom(head) {
        return Some(DICOM_ATTRIBUTES);
    }
    #[cfg(feature = "archive")]
    if is_container(head) {
        return Some(LARGEST_CONTAINER);
    }
    None
}

/// The first bytes of a document, enough to tell what it is.
pub(super) fn head(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(SNIFFED as u64).read_to_end(&mut head)?;
    Ok(head)
}
