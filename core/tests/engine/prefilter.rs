//! The prefilter loses nothing: a scan finds what the rule's regex finds in the whole text by itself.

use proptest::prelude::*;
use regex::Regex;
use safeharbor_core::{Document, Scratch};

use crate::support::{TOKEN, engine};

/// Where the rule of the token finds something, tried on the whole text at once. A match that a letter or digit continues
/// is a part of something else.
fn by_regex_alone(text: &str) -> Vec<(usize, usize)> {
    let regex = Regex::new("acme_[a-z0-9]{16}").expect("a regex");
    let continues = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    regex
        .find_iter(text)
        .map(|found| (found.start(), found.end()))
        .filter(|&(start, end)| !continues(start.checked_sub(1)) && !continues(Some(end)))
        .collect()
}

/// Text, tokens, parts of tokens and long stretches without anything, so that regions meet, join and lie apart.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[acme_09é \n\r=:,]{0,12}",
        Just(TOKEN.to_owned()),
        Just(TOKEN.to_ascii_uppercase()),
        Just(format!(" {TOKEN}\n")),
        Just("acme_".to_owned()),
        (1_usize..900).prop_map(|length| ". ".repeat(length)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_scan_finds_what_the_regex_finds(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let report = engine().scan(&Document::new("notes.txt", text.as_bytes()), &mut Scratch::default());
        let found: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.rule.id == "secret/acme-token")
            .map(|finding| (finding.span.start, finding.span.end))
            .collect();
        prop_assert_eq!(found, by_regex_alone(&text), "{:?}", text);
    }
}
