//! PDF (ISO 32000-1): the text of pages, and what is filled into forms. lopdf reads the objects; what pages show (`pages`,
//! `content`), how it is laid out in lines (`lines`), and what a hostile file may cost, is decided here.
//!
//! Pictures of text, and text in fonts that do not say what their glyphs mean, are not read.

mod content;
mod lines;
mod pages;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, decode_text_string};

use self::pages::Reader;
use super::Member;
use super::budget::{Budget, Refusal, Refused};
use crate::extract::field::Loss;

/// Files up to this many bytes are read. Each byte may become an object of a hundred.
const LARGEST: usize = 16 << 20;

/// Bytes that all object streams together may unpack to; shared out evenly, because they are unpacked before anyone is asked.
const OBJECTS: usize = 8 << 20;

/// Bytes that one object stream may always unpack to: writers put a hundred objects in each.
const LEAST_OBJECTS: usize = 64 << 10;

/// Object streams beyond which a file is not read: each may take its least.
const MOST_STREAMS: usize = 512;

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
    let mut members = Vec::new();
    let mut reader = Reader::new(&document);
    let form = std::iter::once(("form.txt".to_owned(), (form(&document), None)));
    let pages = pages::pages(&document).into_iter().zip(1..);
    let pages = pages.map(|(id, number)| (format!("page-{number}.txt"), reader.page(id)));
    let mut is_whole = true;
    for (name, (text, lost)) in form.chain(pages) {
        is_whole &= lost.is_none();
        match lost {
            Some(Loss::Unreadable) => _ = budget.refuse(&Refusal::Unreadable),
            Some(Loss::Limit) => budget.problem("rest of a page of a PDF passed over: too large"),
            None => {}
        }
        if text.trim().is_empty() {
            continue;
        }
        match budget.read(text.as_bytes()) {
            Ok(bytes) => members.push(Member { name, bytes }),
            Err(refusal) if budget.refuse(&refusal) == Refused::Rest => break,
            Err(_) => {}
        }
    }
    if members.is_empty() && is_whole {
        budget.problem("no text found in a PDF: pictures are not read");
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
    fn broken_files_give_what_parses_or_a_reason() {
        let content = "BT /F1 12 Tf (MRN: 4711) Tj ET";
        let whole = with_page(content, &[]);
        let with = |from: &str, to: &str| {
            let text = String::from_utf8(whole.clone()).expect("text");
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1).into_bytes()
        };
        let cut = memchr::memmem::find(&whole, b"Tj").expect("shown text");
        let zeros = "00".repeat(32);
        let lock = format!("<</Filter/Standard/V 2/R 3/P -44/O<{zeros}>/U<{zeros}>>>");
        let locked = String::from_utf8(with_page(content, &[&lock])).expect("text");
        let locked = locked.replacen("/Size", "/Encrypt 6 0 R/ID[<00><00>]/Size", 1);
        let deep = "[".repeat(50_000);
        let packed = "/Filter/FlateDecode/Length";
        let text = Some("MRN: 4711\n");
        // The file, the text of its page, and what is lost.
        let cases = [
            (whole.clone(), text, None),
            // The page tree loops, misses, or lies.
            (with("Kids[3 0 R]", "Kids[2 0 R]"), text, None),
            (with("Pages 2 0 R", "Pages 1 0 R"), text, None),
            (with("Pages 2 0 R", "Pages 9 0 R"), text, None),
            (with("/Kids[3 0 R]", "/Kids[]"), text, None),
            (
                with("[3 0 R]", "[3 0 R 9 0 R]"),
                text,
                Some(Loss::Unreadable),
            ),
            (with("/Count 1", "/Count 99999999"), text, None),
            // No table of objects, or a wrong one.
            (with("xref", "yref"), text, None),
            (with("startxref\n", "startxref\n9"), text, None),
            (with("/Root 1 0 R", "/Root 1 0 R/Prev 9"), text, None),
            // The content is missing, cut off, not packed as it says, or another's.
            (
                with("Contents 4 0 R", "Contents 9 0 R"),
                None,
                Some(Loss::Unreadable),
            ),
            (with("/Contents 4 0 R", ""), None, Some(Loss::Limit)),
            (with("/Length", packed), None, Some(Loss::Unreadable)),
            (
                with("/Length", "/Filter/Unknown/Length"),
                None,
                Some(Loss::Unreadable),
            ),
            (with("Length 30", "Length 0"), text, None),
            (with("Length 30", "Length 99"), text, None),
            (whole[..cut].to_vec(), None, Some(Loss::Unreadable)),
            (with("/F1 12 Tf", "/F9 12 Tf"), text, None),
            (with("<</Type/Font", &deep), text, None),
            (locked.into_bytes(), None, Some(Loss::Unreadable)),
        ];
        for (at, (bytes, text, loss)) in cases.iter().enumerate() {
            let (found, problems) = members(bytes, &Limits::default());
            let found = found
                .first()
                .map(|page| String::from_utf8_lossy(&page.bytes));
            assert_eq!(found.as_deref(), *text, "case {at}");
            let lost = problems.first().map(|problem| problem.loss);
            assert_eq!(lost, *loss, "case {at}: {problems:?}");
        }
    }

    #[test]
    fn forms_are_read_in_their_place() {
        let form = |content: &str, more: &str| {
            let length = content.len();
            format!("<</Subtype/Form{more}/Length {length}>>\nstream\n{content}\nendstream")
        };
        let names = "/Resources<</XObject<</Inner 7 0 R/Loop 6 0 R>>>>";
        let outer = form("BT (one) Tj ET /Inner Do /Missing Do", names);
        let inner = form("BT (two) Tj ET /Loop Do", names);
        let bytes = with_page("/Outer Do BT (three) Tj ET", &[&outer, &inner]);
        let bytes = String::from_utf8(bytes).expect("text");
        let bytes = bytes.replacen("<</Font", "<</XObject<</Outer 6 0 R>>/Font", 1);
        let (found, problems) = members(bytes.as_bytes(), &Limits::default());
        let text = String::from_utf8_lossy(&found[0].bytes);
        assert!(
            text.starts_with("one\ntwo\n") && text.ends_with("three\n"),
            "{text}"
        );
        // One shows the other, and the other the one.
        assert_eq!(problems[0].loss, Loss::Limit);
    }

    #[test]
    fn what_all_pages_show_is_bounded() {
        let shown = "BT (x) Tj ET ".repeat(10_000);
        let page = "<</Type/Page/Contents 4 0 R>>";
        let bytes = with_page(&shown, &vec![page; 1000]);
        let (found, problems) = members(&bytes, &Limits::default());
        assert!((100..1000).contains(&found.len()), "{}", found.len());
        assert_eq!(problems[0].loss, Loss::Limit);
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
