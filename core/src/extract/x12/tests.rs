//! Whole interchanges through the extractor. Every value is made up; numbers come from ranges that are never issued.

use std::borrow::Cow;

use proptest::prelude::*;

use super::delimiters::tests::header;
use super::*;
use crate::document::{OffsetMap, ViewKind};
use crate::extract::Scheme;
use crate::extract::field::RecordId;
use crate::extract::reading::asked_and_picked;

fn read(text: &str) -> (Extraction<'_>, Labels) {
    let mut labels = Labels::new();
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    assert_eq!(X12::new().read(window, &mut labels, &mut out), text.len());
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
fn elements_have_addresses() {
    let text = "NM1*IL*1*ROE*JANE****MI*M77~N3*1 ELM ST~N4*TOWN*ZZ*00000~DMG*D8*19310203*F~\
                REF*SY*900000001~PER*IC*J ROE*TE*5555550142*EM*jr@example.test~\
                DTP*472*D8*20240101~HI*ABK:J189*ABF:E119~";
    assert_eq!(
        listing(text),
        [
            "NM1*IL-02[08=MI] = 1",
            "NM1*IL-03[02=1][08=MI] = ROE",
            "NM1*IL-04[02=1][08=MI] = JANE",
            "NM1*IL-08[02=1] = MI",
            "NM1*IL-09[02=1][08=MI] = M77",
            "N3-01[entity=IL] = 1 ELM ST",
            "N4-01[entity=IL] = TOWN",
            "N4-02[entity=IL] = ZZ",
            "N4-03[entity=IL] = 00000",
            "DMG-01[entity=IL] = D8",
            "DMG-02[entity=IL][01=D8] = 19310203",
            "DMG-03[entity=IL][01=D8] = F",
            "REF*SY-02[entity=IL] = 900000001",
            "PER*IC-02[entity=IL] = J ROE",
            "PER*IC-03[entity=IL] = TE",
            "PER*IC-04[entity=IL][code=TE] = 5555550142",
            "PER*IC-05[entity=IL] = EM",
            "PER*IC-06[entity=IL][code=EM] = jr@example.test",
            "DTP*472-02 = D8",
            "DTP*472-03[02=D8] = 20240101",
            "HI-01.1 = ABK",
            "HI-01.2[1=ABK] = J189",
            "HI-02.1 = ABF",
            "HI-02.2[1=ABF] = E119",
        ]
    );
}

#[test]
fn loops_own_their_segments() {
    let text = "ST*837*1~HL*1**20~NM1*85*2~N3*a~HL*2*1*22~SBR*P~NM1*IL*1~N3*b~HL*3*2*23~PAT*c~NM1*QC*1~N3*d~\
                CLM*e~DTP*472*D8~REF*EA*f~NM1*82*1~REF*G2*g~LX*1~REF*6R*h~HL*4*1*22~NM1*IL*1~SE*2*1~";
    assert_eq!(
        owners(text),
        [
            "ST*837: 837",
            "ST*837: 1",
            "ST*837/HL*20: 1",
            "ST*837/HL*20: 20",
            "ST*837/HL*20/NM1*85: 2",
            "ST*837/HL*20/NM1*85: a",
            "ST*837/HL*20/HL*22: 2",
            "ST*837/HL*20/HL*22: 1",
            "ST*837/HL*20/HL*22: 22",
            "ST*837/HL*20/HL*22: P",
            "ST*837/HL*20/HL*22/NM1*IL: 1",
            "ST*837/HL*20/HL*22/NM1*IL: b",
            "ST*837/HL*20/HL*22/HL*23: 3",
            "ST*837/HL*20/HL*22/HL*23: 2",
            "ST*837/HL*20/HL*22/HL*23: 23",
            "ST*837/HL*20/HL*22/HL*23: c",
            "ST*837/HL*20/HL*22/HL*23/NM1*QC: 1",
            "ST*837/HL*20/HL*22/HL*23/NM1*QC: d",
            "ST*837/HL*20/HL*22/HL*23/CLM: e",
            "ST*837/HL*20/HL*22/HL*23/CLM: D8",
            "ST*837/HL*20/HL*22/HL*23/CLM: f",
            "ST*837/HL*20/HL*22/HL*23/CLM/NM1*82: 1",
            "ST*837/HL*20/HL*22/HL*23/CLM/NM1*82: g",
            "ST*837/HL*20/HL*22/HL*23/CLM: 1",
            "ST*837/HL*20/HL*22/HL*23/CLM: h",
            "ST*837/HL*20/HL*22: 4",
            "ST*837/HL*20/HL*22: 1",
            "ST*837/HL*20/HL*22: 22",
            "ST*837/HL*20/HL*22/NM1*IL: 1",
            "ST*837: 2",
            "ST*837: 1",
        ]
    );
}

#[test]
fn a_level_of_an_unknown_parent_stands_below_the_transaction() {
    let owners = owners("ST*837*1~HL*1**20~HL*7*9*22~SBR*P~SE*1*1~");
    assert!(owners.contains(&"ST*837/HL*22: P".to_owned()), "{owners:?}");
}

#[test]
fn remittances_and_enrolments_have_records_of_their_own() {
    assert_eq!(
        owners("ST*835*1~N1*PR*x~N3*a~LX*1~CLP*A7*1~NM1*QC*1*ROE~REF*EA*b~CLP*A8*1~"),
        [
            "ST*835: 835",
            "ST*835: 1",
            "ST*835/N1*PR: x",
            "ST*835/N1*PR: a",
            "ST*835: 1",
            "ST*835/CLP: A7",
            "ST*835/CLP: 1",
            "ST*835/CLP/NM1*QC: 1",
            "ST*835/CLP/NM1*QC: ROE",
            "ST*835/CLP: b",
            "ST*835/CLP: A8",
            "ST*835/CLP: 1",
        ]
    );
    assert_eq!(
        owners("INS*Y~REF*0F*a~NM1*IL*1~N3*b~HD*c~REF*1L*d~INS*N~"),
        [
            "X12/INS: Y",
            "X12/INS: a",
            "X12/INS/NM1*IL: 1",
            "X12/INS/NM1*IL: b",
            "X12/INS: c",
            "X12/INS: d",
            "X12/INS: N",
        ]
    );
}

#[test]
fn delimiters_come_from_the_header() {
    let cases = [
        (header('*', ':', '~'), "GS*HC~XX*1~"),
        (header('|', '>', '\n'), "GS|HC\nXX|1\n"),
        (header('%', '>', '!') + "\r\n", "GS%HC!\r\nXX%1!\r\n"),
        (
            header('*', ':', '~').replacen("RECEIVER", "RECEI\nVER", 1),
            "G\nS*HC~XX*1~",
        ),
    ];
    for (head, rest) in cases {
        let found = listing(&(head + rest));
        assert_eq!(found.first().map(String::as_str), Some("ISA-01 = 00"));
        assert!(found.contains(&"ISA-08 = RECEIVER".to_owned()), "{found:?}");
        assert_eq!(
            found.last().map(String::as_str),
            Some("XX-01 = 1"),
            "{rest}"
        );
    }
}

#[test]
fn tolerates_how_people_paste_segments() {
    let cases: &[(&str, &[&str])] = &[
        (
            "NM1*IL*1\nN3*A B\n",
            &["NM1*IL-02 = 1", "N3-01[entity=IL] = A B"],
        ),
        (
            "x = (\"N3*A B~\" +\n  'DMG**19310203~')",
            &["N3-01 = A B", "DMG-02 = 19310203"],
        ),
        (
            r#"["N3*A\nN4*B", "N2*C"]"#,
            &["N3-01 = A", "N4-01 = B", "N2-01 = C"],
        ),
        ("REF**x~N3*   ~", &["REF-02 = x"]),
        ("a*b~some text, then *bold* words\n", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&listing(text), expected, "{text}");
    }
}

#[test]
fn blanks_around_a_qualifier_do_not_count() {
    let text = header('*', ':', '~') + "NM1* IL *1*ROE~REF*SY *900000001~";
    let found = listing(&text);
    for line in ["NM1*IL-03[02=1] = ROE", "REF*SY-02[entity=IL] = 900000001"] {
        assert!(found.iter().any(|found| found == line), "{found:?}");
    }
}

#[test]
fn notes_are_views() {
    let text = "NTE*ADD*CALL J: ROE~MSG*HELLO~";
    let (out, _) = read(text);
    let views: Vec<_> = out
        .views
        .iter()
        .map(|view| (view.kind, &*view.text, view.map.clone()))
        .collect();
    assert_eq!(
        views,
        [
            (ViewKind::FreeText, "CALL J: ROE", OffsetMap::Verbatim(8)),
            (ViewKind::FreeText, "HELLO", OffsetMap::Verbatim(24)),
        ]
    );
}

#[test]
fn deep_hierarchies_are_reported_once() {
    let text: String = (1..300)
        .map(|at| format!("HL*{}*{at}*23~", at + 1))
        .collect();
    let (out, _) = read(&text);
    assert_eq!(out.problems.len(), 1);
    assert_eq!(out.fields.len(), 3 * 299);
}

#[test]
fn hostile_input_ends() {
    for unit in [
        "*",
        "~",
        ":",
        "ISA*00*",
        "HL*1*1*22~",
        "NM1*IL*1~",
        "\\n",
        "\"",
        "HI*:",
        "ST",
        "\n",
        "\"N3*A\", ",
        "\\nN3*A",
        "N3*'",
    ] {
        for head in ["", "HI*", "ST*837*1~", &header('*', ':', '~'), "\"N3*"] {
            let text = head.to_owned() + &unit.repeat((1 << 18) / unit.len());
            read(&text);
            let window = Window {
                text: &text,
                end: End::More,
            };
            X12::new().read(window, &mut Labels::new(), &mut Extraction::default());
        }
    }
}

/// Text that is nearly X12.
fn interchanges() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just(header('*', ':', '~')),
        Just(header('|', '>', '\n')),
        Just("NM1*IL*1*RÖE*J****MI*M77~\n".to_owned()),
        Just("HI*ABK:J189:~".to_owned()),
        Just("HL*2*1*22~".to_owned()),
        Just("N3*1 ELM~LX*1~REF*SY*7~CLM*8*1~SE*2*1~".to_owned()),
        Just("'NTE*ADD*\"x\"".to_owned()),
        "[*:~|>\\\\\"'\r\né a-cA-C]{0,12}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn spans_hold_their_values(text in interchanges()) {
        let (out, labels) = read(&text);
        for field in &out.fields {
            let raw = text.get(field.span.range());
            prop_assert!(raw.is_some(), "{:?}", field.span);
            if let Cow::Borrowed(value) = &field.value {
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
    fn what_is_asked_about_is_read_as_ever(text in interchanges()) {
        let addresses = &["N3-01", "NM1*IL-03", "REF*SY-02", "CLM-01"];
        let [asked, picked] = asked_and_picked(|| Box::new(X12::new()), &text, (Scheme::X12, addresses));
        prop_assert_eq!(asked, picked);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>()) {
        read(&text);
        sniff(&text);
    }

    #[test]
    fn windows_give_the_fields_of_the_whole(
        segments in prop::collection::vec(
            prop::sample::select(vec!["ST*837*1", "HL*1**20", "HL*2*1*22", "NM1*IL*1*ROE", "N3*A", "CLM*7", "LX*1", "", "text"]),
            0..12,
        ),
        size in 24_usize..80,
    ) {
        let text = segments.join("~\n");
        let mut reader = X12::new();
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
