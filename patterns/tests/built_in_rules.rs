//! `docs/built-in-rules.md` is made from the rules, one heading each, so that editors can link to them. When this test fails,
//! run it with `REGENERATE=1` in the environment.

use std::fmt::Write;
use std::path::Path;

use safeharbor_core::{Identifier, Rule};

const HEAD: &str = "\
# Built-in rules

Made from the packs by a test; do not edit. [Writing rules](rules.md) says how to read and write them, and
`safeharbor rules show ID` shows one whole.
";

fn section(rule: &Rule) -> String {
    let mut text = format!(
        "\n## {}\n\n**{}** · {:?}\n\n",
        rule.id, rule.title, rule.severity
    );
    if !rule.why.is_empty() {
        writeln!(text, "{}\n", rule.why).expect("a string takes it");
    }
    writeln!(text, "To do: {}\n", rule.fix).expect("a string takes it");
    let mut cited: Vec<String> = rule
        .identifier
        .map(Identifier::citation)
        .into_iter()
        .collect();
    for citation in &rule.citations {
        if !cited.contains(citation) {
            cited.push(citation.clone());
        }
    }
    writeln!(text, "{}", cited.join(" · ")).expect("a string takes it");
    text
}

#[test]
fn the_page_lists_every_rule() {
    let mut rules = safeharbor_patterns::rules();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let page: String = std::iter::once(HEAD.to_owned())
        .chain(rules.iter().map(section))
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/built-in-rules.md");
    if std::env::var_os("REGENERATE").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/built-in-rules.md is out of date: run this test with REGENERATE=1"
    );
}
