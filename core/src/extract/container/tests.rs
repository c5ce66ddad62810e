//! Containers built here, then opened.

use std::io::{Cursor, Write};

use proptest::prelude::*;

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = ::zip::write::SimpleFileOptions::default();
        archive
            .start_file(*name, options)
            .expect("a name that fits");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = ::tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_cksum();
        archive
            .append_data(&mut header, name, *content)
            .expect("memory");
    }
    archive.into_inner().expect("memory")
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn opened(bytes: &[u8], limits: Limits) -> (Vec<(String, String)>, Vec<String>) {
    let (members, problems) = members(bytes, &limits);
    let text = |member: Member| {
        (
            member.name,
            String::from_utf8_lossy(&member.bytes).into_owned(),
        )
    };
    (
        members.into_iter().map(text).collect(),
        problems.into_iter().map(|problem| problem.what).collect(),
    )
}

fn listing(bytes: &[u8]) -> Vec<(String, String)> {
    let (found, problems) = opened(bytes, Limits::default());
    assert_eq!(problems, Vec::<String>::new());
    found
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn opens_each_kind_and_what_is_inside() {
    let files: &[(&str, &[u8])] = &[("a.txt", b"one"), ("b/c.txt", b"two")];
    let flat = pairs(&[("a.txt", "one"), ("b/c.txt", "two")]);
    assert_eq!(listing(&zip(files)), flat);
    assert_eq!(listing(&tar(files)), flat);
    assert_eq!(listing(&gzip(&tar(files))), flat);
    assert_eq!(listing(&gzip(b"three")), pairs(&[("", "three")]));
    let nested = zip(&[("x.tgz", &gzip(&tar(files))), ("y.gz", &gzip(b"three"))]);
    assert_eq!(
        listing(&nested),
        pairs(&[
            ("x.tgz!/a.txt", "one"),
            ("x.tgz!/b/c.txt", "two"),
            ("y.gz", "three")
        ])
    );
    assert_eq!(listing(b"no container"), Vec::new());
    assert!(is_container(&nested) && !is_container(b"PK"));
}

#[test]
fn limits_are_kept_and_told() {
    let rest = "rest of a container passed over: too large, too many members or packed too tightly";
    let deep = "container inside of too many others passed over";
    let damaged = "damaged or encrypted member of a container";
    let bomb = gzip(&vec![0; 4 << 20]);
    let inner = zip(&[("a", b"one")]);
    let limits = Limits::default();
    let mut broken = zip(&[("a", b"some text that is stored")]);
    broken[40] ^= 0xff;
    let mut encrypted = inner.clone();
    let directory = memchr::memmem::find(&encrypted, b"PK\x01\x02").expect("a directory");
    // Bit 0 of the general purpose flags (APPNOTE 4.4.4), in both headers.
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    let cases = [
        (
            bomb,
            Limits {
                ratio: 10,
                ..limits
            },
            rest,
        ),
        (
            gzip(b"four"),
            Limits {
                total_bytes: 3,
                ..limits
            },
            rest,
        ),
        (
            inner.clone(),
            Limits {
                members: 0,
                ..limits
            },
            rest,
        ),
        (gzip(&inner), Limits { depth: 1, ..limits }, deep),
        (gzip(b"four")[..20].to_vec(), limits, damaged),
        (broken, limits, damaged),
        (encrypted, limits, damaged),
        (inner[..inner.len() - 4].to_vec(), limits, damaged),
        (tar(&[("a", &[7; 2000])])[..1024].to_vec(), limits, damaged),
    ];
    for (bytes, limits, problem) in cases {
        assert_eq!(
            opened(&bytes, limits),
            (Vec::new(), vec![problem.to_owned()])
        );
    }
}

#[test]
fn a_file_in_one_piece_is_a_file() {
    let mut header = ::tar::Header::new_ustar();
    header.set_path("a.txt").expect("a path");
    header.set_entry_type(::tar::EntryType::Continuous);
    header.set_size(3);
    header.set_cksum();
    let mut archive = ::tar::Builder::new(Vec::new());
    archive.append(&header, &b"one"[..]).expect("memory");
    let bytes = archive.into_inner().expect("memory");
    assert_eq!(listing(&bytes), pairs(&[("a.txt", "one")]));
}

#[test]
fn names_without_end_are_not_looked_at() {
    let mut bytes = zip(&[("a", b"one")]);
    bytes.extend(b"PK\x01\x02".repeat(200_001));
    let problem = "archive passed over: too many members";
    assert_eq!(
        opened(&bytes, Limits::default()),
        (Vec::new(), vec![problem.to_owned()])
    );
}

#[test]
fn names_without_end_are_cut() {
    let long = "é".repeat(20_000);
    for packed in [zip(&[(&long, b"one")]), tar(&[(&long, b"one")])] {
        let (found, problems) = opened(&zip(&[("a.zip", &packed)]), Limits::default());
        let [(name, text)] = found.as_slice() else {
            panic!("one file: {found:?}");
        };
        assert!(long.starts_with(name.trim_start_matches("a.zip!/")) && name.len() < 4200);
        assert_eq!(text, "one");
        assert_eq!(problems, ["name of a member of a container cut: too long"]);
    }
}

#[cfg(feature = "office")]
#[test]
fn office_documents_are_text() {
    let document = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<r/>"),
        ("word/styles.xml", b"<w:styles/>"),
        (
            "word/document.xml",
            b"<w:document><w:p><w:t>MRN M77</w:t></w:p></w:document>",
        ),
    ]);
    assert_eq!(
        listing(&document),
        pairs(&[("word/document.txt", "MRN M77\n")])
    );
    let workbook = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/worksheets/sheet1.xml",
            b"<row><c t=\"s\"><v>0</v></c><c><v>7</v></c></row>",
        ),
        ("xl/sharedStrings.xml", b"<sst><si><t>mrn</t></si></sst>"),
    ]);
    assert_eq!(
        listing(&workbook),
        pairs(&[("xl/worksheets/sheet1.csv", "mrn,7\n")])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_never_panics(at in 0_usize..400, byte in any::<u8>(), kind in 0..6) {
        let files: &[(&str, &[u8])] = &[("a.txt", b"some text"), ("b.txt", b"other text")];
        let mut bytes = match kind {
            0 => zip(files),
            1 => gzip(&zip(files)),
            2 => tar(files),
            3 => zip(&[("word/document.xml", b"<w:document><w:p><w:r><w:t>MRN: 1</w:t></w:r></w:p></w:document>")]),
            4 => zip(&[
                ("xl/sharedStrings.xml", b"<sst><si><t>mrn</t></si></sst>"),
                ("xl/worksheets/sheet1.xml", b"<sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>"),
            ]),
            _ => b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n4 0 obj\n<</Length 22>>\nstream\nBT (MRN: 4711) Tj ET\n\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n".to_vec(),
        };
        let at = at % bytes.len();
        bytes[at] = byte;
        members(&bytes, &Limits::default());
        members(&bytes[..at], &Limits::default());
    }
}
