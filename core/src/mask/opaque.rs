//! Numbers and tokens of no form in particular: record, account and licence numbers, keys, passwords.
//!
//! Letters stay letters, digits digits. The first half becomes `9` and `X`, the rest is drawn, and the last character
//! checks the others, which is how a surrogate is known ([`invented`](crate::validate::invented)).

use super::draw::Draws;
use crate::validate::invented;

/// The surrogate of `text`, whose first `public` bytes stay, as do the lines that begin and end a PEM block.
pub(super) fn surrogate(text: &str, public: usize, draws: Draws<'_>) -> String {
    let (prefix, body) = text.split_at(text.floor_char_boundary(public));
    let is_frame = |line: &str| line.starts_with("-----");
    let secret: Vec<char> = body
        .split_inclusive('\n')
        .filter(|line| !is_frame(line))
        .flat_map(|line| line.chars().filter(|c| c.is_alphanumeric()))
        .collect();
    let masked = characters(&secret, draws);
    let mut masked = masked.chars();
    let mut surrogate = prefix.to_owned();
    for line in body.split_inclusive('\n') {
        if is_frame(line) {
            surrogate.push_str(line);
        } else {
            let replaced = |c: char| match c.is_alphanumeric() {
                true => masked.next().unwrap_or('X'),
                false => c,
            };
            surrogate.extend(line.chars().map(replaced));
        }
    }
    surrogate
}

/// The letters and digits that take the place of `secret`.
fn characters(secret: &[char], draws: Draws<'_>) -> String {
    let original: String = secret.iter().collect();
    let marks = invented::marks(secret.len());
    let is_marked = secret
        .iter()
        .take(marks)
        .all(|c| matches!(c, '9' | 'X' | 'x'));
    let is_own = || original.is_ascii() && invented::is_checked(&original);
    if is_marked && (secret.len() < invented::SHORTEST_MARKED || is_own()) {
        return original;
    }
    draws.distinct(&original, |draw| {
        let masked = secret.iter().enumerate().map(|(index, &c)| match c {
            c if index < marks => like(c, '9', 'x'),
            c => like(c, draw.digit(), draw.letter()),
        });
        let mut masked: String = masked.collect();
        if secret.len() >= invented::SHORTEST_MARKED
            && let Some(last) = masked.pop()
        {
            let kind = u8::try_from(last).unwrap_or(b'x');
            let check = invented::check(masked.bytes(), kind);
            masked.push(char::from(check));
        }
        masked
    })
}

/// The digit or the letter, whichever `c` is, in its case.
fn like(c: char, digit: char, letter: char) -> char {
    if c.is_ascii_digit() {
        digit
    } else if c.is_lowercase() {
        letter
    } else {
        letter.to_ascii_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn masked(text: &str, public: usize) -> String {
        surrogate(text, public, Draws::of_test("opaque", &Mutex::default()))
    }

    #[test]
    fn half_is_marked() {
        let text = masked("AB-00482913", 0);
        assert!(text.starts_with("XX-999"), "{text}");
        assert_eq!(text.len(), 11);
        assert_eq!(masked("12", 0), format!("9{}", &masked("12", 0)[1..]));
        assert_eq!(masked("", 0), "");
    }

    #[test]
    fn pem_frames_stay() {
        let frame = |what: &str| format!("-----{what} PRIVATE{}-----", " KEY");
        let text = format!("{}\nAbc1/+=\n{}\n", frame("BEGIN"), frame("END"));
        let masked = masked(&text, 0);
        assert!(masked.starts_with(&frame("BEGIN")) && masked.trim_end().ends_with(&frame("END")));
        assert!(!masked.contains("Abc1"));
    }
}
