//! Tables whose columns are set apart by blanks alone: reports, what data frames and database shells print.

use super::line::trimmed;
use super::scalar::Scalar;
use crate::extract::{Extraction, FieldOrigin, Label, Labels, Repeated, Scheme};
use crate::span::Span;

/// The fewest columns, and the most that are read.
const MIN_COLUMNS: usize = 3;
const MAX_COLUMNS: usize = 64;

/// The longest name of a column, in bytes.
const MAX_NAME: usize = 32;

/// The names of the columns, and where each begins in its line.
#[derive(Debug)]
pub(super) struct Aligned {
    starts: Vec<usize>,
    labels: Vec<Label>,
}

impl Aligned {
    /// The columns that a line names, if it does nothing else: a few names with several blanks between them.
    pub(super) fn header(text: &str, line: Span, labels: &mut Labels) -> Option<Self> {
        // First what nearly every line fails.
        memchr::memmem::find(text[line.range()].trim().as_bytes(), b"  ")?;
        let cells = cells(text, line, "  ");
        let named = |cell: &Span| {
            let name = &text[cell.range()];
            let plain =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '#' | '/' | '-');
            name.len() <= MAX_NAME
                && name.starts_with(char::is_alphabetic)
                && name.chars().all(plain)
                && name.split(' ').count() <= 3
        };
        if !(MIN_COLUMNS..=MAX_COLUMNS).contains(&cells.len()) || !cells.iter().all(named) {
            return None;
        }
        Some(Self {
            starts: cells.iter().map(|cell| cell.start - line.start).collect(),
            labels: cells
                .iter()
                .map(|cell| labels.intern(Scheme::Named, &text[cell.range()]))
                .collect(),
        })
    }

    /// Reads a row as a record; false when the line is none.
    pub(super) fn row<'t>(&self, text: &'t str, line: Span, out: &mut Extraction<'t>) -> bool {
        let content = &text[line.range()];
        if content.trim_matches(['-', '=', ' ', '+']).is_empty() {
            return !content.trim().is_empty();
        }
        let Some(cells) = self.cells(text, line) else {
            return false;
        };
        let record = out.record(None, "", line, Repeated::Yes);
        for (cell, &label) in cells.iter().zip(&self.labels) {
            Scalar::bare(text, *cell).add(record, label, FieldOrigin::Column, out);
        }
        true
    }

    /// The cells of a row: between several blanks, between single ones, or below the beginnings of the names.
    fn cells(&self, text: &str, line: Span) -> Option<Vec<Span>> {
        let count = self.labels.len();
        let has_number = |cells: &[Span]| {
            cells
                .iter()
                .any(|cell| text[cell.range()].bytes().any(|byte| byte.is_ascii_digit()))
        };
        for gap in ["  ", " "] {
            let mut cells = cells(text, line, gap);
            // The index of a data frame has no name.
            if cells.len() == count + 1 {
                cells.remove(0);
            }
            if cells.len() == count && has_number(&cells) {
                return Some(cells);
            }
        }
        let mut below = Vec::with_capacity(count);
        for (index, &start) in self.starts.iter().enumerate() {
            let end = self
                .starts
                .get(index + 1)
                .map_or(line.end, |end| line.start + end);
            let start = line.start + start;
            let apart = start == line.start || text.as_bytes().get(start - 1) == Some(&b' ');
            if end > line.end || !apart || text.get(start..end).is_none() {
                return None;
            }
            below.push(trimmed(text, Span::new(start, end)));
        }
        has_number(&below).then_some(below)
    }
}

/// What stands between runs of blanks at least as long as `gap`.
fn cells(text: &str, line: Span, gap: &str) -> Vec<Span> {
    let line = trimmed(text, line);
    let mut at = line.start;
    let mut found = Vec::new();
    for piece in text[line.range()].split(gap).take(16 * MAX_COLUMNS) {
        let cell = trimmed(text, Span::new(at, at + piece.len()));
        if !cell.is_empty() {
            found.push(cell);
        }
        at += piece.len() + gap.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::extract::plain::Prose;
    use crate::extract::reading::listing;

    #[test]
    fn columns_set_apart_by_blanks() {
        let cases: [(&str, &[&str]); 6] = [
            (
                "ID   NAME      DOB\n12   Argon     1815-02-03\n13   Neon X    1815-02-04\n",
                &[
                    "ID = 12",
                    "NAME = Argon",
                    "DOB = 1815-02-03",
                    "ID = 13",
                    "NAME = Neon X",
                    "DOB = 1815-02-04",
                ],
            ),
            (
                "   mrn   last_name         dob\n0   12       Argon  1815-02-03\n1   13        Neon  1815-02-04\n",
                &[
                    "mrn = 12",
                    "last_name = Argon",
                    "dob = 1815-02-03",
                    "mrn = 13",
                    "last_name = Neon",
                    "dob = 1815-02-04",
                ],
            ),
            (
                "MEMBER ID    LAST NAME   DOB\n---------    ---------   ---\nPQR990217263 ARGON       1815-02-03\n",
                &[
                    "MEMBER ID = PQR990217263",
                    "LAST NAME = ARGON",
                    "DOB = 1815-02-03",
                ],
            ),
            ("mrn   name   dob\n\n12    a      b\n", &[]),
            ("The patient  was seen,  and left.\nOn 3 of May.\n", &[]),
            ("one  two  three\nfour  five  six\n", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(listing(&mut Prose::new(), text), expected, "{text}");
        }
    }
}
