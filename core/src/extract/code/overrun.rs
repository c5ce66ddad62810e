//! Texts in which the lexer of a grammar would remember more than it has room for, and end the program for it.
//!
//! Between two tokens a lexer written in C keeps what it knows in 1,024 bytes. Two do not keep to that: that of Ruby counts the
//! characters of a heredoc's word in one byte, that of Python writes the last of many indentations half beyond the end. Both are caught by
//! assertions, which no `Result` tells of. Such texts are read lexically.

use std::collections::HashSet;

use crate::document::Language;

/// The longest word of a heredoc in Ruby whose length fits into a byte. In characters.
const LONGEST_WORD: usize = 255;

/// How many indentations fit in Python: two bytes each, beside two bytes and at most 255 strings that are open.
const MOST_INDENTATIONS: usize = (1024 - 2 - 255) / 2;

/// What columns a tab counts for in Python's lexer.
const TAB: u16 = 8;

/// Whether a text could make a lexer remember too much. It may say so of a text that would not.
pub(super) fn may_overrun(language: Language, text: &str) -> bool {
    match language {
        Language::Ruby => has_long_word(text),
        Language::Python => indentations(text) > MOST_INDENTATIONS,
        _ => false,
    }
}

/// Whether a word behind `<<`, `<<-` or `<<~`, bare or in quotes, is too long, or its quotes do not end.
fn has_long_word(text: &str) -> bool {
    text.match_indices("<<").any(|(at, _)| {
        let behind = &text[at + 2..];
        let behind = behind.strip_prefix(['-', '~']).unwrap_or(behind);
        let mut word = behind.chars();
        let is_end = |c: char, quote: Option<char>| match quote {
            Some(quote) => c == quote,
            None => c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_',
        };
        let quote = behind
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'));
        if quote.is_some() {
            word.next();
        }
        let length = word
            .take_while(|c| !is_end(*c, quote))
            .take(LONGEST_WORD + 1)
            .count();
        length > LONGEST_WORD
    })
}

/// How many different indentations the lines have: those that are open at once differ from one another.
fn indentations(text: &str) -> usize {
    let mut widths = HashSet::new();
    let mut bytes = text.bytes().peekable();
    while bytes.peek().is_some() {
        let mut width: u16 = 0;
        while let Some(byte) = bytes.peek() {
            match byte {
                b' ' => width = width.wrapping_add(1),
                b'\t' => width = width.wrapping_add(TAB),
                b'\n' | b'\r' | b'\x0c' => width = 0,
                // The line goes on in the next one.
                b'\\' => {
                    bytes.next();
                    bytes.next_if_eq(&b'\r');
                    if bytes.next_if_eq(&b'\n').is_none() {
                        break;
                    }
                    continue;
                }
                _ => break,
            }
            bytes.next();
        }
        widths.insert(width);
        bytes.by_ref().find(|byte| *byte == b'\n');
    }
    widths.len()
}

#[cfg(test)]
mod tests {
    use super::super::{ParseLimits, parse};
    use super::*;

    fn is_parsed(language: Language, text: &str) -> bool {
        parse(language, text, None, ParseLimits::default()).is_some()
    }

    #[test]
    #[cfg(feature = "language-ruby")]
    fn words_of_heredocs_in_ruby() {
        for (opening, closing) in [("", ""), ("~", ""), ("-'", "'"), ("\"", "\"")] {
            for (length, expected) in [(255, true), (256, false), (300, false), (70_000, false)] {
                let word = "A".repeat(length);
                let text = format!("a = <<{opening}{word}{closing}\n  b #{{c}}\n{word}\nd = 'e'\n");
                assert_eq!(
                    is_parsed(Language::Ruby, &text),
                    expected,
                    "{opening} {length}"
                );
            }
        }
        assert!(!is_parsed(
            Language::Ruby,
            &format!("a <<'{}", "b\n".repeat(200))
        ));
        assert!(is_parsed(
            Language::Ruby,
            &format!("a << '{}'\n1 <<2\n", "b\n".repeat(200))
        ));
    }

    #[test]
    #[cfg(feature = "language-python")]
    fn indentations_in_python() {
        let nested = |depth: usize| {
            let heads = (0..depth).map(|depth| format!("{}if x:\n", " ".repeat(depth)));
            let head: String = heads.collect();
            format!("{head}{}a = f\"{{b}} c\"\n", " ".repeat(depth))
        };
        assert!(is_parsed(Language::Python, &nested(MOST_INDENTATIONS - 1)));
        for depth in [MOST_INDENTATIONS, 510, 511, 512, 700] {
            assert!(!is_parsed(Language::Python, &nested(depth)), "{depth}");
        }
        for (text, expected) in [
            ("a\n  b\n\tc\n\n    # d\n", 4),
            ("  \\\n  a\nb\n", 2),
            ("  \\a\n\x0c a\n", 2),
            ("", 0),
        ] {
            assert_eq!(indentations(text), expected, "{text:?}");
        }
    }
}
