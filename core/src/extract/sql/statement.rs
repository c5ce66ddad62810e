//! Statements that are not rows: names compared with or set to literals, aliases of literals, passwords of users.

use super::header::{Cut, column_list, name, sign, table_name, take, word};
use super::rows::tuple;
use super::token::{Step, Text, Token, Tokens};
use super::{Mode, Outcome, Sql, Table, add_number, add_text};
use crate::extract::{Extraction, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// What a literal that comes next would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// Nobody's value.
    None,
    /// The value of the name before the operator.
    Value(FieldOrigin),
    /// One of the values in `name IN (…)`.
    Listed,
    /// A password: `PASSWORD '…'`, `IDENTIFIED BY '…'`.
    Password,
}

/// What has been read of a statement.
struct Statement<'t> {
    table: &'t str,
    record: Option<RecordId>,
    start: usize,
    name: &'t str,
    link: Link,
    /// Of an `=`: `SET` sets, everything else compares.
    equals: FieldOrigin,
    /// The literal before, for `'…' AS name`.
    literal: Option<Literal>,
    keyword: Keyword,
}

/// The keyword before, where it decides what the next word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    Other,
    Create,
    Identified,
}

#[derive(Clone, Copy, Debug)]
enum Literal {
    Text(Text),
    Number(Span),
}

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
    /// Reads up to the end of a statement, or to the first row.
    pub(super) fn statement<'t>(
        &mut self,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Outcome {
        let mut statement = Statement {
            table: "",
            record: None,
            start: tokens.at,
            name: "",
            link: Link::None,
            equals: FieldOrigin::Comparison,
            literal: None,
            keyword: Keyword::Other,
        };
        loop {
            let token = match tokens.next() {
                Step::Token(token) => token,
                Step::End => return Outcome::Ended,
                Step::Cut => return Outcome::Cut,
            };
            let read = match token {
                Token::Sign(b';', _) => return Outcome::Whole,
                Token::Word(span) => self.word(&mut statement, span, tokens, labels, out),
                other => {
                    statement.token(other, tokens.text, labels, out);
                    Ok(())
                }
            };
            if read.is_err() {
                return Outcome::Cut;
            }
            if !matches!(self.mode, Mode::Statement) {
                return Outcome::Whole;
            }
        }
    }

    /// A word: a keyword that something known follows, or a name.
    fn word<'t>(
        &mut self,
        statement: &mut Statement<'t>,
        span: Span,
        tokens: &mut Tokens<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Result<(), Cut> {
        let content = &tokens.text[span.range()];
        let mut buffer = [0; 10];
        let keyword = upper(content, &mut buffer);
        let before = std::mem::replace(&mut statement.keyword, Keyword::Other);
        match keyword {
            "BY" if before == Keyword::Identified => statement.link = Link::Password,
            // `IDENTIFIED WITH plugin BY`.
            _ if before == Keyword::Identified => statement.keyword = Keyword::Identified,
            "CREATE" => statement.keyword = Keyword::Create,
            "TEMPORARY" | "TEMP" | "GLOBAL" | "LOCAL" | "UNLOGGED" if before == Keyword::Create => {
                statement.keyword = Keyword::Create;
            }
            "TABLE" if before == Keyword::Create => self.create_table(tokens)?,
            "INTO" => self.insert(statement, tokens, labels, out)?,
            "INSERT" => self.merge_insert(statement, tokens, labels, out)?,
            "VALUES" => self.values(tokens, labels, out)?,
            "COPY" if statement.name.is_empty() => self.copy(tokens, labels)?,
            "UPDATE" | "FROM" | "JOIN" if before != Keyword::Create => {
                if let Some(table) = table_name(tokens)?.filter(|_| statement.table.is_empty()) {
                    statement.table = table;
                }
                statement.name = statement.table;
            }
            "SET" => statement.equals = FieldOrigin::Column,
            "WHERE" | "ON" | "HAVING" | "USING" => {
                statement.equals = FieldOrigin::Comparison;
                statement.link = Link::None;
            }
            "AND" | "OR" | "NOT" | "SELECT" | "WITH" => statement.link = Link::None,
            "LIKE" | "ILIKE" => statement.link = Link::Value(FieldOrigin::Comparison),
            "IN" => statement.link = Link::Listed,
            "IDENTIFIED" => statement.keyword = Keyword::Identified,
            "AS" => statement.alias(take(tokens, name)?, tokens.text, labels, out),
            _ => statement.named(content, tokens)?,
        }
        Ok(())
    }

    /// `name [(columns)] VALUES …`, behind `INTO`.
    fn insert<'t>(
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
    fn merge_insert<'t>(
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
    fn values<'t>(
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
    fn copy(&mut self, tokens: &mut Tokens<'_>, labels: &mut Labels) -> Result<(), Cut> {
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

impl<'t> Statement<'t> {
    /// Any token but a word.
    fn token(
        &mut self,
        token: Token,
        text: &'t str,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        match token {
            Token::Text(literal) if self.link == Link::None && literal.may_be_name() => {
                self.name = &text[literal.span.range()];
            }
            Token::Text(literal) => self.literal(Literal::Text(literal), text, labels, out),
            Token::Number(span) => self.literal(Literal::Number(span), text, labels, out),
            Token::Name(span) => self.name = &text[span.range()],
            Token::Sign(b'=', _) if self.link != Link::Password => {
                self.link = Link::Value(self.equals);
            }
            Token::Sign(b'<' | b'>' | b'!', _) => self.link = Link::Value(FieldOrigin::Comparison),
            Token::Sign(b',', _) if self.link != Link::Listed => self.link = Link::None,
            Token::Sign(b')', _) if self.link == Link::Listed => self.link = Link::None,
            _ => {}
        }
        if !matches!(token, Token::Text(_) | Token::Number(_)) {
            self.literal = None;
        }
    }

    /// A name: of the column that an operator may follow. Behind an operator the name of a function leaves the left side
    /// as it is, and another column takes the place of the value.
    fn named(&mut self, content: &'t str, tokens: &mut Tokens<'t>) -> Result<(), Cut> {
        let called = match tokens.peek() {
            Step::Cut => return Err(Cut),
            Step::Token(Token::Sign(b'(', _)) => true,
            Step::Token(Token::Text(literal)) => {
                // `PASSWORD '…'`; `DATE '…'` is the value itself.
                if content.eq_ignore_ascii_case("password") && !literal.may_be_name() {
                    self.link = Link::Password;
                }
                self.link != Link::None
            }
            _ => false,
        };
        if !called {
            self.name = content;
            if self.link != Link::Listed {
                self.link = Link::None;
            }
        }
        Ok(())
    }

    fn literal(
        &mut self,
        literal: Literal,
        text: &'t str,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        let (name, origin) = match self.link {
            Link::None => {
                self.literal = Some(literal);
                return;
            }
            Link::Value(origin) => (self.name, origin),
            Link::Listed => (self.name, FieldOrigin::Comparison),
            Link::Password => ("password", FieldOrigin::Entry),
        };
        if self.link != Link::Listed {
            self.link = Link::None;
        }
        if !name.is_empty() {
            self.add(name, origin, literal, text, labels, out);
        }
    }

    /// `'…' AS name`.
    fn alias(
        &mut self,
        name: Option<&'t str>,
        text: &'t str,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        if let (Some(name), Some(literal)) = (name, self.literal.take()) {
            self.add(name, FieldOrigin::Column, literal, text, labels, out);
        }
    }

    fn add(
        &mut self,
        name: &str,
        origin: FieldOrigin,
        literal: Literal,
        text: &'t str,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        let span = match literal {
            Literal::Text(text) => text.span,
            Literal::Number(span) => span,
        };
        let whole = Span::new(self.start, span.end);
        let record = *self
            .record
            .get_or_insert_with(|| out.record(None, self.table, whole, Repeated::No));
        out.records[record.0].span.end = span.end;
        let label = labels.intern(Scheme::Named, name);
        match literal {
            Literal::Text(literal) => add_text(text, &literal, record, label, origin, out),
            Literal::Number(span) => add_number(text, span, record, label, origin, out),
        }
    }
}

/// A short word in upper case; a longer one is no keyword that matters here.
fn upper<'b>(word: &str, buffer: &'b mut [u8; 10]) -> &'b str {
    let Some(buffer) = buffer.get_mut(..word.len()) else {
        return "";
    };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_uppercase();
    std::str::from_utf8(buffer).unwrap_or("")
}
