//! Whole files and listings. Every value is made up.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::document::OffsetMap;
use crate::extract::field::Extraction;
use crate::extract::label::Labels;
use crate::extract::{End, Extractor, Window};
use crate::span::Span;

/// An element with explicit VR, little endian, its value padded to even length.
fn explicit(group: u16, element: u16, vr: &str, value: &[u8]) -> Vec<u8> {
    let mut bytes = [group.to_le_bytes(), element.to_le_bytes()].concat();
    bytes.extend(vr.as_bytes());
    let length = u16::try_from(value.len().next_multiple_of(2)).unwrap_or_default();
    if matches!(vr, "OB" | "SQ" | "UN" | "UT") {
        bytes.extend([0, 0]);
        bytes.extend(u32::from(length).to_le_bytes());
    } else {
        bytes.extend(length.to_le_bytes());
    }
    padded(bytes, value)
}

/// An element with implicit VR.
fn implicit(group: u16, element: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = [group.to_le_bytes(), element.to_le_bytes()].concat();
    let length = u32::try_from(value.len().next_multiple_of(2)).unwrap_or_default();
    bytes.extend(length.to_le_bytes());
    padded(bytes, value)
}

fn padded(mut bytes: Vec<u8>, value: &[u8]) -> Vec<u8> {
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(2), b' ');
    bytes
}

/// A file with a preamble, the transfer syntax and these elements.
fn file(transfer_syntax: &str, elements: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM");
    bytes.extend(explicit(2, 0x10, "UI", transfer_syntax.as_bytes()));
    bytes.extend(elements.concat());
    bytes
}

fn read_file(bytes: &[u8]) -> (Extraction<'_>, Labels) {
    let (mut labels, mut out) = (Labels::new(), Extraction::default());
    read(bytes, &mut labels, &mut out);
    (out, labels)
}

/// The attributes of a data set with its transfer syntax left out, and the problems.
fn listing(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (out, labels) = read_file(bytes);
    let mut fields = out.listing(&labels);
    fields.retain(|field| !field.starts_with("(0002"));
    (fields, out.problems.into_iter().map(|it| it.what).collect())
}

const EXPLICIT: &str = "1.2.840.10008.1.2.1";
const IMPLICIT: &str = "1.2.840.10008.1.2";

#[test]
fn reads_files_of_each_syntax() {
    let expected = [
        "(0008,0060) = CT",
        "(0010,0010) = ROE^JANE",
        "(0010,0020) = M77",
    ];
    let plain = [
        explicit(0x08, 0x60, "CS", b"CT"),
        explicit(0x10, 0x10, "PN", b"ROE^JANE"),
        explicit(0x10, 0x20, "LO", b"M77"),
    ];
    let unnamed = [
        implicit(0x08, 0x60, b"CT"),
        implicit(0x10, 0x10, b"ROE^JANE"),
        implicit(0x10, 0x20, b"M77"),
        implicit(0x28, 0x10, &[0, 2]),
    ];
    let big: Vec<u8> = [
        b"\0\x08\0\x60CS\0\x02CT".as_slice(),
        b"\0\x10\0\x10PN\0\x08ROE^JANE",
        b"\0\x10\0\x20LO\0\x04M77 ",
    ]
    .concat();
    let files = [
        file(EXPLICIT, &plain),
        file(IMPLICIT, &unnamed),
        file("1.2.840.10008.1.2.2", &[big]),
        plain.concat(),
        unnamed.concat(),
        [b"DICM".to_vec(), plain.concat()].concat(),
    ];
    for bytes in files {
        let (fields, problems) = listing(&bytes);
        assert!(is_dicom(&bytes));
        assert_eq!(fields, expected);
        assert!(problems.is_empty(), "{problems:?}");
    }
}

#[test]
fn goes_into_sequences_and_past_pixels() {
    let item = |content: Vec<u8>| implicit(0xfffe, 0xe000, &content);
    let name = explicit(0x10, 0x10, "PN", b"ROE");
    let undefined = [
        b"\x10\0\x02\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff".to_vec(),
        name.clone(),
        b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0".to_vec(),
    ]
    .concat();
    let encapsulated = [
        b"\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xff".to_vec(),
        item(b"(raw bytes)!".to_vec()),
        b"\xfe\xff\xdd\xe0\0\0\0\0".to_vec(),
    ]
    .concat();
    let bytes = file(
        EXPLICIT,
        &[
            explicit(0x08, 0x1140, "SQ", &item(name.clone())),
            explicit(0x09, 0x1001, "UN", b"private"),
            explicit(0x10, 0x1001, "UN", &item(name)),
            undefined,
            explicit(0x10, 0x1000, "LO", b"A1\\ B2"),
            encapsulated,
            explicit(0xfffc, 0xfffc, "LO", b"end"),
        ],
    );
    assert_eq!(
        listing(&bytes),
        (
            [
                "(0010,0010) = ROE",
                "(0009,1001) = private",
                "(0010,0010) = ROE",
                "(0010,0010) = ROE",
                "(0010,1000) = A1",
                "(0010,1000) = B2",
                "(fffc,fffc) = end",
            ]
            .map(str::to_owned)
            .to_vec(),
            Vec::new()
        )
    );
}

#[test]
fn says_what_it_could_not_read() {
    let deflated = file(
        "1.2.840.10008.1.2.1.99",
        &[vec![0x4b, 0x4c, 0x28, 0x2e, 0, 0, 0, 0]],
    );
    let headless = file(EXPLICIT, &[b"\x10\0\x10\0P".to_vec()]);
    let endless = file(
        EXPLICIT,
        &[b"\xe0\x7f\x10\0OB\0\0\xff\xff\xff\xffabcdefgh".to_vec()],
    );
    for (bytes, problem) in [
        (deflated, "deflated DICOM data set"),
        (headless, "DICOM file cut off in an element"),
        (endless, "DICOM fragments without an end"),
    ] {
        assert_eq!(listing(&bytes), (Vec::new(), vec![problem.to_owned()]));
    }
}

#[test]
fn a_value_that_is_cut_off_is_read_as_far_as_it_goes() {
    let mut cut = file(EXPLICIT, &[explicit(0x10, 0x10, "PN", b"ROE^JANE")]);
    cut.truncate(cut.len() - 2);
    let (found, problems) = listing(&cut);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("= ROE^JA"), "{found:?}");
    assert_eq!(problems, ["DICOM value longer than the file"]);
}

#[test]
fn values_without_end_are_bounded() {
    let name = explicit(0x10, 0x10, "PN", b"ROE^JANE");
    let notes = explicit(0x10, 0x4000, "LO", &b"a\\".repeat(30_000));
    let points = explicit(0x3006, 0x50, "DS", &b"1.5\\".repeat(15_000));
    let zeros = vec![0; 7];
    let fine = file(EXPLICIT, &[name.clone(), points, zeros]);
    assert_eq!(
        listing(&fine),
        (vec!["(0010,0010) = ROE^JANE".to_owned()], Vec::new())
    );
    let hostile = file(EXPLICIT, &[vec![name], vec![notes; 8]].concat());
    let (fields, problems) = listing(&hostile);
    assert!(fields.len() <= 200_001, "{}", fields.len());
    assert_eq!(problems, ["more than 200000 DICOM values"]);
}

#[test]
fn decodes_declared_characters_and_keeps_their_place() {
    let bytes = file(
        EXPLICIT,
        &[
            explicit(0x08, 0x05, "CS", b"ISO_IR 100"),
            explicit(0x10, 0x10, "PN", b"R\xf6e^J"),
            explicit(0x10, 0x4000, "LT", b"call J\\R"),
        ],
    );
    let (out, _) = read_file(&bytes);
    let name = &out.fields[2];
    assert_eq!(name.value, "Röe^J");
    assert_eq!(&bytes[name.span.range()], b"R\xf6e^J");
    let [note] = out.views.as_slice() else {
        panic!("one note, not {}", out.views.len());
    };
    assert_eq!(note.text, "call J\\R");
    assert_eq!(note.map, OffsetMap::Verbatim(out.fields[3].span.start));
}

#[test]
fn knows_files() {
    let no: [&[u8]; 5] = [
        b"",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0",
        b"\x08\0\0\0",
        &[0; 300],
        b"fn main() {}\n// more text",
    ];
    for bytes in no {
        assert!(!is_dicom(bytes), "{bytes:?}");
    }
}

fn dump(text: &str) -> Vec<String> {
    let (mut labels, mut out) = (Labels::new(), Extraction::default());
    let window = Window {
        text,
        end: End::Last,
    };
    assert_eq!(
        DicomDump::new().read(window, &mut labels, &mut out),
        text.len()
    );
    out.fields
        .iter()
        .map(|field| {
            format!(
                "{} {:?} {}",
                field.record.0,
                labels.path(field.label),
                field.value
            )
        })
        .collect()
}

#[test]
fn listings_are_records() {
    let text = "(0008,0060) CS [CT]\n(0008,1140) SQ (Sequence)\n  (0008,0005) CS [X]\n(0010,0010) PN [ROE]\n\
                \n(0008,0060) CS [MR]\r\n(0010,0010) PN [DOE]\r\n";
    assert_eq!(
        dump(text),
        [
            "0 [\"(0008,0060)\"] CT",
            "0 [\"(0008,0005)\"] X",
            "0 [\"(0010,0010)\"] ROE",
            "1 [\"(0008,0060)\"] MR",
            "1 [\"(0010,0010)\"] DOE",
        ]
    );
}

#[test]
fn hostile_input_ends() {
    for unit in [
        "(0010,0010) PN [",
        "(",
        "[",
        "'",
        " PN",
        "\\",
        ",",
        "(0010,0010) CS ['a', ",
    ] {
        for head in [
            "",
            "(0010,0010) PN [",
            "(0010,0010) PN '",
            "(0010,0010) CS ['",
        ] {
            let text = head.to_owned() + &unit.repeat((1 << 18) / unit.len());
            dump(&text);
            sniff(&text);
        }
    }
    for unit in [
        &[0][..],
        b"\xfe\xff\0\xe0\0\0\0\0",
        b"\x10\0\x02\x10SQ\0\0\xff\xff\xff\xff",
        b"\\",
    ] {
        let head = file(EXPLICIT, &[b"\x10\0\x10\0UT\0\0\0\0\x04\0".to_vec()]);
        read_file(&[head, unit.repeat((1 << 18) / unit.len())].concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
        let bytes = if head { file(EXPLICIT, &[bytes]) } else { bytes };
        let (out, _) = read_file(&bytes);
        for field in &out.fields {
            let raw = bytes.get(field.span.range());
            prop_assert!(raw.is_some());
            if let Cow::Borrowed(value) = &field.value {
                prop_assert_eq!(raw, Some(value.as_bytes()));
            }
        }
        for view in &out.views {
            let whole = view.map.to_parent(Span::new(0, view.text.len()));
            prop_assert!(bytes.get(whole.range()).is_some());
        }
    }

    #[test]
    fn any_text_is_listed(
        lines in prop::collection::vec("(\\(0010, ?00[12]0\\) )?(Name )?((PN|CS)[: ])?[\\[(\"'=]?[a-zé\\\\ ]{0,6}[\\])\"'#]?", 0..8),
        size in 40_usize..90,
    ) {
        let text = lines.join("\n");
        let whole: Vec<_> = dump(&text).iter().map(|line| line[1..].to_owned()).collect();
        let (mut reader, mut labels, mut found) = (DicomDump::new(), Labels::new(), Vec::new());
        let mut from = 0;
        while from < text.len() {
            let rest = &text[from..];
            let end = if rest.len() <= size { End::Last } else { End::More };
            let cut = rest.floor_char_boundary(size);
            let mut out = Extraction::default();
            let consumed = reader.read(Window { text: &rest[..cut], end }, &mut labels, &mut out);
            prop_assert!(consumed > 0);
            for field in &out.fields {
                prop_assert_eq!(rest.get(field.span.range()), Some(&*field.value));
                found.push(format!(" {:?} {}", labels.path(field.label), field.value));
            }
            from += consumed;
        }
        prop_assert_eq!(found, whole);
    }
}
