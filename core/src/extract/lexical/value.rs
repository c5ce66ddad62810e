//! The literal behind an operator: a string in any language's quotes, a number, a string in a simple wrapper.

use super::{Quoted, is_word};
use crate::extract::FieldOrigin;
use crate::extract::literal::{Escapes, closing_quote};
use crate::span::Span;

/// How long a literal may be that is read at a keyword's hit.
pub(super) const MAX_LITERAL: usize = 8 * 1024;

/// How many blanks are passed over.
const MAX_BLANKS: usize = 64;

/// A literal value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Literal {
    /// Without quotes; never empty.
    pub(super) span: Span,
    /// Behind the closing quote.
    pub(super) end: usize,
    pub(super) quoted: Quoted,
}

/// Whether a literal may stand on the line below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineBreak {
    Allowed,
    Refused,
}

/// Passes over blanks and tabs.
pub(super) fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let blanks = rest
        .iter()
        .take(MAX_BLANKS)
        .take_while(|&&byte| byte == b' ' || byte == b'\t');
    from + blanks.count()
}

/// Passes over blanks and line ends.
pub(super) fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_ascii_start().len())
}

/// Where a member of a list ends that goes on at `from`: at the next comma or closing bracket outside of brackets and strings, at
/// most `reach` bytes behind, besides the content of strings. A bracket that nothing closes is looked into so far, and so is each in it.
pub(super) fn member_end(bytes: &[u8], from: usize, reach: usize) -> Option<usize> {
    let (mut at, mut depth) = (from, 0_usize);
    let mut strings = 0;
    while at < from + reach + strings {
        match *bytes.get(at)? {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return Some(at),
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => return Some(at),
            quote @ (b'"' | b'\'' | b'`') => {
                if bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) != Some(&quote) {
                    // An empty one.
                    at += 1;
                } else if let Some(literal) = string(bytes, at, Escapes::Backslash) {
                    // The quotes count.
                    strings += literal.span.len();
                    at = literal.end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// `span` without blanks at its ends.
pub(super) fn trimmed(bytes: &[u8], span: Span) -> Span {
    let text = &bytes[span.range()];
    let start = text.len() - text.trim_ascii_start().len();
    Span::new(
        span.start + start,
        span.start + start + text.trim_ascii().len(),
    )
}

/// Passes over blanks, and over one line end where a value may stand on the line below.
fn skip_to_value(bytes: &[u8], from: usize, line_break: LineBreak) -> usize {
    let mut at = skip_blanks(bytes, from);
    if line_break == LineBreak::Allowed {
        if bytes.get(at) == Some(&b'(') {
            at = skip_blanks(bytes, at + 1);
        }
        let continued = usize::from(bytes.get(at) == Some(&b'\\'));
        let returned = usize::from(bytes.get(at + continued) == Some(&b'\r'));
        let line_end = at + continued + returned;
        if bytes.get(line_end) == Some(&b'\n') {
            at = skip_blanks(bytes, line_end + 1);
        }
    }
    at
}

/// The value behind an operator: a literal, or one in a wrapper such as `Some("…")` or `getenv("X", "…")`.
pub(super) fn after_operator(bytes: &[u8], from: usize, origin: FieldOrigin) -> Option<Literal> {
    let line_break = match origin {
        FieldOrigin::Assignment | FieldOrigin::Argument => LineBreak::Allowed,
        _ => LineBreak::Refused,
    };
    literal(bytes, from, line_break)
        .or_else(|| wrapped(bytes, skip_to_value(bytes, from, line_break)))
}

/// A string or number literal at `from`, blanks aside.
pub(super) fn literal(bytes: &[u8], from: usize, line_break: LineBreak) -> Option<Literal> {
    let at = skip_to_value(bytes, from, line_break);
    match *bytes.get(at)? {
        b'"' | b'\'' | b'`' => string(bytes, at, Escapes::Backslash),
        b'0'..=b'9' => number(bytes, at),
        b'<' if bytes[at..].starts_with(b"<<\"") => string(bytes, at + 2, Escapes::Backslash),
        b'~' => sigil(bytes, at),
        b'#' if bytes.get(at + 1)?.is_ascii_digit() => hashed(bytes, at),
        b'#' if bytes[at..].starts_with(b"#inst \"") => string(bytes, at + 6, Escapes::Backslash),
        b'@' | b'$' | b'b' | b'B' | b'r' | b'R' | b'u' | b'U' | b'f' | b'F' | b'L' | b'N'
        | b'&' | b'n' => prefixed(bytes, at),
        _ => None,
    }
}

/// A date of Visual Basic: `#1/31/1980#`.
fn hashed(bytes: &[u8], at: usize) -> Option<Literal> {
    let rest = &bytes[at + 1..(at + 26).min(bytes.len())];
    let length = memchr::memchr2(b'#', b'\n', rest).filter(|&end| rest[end] == b'#')?;
    Some(Literal {
        span: Span::new(at + 1, at + 1 + length),
        end: at + length + 2,
        quoted: Quoted::No,
    })
}

/// A date or string of Elixir: `~D[…]`, `~s(…)`.
fn sigil(bytes: &[u8], at: usize) -> Option<Literal> {
    let close = match (bytes.get(at + 1)?.is_ascii_alphabetic(), bytes.get(at + 2)?) {
        (true, b'[') => b']',
        (true, b'(') => b')',
        _ => return None,
    };
    let start = at + 3;
    let limit = start + reach(bytes, at).saturating_sub(3);
    let length = memchr::memchr2(close, b'\n', &bytes[start..limit.max(start)])?;
    (bytes[start + length] == close && length > 0).then_some(Literal {
        span: Span::new(start, start + length),
        end: start + length + 1,
        quoted: Quoted::No,
    })
}

/// `b"…"`, `@"…"`, `r#"…"#`, `$"…"`, `N'…'`: up to three letters or signs before the quote.
fn prefixed(bytes: &[u8], at: usize) -> Option<Literal> {
    let window = &bytes[at..(at + 5).min(bytes.len())];
    let length = window
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    let known = window[..length]
        .iter()
        .all(|byte| b"@$bBrRuUfFLN&8#".contains(byte));
    let raw = window[..length]
        .iter()
        .any(|byte| matches!(byte, b'r' | b'R'));
    let escapes = match window[..length].contains(&b'@') {
        true => Escapes::Doubled,
        false if raw => Escapes::None,
        false => Escapes::Backslash,
    };
    if !known {
        return None;
    }
    string(bytes, at + length, escapes)
}

/// A string literal whose opening quote stands at `at`. Only backticks and triple quotes run over lines.
pub(super) fn string(bytes: &[u8], at: usize, escapes: Escapes) -> Option<Literal> {
    let quote = bytes[at];
    let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
    let limit = (at + MAX_LITERAL).min(bytes.len());
    if triple && quote != b'`' {
        let start = at + 3;
        let length = memchr::memmem::find(bytes.get(start..limit)?, &[quote; 3])?;
        return non_empty(Span::new(start, start + length), start + length + 3);
    }
    let start = at + 1;
    let limit = at + reach(bytes, at);
    let end = closing_quote(bytes, start, limit, quote, escapes)?;
    non_empty(Span::new(start, end), end + 1)
}

/// How far [`string`] looks for the end of the literal that opens at `at`.
pub(super) fn reach(bytes: &[u8], at: usize) -> usize {
    let limit = (at + MAX_LITERAL).min(bytes.len());
    match bytes[at] {
        b'`' => limit - at,
        _ => memchr::memchr(b'\n', &bytes[at..limit]).unwrap_or(limit - at),
    }
}

fn non_empty(span: Span, end: usize) -> Option<Literal> {
    (!span.is_empty()).then_some(Literal {
        span,
        end,
        quoted: Quoted::Yes,
    })
}

/// A number, or digits grouped as people write identifiers: `123-45-6789`. It ends where an expression does not go on.
fn number(bytes: &[u8], at: usize) -> Option<Literal> {
    let rest = &bytes[at..(at + 64).min(bytes.len())];
    let length = rest
        .iter()
        .position(|&byte| !is_word(byte) && !matches!(byte, b'-' | b'.' | b'/'))
        .unwrap_or(rest.len());
    let ends = match rest.get(length) {
        Some(next) => matches!(
            next,
            b' ' | b'\t' | b',' | b';' | b')' | b']' | b'}' | b'\r' | b'\n' | b'"' | b'\'' | b'<'
        ),
        None => true,
    };
    let number = &rest[..length];
    let length = number.len() - usize::from(number.ends_with(b".") || number.ends_with(b"-"));
    ends.then_some(Literal {
        span: Span::new(at, at + length),
        end: at + length,
        quoted: Quoted::No,
    })
}

/// Wrappers that mean the string they hold.
const WRAPPERS: [&[u8]; 13] = [
    b"from",
    b"Some",
    b"Ok",
    b"String",
    b"str",
    b"strdup",
    b"of",
    b"just",
    b"byte",
    b"bytes",
    b"to_string",
    b"new",
    b"SecretString",
];

/// The string in `Some("…")`, `String::from("…")`, `new String("…")`; the default in `getenv("X", "…")`.
fn wrapped(bytes: &[u8], from: usize) -> Option<Literal> {
    let mut at = from;
    // What is made of one string holds it: `new String("…")`, and Go's `[]byte("…")`.
    let made = bytes.get(at..)?.starts_with(b"new ");
    for prefix in [&b"new "[..], b"[]"] {
        if bytes.get(at..)?.starts_with(prefix) {
            at += prefix.len();
        }
    }
    let rest = &bytes[at..(at + 64).min(bytes.len())];
    let length = rest
        .iter()
        .position(|&byte| !is_word(byte) && !matches!(byte, b'.' | b':' | b'?' | b'!'))?;
    let callee = &rest[..length];
    let makers = [&b".of"[..], b".new", b".parse", b".Parse"];
    let made_of = makers.iter().find_map(|of| callee.strip_suffix(*of));
    let kind = made_of.unwrap_or(callee).to_ascii_lowercase();
    let is_date = [&b"date"[..], b"datetime", b"dateonly"]
        .iter()
        .any(|date| kind.ends_with(date));
    if is_date && let Some(date) = numbers(bytes, at + length + 1) {
        return Some(date);
    }
    // R's `c("…", "…")` is a list.
    if matches!(callee, b"" | b"c") || rest[length] != b'(' {
        return None;
    }
    let first = literal(bytes, at + length + 1, LineBreak::Refused)?;
    let next = skip_blanks(bytes, first.end);
    let name = callee.rsplit(|&byte| matches!(byte, b'.' | b':')).next()?;
    match bytes.get(next)? {
        // `Buffer.from("…", "hex")`
        b',' if name == b"from" => Some(first),
        b',' => {
            let default = literal(bytes, next + 1, LineBreak::Refused)?;
            (default.quoted == Quoted::Yes && bytes.get(default.end) == Some(&b')'))
                .then_some(default)
        }
        b')' => (made || is_date || WRAPPERS.contains(&name)).then_some(first),
        _ => None,
    }
}

/// The three numbers that a date is made of, as one value: `(1980, 1, 31)`.
fn numbers(bytes: &[u8], from: usize) -> Option<Literal> {
    let rest = &bytes[from..(from + 16).min(bytes.len())];
    let length = memchr::memchr2(b')', b'\n', rest)?;
    let inner = &rest[..length];
    let is_date = inner.split(|&byte| byte == b',').count() == 3
        && inner
            .iter()
            .all(|byte| byte.is_ascii_digit() || b", ".contains(byte))
        && inner
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
            == 4;
    is_date.then(|| Literal {
        span: trimmed(bytes, Span::new(from, from + length)),
        end: from + length + 1,
        quoted: Quoted::No,
    })
}

/// The argument of a command-line flag at `from`: quoted, or up to a blank. Another flag is none.
pub(super) fn argument(bytes: &[u8], from: usize) -> Option<Literal> {
    let at = skip_blanks(bytes, from);
    match *bytes.get(at)? {
        b'"' | b'\'' => string(bytes, at, Escapes::Backslash),
        b'-' | b'=' | b'+' | b'*' | b'<' | b'[' | b'\r' | b'\n' | b'|' | b'&' | b';' | b')'
        | b'}' | b',' => None,
        _ => {
            let rest = &bytes[at..(at + MAX_LITERAL).min(bytes.len())];
            let length = rest
                .iter()
                .position(|byte| {
                    byte.is_ascii_whitespace()
                        || matches!(byte, b'"' | b'\'' | b'`' | b';' | b'|' | b',')
                })
                .unwrap_or(if rest.len() < MAX_LITERAL {
                    rest.len()
                } else {
                    0
                });
            (length > 0).then_some(Literal {
                span: Span::new(at, at + length),
                end: at + length,
                quoted: Quoted::No,
            })
        }
    }
}
