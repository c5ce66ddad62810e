use proptest::prelude::*;

use super::*;
use crate::extract::Repeated;
use crate::extract::reading::{assert_sound, listing, listing_in_windows};

fn read(text: &str) -> Vec<String> {
    listing(&mut FhirJsonExtractor::default(), text)
}

#[test]
fn elements_carry_what_stands_beside_them() {
    for (text, wanted) in [
        (
            r#"{"resourceType": "Patient", "birthDate": "1970-01-02", "active": true, "name": [{"use": "official", "family": "Roe", "given": ["Jane", "Q"]}]}"#,
            vec![
                "Patient.birthDate = 1970-01-02",
                "Patient.name.use[use=official] = official",
                "Patient.name.family[use=official] = Roe",
                "Patient.name.given[use=official] = Jane",
                "Patient.name.given[use=official] = Q",
            ],
        ),
        // The value before what qualifies it, and the type at the very end.
        (
            r#"{"identifier": [{"value": "000777", "type": {"coding": [{"code": "MR"}]}, "system": "urn:x"}], "resourceType": "Patient"}"#,
            vec![
                "Patient.identifier.value[type=MR][system=urn:x] = 000777",
                "Patient.identifier.type.coding.code = MR",
                "Patient.identifier.system[type=MR][system=urn:x] = urn:x",
            ],
        ),
        (
            r#"{"resourceType": "Patient", "extension": [{"url": "http://x/ssn", "valueString": "000-12-3456"}], "_birthDate": {"extension": [{"url": "t", "valueDateTime": "1970-01-02T03:04:05Z"}]}}"#,
            vec![
                "Patient.extension.url[url=http://x/ssn] = http://x/ssn",
                "Patient.extension.valueString[url=http://x/ssn] = 000-12-3456",
                "Patient.birthDate.extension.url[url=t] = t",
                "Patient.birthDate.extension.valueDateTime[url=t] = 1970-01-02T03:04:05Z",
            ],
        ),
        (
            r#"{"resourceType": "Observation", "subject": {"reference": "Patient/7", "display": "Jane Roe"}}"#,
            vec![
                "Observation.subject.reference[reference=Patient/7] = Patient/7",
                "Observation.subject.display[reference=Patient/7] = Jane Roe",
            ],
        ),
        // Fragments.
        (
            r#"{"name": [{"family": "Roe"}], "birthDate": "1970-01-02"}"#,
            vec![
                "Patient.name.family = Roe",
                "Patient.birthDate = 1970-01-02",
            ],
        ),
        (
            r#"{"subscriberId": "W1", "payor": [{"display": "Plan"}]}"#,
            vec![
                "Coverage.subscriberId = W1",
                "Coverage.payor.display = Plan",
            ],
        ),
        // What is no resource is plain JSON, and so is what merely says so.
        (
            r#"{"resourceType": "AWS::Thing", "owner": "me"}"#,
            vec!["resourceType = AWS::Thing", "owner = me"],
        ),
        (
            r#"{"request": {"body": {"resourceType": "Person", "gender": "other"}}}"#,
            vec!["Person.gender = other"],
        ),
        (
            r#"[{"00100010": {"vr": "PN", "Value": [{"Alphabetic": "Roe^Jane"}]}, "0010001A": {"vr": "LO", "Value": ["7"]}, "00101002": {"vr": "SQ", "Value": [{"00100020": {"vr": "LO", "Value": ["000777"]}}]}}]"#,
            vec![
                "(0010,0010) = Roe^Jane",
                "(0010,001a) = 7",
                "(0010,0020) = 000777",
            ],
        ),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn contained_resources_and_entries_are_records() {
    let text = r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "1", "contained": [{"resourceType": "Organization", "name": "Clinic"}]}}]}"#;
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    FhirJsonExtractor::default().read(window, &mut Labels::new(), &mut out);
    let records: Vec<_> = out
        .records
        .iter()
        .map(|record| (record.parent.map(|id| id.0), &*record.name, record.repeated))
        .collect();
    assert_eq!(
        records,
        [
            (None, "Bundle", Repeated::Yes),
            (Some(0), "Patient", Repeated::Yes),
            (Some(1), "Organization", Repeated::Yes),
        ]
    );
}

#[test]
fn payloads_and_narratives_are_views() {
    // "PID|1||000777" in base64.
    let text = r#"{"resourceType": "DocumentReference", "text": {"div": "<div>Jane \"J\" Roe<\/div>"}, "content": [{"attachment": {"contentType": "text/plain", "data": "UElEfDF8fDAwMDc3Nw=="}}]}"#;
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    FhirJsonExtractor::default().read(window, &mut Labels::new(), &mut out);
    let views: Vec<_> = out
        .views
        .iter()
        .map(|view| (view.kind, &*view.text))
        .collect();
    use crate::document::ViewKind;
    assert_eq!(
        views,
        [
            (ViewKind::Markup, "<div>Jane \"J\" Roe</div>"),
            (ViewKind::Base64, "PID|1||000777"),
        ]
    );
}

#[test]
fn resources_are_told_from_other_json() {
    for (head, wanted) in [
        (r#"{"resourceType": "Patient""#, true),
        (r#"{ "resourceType" : "Bundle", "#, true),
        (r#""resourceType": "Patient", "id": "1""#, true),
        (
            r#"{"birthDate": "1970-01-02", "name": [{"family": "Roe"}]}"#,
            true,
        ),
        (r#"{"00100010": {"vr": "PN"}}"#, true),
        (r#"{"resourceType": "Microsoft.Compute/disks"}"#, false),
        (r#"{"name": "package", "version": "1.0.0"}"#, false),
        ("const x = { resourceType: 'Patient' };", false),
    ] {
        assert_eq!(sniff_json(head), wanted, "{head}");
    }
}

#[test]
fn a_bundle_is_read_in_windows() {
    let entry = r#"{"fullUrl": "urn:uuid:1", "resource": {"name": [{"family": "Roe", "use": "usual"}], "resourceType": "Patient", "telecom": [{"value": "555-0100", "system": "phone"}]}}"#;
    let text = format!(
        "{{\"entry\": [{}], \"resourceType\": \"Bundle\"}}",
        vec![entry; 50].join(", ")
    );
    let whole: Vec<_> = read(&text)
        .into_iter()
        .filter(|line| line.starts_with("Patient"))
        .collect();
    assert_eq!(whole.len(), 200);
    let cut: Vec<_> = listing_in_windows(&mut FhirJsonExtractor::default(), &text, 500)
        .into_iter()
        .filter(|line| line.starts_with("Patient"))
        .collect();
    assert_eq!(cut, whole);
}

const PATIENT_XML: &str = "<Patient xmlns='http://hl7.org/fhir'><id value='1'/><text><div><p>Jane <div>Roe</div></p></div></text>\
    <extension url='http://x/y'><valueString value='&lt;7&gt;'/></extension><identifier><use value='usual'/>\
    <type><coding><code value='MR'/></coding></type><system value='urn:x'/><value value='000777'/></identifier>\
    <contained><Organization><name value='Clinic'/></Organization></contained><name><family value='Roe'/><given value='Jane'/></name></Patient>";

#[test]
fn xml_has_the_labels_of_json() {
    assert_eq!(
        listing(&mut FhirXmlExtractor::default(), PATIENT_XML),
        [
            "Patient.id = 1",
            "Patient.extension.url[url=http://x/y] = http://x/y",
            "Patient.extension.valueString[url=http://x/y] = <7>",
            "Patient.identifier.use[use=usual][type=MR][system=urn:x] = usual",
            "Patient.identifier.type.coding.code = MR",
            "Patient.identifier.system[use=usual][type=MR][system=urn:x] = urn:x",
            "Patient.identifier.value[use=usual][type=MR][system=urn:x] = 000777",
            "Organization.name = Clinic",
            "Patient.name.family = Roe",
            "Patient.name.given = Jane",
        ]
    );
    let mut out = Extraction::default();
    let window = Window {
        text: PATIENT_XML,
        end: End::Last,
    };
    FhirXmlExtractor::default().read(window, &mut Labels::new(), &mut out);
    assert!(
        out.views
            .iter()
            .any(|view| view.text == "<p>Jane <div>Roe</div></p>")
    );
    assert!(sniff_xml(PATIENT_XML));
    assert!(!sniff_xml("<Patient id='1'><room>4</room></Patient>"));
}

#[test]
fn an_xml_bundle_is_read_in_windows() {
    let entry =
        format!("<entry><fullUrl value='urn:1'/><resource>{PATIENT_XML}</resource></entry>");
    let text = format!(
        "<Bundle xmlns='http://hl7.org/fhir'><type value='batch'/>{}</Bundle>",
        entry.repeat(20)
    );
    let whole = listing(&mut FhirXmlExtractor::default(), &text);
    assert_eq!(whole.len(), 1 + 20 * 11);
    assert_eq!(
        listing_in_windows(&mut FhirXmlExtractor::default(), &text, 900),
        whole
    );
}

#[test]
fn hostile_text_ends_soon() {
    let unit = r#"{"resourceType": "Patient", "name": [{"family":"#;
    for text in [
        unit.repeat(5_000),
        "[".repeat(300_000),
        "{\"type\":{\"coding\":[".repeat(15_000),
    ] {
        let mut out = Extraction::default();
        let window = Window {
            text: &text,
            end: End::Last,
        };
        assert_eq!(
            FhirJsonExtractor::default().read(window, &mut Labels::new(), &mut out),
            text.len()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(keys in prop::collection::vec("resourceType|name|family|data|entry|vr|00100010|type|coding", 0..8), glue in "[\\[\\]{}:,\"\\\\ \u{e9}]{0,3}") {
        let text: String = keys.iter().map(|key| format!("{{\"{key}\": \"Patient\"{glue}")).collect();
        assert_sound(&mut FhirJsonExtractor::default(), &text);
        sniff_json(&text);
    }

    #[test]
    fn any_markup_is_read(parts in prop::collection::vec(prop_oneof![
        Just("<Patient>"), Just("</Patient>"), Just("<div>"), Just("</div>"), Just("<name value='é&amp;'"), Just(">"), Just("/>"), Just("</name>"), Just("<entry><data value='"),
    ], 0..12)) {
        let text: String = parts.concat();
        assert_sound(&mut FhirXmlExtractor::default(), &text);
        sniff_xml(&text);
    }

    #[test]
    fn lines_may_be_cut_anywhere(values in prop::collection::vec("[a-z]{1,6}", 1..8), size in 1usize..200) {
        let text: String = values
            .iter()
            .map(|value| format!("{{\"name\": [{{\"family\": \"{value}\", \"use\": \"old\"}}], \"resourceType\": \"Patient\"}}\n"))
            .collect();
        let whole = read(&text);
        prop_assert_eq!(listing_in_windows(&mut FhirJsonExtractor::default(), &text, size), whole);
    }
}
