//! DICOM files as listings: a line for each value, after its tag. Judging and masking work on text, and no byte of the file
//! beside the values themselves gets into an excerpt.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::{Decoded, OffsetMap, View};
use crate::extract::{Extraction, Field, Labels, Qualified, dicom};
use crate::span::Span;

/// The attributes of a DICOM file.
pub(super) struct Listing {
    /// Lines such as `(0010,0020) 4711`.
    pub(super) text: String,
    /// From the text to bytes of the file; tags to nothing.
    pub(super) map: OffsetMap,
    /// What the file holds, with spans in the text.
    pub(super) extraction: Extraction<'static>,
}

impl Listing {
    /// Lists what `bytes` hold.
    pub(super) fn of(bytes: &[u8], labels: &mut Labels) -> Self {
        let mut read = Extraction::default();
        dicom::read(bytes, labels, &mut read);
        let mut listed = Decoded::new();
        // Where the value at a byte of the file stands in the text.
        let mut places = BTreeMap::new();
        let mut fields = Vec::with_capacity(read.fields.len());
        for field in read.fields {
            listed.replaced(labels.name(field.label), nothing_at(field.span.start));
            listed.replaced(" ", nothing_at(field.span.start));
            let start = listed.text().len();
            if field.value.len() == field.span.len() {
                listed.verbatim(&field.value, field.span.start);
            } else {
                listed.replaced(&field.value, field.span);
            }
            listed.replaced("\n", nothing_at(field.span.end));
            places.insert(field.span.start, start);
            fields.push(Field {
                span: Span::new(start, start + field.value.len()),
                value: Cow::Owned(field.value.into_owned()),
                record: field.record,
                label: field.label,
                origin: field.origin,
                qualified: Qualified::default(),
            });
        }
        let (text, map) = listed.finish();
        let mut extraction = Extraction {
            fields,
            problems: read.problems,
            views: read
                .views
                .into_iter()
                .filter_map(|view| moved(view, &places))
                .collect(),
            ..Extraction::default()
        };
        for record in read.records {
            let whole = Span::new(0, text.len());
            extraction.record(
                record.parent,
                record.name.into_owned(),
                whole,
                record.repeated,
            );
        }
        Self {
            text,
            map,
            extraction,
        }
    }
}

fn nothing_at(byte: usize) -> Span {
    Span::new(byte, byte)
}

/// A view of a value as a view of its place in the listing, where it stands decoded.
fn moved(view: View<'_>, places: &BTreeMap<usize, usize>) -> Option<View<'static>> {
    let value = view.map.to_parent(Span::new(0, view.text.len()));
    Some(View {
        kind: view.kind,
        map: OffsetMap::Verbatim(*places.get(&value.start)?),
        text: Cow::Owned(view.text.into_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(group: u16, number: u16, vr: &[u8; 2], value: &str) -> Vec<u8> {
        let length = u16::try_from(value.len()).expect("values here are short");
        let mut bytes = [group.to_le_bytes(), number.to_le_bytes()].concat();
        bytes.extend(vr);
        bytes.extend(length.to_le_bytes());
        bytes.extend(value.bytes());
        bytes
    }

    #[test]
    fn values_map_to_their_bytes() {
        let mut file = vec![0; 128];
        file.extend(b"DICM");
        file.extend(element(0x0010, 0x0010, b"PN", "ROE^JANE"));
        file.extend(element(0x0010, 0x4000, b"LT", "call her"));
        let mut labels = Labels::new();
        let listing = Listing::of(&file, &mut labels);
        assert_eq!(listing.text, "(0010,0010) ROE^JANE\n(0010,4000) call her\n");
        for field in &listing.extraction.fields {
            assert_eq!(&listing.text[field.span.range()], field.value);
            let bytes = listing.map.to_parent(field.span);
            assert_eq!(&file[bytes.range()], field.value.as_bytes());
        }
        let view = &listing.extraction.views[0];
        let span = view.map.to_parent(Span::new(0, view.text.len()));
        assert_eq!(&listing.text[span.range()], "call her");
    }
}
