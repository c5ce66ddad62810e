//! PDF (ISO 32000-1): the text of pages, and what is filled into forms. lopdf reads the objects; how text is laid out in lines, and what a
//! hostile file may cost, is decided here.
//!
//! Pictures of text, and text in fonts that do not say what their glyphs mean, are not read.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId, decode_text_string};

use super::Member;
use super::budget::{Budget, Refusal, Refused};

/// Files up to this many bytes are read. Each byte may become an object of a hundred.
const LARGEST: usize = 16 << 20;

/// Bytes that all object streams together may unpack to; shared out evenly, because they are unpacked before anyone is asked.
const OBJECTS: usize = 8 << 20;

/// Bytes that one object stream may always unpack to: writers put a hundred objects in each.
const LEAST_OBJECTS: usize = 64 << 10;

/// Object streams beyond which a file is not read: each may take its least.
const MOST_STREAMS: usize = 512;

/// Bytes that the content of a page may unpack to, and that each of its fonts may.
const PAGE: usize = 4 << 20;

/// A gap between glyphs, in thousandths of the font's size, from which it is a space between words.
const WORD_GAP: f32 = 180.0;

/// The pages of a PDF file with text, and the values of its forms.
pub(super) fn texts(bytes: &[u8], budget: &mut Budget) -> Vec<Member> {
    let Some(limit) = limit_of_streams(bytes) else {
        budget.problem("PDF passed over: too large, or too many packed objects");
        return Vec::new();
    };
    // lopdf promises no panic, but what it reads is hostile.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, limit, budget)));
    read.unwrap_or_else(|_| {
        budget.refuse(&Refusal::Unreadable);
        Vec::new()
    })
}

/// How much each object stream may unpack to; `None` for a file that is not read.
fn limit_of_streams(bytes: &[u8]) -> Option<usize> {
    let count = |what: &[u8]| memchr::memmem::find_iter(bytes, what).count();
    // A name may hide behind escapes; then every stream may be one of objects.
    let streams = if hides_names(bytes) {
        count(b"endstream")
    } else {
        count(b"ObjStm")
    };
    let fits = bytes.len() <= LARGEST && streams <= MOST_STREAMS;
    fits.then(|| (OBJECTS / streams.max(1)).max(LEAST_OBJECTS))
}

/// Whether letters or digits are written as `#` and hexadecimal digits in names, which no writer needs to do.
fn hides_names(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'#', bytes).any(|at| {
        let is_letter = matches!(bytes.get(at + 1..at + 3), Some([b'4'..=b'7', digit]) if digit.is_ascii_hexdigit());
        let start = at.saturating_sub(8);
        is_letter && bytes[start..at].contains(&b'/')
    })
}

fn read(bytes: &[u8], limit: usize, budget: &mut Budget) -> Vec<Member> {
    let options = LoadOptions {
        max_decompressed_size: Some(limit),
        ..LoadOptions::default()
    };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) if !document.is_encrypted() => document,
        Ok(_) | Err(_) => {
            budget.refuse(&Refusal::Unreadable);
            return Vec::new();
        }
    };
    let form = std::iter::once(("form.txt".to_owned(), Ok(form(&document))));
    let pages = document.get_pages();
    let pages = pages.into_iter().map(|(number, id)| {
        let text = page(&document, id).map_err(|_| Refusal::Unreadable);
        (format!("page-{number}.txt"), text)
    });
    let mut members = Vec::new();
    for (name, text) in form.chain(pages) {
        let read = match text {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => budget.read(text.as_bytes()),
            Err(refusal) => Err(refusal),
        };
        match read {
            Ok(bytes) => members.push(Member { name, bytes }),
            Err(refusal) if budget.refuse(&refusal) == Refused::Rest => break,
            Err(_) => {}
        }
    }
    members
}

/// A line for each field of a form that is filled in: its name and its value (12.7.3).
fn form(document: &Document) -> String {
    let mut lines = String::new();
    let text = |field: &Dictionary, key: &[u8]| decode_text_string(field.get(key).ok()?).ok();
    let fields = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    for field in fields {
        if let (Some(name), Some(value)) = (text(field, b"T"), text(field, b"V")) {
            lines.push_str(&format!("{name}: {value}\n"));
        }
    }
    lines
}

/// The text of a page, line by line.
fn page(document: &Document, id: ObjectId) -> lopdf::Result<String> {
    let fonts = document.get_page_fonts(id)?;
    let encodings: BTreeMap<Vec<u8>, Encoding<'_>> = fonts
        .into_iter()
        .filter_map(|(name, font)| {
            Some((
                name,
                font.get_font_encoding_with_limit(document, PAGE).ok()?,
            ))
        })
        .collect();
    let content = document.get_page_content_with_limit(id, PAGE)?;
    let mut lines = Lines::default();
    for operation in &Content::decode(&content)?.operations {
        lines.add(operation, &encodings);
    }
    Ok(lines.text)
}

/// Text as it is shown (9.4).
#[derive(Default)]
struct Lines<'e> {
    text: String,
    encoding: Option<&'e Encoding<'e>>,
    /// The height of the line, as the last text matrix set it.
    height: Option<f32>,
}

impl<'e> Lines<'e> {
    fn add(&mut self, operation: &Operation, encodings: &'e BTreeMap<Vec<u8>, Encoding<'e>>) {
        let operands = &operation.operands;
        let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok());
        match operation.operator.as_str() {
            "Tf" => {
                let font = operands.first().and_then(|font| font.as_name().ok());
                self.encoding = font.and_then(|font| encodings.get(font));
            }
            "Tj" | "TJ" => self.show(operands),
            "'" | "\"" => {
                self.end_line();
                self.show(operands.last());
            }
            "Td" | "TD" => match number(1) {
                Some(0.0) => self.end_word(),
                _ => self.end_line(),
            },
            "Tm" => {
                let height = number(5);
                if height == self.height {
                    self.end_word();
                } else {
                    self.end_line();
                }
                self.height = height;
            }
            "T*" | "ET" => self.end_line(),
            _ => {}
        }
    }

    fn show<'o>(&mut self, operands: impl IntoIterator<Item = &'o Object>) {
        for operand in operands {
            match operand {
                Object::String(bytes, _) => {
                    let shown = self
                        .encoding
                        .and_then(|encoding| Document::decode_text(encoding, bytes).ok());
                    self.text.push_str(&shown.unwrap_or_default());
                }
                // The strings of `TJ`, and the gaps between them; no array stands in it.
                Object::Array(parts) => {
                    for part in parts {
                        match part {
                            Object::String(..) => self.show([part]),
                            gap if gap.as_float().is_ok_and(|gap| gap < -WORD_GAP) => {
                                self.end_word();
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn end_word(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, is_container, members};
    use super::*;

    /// A file of these objects, the first of them the catalogue.
    fn file(objects: &[String]) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (at, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
        }
        let start = bytes.len();
        let size = objects.len() + 1;
        bytes.extend(
            format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        bytes
    }

    fn with_page(content: &str, extra: &[&str]) -> Vec<u8> {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
            format!(
                "<</Length {}>>\nstream\n{content}\nendstream",
                content.len()
            ),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        objects.extend(extra.iter().map(|&object| object.to_owned()));
        file(&objects)
    }

    fn opened(bytes: &[u8]) -> (Vec<(String, String)>, usize) {
        let (members, problems) = members(bytes, &Limits::default());
        let text = |member: Member| {
            let text = String::from_utf8(member.bytes).expect("text");
            (member.name, text)
        };
        (members.into_iter().map(text).collect(), problems.len())
    }

    #[test]
    fn pages_are_lines() {
        let content = "BT /F1 12 Tf 72 700 Td (MRN: 4711) Tj 0 -14 Td (Name:) Tj 60 0 Td (Jane Roe) Tj \
                       1 0 0 1 72 600 Tm [(Born)-250(on)10(ly)] TJ 1 0 0 1 99 600 Tm (once) Tj ET";
        let bytes = with_page(
            content,
            &["<</FT/Tx/T(patient_name)/V(Jane Roe)>>", "<</T(empty)>>"],
        );
        assert!(is_container(&bytes));
        let form = ("form.txt".to_owned(), "patient_name: Jane Roe\n".to_owned());
        let page = "MRN: 4711\nName: Jane Roe\nBorn only once\n".to_owned();
        assert_eq!(
            opened(&bytes),
            (vec![form, ("page-1.txt".to_owned(), page)], 0)
        );
    }

    #[test]
    fn what_is_not_read_is_told() {
        let whole = with_page("BT /F1 12 Tf (text) Tj ET", &[]);
        assert_eq!(opened(&whole).1, 0);
        let cases = [
            b"%PDF-1.7\n".to_vec(),
            b"%PDF-1.7\ntrailer\n<</Root 1 0 R>>".to_vec(),
            [
                b"%PDF-1.7\n".to_vec(),
                b"/Type/ObjStm ".repeat(MOST_STREAMS + 1),
            ]
            .concat(),
            [
                b"%PDF-1.7\n".to_vec(),
                b"/Type/Obj#53tm endstream ".repeat(MOST_STREAMS + 1),
            ]
            .concat(),
            [b"%PDF-1.7\n".to_vec(), vec![b' '; LARGEST]].concat(),
        ];
        for bytes in cases {
            let (found, problems) = opened(&bytes);
            assert_eq!((found.len(), problems), (0, 1), "{} bytes", bytes.len());
        }
    }

    #[test]
    fn damage_never_panics() {
        let whole = with_page(
            "BT /F1 12 Tf [(a)-300(b)] TJ (text) ' ET",
            &["<</T(a)/V(b)>>"],
        );
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] = bytes[at].wrapping_add(31);
            opened(&bytes);
            opened(&whole[..at]);
        }
        let nested = with_page(&format!("BT {} ET", "[".repeat(100_000)), &[]);
        opened(&nested);
    }

    #[test]
    fn escaped_names_are_noticed() {
        for (text, expected) in [
            ("/Type/ObjStm", false),
            ("/Obj#53tm", true),
            ("/#4f#62jStm", true),
            ("/A#20B", false),
            ("number #44", false),
        ] {
            assert_eq!(hides_names(text.as_bytes()), expected, "{text}");
        }
    }
}
