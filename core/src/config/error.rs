//! Messages for people whose configuration is wrong: the line, what was found, what was expected.

use std::ops::Range;

use crate::error::Error;

/// A configuration error at a byte of the text.
pub(super) fn at(origin: &str, text: &str, span: &Range<usize>, message: &str) -> Error {
    let before = text.as_bytes().get(..span.start).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    Error::Config {
        origin: origin.to_owned(),
        message: format!("line {line}: {message}"),
    }
}

/// The error for what the TOML reader says.
pub(super) fn of_toml(origin: &str, text: &str, error: &toml::de::Error) -> Error {
    let message = in_users_words(error.message().trim());
    match error.span() {
        Some(span) => at(origin, text, &span, &message),
        None => Error::Config {
            origin: origin.to_owned(),
            message,
        },
    }
}

/// Serde speaks of fields and variants, people of keys and values; and it lists all that it knows where the nearest is
/// what helps.
fn in_users_words(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let known = |quoted: &mut dyn Iterator<Item = &str>, wrong: &str| {
        let known: Vec<&str> = quoted.collect();
        match nearest(wrong, &known) {
            Some(key) => format!("did you mean `{key}`?"),
            None => format!("known are {}", known.join(", ")),
        }
    };
    if message.starts_with("unknown field") {
        let key = quoted.next().unwrap_or_default();
        format!("unknown key `{key}`; {}", known(&mut quoted, key))
    } else if message.starts_with("unknown variant") {
        let value = quoted.next().unwrap_or_default();
        format!("unknown value `{value}`; {}", known(&mut quoted, value))
    } else if message.starts_with("missing field") {
        format!("missing key `{}`", quoted.next().unwrap_or_default())
    } else {
        message.lines().collect::<Vec<_>>().join("; ")
    }
}

/// The known word that `word` is most likely a slip of: at most half of its letters differ.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let distances = known.iter().map(|key| (edits(word, key), *key));
    let (distance, key) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 2 <= word.chars().count()).then_some(key)
}

/// Levenshtein's distance; words beyond 64 characters are no slips of anything.
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, l) in left.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (at, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[at + 1];
            row[at + 1] = substituted.min(row[at] + 1).min(row[at + 1] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (left, right, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "ab", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edits(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn proposes_only_what_is_near() {
        let known = ["profile", "baseline", "allow"];
        assert_eq!(nearest("profil", &known), Some("profile"));
        assert_eq!(nearest("base-line", &known), Some("baseline"));
        assert_eq!(nearest("colour", &known), None);
    }
}
