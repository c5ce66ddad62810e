//! What stands before rows: a table's name and its columns.

use super::token::{Step, Token, Tokens};
use super::{MAX_COLUMNS, Reading, Table, Told};
use crate::extract::Scheme;
use crate::span::Span;

/// Words that start a constraint or an index where a column's name could stand.
const CONSTRAINTS: [&str; 11] = [
    "primary",
    "foreign",
    "constraint",
    "unique",
    "key",
    "check",
    "index",
    "fulltext",
    "like",
    "exclude",
    "period",
];

/// The window ended before the header did.
#[derive(Debug)]
pub(super) struct Cut;

/// The text of a token that can be a name.
pub(super) fn name(text: &str, token: Token) -> Option<&str> {
    let span: Span = match token {
        Token::Word(span) | Token::Name(span) => span,
        Token::Text(literal) if literal.may_be_name() => literal.span,
        _ => return None,
    };
    Some(&text[span.range()])
}

/// The next token if `wanted` accepts it, which is then passed over.
pub(super) fn take<'t, T>(
    tokens: &mut Tokens<'t>,
    wanted: impl Fn(&'t str, Token) -> Option<T>,
) -> Result<Option<T>, Cut> {
    match tokens.peek() {
        Step::Cut => Err(Cut),
        Step::End => Ok(None),
        Step::Token(token) => {
            let found = wanted(tokens.text, token);
            if found.is_some() {
                tokens.next();
            }
            Ok(found)
        }
    }
}

/// Passes over a sign.
pub(super) fn sign(tokens: &mut Tokens<'_>, wanted: u8) -> Result<bool, Cut> {
    let found = take(tokens, |_, token| match token {
        Token::Sign(byte, _) => (byte == wanted).then_some(()),
        _ => None,
    })?;
    Ok(found.is_some())
}

/// Passes over a keyword.
pub(super) fn word(tokens: &mut Tokens<'_>, wanted: &str) -> Result<bool, Cut> {
    let found = take(tokens, |text, token| match token {
        Token::Word(span) => text[span.range()]
            .eq_ignore_ascii_case(wanted)
            .then_some(()),
        _ => None,
    })?;
    Ok(found.is_some())
}

/// A table's name without database and schema: `public.patient`.
pub(super) fn table_name<'t>(tokens: &mut Tokens<'t>) -> Result<Option<&'t str>, Cut> {
    let mut found = take(tokens, name)?;
    while found.is_some() && sign(tokens, b'.')? {
        found = take(tokens, name)?.or(found);
    }
    Ok(found)
}

/// Column names in brackets; nothing when something else stands there, which is then not passed over.
pub(super) fn column_list<'t>(tokens: &mut Tokens<'t>) -> Result<Option<Vec<&'t str>>, Cut> {
    let start = tokens.at;
    let mut columns = Vec::new();
    if sign(tokens, b'(')? {
        while let Some(column) = take(tokens, name)? {
            columns.push(column);
            if sign(tokens, b')')? {
                columns.truncate(MAX_COLUMNS);
                return Ok(Some(columns));
            }
            if !sign(tokens, b',')? {
                break;
            }
        }
    }
    tokens.at = start;
    Ok(None)
}

impl Reading<'_, '_> {
    /// The table whose rows follow, with the columns of the statement, else those of its `CREATE TABLE`.
    pub(super) fn table(&mut self, name: &str, columns: Option<Vec<&str>>) -> Table {
        let mut label = |column: &str| self.labels.intern(Scheme::Named, column);
        let columns = match columns {
            Some(columns) => columns.into_iter().map(label).collect(),
            None => match self.sql.tables.get(&name.to_ascii_lowercase()) {
                Some(columns) => columns.iter().map(|column| label(column)).collect(),
                None => Vec::new(),
            },
        };
        let told = match columns.is_empty() && is_of_patients(name) {
            true => Told::ByValues,
            false => Told::ByColumns,
        };
        Table {
            name: name.to_owned(),
            columns,
            told,
        }
    }

    /// `[IF NOT EXISTS] name (column type, …)`, behind `CREATE TABLE`.
    pub(super) fn create_table(&mut self) -> Result<(), Cut> {
        if word(self.tokens, "if")? {
            word(self.tokens, "not")?;
            word(self.tokens, "exists")?;
        }
        let Some(table) = table_name(self.tokens)? else {
            return Ok(());
        };
        if !sign(self.tokens, b'(')? {
            return Ok(());
        }
        let mut columns = Vec::new();
        let mut depth = 1usize;
        let mut first = true;
        while depth > 0 {
            let token = match self.tokens.next() {
                Step::Token(token) => token,
                Step::End => break,
                Step::Cut => return Err(Cut),
            };
            match token {
                Token::Sign(b'(', _) => depth += 1,
                Token::Sign(b')', _) => depth -= 1,
                Token::Sign(b',', _) if depth == 1 => {
                    first = true;
                    continue;
                }
                _ if first && columns.len() < MAX_COLUMNS => {
                    columns.extend(column(self.tokens.text, token));
                }
                _ => {}
            }
            first = false;
        }
        self.sql.remember(table, columns);
        Ok(())
    }
}

/// Whether a table is named after patients, and after nothing that they have: `patients`, `tbl_patient`, `PatientDetails`.
fn is_of_patients(table: &str) -> bool {
    const PATIENT: &str = "patient";
    let lower = table.to_ascii_lowercase();
    let Some(at) = lower.find(PATIENT) else {
        return false;
    };
    let behind = lower[at + PATIENT.len()..].trim_start_matches('_');
    matches!(
        behind,
        "" | "s" | "details" | "data" | "info" | "record" | "records"
    )
}

/// The column that the first token of its definition names.
fn column(text: &str, token: Token) -> Option<String> {
    let found = name(text, token)?;
    let constraint = matches!(token, Token::Word(_))
        && CONSTRAINTS
            .iter()
            .any(|word| found.eq_ignore_ascii_case(word));
    (!constraint).then(|| found.to_owned())
}
