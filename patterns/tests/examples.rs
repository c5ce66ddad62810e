//! Every example of every rule does what the rule says of it.

use regex::Regex;
use safeharbor_core::{Expected, Rule};

/// The texts of a rule's examples of one kind.
fn texts(rule: &Rule, expected: Expected) -> Vec<String> {
    let documents = rule
        .example_documents()
        .expect("checked by the build script");
    documents
        .into_iter()
        .filter(|example| example.expected == expected)
        .map(|example| String::from_utf8_lossy(&example.document.bytes).into_owned())
        .collect()
}

#[test]
fn every_rule_of_a_shape_finds_its_own_examples() {
    let mut failures = Vec::new();
    for rule in safeharbor_patterns::rules() {
        let Some(pattern) = &rule.regex else { continue };
        // A rule that also knows fields may owe an example to one of those.
        if !rule.fields.is_empty() {
            continue;
        }
        let regex = Regex::new(pattern).expect("checked by the build script");
        for (index, text) in texts(&rule, Expected::Match).iter().enumerate() {
            let lower = text.to_ascii_lowercase();
            if !rule.keywords.iter().any(|keyword| lower.contains(keyword)) {
                failures.push(format!("{} example {}: no keyword", rule.id, index + 1));
            }
            if !regex.is_match(text) {
                failures.push(format!(
                    "{} example {}: the regex finds nothing",
                    rule.id,
                    index + 1
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
