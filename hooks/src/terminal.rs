//! Text that comes from a repository made safe to print: a file name or a line of code may hold escape sequences that
//! recolour, overwrite or answer for a terminal, and marks that turn the direction of what follows.

use std::borrow::Cow;

/// `text` with every control and direction character written as `\u{…}`. Tabs become a space, so that columns can be counted.
pub(crate) fn sanitised(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\t' => safe.push(' '),
            _ if is_unsafe(character) => safe.extend(character.escape_unicode()),
            _ => safe.push(character),
        }
    }
    Cow::Owned(safe)
}

/// Whether a character steers a terminal or turns the direction of text.
pub(crate) fn is_unsafe(character: char) -> bool {
    // Unicode Standard Annex 9, explicit directional formatting characters, and U+2028 and U+2029, which break lines.
    let turns = matches!(character, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || turns
}

#[cfg(test)]
mod tests {
    use super::sanitised;

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        let cases = [
            ("src/é 漢.rs", "src/é 漢.rs"),
            ("a\tb", "a b"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\nb\r", "a\\u{a}b\\u{d}"),
            ("x\u{202e}y\u{9b}2J", "x\\u{202e}y\\u{9b}2J"),
        ];
        for (text, expected) in cases {
            assert_eq!(sanitised(text), expected);
        }
    }
}
