//! ZIP codes of the United States Postal Service.
//!
//! Sources: USPS Publication 28 section 2.1; 45 CFR 164.514(b)(2)(i)(B) on the first three digits.

use super::compact::{Compact, number};
use crate::trim::trim;

/// First three digits whose areas hold 20,000 people or fewer, so that not even they may stand: the seventeen of the census
/// of 2000 that HHS lists in its guidance, and 205 and 369, which the census of 2010 adds. Sorted.
const RESTRICTED: [u32; 19] = [
    36, 59, 63, 102, 203, 205, 369, 556, 692, 790, 821, 823, 830, 831, 878, 879, 884, 890, 893,
];

/// Five digits from 00501 to 99950, or nine with `-`, a blank or nothing before the last four.
pub(super) fn zip(text: &str) -> bool {
    let text = trim(text);
    let parted = match text.len() {
        10 => text
            .as_bytes()
            .get(5)
            .is_some_and(|byte| b"- ".contains(byte)),
        len => matches!(len, 5 | 9) && text.bytes().all(|byte| byte.is_ascii_digit()),
    };
    Compact::<9>::read(text, b"- ")
        .and_then(Compact::into_digits)
        .is_some_and(|read| parted && (501..=99950).contains(&number(&read.as_bytes()[..5])))
}

/// A ZIP code, or its first three digits (`036`, `036**`, `036XX`), of a restricted area.
pub(super) fn zip3_restricted(text: &str) -> bool {
    let text = trim(text);
    let head = text.trim_end_matches(['*', 'X', 'x']);
    let plain = head.len() == 3 || zip(text);
    plain
        && head.get(..3).is_some_and(|digits| {
            digits.bytes().all(|byte| byte.is_ascii_digit())
                && digits
                    .parse()
                    .is_ok_and(|area: u32| RESTRICTED.binary_search(&area).is_ok())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zip_cases() {
        for right in [
            "12345",
            "00501",
            "99950",
            "12345-6789",
            "123456789",
            "12345 6789",
            " 12345 ",
        ] {
            assert!(zip(right), "{right:?}");
        }
        for wrong in [
            "00000",
            "00500",
            "99999",
            "1234",
            "123456",
            "12-345",
            "1234-56789",
            "12345-",
            "1234a",
            "",
        ] {
            assert!(!zip(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn restricted_areas() {
        assert!(RESTRICTED.is_sorted());
        for right in ["036", "03601", "036**", "893XX", "20501-0001", "102"] {
            assert!(zip3_restricted(right), "{right:?}");
        }
        for wrong in ["037", "10001", "03", "0360", "abc", "", "０３６"] {
            assert!(!zip3_restricted(wrong), "{wrong:?}");
        }
    }
}
