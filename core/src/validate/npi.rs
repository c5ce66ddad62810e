//! The national provider identifier.
//!
//! Source: 45 CFR 162.406; CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit".

use super::compact::digits;
use super::luhn;

/// Ten digits, the first 1 or 2, that pass Luhn behind the prefix `80840` of a United States health identifier. One in
/// ten numbers of that form passes: never enough without a context. Separators: blank, `-`.
pub(super) fn npi(text: &str) -> bool {
    digits::<10>(text, b" -").is_some_and(|digits| {
        matches!(digits[0], 1 | 2) && luhn::passes([8, 0, 8, 4, 0].into_iter().chain(digits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npi_cases() {
        // 123456789 with check digit 3 is the worked example in the CMS document.
        assert!(npi("1234567893"));
        assert!(npi(" 1234567893 "));
        for wrong in [
            "1234567890",
            "3234567893",
            "123456789",
            "12345678933",
            "123456789x",
        ] {
            assert!(!npi(wrong), "{wrong:?}");
        }
    }
}
