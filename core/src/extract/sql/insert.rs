//! What names rows and then gives them: `INSERT`, in a `MERGE` too, `VALUES` by itself, `COPY`.

use super::header::{Cut, column_list, name, sign, table_name, take, word};
use super::rows::tuple;
use super::statement::{Statement, upper};
use super::token::{Step, Token, Tokens};
use super::{Mode, Outcome, Sql, Table, add_number, add_text};
use crate::extract::{Extraction, FieldOrigin, Label, Labels, Repeated, Scheme};
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

impl Sql {
    /// `name [(columns)] VALUES …`, behind `INTO`.
    pub(super) fn insert<'t>(
        &mut self,
        statement: &mut Statement<'t>,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Result<(), Cut> {
        let Some(table) = table_name(tokens)? else {
            return Ok(());
        };
        statement.table = table;
        statement.name = table;
        self.inserted(statement, tokens, labels, out)
    }

    /// `INSERT (columns) VALUES …` of a `MERGE`, `INSERT [table] (columns) VALUES …` as SQL Server has it.
    pub(super) fn merge_insert<'t>(
        &mut self,
        statement: &mut Statement<'t>,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Result<(), Cut> {
        match tokens.peek() {
            Step::Cut => Err(Cut),
            Step::Token(Token::Sign(b'(', _)) => self.inserted(statement, tokens, labels, out),
            Step::Token(Token::Word(span)) => {
                let mut buffer = [0; 10];
                let keyword = upper(&tokens.text[span.range()], &mut buffer);
                if BEHIND_INSERT.contains(&keyword) {
                    return Ok(());
                }
                self.insert(statement, tokens, labels, out)
            }
            Step::Token(Token::Sign(..)) | Step::End => Ok(()),
            Step::Token(_) => self.insert(statement, tokens, labels, out),
        }
    }

    /// Columns, and then rows or a list of selected literals.
    fn inserted<'t>(
        &mut self,
        statement: &mut Statement<'t>,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Result<(), Cut> {
        let columns = column_list(tokens)?;
        let has_columns = columns.is_some();
        let mut table = self.table(statement.table, columns, labels);
        if word(tokens, "overriding")? {
            take(tokens, name)?;
            word(tokens, "value")?;
        }
        if word(tokens, "values")? || word(tokens, "value")? {
            self.mode = Mode::Rows(table);
        } else if has_columns && word(tokens, "select")? {
            selected(&mut table, tokens, labels, out)?;
        }
        Ok(())
    }

    /// A list of tuples outside of an `INSERT`, named by what follows: `(VALUES (…), (…)) AS v (a, b)`.
    pub(super) fn values<'t>(
        &mut self,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Result<(), Cut> {
        let mut table = Table::default();
        let first = out.fields.len();
        while sign(tokens, b'(')? {
            let span = Span::new(tokens.at - 1, tokens.at);
            let record = out.record(None, "", span, Repeated::Yes);
            match tuple(&mut table, record, tokens, labels, out) {
                Outcome::Cut => return Err(Cut),
                Outcome::Ended => return Ok(()),
                Outcome::Whole => {}
            }
            if !sign(tokens, b',')? {
                break;
            }
        }
        if sign(tokens, b')')? {
            word(tokens, "as")?;
            let named = take(tokens, name)?;
            if let (Some(_), Some(columns)) = (named, column_list(tokens)?) {
                let names: Vec<Label> = columns
                    .iter()
                    .map(|column| labels.intern(Scheme::Named, column))
                    .collect();
                for field in &mut out.fields[first..] {
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
    pub(super) fn copy(&mut self, tokens: &mut Tokens<'_>, labels: &mut Labels) -> Result<(), Cut> {
        let Some(table) = table_name(tokens)? else {
            return Ok(());
        };
        let columns = column_list(tokens)?;
        if !word(tokens, "from")? || !word(tokens, "stdin")? {
            return Ok(());
        }
        while !sign(tokens, b';')? {
            match tokens.next() {
                Step::Token(_) => {}
                Step::End => return Ok(()),
                Step::Cut => return Err(Cut),
            }
        }
        let rest = &tokens.text.as_bytes()[tokens.at..];
        match memchr::memchr(b'\n', rest) {
            Some(line) => tokens.at += line + 1,
            None => tokens.at = tokens.text.len(),
        }
        self.mode = Mode::Copy(self.table(table, columns, labels));
        Ok(())
    }
}

/// `SELECT 'x', 'y' FROM …` behind the columns of an `INSERT`: one row, if it starts with a literal.
fn selected<'t>(
    table: &mut Table,
    tokens: &mut Tokens<'t>,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) -> Result<(), Cut> {
    let start = tokens.at;
    let record = out.record(
        None,
        table.name.clone(),
        Span::new(start, start),
        Repeated::Yes,
    );
    let mut column = 0;
    loop {
        let token = match tokens.peek() {
            Step::Token(token) => token,
            Step::End => return Ok(()),
            Step::Cut => return Err(Cut),
        };
        match token {
            Token::Text(literal) => {
                let label = table.label(column, labels);
                add_text(
                    tokens.text,
                    &literal,
                    record,
                    label,
                    FieldOrigin::Column,
                    out,
                );
            }
            Token::Number(span) => {
                let label = table.label(column, labels);
                add_number(tokens.text, span, record, label, FieldOrigin::Column, out);
            }
            Token::Sign(b',', _) if column + 1 < super::MAX_COLUMNS => column += 1,
            Token::Word(span) if tokens.text[span.range()].eq_ignore_ascii_case("null") => {}
            _ => {
                out.records[record.0].span.end = tokens.at;
                return Ok(());
            }
        }
        tokens.next();
    }
}
