//! Documents that are no text: DICOM files, archives.

use crate::support::{engine, listing, scan};

fn element(group: u16, number: u16, vr: &[u8; 2], value: &str) -> Vec<u8> {
    let length = u16::try_from(value.len()).expect("values here are short");
    let mut bytes = [group.to_le_bytes(), number.to_le_bytes()].concat();
    bytes.extend(vr);
    bytes.extend(length.to_le_bytes());
    bytes.extend(value.bytes());
    bytes
}

fn data_set() -> Vec<u8> {
    let elements = [
        element(0x0008, 0x0005, b"CS", "ISO_IR 192"),
        element(0x0008, 0x0060, b"CS", "MR"),
        element(0x0010, 0x0010, b"PN", "ROE^JÜRGEN "),
        element(0x0010, 0x0020, b"LO", "7310042 "),
        element(0x0010, 0x4000, b"LT", "password = kX9w2Lq7Zt5R "),
    ];
    elements.concat()
}

#[test]
fn attributes_of_dicom_files_are_found_at_their_bytes() {
    let preamble = [vec![0; 128], b"DICM".to_vec()].concat();
    for head in [preamble, Vec::new()] {
        let file = [head, data_set()].concat();
        let report = scan("scan.dcm", &file);
        assert_eq!(report.skipped, None);
        assert_eq!(
            listing(&report.findings),
            [
                "phi/name ROE^JÜRGEN",
                "phi/mrn 7310042",
                "secret/password kX9w2Lq7Zt5R"
            ]
        );
        for finding in &report.findings {
            assert_eq!(
                &file[finding.span.range()],
                finding.value.reveal().as_bytes()
            );
            assert_eq!(
                (finding.start.line, finding.start.column),
                (1, finding.span.start + 1)
            );
            assert_eq!(
                (finding.end.line, finding.end.column),
                (1, finding.span.end + 1)
            );
            assert!(!finding.excerpt.text.contains(finding.value.reveal()));
        }
        assert_eq!(report.findings[1].excerpt.text, "(0010,0020) •••••••");
    }
}

#[test]
fn of_a_large_dicom_file_the_attributes_are_read() {
    let mut file = data_set();
    file.extend(b"\xe0\x7f\x10\x00OW\0\0\0\0\0\x02");
    file.resize(file.len() + (32 << 20), 0x5a);
    let report = engine()
        .scan_reader(
            &safeharbor_core::LogicalPath::new("large"),
            &mut file.as_slice(),
            &mut Default::default(),
        )
        .expect("a slice reads");
    assert_eq!(report.findings.len(), 3);
    assert_eq!(report.problems, []);
}

#[cfg(feature = "archive")]
mod containers {
    use std::io::Write as _;

    use safeharbor_core::{Finding, LogicalPath, Skip};

    use super::*;
    use crate::support::TOKEN;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(content).expect("memory takes it");
        packed.finish().expect("memory takes it")
    }

    fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut packed = tar::Builder::new(Vec::new());
        for (name, content) in members {
            let mut header = tar::Header::new_ustar();
            header.set_size(content.len() as u64);
            header.set_cksum();
            packed
                .append_data(&mut header, name, *content)
                .expect("memory takes it");
        }
        packed.into_inner().expect("memory takes it")
    }

    fn places(findings: &[Finding]) -> Vec<String> {
        let place = |finding: &Finding| {
            format!(
                "{}:{}:{}",
                finding.path, finding.start.line, finding.start.column
            )
        };
        findings.iter().map(place).collect()
    }

    #[test]
    fn a_packed_file_is_scanned() {
        let packed = gzip(format!("first\nkey: {TOKEN}\n").as_bytes());
        let report = scan("app.log.gz", &packed);
        assert_eq!(
            listing(&report.findings),
            [format!("secret/acme-token {TOKEN}")]
        );
        assert_eq!(places(&report.findings), ["app.log.gz:2:6"]);
        let span = report.findings[0].span;
        assert_eq!((span.start, span.end), (0, packed.len()));
    }

    #[test]
    fn members_are_documents_of_their_own() {
        let note = format!("x\n\n  {TOKEN}\n");
        let csv = b"mrn,patient name\n7310042,Jane Roe\n";
        let packed = gzip(&tar(&[
            ("etc/note.txt", note.as_bytes()),
            ("p.csv", csv),
            ("scan.dcm", &data_set()),
        ]));
        let report = scan("b.tgz", &packed);
        assert_eq!(
            places(&report.findings)[..4],
            [
                "b.tgz!/etc/note.txt:3:3",
                "b.tgz!/p.csv:2:1",
                "b.tgz!/p.csv:2:9",
                "b.tgz!/scan.dcm:1:37"
            ]
        );
        let mut prints: Vec<_> = report.findings.iter().map(|it| &it.fingerprint).collect();
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), report.findings.len());
    }

    #[test]
    fn limits_and_damage_are_told() {
        let bomb = gzip(&vec![b'a'; 64 << 20]);
        let cut = gzip(format!("{TOKEN}\n").repeat(100).as_bytes());
        for packed in [bomb.as_slice(), &cut[..cut.len() - 9]] {
            assert_eq!(scan("a.gz", packed).problems.len(), 1);
        }
    }

    #[test]
    fn containers_that_are_too_large_are_passed_over() {
        let mut packed = gzip(b"x");
        packed.resize((64 << 20) + 1, 0);
        let path = LogicalPath::new("a.gz");
        let report = engine().scan_reader(&path, &mut packed.as_slice(), &mut Default::default());
        assert_eq!(report.expect("a slice reads").skipped, Some(Skip::TooLarge));
    }
}
