//! What stands around a value decides with it: its record, records with the same key, marks in the document.

use safeharbor_core::{Document, Engine, Finding, Options, Scratch};

fn findings(path: &str, text: &str) -> Vec<Finding> {
    let engine = Engine::new(safeharbor_patterns::pack(), Options::default()).expect("the packs");
    let document = Document::new(path, text.as_bytes());
    engine.scan(&document, &mut Scratch::default()).findings
}

fn ssn() -> String {
    ["330", "44", "2291"].join("-")
}

/// How sure the finding of `rule` is, if there is one.
fn confidence(findings: &[Finding], rule: &str) -> Option<f32> {
    let found = findings.iter().find(|finding| finding.rule.id == rule);
    found.map(|finding| finding.confidence)
}

#[test]
fn a_key_joins_what_stands_apart() {
    let visit = |key: u32| {
        let (ssn, phone) = (ssn(), ["503", "234", "1298"].join("-"));
        let text = format!(
            r#"{{"patients": [{{"person_id": 4711, "ssn": "{ssn}"}}], "visits": [{{"person_id": {key}, "phone": "{phone}", "last_name": "Hollander"}}]}}"#
        );
        confidence(&findings("export.json", &text), "phi/phone")
    };
    let (same, other) = (visit(4711), visit(4712));
    assert!(same > Some(0.9) && other < Some(0.6), "{same:?} {other:?}");
}

#[test]
fn what_a_generator_made_counts_less() {
    let patient = |comment: &str| {
        let text = format!("# {comment}\nssn = \"{}\"\n", ssn());
        confidence(&findings("load.py", &text), "phi/ssn")
    };
    let (plain, made) = (patient("from the ward"), patient("made by Synthea"));
    assert!(made.is_some() && made < plain, "{made:?} {plain:?}");
}

#[test]
fn records_are_numbered_through_the_views_of_a_document() {
    let message = |number: u32| {
        format!(
            "MSH|^~\\\\&|A|B|C|D|20240101||ADT^A01|1|P|2.5\\rPID|1||{number}^^^H^MR||ARGON^HELIUM||18150203|F|||||||||||{}\\r",
            ssn()
        )
    };
    let text = format!(
        "a = \"{}\"\nb = \"{}\"\n",
        message(471_101),
        message(471_102)
    );
    let found = findings("fixtures.py", &text);
    let records: Vec<Option<usize>> = found.iter().map(|finding| finding.record).collect();
    let per_message = records.len() / 2;
    assert!(per_message > 1, "{records:?}");
    let (first, second) = records.split_at(per_message);
    assert!(
        first.iter().all(|record| *record == first[0]),
        "{records:?}"
    );
    assert!(
        second.iter().all(|record| *record == second[0]),
        "{records:?}"
    );
    assert!(first[0].is_some() && first[0] != second[0], "{records:?}");
}
