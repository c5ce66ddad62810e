//! One segment: its fields, repetitions, components and subcomponents.

use std::borrow::Cow;

use super::delimiters::Delimiters;
use super::escape::{Repetitions, decode};
use super::names::{
    MAX_COMPONENT, MAX_FIELD, MAX_SUBCOMPONENT, SegmentId, SegmentLabels, is_header,
};
use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::field::{Extraction, Field, FieldOrigin, RecordId};
use crate::extract::label::{Label, Labels};
use crate::extract::parts::{parts, trimmed};
use crate::span::Span;

/// Use codes (HL7 table 0201) and equipment types (table 0202): where one stands in component 2 or 3, the field is a
/// telecommunication number (XTN), whatever the segment.
const TELECOM_USES: &[&str] = &[
    "ASN", "BPN", "EMR", "NET", "ORN", "PRN", "PRS", "VHN", "WPN",
];
const TELECOM_EQUIPMENT: &[&str] = &[
    "BP", "CP", "FX", "Internet", "MD", "PH", "SAT", "TDD", "TTY", "X.400",
];

/// The component of an encapsulated-data value (ED) that holds the data.
const ED_DATA: usize = 5;

type Qualifiers<'t> = Vec<(&'static str, Cow<'t, str>)>;

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
    pub(super) record: RecordId,
    pub(super) names: &'a mut SegmentLabels,
    pub(super) labels: &'a mut Labels,
    pub(super) out: &'a mut Extraction<'t>,
}

impl<'t> SegmentReader<'_, 't> {
    /// Reads every field.
    pub(super) fn read(mut self) {
        let Segment { text, span, id } = self.segment;
        // A header's first two fields are the delimiters.
        let (skipped, offset) = if is_header(id) { (2, 1) } else { (1, 0) };
        for (index, field) in parts(text, span, self.delimiters.field)
            .enumerate()
            .skip(skipped)
        {
            let number = index + offset;
            if number > MAX_FIELD {
                let what = format!("segment with more than {MAX_FIELD} fields");
                self.out.problem(what, field.start);
                return;
            }
            if !field.is_empty() {
                self.field(number, field);
            }
        }
    }

    fn field(&mut self, number: usize, field: Span) {
        match (&self.segment.id, number) {
            (b"OBX", 5) => self.observation(field),
            (b"NTE", 3) => self.free_text(number, field, &Vec::new()),
            _ => self.structured(number, field, &Vec::new()),
        }
    }

    /// OBX-5: its type stands in OBX-2 and what it means in OBX-3.
    fn observation(&mut self, value: Span) {
        let text = self.segment.text;
        let value_type = self.segment.field(2, &self.delimiters);
        let value_type = value_type.map_or("", |span| text[span.range()].trim());
        let mut qualifiers = Vec::new();
        if let Some(identifier) = self.segment.field(3, &self.delimiters) {
            let name = [2, 1]
                .into_iter()
                .filter_map(|nth| self.component(identifier, nth))
                .next();
            qualifiers.extend(name.map(|span| ("3", self.decoded(span))));
        }
        match value_type {
            "TX" | "FT" | "ST" => self.free_text(5, value, &qualifiers),
            "ED" => {
                self.structured(5, value, &qualifiers);
                if let Some(data) = self.component(value, ED_DATA) {
                    self.view(data);
                }
            }
            _ => self.structured(5, value, &qualifiers),
        }
    }

    /// A field of running text: no components, and a view of the whole.
    fn free_text(&mut self, number: usize, field: Span, qualifiers: &Qualifiers<'t>) {
        let label = self.names.component(self.labels, number, 1);
        for repetition in parts(self.segment.text, field, self.delimiters.repetition) {
            self.push(label, repetition, qualifiers.clone());
        }
        self.view(field);
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
    fn structured(&mut self, number: usize, field: Span, qualifiers: &Qualifiers<'t>) {
        let text = self.segment.text;
        let bytes = &text.as_bytes()[field.range()];
        if !bytes.iter().any(|&byte| self.delimiters.divides(byte)) {
            let label = self.names.component(self.labels, number, 1);
            self.push(label, field, qualifiers.clone());
            return;
        }
        for repetition in parts(text, field, self.delimiters.repetition) {
            let narrowed = self.narrowing(repetition);
            let components = parts(text, repetition, self.delimiters.component);
            for (index, component) in components.enumerate().take(MAX_COMPONENT) {
                if component.is_empty() {
                    continue;
                }
                let mut qualifiers = qualifiers.clone();
                qualifiers.extend(narrowed.qualifiers(index + 1));
                self.subcomponents((number, index + 1), component, &qualifiers);
            }
        }
    }

    fn subcomponents(
        &mut self,
        (field, component): (usize, usize),
        span: Span,
        qualifiers: &Qualifiers<'t>,
    ) {
        let found = parts(self.segment.text, span, self.delimiters.subcomponent);
        for (index, part) in found.enumerate().take(MAX_SUBCOMPONENT) {
            if !part.is_empty() {
                let address = (field, component, index + 1);
                let label = self.names.subcomponent(self.labels, address);
                self.push(label, part, qualifiers.clone());
            }
        }
    }

    /// The components of a repetition that say what the others are.
    fn narrowing(&self, repetition: Span) -> Narrowing<'t> {
        let text = self.segment.text;
        let mut components = parts(text, repetition, self.delimiters.component).skip(1);
        let mut next = || {
            components
                .next()
                .map_or("", |span| text[span.range()].trim())
        };
        let (second, third, fourth, fifth) = (next(), next(), next(), next());
        Narrowing {
            telecom: TELECOM_USES.contains(&second) || TELECOM_EQUIPMENT.contains(&third),
            second,
            third,
            fourth,
            fifth,
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

    fn push(&mut self, label: Label, span: Span, qualifiers: Qualifiers<'t>) {
        let span = trimmed(self.segment.text, span);
        let value = self.decoded(span);
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
            qualifiers,
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
    /// The qualifiers of component `number`.
    fn qualifiers(&self, number: usize) -> impl Iterator<Item = (&'static str, Cow<'t, str>)> {
        let use_and_equipment = [(2, "2", self.second), (3, "3", self.third)]
            .into_iter()
            .filter(move |_| self.telecom);
        let authority_and_type = [(4, "4", self.fourth), (5, "5", self.fifth)]
            .into_iter()
            .filter(move |_| number == 1);
        use_and_equipment
            .chain(authority_and_type)
            .filter(move |(own, _, value)| *own != number && !value.is_empty())
            .map(|(_, name, value)| (name, Cow::Borrowed(value)))
    }
}
