//! Numbers of which only documented samples are kept free: social security, Medicare, provider and card numbers.

use super::draw::{Draw, digits, fill};
use super::opaque;

/// Social security numbers: 987-65-4320 to 987-65-4329, the range kept for advertisements. Of four digits, its last four.
pub(super) fn ssn(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    let digits = digits(text);
    let last = draw(
        digits
            .get(digits.len().saturating_sub(4)..)
            .unwrap_or_default(),
    )
    .digit();
    let (sample, is_sample) = match digits.len() {
        9 => (format!("98765432{last}"), digits.starts_with("98765432")),
        4 => (format!("432{last}"), digits.starts_with("432")),
        _ => return opaque::surrogate(text, 0, draw),
    };
    if is_sample {
        return text.to_owned();
    }
    unlettered(text, &sample, draw)
}

/// National provider identifiers: 1234567893, the number by which CMS explains the check digit.
pub(super) fn npi(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    match digits(text).len() {
        10 => unlettered(text, "1234567893", draw),
        _ => opaque::surrogate(text, 0, draw),
    }
}

/// Medicare beneficiary identifiers: the number on CMS's sample card.
pub(super) fn mbi(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    let length = text.chars().filter(|c| c.is_alphanumeric()).count();
    match length {
        11 => fill(text, "1EG4TE5MK73"),
        _ => opaque::surrogate(text, 0, draw),
    }
}

/// Payment cards: the test numbers that processors document for 15 and 16 digits.
pub(super) fn card(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    match digits(text).len() {
        15 => unlettered(text, "378282246310005", draw),
        16 => unlettered(text, "4111111111111111", draw),
        _ => opaque::surrogate(text, 0, draw),
    }
}

/// The sample in the form of `text`, when that holds nothing but its digits.
fn unlettered(text: &str, sample: &str, draw: impl Fn(&str) -> Draw) -> String {
    if text.chars().any(char::is_alphabetic) {
        opaque::surrogate(text, 0, draw)
    } else {
        fill(text, sample)
    }
}
