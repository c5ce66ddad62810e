//! Values that somebody made up: repetitions, sequences, words for samples.

use super::is_one_of;

/// One character four times or more, or a group of two to four characters three times or more, and nothing else. Marks
/// between them do not count: `000-00-0000`.
pub(super) fn is_repeated(value: &str) -> bool {
    let characters = || value.chars().filter(|c| c.is_alphanumeric());
    let count = characters().count();
    let repeats = |period: usize| {
        characters()
            .zip(characters().skip(period))
            .all(|(a, b)| a == b)
    };
    (count >= 4 && repeats(1)) || (2..=4).any(|period| count >= period * 3 && repeats(period))
}

/// Rows of a keyboard, both ways of counting, and the alphabet.
const SEQUENCES: [&str; 7] = [
    "01234567890123456789012345678901234567890",
    "98765432109876543210987654321",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "asdfghjkl",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
];

/// At least five characters, or runs of at least four each, that follow each other in a sequence: `123-45-6789`, `abc12345`.
pub(super) fn is_sequential(value: &str) -> bool {
    let mut plain = [0_u8; 64];
    let characters = value
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase());
    let len = plain
        .iter_mut()
        .zip(characters)
        .map(|(place, byte)| *place = byte)
        .count();
    let fits = value.is_ascii() && value.len() <= plain.len();
    let whole = str::from_utf8(&plain[..len]).unwrap_or_default();
    let digits_at = whole.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let follows = |text: &str, least: usize| {
        text.len() >= least && SEQUENCES.iter().any(|sequence| sequence.contains(text))
    };
    let (letters, digits) = whole.split_at(digits_at);
    fits && (follows(whole, 5) || (follows(letters, 3) && follows(digits, 3)))
}

/// Words that people write into samples, and numbers behind them: `test`, `dummy123`, `John Doe`.
pub(super) fn is_sample_word(value: &str) -> bool {
    let words = [
        "test",
        "tests",
        "testing",
        "tester",
        "testuser",
        "example",
        "examples",
        "sample",
        "dummy",
        "fake",
        "foo",
        "bar",
        "baz",
        "foobar",
        "qux",
        "demo",
        "mock",
        "mocked",
        "doe",
        "lorem",
        "ipsum",
        "asdf",
        "blah",
        "whatever",
        "something",
        "somevalue",
        "guest",
        "admin",
        "administrator",
        "root",
        "welcome",
        "letmein",
        "tiger",
        "changed",
        "wrong",
        "anything",
        "nobody",
        "invalid",
        "bogus",
        "default",
        "secret",
        "password",
        "passwd",
        "pass",
        "pwd",
        "token",
        "key",
        "apikey",
        "value",
        "string",
        "text",
        "name",
        "username",
        "user",
        "hidden",
    ];
    let joints = [
        "my", "the", "a", "an", "some", "john", "jane", "api", "auth", "access", "client", "id",
        "new", "old", "very", "super", "valid", "wrong", "bad", "not", "real",
    ];
    let mut found = false;
    let parts = value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    for part in parts {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = part.len() - word.len() <= 4;
        let sample = number && is_one_of(word, &words);
        found |= sample;
        let neutral = is_one_of(word, &joints) || (word.is_empty() && number);
        if !(sample || neutral) {
            return false;
        }
    }
    found && value.is_ascii()
}
