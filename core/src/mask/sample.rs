//! Numbers of which only few are kept free: social security, Medicare, provider and card numbers.

use super::draw::{Draws, digits, fill};
use super::opaque;
use crate::validate::{SAMPLE_MBIS, TEST_CARDS};

/// Social security numbers: a million from 900-00-0000 on whose group is 00. Neither the area nor the group is ever given out, and no
/// taxpayer's number has that group ([`reserved`](crate::validate::reserved)). Of four digits, the last four of the ten numbers that are
/// kept for advertisements.
pub(super) fn ssn(text: &str, draws: Draws<'_>) -> String {
    if text.contains(char::is_alphabetic) {
        return opaque::surrogate(text, 0, draws);
    }
    let digits = digits(text);
    let sample = match digits.len() {
        // In whatever form it stands.
        9 if digits.starts_with('9') && &digits[3..5] == "00" => return text.to_owned(),
        9 => draws.distinct(&digits, |draw| {
            let drawn: String = (0..6).map(|_| draw.digit()).collect();
            format!("9{}00{}", &drawn[..2], &drawn[2..])
        }),
        4 if digits.starts_with("432") => return text.to_owned(),
        4 => draws.distinct(&digits, |draw| format!("432{}", draw.digit())),
        _ => return opaque::surrogate(text, 0, draws),
    };
    fill(text, &sample)
}

/// National provider identifiers: 1234567893, the number by which CMS explains the check digit.
pub(super) fn npi(text: &str, draws: Draws<'_>) -> String {
    match digits(text).len() {
        10 => unlettered(text, "1234567893", draws),
        _ => opaque::surrogate(text, 0, draws),
    }
}

/// Medicare beneficiary identifiers: the numbers on CMS's sample cards.
pub(super) fn mbi(text: &str, draws: Draws<'_>) -> String {
    let number: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let number = number.to_ascii_uppercase();
    match number.chars().count() {
        11 => fill(text, &one_of(&SAMPLE_MBIS, &number, draws)),
        _ => opaque::surrogate(text, 0, draws),
    }
}

/// Payment cards: the test numbers of the same length that processors document.
pub(super) fn card(text: &str, draws: Draws<'_>) -> String {
    let number = digits(text);
    let cards: Vec<&str> = TEST_CARDS
        .into_iter()
        .filter(|card| card.len() == number.len())
        .collect();
    if cards.is_empty() {
        return opaque::surrogate(text, 0, draws);
    }
    unlettered(text, &one_of(&cards, &number, draws), draws)
}

/// The sample for a number: itself, if it is one.
fn one_of(samples: &[&str], number: &str, draws: Draws<'_>) -> String {
    if samples.contains(&number) {
        return number.to_owned();
    }
    let count = u16::try_from(samples.len()).unwrap_or(u16::MAX);
    draws.distinct(number, |draw| {
        samples[usize::from(draw.below(count))].to_owned()
    })
}

/// The sample in the form of `text`, when that holds nothing but its digits.
fn unlettered(text: &str, sample: &str, draws: Draws<'_>) -> String {
    if text.chars().any(char::is_alphabetic) {
        opaque::surrogate(text, 0, draws)
    } else {
        fill(text, sample)
    }
}
