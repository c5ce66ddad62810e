use proptest::prelude::*;

use super::*;
use crate::document::ViewKind;
use crate::extract::reading::{assert_sound, listing, listing_in_windows};
use crate::extract::{End, Repeated};

fn read(text: &str) -> Vec<String> {
    listing(&mut CcdaExtractor::default(), text)
}

const PATIENT: &str = "<patientRole classCode='PAT'><id root='1.2.3' extension='000777'/>\
    <addr use='HP'><streetAddressLine>1 Elm St</streetAddressLine></addr><telecom use='HP' value='tel:555-0100'/>\
    <patient classCode='PSN'><name use='L'><given>Jane</given><family>Roe</family></name><birthTime value='19700102'/>\
    <guardian><guardianPerson><name><given>John</given></name></guardianPerson></guardian></patient></patientRole>";

const PATIENT_FIELDS: [&str; 7] = [
    "recordTarget/patientRole/id@extension[root=1.2.3][classCode=PAT] = 000777",
    "recordTarget/patientRole/addr/streetAddressLine[classCode=PAT] = 1 Elm St",
    "recordTarget/patientRole/telecom@value[use=HP][system=phone][classCode=PAT] = 555-0100",
    "recordTarget/patientRole/patient/name/given[classCode=PAT] = Jane",
    "recordTarget/patientRole/patient/name/family[classCode=PAT] = Roe",
    "recordTarget/patientRole/patient/birthTime@value[classCode=PAT] = 19700102",
    "recordTarget/patientRole/patient/guardian/guardianPerson/name/given[classCode=PAT] = John",
];

#[test]
fn the_patient_is_read_in_documents_and_in_parts() {
    let part = format!("<recordTarget>{PATIENT}</recordTarget>");
    let prefixed = part
        .replace("</", "</v3:")
        .replace('<', "<v3:")
        .replace("<v3:/", "</");
    for text in [
        format!("<ClinicalDocument xmlns='urn:hl7-org:v3'>{part}</ClinicalDocument>"),
        part,
        PATIENT.to_owned(),
        prefixed,
    ] {
        assert_eq!(read(&text), PATIENT_FIELDS, "{text}");
    }
}

#[test]
fn paths_begin_at_the_outermost_participation() {
    for (text, wanted) in [
        (
            "<participant typeCode='IND'><associatedEntity classCode='NOK'><associatedPerson><name>Jo Roe</name></associatedPerson></associatedEntity></participant>",
            vec![
                "participant/associatedEntity/associatedPerson/name[typeCode=IND][classCode=NOK] = Jo Roe",
            ],
        ),
        (
            "<componentOf><encompassingEncounter><id root='1.2' extension='E1'/><effectiveTime><low value='20200102'/></effectiveTime></encompassingEncounter></componentOf>",
            vec![
                "encompassingEncounter/id@extension[root=1.2] = E1",
                "encompassingEncounter/effectiveTime/low@value = 20200102",
            ],
        ),
        (
            "<entry><observation classCode='OBS'><templateId root='1'/><id root='9.9'/><effectiveTime value='20200102'/><performer><assignedEntity><id extension='P1'/></assignedEntity></performer></observation></entry>",
            vec![
                "observation/id@root[root=9.9] = 9.9",
                "effectiveTime@value = 20200102",
                "performer/assignedEntity/id@extension = P1",
            ],
        ),
        (
            "<ClinicalDocument><effectiveTime value='20200102'/><component><effectiveTime value='20200103'/></component></ClinicalDocument>",
            vec![
                "ClinicalDocument/effectiveTime@value = 20200102",
                "ClinicalDocument/component/effectiveTime@value = 20200103",
            ],
        ),
        (
            "<author><assignedAuthor><assignedPerson><name><family>Doe</family></name></assignedPerson></assignedAuthor></author>",
            vec!["author/assignedAuthor/assignedPerson/name/family = Doe"],
        ),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn participations_are_records_of_the_document() {
    let text = format!(
        "<ClinicalDocument><recordTarget>{PATIENT}</recordTarget><author><time value='2020'/></author></ClinicalDocument>"
    );
    let mut out = Extraction::default();
    let window = Window {
        text: &text,
        end: End::Last,
    };
    CcdaExtractor::default().read(window, &mut Labels::new(), &mut out);
    let records: Vec<_> = out
        .records
        .iter()
        .map(|record| (record.parent.map(|id| id.0), &*record.name, record.repeated))
        .collect();
    assert_eq!(
        records,
        [
            (None, "ClinicalDocument", Repeated::Yes),
            (Some(0), "recordTarget", Repeated::No),
            (Some(0), "author", Repeated::Yes),
        ]
    );
}

#[test]
fn narratives_are_views_and_their_tables_fields() {
    let text = "<section><text>Seen: <content>J &amp; R</content><table><thead><tr><th>Name</th><th>Phone:</th></tr></thead>\
        <tbody><tr><td>Jo</td><td>555-0100</td></tr></tbody></table></text></section>";
    let mut labels = Labels::new();
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    CcdaExtractor::default().read(window, &mut labels, &mut out);
    assert_eq!(out.listing(&labels), ["Name = Jo", "Phone = 555-0100"]);
    let narrative = out
        .views
        .iter()
        .find(|view| view.kind == ViewKind::FreeText)
        .unwrap();
    assert_eq!(narrative.text, "Seen: J & R\nName\nPhone:\nJo\n555-0100");
}

#[test]
fn cda_is_told_from_other_markup() {
    for (head, wanted) in [
        (
            "<?xml version='1.0'?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\">",
            true,
        ),
        ("<recordTarget>", true),
        ("<project><name>x</name></project>", false),
        ("let x = \"<recordTarget>\";", false),
    ] {
        assert_eq!(sniff(head), wanted, "{head}");
    }
}

#[test]
fn a_document_is_read_in_windows() {
    let entry =
        "<entry><act><id root='1' extension='A7'/><effectiveTime value='20200102'/></act></entry>";
    let text = format!(
        "<ClinicalDocument><recordTarget>{PATIENT}</recordTarget><component>{}</component></ClinicalDocument>",
        entry.repeat(60)
    );
    let whole = read(&text);
    assert_eq!(whole.len(), 7 + 120);
    assert_eq!(
        listing_in_windows(&mut CcdaExtractor::default(), &text, 700),
        whole
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(parts in prop::collection::vec(prop_oneof![
        Just("<text>"), Just("</text>"), Just("<table><tr><th>a</th><th>é</th>"), Just("<tr><td>x</td><td>&amp;y"),
        Just("<recordTarget typeCode='é'>"), Just("<id extension='1'/>"), Just("</recordTarget>"), Just("<name>Ré"), Just("<act>"),
    ], 0..12)) {
        let text: String = parts.concat();
        assert_sound(&mut CcdaExtractor::default(), &text);
        sniff(&text);
    }
}
