//! Words against random strings.
//!
//! A value is read twice: as something that a person or a program named (words, abbreviations, numbers and the marks
//! between them), and as characters drawn at random from the smallest alphabet that it fits. Each reading costs bits, by
//! Shannon's measure; the difference says how random the value looks, and grows with its length as the certainty does.

use std::borrow::Cow;

use super::word_list::{Listed, WordList};

/// Letters and the boundary of a word.
const SYMBOLS: usize = 27;

/// A trained model has this many bytes: one for each three symbols in a row.
pub const MODEL_BYTES: usize = SYMBOLS * SYMBOLS * SYMBOLS;

/// Steps of a bit in which the model stores its costs; the dearest stored cost is then just under 16 bits.
const STEPS: f32 = 16.0;

/// How much the shorter context weighs against what was seen in the longer one, in occurrences.
const BACK_OFF: f32 = 4.0;

/// Only so much of a value is looked at: enough to be certain, and it bounds the time.
const MAX_CHARACTERS: usize = 256;

/// What reading a value as named costs, in bits. A word costs the binary logarithm of how many there are to choose from, less
/// for those of code, which are fewer and commoner; the others were fitted on identifiers of open-source code.
mod cost {
    pub(super) const CODE_WORD: f32 = 9.0;
    pub(super) const ENGLISH_WORD: f32 = 13.0;
    /// A new part of a name: `User` after `get`.
    pub(super) const PART: f32 = 3.0;
    /// A number amid letters, letters right behind a number, and each digit.
    pub(super) const NUMBER: f32 = 4.0;
    pub(super) const AFTER_NUMBER: f32 = 4.0;
    pub(super) const DIGIT: f32 = 3.3;
    /// A character that repeats or continues the last one: `aaaa`, `1234`.
    pub(super) const RUN: f32 = 1.0;
    /// A mark that joins words: `_`, `.`, `/`; and any other.
    pub(super) const JOINT: f32 = 2.0;
    pub(super) const MARK: f32 = 5.5;
    /// A character of a prefix, when the rest is read as random.
    pub(super) const PREFIX: f32 = 6.0;
    /// Choosing an alphabet, when the value is read as random.
    pub(super) const ALPHABET: f32 = 5.0;
}

/// How fast certainty grows with the difference of the two readings, per bit.
const SLOPE: f32 = 0.35;

/// Tells natural words from random strings.
#[derive(Clone, Debug)]
pub struct LanguageModel {
    trigrams: Cow<'static, [u8]>,
    english: WordList,
    code: WordList,
}

impl LanguageModel {
    /// Learns how letters follow each other. The result is what [`LanguageModel::new`] takes: [`MODEL_BYTES`] bytes, fit to be
    /// made at build time. Anything but ASCII letters parts words.
    pub fn train<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u8> {
        let mut counts = vec![0.0_f32; MODEL_BYTES];
        for word in words.flat_map(|word| word.split(|c: char| !c.is_ascii_alphabetic())) {
            let (mut before, mut last) = (0, 0);
            for symbol in word
                .bytes()
                .map(symbol_of)
                .chain([0])
                .take_while(|_| !word.is_empty())
            {
                counts[index(before, last, symbol)] += 1.0;
                (before, last) = (last, symbol);
            }
        }
        costs(&counts)
    }

    /// A model from what [`LanguageModel::train`] gave, with lists of English words and of words of code. `None` when the bytes
    /// are not a model's.
    pub fn new(
        trigrams: impl Into<Cow<'static, [u8]>>,
        english: WordList,
        code: WordList,
    ) -> Option<Self> {
        let trigrams = trigrams.into();
        (trigrams.len() == MODEL_BYTES).then_some(Self {
            trigrams,
            english,
            code,
        })
    }

    /// The average binary logarithm of a letter's probability in `text`, from -16 to 0: about -3 for English, below -5 for
    /// random letters. 0 when there is no letter. Case does not matter; digits and marks part words.
    pub fn score(&self, text: &str) -> f32 {
        let letters = |part: &&str| !part.is_empty();
        let (mut bits, mut count) = (0.0, 0.0);
        for part in text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(letters)
        {
            bits += self.steps(part.as_bytes()).sum::<f32>();
            count += part.len() as f32;
        }
        if count > 0.0 { -bits / count } else { 0.0 }
    }

    /// Whether a value is one word of the lists.
    pub fn is_word(&self, value: &str) -> bool {
        let value = value.trim();
        let listed = |list: &WordList| list.look_up(value) == Listed::Word;
        value.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (listed(&self.english) || listed(&self.code))
    }

    /// Whether a value is an identifier as programs have them, all of whose parts are words of the lists: in camelCase from a small
    /// letter (`overEvery`), or in snake_case (`credit_card`).
    pub fn is_identifier(&self, value: &str) -> bool {
        let value = value.trim();
        let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
        let joined = has(u8::is_ascii_uppercase) != has(|&byte| byte == b'_');
        let named = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        joined
            && value.starts_with(|c: char| c.is_ascii_lowercase())
            && value.bytes().all(named)
            && parts(value).all(|part| match part {
                Part::Letters(word) => word.len() >= 2 && self.is_word(word),
                Part::Mark(mark) => mark == '_',
                Part::Digits(_) => false,
            })
    }

    /// How random a value looks, from 0 (named by somebody) to 1 (drawn by a generator). Short values and plain numbers stay
    /// near the middle or below, since they say little.
    pub fn looks_random(&self, value: &str) -> f32 {
        let text = first_characters(value.trim());
        if text.is_empty() {
            return 0.0;
        }
        let surplus = self.named_bits(text) - random_bits_behind_prefix(text);
        1.0 / (1.0 + (-SLOPE * surplus).exp())
    }

    /// What each letter of a word costs, and at last its end.
    fn steps<'a>(&'a self, word: &'a [u8]) -> impl Iterator<Item = f32> + 'a {
        let mut context = (0, 0);
        word.iter()
            .copied()
            .map(symbol_of)
            .chain([0])
            .map(move |symbol| {
                let cost = self.trigrams[index(context.0, context.1, symbol)];
                context = (context.1, symbol);
                f32::from(cost) / STEPS
            })
    }

    /// What a value costs when somebody named it.
    fn named_bits(&self, text: &str) -> f32 {
        let mut after_digits = false;
        let mut bits = 0.0;
        for part in parts(text) {
            bits += match part {
                Part::Letters(word) if after_digits => cost::AFTER_NUMBER + self.word_bits(word),
                Part::Letters(word) => cost::PART + self.word_bits(word),
                Part::Digits(digits) => cost::NUMBER + run_aware(digits.as_bytes(), cost::DIGIT),
                Part::Mark('_' | '-' | '.' | '/' | ':' | ' ' | '@' | ',') => cost::JOINT,
                // A letter of another script, hardly a generator's choice.
                Part::Mark(mark) if mark.is_alphabetic() => cost::JOINT,
                Part::Mark(_) => cost::MARK,
            };
            after_digits = matches!(part, Part::Digits(_));
        }
        bits
    }

    /// The cheapest way to read letters as words of the lists and, between them, as letters that follow each other.
    fn word_bits(&self, word: &str) -> f32 {
        let bytes = word.as_bytes();
        let mut best = vec![f32::INFINITY; bytes.len() + 1];
        best[0] = 0.0;
        let mut last = 0;
        for (at, step) in self.steps(bytes).take(bytes.len()).enumerate() {
            let letter = bytes[at].to_ascii_lowercase();
            let in_run = at > 0 && (letter == last || letter == last + 1);
            last = letter;
            let step = if in_run {
                step.min(cost::RUN + 1.0)
            } else {
                step
            };
            best[at + 1] = best[at + 1].min(best[at] + step);
            for (list, bits) in [
                (&self.code, cost::CODE_WORD),
                (&self.english, cost::ENGLISH_WORD),
            ] {
                for end in at + 2..=bytes.len() {
                    match list.look_up(&word[at..end]) {
                        Listed::Word => best[end] = best[end].min(best[at] + bits),
                        Listed::Prefix => {}
                        Listed::No => break,
                    }
                }
            }
        }
        best[bytes.len()]
    }
}

/// A letter's number, 1 to 26; 0 for anything else.
fn symbol_of(byte: u8) -> usize {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => usize::from(letter - b'a') + 1,
        _ => 0,
    }
}

fn index(before: usize, last: usize, symbol: usize) -> usize {
    (before * SYMBOLS + last) * SYMBOLS + symbol
}

/// Costs in steps from counts: each context backs off to the shorter one in proportion to how little was seen of it.
fn costs(counts: &[f32]) -> Vec<u8> {
    let mut single = [1.0_f32; SYMBOLS];
    let mut pairs = vec![0.0_f32; SYMBOLS * SYMBOLS];
    for (place, &count) in counts.iter().enumerate() {
        single[place % SYMBOLS] += count;
        pairs[place % (SYMBOLS * SYMBOLS)] += count;
    }
    let all: f32 = single.iter().sum();
    let mut bytes = Vec::with_capacity(MODEL_BYTES);
    for (context, row) in counts.chunks(SYMBOLS).enumerate() {
        let seen: f32 = row.iter().sum();
        let last = &pairs[context % SYMBOLS * SYMBOLS..][..SYMBOLS];
        let seen_last: f32 = last.iter().sum();
        for (symbol, &count) in row.iter().enumerate() {
            let one = single[symbol] / all;
            let two = (last[symbol] + BACK_OFF * one) / (seen_last + BACK_OFF);
            let three = (count + BACK_OFF * two) / (seen + BACK_OFF);
            bytes.push(quantised(-three.log2()));
        }
    }
    bytes
}

fn quantised(bits: f32) -> u8 {
    // In range by the clamp; `as` rounds toward zero.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let steps = (bits * STEPS + 0.5).clamp(0.0, 255.0) as u8;
    steps
}

fn first_characters(text: &str) -> &str {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// A piece of a name.
enum Part<'t> {
    /// Letters of one case, or capitalised.
    Letters(&'t str),
    /// Digits.
    Digits(&'t str),
    /// Anything else, one at a time.
    Mark(char),
}

/// The pieces that a reader sees in `getHTTPServer_v2`: get, HTTP, Server, _, v, 2.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let bytes = rest.as_bytes();
        let end = match first {
            'a'..='z' | 'A'..='Z' => letters_end(bytes),
            '0'..='9' => bytes
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count(),
            mark => mark.len_utf8(),
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(match first {
            'a'..='z' | 'A'..='Z' => Part::Letters(part),
            '0'..='9' => Part::Digits(part),
            mark => Part::Mark(mark),
        })
    })
}

/// Where the letters at the front stop being one part: `get|User`, `HTTP|Server`.
fn letters_end(bytes: &[u8]) -> usize {
    let upper = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase())
        .count();
    let lower = bytes[upper..]
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase())
        .count();
    match (upper, lower) {
        (2.., 1..) => upper - 1,
        _ => upper + lower,
    }
}

/// Bytes at `each` bits, those that repeat or continue the one before them cheaper.
fn run_aware(bytes: &[u8], each: f32) -> f32 {
    let follows = |pair: &[u8]| pair[1] == pair[0] || pair[1] == pair[0].wrapping_add(1);
    let runs = bytes.windows(2).filter(|pair| follows(pair)).count() as f32;
    bytes.len() as f32 * each - runs * (each - cost::RUN)
}

/// [`random_bits`] when up to four characters at the front may be a mark of the issuer, such as `SK` before hexadecimal.
fn random_bits_behind_prefix(text: &str) -> f32 {
    let behind = |(count, (at, _)): (usize, (usize, char))| {
        count as f32 * cost::PREFIX + random_bits(&text[at..])
    };
    text.char_indices()
        .take(5)
        .enumerate()
        .map(behind)
        .fold(f32::INFINITY, f32::min)
}

/// What a value costs when it was drawn from the smallest usual alphabet that holds it.
fn random_bits(text: &str) -> f32 {
    let has = |test: fn(&u8) -> bool| text.bytes().any(|byte| test(&byte));
    let only = |test: fn(&u8) -> bool| text.bytes().all(|byte| test(&byte));
    let lower_hex = only(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    let upper_hex = only(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F' | b'-'));
    let mut size = match (has(u8::is_ascii_lowercase), has(u8::is_ascii_uppercase)) {
        (true, false) if lower_hex && has(u8::is_ascii_digit) => 6.0,
        (false, true) if upper_hex && has(u8::is_ascii_digit) => 6.0,
        (false, false) => 0.0,
        (true, true) => 52.0,
        _ => 26.0,
    };
    size += if has(u8::is_ascii_digit) { 10.0 } else { 0.0 };
    size += if has(|byte| matches!(byte, b'-' | b'_' | b'+' | b'/' | b'.' | b'=')) {
        2.0
    } else {
        0.0
    };
    let marks = |byte: &u8| {
        !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'+' | b'/' | b'.' | b'=')
    };
    size += if text.bytes().any(|byte| marks(&byte)) {
        24.0
    } else {
        0.0
    };
    cost::ALPHABET + text.chars().count() as f32 * f32::log2(size)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The model of the built-in lists.
    fn model() -> LanguageModel {
        let read = |name: &str| {
            let path = format!(
                "{}/../patterns/packs/words/{name}.txt",
                env!("CARGO_MANIFEST_DIR")
            );
            WordList::new(std::fs::read_to_string(path).unwrap())
        };
        let (english, code) = (read("english"), read("code"));
        let trigrams = LanguageModel::train(english.words().chain(code.words()));
        LanguageModel::new(trigrams, english, code).unwrap()
    }

    #[test]
    fn names_are_told_from_random_strings() {
        let model = model();
        for natural in [
            "correcthorse",
            "getUserNameById",
            "application/json",
            "MAX_RETRY_COUNT",
            "com.example.service.Foo",
            "password",
            "letmein",
            "my-secret-name",
            "HTTPServerConnection",
            "aaaaaaaaaaaa",
            "1234567890",
            "abcdefghijkl",
            "user_profile_image_url",
            "Content-Type",
            "text/html; charset=utf-8",
            "org.springframework.boot",
            "x-amz-security-token",
            "the quick brown fox",
            "node_modules/.bin/eslint",
            "AbstractSingletonProxyFactoryBean",
            "us-east-1",
            "2024-01-01",
            "utf-8",
            "readme.md",
        ] {
            let random = model.looks_random(natural);
            assert!(random < 0.4, "{natural}: {random}");
        }
        for random in [
            "kJ8x2Qp0vT",
            "9f86d081884c7d65",
            "wJalrXUtnFEMI7MDENG",
            "x7Qk2vTz9LmB4wRn",
            "qzxvkwjfhgtbpl",
            "hY7-kq_2Zx9Lp",
            "ZXQKJVWPYBGT2345",
        ] {
            let likely = model.looks_random(random);
            assert!(likely > 0.5, "{random}: {likely}");
        }
    }

    #[test]
    fn identifiers_are_words_in_camel_case() {
        let model = model();
        for (value, expected) in [
            ("overEvery", true),
            ("stubFalse", true),
            ("credit_card", true),
            ("credit_Card", false),
            ("qzx_card", false),
            ("kJxQpvTz", false),
            ("BlueHorse", false),
            ("blueHorse77", false),
            ("monkey", false),
            ("", false),
        ] {
            assert_eq!(model.is_identifier(value), expected, "{value}");
        }
    }

    #[test]
    fn certainty_grows_with_length() {
        let model = model();
        let long = "x7Qk2vTz9LmB4wRnx3Wd8sKq";
        assert!(model.looks_random(long) > model.looks_random(&long[..8]));
        assert!(model.looks_random("") < 0.01);
    }

    #[test]
    fn scores_follow_the_language() {
        let model = model();
        assert!(model.score("information") > model.score("qzxvkwjfhg") + 2.0);
        assert_eq!(model.score("12345"), 0.0);
        assert_eq!(model.score("Message"), model.score("mESSAGE"));
    }

    #[test]
    fn a_model_has_its_size() {
        assert_eq!(
            LanguageModel::train(["a", "bc"].into_iter()).len(),
            MODEL_BYTES
        );
        assert!(LanguageModel::new(vec![0; 3], WordList::default(), WordList::default()).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn always_a_probability(text in "\\PC{0,80}") {
            let trigrams = LanguageModel::train(["word", "list"].into_iter());
            let model = LanguageModel::new(trigrams, WordList::default(), WordList::default()).unwrap();
            let random = model.looks_random(&text);
            prop_assert!((0.0..=1.0).contains(&random));
            prop_assert!((-16.0 * 3.0..=0.0).contains(&model.score(&text)));
        }
    }
}
