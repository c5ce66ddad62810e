//! Names of people: chemical elements that are nobody's name, one for each word of the name, so that `ROE^JANE` and
//! `Jane Roe` stay the same person.

use super::draw::Draws;
use crate::known_words::KnownWords;
use crate::validate::invented::{ELEMENTS, TITLES, is_word};

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    replaced(text, &TITLES, draws)
}

/// `text` with every word but `kept` ones replaced by a surrogate of the same case, single letters by `X`, digits by 0.
pub(super) fn replaced<const N: usize>(
    text: &str,
    kept: &KnownWords<N>,
    draws: Draws<'_>,
) -> String {
    let mut words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let is_surrogate = words.all(|word| is_word(word, kept));
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if !first.is_alphabetic() {
            masked.push(if first.is_numeric() { '0' } else { first });
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if is_surrogate || kept.has(word) {
            masked.push_str(word);
        } else {
            masked.push_str(&surrogate_word(word, draws));
        }
        rest = after;
    }
    masked
}

fn surrogate_word(word: &str, draws: Draws<'_>) -> String {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let chosen = match second {
        None => "x".to_owned(),
        Some(_) => draws.distinct(&word.to_lowercase(), |draw| {
            ELEMENTS[usize::from(draw.below(64))].to_owned()
        }),
    };
    match (is_upper(first), is_upper(second)) {
        (true, true) => chosen.to_uppercase(),
        (true, false) => chosen[..1].to_uppercase() + &chosen[1..],
        _ => chosen,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn masked(text: &str) -> String {
        surrogate(text, Draws::of_test("name", &Mutex::default()))
    }

    #[test]
    fn the_same_person_in_every_form() {
        let plain = masked("Jane Roe");
        let (given, family) = plain.split_once(' ').expect("two words");
        let (upper_given, upper_family) = (given.to_uppercase(), family.to_uppercase());
        assert_eq!(
            masked("ROE^JANE^Q"),
            format!("{upper_family}^{upper_given}^X")
        );
        assert_eq!(masked("Dr. Roe, Jane"), format!("Dr. {family}, {given}"));
        assert_eq!(
            masked("jane.roe"),
            format!("{given}.{family}").to_lowercase()
        );
    }

    #[test]
    fn surrogates_are_distinct_and_stay() {
        assert_eq!(masked("Sodium Argon"), "Sodium Argon");
        assert_ne!(masked("Sodium Roe"), "Sodium Roe");
    }
}
