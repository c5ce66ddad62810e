//! What the regexes of rules cost before they search anything: whoever commits a word that wakes one waits until it is compiled.

use regex::RegexBuilder;

/// How many bytes a compiled regex may take. At this size compiling takes about a millisecond.
///
/// What costs are counted repetitions of classes of Unicode characters: `\p{L}{1,24}` is 24 automata of some hundred states
/// each. A region of text is bounded anyway, so `\p{L}+` says the same, and `[A-Za-zÀ-ſ]+` nearly.
const LARGEST: usize = 512 << 10;

#[test]
fn no_regex_is_large() {
    let mut looked_at = 0;
    for rule in safeharbor_patterns::rules() {
        let Some(regex) = &rule.regex else { continue };
        let built = RegexBuilder::new(regex).size_limit(LARGEST).build();
        assert!(
            built.is_ok(),
            "{}: its regex takes more than {LARGEST} bytes",
            rule.id
        );
        looked_at += 1;
    }
    assert!(looked_at > 100, "only {looked_at} rules have a regex");
}
