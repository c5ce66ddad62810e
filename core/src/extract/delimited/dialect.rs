//! Which delimiter a text uses, where its table starts, and whether the first row is a header.

use super::Header;
use super::row::{Cell, Rows};
use crate::extract::End;

/// In the order of preference.
const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];

/// How many rows are looked at.
const MAX_ROWS: usize = 40;

/// How many bytes are looked at: enough for wide rows, and a bound for a text of one line.
const MAX_HEAD: usize = 64 * 1024;

/// How cells are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
}

/// What the head of a text tells.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) dialect: Dialect,
    /// Where the table starts, past a byte-order mark and lines of preamble.
    pub(super) start: usize,
    pub(super) header: Header,
}

/// The rows of a text's head, read with one delimiter.
struct Head<'t> {
    text: &'t str,
    rows: Vec<(usize, Vec<Cell>)>,
    /// The number of cells that most rows have.
    width: usize,
    /// How many rows have it.
    agreeing: usize,
}

impl<'t> Head<'t> {
    fn read(text: &'t str, end: End, delimiter: u8, start: usize) -> Self {
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        let mut reader = Rows::new(text, end, delimiter, start, 0);
        while let Some(span) = reader.next_row(&mut cells) {
            if !span.is_empty() {
                rows.push((span.start, std::mem::take(&mut cells)));
            }
            if rows.len() == MAX_ROWS {
                break;
            }
        }
        let count = |width| {
            rows.iter()
                .filter(|(_, cells)| cells.len() == width)
                .count()
        };
        let widths = rows.iter().map(|(_, cells)| cells.len());
        let width = widths
            .max_by_key(|&width| (count(width), width))
            .unwrap_or(0);
        let agreeing = count(width);
        Self {
            text,
            rows,
            width,
            agreeing,
        }
    }

    fn values<'s>(&'s self, cells: &'s [Cell]) -> impl Iterator<Item = &'t str> + 's {
        let text = self.text;
        cells.iter().map(move |cell| &text[cell.span.range()])
    }

    /// The first row of the table: preamble is narrower. A header may lack the names of some last columns.
    fn first(&self) -> Option<&(usize, Vec<Cell>)> {
        self.rows.iter().find(|(_, cells)| {
            let nearly = cells.len() >= 2 && cells.len() * 3 >= self.width * 2;
            cells.len() == self.width || nearly && is_header(self.values(cells))
        })
    }

    fn header(&self) -> Header {
        match self.first() {
            Some((_, cells)) if is_header(self.values(cells)) => Header::Awaited,
            _ => Header::Absent,
        }
    }
}

impl Dialect {
    /// The dialect of a text that is known to be delimited; nothing when `text` has no whole row yet.
    pub(super) fn of(text: &str, end: End) -> Option<Found> {
        let start = usize::from(text.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
        let (head, head_end) = head_of(text, end);
        let mut best: Option<(Head<'_>, u8)> = None;
        for delimiter in DELIMITERS {
            let head = Head::read(head, head_end, delimiter, start);
            let better = best.as_ref().is_none_or(|(other, _)| {
                (head.width > 1, head.agreeing, head.width)
                    > (other.width > 1, other.agreeing, other.width)
            });
            if better {
                best = Some((head, delimiter));
            }
        }
        let (head, delimiter) = best?;
        let Some((first, _)) = head.first() else {
            // A first row of many kilobytes: no header names its columns.
            return (text.len() > MAX_HEAD || end == End::Last).then_some(Found {
                dialect: Dialect { delimiter },
                start,
                header: Header::Absent,
            });
        };
        Some(Found {
            dialect: Dialect { delimiter },
            start: *first,
            header: head.header(),
        })
    }
}

fn head_of(text: &str, end: End) -> (&str, End) {
    if text.len() <= MAX_HEAD {
        return (text, end);
    }
    let mut cut = MAX_HEAD;
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    (&text[..cut], End::More)
}

/// Whether cells look like names of columns: distinct, short, each with a letter first and more letters than digits.
fn is_header<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let mut names: Vec<&str> = Vec::new();
    let mut total = 0usize;
    for cell in cells {
        total += 1;
        if cell.is_empty() {
            continue;
        }
        if !is_name(cell) {
            return false;
        }
        names.push(cell);
    }
    let named = names.len();
    names.sort_unstable();
    names.dedup();
    // Wide reports repeat a name now and then (`Phone`, `Phone`).
    named > 0 && named * 2 >= total && names.len() * 10 >= named * 8
}

fn is_name(cell: &str) -> bool {
    let cell = cell.trim_start_matches(['#', '*', '_', '[', '"', '\u{feff}', ' ']);
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let letters = cell.chars().filter(|letter| letter.is_alphabetic()).count();
    cell.len() <= 64
        && cell.starts_with(char::is_alphabetic)
        && letters > digits
        && cell.split_whitespace().count() <= 8
        && !cell.contains('@')
}

/// Whether a text (its first few kilobytes) is a table of delimited rows. Never true for ordinary code or prose: every row
/// has the same number of cells, the first names the columns or all look like data, and no cell looks like code.
pub fn sniff(head: &str) -> bool {
    let start = usize::from(head.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    DELIMITERS.iter().any(|&delimiter| {
        let (head, end) = head_of(head, End::More);
        is_table(&Head::read(head, end, delimiter, start), delimiter)
    })
}

fn is_table(head: &Head<'_>, delimiter: u8) -> bool {
    let Some((_, first)) = head.rows.first() else {
        return false;
    };
    let least = if delimiter == b',' || delimiter == b';' {
        3
    } else {
        2
    };
    let even = head.agreeing == head.rows.len();
    let code = |(_, cells): &(usize, Vec<Cell>)| head.values(cells).any(is_code);
    let framed = |(_, cells): &(usize, Vec<Cell>)| {
        cells.first().is_some_and(|cell| cell.span.is_empty())
            && cells.last().is_some_and(|cell| cell.span.is_empty())
    };
    let open = |(_, cells): &(usize, Vec<Cell>)| {
        delimiter == b',' && cells.last().is_some_and(|cell| cell.span.is_empty())
    };
    if !even
        || head.width < least
        || head.rows.iter().any(code)
        || head.rows.iter().all(framed)
        || head.rows.iter().all(open)
    {
        return false;
    }
    let rows = &head.rows[1..];
    if is_header(head.values(first)) {
        let named = head
            .values(first)
            .all(|name| !name.is_empty() && !name.ends_with('.') && name.split(' ').count() <= 4);
        let has_data = |(_, cells): &(usize, Vec<Cell>)| head.values(cells).any(is_data);
        // One row of data may stand below names of columns that are written as one word each.
        let rows_enough = match rows.len() {
            0 => false,
            1 => head.width >= 3 && head.values(first).all(|name| !name.contains(' ')),
            _ => true,
        };
        return named && rows_enough && rows.iter().all(has_data)
            || named && rows.len() >= 2 && head.width >= 3 && delimiter == b'\t';
    }
    let steady = (0..head.width).any(|column| {
        let data = |(_, cells): &(usize, Vec<Cell>)| {
            cells
                .get(column)
                .is_some_and(|cell| is_data(&head.text[cell.span.range()]))
        };
        head.rows.iter().all(data)
    });
    head.width >= 4 && head.rows.len() >= 5 && steady
}

/// A value with a digit that is no number of code.
fn is_data(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && !cell.starts_with("0x")
}

fn is_code(cell: &str) -> bool {
    cell.contains(['{', '}', '=', '<', '>', '`', '$', '\\'])
        || cell.ends_with([';', '(', ')', ':'])
        || cell.contains("()")
        || cell.contains("//")
}
