//! Mappings and items that stand in each other by their columns, and the records that they are.

use crate::extract::{Extraction, Label, Labels, MAX_NESTING, RecordId, Repeated, Scheme};
use crate::span::Span;

/// Where in a document a reader is.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// Open mappings and items below the document itself, each at least as far right as the one before.
    pub(super) frames: Vec<Frame>,
    /// The record of what stands at the top of the document.
    top: Option<RecordId>,
    depth: Depth,
}

/// Whether the nesting has met its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Depth {
    #[default]
    Within,
    Beyond,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What stands under a key.
    Mapping,
    /// What stands behind a dash.
    Item,
}

#[derive(Debug)]
pub(super) struct Frame {
    /// Column, from 0, of the key or the dash.
    pub(super) column: usize,
    pub(super) kind: Kind,
    label: Label,
    record: Option<RecordId>,
    /// The value of the entry `name` or `key` in it.
    pub(super) named: Option<String>,
}

impl Nesting {
    /// Goes on in another window, which has records of its own.
    pub(super) fn enter_window(&mut self) {
        self.top = None;
        for frame in &mut self.frames {
            frame.record = None;
        }
    }

    /// The path of keys to here.
    pub(super) fn label(&self, labels: &Labels) -> Label {
        let root = labels.root(Scheme::Named);
        self.frames.last().map_or(root, |frame| frame.label)
    }

    /// The record of the innermost frame; those around it are opened with it.
    pub(super) fn record(
        &mut self,
        line: Span,
        labels: &Labels,
        out: &mut Extraction<'_>,
    ) -> RecordId {
        let mut parent = *self
            .top
            .get_or_insert_with(|| out.record(None, "", line, Repeated::Yes));
        out.records[parent.0].span.end = line.end;
        for frame in &mut self.frames {
            let repeated = match frame.kind {
                Kind::Item => Repeated::Yes,
                Kind::Mapping => Repeated::No,
            };
            let record = *frame.record.get_or_insert_with(|| {
                let name = labels.name(frame.label).to_owned();
                out.record(Some(parent), name, line, repeated)
            });
            out.records[record.0].span.end = line.end;
            parent = record;
        }
        parent
    }

    /// Opens a frame; beyond the limit the innermost one gives way.
    pub(super) fn enter(
        &mut self,
        column: usize,
        kind: Kind,
        label: Label,
        at: usize,
        out: &mut Extraction<'_>,
    ) {
        if self.frames.len() >= MAX_NESTING {
            if self.depth == Depth::Within {
                out.problem(format!("nesting deeper than {MAX_NESTING}"), at);
            }
            self.depth = Depth::Beyond;
            self.frames.pop();
        }
        self.frames.push(Frame {
            column,
            kind,
            label,
            record: None,
            named: None,
        });
    }

    /// Leaves what a key or a dash at `column` does not belong to.
    pub(super) fn leave(&mut self, column: usize, newcomer: Kind) {
        while let Some(last) = self.frames.last() {
            // A sequence may stand as far left as its key.
            let inside = match (newcomer, last.kind) {
                (Kind::Item, Kind::Mapping) => last.column <= column,
                _ => last.column < column,
            };
            if inside {
                return;
            }
            self.frames.pop();
        }
    }

    /// Leaves the document.
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.top = None;
    }

    /// Whether entries of the innermost mapping stand under a top-level `data`.
    pub(super) fn is_data(&self, labels: &Labels) -> bool {
        matches!(self.frames.as_slice(), [frame] if labels.name(frame.label) == "data")
    }
}
