//! Telephone and fax numbers of the North American plan: 555-0100 to 555-0199, which ATIS-0300115 keeps for fiction in
//! every area code. Numbers of other plans are masked like any other number.

use super::draw::{Draws, digits, fill};
use super::opaque;

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    let digits = digits(text);
    let (country, local) = match digits.len() {
        11.. if digits.starts_with('1') => ("1", 3),
        10.. if !text.trim_start().starts_with('+') => ("", 3),
        7 => ("", 0),
        _ => return opaque::surrogate(text, 0, draws),
    };
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || !c.is_alphanumeric())
    {
        return opaque::surrogate(text, 0, draws);
    }
    let own = digits
        .get(country.len() + local..)
        .is_some_and(|line| line.starts_with("55501"));
    if own {
        return text.to_owned();
    }
    let number = digits.strip_prefix(country).unwrap_or(&digits);
    let number = draws.distinct(number, |draw| {
        let mut number = String::new();
        if local > 0 {
            // Area codes neither begin with 8 (toll-free, where fewer numbers are kept free) nor end in 11; 37x and those with a
            // 9 in the middle are kept for a larger plan.
            number.push(char::from(b'2' + draw.below(6)));
            number.push(char::from(b'0' + draw.below(7)));
            number.push(char::from(b'2' + draw.below(8)));
        }
        number.push_str("55501");
        number.extend([draw.digit(), draw.digit()]);
        number
    });
    let mut masked = format!("{country}{number}");
    let extension = digits.len().saturating_sub(masked.len());
    masked.push_str(&"0".repeat(extension));
    fill(text, &masked)
}
