//! Inputs to begin with, made out of the project's own: specimens of formats, and the examples of rules.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use safeharbor::extract::specimens::FORMATS;
use safeharbor::{ExampleDocument, rules};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn specimens() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|it| it.documents).copied()
}

fn examples() -> impl Iterator<Item = ExampleDocument> {
    let documents = |rule: &safeharbor::Rule| rule.example_documents().expect("checked examples");
    rules().into_iter().flat_map(move |rule| documents(&rule))
}

/// Documents behind the line of their path.
pub(crate) fn with_paths() -> Vec<Vec<u8>> {
    let input = |path: &str, bytes: &[u8]| [path.as_bytes(), b"\n", bytes].concat();
    let examples = examples().map(|it| input(it.document.path.as_str(), &it.document.bytes));
    let specimens = specimens().map(|it| input("patients.txt", it.as_bytes()));
    examples.chain(specimens).collect()
}

/// Texts in other character encodings, and in base64, behind a byte.
pub(crate) fn encoded() -> Vec<Vec<u8>> {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    specimens()
        .flat_map(|text| {
            let packed = STANDARD.encode(text);
            let latin = [text.as_bytes(), b" \xe9\xfc"].concat();
            let percent = text.replace('\n', "%0A").replace('"', "&quot;");
            [
                text.into(),
                utf16(text),
                packed.into(),
                latin,
                percent.into(),
            ]
        })
        .map(|text: Vec<u8>| [&[40], text.as_slice()].concat())
        .collect()
}

/// The examples of rules, behind the two bytes of their rule.
pub(crate) fn values() -> Vec<Vec<u8>> {
    let value = |number: u16, text: &str| [&number.to_be_bytes(), text.as_bytes()].concat();
    let texts = [
        "1815-02-03",
        "Argon, Helium",
        "9000000001",
        "a@b.example",
        "::1",
        "04.05.1906",
    ];
    let rules = 0..u16::try_from(rules().len()).expect("hundreds of rules");
    rules
        .flat_map(|rule| texts.map(|text| value(rule, text)))
        .collect()
}

/// A settings file with everything in it, and a baseline.
pub(crate) fn team_files() -> Vec<Vec<u8>> {
    let settings = r#"
profile = "gdpr"
min-confidence = 0.7
min-severity = "high"
[[allow]]
paths = ["a/**"]
rules = ["phi/*"]
reason = "invented"
until = 2030-01-31
[[rule]]
id = "secret/own"
title = "a key of our own"
severity = "high"
keywords = ["own_"]
regex = "own_([a-z]{4,9})"
fix = "Remove it."
citations = ["CWE-798"]
examples.match = ["own_{{alphanumeric:8}}"]
examples.no-match = ["own"]
"#;
    let baseline = "\u{feff}# c\n0123456789abcdef0123456789abcdef phi/ssn \"a b.json\" reason=\"a \\\"b\" owner=o until=2030-01-31\n";
    vec![settings.into(), baseline.into()]
}

/// A data set with explicit value representations: text, a sequence of undefined length, pixels.
pub(crate) fn dicom() -> Vec<Vec<u8>> {
    let data_set = b"\x08\0\x05\0CS\x0a\0ISO_IR 192\x08\0\x60\0CS\x02\0MR\x10\0\x10\0PN\x0c\0Argon^Helium\x10\0\x02\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff\x10\0\x20\0LO\x02\0A1\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0\xe0\x7f\x10\0OW\0\0\x04\0\0\0abcd";
    let syntaxes = [
        "1.2.840.10008.1.2\0",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.2\0",
    ];
    let files = syntaxes.map(|syntax| {
        let length = u16::try_from(syntax.len()).expect("a short text");
        let header = [b"\x02\0\x10\0UI".as_slice(), &length.to_le_bytes()].concat();
        [
            &[0; 128],
            b"DICM".as_slice(),
            &header,
            syntax.as_bytes(),
            data_set,
        ]
        .concat()
    });
    std::iter::once(data_set.to_vec()).chain(files).collect()
}

fn zip(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, options).expect("a short name");
        archive.write_all(content).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

/// Archives, office documents, archives in archives, a page.
pub(crate) fn containers() -> Vec<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let document = b"<w:document><w:tbl><w:tr><w:tc><w:p><w:t>MRN</w:t><w:tab/></w:p></w:tc></w:tr></w:tbl></w:document>".as_slice();
    let sheet = b"<sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c><c s=\"0\"><v>20933</v></c></row></sheetData>";
    let office = [
        ("word/document.xml", document),
        ("xl/sharedStrings.xml", b"<sst><si><t>mrn</t></si></sst>"),
        ("xl/styles.xml", b"<cellXfs><xf numFmtId=\"14\"/></cellXfs>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed
        .write_all(b"mrn,name\n1,A\n")
        .expect("memory takes it");
    let gzip = packed.finish().expect("memory takes it");
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(gzip.len() as u64);
    tar.append_data(&mut header, "a.gz", gzip.as_slice())
        .expect("memory takes it");
    let tar = tar.into_inner().expect("memory takes it");
    let nested = [("a.tar", tar.as_slice()), ("b.gz", &gzip)];
    let page = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n4 0 obj\n<</Length 44>>\nstream\nBT /F1 12 Tf 0 -14 Td [(MRN)-250(1)] TJ ET  \nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\nxref\n0 6\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \n0000000111 00000 n \n0000000199 00000 n \n0000000293 00000 n \ntrailer\n<</Size 6/Root 1 0 R>>\nstartxref\n380\n%%EOF\n";
    vec![
        zip(&office, stored),
        zip(&office, SimpleFileOptions::default()),
        zip(&nested, stored),
        gzip,
        tar,
        page.into(),
    ]
}
