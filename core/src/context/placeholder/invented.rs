//! Values that somebody made up: repetitions, sequences, words for samples.

use super::glance::Glance;
use crate::known_words::{KnownWords, words};

/// One character four times or more, or a group of two to four characters three times or more, and nothing else. Marks
/// between them do not count: `000-00-0000`.
pub(super) fn is_repeated(glance: &Glance<'_>) -> bool {
    if glance.is_plain_whole() {
        return repeats(glance.plain());
    }
    if glance.alphabet.letters_and_digits() > MAX_GROUP {
        return false;
    }
    let characters = || glance.value.chars().filter(|c| c.is_alphanumeric());
    let count = characters().count();
    let repeats = |period: usize| {
        characters()
            .zip(characters().skip(period))
            .all(|(a, b)| a == b)
    };
    (count >= 4 && repeats(1))
        || (2..=MAX_GROUP as usize).any(|period| count >= period * 3 && repeats(period))
}

/// The same for lower-case letters and digits without anything between them.
fn repeats(plain: &[u8]) -> bool {
    (1..=MAX_GROUP as usize).any(|period| {
        let least = if period == 1 { 4 } else { period * 3 };
        plain.len() >= least
            && plain[period] == plain[0]
            && plain[period..] == plain[..plain.len() - period]
    })
}

/// Characters in the longest group that is told when it repeats itself.
const MAX_GROUP: u32 = 4;

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

/// For each letter and digit those that come next to it in a sequence, as bits.
const NEXT: [u64; 36] = {
    let mut next = [0; 36];
    let mut sequence = 0;
    while sequence < SEQUENCES.len() {
        let bytes = SEQUENCES[sequence].as_bytes();
        let mut at = 1;
        while at < bytes.len() {
            next[place(bytes[at - 1])] |= 1 << place(bytes[at]);
            at += 1;
        }
        sequence += 1;
    }
    next
};

/// The place of a lower-case letter or a digit among all of them.
const fn place(byte: u8) -> usize {
    match byte {
        b'0'..=b'9' => (byte - b'0') as usize,
        _ => (byte - b'a') as usize + 10,
    }
}

/// Whether the second of two lower-case letters or digits comes next to the first in a sequence.
fn follows(pair: &[u8]) -> bool {
    NEXT[place(pair[0])] >> place(pair[1]) & 1 == 1
}

/// Whether lower-case letters and digits are a part of a sequence.
fn is_in_order(text: &[u8]) -> bool {
    text.windows(2).all(follows)
        && SEQUENCES.iter().any(|sequence| {
            sequence
                .as_bytes()
                .windows(text.len())
                .any(|part| part == text)
        })
}

/// At least five characters, or runs of at least three each, that follow each other in a sequence: `123-45-6789`, `abc12345`.
pub(super) fn is_sequential(glance: &Glance<'_>) -> bool {
    // Most values end at their second letter or digit.
    let begins = |plain: &[u8]| plain.get(..2).is_some_and(follows);
    glance.is_plain_whole()
        && glance.value.len() >= 5
        && (begins(glance.plain()) && is_sequence(glance.plain()) || counts_bytes(glance.value))
}

/// Whether lower-case letters and digits are one sequence, or one of letters and one of digits.
fn is_sequence(whole: &[u8]) -> bool {
    let in_order = |text: &[u8], least: usize| text.len() >= least && is_in_order(text);
    let digits_at = whole.iter().position(u8::is_ascii_digit).unwrap_or(0);
    let (letters, digits) = whole.split_at(digits_at);
    in_order(whole, 5) || (in_order(letters, 3) && in_order(digits, 3))
}

/// Bytes in order, as tables of test vectors have them: `00010203…`, `0x10111213…`.
fn counts_bytes(value: &str) -> bool {
    if value.len() < 16 {
        return false;
    }
    let digits = value.strip_prefix("0x").unwrap_or(value).as_bytes();
    let byte = |pair: &[u8]| {
        str::from_utf8(pair)
            .ok()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    let even = digits.len() >= 16 && digits.len().is_multiple_of(2);
    let mut bytes = digits.chunks_exact(2).map(byte);
    even && bytes.next().flatten().is_some_and(|first| {
        let mut last = first;
        bytes.all(|next| {
            let follows = next == Some(last.wrapping_add(1));
            last = next.unwrap_or(last);
            follows
        })
    })
}

/// Words that people write into samples, and numbers behind them: `test`, `dummy123`, `John Doe`.
pub(super) fn is_sample_word(glance: &Glance<'_>) -> bool {
    if glance.alphabet.is_beyond_ascii() {
        return false;
    }
    let mut found = false;
    for part in words(glance.value) {
        let word = without_number(part);
        let number = part.len() - word.len() <= 4;
        let sample = number && SAMPLES.has(word);
        found |= sample;
        let neutral = JOINTS.has(word) || (word.is_empty() && number);
        if !(sample || neutral) {
            return false;
        }
    }
    found
}

/// A word of ASCII letters and digits without the digits at its end.
fn without_number(part: &str) -> &str {
    let last = part.bytes().rposition(|byte| !byte.is_ascii_digit());
    &part[..last.map_or(0, |last| last + 1)]
}

static SAMPLES: KnownWords<55> = KnownWords::new([
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
]);

/// Words that stand between sample words.
static JOINTS: KnownWords<21> = KnownWords::new([
    "my", "the", "a", "an", "some", "john", "jane", "api", "auth", "access", "client", "id", "new",
    "old", "very", "super", "valid", "wrong", "bad", "not", "real",
]);
