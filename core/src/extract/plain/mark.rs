//! Marks in a line: the places where a label or a key stands before its value.

use super::line::trimmed;
use super::scalar::is_name;
use crate::span::Span;

/// How far back from its mark a label may start.
const MAX_LABEL: usize = 64;

/// How many words a label may have.
const MAX_WORDS: usize = 6;

/// A name and the place behind its colon or equals sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) name: Span,
    pub(super) value: usize,
    pub(super) kind: MarkKind,
}

/// What the mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// `Patient Name: …`, `MRN# …`: the value goes on to the next label.
    Label,
    /// `key=value`: the value is a word or quoted.
    Pair,
    /// `Patient{key=value, …}`, as programs print things: the value goes on to the next comma.
    Member,
}

/// Collects the marks of a line, from the left.
pub(super) fn marks(text: &str, line: Span, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    marks.extend(dashed(text, line));
    let mut floor = marks.last().map_or(line.start, |mark| mark.value);
    let mut at = floor;
    while let Some(found) = memchr::memchr3(b':', b'=', b'#', &bytes[at..line.end]) {
        let sign = at + found;
        at = sign + 1;
        let mark = match bytes[sign] {
            b':' => colon(text, sign, floor, line),
            b'=' => equals(text, sign, floor, line),
            _ => number_sign(text, sign, floor, line),
        };
        if let Some(mark) = mark {
            floor = mark.value;
            at = at.max(past_quoted(bytes, mark.value, line.end));
            marks.push(mark);
        }
    }
}

/// Behind the quoted value at `from`, if there is one: what looks like a label inside quotes is none.
fn past_quoted(bytes: &[u8], from: usize, end: usize) -> usize {
    let rest = &bytes[from..end];
    let blanks = rest
        .iter()
        .take(4)
        .take_while(|&&byte| byte == b' ')
        .count();
    match rest.get(blanks) {
        Some(&quote @ (b'"' | b'\'')) => {
            // A bound keeps a line of quotes linear.
            let content = &rest[blanks + 1..rest.len().min(blanks + 257)];
            memchr::memchr(quote, content).map_or(from, |close| from + blanks + close + 2)
        }
        _ => from,
    }
}

/// `Label: value`. A clock time, a path separator and the colon of a URL are no marks.
fn colon(text: &str, sign: usize, floor: usize, line: Span) -> Option<Mark> {
    let bytes = text.as_bytes();
    let next = (sign + 1 < line.end).then(|| bytes[sign + 1]);
    let before = (sign > floor).then(|| bytes[sign - 1])?;
    if matches!(next, None | Some(b':' | b'/' | b'=' | b'\\')) || before == b':' {
        return None;
    }
    let apart = matches!(next, Some(b' ' | b'\t' | b'*' | b'"' | b'\'' | b'_'));
    if !apart && !before.is_ascii_alphabetic() {
        return None;
    }
    Some(Mark {
        name: label_before(text, floor, sign, line)?,
        value: sign + 1,
        kind: MarkKind::Label,
    })
}

/// `key=value`, and `key = value` with blanks on both sides.
fn equals(text: &str, sign: usize, floor: usize, line: Span) -> Option<Mark> {
    let bytes = text.as_bytes();
    let next = (sign + 1 < line.end).then(|| bytes[sign + 1])?;
    let before = (sign > floor).then(|| bytes[sign - 1])?;
    let spaced = next == b' ' && before == b' ';
    let comparison =
        matches!(next, b'=' | b'>' | b'~') || matches!(before, b'=' | b'!' | b'<' | b'>');
    if comparison || !spaced && matches!(next, b' ' | b',' | b';' | b')' | b'\t') {
        return None;
    }
    let end = sign - usize::from(spaced);
    let start = (floor.max(end.saturating_sub(MAX_LABEL))..end)
        .rev()
        .take_while(|&at| {
            bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'_' | b'.' | b'-')
        })
        .last()?;
    let name = Span::new(start, end);
    is_name(&text[name.range()]).then_some(Mark {
        name,
        value: sign + 1,
        kind: MarkKind::Pair,
    })
}

/// `MRN# 0012`, `MRN #0012`: what follows has a digit.
fn number_sign(text: &str, sign: usize, floor: usize, line: Span) -> Option<Mark> {
    let before = (sign > floor).then(|| text.as_bytes()[sign - 1])?;
    let rest = text[sign + 1..line.end].trim_start_matches([' ', '.']);
    let number = rest.bytes().take(6).any(|byte| byte.is_ascii_digit())
        && rest.starts_with(|first: char| first.is_ascii_alphanumeric());
    if !number || !(before.is_ascii_alphabetic() || before == b' ') {
        return None;
    }
    Some(Mark {
        name: label_before(text, floor, sign, line)?,
        value: sign + 1,
        kind: MarkKind::Label,
    })
}

/// `DOB - 1/2/1980` at the start of a line: a few words, and a value that starts with a digit.
fn dashed(text: &str, line: Span) -> Option<Mark> {
    let mut end = (line.start + MAX_LABEL).min(line.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[line.start..end];
    let bytes = head.as_bytes();
    let is_apart = |&at: &usize| bytes[..at].ends_with(b" ") && bytes[at + 1..].starts_with(b" ");
    let dash = memchr::memchr_iter(b'-', bytes).find(is_apart)? - 1;
    let label = &head[..dash];
    let plain = label.split(' ').count() <= 4
        && label.starts_with(|first: char| first.is_alphabetic())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    let numeric = head[dash + 3..].starts_with(|first: char| first.is_ascii_digit());
    (plain && numeric).then(|| Mark {
        name: trimmed(text, Span::new(line.start, line.start + dash)),
        value: line.start + dash + 3,
        kind: MarkKind::Label,
    })
}

/// The words before a mark that make its label, back to `floor`, the start of the line or of the value before.
fn label_before(text: &str, floor: usize, sign: usize, line: Span) -> Option<Span> {
    let mut start = floor.max(sign.saturating_sub(MAX_LABEL));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = text[start..sign]
        .trim_end_matches(['*', '_', '`', '#', ' ', '"', '\''])
        .len()
        + start;
    if !text[start..end].ends_with(|last: char| last.is_alphanumeric() || last == ')') {
        return None;
    }
    // `Date of Birth (DOB)`: the words, or what the brackets hold when nothing stands before them.
    if text[start..end].ends_with(')')
        && let Some(open) = text[start..end].rfind('(')
        && !text[start..start + open].trim().is_empty()
    {
        end = start + text[start..start + open].trim_end_matches([' ', '*']).len();
    }
    let region = &text[start..end];
    let signs = [
        ',', ';', '|', '(', ')', '[', ']', '{', '}', '<', '>', '"', '\'', '\t', '?', '&', '!',
    ];
    let cut = region
        .rmatch_indices(signs)
        .map(|(at, _)| at)
        .find(|&at| !is_apostrophe(region.as_bytes(), at));
    let gaps = ["  ", ". ", " - ", ": "]
        .iter()
        .filter_map(|gap| Some(region.rfind(gap)? + gap.len()));
    let delimited = cut.map(|at| at + 1).into_iter().chain(gaps).max();
    start += delimited.unwrap_or(0);
    let lead = text[start..end]
        .trim_start_matches(['-', '*', '>', '#', '_', '`', '/', '+', '.', ' ', '\u{2022}']);
    start = end - lead.len();
    let content = &text[start..end];
    start += match delimited {
        None if floor > line.start => behind_value(content),
        _ => last_words(content, MAX_WORDS),
    };
    let name = &text[start..end];
    let wordy = name.chars().any(char::is_alphabetic) && name.starts_with(char::is_alphanumeric);
    wordy.then(|| Span::new(start, end))
}

/// `Driver's License`: a quotation mark between letters is none.
fn is_apostrophe(bytes: &[u8], at: usize) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    bytes[at] == b'\'' && at > 0 && letter(at - 1) && letter(at + 1)
}

/// Where the last `count` words start; of a longer sentence the last three.
fn last_words(content: &str, count: usize) -> usize {
    let words = content.split_whitespace().count();
    if words <= count {
        return 0;
    }
    let mut starts = content.rmatch_indices(' ').map(|(at, _)| at + 1);
    starts.nth(2).unwrap_or(0)
}

/// Where the label starts in a text that begins with the value before it and has no delimiter: behind the last number
/// (`1/2/1980 Patient Name`), else at the last word (`Jane Roe MRN`), with what `of` joins to it (`Date of Birth`).
fn behind_value(content: &str) -> usize {
    let mut start = content.len();
    let mut joined = Joined::No;
    for (at, word) in words_from_the_end(content) {
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            break;
        }
        let has_number = content[..at].bytes().any(|byte| byte.is_ascii_digit());
        let of = word.eq_ignore_ascii_case("of");
        if start < content.len() && !has_number && !of && joined == Joined::No {
            break;
        }
        joined = if of { Joined::Yes } else { Joined::No };
        start = at;
    }
    start
}

/// Whether the word to the left belongs to the label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    Yes,
    No,
}

/// The words of a short text with their places, from the right.
fn words_from_the_end(content: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = content.len();
    std::iter::from_fn(move || {
        let trimmed = content[..end].trim_end();
        let start = trimmed.rfind(' ').map_or(0, |at| at + 1);
        end = start;
        (start < trimmed.len()).then(|| (start, &trimmed[start..]))
    })
}
