//! SQL: dumps, fixtures, migrations and statements in code.
//!
//! - `token`: words, names, literals and signs of all dialects
//! - `header`: what stands before rows: the table and its columns
//! - `rows`: tuples of values and the lines of a `COPY` block
//! - `insert`: from a statement to its rows: `INSERT`, `VALUES`, `COPY`
//! - `statement`: everything else: `SET a = …`, `WHERE a = …`, `… AS a`, `PASSWORD '…'`

mod header;
mod insert;
mod rows;
mod statement;
mod token;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::{Extraction, Extractor, FieldOrigin, Label, Labels, RecordId, Scheme, Window};
use crate::span::Span;
use token::{Text, Token, Tokens};

/// How many tables' columns are remembered.
const MAX_TABLES: usize = 4096;

/// How many columns of a table are read.
const MAX_COLUMNS: usize = 4096;

/// A string this long is text to be read in its turn.
const VIEW_LENGTH: usize = 48;

/// Reads SQL. Each row of an `INSERT`, a `VALUES` list or a `COPY` block is a record named by its table, its values fields
/// labelled by the columns; the columns come from the statement or from a `CREATE TABLE` before it. In other statements a
/// name compared with, or set to, a literal is a field.
///
/// Long strings and comments are views.
///
/// A row is read as soon as it is whole, so an `INSERT` of any length streams.
///
/// ```
/// use safeharbor_core::{Extraction, Extractor, End, Labels, Window};
/// use safeharbor_core::extract::sql::Sql;
/// let text = "INSERT INTO patient (id, name) VALUES (1, 'Roe'), (2, 'O''Neil');";
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// Sql::new().read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["id = 1", "name = Roe", "id = 2", "name = O'Neil"]);
/// assert_eq!(out.records[1].name, "patient");
/// ```
#[derive(Debug, Default)]
pub struct Sql {
    /// Columns by table, both as written, the table in lower case.
    tables: HashMap<String, Vec<String>>,
    mode: Mode,
}

/// Rows of one table.
#[derive(Clone, Debug, Default)]
struct Table {
    name: String,
    columns: Vec<Label>,
    told: Told,
}

/// What tells what the values of a table's rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    /// Their columns.
    #[default]
    ByColumns,
    /// The values themselves: the table is one of patients, and its columns stand in another file.
    ByValues,
}

/// What comes next.
#[derive(Clone, Debug, Default)]
enum Mode {
    /// A statement.
    #[default]
    Statement,
    /// Tuples of a table.
    Rows(Table),
    /// Lines of a `COPY` block.
    Copy(Table),
}

/// How a step through the text ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The statement, row or line was whole.
    Whole,
    /// The text ends.
    Ended,
    /// The window ends within it: it comes again.
    Cut,
}

impl Sql {
    /// A reader at the start of a text.
    pub fn new() -> Self {
        Self::default()
    }

    fn remember(&mut self, table: &str, columns: Vec<String>) {
        if self.tables.len() < MAX_TABLES {
            self.tables.insert(table.to_ascii_lowercase(), columns);
        }
    }
}

impl Table {
    /// The label of column `index`, from 0; numbered when it has no name.
    fn label(&mut self, index: usize, labels: &mut Labels) -> Label {
        while self.columns.len() <= index {
            let name = format!("column {}", self.columns.len() + 1);
            self.columns.push(labels.intern(Scheme::Named, &name));
        }
        self.columns[index]
    }
}

/// A literal value.
#[derive(Clone, Copy, Debug)]
enum Literal {
    Text(Text),
    Number(Span),
}

impl Literal {
    /// The literal that a token is.
    fn of(token: Token) -> Option<Self> {
        match token {
            Token::Text(text) => Some(Self::Text(text)),
            Token::Number(span) => Some(Self::Number(span)),
            Token::Word(_) | Token::Name(_) | Token::Sign(..) => None,
        }
    }

    fn span(self) -> Span {
        match self {
            Self::Text(text) => text.span,
            Self::Number(span) => span,
        }
    }
}

/// The reading of one window.
struct Reading<'r, 't> {
    sql: &'r mut Sql,
    tokens: &'r mut Tokens<'t>,
    labels: &'r mut Labels,
    out: &'r mut Extraction<'t>,
}

/// How much an extraction held, to go back to when what follows turns out to be cut.
#[derive(Clone, Copy, Debug)]
struct Checkpoint {
    records: usize,
    fields: usize,
    views: usize,
}

impl Checkpoint {
    fn of(out: &Extraction<'_>) -> Self {
        Self {
            records: out.records.len(),
            fields: out.fields.len(),
            views: out.views.len(),
        }
    }

    fn restore(self, out: &mut Extraction<'_>) {
        out.records.truncate(self.records);
        out.fields.truncate(self.fields);
        out.views.truncate(self.views);
    }
}

impl Extractor for Sql {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let mut tokens = Tokens::new(window.text, window.end);
        let mut reading = Reading {
            sql: self,
            tokens: &mut tokens,
            labels,
            out,
        };
        let read = reading.statements();
        for &comment in tokens.comments.iter().filter(|comment| comment.end <= read) {
            out.views.push(View {
                kind: ViewKind::Comment,
                text: window.text[comment.range()].into(),
                map: OffsetMap::Verbatim(comment.start),
            });
        }
        read
    }
}

impl<'t> Reading<'_, 't> {
    /// Reads statements, rows and lines up to the end, or to the first that is cut. Gives where that is.
    fn statements(&mut self) -> usize {
        loop {
            let start = self.tokens.at;
            let checkpoint = Checkpoint::of(self.out);
            let outcome = match std::mem::take(&mut self.sql.mode) {
                Mode::Statement => self.statement(),
                Mode::Rows(table) => self.row(table),
                Mode::Copy(table) => self.copied_line(table),
            };
            match outcome {
                Outcome::Whole => {}
                Outcome::Ended => return self.tokens.text.len(),
                Outcome::Cut => {
                    checkpoint.restore(self.out);
                    return start;
                }
            }
        }
    }

    /// Adds a literal as a field; a long string is a view, too.
    fn add(&mut self, literal: Literal, record: RecordId, label: Label, origin: FieldOrigin) {
        let text = self.tokens.text;
        match literal {
            Literal::Text(literal) if literal.span.is_empty() => {}
            Literal::Text(literal) => {
                self.add_text(literal.read(text), literal.span, record, label, origin);
            }
            Literal::Number(span) => {
                (self.out).field(record, label, origin, &text[span.range()], span);
            }
        }
    }

    /// Adds a text that was read as a field, and as a view when it is long.
    fn add_text(
        &mut self,
        (value, map): (Cow<'t, str>, OffsetMap),
        span: Span,
        record: RecordId,
        label: Label,
        origin: FieldOrigin,
    ) {
        if value.len() >= VIEW_LENGTH {
            self.out.views.push(View {
                kind: ViewKind::Cell,
                text: value.clone(),
                map,
            });
        }
        self.out.field(record, label, origin, value, span);
    }

    /// The label of a column by its name.
    fn label(&mut self, column: &str) -> Label {
        self.labels.intern(Scheme::Named, column)
    }
}

/// Whether a text (its first few kilobytes) is SQL: a line that starts a statement as only SQL does, or the banner of a dump.
pub fn sniff(head: &str) -> bool {
    head.lines().take(200).any(|line| {
        let line = line.trim_start();
        let starts = |words: &str| {
            line.get(..words.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(words))
        };
        let has = |word: &str| {
            line.split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|other| other.eq_ignore_ascii_case(word))
        };
        (starts("insert into ") || starts("insert ["))
            && (has("values") || line.ends_with(['(', ')']))
            || starts("create table ") && line.contains(['(', '`'])
            || starts("update ") && has("set") && line.contains('=')
            || starts("select ") && has("from") && has("where")
            || starts("copy ") && line.ends_with("stdin;")
            || starts("-- MySQL dump")
            || starts("-- PostgreSQL database dump")
            || starts("PRAGMA foreign_keys")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::{assert_sound, listing, listing_in_windows};
    use proptest::prelude::*;

    #[test]
    fn comments_are_views() {
        let text = "-- one\nINSERT INTO t (a) VALUES (1), -- two\n(2); /* three\nfour */ # five";
        let mut out = Extraction::default();
        let end = crate::extract::End::Last;
        Sql::new().read(Window { text, end }, &mut Labels::new(), &mut out);
        let found: Vec<&str> = out.views.iter().map(|view| &*view.text).collect();
        assert_eq!(found, [" one", " two", " three\nfour "]);
    }

    #[test]
    fn statements_are_read() {
        let cases: [(&str, &[&str]); 30] = [
            (
                "INSERT INTO t (a, `b`, [c], \"d\") VALUES (1, 'x', N'y', 'z');",
                &["a = 1", "b = x", "c = y", "d = z"],
            ),
            (
                "insert into s.t values ('x', NULL, -12)",
                &["column 1 = x", "column 3 = 12"],
            ),
            (
                "CREATE TABLE t (id int, ssn varchar(11) NOT NULL, PRIMARY KEY (id));\nINSERT INTO t VALUES (1,'000-12-3456');",
                &["id = 1", "ssn = 000-12-3456"],
            ),
            (
                "REPLACE INTO t (a) VALUES ('it\\'s'), ('C:\\'), ('x''y');",
                &["a = it's", "a = C:\\", "a = x'y"],
            ),
            (
                "INSERT INTO t (a) VALUES (E'x\\ty'), ($$it's$$), ($q$z$q$)",
                &["a = x\ty", "a = it's", "a = z"],
            ),
            (
                "INSERT INTO t (a, b) VALUES (TO_DATE('1980-01-02', 'YYYY-MM-DD'), CAST('x' AS DATE))",
                &["a = 1980-01-02", "b = x"],
            ),
            (
                "INSERT INTO t (a, b) SELECT 'x', 'y' FROM dual;",
                &["a = x", "b = y"],
            ),
            ("INSERT INTO t SET a = 'x', b = 'y';", &["a = x", "b = y"]),
            ("INSERT [dbo].[t] ([a]) VALUES (N'x')", &["a = x"]),
            ("INSERT dbo.t (a) VALUES ('x')\nGO", &["a = x"]),
            ("INSERT IGNORE INTO t (a) VALUES ('x')", &["a = x"]),
            (
                "INSERT INTO t (a) VALUES ('x') ON DUPLICATE KEY UPDATE a = 'y';",
                &["a = x", "a = y"],
            ),
            (
                "UPDATE t SET a = 'x', n = 5 WHERE p.ssn = '000-12-3456'",
                &["a = x", "n = 5", "ssn = 000-12-3456"],
            ),
            (
                "MERGE INTO t (a, b) KEY (a) VALUES ('x', 'y')",
                &["a = x", "b = y"],
            ),
            // Without columns the rows of patients tell what they hold.
            (
                "INSERT INTO tbl_patients VALUES (7, 'Jane', 'Roe', '1815-02-03', 'F')",
                &[
                    "column 1 = 7",
                    "last name = Jane",
                    "last name = Roe",
                    "birth date = 1815-02-03",
                    "column 5 = F",
                ],
            ),
            (
                "INSERT INTO patient_types VALUES ('Jane', 'Roe', '1815-02-03')",
                &["column 1 = Jane", "column 2 = Roe", "column 3 = 1815-02-03"],
            ),
            ("SELECT 'x' AS ssn, 'y' FROM t", &["ssn = x"]),
            (
                "SELECT * FROM t WHERE ssn LIKE '000%' AND mrn IN ('1', '2') AND d <> 'z'",
                &["ssn = 000%", "mrn = 1", "mrn = 2", "d = z"],
            ),
            (
                "DELETE FROM t WHERE UPPER(name) = UPPER('roe')",
                &["name = roe"],
            ),
            ("CREATE USER me WITH PASSWORD 'x1';", &["password = x1"]),
            (
                "CREATE USER 'me'@'%' IDENTIFIED BY 'x1';",
                &["password = x1"],
            ),
            (
                "CREATE USER me IDENTIFIED WITH mysql_native_password BY 'x1';",
                &["password = x1"],
            ),
            ("ALTER LOGIN me WITH PASSWORD = N'x1';", &["PASSWORD = x1"]),
            (
                "COPY p (id, name) FROM stdin;\n1\tJane\n2\t\\N\n3\tA\\tB\n\\.\nUPDATE t SET a = 'x';",
                &[
                    "id = 1",
                    "name = Jane",
                    "id = 2",
                    "id = 3",
                    "name = A\tB",
                    "a = x",
                ],
            ),
            (
                "-- a = 'no'\n/* b = 'no' */ UPDATE t SET c = 'x'",
                &["c = x"],
            ),
            (
                "MERGE INTO t USING s ON (t.id = s.id) WHEN NOT MATCHED THEN INSERT (a, b) VALUES ('x', 'y');",
                &["a = x", "b = y"],
            ),
            (
                "SELECT * FROM (VALUES ('x', 'y'), ('z', 'w')) AS v (a, b)",
                &["a = x", "b = y", "a = z", "b = w"],
            ),
            (
                "INSERT ALL INTO t (a) VALUES ('x') INTO u (b) VALUES ('y') SELECT 1 FROM dual",
                &["a = x", "b = y"],
            ),
            ("UPDATE t SET a = \"x\"", &["a = x"]),
            ("INSERT INTO t (a) VALUES ('x", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(listing(&mut Sql::new(), text), expected, "{text}");
        }
    }

    #[test]
    fn rows_are_records_of_their_table() {
        let text = "INSERT INTO patient (a, b) VALUES (1, 2), (3, 4);";
        let mut out = Extraction::default();
        let end = crate::extract::End::Last;
        Sql::new().read(Window { text, end }, &mut Labels::new(), &mut out);
        let records: Vec<_> = out.fields.iter().map(|field| field.record.0).collect();
        assert_eq!(records, [0, 0, 1, 1]);
        assert_eq!(&text[out.records[1].span.range()], "(3, 4)");
        assert_eq!(out.records[1].name, "patient");
    }

    #[test]
    fn content_tells_sql() {
        for text in [
            "INSERT INTO t VALUES (1)",
            "\n  create table `t` (\n",
            "select a from b where c = 'd'",
            "COPY t (a) FROM stdin;",
        ] {
            assert!(sniff(text), "{text}");
        }
        for text in [
            "insert into the list",
            "let t = select(a);",
            "update the docs, set a date",
            "copy a.txt b.txt",
            "",
        ] {
            assert!(!sniff(text), "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        let rows = "INSERT INTO t VALUES ";
        for unit in [
            "(", "'", "''", "\\'", "(1,", "('", "$a$", "$", "\"", "`", "/*", "--", "a=", "INTO ",
            "INSERT (", "VALUES (", "(1),",
        ] {
            for start in ["", rows] {
                let text = format!("{start}{}", unit.repeat(100_000 / unit.len()));
                assert!(
                    listing(&mut Sql::new(), &text).len() <= text.len(),
                    "{unit}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_is_read_soundly(
            parts in proptest::collection::vec(
                "INSERT |INTO |t|VALUES |SELECT |COPY |FROM |stdin;\n|AS |SET |WHERE |CREATE TABLE |'|\"|`|\\\\|[(),;=.$1é\n \\[\\]-]",
                0..40,
            ),
        ) {
            assert_sound(&mut Sql::new(), &parts.concat());
        }

        #[test]
        fn windows_change_nothing(
            values in proptest::collection::vec("\\('[a(),;é]{0,6}', [0-9]{1,5}, (NULL|'it''s'|'a\\\\'b')\\)", 1..12),
            size in 1usize..100,
        ) {
            let text = format!(
                "CREATE TABLE p (a int, b int, c text);\nINSERT INTO p VALUES {};\nUPDATE p SET a = 'x' WHERE b = 'y';\nCOPY p (a, b) FROM stdin;\n1\tx\n2\ty\n\\.\nSELECT 1",
                values.join(",\n"),
            );
            let whole = listing(&mut Sql::new(), &text);
            prop_assert!(whole.len() >= values.len());
            prop_assert_eq!(whole, listing_in_windows(&mut Sql::new(), &text, size));
        }
    }
}
