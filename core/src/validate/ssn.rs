//! United States taxpayer numbers: SSN, ITIN and ATIN.
//!
//! Sources: SSA, POMS RM 10201.035 "Invalid Social Security Numbers"; IRS Publication 1915 (ITIN ranges).

use super::compact::{digits, number};
use crate::trim::trim;

/// Area, group and serial of a number in the form `AAA-GG-SSSS`.
fn parts(text: &str) -> Option<(u32, u32, u32)> {
    let shape_is_usual = |text: &str| {
        let bytes = trim(text).as_bytes();
        match bytes.len() {
            9 => true,
            11 => bytes[3] == bytes[6] && !bytes[3].is_ascii_digit(),
            _ => false,
        }
    };
    let digits = digits::<9>(text, b" -.").filter(|_| shape_is_usual(text))?;
    Some((
        number(&digits[..3]),
        number(&digits[3..5]),
        number(&digits[5..]),
    ))
}

/// A number that the Social Security Administration may have given out: area neither 000, 666 nor from 900, group not 00,
/// serial not 0000. Areas from 772 are in use since 2011-06-25. Forms: `AAA-GG-SSSS`, with blanks or dots for the
/// hyphens, or plain.
pub(super) fn ssn(text: &str) -> bool {
    parts(text).is_some_and(|(area, group, serial)| {
        !matches!(area, 0 | 666 | 900..) && group != 0 && serial != 0
    })
}

/// An individual taxpayer identification number: area from 900, group 50-65, 70-88, 90-92 or 94-99. Forms as for [`ssn`].
pub(super) fn itin(text: &str) -> bool {
    parts(text).is_some_and(|(area, group, _)| {
        area >= 900 && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
    })
}

/// An adoption taxpayer identification number: area from 900, group 93. Forms as for [`ssn`].
pub(super) fn atin(text: &str) -> bool {
    parts(text).is_some_and(|(area, group, _)| area >= 900 && group == 93)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssn_cases() {
        for (area, group, serial, right) in [
            ("001", "01", "0001", true),
            ("772", "10", "9999", true),
            ("899", "99", "9999", true),
            ("000", "12", "3456", false),
            ("666", "12", "3456", false),
            ("900", "12", "3456", false),
            ("123", "00", "3456", false),
            ("123", "45", "0000", false),
        ] {
            for form in [
                format!("{area}-{group}-{serial}"),
                format!("{area} {group} {serial}"),
                format!("{area}{group}{serial}"),
                format!(" {area}.{group}.{serial} "),
            ] {
                assert_eq!(ssn(&form), right, "{form:?}");
            }
        }
    }

    #[test]
    fn other_groupings_are_no_ssn() {
        for form in [
            "12-345-6789",
            "123-45 6789",
            "1234-5-6789",
            "123-456789",
            "1 2 3 45 6789",
        ] {
            assert!(!ssn(form), "{form:?}");
        }
    }

    #[test]
    fn itin_and_atin_cases() {
        for (group, is_itin, is_atin) in [
            ("49", false, false),
            ("50", true, false),
            ("66", false, false),
            ("70", true, false),
            ("89", false, false),
            ("92", true, false),
            ("93", false, true),
            ("99", true, false),
        ] {
            let value = format!("912-{group}-3456");
            assert_eq!(
                (itin(&value), atin(&value)),
                (is_itin, is_atin),
                "group {group}"
            );
            assert!(!itin(&format!("812-{group}-3456")));
        }
    }
}
