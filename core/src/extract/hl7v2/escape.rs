//! Escape sequences inside a field (HL7 2.9, chapter 2, section 2.7).

use super::delimiters::Delimiters;
use crate::document::Decoded;
use crate::span::Span;

/// The longest escape sequence that is looked for, in bytes between its two escape characters.
const LONGEST: usize = 128;

/// What becomes of a repetition separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repetitions {
    /// Stays: the text is one repetition, or none of ours.
    Kept,
    /// Becomes a line feed: the lines of a report are repetitions of one field.
    Lines,
}

/// Undoes the escapes of `text`, which stands at byte `base` of the window.
pub(super) fn decode(
    text: &str,
    base: usize,
    delimiters: &Delimiters,
    repetitions: Repetitions,
) -> Decoded {
    let mut decoded = Decoded::new();
    let mut done = 0;
    while let Some(found) = next_special(&text.as_bytes()[done..], delimiters, repetitions) {
        let at = done + found;
        decoded.verbatim(&text[done..at], base + done);
        done = if text.as_bytes()[at] == delimiters.escape {
            at + undo(&text[at..], base + at, delimiters, &mut decoded)
        } else {
            decoded.replaced("\n", Span::new(base + at, base + at + 1));
            at + 1
        };
    }
    decoded.verbatim(&text[done..], base + done);
    decoded
}

fn next_special(bytes: &[u8], delimiters: &Delimiters, repetitions: Repetitions) -> Option<usize> {
    match repetitions {
        Repetitions::Kept => memchr::memchr(delimiters.escape, bytes),
        Repetitions::Lines => memchr::memchr2(delimiters.escape, delimiters.repetition, bytes),
    }
}

/// Appends what the escape sequence at the head of `text` stands for and gives its length; an unknown sequence, or an
/// escape character that opens none, stands for itself.
fn undo(text: &str, at: usize, delimiters: &Delimiters, decoded: &mut Decoded) -> usize {
    let inner = &text.as_bytes()[1..];
    let within = &inner[..inner.len().min(LONGEST)];
    let sequence = memchr::memchr(delimiters.escape, within).map(|end| &text[1..=end]);
    match sequence.and_then(|sequence| Some((sequence, meaning(sequence, delimiters)?))) {
        Some((sequence, meaning)) => {
            let length = sequence.len() + 2;
            decoded.replaced(&meaning, Span::new(at, at + length));
            length
        }
        None => {
            decoded.verbatim(&text[..1], at);
            1
        }
    }
}

/// The text that a sequence, without its escape characters, stands for; empty for highlighting and indentation.
fn meaning(sequence: &str, delimiters: &Delimiters) -> Option<String> {
    let delimiter = |byte: u8| Some(char::from(byte).to_string());
    match sequence {
        "F" => delimiter(delimiters.field),
        "S" => delimiter(delimiters.component),
        "T" => delimiter(delimiters.subcomponent),
        "R" => delimiter(delimiters.repetition),
        "E" => delimiter(delimiters.escape),
        "P" => delimiter(b'#'),
        "H" | "N" => Some(String::new()),
        _ => match sequence.split_at_checked(1)? {
            ("X", digits) => hexadecimal(digits),
            (".", command) => formatting(command),
            _ => None,
        },
    }
}

/// Formatting commands of FT: `br` and `sp` break the line, `ce` does before it centres, the rest only moves text.
fn formatting(command: &str) -> Option<String> {
    let arguments = command.get(2..)?;
    let number = arguments
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+- ".contains(&byte));
    match command.get(..2)? {
        "br" | "sp" | "ce" if number => Some("\n".to_owned()),
        "fi" | "nf" | "in" | "ti" | "sk" if number => Some(String::new()),
        _ => None,
    }
}

/// Bytes in hexadecimal: UTF-8 where they are, else Latin-1.
fn hexadecimal(digits: &str) -> Option<String> {
    let digits = digits.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16);
    let bytes = digits
        .chunks_exact(2)
        .map(|pair| u8::try_from(value(pair[0])? * 16 + value(pair[1])?).ok())
        .collect::<Option<Vec<u8>>>()?;
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.as_bytes().iter().copied().map(char::from).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(encoded: &str, repetitions: Repetitions) -> String {
        decode(encoded, 0, &Delimiters::default(), repetitions)
            .finish()
            .0
    }

    #[test]
    fn undoes_escapes() {
        let cases = [
            (r"a\F\b\S\c\T\d\R\e\E\f", r"a|b^c&d~e\f"),
            (r"one\.br\two\.sp+2\three", "one\ntwo\nthree"),
            (r"\H\bold\N\ \.in+4\text", "bold text"),
            (r"caf\XE9\ \XC3A9\ \X0D0A\", "café é \r\n"),
            (r"\\server\share", r"\\server\share"),
            (r"\Q\ \X1\ \XZZ\ \", r"\Q\ \X1\ \XZZ\ \"),
            (r"\é\", r"\é\"),
            ("a~b", "a~b"),
        ];
        for (encoded, expected) in cases {
            assert_eq!(text(encoded, Repetitions::Kept), expected, "{encoded}");
        }
        assert_eq!(text("a~b~", Repetitions::Lines), "a\nb\n");
    }

    #[test]
    fn maps_back_to_the_window() {
        let encoded = r"Jane\T\Joe";
        let (decoded, map) =
            decode(encoded, 10, &Delimiters::default(), Repetitions::Kept).finish();
        assert_eq!(decoded, "Jane&Joe");
        assert_eq!(map.to_parent(Span::new(0, 4)), Span::new(10, 14));
        assert_eq!(map.to_parent(Span::new(4, 5)), Span::new(14, 17));
        assert_eq!(map.to_parent(Span::new(5, 8)), Span::new(17, 20));
    }
}
