//! Whole messages through the extractor. Every value is made up; numbers come from ranges that are never issued.

use proptest::prelude::*;

use super::*;
use crate::document::{OffsetMap, ViewKind};
use crate::extract::Scheme;
use crate::extract::reading::asked_and_picked;

fn read(text: &str) -> (Extraction<'_>, Labels) {
    let mut labels = Labels::new();
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    assert_eq!(Hl7v2::new().read(window, &mut labels, &mut out), text.len());
    (out, labels)
}

fn listing(text: &str) -> Vec<String> {
    let (out, labels) = read(text);
    out.listing(&labels)
}

/// Each field as `record/record: value`.
fn owners(text: &str) -> Vec<String> {
    let (out, _) = read(text);
    let path = |mut at: Option<RecordId>| {
        let mut names = Vec::new();
        while let Some(id) = at {
            names.insert(0, out.records[id.0].name.clone());
            at = out.records[id.0].parent;
        }
        names.join("/")
    };
    out.fields
        .iter()
        .map(|field| format!("{}: {}", path(Some(field.record)), field.value))
        .collect()
}

#[test]
fn a_message_has_its_fields() {
    let message = [
        r"MSH|^~\&|LAB|||||",
        "PID|1||M77^^^CITY&1.2&ISO^MR~900-00-0001^^^^SS||ROE^JANE^Q||19310203||||1 ELM ST^^TOWN^ZZ^00000||\
         (555)555-0142^PRN^PH~^NET^Internet^jr@example.test",
    ]
    .join("\r");
    assert_eq!(
        listing(&message),
        [
            "MSH-3.1 = LAB",
            "PID-1.1 = 1",
            "PID-3.1[4=CITY&1.2&ISO][5=MR] = M77",
            "PID-3.4 = CITY",
            "PID-3.4.2 = 1.2",
            "PID-3.4.3 = ISO",
            "PID-3.5 = MR",
            "PID-3.1[5=SS] = 900-00-0001",
            "PID-3.5 = SS",
            "PID-5.1 = ROE",
            "PID-5.2 = JANE",
            "PID-5.3 = Q",
            "PID-7.1 = 19310203",
            "PID-11.1[4=ZZ][5=00000] = 1 ELM ST",
            "PID-11.3 = TOWN",
            "PID-11.4 = ZZ",
            "PID-11.5 = 00000",
            "PID-13.1[2=PRN][3=PH] = (555)555-0142",
            "PID-13.2[3=PH] = PRN",
            "PID-13.3[2=PRN] = PH",
            "PID-13.2[3=Internet] = NET",
            "PID-13.3[2=NET] = Internet",
            "PID-13.4[2=NET][3=Internet] = jr@example.test",
        ]
    );
}

#[test]
fn segments_own_their_fields() {
    let message = "MSH|^~\\&|||||||ADT^A01\rPID|||7\rNK1|1|ROE\rNK1|2|DOE\rIN1|1|P\rIN2||E\rPV1|1|I\rDG1|1||J\r\
                   PID|||8\rNK1|1|POE\rMSH|^~\\&|||||||ORU\rPID|||9";
    assert_eq!(
        owners(message),
        [
            "ADT^A01: ADT",
            "ADT^A01: A01",
            "ADT^A01: 7",
            "ADT^A01/NK1: 1",
            "ADT^A01/NK1: ROE",
            "ADT^A01/NK1: 2",
            "ADT^A01/NK1: DOE",
            "ADT^A01/IN1: 1",
            "ADT^A01/IN1: P",
            "ADT^A01/IN1: E",
            "ADT^A01/PV1: 1",
            "ADT^A01/PV1: I",
            "ADT^A01: 1",
            "ADT^A01: J",
            "ADT^A01: 8",
            "ADT^A01/NK1: 1",
            "ADT^A01/NK1: POE",
            "ORU: ORU",
            "ORU: 9",
        ]
    );
    let (out, _) = read(message);
    let messages: Vec<_> = out
        .records
        .iter()
        .filter(|record| record.parent.is_none())
        .map(|record| record.repeated)
        .collect();
    assert_eq!(messages, [Repeated::Yes; 3]);
}

#[test]
fn tolerates_how_people_paste_messages() {
    let cases: &[(&str, &[&str])] = &[
        (
            "PID|1||7^^^A",
            &["PID-1.1 = 1", "PID-3.1[4=A] = 7", "PID-3.4 = A"],
        ),
        (
            "\u{b}MSH|^~\\&|X\r\nPID|1\r\n\u{1c}\r",
            &["MSH-3.1 = X", "PID-1.1 = 1"],
        ),
        (
            "MSH#!*?@#X\nPID#1##7!!!A",
            &[
                "MSH-3.1 = X",
                "PID-1.1 = 1",
                "PID-3.1[4=A] = 7",
                "PID-3.4 = A",
            ],
        ),
        (
            "m = (\"MSH|^~\\\\&|X\\r\"\n     \"PID|1\\r\")",
            &["MSH-3.1 = X", "PID-1.1 = 1"],
        ),
        (
            "FHS|^~\\&|F\nBHS|^~\\&|B\nMSH|^~\\&|X\nQAA|1",
            &["FHS-3.1 = F", "BHS-3.1 = B", "MSH-3.1 = X", "QAA-1.1 = 1"],
        ),
        ("PID|\"\"| |7", &["PID-3.1 = 7"]),
        ("no segment here\n\nx|y|z", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&listing(text), expected, "{text}");
    }
}

#[test]
fn notes_and_text_results_are_views() {
    let text =
        "OBX|1|TX|9^Reason^L||seen by A\\T\\B~again\rNTE|1||call ^ back\rOBX|2|CE|9^SSN^L||a^b";
    assert_eq!(
        listing(text)[5..],
        [
            "OBX-5.1[3=Reason] = seen by A&B",
            "OBX-5.1[3=Reason] = again",
            "NTE-1.1 = 1",
            "NTE-3.1 = call ^ back",
            "OBX-1.1 = 2",
            "OBX-2.1 = CE",
            "OBX-3.1 = 9",
            "OBX-3.2 = SSN",
            "OBX-3.3 = L",
            "OBX-5.1[3=SSN] = a",
            "OBX-5.2[3=SSN] = b",
        ]
    );
    let (out, _) = read(text);
    let views: Vec<_> = out
        .views
        .iter()
        .map(|view| (view.kind, &*view.text))
        .collect();
    assert_eq!(
        views,
        [
            (ViewKind::FreeText, "seen by A&B\nagain"),
            (ViewKind::FreeText, "call ^ back"),
        ]
    );
    let start = text.find("call").unwrap_or_default();
    assert_eq!(out.views[1].map, OffsetMap::Verbatim(start));
}

#[test]
fn a_message_larger_than_the_window_goes_on() {
    let mut reader = Hl7v2::new();
    let mut labels = Labels::new();
    let windows = [
        ("MSH#^~\\&#######ADT^A08\rPID###7\rNK1#1#RO", End::More, 31),
        ("NK1#1#ROE\r", End::Last, 10),
    ];
    let mut names = Vec::new();
    let mut fields = Vec::new();
    for (text, end, consumed) in windows {
        let mut out = Extraction::default();
        let read = reader.read(Window { text, end }, &mut labels, &mut out);
        assert_eq!(read, consumed, "{text}");
        names.extend(out.records.iter().map(|record| record.name.to_string()));
        fields.extend(out.listing(&labels));
    }
    assert_eq!(names, ["ADT^A08", "ADT^A08", "NK1"]);
    assert_eq!(
        fields,
        [
            "MSH-9.1 = ADT",
            "MSH-9.2 = A08",
            "PID-3.1 = 7",
            "NK1-1.1 = 1",
            "NK1-2.1 = ROE"
        ]
    );
}

#[test]
fn hostile_input_ends() {
    for unit in [
        "|",
        "^",
        "~",
        "&",
        "\\",
        "\\r",
        "PID|",
        "\"",
        "MSH|^~\\&|",
        "PID|1\r",
        "MSH",
        "\"PID|1\", ",
        "\\nPID|1",
        "PID|'",
    ] {
        for head in ["", "PID|1|", "MSH|^~\\&|\rOBX|1|TX|||", "\"PID|"] {
            let text = head.to_owned() + &unit.repeat((1 << 18) / unit.len());
            read(&text);
            let window = Window {
                text: &text,
                end: End::More,
            };
            Hl7v2::new().read(window, &mut Labels::new(), &mut Extraction::default());
        }
    }
}

/// Text that is nearly HL7.
fn messages() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("MSH|^~\\&|A|||||ADT^A01\r".to_owned()),
        Just("PID|1||7^^^A^MR~8||RÖE^J\n".to_owned()),
        Just("OBX|1|TX|a^b||x\\T\\y~z\r\n".to_owned()),
        Just("NTE|1||\"".to_owned()),
        Just("ORC|RE|||||CM\rNK1|1|ROE^A|SPO\r".to_owned()),
        Just("'NK1|1|X".to_owned()),
        "[|^~&\\\\\"'\r\n\u{1c}é a-cA-C]{0,12}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn spans_hold_their_values(text in messages()) {
        let (out, labels) = read(&text);
        for field in &out.fields {
            let raw = text.get(field.span.range());
            prop_assert!(raw.is_some(), "{:?}", field.span);
            if let std::borrow::Cow::Borrowed(value) = &field.value {
                prop_assert_eq!(raw, Some(*value));
            }
            prop_assert!(field.record.0 < out.records.len());
        }
        for view in &out.views {
            let whole = view.map.to_parent(Span::new(0, view.text.len()));
            prop_assert!(text.get(whole.range()).is_some());
        }
        prop_assert_eq!(out.listing(&labels).len(), out.fields.len());
    }

    #[test]
    fn what_is_asked_about_is_read_as_ever(text in messages()) {
        let addresses = &["PID-5", "PID-19", "NK1-2", "OBX-5"];
        let [asked, picked] = asked_and_picked(|| Box::new(Hl7v2::new()), &text, (Scheme::Hl7v2, addresses));
        prop_assert_eq!(asked, picked);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>()) {
        read(&text);
        sniff(&text);
    }

    #[test]
    fn windows_give_the_fields_of_the_whole(
        lines in prop::collection::vec(
            prop::sample::select(vec!["MSH|^~\\&|A|||||ADT^A01", "PID|1||7^^^A", "NK1|1|ROE", "IN2|9", "", "text"]),
            0..12,
        ),
        size in 24_usize..80,
    ) {
        let text = lines.join("\r");
        let mut reader = Hl7v2::new();
        let mut labels = Labels::new();
        let mut fields = Vec::new();
        let mut from = 0;
        while from < text.len() {
            let rest = &text[from..];
            let end = if rest.len() <= size { End::Last } else { End::More };
            let window = Window { text: &rest[..rest.len().min(size)], end };
            let mut out = Extraction::default();
            let consumed = reader.read(window, &mut labels, &mut out);
            prop_assert!(consumed > 0);
            fields.extend(out.listing(&labels));
            from += consumed;
        }
        prop_assert_eq!(fields, listing(&text));
    }
}
