//! Which reader a document gets.

use crate::support::found;

#[test]
fn each_format_is_read_by_its_own_reader() {
    let ssn = format!("{}-{}-{}", "362", "41", "9087");
    let cases = [
        (
            "dump.sql",
            format!("INSERT INTO p (id, ssn) VALUES (1, '{ssn}');"),
        ),
        (
            "dump.txt",
            format!("-- MySQL dump 10.13\nINSERT INTO p (id, ssn) VALUES (1, '{ssn}');"),
        ),
        (
            "a.py",
            format!("db.run(\"INSERT INTO p (id, ssn) VALUES (1, '{ssn}')\")"),
        ),
        ("a.tsv", format!("id\tssn\n1\t{ssn}\n")),
        (
            "a.ndjson",
            format!("{{\"id\": 1}}\n{{\"ssn\": \"{ssn}\"}}\n"),
        ),
        (
            "intake.feature",
            format!("Given these patients:\n  | name | ssn |\n  | x | {ssn} |\n"),
        ),
        (
            "api.js",
            format!(
                "/**\n * @openapi\n * Patient:\n *   properties:\n *     ssn:\n *       example: {ssn}\n */\n"
            ),
        ),
        ("cut.hl7", format!("PID|1||||||||||||||||||{ssn}\r")),
        ("odd.hl7", format!("SSN: {ssn}\n")),
        ("odd.x12", format!("ssn={ssn}\n")),
        ("a.md", format!("# Notes\n\n- SSN: {ssn}\n")),
        (
            "a.diff",
            format!("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-ssn = ''\n+ssn = '{ssn}'\n"),
        ),
        (
            "readme.md",
            format!("Run it:\n\n```sh\nexport SSN={ssn}\n```\n"),
        ),
    ];
    for (path, text) in cases {
        assert_eq!(found(path, &text), [format!("phi/ssn {ssn}")], "{path}");
    }
}

#[test]
fn listings_of_dicom_attributes_are_read() {
    let text = "(0008,0060) CS [MR] # 2, 1 Modality\n(0010,0020) LO [7310042] # 8, 1 PatientID\n";
    assert_eq!(found("dump.txt", text), ["phi/mrn 7310042"]);
}

#[test]
fn a_message_in_source_code_leaves_the_code_to_read() {
    let ssn = format!("{}-{}-{}", "362", "41", "9087");
    let text = format!("p := Patient{{SSN: \"{ssn}\"}}\nraw := `\nPID|1||7310042^^^A^MR\n`\n");
    let found = found("a.go", &text);
    assert!(found.contains(&format!("phi/ssn {ssn}")), "{found:?}");
    assert!(found.contains(&"phi/mrn 7310042".to_owned()), "{found:?}");
}
