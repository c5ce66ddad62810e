//! Data that statistical programs hold in themselves: `input mrn $ dob $; datalines;` of SAS, `tribble(~mrn, ~dob, "…", "…")` of R.

use super::header::split;
use super::is_word;
use super::value;
use crate::extract::{Extraction, FieldOrigin, Label, Labels, Repeated, Scheme};
use crate::span::Span;

/// How far before a name its statement begins at most, and how long the list of names is, in bytes.
const REACH: usize = 600;

/// How many names a list has, and how many rows are read.
const MAX_NAMES: usize = 64;
const MAX_ROWS: usize = 10_000;

/// How long a line of data or a cell may be, in bytes.
const MAX_ROW: usize = 4000;

/// Statements that data follow.
const OPENINGS: [&[u8]; 3] = [b"datalines;", b"cards;", b"lines;"];

/// Reads the rows below every list of names that one of `hits` stands in.
pub(super) fn inline<'t>(
    text: &'t str,
    hits: &[Span],
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let mut done = 0;
    for &hit in hits {
        if hit.start < done {
            continue;
        }
        let Some(table) = datalines(text.as_bytes(), hit).or_else(|| tribble(text.as_bytes(), hit))
        else {
            continue;
        };
        done = table.end;
        let columns: Vec<Label> = table
            .names
            .iter()
            .map(|name| labels.intern(Scheme::Named, &text[name.range()]))
            .collect();
        for row in &table.rows {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            let span = Span::new(first.start, last.end);
            let record = out.record(None, "", span, Repeated::Yes);
            for (&label, &cell) in columns.iter().zip(row) {
                let value = &text[cell.range()];
                out.field(record, label, FieldOrigin::Column, value, cell);
            }
        }
    }
}

/// Names, and rows of as many cells.
struct Table {
    names: Vec<Span>,
    rows: Vec<Vec<Span>>,
    end: usize,
}

/// The statement `input` around a name of a variable, and the lines behind `datalines;`.
fn datalines(bytes: &[u8], hit: Span) -> Option<Table> {
    let floor = hit.start.saturating_sub(REACH);
    let before = &bytes[floor..hit.start];
    let statement = memchr::memrchr(b';', before).map_or(0, |at| at + 1);
    let start = floor + statement + before[statement..].len()
        - before[statement..].trim_ascii_start().len();
    let keyword = bytes.get(start..start + 6)?;
    if !keyword.eq_ignore_ascii_case(b"input ") {
        return None;
    }
    let window = &bytes[hit.end..(hit.end + REACH).min(bytes.len())];
    let end = hit.end + memchr::memchr(b';', window)?;
    // `$`, `:mmddyy10.` and the like say how a variable is read.
    let is_name = |word: &Span| bytes[word.range()].iter().all(|&byte| is_word(byte));
    let names: Vec<Span> = words(bytes, Span::new(start + 6, end), |byte| {
        byte.is_ascii_whitespace() || byte == b'$'
    })
    .filter(is_name)
    .take(MAX_NAMES)
    .collect();
    let rest = &bytes[value::skip_space(bytes, end + 1)..];
    let opens = OPENINGS.iter().find(|word| {
        let head = rest.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    })?;
    let mut at = bytes.len() - rest.len() + opens.len();
    let mut rows = Vec::new();
    while rows.len() < MAX_ROWS {
        let line = value::skip_space(bytes, at);
        let window = &bytes[line..(line + MAX_ROW).min(bytes.len())];
        if matches!(window.first(), None | Some(b';')) {
            break;
        }
        let length = match memchr::memchr2(b'\n', b'\r', window) {
            Some(length) => length,
            None if line + window.len() == bytes.len() => window.len(),
            None => break,
        };
        let end = line + length;
        let is_delimited = bytes[line..end].contains(&b',');
        let cells: Vec<Span> = words(bytes, Span::new(line, end), |byte| match is_delimited {
            true => byte == b',',
            false => byte == b' ' || byte == b'\t',
        })
        .collect();
        if cells.len() == names.len() {
            rows.push(cells);
        }
        at = end;
    }
    Some(Table {
        names,
        rows,
        end: at,
    })
}

/// The parts between separators, without blanks around them; none that are empty.
fn words(
    bytes: &[u8],
    span: Span,
    is_separator: impl Fn(u8) -> bool,
) -> impl Iterator<Item = Span> {
    split(bytes, span, is_separator)
        .map(|part| value::trimmed(bytes, part))
        .filter(|part| !part.is_empty())
}

/// Names behind tildes, and the cells behind them, row by row.
fn tribble(bytes: &[u8], hit: Span) -> Option<Table> {
    let floor = hit.start.saturating_sub(REACH);
    let open = floor + memchr::memrchr(b'(', &bytes[floor..hit.start])?;
    let mut names = Vec::new();
    let mut at = value::skip_space(bytes, open + 1);
    while bytes.get(at) == Some(&b'~') && names.len() < MAX_NAMES {
        let end = value::member_end(bytes, at, REACH)?;
        names.push(value::trimmed(bytes, Span::new(at + 1, end)));
        at = value::skip_space(bytes, end + 1);
    }
    if at < hit.end {
        return None;
    }
    let mut cells = Vec::new();
    while cells.len() < MAX_ROWS * names.len() {
        if bytes.get(at).is_none_or(|&byte| byte == b')') {
            break;
        }
        let end = value::member_end(bytes, at, MAX_ROW)?;
        let literal = value::after_operator(bytes, at, FieldOrigin::Entry);
        // What is no literal has its place, too.
        cells.push(literal.map_or(Span::new(at, at), |literal| literal.span));
        at = value::skip_space(bytes, end + usize::from(bytes[end] == b','));
    }
    let rows = cells.chunks_exact(names.len()).map(<[Span]>::to_vec);
    Some(Table {
        rows: rows.collect(),
        names,
        end: at,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let hits = text.match_indices("dob");
        let hits: Vec<Span> = hits.map(|(at, it)| Span::new(at, at + it.len())).collect();
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        inline(text, &hits, &mut labels, &mut out);
        let records = out.fields.iter().map(|field| field.record.0);
        let lines = out.listing(&labels).into_iter().zip(records);
        lines
            .map(|(line, record)| format!("{record}: {line}"))
            .collect()
    }

    #[test]
    fn data_within_programs() {
        let two: &[&str] = &[
            "0: name = Roe",
            "0: dob = 1/2/80",
            "1: name = Doe",
            "1: dob = 3/4/81",
        ];
        let cases = [
            (
                "data p;\n  input name $ dob :mmddyy10.;\n  datalines;\nRoe 1/2/80\nDoe 3/4/81\n;\nrun;",
                two,
            ),
            (
                "infile cards dlm=',';\nINPUT name$ dob $;\nCARDS;\nRoe, 1/2/80\nDoe,3/4/81",
                two,
            ),
            (
                "tribble(\n  ~name, ~dob,\n  \"Roe\", \"1/2/80\",\n  \"Doe\", \"3/4/81\"\n)",
                two,
            ),
            ("input name dob;\nrun;", &[]),
            ("x; output name dob;\ndatalines;\nRoe 1\n;", &[]),
            ("tribble(~name, \"dob\")", &[]),
            ("f(name, dob)", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(input |dob|;|cards;|tribble\\(|~|\"|,| |\n|\\)|é|[a1]){0,30}") {
            read(&text);
        }
    }
}
