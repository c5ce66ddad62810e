//! What may stand between a name and its literal: assignment, colon, comparison, a type annotation.

use super::value::skip_blanks;
use crate::extract::FieldOrigin;

/// An operator that gives the name before it to the literal behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    pub(super) origin: FieldOrigin,
    /// Where the value starts, blanks aside.
    pub(super) after: usize,
}

/// How long a type annotation may be.
const MAX_TYPE: usize = 64;

/// The operator at `at`, blanks aside; an annotation of the type counts as part of it.
pub(super) fn operator(bytes: &[u8], at: usize) -> Option<Operator> {
    let start = skip_blanks(bytes, at);
    let given = |origin, after| Some(Operator { origin, after });
    let next = bytes.get(start + 1).copied().unwrap_or(0);
    match bytes.get(start)? {
        b'=' => equals(bytes, start),
        b':' if next == b'=' => given(FieldOrigin::Assignment, start + 2),
        b':' if next == b':' => None,
        b':' => Some(colon(bytes, start + 1)),
        b'!' if next == b'=' => given(FieldOrigin::Comparison, past_equals(bytes, start + 1)),
        b'<' if next == b'-' => given(FieldOrigin::Assignment, start + 2),
        b'+' | b'.' | b'?' if next == b'=' => given(FieldOrigin::Assignment, start + 2),
        b'|' | b'?' if next == bytes[start] => {
            let equals = usize::from(bytes.get(start + 2) == Some(&b'='));
            given(FieldOrigin::Assignment, start + 2 + equals)
        }
        // COBOL: `05 WS-SSN PIC X(9) VALUE "…"`.
        b'P' if start > at && bytes[start..].starts_with(b"PIC ") => {
            let clause = &bytes[start..bytes.len().min(start + MAX_TYPE)];
            let line = memchr::memchr(b'\n', clause).map_or(clause, |end| &clause[..end]);
            let value = memchr::memmem::find(line, b" VALUE ")?;
            given(FieldOrigin::Assignment, start + value + " VALUE ".len())
        }
        b'?' if next == b':' => Some(colon(bytes, start + 2)),
        letter if start > at && (letter.is_ascii_alphabetic() || matches!(letter, b'*' | b'[')) => {
            // Basic says `As` before a type.
            let start = start + 3 * usize::from(bytes[start..].starts_with(b"As "));
            let after = annotation(bytes, start, Spaces::Refused)?;
            given(FieldOrigin::Assignment, after)
        }
        _ => None,
    }
}

/// `=`, `==`, `===`, `=>`; `=~` compares with a pattern.
fn equals(bytes: &[u8], start: usize) -> Option<Operator> {
    match bytes.get(start + 1) {
        Some(b'=') => Some(Operator {
            origin: FieldOrigin::Comparison,
            after: past_equals(bytes, start),
        }),
        Some(b'>') => Some(Operator {
            origin: FieldOrigin::Entry,
            after: start + 2,
        }),
        Some(b'~') => None,
        _ => Some(Operator {
            origin: FieldOrigin::Assignment,
            after: start + 1,
        }),
    }
}

fn past_equals(bytes: &[u8], start: usize) -> usize {
    let run = bytes[start..]
        .iter()
        .take(3)
        .take_while(|&&byte| byte == b'=');
    start + run.count()
}

/// A colon before a value, or before a type and `=`.
fn colon(bytes: &[u8], after: usize) -> Operator {
    match annotation(bytes, after, Spaces::Allowed) {
        Some(after) => Operator {
            origin: FieldOrigin::Assignment,
            after,
        },
        None => Operator {
            origin: FieldOrigin::Entry,
            after,
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    Allowed,
    Refused,
}

/// Where the value behind `Type =` starts. Behind a name without a colon (`password string =`) a type is one word, or any
/// prose would be one.
fn annotation(bytes: &[u8], start: usize, spaces: Spaces) -> Option<usize> {
    let mut at = start;
    while at < bytes.len().min(start + MAX_TYPE) {
        match bytes[at] {
            b'=' => {
                let other = matches!(bytes.get(at + 1), Some(b'=' | b'>' | b'~'));
                return (!other && at > start).then_some(at + 1);
            }
            b' ' if spaces == Spaces::Allowed => {}
            b' ' => {
                let next = skip_blanks(bytes, at);
                return (bytes.get(next) == Some(&b'=')
                    && !matches!(bytes.get(next + 1), Some(b'=' | b'>' | b'~')))
                .then_some(next + 1);
            }
            b'_' | b'&' | b'\'' | b'<' | b'>' | b'[' | b']' | b'.' | b'?' | b'|' | b'!' | b'*'
            | b':' => {
                // A quoted value is no type; a lifetime is.
                let quoted = bytes[at] == b'\''
                    && at > start
                    && bytes[at - 1] != b'&'
                    && bytes[at - 1] != b'<';
                if quoted || bytes[at] == b'\'' && at == start {
                    return None;
                }
            }
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
        at += 1;
    }
    None
}
