//! Delimited files inside source code: a header with the name of a field, and rows below it. In one literal, in a literal for
//! each row, in the lines of a heredoc or of a comment.

use super::is_word;
use super::value;
use crate::document::{Decoded, View, ViewKind};
use crate::extract::Extraction;
use crate::extract::literal::{Escapes, unescape};
use crate::span::Span;

/// How long the header of a table may be, in bytes.
const MAX_HEADER: usize = 2000;

/// How long a row in a line or literal of its own may be, in bytes, and how many rows are read.
const MAX_ROW: usize = 4000;
const MAX_ROWS: usize = 10_000;

/// How much code may stand between the literals of two rows, in bytes.
const MAX_GLUE: usize = 80;

/// Adds each table whose header has one of `hits` in it.
pub(super) fn tables<'t>(text: &'t str, hits: &[Span], out: &mut Extraction<'t>) {
    let mut done = 0;
    for &hit in hits.iter() {
        if hit.start < done {
            continue;
        }
        let Some(header) = Header::around(text.as_bytes(), hit) else {
            continue;
        };
        let table = in_literal(text, header)
            .or_else(|| joined(text, header, header.rows_in_literals(text.as_bytes())))
            .or_else(|| joined(text, header, header.rows_in_lines(text.as_bytes())));
        done = table.as_ref().map_or(header.span.end, |(_, end)| *end);
        out.views.extend(table.map(|(view, _)| view));
    }
}

/// Names with one delimiter between them.
#[derive(Clone, Copy)]
struct Header {
    /// The names, without blanks around them.
    span: Span,
    delimiter: u8,
    /// How often it stands between the names.
    count: usize,
}

impl Header {
    /// The header around `hit`: at least three names.
    fn around(bytes: &[u8], hit: Span) -> Option<Self> {
        let listed =
            |byte: u8| is_word(byte) || matches!(byte, b',' | b'|' | b';' | b'\t' | b' ' | b'-');
        let floor = hit.start.saturating_sub(MAX_HEADER);
        let before = bytes[floor..hit.start].iter().rev();
        let start = hit.start - before.take_while(|&&byte| listed(byte)).count();
        let after = bytes[hit.end..].iter().take(MAX_HEADER);
        let end = hit.end + after.take_while(|&&byte| listed(byte)).count();
        // The mark of a comment.
        let marked = bytes[start..end].iter();
        let start = start
            + marked
                .take_while(|byte| matches!(byte, b'-' | b' '))
                .count();
        let span = value::trimmed(bytes, Span::new(start.min(end), end));
        let line = &bytes[span.range()];
        let count = |delimiter: u8| line.iter().filter(|&&byte| byte == delimiter).count();
        let delimiter = [b',', b'|', b';', b'\t'].into_iter().find(|delimiter| {
            count(*delimiter) >= 2
                && line.split(|byte| byte == delimiter).all(|name| {
                    let name = name.trim_ascii();
                    name.iter().any(u8::is_ascii_alphabetic)
                        && name.iter().filter(|&&it| it == b' ').count() <= 3
                })
        })?;
        Some(Self {
            span,
            delimiter,
            count: count(delimiter),
        })
    }

    /// Whether a text is a row below this header: as many cells, one of them with a digit, none of code.
    fn takes(self, row: &[u8]) -> bool {
        let mut is_quoted = false;
        let parts = row.iter().filter(|&&byte| {
            is_quoted ^= byte == b'"';
            byte == self.delimiter && !is_quoted
        });
        row.len() <= MAX_ROW
            && parts.count() == self.count
            && row.iter().any(u8::is_ascii_digit)
            && !row.iter().any(|byte| b"`\\{}()=<>".contains(byte))
    }

    /// The rows in literals of their own: `"mrn,name,dob\n" + "…"`, `["mrn,name,dob", "…"]`, `f.write("mrn,name,dob\n")`.
    fn rows_in_literals(self, bytes: &[u8]) -> Vec<Span> {
        let mut rows = Vec::new();
        let quote = self.span.start.checked_sub(1).map(|at| bytes[at]);
        let Some(quote @ (b'"' | b'\'' | b'`')) = quote else {
            return rows;
        };
        let Some(mut end) = closing(bytes, self.span.end, quote) else {
            return rows;
        };
        while rows.len() < MAX_ROWS {
            let glue = &bytes[end..(end + MAX_GLUE).min(bytes.len())];
            let Some(start) = memchr::memchr(quote, glue).map(|at| end + at + 1) else {
                break;
            };
            let limit = (start + MAX_ROW).min(bytes.len());
            let Some(length) = memchr::memchr2(quote, b'\\', &bytes[start..limit]) else {
                break;
            };
            let row = Span::new(start, start + length);
            match closing(bytes, row.end, quote) {
                Some(closed) if self.takes(&bytes[row.range()]) => {
                    rows.push(row);
                    end = closed;
                }
                _ => break,
            }
        }
        rows
    }

    /// The rows on the lines below, behind what the header stands behind: the indent of a heredoc, the mark of a comment.
    fn rows_in_lines(self, bytes: &[u8]) -> Vec<Span> {
        let floor = self.span.start.saturating_sub(64);
        let head = &bytes[floor..self.span.start];
        let opened = memchr::memrchr2(b'\n', b'\r', head).map_or(floor, |at| floor + at + 1);
        let prefix = &bytes[opened..self.span.start];
        let mut rows = Vec::new();
        if !prefix.iter().all(|byte| b" \t#/*-;%!'".contains(byte)) {
            return rows;
        }
        let mut at = self.span.end;
        while rows.len() < MAX_ROWS {
            let rest = &bytes[at..];
            let line_end = rest.len() - rest.trim_ascii_start().len();
            let Some(feed) = memchr::memrchr2(b'\n', b'\r', &rest[..line_end]) else {
                break;
            };
            let blank = memchr::memchr_iter(b'\n', &rest[..line_end]).count() > 1;
            let Some(line) = rest[feed + 1..].strip_prefix(prefix).filter(|_| !blank) else {
                break;
            };
            let window = &line[..line.len().min(MAX_ROW + 1)];
            let length = memchr::memchr2(b'\n', b'\r', window).unwrap_or(window.len());
            if !self.takes(&line[..length]) {
                break;
            }
            let start = at + feed + 1 + prefix.len();
            at = start + length;
            rows.push(Span::new(start, at));
        }
        rows
    }
}

/// Behind the quote that closes a literal at `at`, a line end spelled out before it aside.
fn closing(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let mut at = at;
    while matches!(bytes.get(at..at + 2), Some([b'\\', b'n' | b'r'])) {
        at += 2;
    }
    (bytes.get(at) == Some(&quote)).then_some(at + 1)
}

/// A header and rows that stand apart, as one table, and where it ends.
fn joined<'t>(text: &str, header: Header, rows: Vec<Span>) -> Option<(View<'t>, usize)> {
    let end = rows.last()?.end;
    let mut decoded = Decoded::new();
    let mut last = header.span;
    decoded.verbatim(&text[last.range()], last.start);
    for row in rows {
        decoded.replaced("\n", Span::new(last.end, row.start));
        decoded.verbatim(&text[row.range()], row.start);
        last = row;
    }
    let (text, map) = decoded.finish();
    let view = View {
        kind: ViewKind::Table,
        text: text.into(),
        map,
    };
    Some((view, end))
}

/// The literal whose first line is the header, as a table, and where it ends.
fn in_literal(text: &str, header: Header) -> Option<(View<'_>, usize)> {
    let quote = opening(text.as_bytes(), header.span)?;
    let literal = value::string(text.as_bytes(), quote, Escapes::Backslash)?;
    let mark = text.as_bytes()[quote];
    // A raw string, or one in three quotes, has lines of its own.
    let escapes = match text[literal.span.range()].contains('\n') {
        true => Escapes::None,
        false => Escapes::Backslash,
    };
    let (text, map) = unescape(text, literal.span, mark, escapes);
    let rows = text.trim().lines().count();
    let view = View {
        kind: ViewKind::Table,
        text,
        map,
    };
    (rows > 1).then_some((view, literal.end))
}

/// The quote that opens the literal whose first line is a header.
fn opening(bytes: &[u8], header: Span) -> Option<usize> {
    let rest = &bytes[value::skip_blanks(bytes, header.end)..];
    let ends_line = matches!(rest, [b'\n' | b'\r', ..] | [b'\\', b'n' | b'r', ..]);
    if !ends_line {
        return None;
    }
    // The header may stand on the line behind the quote.
    let head = bytes[..header.start].trim_ascii_end();
    let quote = head.len().checked_sub(1)?;
    let mark = bytes[quote];
    if !matches!(mark, b'"' | b'\'' | b'`') || header.start - quote > 32 {
        return None;
    }
    let triple = quote >= 2 && bytes[quote - 1] == mark && bytes[quote - 2] == mark;
    Some(if triple { quote - 2 } else { quote })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_in_source_code() {
        let cases: [(&str, &[&str]); 19] = [
            ("x := `a,ssn,c\n1,2,3\n`", &["a,ssn,c\n1,2,3\n"]),
            (
                "x = \"\"\"\n    a|ssn|c\n    1|2|3\n\"\"\"",
                &["\n    a|ssn|c\n    1|2|3\n"],
            ),
            (r#"x = "a,ssn,c\n1,2,3\n";"#, &["a,ssn,c\n1,2,3\n"]),
            (
                "['a,ssn,c',\n '1,2,3',\n '4,5,6'].join('\\n')",
                &["a,ssn,c\n1,2,3\n4,5,6"],
            ),
            (
                r#"s = "a,ssn,c\n"; s += "1,2,3\n"; s += "x";"#,
                &["a,ssn,c\n1,2,3"],
            ),
            (
                r#"f.write("a;ssn;c\r\n") f.write("1;'2';3\r\n")"#,
                &["a;ssn;c\n1;'2';3"],
            ),
            (
                "cat <<EOF\na,ssn,c\n1,\"2, 0\",3\n4,5,6\nEOF\n",
                &["a,ssn,c\n1,\"2, 0\",3\n4,5,6"],
            ),
            (
                "  // a, ssn, c\r\n  // 1, 2, 3\r\n  x = 1, 2, 3",
                &["a, ssn, c\n1, 2, 3"],
            ),
            ("-- a|ssn|c\n-- 1|2|3", &["a|ssn|c\n1|2|3"]),
            ("x := `a,ssn,c\n`", &[]),
            ("x = \"a, ssn, c\"", &[]),
            ("f(a, ssn, c)\n", &[]),
            ("x = `a;\nssn = 1\n`", &[]),
            ("x = `a,ssn,c\n1,2,3", &[]),
            ("f('a,ssn,c'); f('x,y,z')", &[]),
            ("f('a,ssn,c'); f('1,2')", &[]),
            ("a, ssn, c\n\n1, 2, 3\n", &[]),
            ("a, ssn, c\nf(1), 2, 3\n", &[]),
            ("a, ssn, c", &[]),
        ];
        for (text, expected) in cases {
            let at = text.find("ssn").expect("the name");
            let mut out = Extraction::default();
            tables(text, &[Span::new(at, at + 3)], &mut out);
            let views: Vec<_> = out.views.iter().map(|view| view.text.as_ref()).collect();
            assert_eq!(views, expected, "{text}");
            for view in &out.views {
                let at = view.text.find('2').expect("a cell");
                let cell = view.map.to_parent(Span::new(at, at + 1));
                assert_eq!(&text[cell.range()], "2", "{text}");
            }
        }
    }
}
