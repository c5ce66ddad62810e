use proptest::prelude::*;

use super::*;
use crate::extract::reading::{assert_sound, listing, listing_in_windows};
use crate::extract::{RecordId, Repeated};

fn read(text: &str) -> Vec<String> {
    listing(&mut JsonExtractor::default(), text)
}

#[test]
fn fields_by_their_path_of_keys() {
    for (text, wanted) in [
        (r#"{"a": {"b": "1", "c": 2}}"#, vec!["a.b = 1", "a.c = 2"]),
        (
            r#"{"a": [{"b": "1"}, {"b": "2"}]}"#,
            vec!["a.b = 1", "a.b = 2"],
        ),
        (r#"{"tags": ["x", "y"]}"#, vec!["tags = x", "tags = y"]),
        (
            r#"{"t": true, "f": false, "n": null, "m": 1.5e3, "w": word}"#,
            vec!["m = 1.5e3"],
        ),
        (
            r#"{"1001": {"city": "Salem"}, "1002": {"city": "Dover"}}"#,
            vec!["city = Salem", "city = Dover"],
        ),
        // NDJSON, concatenated values, a byte order mark.
        (
            "\u{feff}{\"a\": \"1\"}\n{\"a\": \"2\"}{\"a\": \"3\"}",
            vec!["a = 1", "a = 2", "a = 3"],
        ),
        // JSON5 and JSONC.
        (
            "{// one\n a: 'x', /* two */ 'b': \"y\",}",
            vec!["a = x", "b = y"],
        ),
        // A fragment without braces, and one that closes what it never opened.
        (r#""a": "1", "b": "2""#, vec!["a = 1", "b = 2"]),
        (r#""a": "1"}, {"b": "2"}]"#, vec!["a = 1", "b = 2"]),
        // Truncated, and with garbage.
        (r#"{"a": "1", "b": {"c": "tru"#, vec!["a = 1", "b.c = tru"]),
        ("{\"a\": \"1\" ??? \"b\": \"2\"}", vec!["a = 1", "b = 2"]),
        ("{\"a\": \"lost\n\"b\": \"2\"}", vec!["a = lost", "b = 2"]),
        // Mismatched brackets.
        (r#"{"a": ["1"}, "b": "2"}"#, vec!["a = 1", "b = 2"]),
        // Name and value pairs.
        (
            r#"{"env": [{"name": "USER_CODE", "value": "blue"}]}"#,
            vec!["env.name = USER_CODE", "env.USER_CODE = blue"],
        ),
        (r#"{"a": "M\u00fcller\n"}"#, vec!["a = Müller\n"]),
        ("", vec![]),
        ("[]", vec![]),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn records_follow_the_objects() {
    let text = r#"{"patient": {"a": "1", "address": {"b": "2"}, "visits": [{"c": "3"}]}}"#;
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    JsonExtractor::default().read(window, &mut Labels::new(), &mut out);
    let records: Vec<_> = out
        .records
        .iter()
        .map(|record| {
            (
                record.parent.map(|RecordId(id)| id),
                &*record.name,
                record.repeated,
            )
        })
        .collect();
    assert_eq!(
        records,
        [
            (None, "", Repeated::Yes),
            (Some(0), "patient", Repeated::No),
            (Some(1), "address", Repeated::No),
            (Some(1), "visits", Repeated::Yes),
        ]
    );
    assert_eq!(&text[out.records[2].span.range()], r#"{"b": "2"}"#);
}

#[test]
fn long_and_escaped_strings_are_views() {
    let text = r#"{"a": "short", "b": "line\nline", "c": "0123456789012345678901234"}"#;
    let mut out = Extraction::default();
    let window = Window {
        text,
        end: End::Last,
    };
    JsonExtractor::default().read(window, &mut Labels::new(), &mut out);
    let views: Vec<_> = out.views.iter().map(|view| &*view.text).collect();
    assert_eq!(views, ["line\nline", "0123456789012345678901234"]);
}

#[test]
fn hostile_text_ends_soon() {
    for unit in [
        "[",
        "{",
        "\"",
        "{\"a\":",
        "/*",
        "}",
        "[{\"a\":[",
        "\\",
        "{},",
        "'",
        ":",
        ",",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        let mut out = Extraction::default();
        let window = Window {
            text: &text,
            end: End::Last,
        };
        assert_eq!(
            JsonExtractor::default().read(window, &mut Labels::new(), &mut out),
            text.len()
        );
        assert!(out.problems.len() <= 1, "{unit}: {}", out.problems.len());
    }
}

#[test]
fn a_problem_names_the_depth() {
    let text = format!("{}\"a\": 1", "{\"k\": ".repeat(100));
    let mut out = Extraction::default();
    let window = Window {
        text: &text,
        end: End::Last,
    };
    JsonExtractor::default().read(window, &mut Labels::new(), &mut out);
    assert_eq!(out.problems[0].what, "nesting deeper than 64");
    assert_eq!(out.fields.len(), 1);
}

#[test]
fn one_long_line_is_read_in_windows() {
    let row = r#"{"id": 7, "name": {"family": "Roe"}, "note": "x"}"#;
    let text = format!(
        "{{\"rows\": [{}], \"tail\": \"end\"}}",
        vec![row; 200].join(", ")
    );
    let whole = read(&text);
    assert_eq!(whole.len(), 601);
    assert_eq!(
        listing_in_windows(&mut JsonExtractor::default(), &text, 300),
        whole
    );
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z é\\\\]{0,6}".prop_map(|text| format!("\"{}\"", text.replace('\\', "\\n"))),
        any::<i16>().prop_map(|number| number.to_string()),
        Just("null".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|all| format!("[{}]", all.join(", "))),
            prop::collection::vec(("[a-f]{1,3}", inner), 0..5).prop_map(|all| {
                let members: Vec<_> = all
                    .iter()
                    .map(|(key, value)| format!("\"{key}\": {value}"))
                    .collect();
                format!("{{{}}}", members.join(",\n"))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "[\\PC\n\r\t]{0,80}|[\\[\\]{}:,\"'\\\\/*a1 \n\u{e9}]{0,80}") {
        assert_sound(&mut JsonExtractor::default(), &text);
        sniff(&text);
    }

    #[test]
    fn windows_change_nothing(values in prop::collection::vec(value(), 1..6), size in 1usize..60) {
        let text = values.join("\n");
        let whole = read(&text);
        prop_assert_eq!(listing_in_windows(&mut JsonExtractor::default(), &text, size), whole);
    }
}
