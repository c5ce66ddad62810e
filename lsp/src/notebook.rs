//! Notebooks: cells that are judged together, as the file that they are saved in.
//!
//! What stands in one cell says what another is about, so that a notebook is scanned as a whole: in the form in which it is saved
//! (nbformat 4, as its own library writes it), without outputs, which the client does not tell. So the findings are those of a scan of
//! the saved file, as far as they are in cells.

use std::path::PathBuf;

use safeharbor_core::{DocumentReport, Finding, Span, SuppressionNote};
use serde_json::Value;

use crate::document::{DocumentId, IndexedText};

/// An open notebook.
#[derive(Debug)]
pub(crate) struct Notebook {
    /// The file, if it is one.
    pub(crate) path: Option<PathBuf>,
    /// What rules see as its path where it is none.
    pub(crate) title: String,
    /// Its cells, in order.
    pub(crate) cells: Vec<Cell>,
}

/// A cell of a notebook.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// The document that holds its text.
    pub(crate) id: DocumentId,
    /// What the text is.
    pub(crate) kind: CellKind,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Source code.
    Code,
    /// Words.
    Markup,
}

/// A notebook in the form of its file.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// The file's text.
    pub(crate) text: String,
    /// How many lines it has so far.
    line: usize,
    lines: Vec<SavedLine>,
}

/// Where a line of a cell went.
#[derive(Clone, Copy, Debug)]
struct SavedLine {
    /// The cell, by its place.
    cell: usize,
    /// Where the line begins in the cell.
    start: usize,
    /// What it became in the saved text, without quotes.
    saved: Span,
    /// The number of the saved line, from 1.
    number: usize,
}

impl Saved {
    /// The file of a notebook with these cells.
    pub(crate) fn of<'c>(cells: impl Iterator<Item = (CellKind, &'c str)>) -> Self {
        let mut saved = Self::default();
        saved.push_line("{");
        saved.push(" \"cells\": [");
        for (index, (kind, text)) in cells.enumerate() {
            saved.push_line(if index == 0 { "" } else { "," });
            saved.cell(index, kind, text);
        }
        saved.push_line("");
        saved.push_line(" ],");
        saved.push_line(" \"metadata\": {},");
        saved.push_line(" \"nbformat\": 4,");
        saved.push_line(" \"nbformat_minor\": 5");
        saved.push_line("}");
        saved
    }

    fn cell(&mut self, cell: usize, kind: CellKind, text: &str) {
        self.push_line("  {");
        match kind {
            CellKind::Code => {
                self.push_line("   \"cell_type\": \"code\",");
                self.push_line("   \"execution_count\": null,");
                self.push_line("   \"metadata\": {},");
                self.push_line("   \"outputs\": [],");
            }
            CellKind::Markup => {
                self.push_line("   \"cell_type\": \"markdown\",");
                self.push_line("   \"metadata\": {},");
            }
        }
        self.push("   \"source\": [");
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            self.push_line(if start == 0 { "" } else { "," });
            let escaped = Value::from(line).to_string();
            let before = self.text.len() + "    \"".len();
            self.lines.push(SavedLine {
                cell,
                start,
                saved: Span::new(before, before + escaped.len() - "\"\"".len()),
                number: self.line + 1,
            });
            self.push("    ");
            self.push(&escaped);
            start += line.len();
        }
        if start > 0 {
            self.push_line("");
            self.push("   ");
        }
        self.push_line("]");
        self.push("  }");
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn push_line(&mut self, text: &str) {
        self.push(text);
        self.push("\n");
        self.line += 1;
    }

    /// A report on the saved text as one on each of the cells, whose texts these are. What was found in the notebook's path stands
    /// in the first cell.
    pub(crate) fn split(
        &self,
        report: DocumentReport,
        cells: &[&IndexedText],
    ) -> Vec<DocumentReport> {
        let mut reports: Vec<_> = cells.iter().map(|_| DocumentReport::default()).collect();
        for finding in report.findings {
            if let Some((cell, finding)) = self.in_cell(finding, cells) {
                reports[cell].findings.push(finding);
            }
        }
        for note in report.notes {
            if let Some((cell, line)) = self.line_in_cell(note.line, cells) {
                reports[cell].notes.push(SuppressionNote { line, ..note });
            }
        }
        for cell in &mut reports {
            cell.skipped.clone_from(&report.skipped);
        }
        reports
    }

    fn in_cell(&self, mut finding: Finding, cells: &[&IndexedText]) -> Option<(usize, Finding)> {
        if finding.span == Span::new(0, 0) {
            return (!cells.is_empty()).then_some((0, finding));
        }
        let (cell, start) = self.place(finding.span.start, cells)?;
        let (same, end) = self.place(finding.span.end, cells)?;
        finding.span = Span::new(start, end);
        (cell == same && start <= end).then_some((cell, finding))
    }

    /// The cell and the byte in it that `offset` of the saved text came from.
    fn place(&self, offset: usize, cells: &[&IndexedText]) -> Option<(usize, usize)> {
        let next = self
            .lines
            .partition_point(|line| line.saved.start <= offset);
        let line = self.lines[..next].last()?;
        let text = cells.get(line.cell)?.text.get(line.start..)?;
        let mut left = offset - line.saved.start;
        for (at, c) in text.char_indices() {
            if left == 0 {
                return Some((line.cell, line.start + at));
            }
            left = left.checked_sub(escaped_length(c))?;
            if c == '\n' {
                return (left == 0).then_some((line.cell, line.start + at + 1));
            }
        }
        (left == 0).then_some((line.cell, line.start + text.len()))
    }

    /// The cell and the number of the line in it, as an editor counts, of a line of the saved text.
    fn line_in_cell(&self, number: usize, cells: &[&IndexedText]) -> Option<(usize, usize)> {
        let at = self
            .lines
            .binary_search_by_key(&number, |line| line.number)
            .ok()?;
        let line = self.lines[at];
        Some((line.cell, cells.get(line.cell)?.lines.line(line.start)))
    }
}

/// How many bytes a character takes in a string of JSON, as `serde_json` writes it.
fn escaped_length(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if c < ' ' => 6,
        c => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_file_is_what_the_library_writes() {
        let cells = [
            (CellKind::Markup, "# \"Title\"\n\nä"),
            (CellKind::Code, ""),
            (CellKind::Code, "a = 1\n"),
        ];
        let expected = r##"{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "# \"Title\"\n",
    "\n",
    "ä"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "metadata": {},
   "outputs": [],
   "source": []
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "metadata": {},
   "outputs": [],
   "source": [
    "a = 1\n"
   ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
"##;
        assert_eq!(Saved::of(cells.into_iter()).text, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_character_is_found_again(texts in prop::collection::vec("[a\"\\\\\u{1}\t\r\n\u{e9}\u{1f600}]{0,12}", 1..5)) {
            let saved = Saved::of(texts.iter().map(|text| (CellKind::Code, text.as_str())));
            let json: Value = serde_json::from_str(&saved.text).expect("JSON");
            let indexed: Vec<IndexedText> = texts.iter().cloned().map(IndexedText::new).collect();
            let cells: Vec<&IndexedText> = indexed.iter().collect();
            for (index, text) in texts.iter().enumerate() {
                let source = json["cells"][index]["source"].as_array().expect("lines");
                let source: String = source.iter().filter_map(Value::as_str).collect();
                prop_assert_eq!(&source, text);
                let lines: Vec<&SavedLine> = saved.lines.iter().filter(|line| line.cell == index).collect();
                for line in lines {
                    let mut at = line.saved.start;
                    for (offset, c) in text[line.start..].char_indices() {
                        prop_assert_eq!(saved.place(at, &cells), Some((index, line.start + offset)));
                        at += escaped_length(c);
                        if c == '\n' {
                            break;
                        }
                    }
                    prop_assert_eq!(at, line.saved.end);
                    prop_assert!(saved.place(at, &cells).is_some());
                    let number = saved.text[..line.saved.start].matches('\n').count() + 1;
                    prop_assert_eq!(line.number, number);
                }
            }
        }
    }
}
