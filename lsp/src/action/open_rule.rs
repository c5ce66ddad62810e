//! Opens the page of the rule.

use safeharbor_core::Finding;
use serde_json::json;

use super::{Around, Fix};
use crate::command::OPEN_RULE;

pub(super) fn fixes(_: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    vec![Fix {
        title: format!("Read about the rule {}", finding.rule.id),
        fingerprint: finding.fingerprint.0.clone(),
        edits: Vec::new(),
        command: Some((OPEN_RULE, json!(finding.rule.id))),
        is_preferred: false,
    }]
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, ssn};

    #[test]
    fn it_names_the_rule() {
        let text = format!("ssn = '{}'\n", ssn());
        let fix = Folder::new().fix("a.py", &text, "Read about the rule phi/ssn");
        let (command, rule) = fix.expect("offered").command.expect("a command");
        assert_eq!(
            (command, rule.as_str()),
            ("safeharbor.openRule", Some("phi/ssn"))
        );
    }
}
