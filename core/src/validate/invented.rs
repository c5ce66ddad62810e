//! Values that are invented on purpose and say so: where no authority keeps values free, these forms are this program's own.
//!
//! Surrogates (`mask`) have these forms, rules advise them, and the scan passes over them, so that whoever follows the
//! advice is done. Each is a form that no patient's own value has: a name made of chemical elements, a number that is
//! half nines with a check digit, the word `SYNTHETIC`, a birth more than a lifetime before anybody whom HIPAA protects.

use crate::known_words::KnownWords;
use crate::rule::Identifier;
use crate::validate::DateParts;

/// Years before this one are nobody's: 45 CFR 160.103 ends the protection of health information 50 years after death, and
/// no one born before 1850 died later than 1976, 50 years ago in 2026.
const NOBODY_BORN_BEFORE: u16 = 1850;

/// Says of a value that it is invented, in whatever case it stands.
const WORD: &str = "synthetic";

/// Names of chemical elements that are not also family names. A name or place made of these words alone is invented.
pub(crate) const ELEMENTS: [&str; 64] = [
    "antimony",
    "argon",
    "arsenic",
    "astatine",
    "barium",
    "beryllium",
    "bismuth",
    "boron",
    "bromine",
    "cadmium",
    "caesium",
    "calcium",
    "cerium",
    "chlorine",
    "chromium",
    "curium",
    "erbium",
    "fermium",
    "fluorine",
    "gallium",
    "germanium",
    "hafnium",
    "helium",
    "holmium",
    "hydrogen",
    "indium",
    "iodine",
    "iridium",
    "krypton",
    "lanthanum",
    "lithium",
    "lutetium",
    "magnesium",
    "manganese",
    "neodymium",
    "niobium",
    "nitrogen",
    "nobelium",
    "osmium",
    "oxygen",
    "palladium",
    "phosphorus",
    "platinum",
    "plutonium",
    "polonium",
    "potassium",
    "radium",
    "rhenium",
    "rhodium",
    "rubidium",
    "selenium",
    "sodium",
    "strontium",
    "tantalum",
    "tellurium",
    "thorium",
    "thulium",
    "titanium",
    "tungsten",
    "uranium",
    "vanadium",
    "xenon",
    "yttrium",
    "zirconium",
];

static ELEMENT_WORDS: KnownWords<64> = KnownWords::new(ELEMENTS);

/// Words of a name that name nobody.
pub(crate) static TITLES: KnownWords<16> = KnownWords::new([
    "de", "dr", "ii", "iii", "iv", "jr", "md", "miss", "mr", "mrs", "ms", "phd", "prof", "rn",
    "sr", "van",
]);

/// Words of an address that point nowhere: kinds of streets and of parts of a house.
pub(crate) static KINDS_OF_PLACE: KnownWords<26> = KnownWords::new([
    "apartment",
    "apt",
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "box",
    "court",
    "ct",
    "dr",
    "drive",
    "floor",
    "highway",
    "lane",
    "ln",
    "pl",
    "place",
    "po",
    "rd",
    "road",
    "st",
    "ste",
    "street",
    "suite",
    "unit",
    "way",
]);

/// Whether a value that stands for an identifier is invented on purpose. For social security numbers, telephone numbers,
/// and addresses of mail, web and networks, authorities keep values free; see [`reserved`](super::reserved).
///
/// ```
/// use safeharbor_core::{Identifier, validate::invented};
/// assert!(invented(Identifier::A, "Argon, Helium X."));
/// assert!(invented(Identifier::H, "MRN-SYNTHETIC-0017"));
/// assert!(invented(Identifier::C, "1807-01-01"));
/// assert!(!invented(Identifier::C, "1957-01-01"));
/// ```
pub fn invented(identifier: Identifier, value: &str) -> bool {
    use Identifier::{A, B, C, H, I, J, K, L, M, P, Q, R};
    match identifier {
        A => is_name(value) || holds_word(value),
        B => is_place(value) || holds_word(value),
        C => is_past(value),
        H | I | J | K | L | M | P | Q | R => holds_word(value) || is_marked(value),
        _ => false,
    }
}

fn holds_word(value: &str) -> bool {
    let word = WORD.as_bytes();
    let mut windows = value.as_bytes().windows(word.len());
    windows.any(|window| window[0] | 0x20 == word[0] && window.eq_ignore_ascii_case(word))
}

fn is_name(value: &str) -> bool {
    made_of_elements(value, &TITLES)
}

/// Elements and kinds of streets with digits that are all 0, or a ZIP code of zeros.
fn is_place(value: &str) -> bool {
    let is_zero = |byte: u8| !byte.is_ascii_digit() || byte == b'0';
    if value.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return value.bytes().all(is_zero) && made_of_elements(value, &KINDS_OF_PLACE);
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    matches!(digits, 5 | 9) && value.bytes().all(is_zero)
}

/// Whether all words are elements, `others` or a single `X`, one of them at least an element.
fn made_of_elements<const N: usize>(value: &str, others: &KnownWords<N>) -> bool {
    let mut words = value
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let mut elements = 0;
    let fits = words.all(|word| {
        let is_element = ELEMENT_WORDS.has(word);
        elements += usize::from(is_element);
        is_element || is_other_word(word, others)
    });
    fits && elements > 0
}

/// Whether a word is an element, one of `others` or a single `X`.
pub(crate) fn is_word<const N: usize>(word: &str, others: &KnownWords<N>) -> bool {
    ELEMENT_WORDS.has(word) || is_other_word(word, others)
}

fn is_other_word<const N: usize>(word: &str, others: &KnownWords<N>) -> bool {
    word.eq_ignore_ascii_case("x") || others.has(word)
}

fn is_past(value: &str) -> bool {
    let year = DateParts::parse(value).and_then(|parts| parts.year);
    year.is_some_and(|year| year < NOBODY_BORN_BEFORE)
}

/// Letters and digits that a number needs to carry marks and a check character.
pub(crate) const SHORTEST_MARKED: usize = 4;

/// How many of `length` letters and digits are `9` or `X` in a marked number: the first half.
pub(crate) fn marks(length: usize) -> usize {
    length.div_ceil(2)
}

/// Whether a number is marked: of its letters and digits the first half is `9` and `X`, the rest is not only that, and the
/// last one checks the others.
fn is_marked(value: &str) -> bool {
    let mut characters = value.bytes().filter(u8::is_ascii_alphanumeric);
    let is_mark = |byte: u8| matches!(byte, b'9' | b'X' | b'x');
    if !characters.clone().next().is_some_and(is_mark) {
        return false;
    }
    let length = characters.clone().count();
    length >= SHORTEST_MARKED
        && value.is_ascii()
        && characters.by_ref().take(marks(length)).all(is_mark)
        && !characters.all(is_mark)
        && is_checked(value)
}

/// Whether the last letter or digit of an ASCII text checks the others.
pub(crate) fn is_checked(value: &str) -> bool {
    let mut characters = value.bytes().filter(u8::is_ascii_alphanumeric);
    characters
        .next_back()
        .is_some_and(|last| check(characters, last) == last)
}

/// The last letter or digit of a marked number, of the kind and case of `like`, by those before it: their sum, each times
/// its place from 1, modulo 10 or 26.
pub(crate) fn check(before: impl Iterator<Item = u8>, like: u8) -> u8 {
    let sum = (1_u64..).zip(before).fold(0_u64, |sum, (place, byte)| {
        let value = u64::from(byte.to_ascii_lowercase() - b'0');
        (sum + place * value) % 260
    });
    let below = |limit: u64| u8::try_from(sum % limit).unwrap_or_default();
    match like {
        b'0'..=b'9' => b'0' + below(10),
        b'A'..=b'Z' => b'A' + below(26),
        _ => b'a' + below(26),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Identifier::{A, B, C, G, H, J};

    #[test]
    fn values_that_say_so() {
        for (identifier, value, expected) in [
            (A, "Argon Helium", true),
            (A, "ARGON^HELIUM^X", true),
            (A, "Dr. Argon", true),
            (A, "Synthetic Patient", true),
            (A, "Argon Roe", false),
            (A, "X", false),
            (A, "Dr.", false),
            (A, "", false),
            (B, "00 Argon Street", true),
            (B, "00000", true),
            (B, "00000-0000", true),
            (B, "12 Argon Street", false),
            (B, "00 Elm Street", false),
            (B, "62704", false),
            (B, "62700", false),
            (C, "1807-01-01", true),
            (C, "18070101000000", true),
            (C, "1950-01-01", false),
            (C, "01/01/07", false),
            (H, "MRN-SYNTHETIC-1", true),
            (H, "mrn_synthetic_1", true),
            (H, "MRN-TEST-1", false),
            (G, "SYNTHETIC", false),
        ] {
            assert_eq!(invented(identifier, value), expected, "{value}");
        }
    }

    #[test]
    fn marked_numbers_carry_a_check_character() {
        let checked = |body: &str| {
            let check = char::from(check(body.bytes().filter(u8::is_ascii_alphanumeric), b'0'));
            format!("{body}{check}")
        };
        assert!(invented(J, &checked("9999-417")));
        assert!(invented(J, &checked("XX-99417")));
        let wrong = |right: &str| {
            let digit = (right.as_bytes()[right.len() - 1] - b'0' + 1) % 10;
            format!("{}{digit}", &right[..right.len() - 1])
        };
        assert!(!invented(J, &wrong(&checked("9999-417"))));
        assert!(!invented(J, &checked("4999-417")));
        for nines in 1..24 {
            assert!(!invented(J, &"9".repeat(nines)));
        }
    }
}
