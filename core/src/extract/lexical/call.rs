//! What is called with the value: setters, methods of a value, flags of a command.

use super::field::{LexicalField, found, is_word};
use super::value::{self, LineBreak};
use crate::extract::FieldOrigin;
use crate::extract::seeking::{is_seeking, sought};
use crate::span::Span;

/// `setSsn("…")`, `.ssn("…")`, `Ssn("…")`. A name that merely contains the hit is a field's only behind a dot or `set`.
pub(super) fn call(bytes: &[u8], word: Span, hit: Span) -> Option<LexicalField> {
    let first = value::skip_blanks(bytes, word.end + 1);
    if !matches!(
        bytes.get(first)?,
        b'"' | b'\'' | b'`' | b'@' | b'0'..=b'9' | b'\n' | b'\r' | b'N' | b'b' | b'r'
    ) {
        return None;
    }
    let name = without_set(bytes, word);
    let behind_dot = word.start > 0 && matches!(bytes[word.start - 1], b'.' | b'>');
    if name == word && !behind_dot && word != hit {
        return None;
    }
    let literal = value::literal(bytes, word.end + 1, LineBreak::Allowed)?;
    if bytes.get(value::skip_blanks(bytes, literal.end)) != Some(&b')') {
        return None;
    }
    let called = str::from_utf8(&bytes[word.range()]).unwrap_or_default();
    let (name, origin) = match is_seeking(called) {
        true => {
            let property = Span::new(word.end - sought(called)?.len(), word.end);
            (property, FieldOrigin::Comparison)
        }
        false => (name, FieldOrigin::Setter),
    };
    found(name, literal, origin)
}

/// The name that a setter sets: `setSsn`, `set_ssn`, `withSsn` without the verb.
fn without_set(bytes: &[u8], word: Span) -> Span {
    for verb in [&b"set"[..], b"with", b"add", b"put"] {
        let rest = word.start + verb.len();
        if rest < word.end && bytes[word.start..rest].eq_ignore_ascii_case(verb) {
            if bytes[rest] == b'_' && rest + 1 < word.end {
                return Span::new(rest + 1, word.end);
            }
            if bytes[rest].is_ascii_uppercase() {
                return Span::new(rest, word.end);
            }
        }
    }
    word
}

/// Methods of a value or an input box that take its value.
const METHODS: [(&[u8], FieldOrigin); 11] = [
    (b"equals", FieldOrigin::Comparison),
    (b"equalsIgnoreCase", FieldOrigin::Comparison),
    (b"isEqualTo", FieldOrigin::Comparison),
    (b"compareTo", FieldOrigin::Comparison),
    (b"setText", FieldOrigin::Setter),
    (b"setValue", FieldOrigin::Setter),
    (b"sendKeys", FieldOrigin::Setter),
    (b"send_keys", FieldOrigin::Setter),
    (b"fill", FieldOrigin::Setter),
    (b"val", FieldOrigin::Setter),
    (b"type", FieldOrigin::Setter),
];

/// `password.equals("…")`, `ssnInput.sendKeys("…")`.
pub(super) fn method(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let start = name.end + 1;
    let window = &bytes[start..(start + 20).min(bytes.len())];
    let length = window.iter().position(|&byte| !is_word(byte))?;
    let (_, origin) = METHODS
        .iter()
        .find(|(method, _)| *method == &window[..length])?;
    if window[length] != b'(' {
        return None;
    }
    let literal = value::literal(bytes, start + length + 1, LineBreak::Refused)?;
    found(name, literal, *origin)
}

/// Whether two dashes stand before a name, or one behind a blank, as PowerShell and Go have it.
pub(super) fn is_flag(bytes: &[u8], name: Span) -> bool {
    let before = &bytes[..name.start];
    before.ends_with(b"--") || before.ends_with(b" -") && name.len() >= 5
}

/// `--password=…`, `--password …`, `-Password …`.
pub(super) fn flag(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let literal = value::argument(bytes, name.end + 1)?;
    found(name, literal, FieldOrigin::Flag)
}
