//! National numbers of Sweden.
//!
//! Source: folkbokföringslagen (1991:481) § 18; Skatteverket, SKV 704.

use super::compact::digits;
use super::date::DateParts;
use super::luhn;

/// A personnummer or samordningsnummer: birth date (day plus 60 for the latter), three digits and a Luhn check digit over
/// the ten; `YYMMDD-NNNN`, `YYMMDD+NNNN` (a hundred years and older), `YYYYMMDD-NNNN`, or without the mark.
pub(super) fn personnummer(text: &str) -> bool {
    let text = text.trim();
    match text.bytes().filter(u8::is_ascii_digit).count() {
        10 => {
            mark_is_last(text)
                && digits::<10>(text, b"-+").is_some_and(|digits| checks(&digits, 1900))
        }
        12 => {
            mark_is_last(text)
                && digits::<12>(text, b"-+").is_some_and(|digits| {
                    let century = u32::from(digits[0]) * 1000 + u32::from(digits[1]) * 100;
                    checks(&digits[2..], century)
                })
        }
        _ => false,
    }
}

/// The mark, if there is one, stands before the last four digits.
fn mark_is_last(text: &str) -> bool {
    text.find(['-', '+']).is_none_or(|at| at + 5 == text.len())
}

fn checks(digits: &[u8], century: u32) -> bool {
    let pair = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let day = if pair(4) > 60 { pair(4) - 60 } else { pair(4) };
    let real =
        |century| DateParts::checked(Some(century + pair(0)), Some(pair(2)), Some(day)).is_some();
    // Ten digits do not tell the century: 29 February must be of one of two.
    (real(century) || real(century + 100)) && luhn::passes(digits.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personnummer_cases() {
        // Skatteverket's test number for Tolvan Tolvansson, and one with the day plus 60.
        for right in [
            "19121212-1212",
            "121212-1212",
            "121212+1212",
            "1212121212",
            "191212121212",
            "701063-2391",
        ] {
            assert!(personnummer(right), "{right}");
        }
        for wrong in [
            "121212-1213",
            "121312-1211",
            "12121-21212",
            "121232-1210",
            "12121212",
            "",
            "é121212-1212",
        ] {
            assert!(!personnummer(wrong), "{wrong}");
        }
    }
}
