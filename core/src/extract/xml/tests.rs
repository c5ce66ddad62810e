use proptest::prelude::*;

use super::*;
use crate::extract::End;
use crate::extract::reading::{assert_sound, listing, listing_in_windows};

fn read(text: &str) -> Vec<String> {
    listing(&mut XmlExtractor::default(), text)
}

#[test]
fn fields_by_their_path_of_elements() {
    for (text, wanted) in [
        (
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a><b>1</b><c d='2' e=\"3\"/></a>",
            vec!["a.b = 1", "a.c.d = 2", "a.c.e = 3"],
        ),
        (
            "<x:a xmlns:x='u'><x:b>M&#252;ller &amp; Co</x:b></x:a>",
            vec!["a.b = Müller & Co"],
        ),
        (
            "<a><!-- <b>0</b> --><b><![CDATA[<1>]]></b></a>",
            vec!["a.b = <1>"],
        ),
        ("<a unit='kg'>70</a>", vec!["a.unit = kg", "a = 70"]),
        // Fragments, crossed and unclosed tags, a truncated end.
        ("<b>1</b><c>2</c>", vec!["b = 1", "c = 2"]),
        ("<a><b>1</a></b><c>2</c>", vec!["a.b = 1", "c = 2"]),
        (
            "<a><b>1</b><c d='2' e='tru",
            vec!["a.b = 1", "a.c.d = 2", "a.c.e = tru"],
        ),
        ("1 < 2 <a>3 < 4</a>", vec!["a = 3 < 4"]),
        // DBUnit, flat and full.
        (
            "<dataset><PATIENT ID=\"1\" CITY='Salem'/><VISIT ID=\"2\"/></dataset>",
            vec!["PATIENT.ID = 1", "PATIENT.CITY = Salem", "VISIT.ID = 2"],
        ),
        (
            "<dataset><table name='PATIENT'><column>ID</column><column>CITY</column><row><value>1</value><null/></row><row><value>2</value><value>Dover</value></row></table></dataset>",
            vec!["PATIENT.ID = 1", "PATIENT.ID = 2", "PATIENT.CITY = Dover"],
        ),
        // HL7 v2 in XML.
        (
            "<ADT_A01><PID><PID.3><CX.1>000777</CX.1><CX.5>MR</CX.5></PID.3><PID.5><XPN.1><FN.1>Roe</FN.1></XPN.1></PID.5><PID.8>F</PID.8></PID></ADT_A01>",
            vec![
                "PID-3.1[5=MR] = 000777",
                "PID-3.5[5=MR] = MR",
                "PID-5.1 = Roe",
                "PID-8.1 = F",
            ],
        ),
        // Named values.
        (
            "<c><add key='colour' value='blue'/></c>",
            vec!["c.colour = blue"],
        ),
        (
            "<p><entry key='colour'>blue</entry></p>",
            vec!["p.colour = blue"],
        ),
        (
            "<s><setting name='colour' as='x'><value>blue</value></setting></s>",
            vec!["s.colour = blue"],
        ),
        (
            "<c><property><name>colour</name><value>blue</value></property></c>",
            vec!["c.colour = blue"],
        ),
        (
            "<dict><key>colour</key><string>blue</string><key>n</key><integer>7</integer></dict>",
            vec!["dict.colour = blue", "dict.n = 7"],
        ),
        ("", vec![]),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn hostile_text_ends_soon() {
    for unit in [
        "<a>",
        "</a>",
        "<",
        "<a b='",
        "<a b=\"\" ",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!DOCTYPE [",
        "&",
        "<a/>",
        "\"",
        "<a>x",
        "<a b=1 c>",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        let mut out = Extraction::default();
        let window = Window {
            text: &text,
            end: End::Last,
        };
        assert_eq!(
            XmlExtractor::default().read(window, &mut Labels::new(), &mut out),
            text.len()
        );
        assert!(out.problems.len() <= 1, "{unit}");
    }
}

#[test]
fn tables_are_read_in_windows() {
    let row = "<row><value>1</value><value>Salem</value></row>\n";
    let columns = "<column>ID</column><column>CITY</column>";
    let text = format!(
        "<dataset><table name='T'>{columns}{}</table></dataset>",
        row.repeat(200)
    );
    let whole = read(&text);
    assert_eq!(whole.len(), 400);
    assert_eq!(
        listing_in_windows(&mut XmlExtractor::default(), &text, 3000),
        whole
    );
}

fn element() -> impl Strategy<Value = String> {
    let leaf =
        ("[b-f]{1,2}", "[a-zé&;]{0,5}").prop_map(|(name, text)| format!("<{name}>{text}</{name}>"));
    let flat =
        ("[b-f]{1,2}", "[a-zé]{1,5}").prop_map(|(name, value)| format!("<{name} x='{value}'/>"));
    prop_oneof![leaf, flat].prop_recursive(4, 30, 6, |inner| {
        ("[b-f]{1,2}", prop::collection::vec(inner, 1..6))
            .prop_map(|(name, all)| format!("<{name}>{}</{name}>", all.join("\n")))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "[\\PC\n\r\t]{0,80}|[<>/!?\\-='\"&;a \\[\\]\u{e9}]{0,80}") {
        assert_sound(&mut XmlExtractor::default(), &text);
        sniff(&text);
    }

    #[test]
    fn windows_change_nothing(all in prop::collection::vec(element(), 1..40), size in 1usize..200) {
        let text = format!("<a>{}</a>", all.join("\n"));
        let whole = read(&text);
        prop_assert_eq!(listing_in_windows(&mut XmlExtractor::default(), &text, size), whole);
    }
}
