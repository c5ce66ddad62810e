//! `safeharbor rules`.

use crate::support::{Repo, safeharbor};

#[test]
fn all_rules_are_listed_and_one_is_shown() {
    let repo = Repo::new();
    let list = safeharbor(repo.root(), &["rules", "list"]).expect(0).stdout;
    assert!(
        list.lines()
            .any(|line| line.starts_with("phi/ssn") && line.contains("  G  critical")),
        "{list}"
    );
    assert!(list.lines().is_sorted());
    let shown = safeharbor(repo.root(), &["rules", "show", "phi/ssn"])
        .expect(0)
        .stdout;
    assert!(
        shown.contains("identifier  (G) social security number"),
        "{shown}"
    );
    let unknown = safeharbor(repo.root(), &["rules", "show", "ssn"]).expect(2);
    assert!(
        unknown.stderr.contains("did you mean") && unknown.stderr.contains("phi/ssn"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn examples_of_own_rules_are_tried() {
    let repo = Repo::new();
    let rule = |text: &str| {
        format!(
            "[[rule]]\nid = \"phi/badge\"\ntitle = \"badge\"\nseverity = \"high\"\nidentifier = \"R\"\nfields = [\"badge number\"]\nvalue = \"B[0-9]{{6}}\"\nfix = \"x\"\nexamples.match = [{text:?}]\nexamples.no-match = [\"x = 1\"]\n"
        )
    };
    repo.write("good.toml", rule("badge_number = \"B274913\""));
    let good = safeharbor(repo.root(), &["rules", "test", "good.toml"]).expect(0);
    assert!(good.stderr.contains("1 rule"), "{}", good.stderr);
    repo.write("bad.toml", rule("badge_number = \"C12\""));
    let bad = safeharbor(repo.root(), &["rules", "test", "bad.toml"]).expect(1);
    assert!(
        bad.stderr
            .contains("phi/badge: examples.match 1: expected a finding, found none"),
        "{}",
        bad.stderr
    );
    safeharbor(repo.root(), &["rules", "test", "nowhere.toml"]).expect(2);
}
