//! Statements that are not rows: names compared with or set to literals, aliases of literals, passwords of users.

use super::header::{Cut, name, table_name, take};
use super::token::{Step, Token, Tokens};
use super::{Literal, Mode, Outcome, Reading};
use crate::extract::{FieldOrigin, RecordId, Repeated};
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
pub(super) struct Statement<'t> {
    pub(super) table: &'t str,
    record: Option<RecordId>,
    start: usize,
    pub(super) name: &'t str,
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

impl<'t> Reading<'_, 't> {
    /// Reads up to the end of a statement, or to the first row.
    pub(super) fn statement(&mut self) -> Outcome {
        let mut statement = Statement {
            table: "",
            record: None,
            start: self.tokens.at,
            name: "",
            link: Link::None,
            equals: FieldOrigin::Comparison,
            literal: None,
            keyword: Keyword::Other,
        };
        loop {
            let token = match self.tokens.next() {
                Step::Token(token) => token,
                Step::End => return Outcome::Ended,
                Step::Cut => return Outcome::Cut,
            };
            let read = match token {
                Token::Sign(b';', _) => return Outcome::Whole,
                Token::Word(span) => self.word(&mut statement, span),
                other => {
                    statement.token(other, self);
                    Ok(())
                }
            };
            if read.is_err() {
                return Outcome::Cut;
            }
            if !matches!(self.sql.mode, Mode::Statement) {
                return Outcome::Whole;
            }
        }
    }

    /// A word: a keyword that something known follows, or a name.
    fn word(&mut self, statement: &mut Statement<'t>, span: Span) -> Result<(), Cut> {
        let content = &self.tokens.text[span.range()];
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
            "TABLE" if before == Keyword::Create => self.create_table()?,
            "INTO" => self.insert(statement)?,
            "INSERT" => self.merge_insert(statement)?,
            "VALUES" => self.values()?,
            "COPY" if statement.name.is_empty() => self.copy()?,
            "UPDATE" | "FROM" | "JOIN" if before != Keyword::Create => {
                if let Some(table) = table_name(self.tokens)?.filter(|_| statement.table.is_empty())
                {
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
            "AS" => statement.alias(take(self.tokens, name)?, self),
            _ => statement.named(content, self.tokens)?,
        }
        Ok(())
    }
}

impl<'t> Statement<'t> {
    /// Any token but a word.
    fn token(&mut self, token: Token, reading: &mut Reading<'_, 't>) {
        match token {
            Token::Text(literal) if self.link == Link::None && literal.may_be_name() => {
                self.name = &reading.tokens.text[literal.span.range()];
            }
            Token::Text(literal) => self.literal(Literal::Text(literal), reading),
            Token::Number(span) => self.literal(Literal::Number(span), reading),
            Token::Name(span) => self.name = &reading.tokens.text[span.range()],
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

    fn literal(&mut self, literal: Literal, reading: &mut Reading<'_, 't>) {
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
            self.add(name, origin, literal, reading);
        }
    }

    /// `'…' AS name`.
    fn alias(&mut self, name: Option<&'t str>, reading: &mut Reading<'_, 't>) {
        if let (Some(name), Some(literal)) = (name, self.literal.take()) {
            self.add(name, FieldOrigin::Column, literal, reading);
        }
    }

    fn add(
        &mut self,
        name: &str,
        origin: FieldOrigin,
        literal: Literal,
        reading: &mut Reading<'_, 't>,
    ) {
        let end = literal.span().end;
        let whole = Span::new(self.start, end);
        let new = || reading.out.record(None, self.table, whole, Repeated::No);
        let record = *self.record.get_or_insert_with(new);
        reading.out.records[record.0].span.end = end;
        let label = reading.label(name);
        reading.add(literal, record, label, origin);
    }
}

/// A short word in upper case; a longer one is no keyword that matters here.
pub(super) fn upper<'b>(word: &str, buffer: &'b mut [u8; 10]) -> &'b str {
    let Some(buffer) = buffer.get_mut(..word.len()) else {
        return "";
    };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_uppercase();
    std::str::from_utf8(buffer).unwrap_or("")
}
