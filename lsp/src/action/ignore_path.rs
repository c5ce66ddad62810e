//! Adds an `[[allow]]` for the document's path to `safeharbor.toml`.

use safeharbor_core::{Config, Finding, Span};

use super::{Around, Fix, Target};

pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    let judgement = &around.analysis.judgement;
    let Some(path) = &around.analysis.path else {
        return Vec::new();
    };
    let listed = judgement.listed_name_of(path);
    let text = around.text_of(&judgement.config_file);
    let old = text.clone().unwrap_or_default();
    let rules = format!(
        "{}/*",
        finding.rule.id.split('/').next().unwrap_or_default()
    );
    let Some(new) = allowance(&old, listed.as_str(), &rules) else {
        return Vec::new();
    };
    let target = Target::File {
        path: judgement.config_file.clone(),
        text,
    };
    vec![Fix {
        title: format!("Allow {rules} in {listed} (safeharbor.toml)"),
        fingerprint: finding.fingerprint.0.clone(),
        edits: vec![(target, vec![(Span::new(old.len(), old.len()), new)])],
        command: None,
        is_preferred: false,
    }]
}

/// What to add at the end of a configuration for one more allowance; `None` when the outcome would be none.
fn allowance(config: &str, path: &str, rules: &str) -> Option<String> {
    let gap = match config {
        "" => "",
        config if config.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let table = format!(
        "{gap}[[allow]]\npaths = [{}]\nrules = [{}]\nreason = \"allowed from the editor; say why\"\n",
        quoted(&format!("/{path}")),
        quoted(rules),
    );
    let outcome = format!("{config}{table}");
    Config::parse("outcome", &outcome).is_ok().then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::fixture::{Folder, ssn};

    #[test]
    fn what_is_there_stays_and_the_outcome_is_a_configuration() {
        for old in [
            "",
            "min-severity = \"low\"",
            "# ours\nmin-severity = \"low\" # all\n",
            "[[allow]]\npaths = [\"x/\"]\nreason = \"r\"\n",
        ] {
            let new = allowance(old, "a b/c.py", "phi/*").expect("TOML");
            let new = format!("{old}{new}");
            let config = Config::parse("test", &new).expect("a configuration");
            let last = config.allow.last().expect("an allowance");
            assert_eq!(
                (&last.paths[0][..], &last.rules[0][..]),
                ("/a b/c.py", "phi/*")
            );
        }
        assert_eq!(allowance("x = [", "a", "phi/*"), None);
        assert_eq!(allowance("allow = 3", "a", "phi/*"), None);
    }

    #[test]
    fn a_configuration_is_made_where_there_is_none() {
        let folder = Folder::new();
        let fix = folder.fix(
            "a.py",
            &format!("ssn = '{}'\n", ssn()),
            "Allow phi/* in a.py",
        );
        let fix = fix.expect("offered");
        let target = Target::File {
            path: folder.root().join("safeharbor.toml"),
            text: None,
        };
        assert_eq!(fix.edits[0].0, target);
    }
}
