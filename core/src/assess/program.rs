//! Names of a program's own where the values of a field would stand: models of health data, their documentation and the tables of
//! standards in libraries are full of fields that hold the names of fields, classes and functions.

use super::field::Named;
use crate::context::{About, NameLikeness, is_media_type};
use crate::finding::Category;
use crate::known_words::KnownWords;
use crate::rule::{Compiled, Identifier, RuleSet};

/// Whether the value of a field that no standard fixes is a name of the program.
pub(super) fn is_of_program(
    rules: &RuleSet,
    rule: &Compiled,
    Named { name, value, .. }: Named<'_>,
) -> bool {
    if rule.category != Category::Phi {
        return false;
    }
    is_name_of_number(rule, value)
        || is_name_again(name, value)
        || TYPES.has(value)
        || match rule.rule.identifier {
            Some(Identifier::A) => {
                is_nameless(value)
                    || is_joined(value)
                    || is_name_of_field(rules, value)
                    || is_anything(name) && is_name_of_thing(rules, value)
            }
            Some(Identifier::B) => is_joined(value),
            Some(Identifier::H | Identifier::I) => {
                is_path(value)
                    || is_object_identifier(value)
                    || is_media_type(value)
                    || is_counted(name, value)
            }
            Some(Identifier::M) => is_path(value) || is_object_identifier(value),
            _ => false,
        }
}

/// Whether a field holds its own name, or the last word of it: `"Person.address": "Address"`.
fn is_name_again(name: &str, value: &str) -> bool {
    let (name, value) = (name.as_bytes(), value.as_bytes());
    let before = name.len().checked_sub(value.len());
    before.is_some_and(|before| {
        name[before..].eq_ignore_ascii_case(value)
            && (before == 0 || b"._- ".contains(&name[before - 1]))
    })
}

/// Types that schemas give their fields: those of languages and databases, and what FHIR has for names, addresses and numbers.
static TYPES: KnownWords<24> = KnownWords::new([
    "string",
    "str",
    "text",
    "varchar",
    "char",
    "number",
    "numeric",
    "integer",
    "int",
    "bigint",
    "float",
    "double",
    "decimal",
    "boolean",
    "bool",
    "date",
    "datetime",
    "timestamp",
    "object",
    "array",
    "element",
    "humanname",
    "contactpoint",
    "datatype",
]);

/// Whether a word stands where a number does: `chart_id = account_id` copies one, `"id": "Member"` describes one.
pub(super) fn is_name_of_number(rule: &Compiled, value: &str) -> bool {
    rule.category == Category::Phi
        && rule.is_number()
        && !value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the name of a field stands where a person's does: `"Patient name": "patient_name"`.
fn is_name_of_field(rules: &RuleSet, value: &str) -> bool {
    value.contains('_') && !rules.meanings_of_name(value).is_empty()
}

/// Whether no letter stands where a name does: `PATIENT_NAME = "0010,0010"`.
fn is_nameless(value: &str) -> bool {
    !value.contains(char::is_alphabetic)
}

/// Whether a field of this name holds the name of anything: `name`, `_name`, `__name__`, `alias`, `display`.
fn is_anything(name: &str) -> bool {
    let name = name.trim_matches('_');
    ["name", "alias", "display", "display_name", "displayName"]
        .iter()
        .any(|any| name.eq_ignore_ascii_case(any))
}

/// Whether lower-case words that nobody is called stand where a name does: `name: "effective"` names no patient, and neither does a
/// word for patients.
fn is_name_of_thing(rules: &RuleSet, value: &str) -> bool {
    let is_party = || {
        let words = value.to_lowercase();
        rules.lexicon.about(words.split_whitespace()) != About::Other
    };
    let is_lower = value.contains(char::is_lowercase) && !value.contains(char::is_uppercase);
    is_lower && rules.names.likeness(value) == NameLikeness::None || is_party()
}

/// Words that a program joins: `get_birth_date`, `COUNTY_CODE`, `models.Patient`, `banner__patientName___35Lxu`. Numbers in them
/// are for rules about numbers.
fn is_joined(value: &str) -> bool {
    // Nearly all values end here.
    if !value.bytes().any(|byte| matches!(byte, b'_' | b'.')) {
        return false;
    }
    let is_block = value.contains("__") && !value.contains(' ');
    let letters = |byte: u8| byte.is_ascii_alphabetic();
    let one_case = !value.bytes().any(|byte| byte.is_ascii_lowercase())
        || !value.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_snake = || {
        let mut words = value.split('_');
        words.all(|word| !word.is_empty() && word.bytes().all(letters))
    };
    one_case && value.contains('_') && is_snake() || is_block || is_path(value)
}

/// Names of at least two letters with dots between: `gnu.health.patient`, `fhir.resources.R4B.Patient`. A person's name has
/// dots behind initials.
fn is_path(value: &str) -> bool {
    let is_name = |part: &str| {
        part.len() >= 2
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    value.contains('.') && value.split('.').all(is_name)
}

/// Arcs of an ISO object identifier: a system that gives out numbers, `2.16.840.1.113883.4.1`, not a number that it gave.
fn is_object_identifier(value: &str) -> bool {
    const LEAST_ARCS: usize = 5;
    let is_arc = |arc: &str| !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit());
    value.starts_with(['0', '1', '2'])
        && value.as_bytes().get(1) == Some(&b'.')
        && value.split('.').all(is_arc)
        && value.split('.').count() >= LEAST_ARCS
}

/// Whether a program counts its own things: `id: "patient_1"`, `id: "mock-member-07"`.
fn is_counted(name: &str, value: &str) -> bool {
    const DIGITS: usize = 3;
    let Some((word, number)) = value.rsplit_once(['-', '_']) else {
        return false;
    };
    name.trim_start_matches('_').eq_ignore_ascii_case("id")
        && word.len() > 2
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte))
        && (1..=DIGITS).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_that_a_program_counts() {
        for (name, value, expected) in [
            ("id", "patient_1", true),
            ("_id", "mock-member-07", true),
            ("id", "PAT-1", false),
            ("id", "patient_8841", false),
            ("mrn", "patient_1", false),
            ("id", "p-1", false),
            ("id", "_1", false),
        ] {
            assert_eq!(is_counted(name, value), expected, "{name}: {value}");
        }
    }

    #[test]
    fn words_that_a_program_joins() {
        for (value, expected) in [
            ("get_birth_date", true),
            ("COUNTY_CODE", true),
            ("models.Patient", true),
            ("fhir.resources.R4B.Patient", true),
            ("-search-banner__patientName___35Lxu", true),
            ("Jane Roe", false),
            ("J.R. Roe", false),
            ("J.Roe", false),
            ("Test_Patient", false),
            ("patient_1", false),
            ("St. Louis", false),
            ("_", false),
            (".", false),
            ("", false),
        ] {
            assert_eq!(is_joined(value), expected, "{value}");
        }
    }

    #[test]
    fn fields_that_hold_their_own_names() {
        for (name, value, expected) in [
            ("Person.address", "Address", true),
            ("Patient alias", "Patient alias", true),
            ("first_name", "name", true),
            ("name", "Jane", false),
            ("name_of_pet", "name", false),
            ("username", "name", false),
            ("näme", "me", false),
            ("name", "", false),
        ] {
            assert_eq!(is_name_again(name, value), expected, "{name}: {value}");
        }
        assert!(is_anything("__name__") && is_anything("Name") && !is_anything("given_name"));
    }

    #[test]
    fn object_identifiers() {
        for (value, expected) in [
            ("2.16.840.1.113883.4.1", true),
            ("1.2.3.4.5", true),
            ("1.2.3.4", false),
            ("12.34.56.78.90", false),
            ("2.16.840..1.4", false),
            ("2A16", false),
        ] {
            assert_eq!(is_object_identifier(value), expected, "{value}");
        }
    }
}
