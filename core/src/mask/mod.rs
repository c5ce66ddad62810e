//! Surrogates: what takes a value's place when a document is masked.
//!
//! A surrogate has the form of the original, so that programs still read it, and is never anyone's: of a range that an
//! authority keeps free where there is one, else of a form that [`invented`](crate::validate::invented) knows. The scan
//! stays silent about both. Under one key the same value always
//! gets the same surrogate, so that records still belong together, and within a session another value another one, as far as there are
//! enough; without the key nothing leads back.

mod age;
mod date;
mod draw;
mod email;
mod ip;
mod name;
mod opaque;
mod phone;
mod place;
mod sample;
mod url;

use std::sync::Mutex;

use crate::finding::{Category, Value};
use crate::rule::{Identifier, Rule};
use crate::validate::{ReservedKind, ReservedStrength, reserved};
use draw::{Draws, Given};

/// Gives surrogates under the key of a session.
///
/// Masking twice changes nothing more: a surrogate is its own surrogate. For that, a value that is of a surrogate's form
/// already stays; for numbers without a range that is kept free (record and account numbers) that form is a run of `9` and
/// `X` with a check character at the end.
///
/// ```
/// use safeharbor_core::{Surrogates, Value, parse_rules};
/// let rules = parse_rules("rules.toml", r#"
///     [[rule]]
///     id = "phi/desk-phone"
///     title = "telephone number of a desk"
///     severity = "medium"
///     identifier = "D"
///     fields = ["desk phone"]
///     validators = ["phone"]
///     citations = ["45 CFR 164.514(b)(2)(i)(D)"]
///     fix = "Remove it."
///     examples.match = ["desk_phone = '(212) 736-5000'"]
///     examples.no-match = ["desk_phone = ''"]
/// "#)?;
/// let surrogates = Surrogates::new([7; 32]);
/// let masked = surrogates.surrogate(&rules[0], &Value::new("(212) 736-5000", ""));
/// assert!(masked.starts_with('(') && masked.contains(") 555-01"));
/// assert_eq!(surrogates.surrogate(&rules[0], &Value::new(&masked, "")), masked);
/// # Ok::<(), safeharbor_core::Error>(())
/// ```
pub struct Surrogates {
    key: [u8; 32],
    given: Mutex<Given>,
}

impl std::fmt::Debug for Surrogates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surrogates").finish_non_exhaustive()
    }
}

impl Surrogates {
    /// Surrogates under `key`, which is to be random, kept for the session and then forgotten.
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            key,
            given: Mutex::default(),
        }
    }

    /// What takes the place of a value that `rule` found.
    pub fn surrogate(&self, rule: &Rule, value: &Value) -> String {
        let text = value.reveal();
        let form = Form::of(rule);
        let never_real = reserved(text).is_some_and(|reserved| {
            reserved.strength == ReservedStrength::NeverReal && form.may_be(reserved.kind)
        });
        if never_real {
            return text.to_owned();
        }
        let draws = Draws {
            key: &self.key,
            form: form.name(),
            given: &self.given,
        };
        match form {
            Form::Age => age::surrogate(text),
            Form::Card => sample::card(text, draws),
            Form::Date => date::surrogate(text),
            Form::Email => email::surrogate(text, draws),
            Form::Ip => ip::surrogate(text, draws),
            Form::Mbi => sample::mbi(text, draws),
            Form::Name => name::surrogate(text, draws),
            Form::Npi => sample::npi(text, draws),
            Form::Opaque => opaque::surrogate(text, value.public_prefix().len(), draws),
            Form::Phone => phone::surrogate(text, draws),
            Form::Place => place::surrogate(text, draws),
            Form::Ssn => sample::ssn(text, draws),
            Form::Url => url::surrogate(text, draws),
        }
    }
}

/// What form a rule's values have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Age,
    Card,
    Date,
    Email,
    Ip,
    Mbi,
    Name,
    Npi,
    Opaque,
    Phone,
    Place,
    Ssn,
    Url,
}

impl Form {
    /// By the rule's validators, which speak about the form; else by its identifier.
    fn of(rule: &Rule) -> Self {
        let by_validator = rule
            .validators
            .iter()
            .find_map(|name| Self::of_validator(name));
        match by_validator {
            Some(form) => form,
            None if rule.category() == Category::Secret => Self::Opaque,
            None => rule.identifier.map_or(Self::Opaque, Self::of_identifier),
        }
    }

    fn of_validator(name: &str) -> Option<Self> {
        Some(match name {
            "age-over-89" => Self::Age,
            "credit-card" => Self::Card,
            "date" | "year-month" => Self::Date,
            "email" => Self::Email,
            "ip" | "ipv4" | "ipv6" => Self::Ip,
            "mbi" => Self::Mbi,
            "person-name" => Self::Name,
            "npi" => Self::Npi,
            "phone" | "nanp-phone" | "nanp-local-phone" | "e164-phone" => Self::Phone,
            "zip" | "street-address" => Self::Place,
            "ssn" => Self::Ssn,
            "url" => Self::Url,
            _ => return None,
        })
    }

    fn of_identifier(identifier: Identifier) -> Self {
        match identifier {
            Identifier::A => Self::Name,
            Identifier::B => Self::Place,
            Identifier::C => Self::Date,
            Identifier::D | Identifier::E => Self::Phone,
            Identifier::F => Self::Email,
            Identifier::G => Self::Ssn,
            Identifier::N => Self::Url,
            Identifier::O => Self::Ip,
            _ => Self::Opaque,
        }
    }

    /// Whether what is known of a value that is of a kind counts for values of this form.
    fn may_be(self, kind: ReservedKind) -> bool {
        match kind {
            ReservedKind::Address => self == Self::Ip,
            ReservedKind::Card => self == Self::Card,
            ReservedKind::Domain => matches!(self, Self::Email | Self::Url),
            ReservedKind::Key => self == Self::Opaque,
            ReservedKind::Mbi => self == Self::Mbi,
            ReservedKind::Phone => self == Self::Phone,
            ReservedKind::Ssn => self == Self::Ssn,
        }
    }

    /// Keeps the draws of one form apart from those of another.
    fn name(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Card => "card",
            Self::Date => "date",
            Self::Email => "email",
            Self::Ip => "ip",
            Self::Mbi => "mbi",
            Self::Name => "name",
            Self::Npi => "npi",
            Self::Opaque => "opaque",
            Self::Phone => "phone",
            Self::Place => "place",
            Self::Ssn => "ssn",
            Self::Url => "url",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    fn rule(validator: &str) -> Rule {
        let text = format!(
            "id = 'phi/x'\ntitle = 't'\nseverity = 'low'\nfix = 'f'\nvalidators = ['{validator}']\nexamples.match = []\nexamples.no-match = []"
        );
        toml::from_str(&text).expect("a rule")
    }

    fn surrogate(key: u8, validator: &str, text: &str) -> String {
        let surrogates = Surrogates::new([key; 32]);
        surrogates.surrogate(&rule(validator), &Value::new(text, ""))
    }

    const VALIDATORS: [&str; 13] = [
        "age-over-89",
        "credit-card",
        "date",
        "email",
        "ip",
        "mbi",
        "person-name",
        "npi",
        "phone",
        "zip",
        "ssn",
        "url",
        "has-digit",
    ];

    #[test]
    fn forms_stay() {
        // Each is the form of the surrogate: 0 a digit, a and A letters, the rest itself.
        let form = |text: &str| -> String {
            let letter = |c: char| match c {
                c if c.is_ascii_digit() => '0',
                c if c.is_lowercase() => 'a',
                c if c.is_uppercase() => 'A',
                c => c,
            };
            text.chars().map(letter).collect()
        };
        for (validator, text) in [
            ("ssn", "536-22-1840"),
            ("ssn", "536221840"),
            ("ssn", "1840"),
            ("phone", "+1 (212) 736-5000"),
            ("phone", "212.736.5000"),
            ("phone", "736-5000"),
            ("date", "1987-05-14T10:11:12Z"),
            ("date", "5/14/1987"),
            ("date", "19870514"),
            ("zip", "62704-1234"),
            ("has-digit", "MRN-00482913/b"),
            ("credit-card", "4539 1488 0343 6467"),
            ("npi", "1245319599"),
        ] {
            assert_eq!(form(&surrogate(1, validator, text)), form(text), "{text}");
        }
    }

    #[test]
    fn never_real_where_an_authority_keeps_values_free() {
        for (validator, text) in [
            ("ssn", "536-22-1840"),
            ("phone", "(212) 736-5000"),
            ("phone", "736-5000"),
            ("email", "jane.roe@hospital.org"),
            ("url", "https://portal.hospital.org/patients/17?x=1"),
            ("ip", "54.12.9.200"),
            ("ip", "2600:1f18::17"),
            ("mbi", "2AB3-CD4-EF55"),
            ("credit-card", "4539148803436467"),
        ] {
            let surrogate = surrogate(1, validator, text);
            assert_ne!(surrogate, text);
            let found = reserved(&surrogate).map(|reserved| reserved.strength);
            assert_eq!(
                found,
                Some(ReservedStrength::NeverReal),
                "{validator}: {surrogate}"
            );
        }
    }

    #[test]
    fn keys_and_people_differ() {
        let first = surrogate(1, "has-digit", "00482913");
        assert_eq!(surrogate(1, "has-digit", "00482913"), first);
        assert_ne!(surrogate(2, "has-digit", "00482913"), first);
        assert_ne!(surrogate(1, "has-digit", "00482914"), first);
    }

    #[test]
    fn people_stay_apart() {
        for (validator, person) in [
            ("ssn", "536-22-1"),
            ("phone", "(212) 736-5"),
            ("has-digit", "MRN-00482"),
        ] {
            let (surrogates, rule) = (Surrogates::new([1; 32]), rule(validator));
            let masked = |number: usize| {
                let value = Value::new(&format!("{person}{number:03}"), "");
                surrogates.surrogate(&rule, &value)
            };
            let first: Vec<String> = (0..300).map(masked).collect();
            let distinct: HashSet<&String> = first.iter().collect();
            assert_eq!(distinct.len(), first.len(), "{validator}");
            assert_eq!((0..300).map(masked).collect::<Vec<_>>(), first);
        }
    }

    #[test]
    fn what_is_nobodys_as_one_number_is_masked_as_another() {
        for text in ["900001234", "555-0123", "2125550123"] {
            assert_ne!(surrogate(1, "has-digit", text), text);
        }
    }

    #[test]
    fn public_prefixes_stay() {
        let surrogates = Surrogates::new([1; 32]);
        let value = Value::new("tok_a1b2c3d4e5f6", "tok_");
        let masked = surrogates.surrogate(&rule("has-digit"), &value);
        assert!(masked.starts_with("tok_") && masked.len() == 16 && !masked.contains("a1b2"));
    }

    #[test]
    fn what_becomes_an_address_by_chance_is_masked_as_one() {
        for key in 0..=u8::MAX {
            let once = surrogate(key, "ip", "2::z");
            assert_eq!(surrogate(key, "ip", &once), once);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn masking_twice_changes_nothing(text in "\\PC{0,24}|[0-9-]{1,14}|[A-Za-z ,.'^-]{1,24}|[0-9a-f:.]{2,20}|https?://[a-z.]{1,9}/[a-z]{0,5}|[0-9]{1,2}[/. -][A-Za-z0-9]{1,4}[/. -][0-9]{2,4}") {
            for validator in VALIDATORS {
                let once = surrogate(3, validator, &text);
                let twice = surrogate(3, validator, &once);
                prop_assert_eq!(&twice, &once, "{}", validator);
            }
        }

        #[test]
        fn digits_do_not_survive(digits in "[1-8]{10,16}") {
            for validator in ["phone", "has-digit", "npi", "credit-card", "ssn"] {
                prop_assert_ne!(&surrogate(3, validator, &digits), &digits);
            }
        }
    }
}
