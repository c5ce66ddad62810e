//! Listings of DICOM attributes as tools print them: dcmdump, gdcmdump, dcm2txt, pydicom, dicom-rs.
//!
//! A line holds a tag, then in any order the attribute's keyword, its value representation and the value, which stands in
//! brackets, quotes or after `=`.

use std::borrow::Cow;

use super::RECORD;
use super::element::{Vr, is_vr};
use crate::extract::field::{Extraction, FieldOrigin, RecordId, Repeated};
use crate::extract::label::{Labels, Scheme};
use crate::extract::parts::{parts, trimmed};
use crate::extract::{End, Extractor, Window};
use crate::span::Span;

/// How many lines with attributes make a listing.
const ENOUGH: usize = 2;

/// Whether `head`, the first few kilobytes of a text, holds a listing of DICOM attributes, or one such line.
pub fn sniff(head: &str) -> bool {
    // Most texts end here: nothing in parentheses looks like a tag.
    let mut opening = memchr::memchr_iter(b'(', head.as_bytes());
    if !opening.any(|at| tag(&head[at..]).is_some()) {
        return false;
    }
    let lines = head.lines().filter(|line| {
        let span = Span::new(0, line.len());
        attribute(line, span).is_some()
    });
    let content = head.lines().filter(|line| !line.trim().is_empty()).count();
    lines.take(ENOUGH).count() >= ENOUGH.min(content.max(1))
}

/// Reads listings of DICOM attributes, each into a record of its own. One instance reads one document.
#[derive(Debug, Default)]
pub struct DicomDump {
    /// The tag of the latest attribute that was not in a sequence: the tags of a data set ascend.
    last: Option<(u16, u16)>,
}

impl DicomDump {
    /// A reader at the start of a document.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Extractor for DicomDump {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let text = window.text;
        let end = match window.end {
            End::Last => text.len(),
            End::More => memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1),
        };
        let mut record = None;
        for line in parts(text, Span::new(0, end), b'\n') {
            let Some(found) = attribute(text, line) else {
                continue;
            };
            if found.depth == Depth::Top {
                if self.last.is_some_and(|last| found.tag < last) {
                    record = None;
                }
                self.last = Some(found.tag);
            }
            let id: RecordId =
                *record.get_or_insert_with(|| out.record(None, RECORD, line, Repeated::Yes));
            out.records[id.0].span.end = line.end;
            let (group, element) = found.tag;
            let path = format!("({group:04x},{element:04x})");
            let label = labels.intern(Scheme::Dicom, &path);
            for value in values(text, found.value, found.vr) {
                let content = Cow::Borrowed(&text[value.range()]);
                out.field(id, label, FieldOrigin::Standard, content, value);
            }
        }
        end
    }
}

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// In the data set itself.
    Top,
    /// In an item of a sequence, by its indentation.
    Nested,
}

/// A line of a listing.
#[derive(Clone, Copy, Debug)]
struct Attribute {
    tag: (u16, u16),
    depth: Depth,
    vr: Vr,
    /// The value with what it stands in: brackets, quotes.
    value: Span,
}

/// Reads one line, if it lists an attribute: a tag at its head and a value representation in it.
fn attribute(text: &str, line: Span) -> Option<Attribute> {
    let content = trimmed(text, line);
    let before = text[content.range()].find('(')?;
    let marks = &text[content.start..content.start + before];
    if !marks
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b">*#/: \t".contains(&byte))
    {
        return None;
    }
    let (tag, length) = tag(&text[content.start + before..content.end])?;
    let rest = Span::new(content.start + before + length, content.end);
    let (vr, value) = representation(text, rest)?;
    let depth = if content.start > line.start || marks.contains('>') {
        Depth::Nested
    } else {
        Depth::Top
    };
    Some(Attribute {
        tag,
        depth,
        vr,
        value,
    })
}

/// The tag at the head of `text`, and its length: `(0010,0020)`, or with a space after the comma, as pydicom once printed it.
fn tag(text: &str) -> Option<((u16, u16), usize)> {
    let inner = text.strip_prefix('(')?.get(..11)?;
    let inner = &inner[..inner.find(')')?];
    let (group, element) = inner.split_once(',')?;
    let number = |digits: &str| {
        let hexadecimal = digits.len() == 4 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)
    };
    let tag = (number(group)?, number(element.trim_start())?);
    Some((tag, inner.len() + 2))
}

/// The first word of `rest` that is a value representation, and what follows it.
fn representation(text: &str, rest: Span) -> Option<(Vr, Span)> {
    let mut start = rest.start;
    // A keyword or name stands before it at most.
    for word in text[rest.range()].split([' ', '\t']).take(64) {
        let end = start + word.len();
        let name = word.strip_suffix(':').unwrap_or(word);
        if let Ok(vr) = Vr::try_from(name.as_bytes())
            && is_vr(vr)
        {
            return Some((vr, Span::new(end, rest.end)));
        }
        start = end + 1;
    }
    None
}

/// The values in what follows a value representation.
fn values(text: &str, after: Span, vr: Vr) -> Vec<Span> {
    let after = trimmed(text, after);
    let content = &text[after.range()];
    if vr == *b"SQ" || content.starts_with("(no value") || content.starts_with("(Sequence") {
        return Vec::new();
    }
    let inside = |offset: usize, length: usize| {
        Span::new(after.start + offset, after.start + offset + length)
    };
    // dcm2txt and dicom-rs put the length first: `#8 [DOE]`, `(1, 8 bytes): "DOE"`.
    let opening = content.find(['[', '"', '\'', '=']).unwrap_or(0);
    let measured = content.starts_with('#') || content.starts_with('(');
    let (skipped, content) = if measured {
        (opening, &content[opening..])
    } else {
        (0, content)
    };
    let value = match content.as_bytes() {
        [b'[', b'\'' | b'"', ..] => return listed(text, inside(skipped, content.len())),
        [b'[', ..] => enclosed(content, b']'),
        [quote @ (b'\'' | b'"'), ..] => enclosed(content, *quote),
        [b'=', ..] => Some((1, bare(&content[1..]))),
        _ => Some((0, bare(content))),
    };
    let Some((offset, length)) = value else {
        return Vec::new();
    };
    parts(text, inside(skipped + offset, length), b'\\')
        .map(|value| trimmed(text, value))
        .filter(|value| !value.is_empty())
        .collect()
}

/// What stands between the first character of `content` and the one that closes it, as offset and length: the first
/// bracket, but the first quote only with nothing or a remark behind it, since names hold apostrophes.
fn enclosed(content: &str, close: u8) -> Option<(usize, usize)> {
    let opened = &content[1..];
    let closes = |at: usize| {
        let after = opened[at + 1..].trim_start();
        close == b']' || after.is_empty() || after.starts_with('#')
    };
    memchr::memchr_iter(close, opened.as_bytes())
        .find(|&at| closes(at))
        .map(|length| (1, length))
}

/// The length of a value that nothing encloses: up to the remark.
fn bare(content: &str) -> usize {
    content.find('#').unwrap_or(content.len())
}

/// A list of quoted values, as Python prints it: `['DERIVED', 'PRIMARY']`.
fn listed(text: &str, list: Span) -> Vec<Span> {
    let bytes = &text.as_bytes()[list.range()];
    let end = memchr::memrchr(b']', bytes).unwrap_or(bytes.len());
    parts(
        text,
        Span::new(list.start + 1, list.start + end.max(1)),
        b',',
    )
    .map(|value| trimmed(text, value))
    .map(|value| {
        let content = &text[value.range()];
        let opened = content.trim_start_matches(['\'', '"']);
        let start = value.start + content.len() - opened.len();
        Span::new(start, start + opened.trim_end_matches(['\'', '"']).len())
    })
    .filter(|value| !value.is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lines_of_each_tool() {
        let cases: &[(&str, &[&str])] = &[
            // Neither group nor element has four digits.
            ("(010,00010) PN [ROE^JANE]", &[]),
            // dcmdump
            (
                "(0010,0010) PN [ROE^JANE]                #   8, 1 PatientName",
                &["ROE^JANE"],
            ),
            (
                "(0008,0016) UI =CTImageStorage           #  26, 1 SOPClassUID",
                &["CTImageStorage"],
            ),
            (
                "(0010,0040) CS (no value available)      #   0, 0 PatientSex",
                &[],
            ),
            (
                "(0028,0010) US 512                       #   2, 1 Rows",
                &["512"],
            ),
            (
                r"(0008,0008) CS [ORIGINAL\PRIMARY] # 16, 2 ImageType",
                &["ORIGINAL", "PRIMARY"],
            ),
            ("(0040,0275) SQ (Sequence with explicit length #=1)", &[]),
            // pydicom
            (
                "(0010, 0010) Patient's Name                      PN: 'O'ROE^JANE'",
                &["O'ROE^JANE"],
            ),
            ("(0010,0010) Patient's Name PN: \"O'ROE\"", &["O'ROE"]),
            (
                "(0008, 0008) Image Type    CS: ['ORIGINAL', 'PRIMARY']",
                &["ORIGINAL", "PRIMARY"],
            ),
            ("(0010, 0040) Patient's Sex CS: ''", &[]),
            // dcm4che
            ("372: >(0010,0020) LO #4 [M77] Patient ID", &["M77"]),
            // dicom-rs
            ("(0010,0020) PatientID LO (1,4 bytes): \"M77\"", &["M77"]),
        ];
        for (line, expected) in cases {
            let span = Span::new(0, line.len());
            let found = attribute(line, span)
                .map(|found| values(line, found.value, found.vr))
                .unwrap_or_default();
            let found: Vec<_> = found.iter().map(|value| &line[value.range()]).collect();
            assert_eq!(&found, expected, "{line}");
        }
    }

    #[test]
    fn knows_listings() {
        assert!(sniff("(0010,0010) PN [ROE^JANE]"));
        assert!(sniff(
            "# Dicom-Data-Set\n(0008,0005) CS [ISO_IR 100]\n(0010,0010) PN [ROE]"
        ));
        for text in [
            "",
            "f(0010,0010)",
            "(1234,5678)",
            "(0010,0010) is the name",
            "a\nb\n(0010,0010) PN [ROE]",
        ] {
            assert!(!sniff(text), "{text}");
        }
    }
}
