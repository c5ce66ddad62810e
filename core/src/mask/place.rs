//! Addresses and ZIP codes. Of a ZIP code nothing stays: 45 CFR 164.514(b)(2)(i)(B) would leave the first three digits where
//! enough people live, but five digits that begin so cannot be told from a real code. Of an address its form stays.

use super::draw::{Draws, digits, fill};
use super::name::replaced;
use crate::validate::invented::KINDS_OF_PLACE;

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    let is_number = !text.contains(char::is_alphabetic);
    match digits(text).len() {
        5 | 9 if is_number => fill(text, "000000000"),
        _ => replaced(text, &KINDS_OF_PLACE, draws),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn forms_stay_and_digits_go() {
        let masked = |text| surrogate(text, Draws::of_test("place", &Mutex::default()));
        assert_eq!(masked("62704"), "00000");
        assert_eq!(masked("62704-1234"), "00000-0000");
        let street = masked("12 Elm St");
        assert!(street.starts_with("00 ") && street.ends_with(" St") && !street.contains("Elm"));
    }
}
