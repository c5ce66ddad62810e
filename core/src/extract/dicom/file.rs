//! The data set of a DICOM file, read from its bytes.
//!
//! The reader is our own, a few hundred lines, since the crates that read DICOM (dicom-object, dicom-parser) give decoded
//! values without the bytes they came from, and a finding needs its place. It needs no dictionary: attributes are
//! addressed by tag, and with implicit VR what looks like text is text.

use std::borrow::Cow;

use super::RECORD;
use super::character_set::CharacterSet;
use super::element::{Element, ITEM, ITEM_END, PIXEL_DATA, SEQUENCE_END, Syntax, Tag, Vr, is_vr};
use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::field::{Extraction, FieldOrigin, Loss, RecordId, Repeated};
use crate::extract::label::{Labels, Scheme};
use crate::span::Span;

/// Where the data begins in a file with a preamble (PS3.10, section 7.1).
const PREAMBLE: usize = 128;
const MAGIC: &[u8] = b"DICM";
const TRANSFER_SYNTAX: Tag = Tag(0x0002, 0x0010);
const SPECIFIC_CHARACTER_SET: Tag = Tag(0x0008, 0x0005);
/// An attribute without a VR is taken for text up to this size, in bytes.
const LONGEST_GUESS: usize = 64 * 1024;
/// Values that are read of a file; with functional groups for each frame (PS3.3, C.7.6.16), a large one has a hundred thousand.
const MOST_VALUES: usize = 200_000;
/// Numbers in a row beyond which they are coordinates and the like, of which contours have millions, and nobody's.
const MOST_NUMBERS: usize = 16;

/// Whether `head`, the first bytes of a file (200 suffice), begins a DICOM file: by its preamble, or by the elements that
/// every data set starts with.
pub fn is_dicom(head: &[u8]) -> bool {
    start(head).is_some()
}

/// Reads the text attributes of a DICOM file, in every nested sequence, into one record.
///
/// Spans are bytes of the file. Pixels are passed over. Damaged files give what can be read and a problem.
///
/// ```
/// use safeharbor_core::{Extraction, Labels, dicom};
/// let mut file = vec![0; 128];
/// file.extend(b"DICM\x10\0\x10\0PN\x04\0ROE ");
/// let (mut labels, mut out) = (Labels::new(), Extraction::default());
/// dicom::read(&file, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["(0010,0010) = ROE"]);
/// ```
pub fn read<'b>(bytes: &'b [u8], labels: &mut Labels, out: &mut Extraction<'b>) {
    let Some(start) = start(bytes) else {
        return;
    };
    let whole = Span::new(0, bytes.len());
    let record = out.record(None, RECORD, whole, Repeated::Yes);
    let mut reader = Reader {
        bytes,
        syntax: Syntax::ExplicitLittle,
        in_data_set: false,
        declared: Declared::default(),
        characters: CharacterSet::default(),
        record,
        labels,
        out,
    };
    let mut at = start;
    while let Some(next) = reader.element(at) {
        at = next;
        if reader.out.fields.len() > MOST_VALUES {
            let what = format!("more than {MOST_VALUES} DICOM values");
            reader.out.problem(what, at);
            break;
        }
    }
}

/// The byte at which the first element begins.
fn start(bytes: &[u8]) -> Option<usize> {
    for prefix in [PREAMBLE, 0] {
        if bytes
            .get(prefix..)
            .is_some_and(|rest| rest.starts_with(MAGIC))
        {
            return Some(prefix + MAGIC.len());
        }
    }
    // Without a preamble: two elements in order, of the groups that come first.
    let syntax = guessed(bytes, 0);
    let first = Element::read(bytes, 0, syntax)?;
    let second = Element::read(bytes, first.value.checked_add(first.length?)?, syntax)?;
    let early = matches!(first.tag.0, 0x0002 | 0x0008) && first.tag.1 < 0x0100;
    let ascending = first.tag < second.tag && second.tag.0 <= 0x0040;
    let named = syntax == Syntax::ImplicitLittle || (first.vr.is_some() && second.vr.is_some());
    let short = first.length? <= 128 && second.length? <= 256;
    (early && ascending && named && short).then_some(0)
}

/// The syntax that the element at `at` seems to be written in.
fn guessed(bytes: &[u8], at: usize) -> Syntax {
    let explicit = bytes
        .get(at + 4..at + 6)
        .and_then(|vr| Vr::try_from(vr).ok())
        .is_some_and(is_vr);
    match (explicit, bytes.get(at)) {
        (true, Some(0)) => Syntax::ExplicitBig,
        (true, _) => Syntax::ExplicitLittle,
        (false, _) => Syntax::ImplicitLittle,
    }
}

/// What the file's own header, group 2, says of the data set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Declared {
    /// Nothing, or something that the bytes show better.
    #[default]
    Plain,
    /// 1.2.840.10008.1.2.1.99: compressed.
    Deflated,
}

struct Reader<'a, 'b> {
    bytes: &'b [u8],
    syntax: Syntax,
    /// Whether group 2, always little endian with explicit VR, is over.
    in_data_set: bool,
    declared: Declared,
    characters: CharacterSet,
    record: RecordId,
    labels: &'a mut Labels,
    out: &'a mut Extraction<'b>,
}

impl<'b> Reader<'_, 'b> {
    /// Reads the element at `at` and gives where the next one begins; `None` at the end.
    ///
    /// Sequences are read flatly: to go into one is to read on behind its header. So no nesting is too deep.
    fn element(&mut self, at: usize) -> Option<usize> {
        if !self.in_data_set && self.bytes.get(at..at + 2)? != [2, 0] {
            self.in_data_set = true;
            self.syntax = guessed(self.bytes, at);
            if self.declared == Declared::Deflated {
                self.out
                    .lose(Loss::Unreadable, "deflated DICOM data set", at);
                return None;
            }
        }
        let Some(element) = Element::read(self.bytes, at, self.syntax) else {
            // Zeros that fill up the file are no loss.
            let rest = self.bytes.get(at..).unwrap_or_default();
            if rest.iter().any(|&byte| byte != 0) {
                self.out
                    .lose(Loss::Unreadable, "DICOM file cut off in an element", at);
            }
            return None;
        };
        match (element.tag, element.length) {
            (ITEM | ITEM_END | SEQUENCE_END, _) => Some(element.value),
            (PIXEL_DATA, None) => self.after_fragments(element.value),
            (_, None) if matches!(&element.vr, Some([b'O', _])) => {
                self.after_fragments(element.value)
            }
            (_, None) => Some(element.value),
            (_, Some(length)) => self.defined(element, length, at),
        }
    }

    fn defined(&mut self, element: Element, length: usize, at: usize) -> Option<usize> {
        let end = element.value.checked_add(length)?;
        let Some(value) = self.bytes.get(element.value..end) else {
            // Missing pixels are no loss. Of another value what is there is read: nothing that the file holds is passed over.
            if element.tag != PIXEL_DATA {
                self.out.problem("DICOM value longer than the file", at);
                if element.vr.is_some_and(is_text) {
                    self.text(element, self.bytes.get(element.value..)?);
                }
            }
            return None;
        };
        let nested = Element::read(value, 0, self.syntax).is_some_and(|first| first.tag == ITEM);
        match element.vr.as_ref() {
            Some(b"SQ") => return Some(element.value),
            Some(b"UN") | None if nested => return Some(element.value),
            _ if element.tag == PIXEL_DATA => {}
            Some(b"DS" | b"IS") if are_many(value) => {}
            Some(vr) if is_text(*vr) => self.text(element, value),
            Some(b"UN") | None if looks_like_text(value) => self.text(element, value),
            _ => {}
        }
        Some(end)
    }

    /// Where the next element begins after encapsulated data: items of raw bytes up to a delimiter (PS3.5, section A.4).
    fn after_fragments(&mut self, mut at: usize) -> Option<usize> {
        loop {
            let item = Element::read(self.bytes, at, self.syntax)?;
            match (item.tag, item.length) {
                (ITEM, Some(length)) => at = item.value.checked_add(length)?,
                (SEQUENCE_END, _) => return Some(item.value),
                _ => {
                    self.out
                        .lose(Loss::Unreadable, "DICOM fragments without an end", at);
                    return None;
                }
            }
        }
    }

    fn text(&mut self, element: Element, value: &'b [u8]) {
        match element.tag {
            TRANSFER_SYNTAX if trimmed(value).1 == b"1.2.840.10008.1.2.1.99" => {
                self.declared = Declared::Deflated;
            }
            SPECIFIC_CHARACTER_SET => {
                self.characters =
                    CharacterSet::declared(&String::from_utf8_lossy(trimmed(value).1));
            }
            _ => {}
        }
        let Tag(group, number) = element.tag;
        let path = format!("({group:04x},{number:04x})");
        let label = self.labels.intern(Scheme::Dicom, &path);
        let prose = matches!(element.vr.as_ref(), Some(b"LT" | b"ST" | b"UT" | b"UR"));
        let whole = prose || self.characters.hides_backslashes();
        let mut start = element.value;
        for part in value.split(|&byte| byte == b'\\' && !whole) {
            if self.out.fields.len() > MOST_VALUES {
                return;
            }
            for group in part.splitn(groups(element.vr, part), |&byte| byte == b'=') {
                let (leading, content) = trimmed(group);
                if !content.is_empty() {
                    let span = Span::new(start + leading, start + leading + content.len());
                    let text = self.characters.decode(content);
                    if prose {
                        self.view(text.clone(), span);
                    }
                    self.out
                        .field(self.record, label, FieldOrigin::Standard, text, span);
                }
                start += group.len() + 1;
            }
        }
    }

    fn view(&mut self, text: Cow<'b, str>, span: Span) {
        let map = match &text {
            Cow::Borrowed(_) => OffsetMap::Verbatim(span.start),
            Cow::Owned(_) => OffsetMap::Whole(span),
        };
        self.out.views.push(View {
            kind: ViewKind::FreeText,
            text,
            map,
        });
    }
}

/// Whether values of `vr` are text (PS3.5, section 6.2).
fn is_text(vr: Vr) -> bool {
    matches!(
        &vr,
        b"AE"
            | b"AS"
            | b"CS"
            | b"DA"
            | b"DS"
            | b"DT"
            | b"IS"
            | b"LO"
            | b"LT"
            | b"PN"
            | b"SH"
            | b"ST"
            | b"TM"
            | b"UC"
            | b"UI"
            | b"UR"
            | b"UT"
    )
}

/// How many component groups (alphabetic, ideographic, phonetic; PS3.5, section 6.2.1) a value may have: names alone have them, and
/// behind an escape sequence `=` may be half of a character.
fn groups(vr: Option<Vr>, value: &[u8]) -> usize {
    match (vr, value.contains(&0x1b)) {
        (Some([b'P', b'N']), false) => 3,
        (Some([b'P', b'N']), true) => 2,
        _ => 1,
    }
}

/// Whether a value has more numbers than anybody's is.
fn are_many(value: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', value)
        .nth(MOST_NUMBERS)
        .is_some()
}

/// Whether a value without a VR may be text: no control characters but those that text values may hold.
fn looks_like_text(value: &[u8]) -> bool {
    let (_, content) = trimmed(value);
    let allowed = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | 0x1b);
    !content.is_empty() && content.len() <= LONGEST_GUESS && content.iter().all(allowed)
}

/// How many padding bytes (spaces, a NUL after UIDs) stand before the content, and the content.
fn trimmed(value: &[u8]) -> (usize, &[u8]) {
    let padding = |byte: &u8| matches!(byte, b' ' | 0);
    let leading = value.iter().take_while(|byte| padding(byte)).count();
    let content = &value[leading..];
    let trailing = content
        .iter()
        .rev()
        .take_while(|byte| padding(byte))
        .count();
    (leading, &content[..content.len() - trailing])
}
