//! Markdown tables: a row of names, a row of dashes, rows of cells.

use super::line::trimmed;
use super::scalar::Scalar;
use crate::extract::{Extraction, FieldOrigin, Label, Labels, Repeated, Scheme};
use crate::span::Span;

/// How many columns are read.
const MAX_COLUMNS: usize = 256;

/// The cells of a line such as `| a | b |`; nothing for a line without a bar.
pub(super) fn cells(text: &str, line: Span) -> Option<Vec<Span>> {
    let inner = trimmed(text, line);
    let content = &text[inner.range()];
    memchr::memchr(b'|', content.as_bytes())?;
    let start = inner.start + usize::from(content.starts_with('|'));
    let end = inner.end - usize::from(content.ends_with('|') && content.len() > 1);
    let mut from = start.min(end);
    let mut cells = Vec::new();
    for bar in memchr::memchr_iter(b'|', &text.as_bytes()[from..end]).take(MAX_COLUMNS) {
        let bar = start + bar;
        cells.push(trimmed(text, Span::new(from, bar)));
        from = bar + 1;
    }
    cells.push(trimmed(text, Span::new(from, end)));
    Some(cells)
}

/// The cells of a line that may be the names of a table's columns: several, none empty, between bars on both sides.
pub(super) fn header(text: &str, line: Span) -> Option<Vec<Span>> {
    let content = &text[trimmed(text, line).range()];
    if !content.starts_with("| ") || !content.ends_with(" |") {
        return None;
    }
    let cells = cells(text, line)?;
    (cells.len() > 1 && cells.iter().all(|cell| !cell.is_empty())).then_some(cells)
}

/// Whether a line is the row of dashes below the names: `|---|:-:|`, `----+----`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    // First what nearly every line fails at once.
    line.bytes()
        .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'+'))
        && (line.contains('|') || line.contains("-+-"))
        && line.contains("--")
}

/// The labels of the columns that the cells of a header row name.
pub(super) fn columns(text: &str, header: &[Span], labels: &mut Labels) -> Vec<Label> {
    let name = |cell: &Span| text[cell.range()].trim_matches(['*', '_', '`', ' ']);
    header
        .iter()
        .map(|cell| labels.intern(Scheme::Named, name(cell)))
        .collect()
}

/// Reads a row of a table as a record.
pub(super) fn row<'t>(
    text: &'t str,
    line: Span,
    cells: &[Span],
    columns: &[Label],
    out: &mut Extraction<'t>,
) {
    let record = out.record(None, "", line, Repeated::Yes);
    for (cell, &label) in cells.iter().zip(columns) {
        let content = &text[cell.range()];
        let inner = content.trim_matches(['*', '`']);
        let lead = content.len() - content.trim_start_matches(['*', '`']).len();
        let start = cell.start + if inner.is_empty() { 0 } else { lead };
        let span = trimmed(text, Span::new(start, start + inner.len()));
        Scalar::bare(text, span).add(record, label, FieldOrigin::Column, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_bars_on_both_sides_and_no_empty_cell() {
        let cases = [
            ("  | first name | ssn |", Some(2)),
            ("| ssn |", None),
            ("| a | | b |", None),
            ("a | b", None),
            ("|| a |", None),
            ("", None),
        ];
        for (text, cells) in cases {
            let found = header(text, Span::new(0, text.len()));
            assert_eq!(found.map(|cells| cells.len()), cells, "{text}");
        }
    }
}
