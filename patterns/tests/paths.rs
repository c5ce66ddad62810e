//! Paths are texts, too: a folder or file that is named after a patient is a finding, and what only looks so is none.

use safeharbor_core::{Document, DocumentReport, Engine, LogicalPath, Options, Scratch};

fn engine() -> Engine {
    Engine::new(safeharbor_patterns::pack(), Options::default())
        .expect("checked by the build script")
}

fn scan(engine: &Engine, path: &str) -> DocumentReport {
    engine.scan(
        &Document::new(path, "nothing here\n".as_bytes()),
        &mut Scratch::default(),
    )
}

#[test]
fn paths_named_after_patients() {
    let engine = engine();
    let ssn = format!("{}-{}-{}", 219, 44, 5371);
    let number = "48213377";
    let cases = [
        (
            "patients/DOE_JANE_1957-04-23/labs.json".to_owned(),
            "patients/••••••••_••••••••••/labs.json",
            "phi/date phi/name",
        ),
        (format!("mrn-{number}.json"), "mrn-••••••••.json", "phi/mrn"),
        (
            format!("a/MRN{number}/x.txt"),
            "a/MRN••••••••/x.txt",
            "phi/mrn",
        ),
        (
            format!("mrn/{number}/x.txt"),
            "mrn/••••••••/x.txt",
            "phi/mrn",
        ),
        (format!("{ssn}.pdf"), "•••••••••••.pdf", "phi/ssn"),
        (
            format!("scan_ssn_{ssn}.txt"),
            "scan_ssn_•••••••••••.txt",
            "phi/ssn",
        ),
        (
            format!("patient-{number}.json"),
            "patient-••••••••.json",
            "phi/mrn",
        ),
        (
            format!("patients/{number}/x.csv"),
            "patients/••••••••/x.csv",
            "phi/mrn",
        ),
        (
            "export/patient_JaneRoe.txt".to_owned(),
            "export/patient_•••••••.txt",
            "phi/name",
        ),
        (
            format!("patient_{number}_dob_1957-04-23.txt"),
            "patient_••••••••_dob_••••••••••.txt",
            "phi/birth-date phi/mrn",
        ),
        (
            "patients/ROE_JANE/intake.jpg".to_owned(),
            "patients/••••••••/intake.jpg",
            "phi/name phi/photo-file",
        ),
    ];
    for (path, masked, rules) in cases {
        let report = scan(&engine, &path);
        let mut found: Vec<&str> = report
            .findings
            .iter()
            .map(|finding| finding.rule.id.as_str())
            .collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), rules, "{path}");
        for finding in &report.findings {
            assert!(finding.is_on_path());
            assert_eq!((finding.span.start, finding.span.end), (0, 0));
            assert_eq!((finding.start.line, finding.start.column), (1, 1));
            assert_eq!(finding.path.as_str(), masked);
            assert_eq!(finding.excerpt.text, masked);
        }
        assert_eq!(report.shown_path(&LogicalPath::new(&path)).as_str(), masked);
        assert_eq!(
            engine.masked_path(&LogicalPath::new(&path)).as_str(),
            masked
        );
    }
}

#[test]
fn ordinary_paths() {
    let engine = engine();
    for path in [
        "2024-01-05-report.md",
        "john_smith.py",
        "authors/jane_roe/index.md",
        "patients/john_smith.py",
        "test_patient_123.py",
        "tests/fixtures/patient_85.json",
        "patient-1.json",
        "patients/2024-01-05/report.md",
        "patients/migrations/0001_2024_01_05_initial.py",
        "db/migrations/20240105123000_add_mrn_to_patients.rb",
        "db/20240105123000_patients.sql",
        "patient_20240105.csv",
        "patients-1704412800.json",
        "patients/page_case/view.html",
        "patients/list_view.html",
        "patients/3d607116-9e59-4e42-a084-c5cff4b023f1/x.xml",
        "dicomdirtests/98892003/MR2/6605",
        "order-48213377.json",
        "part-123-45-6789-01.txt",
        "078-05-1120.txt",
        "v1.2.3/ssn.rs",
        "ssn_2024.csv",
        "docs/social-security-2024-01-05.md",
        "vendor/libphonenumber-8.13.26/README.md",
        "node_modules/patient-identity/12345678.js",
        "build/5f2b48213377ab/index.html",
    ] {
        let report = scan(&engine, path);
        assert!(report.findings.is_empty(), "{path}: {:?}", report.findings);
        assert_eq!(report.masked_path, None, "{path}");
    }
}

#[test]
fn a_comment_in_the_first_line_allows_it() {
    let engine = engine();
    let path = format!("mrn-{}.py", 48_213_377);
    // Put together, so that this line allows nothing itself.
    let allowed = concat!("# safeharbor", ":allow phi/mrn reason=\"invented\"\n");
    let report = engine.scan(
        &Document::new(&path, allowed.as_bytes()),
        &mut Scratch::default(),
    );
    assert_eq!((report.findings.len(), report.suppressed.len()), (0, 1));
    assert!(report.masked_path.is_some(), "what is allowed stays masked");
}
