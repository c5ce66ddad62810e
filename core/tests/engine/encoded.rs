//! Texts inside a text, encoded.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::support::{TOKEN, found, scan};

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn payloads_in_any_document_are_scanned() {
    let settings = format!("user = admin\npassword = {}\n", "kX9w2Lq7Zt5R");
    let message = "MSH|^~\\&|A|B|C|D|20240101||ADT^A01|1|P|2.5\rPID|1||7310042^^^H^MR||ROE^JANE\r";
    let config = format!("data:\n  app.ini: {}\n", BASE64_STANDARD.encode(&settings));
    let twice = BASE64_STANDARD.encode(format!(
        "{{\"blob\": \"{}\"}}",
        BASE64_STANDARD.encode(&settings)
    ));
    let cases = [
        (
            "a.py",
            format!("x = '{}'\n", BASE64_STANDARD.encode(&settings)),
            "secret/password kX9w2Lq7Zt5R",
        ),
        (
            "a.txt",
            format!("see {} there", hex(&settings)),
            "secret/password kX9w2Lq7Zt5R",
        ),
        ("Secret.yaml", config, "secret/password kX9w2Lq7Zt5R"),
        (
            "a.java",
            format!("String m = \"{}\";", BASE64_STANDARD.encode(message)),
            "phi/mrn 7310042",
        ),
        (
            "a.log",
            format!("sent {twice}"),
            "secret/password kX9w2Lq7Zt5R",
        ),
        (
            "a.sh",
            format!("curl 'http://h/?token%3D{TOKEN}%26password%3DkX9w2Lq7Zt5R'"),
            "secret/password kX9w2Lq7Zt5R",
        ),
    ];
    for (path, text, expected) in cases {
        let found = found(path, &text);
        assert!(
            found.iter().any(|line| line == expected),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn findings_in_payloads_stand_where_their_digits_stand() {
    let settings = format!("db_password = {}\n", "kX9w2Lq7Zt5R");
    let text = format!("first line\nx = '{}'\n", BASE64_STANDARD.encode(&settings));
    let report = scan("a.py", &text);
    let [finding] = report.findings.as_slice() else {
        panic!("{:?}", report.findings);
    };
    // Bytes 14 to 26 of the payload lie in groups 4 to 8: digits 16 to 36.
    assert_eq!((finding.span.start, finding.span.end), (16 + 16, 16 + 36));
    assert_eq!((finding.start.line, finding.start.column), (2, 22));
    assert!(!finding.excerpt.text.contains(&text[32..52]));
}
