//! States of the United States.
//!
//! Source: USPS Publication 28, appendix B (states, the District of Columbia, territories, military addresses).

/// Two-letter codes, sorted.
const CODES: [&[u8; 2]; 62] = [
    b"AA", b"AE", b"AK", b"AL", b"AP", b"AR", b"AS", b"AZ", b"CA", b"CO", b"CT", b"DC", b"DE",
    b"FL", b"FM", b"GA", b"GU", b"HI", b"IA", b"ID", b"IL", b"IN", b"KS", b"KY", b"LA", b"MA",
    b"MD", b"ME", b"MH", b"MI", b"MN", b"MO", b"MP", b"MS", b"MT", b"NC", b"ND", b"NE", b"NH",
    b"NJ", b"NM", b"NV", b"NY", b"OH", b"OK", b"OR", b"PA", b"PR", b"PW", b"RI", b"SC", b"SD",
    b"TN", b"TX", b"UT", b"VA", b"VI", b"VT", b"WA", b"WI", b"WV", b"WY",
];

const NAMES: [&str; 56] = [
    "alabama",
    "alaska",
    "american samoa",
    "arizona",
    "arkansas",
    "california",
    "colorado",
    "connecticut",
    "delaware",
    "district of columbia",
    "florida",
    "georgia",
    "guam",
    "hawaii",
    "idaho",
    "illinois",
    "indiana",
    "iowa",
    "kansas",
    "kentucky",
    "louisiana",
    "maine",
    "maryland",
    "massachusetts",
    "michigan",
    "minnesota",
    "mississippi",
    "missouri",
    "montana",
    "nebraska",
    "nevada",
    "new hampshire",
    "new jersey",
    "new mexico",
    "new york",
    "north carolina",
    "north dakota",
    "northern mariana islands",
    "ohio",
    "oklahoma",
    "oregon",
    "pennsylvania",
    "puerto rico",
    "rhode island",
    "south carolina",
    "south dakota",
    "tennessee",
    "texas",
    "utah",
    "vermont",
    "virgin islands",
    "virginia",
    "washington",
    "west virginia",
    "wisconsin",
    "wyoming",
];

/// A state's two-letter code in capitals, or its name in any case.
pub(super) fn us_state(text: &str) -> bool {
    let text = text.trim();
    match text.as_bytes() {
        code @ [_, _] => CODES
            .binary_search_by(|known| known.as_slice().cmp(code))
            .is_ok(),
        _ => NAMES.iter().any(|name| name.eq_ignore_ascii_case(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn us_state_cases() {
        assert!(CODES.is_sorted() && NAMES.is_sorted());
        for right in ["NY", "DC", "PR", "New York", "TEXAS", " ohio "] {
            assert!(us_state(right), "{right}");
        }
        for wrong in ["ny", "XX", "N", "Ontario", "", "New  York"] {
            assert!(!us_state(wrong), "{wrong}");
        }
    }
}
