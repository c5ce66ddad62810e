//! One segment: its elements and what narrows their meaning.

use std::borrow::Cow;

use super::delimiters::{Delimiters, LineEnds};
use super::kind::{Elements, SegmentKind};
use super::loops::Owner;
use super::names::{MAX_COMPONENT, MAX_ELEMENT};
use super::scan::Segment;
use crate::document::{Decoded, OffsetMap, View, ViewKind};
use crate::extract::field::{Extraction, Field, FieldOrigin, Qualified};
use crate::extract::label::{Label, Labels};
use crate::extract::parts::{parts, trimmed};
use crate::span::Span;

/// Writes the elements of one segment into an extraction.
pub(super) struct SegmentReader<'a, 't> {
    pub(super) segment: Segment<'a, 't>,
    pub(super) delimiters: Delimiters,
    pub(super) owner: Owner,
    pub(super) kind: &'a mut SegmentKind,
    pub(super) labels: &'a mut Labels,
    pub(super) out: &'a mut Extraction<'t>,
}

impl<'t> SegmentReader<'_, 't> {
    /// Reads every element that is not empty, except for the qualifier, which is part of the address.
    pub(super) fn read(mut self) {
        let segment = self.segment;
        let (kinds, free_text) = (self.kind.elements, self.kind.free_text);
        let (first, read) = (self.kind.first_element(), self.kind.read);
        let mut narrowing = Narrowing::Unknown;
        let mut contact = None;
        for number in first..segment.len() {
            if kinds != Elements::Contact && !read.holds(number) {
                continue;
            }
            let element = segment.span_of(number);
            if number > MAX_ELEMENT {
                let what = format!("segment with more than {MAX_ELEMENT} elements");
                self.out.problem(what, element.start);
                return;
            }
            if element.is_empty() {
                contact = None;
                continue;
            }
            let is_contact = kinds == Elements::Contact && number > 2;
            let code = contact.take().filter(|_| is_contact && number % 2 == 0);
            if is_contact && number % 2 == 1 {
                contact = Some(&segment.text[element.range()]);
            }
            if !read.holds(number) {
                continue;
            }
            let is_divided = kinds == Elements::Composite && self.is_divided(element);
            let label = self.kind.label(self.labels, number, 0);
            if is_divided || !self.labels.is_silent(label) {
                let qualified = self.narrowed(number, &mut narrowing);
                let code = code.map(|code| ("code", Cow::Borrowed(code)));
                let qualified = self.out.qualify_more(qualified, code);
                if is_divided {
                    self.components(number, element, qualified);
                } else {
                    self.push(label, element, qualified);
                }
            }
            if free_text == Some(number) {
                self.view(element);
            }
        }
    }

    /// What says more about element `number`: other elements, by number, and the entity that the segment describes.
    fn narrowed(&mut self, number: usize, known: &mut Narrowing) -> Qualified {
        let elements = self.kind.narrowing;
        if elements.is_empty() {
            return self.owner.narrowing;
        }
        let narrows = elements.iter().any(|&(own, _)| own == number);
        if let (Narrowing::Known(qualified), false) = (&known, narrows) {
            return *qualified;
        }
        let others = elements.iter().filter(|&&(own, _)| own != number);
        let said = others.map(|&(other, name)| (name, self.segment.element(other)));
        let said = said.filter(|(_, value)| !value.is_empty());
        let said = said.map(|(name, value)| (name, Cow::Borrowed(value)));
        let qualified = self.out.qualify_more(self.owner.narrowing, said);
        if !narrows {
            *known = Narrowing::Known(qualified);
        }
        qualified
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
            let label = self.kind.label(self.labels, number, index + 1);
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

/// What narrows the elements of a segment that narrow nothing themselves, once one asks.
enum Narrowing {
    Unknown,
    Known(Qualified),
}
