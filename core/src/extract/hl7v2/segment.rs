//! One segment: its fields, repetitions, components and subcomponents.

use std::borrow::Cow;

use super::delimiters::{Delimiters, ESCAPE, Marks, SUBCOMPONENT};
use super::escape::{Repetitions, decode};
use super::names::{
    MAX_COMPONENT, MAX_FIELD, MAX_SUBCOMPONENT, SegmentId, SegmentLabels, is_header,
};
use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::field::{Extraction, Field, FieldOrigin, Qualified, RecordId};
use crate::extract::label::{Label, Labels};
use crate::extract::parts::{parts, trimmed};
use crate::span::Span;
use crate::trim::trim;

/// The component of an encapsulated-data value (ED) that holds the data.
const ED_DATA: usize = 5;

/// A segment within a window, without its terminator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'t> {
    /// The window.
    pub(super) text: &'t str,
    /// The segment in it, from its name on.
    pub(super) span: Span,
    /// Its name.
    pub(super) id: SegmentId,
}

impl<'t> Segment<'t> {
    /// Field `number`, counted as the standard does: the field separator itself is field 1 of a header.
    pub(super) fn field(self, number: usize, delimiters: &Delimiters) -> Option<Span> {
        let index = number.checked_sub(usize::from(is_header(self.id)))?;
        parts(self.text, self.span, delimiters.field).nth(index)
    }
}

/// Writes the fields of one segment into an extraction.
pub(super) struct SegmentReader<'a, 't> {
    pub(super) segment: Segment<'t>,
    pub(super) delimiters: Delimiters,
    pub(super) marks: &'a Marks,
    pub(super) record: RecordId,
    pub(super) names: &'a mut SegmentLabels,
    /// Memory for the components of a field.
    pub(super) components: &'a mut Vec<Span>,
    pub(super) labels: &'a mut Labels,
    pub(super) out: &'a mut Extraction<'t>,
}

/// A field, repetition or component, and the marks that stand in the field.
#[derive(Clone, Copy)]
struct Part {
    span: Span,
    marks: u8,
}

impl<'t> SegmentReader<'_, 't> {
    /// Reads every field that may matter.
    pub(super) fn read(mut self) {
        let Segment { text, span, id } = self.segment;
        let read = self.names.read;
        // A header's first two fields are the delimiters.
        let (skipped, offset) = if is_header(id) { (2, 1) } else { (1, 0) };
        let mut start = span.start;
        for index in 0.. {
            if read.end_before(index + offset) {
                return;
            }
            let number = index + offset;
            let rest = &text.as_bytes()[start..span.end];
            if !read.holds(number) {
                let Some(length) = self.marks.field_end(rest) else {
                    return;
                };
                start += length + 1;
                continue;
            }
            let (length, marks) = self.marks.field(rest);
            let field = Span::new(start, start + length);
            if number > MAX_FIELD {
                let what = format!("segment with more than {MAX_FIELD} fields");
                self.out.problem(what, field.start);
                return;
            }
            if index >= skipped && !field.is_empty() {
                self.field(number, Part { span: field, marks });
            }
            if field.end >= span.end {
                return;
            }
            start = field.end + 1;
        }
    }

    fn field(&mut self, number: usize, field: Part) {
        match (&self.segment.id, number) {
            (b"OBX", 5) => self.observation(field),
            (b"NTE", 3) => self.free_text(number, field, Qualified::default()),
            _ => self.structured(number, field, Qualified::default()),
        }
    }

    /// OBX-5: its type stands in OBX-2 and what it means in OBX-3.
    fn observation(&mut self, value: Part) {
        let text = self.segment.text;
        let mut before = parts(text, self.segment.span, self.delimiters.field).skip(2);
        let value_type = before.next().map_or("", |span| text[span.range()].trim());
        let mut qualified = Qualified::default();
        if let Some(identifier) = before.next() {
            let name = [2, 1]
                .into_iter()
                .filter_map(|nth| self.component(identifier, nth))
                .next();
            let name = name.map(|span| ("3", self.decoded(span)));
            qualified = self.out.qualify(name);
        }
        match value_type {
            "TX" | "FT" | "ST" => self.free_text(5, value, qualified),
            "ED" => {
                self.structured(5, value, qualified);
                if let Some(data) = self.component(value.span, ED_DATA) {
                    self.view(data);
                }
            }
            _ => self.structured(5, value, qualified),
        }
    }

    /// A field of running text: no components, and a view of the whole.
    fn free_text(&mut self, number: usize, field: Part, qualified: Qualified) {
        let label = self.names.component(self.labels, number, 1);
        for span in parts(self.segment.text, field.span, self.delimiters.repetition) {
            self.push(label, Part { span, ..field }, qualified);
        }
        self.view(field.span);
    }

    fn view(&mut self, span: Span) {
        let text = &self.segment.text[span.range()];
        let delimiters = &self.delimiters;
        let verbatim =
            memchr::memchr2(delimiters.escape, delimiters.repetition, text.as_bytes()).is_none();
        let (text, map) = if verbatim {
            (Cow::Borrowed(text), OffsetMap::Verbatim(span.start))
        } else {
            let (text, map) = decode(text, span.start, delimiters, Repetitions::Lines).finish();
            (Cow::Owned(text), map)
        };
        if !text.trim().is_empty() {
            self.out.views.push(View {
                kind: ViewKind::FreeText,
                text,
                map,
            });
        }
    }

    /// A field of components.
    fn structured(&mut self, number: usize, field: Part, qualified: Qualified) {
        if field.marks == 0 {
            let label = self.names.component(self.labels, number, 1);
            self.push(label, field, qualified);
            return;
        }
        let text = self.segment.text;
        for repetition in parts(text, field.span, self.delimiters.repetition) {
            self.components.clear();
            let components = parts(text, repetition, self.delimiters.component);
            self.components.extend(components.take(MAX_COMPONENT));
            let mut narrowing = None;
            for component in 0..self.components.len() {
                let span = self.components[component];
                let part = Part { span, ..field };
                let address = (number, component + 1);
                if span.is_empty() || self.is_silent(address, part) {
                    continue;
                }
                let narrowing =
                    narrowing.get_or_insert_with(|| Narrowing::of(text, self.components));
                let qualified = narrowing.qualify(component + 1, qualified, self.out);
                self.subcomponents(address, part, qualified);
            }
        }
    }

    /// Whether no rule cares about a component, which has no others in it.
    fn is_silent(&mut self, (field, component): (usize, usize), part: Part) -> bool {
        let label = self.names.component(self.labels, field, component);
        part.marks & SUBCOMPONENT == 0 && self.labels.is_silent(label)
    }

    fn subcomponents(
        &mut self,
        (field, component): (usize, usize),
        part: Part,
        qualified: Qualified,
    ) {
        if part.marks & SUBCOMPONENT == 0 {
            let label = self.names.component(self.labels, field, component);
            self.push(label, part, qualified);
            return;
        }
        let found = parts(self.segment.text, part.span, self.delimiters.subcomponent);
        for (index, span) in found.enumerate().take(MAX_SUBCOMPONENT) {
            if !span.is_empty() {
                let address = (field, component, index + 1);
                let label = self.names.subcomponent(self.labels, address);
                self.push(label, Part { span, ..part }, qualified);
            }
        }
    }

    fn component(&self, field: Span, number: usize) -> Option<Span> {
        parts(self.segment.text, field, self.delimiters.component)
            .nth(number - 1)
            .map(|span| trimmed(self.segment.text, span))
            .filter(|span| !span.is_empty())
    }

    fn decoded(&self, span: Span) -> Cow<'t, str> {
        let text = &self.segment.text[span.range()];
        if memchr::memchr(self.delimiters.escape, text.as_bytes()).is_none() {
            return Cow::Borrowed(text);
        }
        let decoded = decode(text, span.start, &self.delimiters, Repetitions::Kept);
        Cow::Owned(decoded.finish().0)
    }

    fn push(&mut self, label: Label, part: Part, qualified: Qualified) {
        if self.labels.is_silent(label) {
            return;
        }
        let span = trimmed(self.segment.text, part.span);
        let value = if part.marks & ESCAPE == 0 {
            Cow::Borrowed(&self.segment.text[span.range()])
        } else {
            self.decoded(span)
        };
        // `""` asks the receiver to delete what it has (section 2.5.3).
        if value.is_empty() || value == "\"\"" {
            return;
        }
        self.out.fields.push(Field {
            record: self.record,
            label,
            origin: FieldOrigin::Standard,
            value,
            span,
            qualified,
        });
    }
}

/// What the components of a repetition say about its other components: for an identifier (CX) who assigned it and of
/// which type it is, for a telecommunication number (XTN) its use and equipment.
struct Narrowing<'t> {
    telecom: bool,
    second: &'t str,
    third: &'t str,
    fourth: &'t str,
    fifth: &'t str,
}

impl<'t> Narrowing<'t> {
    fn of(text: &'t str, components: &[Span]) -> Self {
        let component = |at: usize| {
            let found = components.get(at);
            found.map_or("", |span| trim(&text[span.range()]))
        };
        let (second, third) = (component(1), component(2));
        Self {
            telecom: is_use(second) || is_equipment(third),
            second,
            third,
            fourth: component(3),
            fifth: component(4),
        }
    }

    /// Adds the qualifiers of component `number`.
    fn qualify(&self, number: usize, qualified: Qualified, out: &mut Extraction<'t>) -> Qualified {
        if !self.telecom && number != 1 {
            return qualified;
        }
        let use_and_equipment = [(2, "2", self.second), (3, "3", self.third)]
            .into_iter()
            .filter(|_| self.telecom);
        let authority_and_type = [(4, "4", self.fourth), (5, "5", self.fifth)]
            .into_iter()
            .filter(|_| number == 1);
        let narrowing = use_and_equipment
            .chain(authority_and_type)
            .filter(|(own, _, value)| *own != number && !value.is_empty())
            .map(|(_, name, value)| (name, Cow::Borrowed(value)));
        out.qualify_more(qualified, narrowing)
    }
}

/// A use code (HL7 table 0201): where one stands in component 2, the field is a telecommunication number (XTN), whatever the
/// segment.
fn is_use(code: &str) -> bool {
    matches!(
        code,
        "ASN" | "BPN" | "EMR" | "NET" | "ORN" | "PRN" | "PRS" | "VHN" | "WPN"
    )
}

/// An equipment type (HL7 table 0202), which tells the same in component 3.
fn is_equipment(code: &str) -> bool {
    matches!(
        code,
        "BP" | "CP" | "FX" | "Internet" | "MD" | "PH" | "SAT" | "TDD" | "TTY" | "X.400"
    )
}
