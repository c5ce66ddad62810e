//! Settings of the editor: the keys of `safeharbor.toml` in camel case, and a few that only an editor needs.
//!
//! They come with `initialize` and with answers to `workspace/configuration`, and mean the same in both. Where one says
//! what a `safeharbor.toml` says too, the editor's wins, as the command line does.

use std::time::Duration;

use safeharbor_core::Config;
use serde_json::{Map, Value};

/// How long after the last edit a document is scanned, unless settings say otherwise.
const DEFAULT_DEBOUNCE: Duration = Duration::from_millis(150);

/// The name of the settings' section in `workspace/configuration`.
pub(crate) const SECTION: &str = "safeharbor";

/// Keys that editors of this project use for themselves: where the server lies, what to log.
const NOT_OURS: [&str; 3] = ["path", "server", "trace"];

/// Whether something optional is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It is not.
    #[default]
    No,
    /// It is.
    Yes,
}

/// What the editor's user has set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EditorSettings {
    /// What counts as a finding, over `safeharbor.toml`.
    pub(crate) config: Config,
    /// How long after the last edit a document is scanned.
    pub(crate) debounce: Duration,
    /// Whether a code lens shows how many findings a document has.
    pub(crate) code_lens: Shown,
}

impl Default for EditorSettings {
    fn default() -> Self {
        Self {
            config: Config::default(),
            debounce: DEFAULT_DEBOUNCE,
            code_lens: Shown::No,
        }
    }
}

impl EditorSettings {
    /// Reads settings: an object with the keys themselves, or with all of them under `safeharbor`. Null says nothing.
    ///
    /// # Errors
    ///
    /// Words about the first key that is wrong.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        let mut settings = Self::default();
        let empty = Map::new();
        let value = value.get(SECTION).unwrap_or(value);
        let keys = match value {
            Value::Null => &empty,
            Value::Object(keys) => keys,
            _ => return Err("settings: expected an object".to_owned()),
        };
        let mut table = toml::Table::new();
        for (key, value) in keys {
            match (key.as_str(), value) {
                (_, Value::Null) => {}
                (key, _) if NOT_OURS.contains(&key) => {}
                ("debounce", value) => {
                    let milliseconds = value.as_u64().filter(|count| *count <= 10_000);
                    settings.debounce = Duration::from_millis(
                        milliseconds
                            .ok_or("settings: debounce: expected milliseconds from 0 to 10000")?,
                    );
                }
                ("codeLens", value) => {
                    let shown = value
                        .as_bool()
                        .ok_or("settings: codeLens: expected true or false")?;
                    settings.code_lens = if shown { Shown::Yes } else { Shown::No };
                }
                (key, value) => {
                    if let Some(value) = to_toml(value) {
                        table.insert(kebab_case(key), value);
                    }
                }
            }
        }
        settings.config = Config::parse("settings", &table.to_string()).map_err(|error| {
            error
                .to_string()
                .replace("settings: line 1: ", "settings: ")
        })?;
        Ok(settings)
    }
}

/// Nulls and empty texts, which editors send for what is not set, are left out.
fn to_toml(value: &Value) -> Option<toml::Value> {
    Some(match value {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => return None,
        Value::Bool(value) => toml::Value::Boolean(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => toml::Value::Integer(number),
            None => toml::Value::Float(number.as_f64()?),
        },
        Value::String(text) => toml::Value::String(text.clone()),
        Value::Array(values) => toml::Value::Array(values.iter().filter_map(to_toml).collect()),
        Value::Object(keys) => {
            let pairs = keys
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), to_toml(value)?)));
            toml::Value::Table(pairs.collect())
        }
    })
}

/// `minConfidence` as `safeharbor.toml` writes it.
fn kebab_case(key: &str) -> String {
    let mut kebab = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}

/// The configuration of a folder with what the editor says in its place.
pub(crate) fn overlaid(file: Config, editor: &Config) -> Config {
    let Config {
        profile,
        min_confidence,
        min_severity,
        reserved,
        baseline,
        max_file_size,
        rules,
        own_rules,
        allow,
    } = editor.clone();
    let mut merged = Config {
        profile: profile.or(file.profile),
        min_confidence: min_confidence.or(file.min_confidence),
        min_severity: min_severity.or(file.min_severity),
        reserved: reserved.or(file.reserved),
        baseline: baseline.or(file.baseline),
        max_file_size: max_file_size.or(file.max_file_size),
        rules: file.rules,
        own_rules: file.own_rules,
        allow: file.allow,
    };
    merged.rules.disable.extend(rules.disable);
    merged.rules.severity.extend(rules.severity);
    merged.own_rules.extend(own_rules);
    merged.allow.extend(allow);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use safeharbor_core::Severity;
    use serde_json::json;

    #[test]
    fn keys_mean_what_the_file_means() {
        let settings = EditorSettings::parse(&json!({"safeharbor": {
            "minSeverity": "high", "minConfidence": 0.8, "maxFileSize": "2 MB", "profile": null, "baseline": "",
            "rules": {"disable": ["phi/*"], "severity": {}}, "debounce": 20, "codeLens": true, "path": "/bin/x",
        }}))
        .expect("valid");
        assert_eq!(settings.config.min_severity, Some(Severity::High));
        assert_eq!(settings.config.max_file_size, Some(2_000_000));
        assert_eq!(settings.config.rules.disable, ["phi/*"]);
        assert_eq!(
            (&settings.config.profile, &settings.config.baseline),
            (&None, &None)
        );
        assert_eq!(settings.debounce, Duration::from_millis(20));
        assert_eq!(settings.code_lens, Shown::Yes);
        assert_eq!(
            EditorSettings::parse(&Value::Null),
            Ok(EditorSettings::default())
        );
    }

    #[test]
    fn wrong_keys_are_told() {
        for (settings, expected) in [
            (json!({"minSevrity": "low"}), "min-severity"),
            (json!({"minConfidence": 3}), "from 0 to 1"),
            (json!({"debounce": -1}), "debounce"),
            (json!([1]), "object"),
        ] {
            let error = EditorSettings::parse(&settings).expect_err("wrong");
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn the_editor_wins_and_lists_add_up() {
        let file = Config::parse(
            "f",
            "min-severity = \"low\"\nprofile = \"p\"\n[rules]\ndisable = [\"phi/a\"]",
        );
        let editor =
            EditorSettings::parse(&json!({"minSeverity": "high", "rules": {"disable": ["phi/b"]}}));
        let merged = overlaid(file.expect("valid"), &editor.expect("valid").config);
        assert_eq!(merged.min_severity, Some(Severity::High));
        assert_eq!(merged.profile.as_deref(), Some("p"));
        assert_eq!(merged.rules.disable, ["phi/a", "phi/b"]);
    }
}
