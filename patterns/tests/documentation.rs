//! `docs/rules.md` tells the truth: its examples are rules, and it names every key and every generator.

use safeharbor_core::{Engine, Example, Expected, Options, Pack, Rule, Scratch, parse_rules};

const PAGE: &str = include_str!("../../docs/rules.md");

/// The TOML blocks of the page.
fn blocks() -> impl Iterator<Item = &'static str> {
    PAGE.split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
}

fn rules() -> Vec<Rule> {
    blocks()
        .flat_map(|block| parse_rules("docs/rules.md", block).expect("a rule of the page is right"))
        .collect()
}

#[test]
fn the_rules_on_the_page_are_read() {
    let ids: Vec<_> = rules().into_iter().map(|rule| rule.id).collect();
    assert_eq!(ids, ["secret/acme-lab-token", "phi/visit-number"]);
}

#[test]
fn the_page_names_every_key_and_no_other() {
    let unknown = format!("{}\nno-such-key = 1\n", blocks().next().expect("a block"));
    let message = parse_rules("docs/rules.md", &unknown)
        .unwrap_err()
        .to_string();
    let (_, keys) = message
        .split_once("expected one of ")
        .expect("serde lists the keys it knows");
    let keys: Vec<_> = keys.split('`').skip(1).step_by(2).collect();
    assert!(keys.len() > 20, "{message}");
    for key in keys {
        let named = PAGE.contains(&format!("`{key}`")) || PAGE.contains(&format!("`{key}."));
        assert!(named, "docs/rules.md does not name {key}");
    }
}

#[test]
fn every_generator_of_the_page_is_known() {
    let calls: Vec<_> = PAGE
        .split("`{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}`"))
        .map(|(call, _)| call.replace(":N", ":20").replace(":LABEL", ":PRIVATE KEY"))
        .filter(|call| !call.starts_with(' '))
        .collect();
    assert!(calls.len() > 20, "{calls:?}");
    let [mut rule, _] = <[Rule; 2]>::try_from(rules()).expect("two rules");
    for call in calls {
        rule.examples.matches = vec![Example::Text(format!("{{{{{call}}}}}"))];
        let documents = rule
            .example_documents()
            .expect("a generator of the page is known");
        assert!(!documents[0].document.bytes.starts_with(b"{{"), "{call}");
    }
}

#[test]
fn the_rules_on_the_page_do_what_their_examples_say() {
    let rules = rules();
    let pack = Pack {
        rules: rules.clone(),
        ..Pack::default()
    };
    let engine = Engine::new(pack, Options::default()).expect("the rules are checked");
    let mut scratch = Scratch::default();
    for rule in &rules {
        for example in rule.example_documents().expect("the rules are checked") {
            let report = engine.scan(&example.document, &mut scratch);
            let found = report
                .findings
                .iter()
                .any(|finding| finding.rule.id == rule.id);
            assert_eq!(
                found,
                example.expected == Expected::Match,
                "{} {} {}",
                rule.id,
                example.expected.key(),
                example.ordinal
            );
        }
    }
}
