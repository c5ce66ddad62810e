//! JSON that is safe to look at: what would steer a terminal or turn the direction of text, in the name of a file, is written as an
//! escape. Programs read the same value.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::terminal::is_unsafe;

/// Writes a value, in one piece: serde writes every key and quotation mark by itself.
pub(super) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut text = Vec::with_capacity(512);
    value.serialize(&mut Serializer::with_formatter(&mut text, Escaping))?;
    out.write_all(&text)
}

/// Escapes what JSON allows to stand as it is.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.is_ascii() && !fragment.contains('\u{7f}') {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            let (plain, from) = rest.split_at(at);
            out.write_all(plain.as_bytes())?;
            let mut characters = from.chars();
            // All of them stand in the basic plane, so that one escape is enough.
            if let Some(found) = characters.next() {
                write!(out, "\\u{:04x}", u32::from(found))?;
            }
            rest = characters.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_text_is_shown_and_programs_read_the_same() {
        for (text, expected) in [
            ("src/é 漢.rs", r#""src/é 漢.rs""#),
            ("a\u{202e}b\u{7f}", r#""a\u202eb\u007f""#),
            ("\u{9b}2J é\u{2066}", r#""\u009b2J é\u2066""#),
            ("a\"\u{1b}[31m\n", r#""a\"\u001b[31m\n""#),
        ] {
            let mut out = Vec::new();
            write(&mut out, &text).expect("memory");
            let written = String::from_utf8(out).expect("text");
            assert_eq!(written, expected);
            let read: String = serde_json::from_str(&written).expect("JSON");
            assert_eq!(read, text);
        }
    }
}
