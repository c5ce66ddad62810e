//! Ages that identify.
//!
//! Source: 45 CFR 164.514(b)(2)(i)(C): ages over 89 must be aggregated into "90 or older"; 89 itself may stand.

/// The oldest age that anyone has reached is 122; above 130 it is another number.
const OLDEST: u32 = 130;

/// An age of 90 to 130 years: `92`, `92 years old`, `92-year-old`, `92 y/o`, `092Y` (DICOM `AS`), `92.5`. Not `90+` and not `90 or
/// older`, which is the category that the rule asks for.
pub(super) fn age_over_89(text: &str) -> bool {
    let text = text.trim();
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    let (age, unit) = (digits.parse::<u32>(), without_fraction(rest));
    digits.len() <= 3 && age.is_ok_and(|age| (90..=OLDEST).contains(&age)) && is_years(unit)
}

fn without_fraction(text: &str) -> &str {
    match text.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            fraction.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => text,
    }
}

/// Nothing, or words for years of age.
fn is_years(text: &str) -> bool {
    let known = [
        "y", "yo", "y/o", "y.o.", "yr", "yrs", "year", "years", "old", "of", "age", "a",
    ];
    text.split([' ', '-'])
        .filter(|word| !word.is_empty())
        .all(|word| known.iter().any(|unit| unit.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_cases() {
        for right in [
            "90",
            "92 years old",
            "92-year-old",
            "92 y/o",
            "092Y",
            "92yo",
            "92.5",
            "130",
            "92 years of age",
        ] {
            assert!(age_over_89(right), "{right}");
        }
        for wrong in [
            "89",
            "131",
            "90+",
            "90 or older",
            "092M",
            "92 days",
            "0092",
            "92%",
            "",
            "abc",
            "-92",
            "92.",
        ] {
            assert!(!age_over_89(wrong), "{wrong}");
        }
    }
}
