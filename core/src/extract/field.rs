//! What every extractor gives: fields grouped in records, and the texts inside that deserve a scan of their own.

use std::borrow::Cow;

use crate::document::View;
use crate::extract::label::{Label, Labels};
use crate::span::Span;

/// How a value came by its name: it decides how much the name is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldOrigin {
    /// A standard fixes the meaning: HL7 v2, FHIR, C-CDA, X12, DICOM.
    Standard,
    /// A column of a table with a header, a column list or a schema.
    Column,
    /// A key of a map, an object literal, an attribute or element of markup, a configuration key.
    Entry,
    /// An assignment or declaration of a variable or constant.
    Assignment,
    /// A keyword argument, a struct field, a positional argument whose parameter is known.
    Argument,
    /// A setter or builder call: `setSsn("…")`, `.ssn("…")`.
    Setter,
    /// A comparison with a literal: `password == "…"`.
    Comparison,
    /// A command-line flag: `--password=…`, `-p …`.
    Flag,
    /// A label in prose or a log line: `SSN: …`, `MRN#…`.
    Prose,
}

/// Index of a record in [`Extraction::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub usize);

/// Fields that belong to one thing: an object literal, a row, a message, a resource. Records form a forest; evidence
/// flows down from ancestors, never sideways.
#[derive(Clone, Debug)]
pub struct Record<'t> {
    /// The record that holds this one.
    pub parent: Option<RecordId>,
    /// What it is called where it stands: a type (`Patient`), a table, a variable, an element, a resource type, a segment
    /// group. Empty when it has no name.
    pub name: Cow<'t, str>,
    /// Where it stands, in bytes of the text that was read.
    pub span: Span,
    /// True for one of many alike (a row, an array element): siblings of such a record say nothing about it.
    pub repeated: Repeated,
}

/// Whether a record is one of many alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// A part of its parent: what stands beside it in the parent belongs to the same thing.
    No,
    /// A row, an array element, a message of a batch: its own thing.
    Yes,
}

/// A named value found by structure.
#[derive(Clone, Debug)]
pub struct Field<'t> {
    /// The record it belongs to.
    pub record: RecordId,
    /// Its name, as a path.
    pub label: Label,
    /// How it came by that name.
    pub origin: FieldOrigin,
    /// Its value, decoded; never with the quotes around it.
    pub value: Cow<'t, str>,
    /// Where the value stands (without quotes), in bytes of the text that was read.
    pub span: Span,
    /// What narrows the meaning of the label. Usually nothing; see [`Extraction::qualifiers`].
    pub qualified: Qualified,
}

/// What narrows the meaning of a label, as the packs write it in brackets: `("type", "MR")`, `("system", "http://…")`,
/// `("01", "SY")`.
pub type Qualifier<'t> = (&'static str, Cow<'t, str>);

/// Qualifiers of an extraction, which fields that stand together share. Nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Qualified {
    start: u32,
    end: u32,
}

/// What a problem costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A limit was met: what lies past it is read more plainly, or passed over by policy.
    Limit,
    /// Content is damaged, encrypted or packed in an unknown way, so that nobody knows what it holds.
    Unreadable,
}

/// Something that kept an extractor from reading on; the scan says so and goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it costs.
    pub loss: Loss,
    /// What went wrong, without any text of the document: `nesting deeper than 64`.
    pub what: String,
    /// Where, in bytes of the text that was read.
    pub at: usize,
}

/// The output of an extractor over one window of text. All spans are bytes of that window.
#[derive(Debug, Default)]
pub struct Extraction<'t> {
    /// Parents stand before their children.
    pub records: Vec<Record<'t>>,
    /// In the order of the text, as far as the extractor can.
    pub fields: Vec<Field<'t>>,
    /// Texts inside: string literals, cells, payloads. Their maps lead to the window.
    pub views: Vec<View<'t>>,
    /// The qualifiers of all fields.
    pub(crate) qualifiers: Vec<Qualifier<'t>>,
    /// Records of which the second was handed to the first: an address to its patient.
    pub joined: Vec<(RecordId, RecordId)>,
    /// Limits that were met, content that was passed over.
    pub problems: Vec<Problem>,
}

/// An empty list in the memory of another: the standard library collects in place what has the same layout.
fn emptied<A, B>(mut list: Vec<A>) -> Vec<B> {
    list.clear();
    list.into_iter().filter_map(|_| None).collect()
}

impl<'t> Extraction<'t> {
    /// An empty output in the memory of this one, for the next window.
    pub(crate) fn emptied<'n>(self) -> Extraction<'n> {
        let Self {
            records,
            fields,
            views,
            qualifiers,
            joined,
            problems,
        } = self;
        Extraction {
            records: emptied(records),
            fields: emptied(fields),
            views: emptied(views),
            qualifiers: emptied(qualifiers),
            joined: emptied(joined),
            problems: emptied(problems),
        }
    }

    /// Opens a record and gives its id.
    pub fn record(
        &mut self,
        parent: Option<RecordId>,
        name: impl Into<Cow<'t, str>>,
        span: Span,
        repeated: Repeated,
    ) -> RecordId {
        self.records.push(Record {
            parent,
            name: name.into(),
            span,
            repeated,
        });
        RecordId(self.records.len() - 1)
    }

    /// Stretches each record to where the last record in it ends.
    pub(crate) fn stretch_over_parts(&mut self) {
        // Parents stand before their children.
        for at in (0..self.records.len()).rev() {
            let Record { parent, span, .. } = self.records[at];
            if let Some(RecordId(parent)) = parent {
                let around = &mut self.records[parent].span;
                around.end = around.end.max(span.end);
            }
        }
    }

    /// Adds a field without qualifiers.
    pub fn field(
        &mut self,
        record: RecordId,
        label: Label,
        origin: FieldOrigin,
        value: impl Into<Cow<'t, str>>,
        span: Span,
    ) {
        self.fields.push(Field {
            record,
            label,
            origin,
            value: value.into(),
            span,
            qualified: Qualified::default(),
        });
    }

    /// Notes qualifiers for fields to share.
    pub fn qualify(&mut self, qualifiers: impl IntoIterator<Item = Qualifier<'t>>) -> Qualified {
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let start = place(self.qualifiers.len());
        self.qualifiers.extend(qualifiers);
        let end = place(self.qualifiers.len());
        Qualified { start, end }
    }

    /// The same, with those noted before.
    pub fn qualify_more(
        &mut self,
        before: Qualified,
        more: impl IntoIterator<Item = Qualifier<'t>>,
    ) -> Qualified {
        let mut more = more.into_iter().peekable();
        if more.peek().is_none() {
            return before;
        }
        let start = self.qualify([]).start;
        for at in before.start as usize..before.end as usize {
            self.qualifiers.push(self.qualifiers[at].clone());
        }
        Qualified {
            start,
            ..self.qualify(more)
        }
    }

    /// The qualifiers that were noted.
    pub fn qualifiers(&self, qualified: Qualified) -> &[Qualifier<'t>] {
        let Qualified { start, end } = qualified;
        self.qualifiers
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// Notes that a limit was met at byte `at`.
    pub fn problem(&mut self, what: impl Into<String>, at: usize) {
        self.lose(Loss::Limit, what, at);
    }

    /// Notes a problem at byte `at`.
    pub fn lose(&mut self, loss: Loss, what: impl Into<String>, at: usize) {
        self.problems.push(Problem {
            loss,
            what: what.into(),
            at,
        });
    }

    /// For tests and `--explain`: each field as `path = value`, in order.
    pub fn listing(&self, labels: &Labels) -> Vec<String> {
        let line = |field: &Field<'t>| {
            let path = labels.spelled(field.label);
            let conditions: String = self
                .qualifiers(field.qualified)
                .iter()
                .map(|(name, value)| format!("[{name}={value}]"))
                .collect();
            format!("{path}{conditions} = {}", field.value)
        };
        self.fields.iter().map(line).collect()
    }
}
