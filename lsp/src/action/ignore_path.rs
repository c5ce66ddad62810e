//! Adds an `[[allow]]` for the document's path to `safeharbor.toml`.

use safeharbor_core::{Finding, Span};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Around, Fix, Target};

pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    let judgement = &around.analysis.judgement;
    let Some(path) = &around.path else {
        return Vec::new();
    };
    let listed = judgement.listed_name_of(path);
    let text = around.text_of(&judgement.config_file);
    let old = text.clone().unwrap_or_default();
    let rules = format!(
        "{}/*",
        finding.rule.id.split('/').next().unwrap_or_default()
    );
    let Some(new) = allowed(&old, listed.as_str(), &rules) else {
        return Vec::new();
    };
    let whole = Span::new(0, old.len());
    let target = Target::File {
        path: judgement.config_file.clone(),
        text,
    };
    vec![Fix {
        title: format!("Allow {rules} in {listed} (safeharbor.toml)"),
        fingerprint: finding.fingerprint.0.clone(),
        edits: vec![(target, vec![(whole, new)])],
        command: None,
        is_preferred: false,
    }]
}

/// The configuration with one more allowance; `None` when it is no TOML, or `allow` is something else in it.
fn allowed(config: &str, path: &str, rules: &str) -> Option<String> {
    let mut document: DocumentMut = config.parse().ok()?;
    let allow = document
        .entry("allow")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()?;
    let mut table = Table::new();
    table.insert(
        "paths",
        value(
            [format!("/{path}")]
                .into_iter()
                .collect::<toml_edit::Array>(),
        ),
    );
    table.insert(
        "rules",
        value([rules].into_iter().collect::<toml_edit::Array>()),
    );
    table.insert("reason", value("allowed from the editor; say why"));
    if !config.is_empty() {
        table.decor_mut().set_prefix("\n");
    }
    allow.push(table);
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::fixture::{Folder, ssn};
    use safeharbor_core::Config;

    #[test]
    fn what_is_there_stays_and_the_outcome_is_a_configuration() {
        for old in [
            "",
            "# ours\nmin-severity = \"low\" # all\n",
            "[[allow]]\npaths = [\"x/\"]\nreason = \"r\"\n",
        ] {
            let new = allowed(old, "a b/c.py", "phi/*").expect("TOML");
            assert!(new.starts_with(old));
            let config = Config::parse("test", &new).expect("a configuration");
            let last = config.allow.last().expect("an allowance");
            assert_eq!(
                (&last.paths[0][..], &last.rules[0][..]),
                ("/a b/c.py", "phi/*")
            );
        }
        assert_eq!(allowed("x = [", "a", "phi/*"), None);
        assert_eq!(allowed("allow = 3", "a", "phi/*"), None);
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
