//! A bare name and its value: behind an operator, in a block, behind a keyword of Lisp.

use super::field::{LexicalField, MAX_NAME, Quoted, found, is_word};
use super::operator::{Operator, operator};
use super::value::{self, LineBreak, Literal};
use crate::extract::FieldOrigin;
use crate::span::Span;

/// `name = "…"`, `name: "…"`, `name: Type = "…"`, `name Type = "…"`, `name == "…"`, `name => "…"`, `map[name] = "…"`.
pub(super) fn named(bytes: &[u8], name: Span) -> Option<LexicalField> {
    let at = match bytes.get(name.end) {
        Some(b']' | b'}') => name.end + 1,
        _ => name.end,
    };
    if let Some(literal) = exported(bytes, name).or_else(|| defined(bytes, name)) {
        return found(name, literal, FieldOrigin::Assignment);
    }
    if let Some(literal) = in_block(bytes, name).or_else(|| behind_keyword(bytes, name)) {
        return found(name, literal, FieldOrigin::Entry);
    }
    if let Some(literal) = called_without_brackets(bytes, name) {
        return found(name, literal, FieldOrigin::Setter);
    }
    let Operator { origin, after } = operator(bytes, at)?;
    let argument = origin == FieldOrigin::Assignment && is_argument(bytes, name, after);
    let origin = if argument {
        FieldOrigin::Argument
    } else if at > name.end && origin == FieldOrigin::Assignment {
        FieldOrigin::Entry
    } else {
        origin
    };
    found(name, value::after_operator(bytes, after, origin)?, origin)
}

/// What may stand before `NAME=value` in a shell, in a Dockerfile and among the arguments of a container.
const EXPORTS: [&[u8]; 6] = [b"export ", b"-e ", b"--env ", b"ENV ", b"ARG ", b"set "];

/// The bare value of `NAME=value`, as shells have it: a name in capitals at the start of a line or behind `export`, with no
/// blank around the sign and nothing of an expression in the value.
fn exported(bytes: &[u8], name: Span) -> Option<Literal> {
    let capitals = bytes[name.range()]
        .iter()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let next = *bytes.get(name.end + 1)?;
    if !capitals || bytes.get(name.end) != Some(&b'=') || !next.is_ascii_alphanumeric() {
        return None;
    }
    let floor = name.start.saturating_sub(MAX_NAME);
    let before = bytes[floor..name.start].trim_ascii_start();
    let starts_line = bytes[floor..name.start]
        .iter()
        .rev()
        .find(|byte| !matches!(byte, b' ' | b'\t'))
        .is_none_or(|&byte| byte == b'\n');
    if !starts_line && !EXPORTS.iter().any(|export| before.ends_with(export)) {
        return None;
    }
    let literal = value::argument(bytes, name.end + 1)?;
    let plain = |byte: &u8| !matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'$');
    let ends = bytes
        .get(literal.end)
        .is_none_or(|&byte| byte.is_ascii_whitespace());
    (ends && bytes[literal.span.range()].iter().all(plain)).then_some(literal)
}

/// The only thing in the block behind a name: `last_name { "…" }`, as factories of Ruby have it.
fn in_block(bytes: &[u8], name: Span) -> Option<Literal> {
    let open = value::skip_blanks(bytes, name.end);
    if open == name.end || bytes.get(open) != Some(&b'{') {
        return None;
    }
    let literal = value::literal(bytes, open + 1, LineBreak::Refused)?;
    let closed = bytes.get(value::skip_blanks(bytes, literal.end)) == Some(&b'}');
    (closed && literal.quoted == Quoted::Yes).then_some(literal)
}

/// The only argument of a call that is a line of its own: `last_name "…"`, as older factories of Ruby have it.
fn called_without_brackets(bytes: &[u8], name: Span) -> Option<Literal> {
    let first = value::skip_blanks(bytes, name.end);
    if first == name.end || !matches!(bytes.get(first), Some(b'"' | b'\'')) {
        return None;
    }
    let floor = name.start.saturating_sub(MAX_NAME);
    let indent = bytes[floor..name.start].iter().rev();
    let starts_line = indent
        .take_while(|&&byte| byte != b'\n')
        .all(|byte| matches!(byte, b' ' | b'\t'));
    let literal = starts_line.then(|| value::literal(bytes, first, LineBreak::Refused))??;
    let behind = bytes.get(value::skip_blanks(bytes, literal.end));
    let ends_line = matches!(behind, None | Some(b'\n' | b'\r' | b'#'));
    ends_line.then_some(literal)
}

/// The literal behind a keyword of Lisp: `:last-name "…"`, `:patient/dob "…"`.
fn behind_keyword(bytes: &[u8], name: Span) -> Option<Literal> {
    let floor = name.start.saturating_sub(MAX_NAME);
    let qualified = bytes[floor..name.start].iter().rev();
    let namespace = qualified
        .take_while(|&&byte| is_word(byte) || matches!(byte, b'/' | b'.' | b'-'))
        .count();
    let sign = name.start.checked_sub(namespace + 1)?;
    let is_keyword = bytes[sign] == b':'
        && sign.checked_sub(1).is_none_or(|before| {
            matches!(bytes[before], b'{' | b' ' | b'\n' | b'(' | b',' | b'\t')
        });
    let blank = matches!(bytes.get(name.end), Some(b' ' | b'\t'));
    (is_keyword && blank).then(|| value::literal(bytes, name.end, LineBreak::Refused))?
}

/// The literal of `#define NAME "…"`.
fn defined(bytes: &[u8], name: Span) -> Option<Literal> {
    let floor = name.start.saturating_sub(MAX_NAME);
    let before = bytes[floor..name.start].trim_ascii_end();
    if before.len() + floor == name.start || !before.ends_with(b"define") {
        return None;
    }
    let blank = matches!(bytes.get(name.end), Some(b' ' | b'\t'));
    blank.then(|| value::literal(bytes, name.end, LineBreak::Refused))?
}

/// Whether `name=` stands right behind `(` or `,` and its value right behind the `=`: a keyword argument.
fn is_argument(bytes: &[u8], name: Span, after: usize) -> bool {
    let before = bytes[..name.start]
        .iter()
        .rev()
        .take(64)
        .find(|byte| !byte.is_ascii_whitespace());
    after == name.end + 1 && matches!(before, Some(b'(' | b','))
}
