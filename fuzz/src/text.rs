//! Texts that no reader of a format is for.

use safeharbor::extract::decode::{Budget, escaped, payloads};
use safeharbor::extract::reading::assert_extraction_sound;
use safeharbor::{
    Baseline, BaselineEntry, Config, Engine, Extraction, Options, Span, Surrogates, Value, Windows,
    decode, pack, parse_rules, rules,
};

/// Character encodings, and texts encoded in a text: everything maps back. The first byte says how large windows are.
pub(crate) fn decoders(data: &[u8]) {
    let [size, bytes @ ..] = data else {
        return;
    };
    let Some(whole) = decode(bytes) else {
        return;
    };
    for (at, character) in whole.text.char_indices() {
        let span = Span::new(at, at + character.len_utf8());
        assert!(bytes.get(whole.map.to_parent(span).range()).is_some());
    }
    let mut budget = Budget::default();
    let mut views = payloads(&whole.text, &mut budget);
    views.extend(escaped(&whole.text, &mut budget));
    let mut found = Extraction::default();
    found.views = views;
    assert_extraction_sound(&found, &whole.text);
    assert_eq!(in_windows(bytes, usize::from(*size)), whole.text);
}

fn in_windows(bytes: &[u8], size: usize) -> String {
    let windows = Windows::with_size(bytes, size).expect("memory reads");
    let mut windows = windows.expect("a text, as it was whole");
    let mut text = String::new();
    while let Some(window) = windows.next_window().expect("memory reads") {
        text.push_str(window.text);
        let read = window.text.len();
        windows.consume(read);
    }
    text
}

/// Source code by its grammar. The first line is the path.
#[cfg(feature = "languages")]
pub(crate) fn code(data: &[u8]) {
    use safeharbor::extract::code::{ParseLimits, extract, parse};
    use safeharbor::{Labels, detect};

    let document = crate::engine::document(data);
    let text = String::from_utf8_lossy(&document.bytes);
    let language = detect(&document.path, &text);
    if let Some(tree) = parse(language, &text, None, ParseLimits::default()) {
        let mut out = Extraction::default();
        extract(language, &tree, &text, &mut Labels::new(), &mut out);
        assert_extraction_sound(&out, &text);
    }
}

/// What a team writes: settings with rules of its own, and the baseline, which says the same once it is written again.
pub(crate) fn team_files(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = parse_rules("rules.toml", &text);
    if let Ok(config) = Config::parse("safeharbor.toml", &text)
        && let Ok(pack) = config.changed("safeharbor.toml", pack())
    {
        let _ = Engine::new(pack, Options::default());
    }
    if let Ok(baseline) = Baseline::parse("baseline", data) {
        let again = Baseline::parse("baseline", baseline.render().as_bytes());
        assert_eq!(entries(&again.expect("what we wrote")), entries(&baseline));
    }
}

/// The entries, wherever they stood.
fn entries(baseline: &Baseline) -> Vec<BaselineEntry> {
    let anywhere = |entry: &BaselineEntry| BaselineEntry {
        line: 0,
        ..entry.clone()
    };
    baseline.entries().map(anywhere).collect()
}

/// A value that was masked is not masked again. Two bytes choose the rule.
pub(crate) fn masking() -> impl Fn(&[u8]) {
    let rules = rules();
    move |data| {
        let [high, low, text @ ..] = data else {
            return;
        };
        let rule = &rules[usize::from(u16::from_be_bytes([*high, *low])) % rules.len()];
        let text = String::from_utf8_lossy(text);
        let surrogates = Surrogates::new([7; 32]);
        let masked = |text: &str| surrogates.surrogate(rule, &Value::new(text, ""));
        let once = masked(&text);
        assert_eq!(masked(&once), once, "{}", rule.id);
    }
}
