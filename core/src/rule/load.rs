//! From TOML text to rules. Errors name the file, the rule and the key.

use serde::Deserialize;

use super::Rule;
use super::check;
use crate::error::Error;

/// What a pack may hold at its top level.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(default)]
    rule: Vec<toml::Table>,
}

/// Reads and checks the `[[rule]]` tables of a TOML text. `origin` names the text in errors: a pack or a configuration
/// file.
///
/// ```
/// let pack = r#"
///     [[rule]]
///     id = "secret/acme-token"
///     title = "Acme token"
///     severity = "high"
///     keywords = ["acme_"]
///     regex = 'acme_[0-9a-f]{16}'
///     fix = "Revoke it in Acme's console."
///     examples.match = ["token: acme_{{hex:16}}"]
///     examples.no-match = ["token: acme_…"]
/// "#;
/// let rules = safeharbor_core::parse_rules("acme.toml", pack)?;
/// assert_eq!(rules[0].id, "secret/acme-token");
///
/// let error = safeharbor_core::parse_rules("acme.toml", &pack.replace("acme_[", "acme_([")).unwrap_err();
/// assert!(error.to_string().starts_with("acme.toml: rule secret/acme-token: regex: "));
/// # Ok::<(), safeharbor_core::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Rule`] for the first rule that is wrong, [`Error::Config`] when the text is no TOML or holds something
/// besides rules.
pub fn parse_rules(origin: &str, text: &str) -> Result<Vec<Rule>, Error> {
    let pack: Pack = toml::from_str(text).map_err(|error| Error::Config {
        origin: origin.to_owned(),
        message: error.to_string(),
    })?;
    rules_from_tables(origin, pack.rule)
}

/// Reads and checks rules that a larger file, such as a configuration, holds as tables.
///
/// # Errors
///
/// [`Error::Rule`] for the first rule that is wrong.
pub(crate) fn rules_from_tables(
    origin: &str,
    tables: Vec<toml::Table>,
) -> Result<Vec<Rule>, Error> {
    let rules = tables
        .into_iter()
        .enumerate()
        .map(|(index, table)| read(origin, index + 1, table))
        .collect::<Result<Vec<_>, _>>()?;
    for rule in &rules {
        check::rule(origin, rule)?;
    }
    check::distinct_ids(rules.iter().map(|rule| (origin, rule)))?;
    Ok(rules)
}

/// Checks that no two rules of several files share an id.
///
/// # Errors
///
/// [`Error::Rule`] for the second rule of the first pair.
pub fn check_distinct_ids(packs: &[(String, Vec<Rule>)]) -> Result<(), Error> {
    check::distinct_ids(
        packs
            .iter()
            .flat_map(|(origin, rules)| rules.iter().map(|rule| (origin.as_str(), rule))),
    )
}

fn read(origin: &str, ordinal: usize, table: toml::Table) -> Result<Rule, Error> {
    let name = match table.get("id").and_then(toml::Value::as_str) {
        Some(id) => id.to_owned(),
        None => format!("#{ordinal}"),
    };
    table.try_into().map_err(|error: toml::de::Error| {
        let (key, message) = key_and_message(&error);
        Error::Rule {
            origin: origin.to_owned(),
            rule: name,
            key,
            message,
        }
    })
}

/// The key that serde found wrong. It stands in the text of the error alone: in the path below the message when a value
/// has the wrong type, in the message itself when a key is unknown or missing.
fn key_and_message(error: &toml::de::Error) -> (String, String) {
    let message = error.message().trim().to_owned();
    let shown = error.to_string();
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    let path = shown
        .lines()
        .find_map(|line| line.strip_prefix("in ").and_then(quoted));
    let named = ["unknown field", "missing field"]
        .iter()
        .any(|start| message.starts_with(start))
        .then(|| quoted(&message))
        .flatten();
    let key = match (path, named) {
        (Some(path), Some(named)) => format!("{path}.{named}"),
        (Some(key), None) | (None, Some(key)) => key,
        (None, None) => "(table)".to_owned(),
    };
    (key, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[rule]]
id = "phi/badge"
title = "badge"
severity = "high"
identifier = "R"
keywords = ["badge"]
regex = 'badge [0-9]{5}'
fields = ["badge number"]
hl7v2 = ["PID-3.1[5=MR]"]
value = '[0-9]{5}'
path = '\.csv$'
citations = ["45 CFR 164.514(b)(2)(i)(R)"]
fix = "Take another number."
examples.match = ["badge {{digits:5}}"]
examples.no-match = ["badge 12"]
"#;

    #[test]
    fn a_good_rule_is_read() {
        let rules = parse_rules("test.toml", GOOD).unwrap();
        assert_eq!(rules.len(), 1);
        assert_eq!(rules[0].id, "phi/badge");
    }

    /// Each case replaces one line of a good rule, and names the key that the error must blame.
    #[test]
    fn a_wrong_rule_is_blamed_by_file_rule_and_key() {
        let cases = [
            ("severity", "severity = \"dire\"", "severity"),
            ("severity", "severity = 3", "severity"),
            ("title", "titel = \"badge\"", "titel"),
            ("title", "", "title"),
            ("fix", "fix = \"\"", "fix"),
            ("fix", "fix = \"x\"\nwhy-not = 1", "why-not"),
            ("examples.match", "examples.match = []", "examples.match"),
            (
                "examples.match",
                "examples.match = [\"{{nonsense:3}}\"]",
                "examples.match",
            ),
            (
                "examples.match",
                "examples.match = [\"{{hex:0}}\"]",
                "examples.match",
            ),
            (
                "examples.no-match",
                "examples.no-match = []",
                "examples.no-match",
            ),
            (
                "examples.no-match",
                "examples.match-not = []",
                "examples.match-not",
            ),
            ("identifier", "", "identifier"),
            ("identifier", "identifier = \"Z\"", "identifier"),
            ("keywords", "", "keywords"),
            ("keywords", "keywords = [\"id\"]", "keywords"),
            ("keywords", "keywords = [\"Badge\"]", "keywords"),
            ("regex", "", "regex"),
            ("regex", "regex = 'badge ('", "regex"),
            ("regex", "regex = '[0-9]*'", "regex"),
            ("regex", "regex = '\\b'", "regex"),
            ("regex", "regex = '(?=a)b'", "regex"),
            ("value", "value = '['", "value"),
            ("path", "path = '['", "path"),
            ("fields", "fields = [\"badgeNumber\"]", "fields"),
            ("fields", "weak-fields = [\"Name\"]", "weak-fields"),
            ("value", "validators = [\"astrology\"]", "validators"),
            ("fields", "context = [\"\"]", "context"),
            ("hl7v2", "hl7v2 = [\"PID-3.1[5=MR\"]", "hl7v2"),
            ("citations", "citations = [\"the law\"]", "citations"),
            (
                "fix",
                "fix = \"x\"\npublic-prefix = \"B-\"",
                "public-prefix",
            ),
        ];
        for (line, replacement, key) in cases {
            let text: String = GOOD
                .lines()
                .map(|text| match text.split_once(" = ") {
                    Some((name, _)) if name == line => format!("{replacement}\n"),
                    _ => format!("{text}\n"),
                })
                .collect();
            let error = parse_rules("test.toml", &text).unwrap_err();
            let Error::Rule {
                origin,
                rule,
                key: blamed,
                ..
            } = &error
            else {
                panic!("{replacement}: {error}");
            };
            assert_eq!(
                (origin.as_str(), rule.as_str(), blamed.as_str()),
                ("test.toml", "phi/badge", key),
                "{replacement}: {error}"
            );
        }
    }

    #[test]
    fn ids_have_one_form() {
        for id in [
            "badge",
            "phi/",
            "phi/Badge",
            "phi/a_b",
            "phi/a/b",
            "other/badge",
            "phi/-a",
            "phi/a--b",
        ] {
            let error = parse_rules("test.toml", &GOOD.replace("phi/badge", id)).unwrap_err();
            assert!(
                matches!(&error, Error::Rule { key, .. } if key == "id"),
                "{id}: {error}"
            );
        }
    }

    #[test]
    fn two_rules_of_one_id_are_wrong_in_one_file_and_across_files() {
        let twice = format!("{GOOD}{GOOD}");
        let error = parse_rules("test.toml", &twice).unwrap_err();
        assert!(matches!(error, Error::Rule { key, .. } if key == "id"));
        let rules = parse_rules("a.toml", GOOD).unwrap();
        let packs = [
            ("a.toml".to_owned(), rules.clone()),
            ("b.toml".to_owned(), rules),
        ];
        let error = check_distinct_ids(&packs).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("b.toml: rule phi/badge: id: "),
            "{error}"
        );
    }

    #[test]
    fn text_that_is_no_pack_is_a_configuration_error() {
        for text in ["[[rule", "rules = []", "rule = 3"] {
            assert!(
                matches!(parse_rules("test.toml", text), Err(Error::Config { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rule_without_an_id_is_named_by_its_ordinal() {
        let error = parse_rules("test.toml", &GOOD.replace("id = \"phi/badge\"", "")).unwrap_err();
        assert!(
            error.to_string().starts_with("test.toml: rule #1: id: "),
            "{error}"
        );
    }
}
