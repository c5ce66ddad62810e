//! Tables of a test whose cells are literals with bars between: Spock's `where:`, `it.each` of Jest.

use super::is_word;
use super::value::{self, LineBreak, Literal, trimmed};
use crate::extract::{Extraction, FieldOrigin, Label, Labels, Repeated, Scheme};
use crate::span::Span;

/// How long a line of a table may be, in bytes, and how many columns and rows are read.
const MAX_LINE: usize = 1000;
const MAX_COLUMNS: usize = 64;
const MAX_ROWS: usize = 10_000;

/// Reads the rows below every line of names between bars that one of `hits` stands in.
pub(super) fn piped<'t>(
    text: &'t str,
    hits: &[Span],
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for &hit in hits {
        if hit.start < done {
            continue;
        }
        let header = line(bytes, hit);
        done = header.end;
        let Some(names) = names(text, header) else {
            continue;
        };
        let columns: Vec<Label> = names
            .iter()
            .map(|name| labels.intern(Scheme::Named, &text[name.range()]))
            .collect();
        for _ in 0..MAX_ROWS {
            let row = line_from(bytes, done + 1);
            let cells = cells(bytes, row);
            if row.is_empty() || cells.len() != columns.len() {
                break;
            }
            done = row.end;
            add(text, row, &cells, &columns, out);
        }
    }
}

fn add<'t>(text: &'t str, row: Span, cells: &[Span], columns: &[Label], out: &mut Extraction<'t>) {
    let literals = cells.iter().map(|&cell| literal(text.as_bytes(), cell));
    let found: Vec<(Label, Literal)> = columns
        .iter()
        .zip(literals)
        .filter_map(|(&label, literal)| Some((label, literal?)))
        .collect();
    if found.is_empty() {
        return;
    }
    let record = out.record(None, "", row, Repeated::Yes);
    for (label, Literal { span, .. }) in found {
        out.field(
            record,
            label,
            FieldOrigin::Column,
            &text[span.range()],
            span,
        );
    }
}

/// The line around `hit`; empty when it is longer than a line of a table.
fn line(bytes: &[u8], hit: Span) -> Span {
    let floor = hit.start.saturating_sub(MAX_LINE);
    match memchr::memrchr(b'\n', &bytes[floor..hit.start]) {
        Some(at) => line_from(bytes, floor + at + 1),
        None if floor == 0 => line_from(bytes, 0),
        None => Span::new(hit.end, hit.end),
    }
}

fn line_from(bytes: &[u8], start: usize) -> Span {
    let start = start.min(bytes.len());
    let window = &bytes[start..(start + MAX_LINE).min(bytes.len())];
    match memchr::memchr(b'\n', window) {
        Some(length) => Span::new(start, start + length),
        None if window.len() < MAX_LINE => Span::new(start, bytes.len()),
        None => Span::new(start, start),
    }
}

/// What stands between the bars of a line, without blanks. Two bars in a row are one; those at the ends count for nothing.
fn cells(bytes: &[u8], line: Span) -> Vec<Span> {
    let mut start = line.start;
    let parts = bytes[line.range()].split(|&byte| byte == b'|').map(|part| {
        let span = trimmed(bytes, Span::new(start, start + part.len()));
        start += part.len() + 1;
        span
    });
    parts
        .filter(|part| !part.is_empty())
        .take(MAX_COLUMNS)
        .collect()
}

/// The names of a header: at least two, of words alone.
fn names(text: &str, line: Span) -> Option<Vec<Span>> {
    memchr::memchr(b'|', text.get(line.range())?.as_bytes())?;
    let names = cells(text.as_bytes(), line);
    let is_name = |name: &Span| {
        let name = &text.as_bytes()[name.range()];
        name[0].is_ascii_alphabetic() && name.iter().all(|&byte| is_word(byte) || byte == b' ')
    };
    (names.len() > 1 && names.iter().all(is_name)).then_some(names)
}

/// The literal that a cell is: `"…"`, `${'…'}`, a number.
fn literal(bytes: &[u8], cell: Span) -> Option<Literal> {
    let inner = match &bytes[cell.range()] {
        [b'$', b'{', .., b'}'] => Span::new(cell.start + 2, cell.end - 1),
        _ => cell,
    };
    let literal = value::literal(bytes, inner.start, LineBreak::Refused)?;
    (literal.end <= inner.end && value::skip_blanks(bytes, literal.end) >= inner.end)
        .then_some(literal)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let hits: Vec<Span> = text
            .match_indices("mrn")
            .map(|(at, _)| Span::new(at, at + 3))
            .collect();
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        piped(text, &hits, &mut labels, &mut out);
        out.listing(&labels)
    }

    #[test]
    fn tables_of_literals() {
        let cases: [(&str, &[&str]); 6] = [
            (
                "where:\n  mrn | name\n  \"a1\" | \"Roe\"\n  \"b2\" | x\n",
                &["mrn = a1", "name = Roe", "mrn = b2"],
            ),
            (
                "mrn | name || ok\n12345 | 'Roe' || true",
                &["mrn = 12345", "name = Roe"],
            ),
            (
                "it.each`\n mrn | name\n ${'a1'} | ${\"Roe\"}\n`",
                &["mrn = a1", "name = Roe"],
            ),
            ("x = mrn | name\n\"a\" | \"b\"", &[]),
            ("type T =\n | mrn\n | 'name'\n", &[]),
            ("mrn | name\n\"a1\" | \"b\" | \"c\"", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in r#"(mrn|\||"a"|'|\$\{|\}|é| |\n|x){0,30}"#) {
            let hits: Vec<Span> = text.match_indices("mrn").map(|(at, _)| Span::new(at, at + 3)).collect();
            let mut out = Extraction::default();
            piped(&text, &hits, &mut Labels::new(), &mut out);
            for field in &out.fields {
                prop_assert!(text.get(field.span.range()).is_some_and(|value| !value.is_empty()));
            }
        }
    }
}
