//! What names rows and then gives them: `INSERT`, in a `MERGE` too, `VALUES` by itself, `COPY`.

use super::header::{Cut, column_list, name, sign, table_name, take, word};
use super::statement::{Statement, upper};
use super::token::{Step, Token};
use super::{Literal, MAX_COLUMNS, Mode, Outcome, Reading, Table};
use crate::extract::{FieldOrigin, Label, Repeated};
use crate::span::Span;

/// Words that may stand behind `INSERT` and are no table.
const BEHIND_INSERT: [&str; 14] = [
    "INTO",
    "ALL",
    "FIRST",
    "IGNORE",
    "OVERWRITE",
    "OR",
    "DELAYED",
    "TOP",
    "ON",
    "UPDATE",
    "DELETE",
    "BEFORE",
    "AFTER",
    "FOR",
];

impl<'t> Reading<'_, 't> {
    /// `name [(columns)] VALUES …`, behind `INTO`.
    pub(super) fn insert(&mut self, statement: &mut Statement<'t>) -> Result<(), Cut> {
        let Some(table) = table_name(self.tokens)? else {
            return Ok(());
        };
        statement.table = table;
        statement.name = table;
        self.inserted(statement)
    }

    /// `INSERT (columns) VALUES …` of a `MERGE`, `INSERT [table] (columns) VALUES …` as SQL Server has it.
    pub(super) fn merge_insert(&mut self, statement: &mut Statement<'t>) -> Result<(), Cut> {
        match self.tokens.peek() {
            Step::Cut => Err(Cut),
            Step::Token(Token::Sign(b'(', _)) => self.inserted(statement),
            Step::Token(Token::Word(span)) => {
                let mut buffer = [0; 10];
                let keyword = upper(&self.tokens.text[span.range()], &mut buffer);
                if BEHIND_INSERT.contains(&keyword) {
                    return Ok(());
                }
                self.insert(statement)
            }
            Step::Token(Token::Sign(..)) | Step::End => Ok(()),
            Step::Token(_) => self.insert(statement),
        }
    }

    /// Columns, and then rows or a list of selected literals.
    fn inserted(&mut self, statement: &mut Statement<'t>) -> Result<(), Cut> {
        let columns = column_list(self.tokens)?;
        let has_columns = columns.is_some();
        let mut table = self.table(statement.table, columns);
        // H2's `MERGE INTO t (…) KEY (…) VALUES …`.
        if word(self.tokens, "key")? {
            column_list(self.tokens)?;
        }
        if word(self.tokens, "overriding")? {
            take(self.tokens, name)?;
            word(self.tokens, "value")?;
        }
        if word(self.tokens, "values")? || word(self.tokens, "value")? {
            self.sql.mode = Mode::Rows(table);
        } else if has_columns && word(self.tokens, "select")? {
            self.selected(&mut table)?;
        }
        Ok(())
    }

    /// A list of tuples outside of an `INSERT`, named by what follows: `(VALUES (…), (…)) AS v (a, b)`.
    pub(super) fn values(&mut self) -> Result<(), Cut> {
        let mut table = Table::default();
        let first = self.out.fields.len();
        while sign(self.tokens, b'(')? {
            let span = Span::new(self.tokens.at - 1, self.tokens.at);
            let record = self.out.record(None, "", span, Repeated::Yes);
            match self.tuple(&mut table, record) {
                Outcome::Cut => return Err(Cut),
                Outcome::Ended => return Ok(()),
                Outcome::Whole => {}
            }
            if !sign(self.tokens, b',')? {
                break;
            }
        }
        if sign(self.tokens, b')')? {
            word(self.tokens, "as")?;
            let named = take(self.tokens, name)?;
            if let (Some(_), Some(columns)) = (named, column_list(self.tokens)?) {
                let names: Vec<Label> = columns.iter().map(|column| self.label(column)).collect();
                for field in &mut self.out.fields[first..] {
                    let index = table.columns.iter().position(|label| *label == field.label);
                    if let Some(&label) = index.and_then(|index| names.get(index)) {
                        field.label = label;
                    }
                }
            }
        }
        Ok(())
    }

    /// `name (columns) FROM stdin …;`, behind `COPY`.
    pub(super) fn copy(&mut self) -> Result<(), Cut> {
        let Some(table) = table_name(self.tokens)? else {
            return Ok(());
        };
        let columns = column_list(self.tokens)?;
        if !word(self.tokens, "from")? || !word(self.tokens, "stdin")? {
            return Ok(());
        }
        while !sign(self.tokens, b';')? {
            match self.tokens.next() {
                Step::Token(_) => {}
                Step::End => return Ok(()),
                Step::Cut => return Err(Cut),
            }
        }
        let rest = &self.tokens.text.as_bytes()[self.tokens.at..];
        match memchr::memchr(b'\n', rest) {
            Some(line) => self.tokens.at += line + 1,
            None => self.tokens.at = self.tokens.text.len(),
        }
        self.sql.mode = Mode::Copy(self.table(table, columns));
        Ok(())
    }

    /// `SELECT 'x', 'y' FROM …` behind the columns of an `INSERT`: one row, if it starts with a literal.
    fn selected(&mut self, table: &mut Table) -> Result<(), Cut> {
        let start = self.tokens.at;
        let record = self.record(table, Span::new(start, start));
        let mut column = 0;
        loop {
            let token = match self.tokens.peek() {
                Step::Token(token) => token,
                Step::End => return Ok(()),
                Step::Cut => return Err(Cut),
            };
            match token {
                Token::Text(_) | Token::Number(_) => {
                    if let Some(literal) = Literal::of(token) {
                        let label = table.label(column, self.labels);
                        self.add(literal, record, label, FieldOrigin::Column);
                    }
                }
                Token::Sign(b',', _) if column + 1 < MAX_COLUMNS => column += 1,
                Token::Word(span)
                    if self.tokens.text[span.range()].eq_ignore_ascii_case("null") => {}
                _ => {
                    self.out.records[record.0].span.end = self.tokens.at;
                    return Ok(());
                }
            }
            self.tokens.next();
        }
    }
}
