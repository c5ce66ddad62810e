//! Marks that generators of test data leave.
//!
//! Sources: Synthea's exporters (names with a number behind them, `Synthea` in comments and identifiers' systems); HL7 FHIR
//! R4, security labels of test data (`HTEST` of v3-ActReason); the seeds of the Faker libraries.

/// Texts in lower case that show in a document that its people were made up by a program.
pub(crate) const MARKS: [&str; 7] = [
    "synthea",
    "\"htest\"",
    "v3-actreason|htest",
    "synthetic data",
    "synthetic patient",
    "faker.seed",
    "synthetichealth",
];

/// Digits that a generator puts behind a name to keep it apart from real ones.
const MAX_DIGITS: usize = 4;

/// The name without the numbers behind its words, when it has any: `Jane123` is `Jane`. `None` for every other text.
pub(crate) fn numbered_name(value: &str) -> Option<String> {
    if !value.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut name = String::new();
    for word in value.split_inclusive([' ', '^', ',', '-']) {
        let bare = word.trim_end_matches([' ', '^', ',', '-']);
        let letters = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        let plain = letters
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '.'));
        let numbered = bare.len() > letters.len();
        if !plain || bare.len() - letters.len() > MAX_DIGITS || (numbered && letters.len() < 2) {
            return None;
        }
        name.push_str(letters);
        name.push_str(&word[bare.len()..]);
    }
    (name.len() < value.len()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_names_are_taken_off() {
        let cases = [
            ("Jane123", Some("Jane")),
            ("Roe456^Jane123", Some("Roe^Jane")),
            ("Ana María762 Roe98", Some("Ana María Roe")),
            ("Jane", None),
            ("Jane12345", None),
            ("J1", None),
            ("4th Floor2", None),
            ("a1b2", None),
            ("2024", None),
            ("", None),
        ];
        for (value, bare) in cases {
            assert_eq!(numbered_name(value).as_deref(), bare, "{value}");
        }
    }
}
