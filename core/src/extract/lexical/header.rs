//! Lists of names for values that stand elsewhere: fields of a structure, parameters, columns.

use super::declared::{Order, block_owner, name_of, word_before};
use super::is_word;
use super::value::trimmed;
use crate::span::Span;

/// How far before a name the beginning of its list is looked for, and how long a list may be, in bytes.
const REACH: usize = 600;

/// How many names a list may have.
const MAX_NAMES: usize = 64;

/// What constructors are called where they are not called like their type.
const CONSTRUCTORS: [&[u8]; 4] = [b"__init__", b"constructor", b"__construct", b"initialize"];

/// How far before its members the name of a class is looked for, and how long the part of it that declares them may be.
const CLASS_REACH: usize = 2000;

/// Names in a row, each of which says what a value at the same place of another list is.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The names; an empty one where something else stands.
    pub(super) names: Vec<Span>,
    /// The list with its brackets or quotes; one of assignments has the blank before it and the quote behind it.
    pub(super) span: Span,
    /// What the list belongs to: a type, a function. Empty when it is nobody's.
    pub(super) owner: Span,
    /// How many of the last names have a default value, and so need none in a row.
    pub(super) optional: usize,
}

/// The list that the name at `hit` stands in.
pub(super) fn header(bytes: &[u8], hit: Span) -> Option<Header> {
    let header = in_string(bytes, hit)
        .or_else(|| set(bytes, hit))
        .or_else(|| in_brackets(bytes, hit))
        .or_else(|| in_body(bytes, hit))?;
    let named = header.names.iter().filter(|name| !name.is_empty()).count();
    (named >= 2 && named * 2 > header.names.len() && header.names.len() <= MAX_NAMES)
        .then_some(header)
}

/// `"first_name, last_name, dob"`, `"mrn name dob"`: names in one string, the name of a type perhaps in the string before.
fn in_string(bytes: &[u8], hit: Span) -> Option<Header> {
    let listed = |byte: u8| is_word(byte) || matches!(byte, b' ' | b',');
    let floor = hit.start.saturating_sub(REACH);
    let before = bytes[floor..hit.start].iter().rev();
    let start = hit.start - before.take_while(|&&byte| listed(byte)).count();
    let quote = *bytes.get(start.checked_sub(1)?)?;
    let after = bytes[hit.end..].iter().take(REACH);
    let end = hit.end + after.take_while(|&&byte| listed(byte)).count();
    if !matches!(quote, b'"' | b'\'') || bytes.get(end) != Some(&quote) {
        return None;
    }
    let separator: fn(u8) -> bool = if bytes[start..end].contains(&b',') {
        |byte| byte == b','
    } else {
        |byte| byte == b' '
    };
    let names: Vec<Span> = split(bytes, Span::new(start, end), separator)
        .map(|piece| trimmed(bytes, piece))
        .collect();
    let words = names
        .iter()
        .all(|name| bytes[name.range()].iter().all(|&byte| is_word(byte)));
    let owner = quoted_before(bytes, start - 1);
    // Words with blanks between them are a sentence, unless they belong to something.
    let is_list = bytes[start..end].contains(&b',') || !owner.is_empty();
    (words && is_list && names.len() > 1).then(|| Header {
        names,
        span: Span::new(start - 1, end + 1),
        owner,
        optional: 0,
    })
}

/// `UPDATE t SET fname = ?, dob = ? WHERE id = ?`: names with a placeholder each, up to the end of the string.
fn set(bytes: &[u8], hit: Span) -> Option<Header> {
    let floor = hit.start.saturating_sub(REACH);
    let start = floor + memchr::memmem::rfind(&bytes[floor..hit.start], b"SET ")? + 4;
    let rest = &bytes[start..(start + REACH).min(bytes.len())];
    let end = start + memchr::memchr3(b'"', b'\'', b'`', rest)?;
    if end < hit.end {
        return None;
    }
    let mut names = Vec::new();
    for at in memchr::memchr_iter(b'=', &bytes[start..end]).map(|at| start + at) {
        let behind = bytes[at + 1..end].trim_ascii_start();
        if matches!(behind.first()?, b'?' | b'%' | b'$') {
            let before = bytes[start..at].trim_ascii_end();
            names.push(word_before(bytes, start + before.len()));
        }
    }
    (!names.is_empty()).then(|| Header {
        names,
        span: Span::new(start - 1, end + 1),
        owner: word_before(bytes, start - 4),
        optional: 0,
    })
}

/// The string before a string, with a comma between: `"Patient", "mrn name dob"`.
fn quoted_before(bytes: &[u8], at: usize) -> Span {
    let floor = at.saturating_sub(64);
    let before = bytes[floor..at].trim_ascii_end();
    let Some(before) = before.strip_suffix(b",") else {
        return Span::default();
    };
    let Some((b'"' | b'\'', word)) = before.split_last() else {
        return Span::default();
    };
    let end = floor + word.len();
    word_before(bytes, end)
}

/// A list in brackets: `("mrn", "dob")`, `(string ssn, string dob)`, `{ MRN string; DOB string }`.
fn in_brackets(bytes: &[u8], hit: Span) -> Option<Header> {
    let open = opening(bytes, hit.start)?;
    let close = closing(bytes, hit.end)?;
    let inner = Span::new(open + 1, close);
    let has = |byte: u8| bytes[inner.range()].contains(&byte);
    let is_block = bytes[open] == b'{' && !has(b'"');
    if is_block && has(b'(') {
        return None;
    }
    let order = if is_block && !has(b';') {
        Order::NameFirst
    } else {
        Order::TypeFirst
    };
    let mut names = Vec::new();
    let mut optional = 0;
    for line in split(bytes, inner, move |byte| {
        is_block && matches!(byte, b'\n' | b';')
    }) {
        let line = without_comment(bytes, line);
        for piece in pieces(bytes, line) {
            let piece = trimmed(bytes, piece);
            if !piece.is_empty() {
                names.push(name_of(bytes, piece, order));
                let has_default = !is_block && bytes[piece.range()].contains(&b'=');
                optional = if has_default { optional + 1 } else { 0 };
            }
        }
    }
    let is_quoted = |name: &Span| matches!(bytes.get(name.end), Some(b'"' | b'\''));
    let are_texts = !is_block && names.iter().any(is_quoted);
    // Variables beside texts are the arguments of a call.
    if are_texts && !names.iter().all(|name| name.is_empty() || is_quoted(name)) {
        return None;
    }
    let mut owner = match is_block {
        true => block_owner(bytes, open, close),
        // A call whose arguments are texts declares nothing: the next call has others.
        false if are_texts => Span::default(),
        false => word_before(bytes, open),
    };
    let receiver = names.first().map(|first| &bytes[first.range()]);
    if matches!(receiver, Some(b"self" | b"cls")) {
        names.remove(0);
    }
    if CONSTRUCTORS.contains(&&bytes[owner.range()]) {
        owner = class_before(bytes, owner.start);
    }
    Some(Header {
        names,
        span: Span::new(open, close + 1),
        owner,
        optional,
    })
}

/// The type whose body holds what stands at `at`: the last that a line before opens.
fn class_before(bytes: &[u8], at: usize) -> Span {
    let floor = at.saturating_sub(CLASS_REACH);
    let Some(word) = memchr::memmem::rfind(&bytes[floor..at], b"class ") else {
        return Span::default();
    };
    let start = floor + word + 6;
    let name = bytes[start..at].iter().take_while(|&&byte| is_word(byte));
    Span::new(start, start + name.count())
}

/// The fields of a class whose constructor takes them in this order, a line each: `dob: date = None` of a data class in Python.
fn in_body(bytes: &[u8], hit: Span) -> Option<Header> {
    let own = hit.start.saturating_sub(REACH);
    let own = own + memchr::memrchr(b'\n', &bytes[own..hit.start])? + 1;
    let indent = |line: &[u8]| line.len() - line.trim_ascii_start().len();
    let depth = indent(&bytes[own..hit.start]);
    let name = |line: &[u8]| line.iter().take_while(|&&byte| is_word(byte)).count();
    let end = own + depth + name(&bytes[own + depth..]);
    if depth == 0 || end < hit.end || bytes.get(end) != Some(&b':') {
        return None;
    }
    let owner = class_before(bytes, own);
    if owner.is_empty() {
        return None;
    }
    let start = owner.end + memchr::memchr(b'\n', &bytes[owner.end..own + depth])? + 1;
    let mut header = Header {
        span: Span::new(start, start),
        owner,
        ..Header::default()
    };
    let mut at = start;
    while at < bytes.len() && header.names.len() <= MAX_NAMES && at < start + CLASS_REACH {
        let length = memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
        let line = &bytes[at..at + length];
        let word = name(&line[indent(line)..]);
        let behind = &line[indent(line) + word..];
        if indent(line) == depth && word > 0 && behind.starts_with(b":") {
            let start = at + depth;
            header.names.push(Span::new(start, start + word));
            header.optional = if behind.contains(&b'=') {
                header.optional + 1
            } else {
                0
            };
            header.span.end = at + length;
        } else if !header.names.is_empty() && !line.trim_ascii().is_empty() {
            break;
        }
        at += length + 1;
    }
    (header.span.end > hit.start).then_some(header)
}

/// The bracket before `at` that nothing between closes.
fn opening(bytes: &[u8], at: usize) -> Option<usize> {
    let floor = at.saturating_sub(REACH);
    let mut depth = 0_usize;
    for index in (floor..at).rev() {
        match bytes[index] {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth == 0 => return Some(index),
            b'(' | b'[' | b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The bracket behind `at` that nothing between opens.
fn closing(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in bytes.iter().enumerate().skip(at).take(REACH) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return Some(index),
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

pub(super) fn split(
    bytes: &[u8],
    span: Span,
    is_separator: impl Fn(u8) -> bool,
) -> impl Iterator<Item = Span> {
    let mut start = span.start;
    bytes[span.range()]
        .split(move |&byte| is_separator(byte))
        .map(move |piece| {
            let piece = Span::new(start, start + piece.len());
            start = piece.end + 1;
            piece
        })
}

/// The parts between commas that stand in no bracket of their own.
fn pieces(bytes: &[u8], span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (span.start, 0_usize);
    for at in span.range() {
        match bytes[at] {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.push(Span::new(start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(Span::new(start, span.end));
    found
}

fn without_comment(bytes: &[u8], line: Span) -> Span {
    let text = &bytes[line.range()];
    let length = memchr::memmem::find(text, b"//").or_else(|| memchr::memchr(b'`', text));
    Span::new(line.start, line.start + length.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Vec<&str>, &str)> {
        let at = text.find("dob").or_else(|| text.find("DOB"))?;
        let header = header(text.as_bytes(), Span::new(at, at + 3))?;
        let names = header.names.iter().map(|name| &text[name.range()]);
        Some((names.collect(), &text[header.owner.range()]))
    }

    #[test]
    fn names_in_a_row() {
        let cases: [(&str, &[&str], &str); 14] = [
            (
                "class Patient:\n    \"\"\"Who.\"\"\"\n    mrn: str\n\n    dob: date = None\n\n    def f(self): pass",
                &["mrn", "dob"],
                "Patient",
            ),
            (
                "class Patient:\n  def __init__(self, mrn, dob):\n    pass",
                &["mrn", "dob"],
                "Patient",
            ),
            ("f(\"mrn, dob, ok\", [", &["mrn", "dob", "ok"], ""),
            (
                "namedtuple(\"Patient\", \"mrn dob\")",
                &["mrn", "dob"],
                "Patient",
            ),
            ("(\"mrn\", \"dob\")", &["mrn", "dob"], ""),
            ("columns=['mrn', 'dob'])", &["mrn", "dob"], ""),
            (
                "void finds(String mrn, String dob, boolean b)",
                &["mrn", "dob", "b"],
                "finds",
            ),
            (
                "data class Patient(val mrn: String, val dob: String? = null)",
                &["mrn", "dob"],
                "Patient",
            ),
            (
                "type row struct {\n\tFirst, Last string\n\tDOB string // day\n}",
                &["First", "Last", "DOB"],
                "row",
            ),
            (
                "typedef struct { const char *mrn; char dob[9]; } patient_t;",
                &["mrn", "dob"],
                "patient_t",
            ),
            ("for (mrn, dob) in [", &["mrn", "dob"], "for"),
            (
                "struct {\n\tmrn string\n\tdob string\n}{",
                &["mrn", "dob"],
                "",
            ),
            (
                "struct P { std::string mrn; std::string dob; };",
                &["mrn", "dob"],
                "P",
            ),
            (
                "INSERT INTO patient (mrn, dob) VALUES",
                &["mrn", "dob"],
                "patient",
            ),
        ];
        for (text, names, owner) in cases {
            assert_eq!(read(text), Some((names.to_vec(), owner)), "{text}");
        }
        for text in [
            "dob",
            "(dob)",
            "{ dob }",
            "print(\"the dob\")",
            "{ set_dob(x); y; dob; }",
            "class Patient:\n    mrn: str\n\ndob: str = 1",
            "  mrn: a\n  dob: b\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
