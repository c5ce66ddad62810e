//! What must hold of a rule before it may run. One function checks one thing.

use std::collections::HashMap;

use regex::Regex;

use super::{Address, Rule};
use crate::assess::NAME_CHECK;
use crate::error::Error;
use crate::finding::Category;
use crate::validate;

/// Shorter keywords hit in nearly every document, and each hit costs a look.
const MIN_KEYWORD: usize = 3;

/// Forms of citation that reports know how to show. `#` stands for a number, `§` for a section such as `164.514(b)(2)`.
const CITATIONS: [&str; 8] = [
    "# CFR §",
    "# U.S.C. §",
    "CWE-#",
    "RFC #",
    "NIST SP #-#",
    "GDPR Article §",
    "PCI DSS §",
    "ISO #",
];

/// What is wrong with a key.
struct Fault {
    key: &'static str,
    message: String,
}

type Verdict = Result<(), Fault>;

fn fault(key: &'static str, message: impl Into<String>) -> Verdict {
    Err(Fault {
        key,
        message: message.into(),
    })
}

/// Runs every check on one rule.
pub(super) fn rule(origin: &str, rule: &Rule) -> Result<(), Error> {
    const CHECKS: [fn(&Rule) -> Verdict; 16] = [
        id,
        texts,
        identifier,
        public_prefix,
        a_way_to_match,
        keywords,
        regex,
        value,
        path,
        fields,
        addresses,
        validators,
        columns,
        citations,
        example_counts,
        example_generators,
    ];
    CHECKS
        .iter()
        .try_for_each(|check| check(rule))
        .map_err(|fault| error(origin, rule, fault))
}

/// Checks that no id occurs twice.
pub(super) fn distinct_ids<'a>(
    rules: impl Iterator<Item = (&'a str, &'a Rule)>,
) -> Result<(), Error> {
    let mut seen = HashMap::new();
    for (origin, rule) in rules {
        if let Some(earlier) = seen.insert(rule.id.as_str(), origin) {
            let message = format!("expected an id of its own, but {earlier} has the same");
            return Err(error(origin, rule, Fault { key: "id", message }));
        }
    }
    Ok(())
}

fn error(origin: &str, rule: &Rule, fault: Fault) -> Error {
    Error::Rule {
        origin: origin.to_owned(),
        rule: rule.id.clone(),
        key: fault.key.to_owned(),
        message: fault.message,
    }
}

fn id(rule: &Rule) -> Verdict {
    let kebab = |text: &str| {
        text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
    };
    match rule.id.split_once('/') {
        Some(("phi" | "secret", name)) if kebab(name) => Ok(()),
        _ => fault(
            "id",
            "expected `phi/…` or `secret/…` and a name in lower-case words joined by `-`",
        ),
    }
}

fn texts(rule: &Rule) -> Verdict {
    for (key, text) in [("title", &rule.title), ("fix", &rule.fix)] {
        if text.trim().is_empty() {
            return fault(key, "expected a text that people can read, found nothing");
        }
    }
    Ok(())
}

fn identifier(rule: &Rule) -> Verdict {
    match (rule.category(), rule.identifier) {
        (Category::Phi, None) => fault(
            "identifier",
            "expected a letter A to R beside a `phi/` rule, found none",
        ),
        (Category::Secret, Some(_)) => fault("identifier", "expected none beside a `secret/` rule"),
        _ => Ok(()),
    }
}

/// Reports show the public prefix of a value, and of PHI they show no character.
fn public_prefix(rule: &Rule) -> Verdict {
    match rule.category() {
        Category::Phi if !rule.public_prefix.is_empty() => fault(
            "public-prefix",
            "expected none beside a `phi/` rule: no character of PHI is shown",
        ),
        _ => Ok(()),
    }
}

fn a_way_to_match(rule: &Rule) -> Verdict {
    let finds = rule.regex.is_some()
        || !rule.fields.is_empty()
        || !rule.weak_fields.is_empty()
        || address_lists(rule).iter().any(|(_, list)| !list.is_empty());
    if finds {
        Ok(())
    } else {
        fault(
            "regex",
            "expected a regex, field names or addresses, found none",
        )
    }
}

fn keywords(rule: &Rule) -> Verdict {
    match (rule.regex.is_some(), rule.keywords.is_empty()) {
        (true, true) => {
            return fault(
                "keywords",
                "expected at least one beside a regex, found none",
            );
        }
        (false, false) => return fault("regex", "expected one beside keywords, found none"),
        _ => {}
    }
    for keyword in &rule.keywords {
        if keyword.len() < MIN_KEYWORD {
            return fault(
                "keywords",
                format!("expected at least {MIN_KEYWORD} bytes, found {keyword:?}"),
            );
        }
        if keyword.bytes().any(|b| b.is_ascii_uppercase()) {
            return fault(
                "keywords",
                format!("expected lower case, found {keyword:?}"),
            );
        }
    }
    Ok(())
}

/// A match of nothing would be found everywhere. Tried on no text and at and beside the edges of words.
fn regex(rule: &Rule) -> Verdict {
    let Some(pattern) = &rule.regex else {
        return Ok(());
    };
    let regex = compile("regex", pattern)?;
    let empty = ["", "a 1\n-"]
        .iter()
        .any(|probe| regex.find_iter(probe).any(|found| found.is_empty()));
    if empty {
        return fault(
            "regex",
            "expected one that needs at least one character, found one that matches nothing",
        );
    }
    Ok(())
}

fn value(rule: &Rule) -> Verdict {
    match &rule.value {
        Some(pattern) => compile("value", pattern).map(|_| ()),
        None => Ok(()),
    }
}

fn path(rule: &Rule) -> Verdict {
    match &rule.path {
        Some(pattern) => compile("path", pattern).map(|_| ()),
        None => Ok(()),
    }
}

fn compile(key: &'static str, pattern: &str) -> Result<Regex, Fault> {
    Regex::new(pattern).map_err(|error| Fault {
        key,
        message: format!("expected a regex of the `regex` crate's syntax: {error}"),
    })
}

fn fields(rule: &Rule) -> Verdict {
    let normal = |name: &str| {
        name.split(' ').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() && c.to_lowercase().eq([c]))
        })
    };
    let lists = [
        ("fields", &rule.fields),
        ("weak-fields", &rule.weak_fields),
        ("context", &rule.context),
    ];
    for (key, list) in lists {
        if let Some(name) = list.iter().find(|name| !normal(name)) {
            return fault(
                key,
                format!("expected lower-case words with one space between, found {name:?}"),
            );
        }
    }
    Ok(())
}

fn addresses(rule: &Rule) -> Verdict {
    for (key, list) in address_lists(rule) {
        if let Some(address) = list.iter().find(|text| Address::parse(text).is_none()) {
            return fault(
                key,
                format!("expected a path and conditions such as `[5=SS]`, found {address:?}"),
            );
        }
    }
    Ok(())
}

fn address_lists(rule: &Rule) -> [(&'static str, &[String]); 5] {
    [
        ("hl7v2", &rule.hl7v2),
        ("fhir", &rule.fhir),
        ("ccda", &rule.ccda),
        ("x12", &rule.x12),
        ("dicom", &rule.dicom),
    ]
}

fn validators(rule: &Rule) -> Verdict {
    match rule
        .validators
        .iter()
        .find(|name| validate::find(name).is_none())
    {
        Some(name) => fault(
            "validators",
            format!("expected the name of a validator, found {name:?}"),
        ),
        None => Ok(()),
    }
}

fn columns(rule: &Rule) -> Verdict {
    let is_known = |name: &&String| name.as_str() == NAME_CHECK || validate::find(name).is_some();
    match rule.columns.iter().find(|name| !is_known(name)) {
        Some(name) => fault(
            "columns",
            format!("expected the name of a validator or `{NAME_CHECK}`, found {name:?}"),
        ),
        None => Ok(()),
    }
}

fn citations(rule: &Rule) -> Verdict {
    for citation in &rule.citations {
        if !CITATIONS.iter().any(|form| has_form(citation, form)) {
            let known = CITATIONS.join("`, `");
            return fault(
                "citations",
                format!("expected one of the forms `{known}`, found {citation:?}"),
            );
        }
    }
    Ok(())
}

/// Whether `text` reads as `form` from its beginning to its end.
fn has_form(text: &str, form: &str) -> bool {
    let mut rest = text;
    for sign in form.chars() {
        let taken: usize = match sign {
            '#' => rest.bytes().take_while(u8::is_ascii_digit).count(),
            '§' => rest
                .bytes()
                .take_while(|&b| b.is_ascii_alphanumeric() || b".()-".contains(&b))
                .count(),
            other if rest.starts_with(other) => other.len_utf8(),
            _ => 0,
        };
        if taken == 0 {
            return false;
        }
        rest = &rest[taken..];
    }
    rest.is_empty()
}

fn example_counts(rule: &Rule) -> Verdict {
    if rule.examples.matches.is_empty() {
        return fault(
            "examples.match",
            "expected at least one text that holds a finding",
        );
    }
    if rule.examples.no_match.is_empty() {
        return fault(
            "examples.no-match",
            "expected at least one text that holds none",
        );
    }
    Ok(())
}

fn example_generators(rule: &Rule) -> Verdict {
    match rule.example_documents() {
        Ok(_) => Ok(()),
        Err(wrong) => fault(wrong.expected.key(), wrong.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_have_known_forms() {
        let good = [
            "45 CFR 164.514(b)(2)(i)(G)",
            "45 CFR 164.308(a)(5)(ii)(D)",
            "42 CFR 2.11",
            "42 U.S.C. 1320d-6",
            "CWE-798",
            "RFC 7519",
            "NIST SP 800-66",
            "GDPR Article 9",
            "PCI DSS 3.5",
        ];
        for text in good {
            assert!(CITATIONS.iter().any(|form| has_form(text, form)), "{text}");
        }
        for text in [
            "",
            "CWE",
            "CWE-798 and more",
            "45 CFR",
            "HIPAA",
            "cwe-798",
            "RFC x",
        ] {
            assert!(!CITATIONS.iter().any(|form| has_form(text, form)), "{text}");
        }
    }
}
