//! The configuration as people write it, and the checks on the way to [`Config`].

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::{at, of_toml};
use super::{Config, RuleChanges};
use crate::error::Error;
use crate::finding::Severity;
use crate::rule::{ReservedPolicy, rules_from_tables};
use crate::suppress::{AllowEntry, parse_day};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    profile: Option<String>,
    min_confidence: Option<Spanned<f32>>,
    min_severity: Option<Severity>,
    reserved: Option<ReservedPolicy>,
    baseline: Option<String>,
    max_file_size: Option<Spanned<Size>>,
    #[serde(default)]
    rules: WrittenChanges,
    #[serde(default)]
    rule: Vec<toml::Table>,
    #[serde(default)]
    allow: Vec<Spanned<WrittenAllow>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WrittenChanges {
    #[serde(default)]
    disable: Vec<String>,
    #[serde(default)]
    severity: BTreeMap<String, Severity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WrittenAllow {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    reason: Option<String>,
    until: Option<Day>,
    owner: Option<String>,
}

/// A size as a number of bytes or as text with a unit.
#[derive(Deserialize)]
#[serde(untagged)]
enum Size {
    Bytes(u64),
    Text(String),
}

/// A day as TOML's own date or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    Date(toml::value::Datetime),
    Text(String),
}

pub(super) fn parse(origin: &str, text: &str) -> Result<Config, Error> {
    let written: Written = toml::from_str(text).map_err(|error| of_toml(origin, text, &error))?;
    let wrong = |span, message: &str| at(origin, text, &span, message);
    let min_confidence = match written.min_confidence {
        Some(value) if !(0.0..=1.0).contains(value.get_ref()) => {
            return Err(wrong(
                value.span(),
                "min-confidence: expected a number from 0 to 1",
            ));
        }
        value => value.map(Spanned::into_inner),
    };
    let max_file_size = match written.max_file_size {
        Some(size) => Some(bytes(size.get_ref()).map_err(|message| wrong(size.span(), &message))?),
        None => None,
    };
    let allow = written.allow.into_iter().map(|entry| {
        let span = entry.span();
        allow_entry(entry.into_inner(), line_of(text, span.start))
            .map_err(|message| wrong(span, &message))
    });
    Ok(Config {
        profile: written.profile,
        min_confidence,
        min_severity: written.min_severity,
        reserved: written.reserved,
        baseline: written.baseline,
        max_file_size,
        allow: allow.collect::<Result<_, _>>()?,
        rules: RuleChanges {
            disable: written.rules.disable,
            severity: written.rules.severity,
        },
        own_rules: rules_from_tables(origin, written.rule)?,
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

fn allow_entry(written: WrittenAllow, line: usize) -> Result<AllowEntry, String> {
    let reason = written.reason.unwrap_or_default();
    if reason.trim().is_empty() {
        return Err("allow: expected `reason`, the words for whoever reads this next".to_owned());
    }
    if written.paths.is_empty() && written.rules.is_empty() {
        return Err("allow: expected `paths`, `rules` or both, found neither".to_owned());
    }
    let day = written.until.map(|day| match day {
        Day::Text(day) => day,
        Day::Date(day) => day.to_string(),
    });
    let until = match day {
        Some(day) => Some(parse_day(&day).map_err(|message| format!("allow: {message}"))?),
        None => None,
    };
    let entry = AllowEntry {
        paths: written.paths,
        rules: written.rules,
        reason,
        until,
        owner: written.owner,
        line,
    };
    entry.check()?;
    Ok(entry)
}

/// Decimal units as files are counted on disks, binary ones where they are named so.
fn bytes(size: &Size) -> Result<u64, String> {
    let text = match size {
        Size::Bytes(bytes) => return Ok(*bytes),
        Size::Text(text) => text.trim(),
    };
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => {
            return Err(format!(
                "max-file-size: expected a size such as `20 MB`, found `{text}`"
            ));
        }
    };
    let number: u64 = number
        .parse()
        .map_err(|_| format!("max-file-size: expected a size such as `20 MB`, found `{text}`"))?;
    Ok(number.saturating_mul(factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        match Config::parse("safeharbor.toml", text) {
            Ok(_) => panic!("{text} is wrong"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn everything_can_be_said() {
        let text = r#"
profile = "gdpr"
min-confidence = 0.75
min-severity = "high"
reserved = "report"
baseline = "ci/baseline.txt"
max-file-size = 1000

[rules]
disable = ["phi/url", "secret/*"]
severity = { "phi/mrn" = "critical" }

[[allow]]
paths = ["tests/**"]
reason = "generated"
until = 2030-05-01
owner = "data team"

[[allow]]
rules = ["phi/date"]
reason = "release dates"
"#;
        let config = Config::parse("safeharbor.toml", text).expect("a good configuration");
        assert_eq!(config.profile.as_deref(), Some("gdpr"));
        assert_eq!(config.min_confidence, Some(0.75));
        assert_eq!(config.reserved, Some(ReservedPolicy::Report));
        assert_eq!(config.max_file_size, Some(1000));
        assert_eq!(config.rules.disable, ["phi/url", "secret/*"]);
        assert_eq!(config.rules.severity["phi/mrn"], Severity::Critical);
        assert_eq!(config.allow.len(), 2);
        assert_eq!(
            config.allow[0].until,
            Some(parse_day("2030-05-01").expect("a day"))
        );
        assert_eq!((config.allow[0].line, config.allow[1].line), (13, 19));
        let empty = Config::parse("safeharbor.toml", "").expect("nothing is fine");
        assert_eq!(empty, Config::default());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let cases = [
            (
                "\nprofle = 'x'",
                "line 2: unknown key `profle`; did you mean `profile`?",
            ),
            (
                "colour = 1",
                "line 1: unknown key `colour`; known are profile,",
            ),
            (
                "[rules]\ndisabled = []",
                "line 2: unknown key `disabled`; did you mean `disable`?",
            ),
            (
                "[[allow]]\npaths = ['a']\nreasons = 'b'",
                "line 3: unknown key `reasons`; did you mean `reason`?",
            ),
            (
                "min-severity = 'hihg'",
                "line 1: unknown value `hihg`; did you mean `high`?",
            ),
            (
                "min-confidence = 1.5",
                "line 1: min-confidence: expected a number from 0 to 1",
            ),
            (
                "max-file-size = '3 parsecs'",
                "line 1: max-file-size: expected a size such as `20 MB`, found `3 parsecs`",
            ),
            (
                "\n[[allow]]\npaths = ['a']",
                "line 2: allow: expected `reason`",
            ),
            (
                "[[allow]]\nreason = 'r'",
                "line 1: allow: expected `paths`, `rules` or both",
            ),
            (
                "[[allow]]\nreason = 'r'\npaths = ['a{']",
                "line 1: allow: paths: `a{`",
            ),
            (
                "[[allow]]\nreason = 'r'\npaths = ['a']\nuntil = 'soon'",
                "line 1: allow: until: expected a day such as `2030-01-31`, found `soon`",
            ),
            ("profile = ", "line 1: "),
            ("profile = 3", "line 1: invalid type"),
        ];
        for (text, expected) in cases {
            let message = message(text);
            assert!(
                message.starts_with(&format!("safeharbor.toml: {expected}")),
                "{message}"
            );
        }
    }

    #[test]
    fn wrong_rules_are_named() {
        let text = "[[rule]]\nid = 'secret/own'\n";
        assert!(message(text).starts_with("safeharbor.toml: rule secret/own: "));
    }

    #[test]
    fn sizes() {
        for (text, expected) in [
            ("20 MB", 20_000_000),
            ("1MiB", 1 << 20),
            ("7", 7),
            ("2k", 2000),
        ] {
            assert_eq!(bytes(&Size::Text(text.to_owned())), Ok(expected), "{text}");
        }
        for text in ["", "MB", "-1", "1.5 MB", "99999999999999999999999"] {
            assert!(bytes(&Size::Text(text.to_owned())).is_err(), "{text}");
        }
    }
}
