//! Every example of every rule does what the rule says of it.

use safeharbor_core::{Engine, Expected, Options, Scratch};

/// Profiles in which, taken together, every rule runs.
const PROFILES: [&str; 2] = ["hipaa-safe-harbor", "gdpr"];

fn engine(profile: &str) -> Engine {
    let options = Options {
        profile: profile.to_owned(),
        ..Options::default()
    };
    Engine::new(safeharbor_patterns::pack(), options).expect("checked by the build script")
}

#[test]
fn every_rule_does_what_its_examples_say() {
    let rules = safeharbor_patterns::rules();
    let engines = PROFILES.map(engine);
    let mut scratch = Scratch::default();
    let mut failures = Vec::new();
    for rule in &rules {
        let examples = rule
            .example_documents()
            .expect("checked by the build script");
        let engine = engines
            .iter()
            .find(|engine| engine.runs(&rule.id))
            .unwrap_or_else(|| panic!("{} runs in none of the profiles", rule.id));
        for example in examples {
            let report = engine.scan(&example.document, &mut scratch);
            let found: Vec<_> = report
                .findings
                .iter()
                .map(|finding| finding.rule.id.as_str())
                .collect();
            let right = found.contains(&rule.id.as_str()) == (example.expected == Expected::Match);
            if !right {
                failures.push(format!(
                    "{} {} {}: found {found:?}",
                    rule.id,
                    example.expected.key(),
                    example.ordinal
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} examples:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
