//! One row of values: as many members as a list has names.

use super::header::Header;
use super::value::{self, LineBreak, Literal};
use super::{Quoted, is_word};
use crate::extract::FieldOrigin;
use crate::extract::literal::Escapes;
use crate::span::Span;

/// How far from the list its first row may stand, in bytes.
pub(super) const GLUE: usize = 120;

/// How many members of a row are read, and how many bytes besides the content of strings one may have.
const MAX_MEMBERS: usize = 64;
const MAX_MEMBER: usize = 400;

/// A number is an identifier only from so many digits on.
const MIN_DIGITS: usize = 5;

/// The members of a row, by place; those that are no literals are missing.
pub(super) struct Row {
    pub(super) members: Vec<Option<Literal>>,
    pub(super) end: usize,
}

/// Reads single rows.
#[derive(Clone, Copy)]
pub(super) struct RowReader<'t> {
    pub(super) bytes: &'t [u8],
}

impl RowReader<'_> {
    /// The row whose bracket opens at `open`, if it has as many members as the list.
    pub(super) fn row(&self, open: usize, header: &Header) -> Option<Row> {
        if !matches!(self.bytes.get(open)?, b'(' | b'[' | b'{') {
            return None;
        }
        self.members(self.skip(open + 1), header)
    }

    /// The arguments behind a statement with a placeholder for each column: `"INSERT INTO t (a, b) VALUES (?, ?)", "…", "…"`.
    pub(super) fn bound(&self, header: &Header) -> Option<Row> {
        // A list of assignments ends the statement.
        let comma = self.skip(header.span.end);
        if self.bytes[header.span.start] == b' ' && self.bytes.get(comma) == Some(&b',') {
            return self.members(self.skip(comma + 1), header);
        }
        let at = self.skip_glue(header.span.end);
        let values = self.bytes.get(at..at + 6)?;
        if !values.eq_ignore_ascii_case(b"values") {
            return None;
        }
        let rest = &self.bytes[at..(at + MAX_MEMBER).min(self.bytes.len())];
        let close = at + memchr::memchr2(b')', b';', rest)?;
        let placeholders = &self.bytes[at + 6..close];
        let quote = self.skip(close + 1);
        let is_bound = !placeholders.iter().any(|byte| b"\"'`".contains(byte))
            && matches!(self.bytes.get(quote), Some(b'"' | b'\'' | b'`'));
        let comma = self.skip(quote + 1);
        let is_argument = is_bound && self.bytes.get(comma) == Some(&b',');
        is_argument.then(|| self.members(self.skip(comma + 1), header))?
    }

    /// Passes over what may stand between two parts of one string.
    fn skip_glue(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let glue = rest.iter().take(GLUE).take_while(|byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'"' | b'+' | b'\'' | b'.')
        });
        from + glue.count()
    }

    /// The members of a row from `at` on, if they are as many as those of the list.
    fn members(&self, mut at: usize, header: &Header) -> Option<Row> {
        let mut members = Vec::new();
        loop {
            let byte = *self.bytes.get(at)?;
            if matches!(byte, b')' | b']' | b'}') {
                break;
            }
            let (member, end) = self.member(at)?;
            members.extend(member);
            at = self.skip(end);
            if self.bytes.get(at) == Some(&b',') {
                at = self.skip(at + 1);
            }
            if members.len() > header.names.len().min(MAX_MEMBERS) {
                return None;
            }
        }
        let most = header.names.len();
        let fits = (most - header.optional.min(most)..=most).contains(&members.len());
        (fits && members.iter().any(Option::is_some)).then_some(Row {
            members,
            end: at + 1,
        })
    }

    /// One member of a row and where it ends: a literal, something else, or nothing for an argument with a name of its own.
    /// `None` when the row is an object.
    fn member(&self, at: usize) -> Option<(Option<Option<Literal>>, usize)> {
        let end = value::member_end(self.bytes, at, MAX_MEMBER)?;
        // Of what is made of several arguments none is the member.
        let literal = value::after_operator(self.bytes, at, FieldOrigin::Entry)
            .filter(|literal| !self.bytes[at..literal.span.start].contains(&b','))
            .filter(|literal| {
                let text = &self.bytes[literal.span.range()];
                let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
                literal.quoted == Quoted::Yes || digits >= MIN_DIGITS
            });
        if let Some(literal) = literal {
            let rest = &self.bytes[literal.end.min(end)..end];
            // A conversion may follow: `"…".to_string()`.
            let is_whole = rest.iter().all(|&byte| {
                is_word(byte) || byte.is_ascii_whitespace() || matches!(byte, b'.' | b'(' | b')')
            });
            let is_key = rest.trim_ascii_start().starts_with(b":")
                || rest.trim_ascii_start().starts_with(b"=>");
            if is_key {
                return None;
            }
            return Some((Some(is_whole.then_some(literal)), end));
        }
        let text = &self.bytes[at..end];
        let word = text.iter().take_while(|&&byte| is_word(byte)).count();
        let after = text[word..].trim_ascii_start();
        let is_named = word > 0 && after.starts_with(b"=") && !after.starts_with(b"==");
        if word > 0 && after.starts_with(b":") && !after.starts_with(b"::") {
            return None;
        }
        Some(((!is_named).then_some(None), end))
    }

    /// A string whose parts between commas are the members of a row.
    pub(super) fn line(&self, at: usize, header: &Header) -> Option<Row> {
        let literal = value::string(self.bytes, at, Escapes::Backslash)?;
        let mut start = literal.span.start;
        let members: Vec<Option<Literal>> = self.bytes[literal.span.range()]
            .split(|&byte| byte == b',')
            .map(|part| {
                let span = value::trimmed(self.bytes, Span::new(start, start + part.len()));
                start += part.len() + 1;
                (!span.is_empty()).then_some(Literal {
                    span,
                    end: span.end,
                    quoted: Quoted::No,
                })
            })
            .collect();
        (members.len() == header.names.len()).then_some(Row {
            members,
            end: literal.end,
        })
    }

    /// Passes over blanks, line ends and comments to the end of the line.
    pub(super) fn skip(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += rest
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let rest = self.bytes.get(at..).unwrap_or_default();
            if !rest.starts_with(b"//") && !rest.starts_with(b"# ") {
                return at;
            }
            at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        }
    }

    /// Whether a literal, or a bracket with one, stands right behind a bracket.
    pub(super) fn opens_row(&self, open: usize, depth: usize) -> bool {
        let at = self.skip(open + 1);
        match self.bytes.get(at) {
            Some(b'(' | b'[' | b'{') => depth > 0 && self.opens_row(at, depth - 1),
            Some(byte) if byte.is_ascii_alphabetic() => {
                value::literal(self.bytes, at, LineBreak::Refused).is_some()
                    || self
                        .prefix(at)
                        .is_some_and(|at| depth > 0 && self.opens_row(at, depth - 1))
            }
            Some(_) => value::literal(self.bytes, at, LineBreak::Refused).is_some(),
            None => false,
        }
    }

    /// The bracket behind the name of what a row makes: `pytest.param(`, `new(`, `Row{`.
    pub(super) fn prefix(&self, at: usize) -> Option<usize> {
        let window = &self.bytes[at.min(self.bytes.len())..(at + 48).min(self.bytes.len())];
        let length = window.iter().position(|&byte| {
            !is_word(byte) && !matches!(byte, b'.' | b' ' | b':' | b'&' | b'!')
        })?;
        matches!(window[length], b'(' | b'{' | b'[').then_some(at + length)
    }
}
