//! Rows: tuples of values, and the lines of a `COPY` block.

use super::token::{Step, Token, Tokens};
use super::{MAX_COLUMNS, Mode, Outcome, Sql, Table, VIEW_LENGTH, add_number, add_text};
use crate::document::{View, ViewKind};
use crate::extract::literal::{Escapes, unescape};
use crate::extract::{End, Extraction, FieldOrigin, Labels, RecordId, Repeated};
use crate::span::Span;

impl Sql {
    /// Reads the next tuple; anything else than a tuple or a comma ends the rows.
    pub(super) fn row<'t>(
        &mut self,
        mut table: Table,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Outcome {
        let outcome = match tokens.peek() {
            Step::Cut => Outcome::Cut,
            Step::End => return Outcome::Ended,
            Step::Token(Token::Sign(b',', _)) => {
                tokens.next();
                Outcome::Whole
            }
            Step::Token(Token::Sign(b'(', open)) => {
                tokens.next();
                let span = Span::new(open, open + 1);
                let record = out.record(None, table.name.clone(), span, Repeated::Yes);
                tuple(&mut table, record, tokens, labels, out)
            }
            Step::Token(Token::Word(span))
                if tokens.text[span.range()].eq_ignore_ascii_case("row") =>
            {
                tokens.next();
                Outcome::Whole
            }
            Step::Token(_) => return Outcome::Whole,
        };
        self.mode = Mode::Rows(table);
        outcome
    }

    /// Reads the next line of a `COPY` block (PostgreSQL, text format); `\.` ends it.
    pub(super) fn copied_line<'t>(
        &mut self,
        mut table: Table,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Outcome {
        let text = tokens.text;
        let start = tokens.at;
        let rest = &text.as_bytes()[start..];
        let line = match memchr::memchr(b'\n', rest) {
            Some(length) => Span::new(start, start + length),
            None if tokens.end == End::More => {
                self.mode = Mode::Copy(table);
                return Outcome::Cut;
            }
            None if rest.is_empty() => return Outcome::Ended,
            None => Span::new(start, text.len()),
        };
        tokens.at = (line.end + 1).min(text.len());
        let content = text[line.range()].trim_end_matches('\r');
        if content == "\\." {
            return Outcome::Whole;
        }
        if !content.is_empty() {
            let line = Span::new(start, start + content.len());
            let record = out.record(None, table.name.clone(), line, Repeated::Yes);
            cells(&mut table, record, text, line, labels, out);
        }
        self.mode = Mode::Copy(table);
        Outcome::Whole
    }
}

/// The values of a tuple whose opening bracket has been read: of each the first literal, through calls and casts.
pub(super) fn tuple<'t>(
    table: &mut Table,
    record: RecordId,
    tokens: &mut Tokens<'t>,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) -> Outcome {
    let text = tokens.text;
    let mut depth = 1usize;
    let mut column = 0;
    let mut taken = Taken::No;
    loop {
        let token = match tokens.next() {
            Step::Token(token) => token,
            Step::Cut => return Outcome::Cut,
            Step::End => return Outcome::Ended,
        };
        match token {
            Token::Sign(b'(', _) => depth += 1,
            Token::Sign(b')', at) => {
                depth -= 1;
                if depth == 0 {
                    out.records[record.0].span.end = at + 1;
                    return Outcome::Whole;
                }
            }
            Token::Sign(b',', _) if depth == 1 => {
                column += 1;
                taken = Taken::No;
            }
            Token::Text(literal) if taken == Taken::No && column < MAX_COLUMNS => {
                taken = Taken::Yes;
                let label = table.label(column, labels);
                add_text(text, &literal, record, label, FieldOrigin::Column, out);
            }
            Token::Number(span) if taken == Taken::No && column < MAX_COLUMNS => {
                taken = Taken::Yes;
                let label = table.label(column, labels);
                add_number(text, span, record, label, FieldOrigin::Column, out);
            }
            _ => {}
        }
    }
}

/// Whether the value of a column has been read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Yes,
    No,
}

/// The cells of a line of a `COPY` block.
fn cells<'t>(
    table: &mut Table,
    record: RecordId,
    text: &'t str,
    line: Span,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let mut from = line.start;
    for column in 0..MAX_COLUMNS {
        let rest = &text.as_bytes()[from..line.end];
        let length = memchr::memchr(b'\t', rest).unwrap_or(rest.len());
        let span = Span::new(from, from + length);
        let raw = &text[span.range()];
        if !raw.is_empty() && raw != "\\N" {
            let label = table.label(column, labels);
            let (value, map) = unescape(text, span, b'\\', Escapes::Backslash);
            if value.len() >= VIEW_LENGTH {
                out.views.push(View {
                    kind: ViewKind::Cell,
                    text: value.clone(),
                    map,
                });
            }
            out.field(record, label, FieldOrigin::Column, value, span);
        }
        from = span.end + 1;
        if from > line.end {
            return;
        }
    }
}
