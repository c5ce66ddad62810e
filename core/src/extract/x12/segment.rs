//! One segment: its elements and what narrows their meaning.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::delimiters::{Delimiters, LineEnds};
use super::loops::Owner;
use super::names::{Code, MAX_COMPONENT, MAX_ELEMENT, SegmentLabels, is_composite, is_qualified};
use super::scan::Segment;
use crate::document::{Decoded, OffsetMap, View, ViewKind};
use crate::extract::field::{Extraction, Field, FieldOrigin, Qualified, Qualifier};
use crate::extract::label::{Label, Labels};
use crate::extract::parts::{parts, trimmed};
use crate::span::Span;

/// Writes the elements of one segment into an extraction.
pub(super) struct SegmentReader<'a, 't> {
    pub(super) segment: Segment<'a, 't>,
    pub(super) delimiters: Delimiters,
    pub(super) owner: Owner,
    pub(super) names: SegmentLabels<'a>,
    pub(super) labels: &'a mut Labels,
    pub(super) out: &'a mut Extraction<'t>,
}

impl<'t> SegmentReader<'_, 't> {
    /// Reads every element that is not empty, except for the qualifier, which is part of the address.
    pub(super) fn read(mut self) {
        let segment = self.segment;
        let name = segment.name();
        let composite = is_composite(name);
        let first = if is_qualified(name) && segment.code(1).is_some() {
            2
        } else {
            1
        };
        let mut narrowing = None;
        let mut contact = None;
        for (number, &element) in segment.elements.iter().enumerate().skip(first) {
            if number > MAX_ELEMENT {
                let what = format!("segment with more than {MAX_ELEMENT} elements");
                self.out.problem(what, element.start);
                return;
            }
            if element.is_empty() {
                contact = None;
                continue;
            }
            // From the third on, those of a contact are pairs: what kind of number (TE, FX, EM), then the number.
            let is_contact = name == "PER" && number > 2;
            let kind = contact.take().filter(|_| is_contact && number % 2 == 0);
            if is_contact && number % 2 == 1 {
                contact = Some(&segment.text[element.range()]);
            }
            let divided = composite && self.is_divided(element);
            let label = self.names.element(self.labels, number, 0);
            if divided || !self.labels.is_silent(label) {
                let narrowing = narrowing.get_or_insert_with(|| self.narrowing());
                let qualified = narrowing.of(number, self.out);
                let kind = kind.map(|kind| ("code", Cow::Borrowed(kind)));
                let qualified = self.out.qualify_more(qualified, kind);
                if divided {
                    self.components(number, element, qualified);
                } else {
                    self.push(label, element, qualified);
                }
            }
            if is_free_text(name, number) {
                self.view(element);
            }
        }
    }

    /// What says more about every element: other elements, by number, and the entity that the segment describes.
    fn narrowing(&self) -> Narrowing<'t> {
        let narrowing: &[(usize, &'static str)] = match self.segment.name() {
            "NM1" => &[(2, "02"), (8, "08")],
            "N1" => &[(3, "03")],
            "DTP" => &[(2, "02")],
            "DTM" => &[(5, "05")],
            "DMG" => &[(1, "01")],
            _ => &[],
        };
        let mut found: SmallVec<_> = narrowing
            .iter()
            .map(|&(number, name)| (number, name, self.segment.element(number)))
            .filter(|(.., value)| !value.is_empty())
            .map(|(number, name, value)| (number, (name, Cow::Borrowed(value))))
            .collect();
        if let Some(entity) = self.owner.entity {
            found.push((ENTITY, ("entity", entity_code(entity))));
        }
        Narrowing { found, all: None }
    }

    fn is_divided(&self, element: Span) -> bool {
        let bytes = &self.segment.text.as_bytes()[element.range()];
        memchr::memchr(self.delimiters.component, bytes).is_some()
    }

    /// A composite element; its first component, a code, narrows the others.
    fn components(&mut self, number: usize, element: Span, qualified: Qualified) {
        let text = self.segment.text;
        let mut code = None;
        let components = parts(text, element, self.delimiters.component);
        for (index, component) in components.enumerate().take(MAX_COMPONENT) {
            let component = trimmed(text, component);
            if component.is_empty() {
                continue;
            }
            let code_of = code.map(|code: &'t str| ("1", code.into()));
            let qualified = self.out.qualify_more(qualified, code_of);
            let label = self.names.element(self.labels, number, index + 1);
            self.push(label, component, qualified);
            if index == 0 {
                code = Some(&text[component.range()]);
            }
        }
    }

    fn push(&mut self, label: Label, span: Span, qualified: Qualified) {
        if self.labels.is_silent(label) {
            return;
        }
        let value = match self.unwrapped(span) {
            Some(decoded) => Cow::Owned(decoded.finish().0),
            None => Cow::Borrowed(&self.segment.text[span.range()]),
        };
        self.out.fields.push(Field {
            record: self.owner.record,
            label,
            origin: FieldOrigin::Standard,
            value,
            span,
            qualified,
        });
    }

    fn view(&mut self, span: Span) {
        let (text, map) = match self.unwrapped(span) {
            Some(decoded) => {
                let (text, map) = decoded.finish();
                (Cow::Owned(text), map)
            }
            None => (
                Cow::Borrowed(&self.segment.text[span.range()]),
                OffsetMap::Verbatim(span.start),
            ),
        };
        self.out.views.push(View {
            kind: ViewKind::FreeText,
            text,
            map,
        });
    }

    /// The text at `span` without the line ends that cut it, if any did.
    fn unwrapped(&self, span: Span) -> Option<Decoded> {
        let text = self.segment.text;
        let is_line_end = |byte: u8| byte == b'\r' || byte == b'\n';
        let cut = self.delimiters.line_ends == LineEnds::Ignored
            && text.as_bytes()[span.range()]
                .iter()
                .any(|&byte| is_line_end(byte));
        cut.then(|| {
            let mut decoded = Decoded::new();
            let mut start = span.start;
            for at in memchr::memchr2_iter(b'\r', b'\n', &text.as_bytes()[span.range()]) {
                let at = span.start + at;
                decoded.verbatim(&text[start..at], start);
                start = at + 1;
            }
            decoded.verbatim(&text[start..span.end], start);
            decoded
        })
    }
}

/// What narrows the elements of a segment, with the number of the element that says it.
struct Narrowing<'t> {
    found: SmallVec<[(usize, Qualifier<'t>); 3]>,
    /// All of it, for the elements that narrow nothing themselves.
    all: Option<Qualified>,
}

/// In place of the number of an element: what narrows is the entity, not an element.
const ENTITY: usize = usize::MAX;

impl<'t> Narrowing<'t> {
    /// What narrows element `number`.
    fn of(&mut self, number: usize, out: &mut Extraction<'t>) -> Qualified {
        let others = self.found.iter().filter(|(own, _)| *own != number);
        let qualify = || out.qualify(others.map(|(_, qualifier)| qualifier.clone()));
        if self.found.iter().any(|(own, _)| *own == number) {
            qualify()
        } else {
            *self.all.get_or_insert_with(qualify)
        }
    }
}

/// Entity codes (NM1-01 and N1-01, data element 98) that the health transactions use much: these need no allocation.
const ENTITIES: &[&str] = &[
    "03", "1P", "2B", "40", "41", "45", "71", "72", "74", "77", "82", "85", "87", "DK", "DN", "DQ",
    "FA", "GP", "IL", "IN", "P3", "P5", "PE", "PR", "QC", "QD", "S1", "TT",
];

fn entity_code(code: Code) -> Cow<'static, str> {
    match ENTITIES.binary_search(&code.as_str()) {
        Ok(at) => Cow::Borrowed(ENTITIES[at]),
        Err(_) => Cow::Owned(code.to_string()),
    }
}

/// Whether an element is prose: a note, a message.
fn is_free_text(name: &str, number: usize) -> bool {
    matches!((name, number), ("NTE", 2) | ("MSG", 1) | ("K3", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_codes_are_found() {
        assert!(ENTITIES.is_sorted());
        for code in ["03", "TT", "ZZ"] {
            let code = Code::new(code.as_bytes()).unwrap_or_default();
            assert_eq!(entity_code(code), code.as_str());
        }
    }
}
