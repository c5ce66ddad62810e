//! Ways to run an extractor in tests and fuzzing, and what must hold for each one on every text.

use crate::extract::{End, Extraction, Extractor, Labels, Window};
#[cfg(test)]
use crate::extract::{Field, RecordId, Scheme, asked::Asked};
use std::borrow::Cow;

/// The fields of a text that is read at once.
pub fn listing(extractor: &mut dyn Extractor, text: &str) -> Vec<String> {
    let mut labels = Labels::new();
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    extractor.read(window, &mut labels, &mut out);
    out.listing(&labels)
}

/// The fields that rules ask about at `addresses`, by owner and value: read by themselves, and picked out of all fields.
#[cfg(test)]
pub(crate) fn asked_and_picked(
    mut extractor: impl FnMut() -> Box<dyn Extractor>,
    text: &str,
    (scheme, addresses): (Scheme, &[&str]),
) -> [Vec<(String, String)>; 2] {
    let end = End::Last;
    let asked = Asked::of(addresses.iter().map(|address| (scheme, *address)));
    let asked = std::sync::Arc::new(asked);
    [Some(asked), None].map(|asked| {
        let mut labels = Labels::new();
        if let Some(asked) = asked {
            labels.take_asked(|| asked);
        }
        let mut out = Extraction::default();
        extractor().read(Window { text, end }, &mut labels, &mut out);
        let owner = |field: &Field<'_>| {
            let up = |id: &RecordId| out.records[id.0].parent;
            let records = std::iter::successors(Some(field.record), up);
            let names = records.map(|id| out.records[id.0].name.as_ref());
            names.collect::<Vec<_>>().join(" of ")
        };
        let lines = out.listing(&labels).into_iter().zip(&out.fields);
        lines
            .map(|(line, field)| (line, owner(field)))
            .filter(|(line, _)| {
                let behind = addresses
                    .iter()
                    .filter_map(|address| line.strip_prefix(address));
                behind
                    .into_iter()
                    .any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
            })
            .collect()
    })
}

/// The fields of a text that arrives in windows of about `size` bytes; one that holds no whole record is enlarged.
pub fn listing_in_windows(extractor: &mut dyn Extractor, text: &str, size: usize) -> Vec<String> {
    let mut labels = Labels::new();
    let mut lines = Vec::new();
    let (mut start, mut length) = (0, size);
    loop {
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let window = Window {
            text: &text[start..end],
            end: if end == text.len() {
                End::Last
            } else {
                End::More
            },
        };
        let mut out = Extraction::default();
        let read = extractor.read(window, &mut labels, &mut out);
        lines.extend(out.listing(&labels));
        if window.end == End::Last {
            assert_eq!(read, window.text.len());
            return lines;
        }
        if read == 0 {
            assert!(out.fields.is_empty(), "fields of bytes that come again");
            length += size;
        } else {
            start += read;
            length = size;
        }
    }
}

/// Reads `text` and checks that what comes of it is sound.
pub fn assert_sound(extractor: &mut dyn Extractor, text: &str) {
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    assert_eq!(
        extractor.read(window, &mut Labels::new(), &mut out),
        text.len()
    );
    assert_extraction_sound(&out, text);
}

/// Checks that every span lies in `text` at character boundaries, that what is borrowed is the text at its span, that parents stand
/// before children and that views map into the text.
pub fn assert_extraction_sound(out: &Extraction<'_>, text: &str) {
    for (id, record) in out.records.iter().enumerate() {
        assert!(text.get(record.span.range()).is_some(), "{record:?}");
        assert!(
            record.parent.is_none_or(|parent| parent.0 < id),
            "{record:?}"
        );
    }
    for field in &out.fields {
        let raw = text.get(field.span.range());
        assert!(raw.is_some(), "{field:?}");
        assert!(field.record.0 < out.records.len(), "{field:?}");
        if let Cow::Borrowed(value) = field.value {
            assert_eq!(Some(value), raw, "{field:?}");
        }
    }
    for view in &out.views {
        for (at, character) in view.text.char_indices() {
            let span = crate::span::Span::new(at, at + character.len_utf8());
            let parent = view.map.to_parent(span);
            assert!(text.get(parent.range()).is_some(), "{view:?} {span:?}");
        }
    }
    for problem in &out.problems {
        assert!(problem.at <= text.len());
    }
}
