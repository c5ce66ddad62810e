//! Each language's forms, from source to listing; what must hold for any source.

use proptest::prelude::*;

use super::forms::FORMS;
use super::*;
use crate::document::{OffsetMap, ViewKind};
use crate::extract::reading::assert_extraction_sound;
use crate::extract::{RecordId, Repeated};
use crate::span::Span;

fn read<'t>(language: Language, source: &'t str, labels: &mut Labels) -> Extraction<'t> {
    let tree = parse(language, source, None, ParseLimits::default())
        .expect("the language is in this build");
    let mut out = Extraction::default();
    extract(language, &tree, source, labels, &mut out);
    out
}

fn listing(language: Language, source: &str) -> Vec<String> {
    let mut labels = Labels::new();
    read(language, source, &mut labels).listing(&labels)
}

/// Each field as `record: label = value`.
fn listing_with_records(language: Language, source: &str) -> Vec<String> {
    let mut labels = Labels::new();
    let out = read(language, source, &mut labels);
    let records = out
        .fields
        .iter()
        .map(|field| &out.records[field.record.0].name);
    records
        .zip(out.listing(&labels))
        .map(|(record, line)| format!("{record}: {line}"))
        .collect()
}

fn views(language: Language, source: &str) -> Vec<String> {
    let mut labels = Labels::new();
    let views = read(language, source, &mut labels).views;
    views
        .into_iter()
        .map(|view| view.text.into_owned())
        .collect()
}

#[test]
fn forms_of_every_language() {
    for (language, source, expected) in FORMS {
        assert_eq!(
            listing(*language, source),
            *expected,
            "{language:?}: {source}"
        );
    }
}

#[test]
fn fields_of_one_thing_share_a_record() {
    let cases: [(Language, &str, &[&str]); 9] = [
        (
            Language::Java,
            "class T { void f() { Patient p = new Patient(); p.setSsn(\"x\"); p.setDob(\"y\"); q.setSsn(\"z\"); } }",
            &[
                "Patient: T.p.Ssn = x",
                "Patient: T.p.Dob = y",
                "q: T.q.Ssn = z",
            ],
        ),
        (
            Language::Python,
            "rows = [{'a': 'x'}, {'a': 'y'}]\n",
            &["rows: rows.a = x", "rows: rows.a = y"],
        ),
        (
            Language::Go,
            "var l = []Patient{{SSN: \"x\"}}",
            &["Patient: l.Patient.SSN = x"],
        ),
        (
            Language::Python,
            "p = Patient(ssn='x')\np.dob = 'y'\n",
            &["Patient: p.Patient.ssn = x", "Patient: p.dob = y"],
        ),
        (
            Language::Python,
            "def make():\n  ssn = 'x'\n  dob = 'y'\n",
            &["make: ssn = x", "make: dob = y"],
        ),
        // A function that a variable holds is called like the variable, unless that is what is left of minified code.
        (
            Language::JavaScript,
            "const make = () => { ssn = 'x' };",
            &["make: ssn = x"],
        ),
        (
            Language::JavaScript,
            "const pt = () => { ssn = 'x' };",
            &[": ssn = x"],
        ),
        // An object is what it says that it is, as long as nothing stands before that.
        (
            Language::JavaScript,
            "send({ resourceType: 'Patient', birthDate: 'x' });",
            &[
                "Patient: send.resourceType = Patient",
                "Patient: send.birthDate = x",
            ],
        ),
        (
            Language::JavaScript,
            "send({ birthDate: 'x', resourceType: 'Patient' });",
            &[
                "send: send.birthDate = x",
                "send: send.resourceType = Patient",
            ],
        ),
    ];
    for (language, source, expected) in cases {
        assert_eq!(listing_with_records(language, source), expected, "{source}");
    }
}

#[test]
fn what_is_handed_over_belongs_to_the_taker() {
    let mut labels = Labels::new();
    let source = r#"class T { void f() {
        PersonAddress a = new PersonAddress(); a.setCity("x");
        Patient p = new Patient(); p.setSsn("y"); p.addAddress(a);
        p.addName(new PersonName("z", "w")); q.add(b);
    } }"#;
    let out = read(Language::Java, source, &mut labels);
    let record = |index: usize| out.fields[index].record;
    assert_eq!(out.joined, [(record(1), record(0))]);
    assert_eq!(out.records[record(2).0].parent, Some(record(1)));
    assert_eq!(out.records[record(2).0].repeated, Repeated::No);
}

#[test]
fn a_comparison_is_about_the_variable() {
    let source = "assert patient.last_name == 'x'\n";
    assert_eq!(
        listing_with_records(Language::Python, source),
        ["patient: patient.last_name = x"]
    );
}

#[test]
fn records_tell_their_kin() {
    let mut labels = Labels::new();
    let source = "d = {'a': 'x', 'n': {'b': 'y'}, 'l': [{'c': 'z'}]}\ne = {'f': 'w'}\n";
    let out = read(Language::Python, source, &mut labels);
    let record = |index: usize| &out.records[out.fields[index].record.0];
    let root = out.fields[0].record;
    assert_eq!(
        (record(0).parent, record(0).repeated),
        (None, Repeated::Yes)
    );
    assert_eq!(
        (record(1).parent, record(1).repeated),
        (Some(root), Repeated::No)
    );
    assert_eq!(
        (record(2).parent, record(2).repeated),
        (Some(root), Repeated::Yes)
    );
    assert_eq!(record(3).parent, None);
}

#[test]
fn a_file_makes_a_record_a_paragraph() {
    let mut labels = Labels::new();
    let out = read(
        Language::Python,
        "a = 'x'\nb = 'y'\n\n\n\n\nc = 'z'\n",
        &mut labels,
    );
    let records: Vec<RecordId> = out.fields.iter().map(|field| field.record).collect();
    assert_eq!(records[0], records[1]);
    assert_ne!(records[1], records[2]);
}

#[test]
fn texts_inside_literals_and_comments() {
    let cases: [(Language, &str, &[&str]); 9] = [
        (
            Language::Java,
            "class T { String m = \"MSH|^~\\\\&|A\\r\" + \"PID|1||7\\r\"; }",
            &["MSH|^~\\&|A\rPID|1||7\r"],
        ),
        (
            Language::Java,
            "class T { void f() { b.append(\"MSH|a|b|c|d\"); b.append(x).append(\"|e\\r\"); b.append(\"PID|1||7|8|\"); } }",
            &["MSH|a|b|c|d|e\rPID|1||7|8|"],
        ),
        (
            Language::Python,
            "m = 'MSH|a|b|c\\r'\nm += 'PID|1||7|8|\\r'\n",
            &["MSH|a|b|c\rPID|1||7|8|\r"],
        ),
        (
            Language::Python,
            "l = []\nl.append('MSH|a|b|c')\nl.append('PID|1||7|8|9')\n",
            &["MSH|a|b|c\nPID|1||7|8|9"],
        ),
        (
            Language::JavaScript,
            "x = ['MSH|a|b|c', 'PID|1||7'].join('\\r')",
            &["MSH|a|b|c\nPID|1||7"],
        ),
        (
            Language::Go,
            "var s = `id,name\n1,x\n2,yyyy`",
            &["id,name\n1,x\n2,yyyy"],
        ),
        (
            Language::Cpp,
            "void f() { s << \"PID|1||7|\" << x << \"|8|9|10\"; }",
            &["PID|1||7||8|9|10"],
        ),
        (
            Language::Rust,
            "// PID|1||7\n// PV1|2\nfn f() {}\n",
            &["PID|1||7\nPV1|2"],
        ),
        (
            Language::Python,
            "x = 'a short one'\ny = 'words that say nothing to anybody'\n",
            &[],
        ),
    ];
    for (language, source, expected) in cases {
        assert_eq!(views(language, source), expected, "{source}");
    }
}

#[test]
fn code_that_does_not_parse_still_gives_fields() {
    let cases: [(Language, &str, &str); 4] = [
        (
            Language::Java,
            "p.setSsn(\"x\");\n} } String ssn = \"y\"; void (",
            "ssn = y",
        ),
        (Language::Python, "def f(:\n  ssn = 'y'\n", "ssn = y"),
        (Language::JavaScript, "}} ssn: 'y', b: {", "ssn = y"),
        (Language::CSharp, "ssn = \"y\", ) }", "ssn = y"),
    ];
    for (language, source, expected) in cases {
        let found = listing(language, source);
        assert!(
            found.iter().any(|line| line.ends_with(expected)),
            "{source}: {found:?}"
        );
    }
}

#[test]
fn limits_end_a_parse() {
    let small = ParseLimits {
        size: 4,
        ..ParseLimits::default()
    };
    assert!(parse(Language::Python, "a = 1\n", None, small).is_none());
    assert!(parse(Language::Text, "a = 1\n", None, ParseLimits::default()).is_none());
    let hasty = ParseLimits {
        time: Duration::ZERO,
        ..ParseLimits::default()
    };
    let long = "a = 1\n".repeat(10_000);
    assert!(parse(Language::Python, &long, None, hasty).is_none());
    let cancellation = Cancellation::default();
    let patient = ParseLimits {
        cancellation: Some(&cancellation),
        ..ParseLimits::default()
    };
    assert!(parse(Language::Python, &long, None, patient).is_some());
    cancellation.cancel();
    assert!(parse(Language::Python, &long, None, patient).is_none());
    // The next parse starts afresh.
    assert_eq!(listing(Language::Python, "b = 'x'\n"), ["b = x"]);
}

#[test]
fn hostile_nesting_and_chains_are_read_to_their_end() {
    let sources = [
        (Language::JavaScript, "[".repeat(20_000)),
        (
            Language::JavaScript,
            format!("x = {}1{}", "{a:".repeat(5_000), "}".repeat(5_000)),
        ),
        (
            Language::JavaScript,
            format!("x = 'a'{}", " + 'b'".repeat(20_000)),
        ),
        (
            Language::JavaScript,
            format!("p{}", ".ssn('x')".repeat(10_000)),
        ),
        (
            Language::Java,
            format!("class T {{ String s = {}; }}", "f(".repeat(5_000)),
        ),
        (Language::Python, format!("x = {}", "(".repeat(20_000))),
        (
            Language::Cpp,
            format!("void f() {{ s{}; }}", " << \"x\"".repeat(10_000)),
        ),
        (Language::Ruby, "\"#{".repeat(5_000)),
    ];
    for (language, source) in sources {
        if let Some(tree) = parse(language, &source, None, ParseLimits::default()) {
            let mut out = Extraction::default();
            extract(language, &tree, &source, &mut Labels::new(), &mut out);
            for field in &out.fields {
                assert!(source.get(field.span.range()).is_some(), "{language:?}");
            }
        }
    }
}

#[test]
fn a_tree_of_another_text_is_harmless() {
    let tree = parse(
        Language::Python,
        "ssn = 'abcdefgh'\n",
        None,
        ParseLimits::default(),
    )
    .expect("python is in this build");
    extract(
        Language::Python,
        &tree,
        "é = 'é'",
        &mut Labels::new(),
        &mut Extraction::default(),
    );
}

#[test]
fn a_function_within_what_is_handed_over_leads_outwards() {
    for (language, source) in [
        (
            Language::JavaScript,
            "list.add({ make: function () { var ssn = 'x'; other.setMrn('y'); } });",
        ),
        (
            Language::Python,
            "people.append(Patient(make=lambda: Other(ssn='x'), more=[lambda: other.set_mrn('y')]))",
        ),
    ] {
        let lines = listing(language, source);
        let ends = |end: &str| lines.iter().any(|line| line.to_lowercase().ends_with(end));
        assert!(ends("ssn = x") && ends("mrn = y"), "{lines:?}");
    }
}

/// Every span lies in the source, and every byte of a view comes from somewhere in it.
fn check(language: Language, source: &str) -> Result<(), TestCaseError> {
    let mut labels = Labels::new();
    let out = read(language, source, &mut labels);
    for field in &out.fields {
        prop_assert!(source.get(field.span.range()).is_some());
        prop_assert!(field.record.0 < out.records.len());
    }
    for (index, record) in out.records.iter().enumerate() {
        prop_assert!(record.parent.is_none_or(|parent| parent.0 < index));
    }
    for view in &out.views {
        for at in 0..view.text.len() {
            let parent = view.map.to_parent(Span::new(at, at + 1));
            prop_assert!(parent.end <= source.len());
        }
        if let (ViewKind::StringLiteral, OffsetMap::Verbatim(start)) = (view.kind, &view.map) {
            prop_assert_eq!(&source[*start..*start + view.text.len()], &*view.text);
        }
    }
    Ok(())
}

#[test]
fn a_literal_beside_an_empty_one_is_sound() {
    for source in ["f(ssn='a' '')\n", "f(ssn='' 'a')\n", "f(ssn='a' 'b')\n"] {
        let mut labels = Labels::new();
        let out = read(Language::Python, source, &mut labels);
        assert_eq!(out.fields.len(), 1, "{source}");
        assert_extraction_sound(&out, source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn edited_samples_never_panic(
        sample in 0..FORMS.len(),
        cuts in prop::collection::vec((0.0..1.0_f64, 0..8_usize, "[\"'`({\\[)}\\]\\\\=:+|.,é#$\nR@a0 ]{0,6}"), 0..6),
    ) {
        let (language, source, _) = FORMS[sample];
        let mut chars: Vec<char> = source.chars().collect();
        for (place, removed, inserted) in cuts {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A fraction of a length is a length.
            let at = (place * chars.len() as f64) as usize;
            let end = (at + removed).min(chars.len());
            chars.splice(at..end, inserted.chars());
        }
        check(language, &chars.into_iter().collect::<String>())?;
    }
}
