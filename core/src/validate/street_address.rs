//! The shape of a street address.
//!
//! Source: USPS Publication 28, section 2 (address lines, PO boxes, rural routes) and appendix C1 (street suffixes).

/// Street suffixes and their usual abbreviations.
const SUFFIXES: &[&str] = &[
    "alley",
    "aly",
    "ave",
    "avenue",
    "bend",
    "blvd",
    "boulevard",
    "broadway",
    "bypass",
    "cir",
    "circle",
    "court",
    "cove",
    "cres",
    "crescent",
    "crossing",
    "ct",
    "dr",
    "drive",
    "expressway",
    "expy",
    "freeway",
    "fwy",
    "gardens",
    "grove",
    "heights",
    "highway",
    "hill",
    "hwy",
    "island",
    "junction",
    "landing",
    "lane",
    "ln",
    "loop",
    "manor",
    "meadows",
    "parade",
    "park",
    "parkway",
    "pass",
    "path",
    "pike",
    "pkwy",
    "pl",
    "place",
    "plaza",
    "plz",
    "point",
    "rd",
    "ridge",
    "road",
    "row",
    "run",
    "sq",
    "square",
    "st",
    "str",
    "street",
    "ter",
    "terrace",
    "trail",
    "trl",
    "turnpike",
    "view",
    "walk",
    "way",
    "wharf",
    "xing",
];

/// A house number, one to six words and a street suffix (`12 Main St`, `1600 N Elm Avenue, Apt 4B`), a suffix first with a number
/// behind (`Highway 61`) is none. Or a PO box (`P.O. Box 123`), or a rural route (`RR 2 Box 10`).
pub(super) fn street_address(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 200 && (is_post_office_box(text) || is_numbered_street(text))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t', '\n'])
        .filter(|word| !word.is_empty())
}

fn is_numbered_street(text: &str) -> bool {
    let mut words = words(text);
    let number = words.next().unwrap_or_default();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let letter_or_half = number.len() - digits <= 2 && number.is_ascii();
    (1..=6).contains(&digits)
        && letter_or_half
        && words
            .take(7)
            .enumerate()
            .any(|(place, word)| place > 0 && is_suffix(word))
}

fn is_suffix(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    SUFFIXES
        .iter()
        .any(|suffix| suffix.eq_ignore_ascii_case(word))
}

fn is_post_office_box(text: &str) -> bool {
    let mut last = ["", ""];
    for word in words(text) {
        let numbered = word.starts_with(|c: char| c.is_ascii_digit() || c == '#');
        if numbered && last[1].eq_ignore_ascii_case("box") && is_box_head(last[0]) {
            return true;
        }
        last = [last[1], word];
    }
    false
}

fn is_box_head(word: &str) -> bool {
    let named = ["po", "p.o.", "p.o", "pob", "office", "o."]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    named || !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn street_address_cases() {
        for right in [
            "12 Main St",
            "12 Main Street",
            "1600 N Elm Avenue, Apt 4B",
            "12B Old Mill Rd.",
            "P.O. Box 123",
            "PO BOX 9",
            "Post Office Box 7",
            "RR 2 Box 10",
            "221b Baker Street",
            "12 Main St\nSpringfield",
        ] {
            assert!(street_address(right), "{right}");
        }
        for wrong in [
            "",
            "Main St",
            "Highway 61",
            "12",
            "12 St",
            "12 items in the list",
            "Box 12",
            "3.14 way",
            "1234567 Main St",
            "12 é",
        ] {
            assert!(!street_address(wrong), "{wrong}");
        }
    }
}
