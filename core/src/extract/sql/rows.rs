//! Rows: tuples of values, and the lines of a `COPY` block.

use super::token::{Step, Token};
use super::{Literal, MAX_COLUMNS, Mode, Outcome, Reading, Table, Told};
use crate::extract::lexical::Quoted;
use crate::extract::literal::{Escapes, unescape};
use crate::extract::shown::{self, Shown};
use crate::extract::{End, Field, FieldOrigin, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

impl Reading<'_, '_> {
    /// Reads the next tuple; anything else than a tuple or a comma ends the rows.
    pub(super) fn row(&mut self, mut table: Table) -> Outcome {
        let outcome = match self.tokens.peek() {
            Step::Cut => Outcome::Cut,
            Step::End => return Outcome::Ended,
            Step::Token(Token::Sign(b',', _)) => {
                self.tokens.next();
                Outcome::Whole
            }
            Step::Token(Token::Sign(b'(', open)) => {
                self.tokens.next();
                let record = self.record(&table, Span::new(open, open + 1));
                let first = self.out.fields.len();
                let outcome = self.tuple(&mut table, record);
                if table.told == Told::ByValues {
                    label_by_values(self.tokens.text, &mut self.out.fields[first..], self.labels);
                }
                outcome
            }
            Step::Token(Token::Word(span))
                if self.tokens.text[span.range()].eq_ignore_ascii_case("row") =>
            {
                self.tokens.next();
                Outcome::Whole
            }
            Step::Token(_) => return Outcome::Whole,
        };
        self.sql.mode = Mode::Rows(table);
        outcome
    }

    /// The record of a row.
    pub(super) fn record(&mut self, table: &Table, span: Span) -> RecordId {
        self.out
            .record(None, table.name.clone(), span, Repeated::Yes)
    }

    /// Reads the next line of a `COPY` block (PostgreSQL, text format); `\.` ends it.
    pub(super) fn copied_line(&mut self, mut table: Table) -> Outcome {
        let text = self.tokens.text;
        let start = self.tokens.at;
        let rest = &text.as_bytes()[start..];
        let line = match memchr::memchr(b'\n', rest) {
            Some(length) => Span::new(start, start + length),
            None if self.tokens.end == End::More => {
                self.sql.mode = Mode::Copy(table);
                return Outcome::Cut;
            }
            None if rest.is_empty() => return Outcome::Ended,
            None => Span::new(start, text.len()),
        };
        self.tokens.at = (line.end + 1).min(text.len());
        let content = text[line.range()].trim_end_matches('\r');
        if content == "\\." {
            return Outcome::Whole;
        }
        if !content.is_empty() {
            self.cells(&mut table, Span::new(start, start + content.len()));
        }
        self.sql.mode = Mode::Copy(table);
        Outcome::Whole
    }

    /// The values of a tuple whose opening bracket has been read: of each the first literal, through calls and casts.
    pub(super) fn tuple(&mut self, table: &mut Table, record: RecordId) -> Outcome {
        let mut depth = 1usize;
        let mut column = 0;
        let mut taken = Taken::No;
        loop {
            let token = match self.tokens.next() {
                Step::Token(token) => token,
                Step::Cut => return Outcome::Cut,
                Step::End => return Outcome::Ended,
            };
            match token {
                Token::Sign(b'(', _) => depth += 1,
                Token::Sign(b')', at) => {
                    depth -= 1;
                    if depth == 0 {
                        self.out.records[record.0].span.end = at + 1;
                        return Outcome::Whole;
                    }
                }
                Token::Sign(b',', _) if depth == 1 => {
                    column += 1;
                    taken = Taken::No;
                }
                _ if taken == Taken::Yes || column >= MAX_COLUMNS => {}
                _ => {
                    if let Some(literal) = Literal::of(token) {
                        taken = Taken::Yes;
                        let label = table.label(column, self.labels);
                        self.add(literal, record, label, FieldOrigin::Column);
                    }
                }
            }
        }
    }

    /// The cells of a line of a `COPY` block.
    fn cells(&mut self, table: &mut Table, line: Span) {
        let record = self.record(table, line);
        let text = self.tokens.text;
        let mut from = line.start;
        for column in 0..MAX_COLUMNS {
            let rest = &text.as_bytes()[from..line.end];
            let length = memchr::memchr(b'\t', rest).unwrap_or(rest.len());
            let span = Span::new(from, from + length);
            let raw = &text[span.range()];
            if !raw.is_empty() && raw != "\\N" {
                let label = table.label(column, self.labels);
                let read = unescape(text, span, b'\\', Escapes::Backslash);
                self.add_text(read, span, record, label, FieldOrigin::Column);
            }
            from = span.end + 1;
            if from > line.end {
                return;
            }
        }
    }
}

/// Names the fields of a row after what their values show.
fn label_by_values(text: &str, fields: &mut [Field<'_>], labels: &mut Labels) {
    let values = fields.iter().map(|field| {
        let before = field
            .span
            .start
            .checked_sub(1)
            .map(|at| text.as_bytes()[at]);
        let quoted = match before {
            Some(b'\'' | b'"') => Quoted::Yes,
            _ => Quoted::No,
        };
        Shown::Literal(field.value.as_ref(), quoted)
    });
    for (place, kind) in shown::person(values) {
        fields[place].label = labels.intern(Scheme::Named, kind.label());
    }
}

/// Whether the value of a column has been read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Yes,
    No,
}
