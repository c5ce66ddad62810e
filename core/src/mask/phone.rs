//! Telephone and fax numbers of the North American plan: 555-0100 to 555-0199, which ATIS-0300115 keeps for fiction in
//! every area code. Numbers of other plans are masked like any other number.

use super::draw::{Draw, digits, fill};
use super::opaque;

pub(super) fn surrogate(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    let digits = digits(text);
    let (country, local) = match digits.len() {
        11.. if digits.starts_with('1') => ("1", 3),
        10.. if !text.trim_start().starts_with('+') => ("", 3),
        7 => ("", 0),
        _ => return opaque::surrogate(text, 0, draw),
    };
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || !c.is_alphanumeric())
    {
        return opaque::surrogate(text, 0, draw);
    }
    let own = digits
        .get(country.len() + local..)
        .is_some_and(|line| line.starts_with("55501"));
    if own {
        return text.to_owned();
    }
    let mut drawn = draw(digits.strip_prefix(country).unwrap_or(&digits));
    let mut masked = country.to_owned();
    if local > 0 {
        // Area codes neither begin with 8 (toll-free, where fewer numbers are kept free) nor end in 11; 37x and those with a
        // 9 in the middle are kept for a larger plan.
        masked.push(char::from(b'2' + drawn.below(6)));
        masked.push(char::from(b'0' + drawn.below(7)));
        masked.push(char::from(b'2' + drawn.below(8)));
    }
    masked.push_str("55501");
    masked.extend([drawn.digit(), drawn.digit()]);
    let extension = digits.len().saturating_sub(masked.len());
    masked.push_str(&"0".repeat(extension));
    fill(text, &masked)
}
