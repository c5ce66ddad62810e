//! Values whose names stand in a list of their own: rows of a table test, tuples under a header, arguments of a constructor
//! that the file declares.
//!
//! The list is looked for around the names that the prefilter hit; what has as many members as the list, near it or under the name
//! that it belongs to, is a row. No grammar is asked, so one reader serves every language, and source code that holds nothing
//! else need not be parsed.

use super::header::{Header, header};
use super::row::{GLUE, Row, RowReader};
use super::value::Literal;
use super::{Quoted, is_word};
use crate::extract::literal::{Escapes, unescape};
use crate::extract::{Extraction, FieldOrigin, Labels, Repeated, Scheme};
use crate::span::Span;

/// How far before a list of parameters the rows for them are looked for: attributes, arguments of the call that takes a closure.
const BEFORE: usize = 2000;

/// How many lists of one text are looked up by the name that they belong to, and how many uses of it.
const MAX_OWNERS: usize = 16;
const MAX_USES: usize = 1000;

/// How deep lists of rows stand in each other.
const MAX_DEPTH: usize = 3;

/// Words that an owner's name is not.
const NO_OWNERS: [&str; 12] = [
    "for", "if", "in", "columns", "names", "fields", "header", "headers", "values", "VALUES",
    "return", "insert",
];

/// Reads the rows of every list of names that one of `hits` stands in.
pub(super) fn rows<'t>(
    text: &'t str,
    hits: &[Span],
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let bytes = text.as_bytes();
    let mut reader = Reader {
        text,
        bytes,
        rows: RowReader { bytes },
        labels,
        out,
        owners: Vec::new(),
        done: 0,
    };
    for &hit in hits {
        if hit.start < reader.done || !text.is_char_boundary(hit.start) {
            continue;
        }
        if let Some(header) = header(bytes, hit) {
            reader.read(&header);
            reader.done = reader.done.max(header.span.end);
        }
    }
}

struct Reader<'r, 't> {
    text: &'t str,
    bytes: &'t [u8],
    rows: RowReader<'t>,
    labels: &'r mut Labels,
    out: &'r mut Extraction<'t>,
    /// Whose lists were looked up.
    owners: Vec<&'t str>,
    /// How far lists and rows have been read.
    done: usize,
}

impl Reader<'_, '_> {
    fn read(&mut self, header: &Header) {
        if let Some(row) = self.rows.bound(header) {
            self.done = self.done.max(row.end);
            return self.add(&row, header);
        }
        let Some(first) = self.first_row(header.span.end, GLUE) else {
            return self.elsewhere(header);
        };
        let end = self.list(first, header, MAX_DEPTH);
        match end == first {
            true => self.elsewhere(header),
            false => self.uses(header, end),
        }
        self.done = self.done.max(end);
    }

    /// Rows that stand before the list, or under the name of what the list belongs to.
    fn elsewhere(&mut self, header: &Header) {
        let is_block = self.bytes[header.span.start] == b'{';
        if is_block || !self.before(header) {
            self.uses(header, 0);
        }
    }

    /// Rows in the paragraph before a list.
    fn before(&mut self, header: &Header) -> bool {
        // A list may stand within what was read for another.
        let floor = header.span.start.saturating_sub(BEFORE);
        let floor = floor.max(self.done).min(header.span.start);
        let paragraph = memchr::memmem::rfind(&self.bytes[floor..header.span.start], b"\n\n");
        let mut at = paragraph.map_or(floor, |blank| floor + blank);
        let is_csv =
            memchr::memmem::find(&self.bytes[at..header.span.start], b"CsvSource").is_some();
        let mut found = false;
        while at < header.span.start {
            let row = match self.bytes[at] {
                b'(' | b'[' | b'{' if !is_csv => self.rows.row(at, header),
                b'"' if is_csv => self.rows.line(at, header),
                _ => None,
            };
            at = match row.filter(|row| row.end <= header.span.start) {
                Some(row) => {
                    self.add(&row, header);
                    found = true;
                    row.end
                }
                None => at + 1,
            };
        }
        found
    }

    /// Rows behind the name of what a list belongs to: `Patient("…", "…")`, `[]row{{"…", "…"}}`. Those before `read` were read.
    fn uses(&mut self, header: &Header, mut read: usize) {
        let text = self.text;
        let owner = text.get(header.owner.range()).unwrap_or_default();
        if owner.len() < 3
            || NO_OWNERS.contains(&owner)
            || self.owners.len() >= MAX_OWNERS
            || self.owners.contains(&owner)
        {
            return;
        }
        self.owners.push(owner);
        let uses = memchr::memmem::find_iter(self.bytes, owner).take(MAX_USES);
        for at in uses.collect::<Vec<_>>() {
            let end = at + owner.len();
            let is_part = at > 0 && is_word(self.bytes[at - 1])
                || self.bytes.get(end).is_some_and(|&byte| is_word(byte));
            if is_part || at < read || header.span.start <= end && at < header.span.end {
                continue;
            }
            if let Some(first) = self.first_row(end, GLUE / 3) {
                read = self.list(first, header, MAX_DEPTH);
            }
        }
    }

    /// The bracket of the first row, or of the list of rows, from `from` on.
    fn first_row(&self, from: usize, reach: usize) -> Option<usize> {
        let window = &self.bytes[from.min(self.bytes.len())..(from + reach).min(self.bytes.len())];
        for (index, byte) in window.iter().enumerate() {
            let at = from + index;
            match byte {
                b'(' | b'[' | b'{' if self.rows.opens_row(at, MAX_DEPTH) => return Some(at),
                b';' => return None,
                b'\n' if window.get(index + 1) == Some(&b'\n') => return None,
                _ => {}
            }
        }
        None
    }

    /// Reads a row, or the rows of a list, and what follows on the same level. Gives where it ends; `open` when nothing fits.
    fn list(&mut self, open: usize, header: &Header, depth: usize) -> usize {
        if let Some(row) = self.rows.row(open, header) {
            self.add(&row, header);
            return self.following(row.end, header);
        }
        let inner = self.rows.skip(open + 1);
        let inner = match self.bytes.get(inner) {
            Some(b'(' | b'[' | b'{') => inner,
            _ => match self.rows.prefix(inner) {
                Some(at) => at,
                None => return open,
            },
        };
        if depth == 0 {
            return open;
        }
        match self.list(inner, header, depth - 1) {
            end if end == inner => open,
            end => end,
        }
    }

    /// Rows that stand behind one another, from behind the first.
    fn following(&mut self, from: usize, header: &Header) -> usize {
        let mut end = from;
        loop {
            let mut at = self.rows.skip(end);
            if matches!(self.bytes.get(at), Some(b',' | b';')) {
                at = self.rows.skip(at + 1);
            }
            if self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
                at = self.rows.prefix(at).unwrap_or(at);
            }
            let Some(row) = self.rows.row(at, header) else {
                return end;
            };
            self.add(&row, header);
            end = row.end;
        }
    }

    fn add(&mut self, row: &Row, header: &Header) {
        let span = |literal: &Option<Literal>| literal.map(|literal| literal.span);
        let (Some(first), Some(last)) = (
            row.members.iter().find_map(span),
            row.members.iter().rev().find_map(span),
        ) else {
            return;
        };
        let owner = self.text.get(header.owner.range()).unwrap_or_default();
        let owner = if NO_OWNERS.contains(&owner) {
            ""
        } else {
            owner
        };
        let record = self
            .out
            .record(None, owner, Span::new(first.start, last.end), Repeated::Yes);
        let root = self.labels.root(Scheme::Named);
        for (name, member) in header.names.iter().zip(&row.members) {
            let (Some(literal), Some(name)) = (member, self.text.get(name.range())) else {
                continue;
            };
            if name.is_empty() {
                continue;
            }
            let label = self.labels.child(root, name);
            let value = match literal.quoted {
                Quoted::Yes => {
                    let quote = self.bytes[literal.span.start - 1];
                    unescape(self.text, literal.span, quote, Escapes::Backslash).0
                }
                Quoted::No => self.text[literal.span.range()].into(),
            };
            self.out
                .field(record, label, FieldOrigin::Argument, value, literal.span);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let hits: Vec<Span> = ["dob", "DOB"]
            .iter()
            .flat_map(|word| text.match_indices(word))
            .map(|(at, word)| Span::new(at, at + word.len()))
            .collect();
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        rows(text, &hits, &mut labels, &mut out);
        out.fields
            .iter()
            .zip(out.listing(&labels))
            .map(|(field, line)| format!("{}: {line}", field.record.0))
            .collect()
    }

    #[test]
    fn rows_take_the_names_of_their_list() {
        let two: &[&str] = &["0: name = a", "0: dob = b", "1: name = c", "1: dob = d"];
        let one: &[&str] = &["0: name = a", "0: dob = b"];
        let cases: [(&str, &[&str]); 29] = [
            (
                "db.Exec(\"UPDATE p SET name = ?, dob = ?\", \"a\", \"b\")",
                one,
            ),
            (
                "query('INSERT INTO p SET name = ?, dob = ?', ['a', 'b']);",
                one,
            ),
            ("f(\"SET name = 1, dob = 2\", \"a\", \"b\")", &[]),
            (
                "jdbc.update(\"INSERT INTO p (name, dob) VALUES (?, ?)\", \"a\", \"b\");",
                one,
            ),
            (
                "db.Exec(ctx, `INSERT INTO p (name, dob)\n VALUES ($1, $2)`,\n\t\"a\", \"b\")",
                one,
            ),
            ("f(\"INSERT INTO p (name, dob) VALUES (?, ?)\", a, b);", &[]),
            (
                "struct {\n\tname string\n\tdob  string\n}{\n\t{\"a\", \"b\"},\n\t// next\n\t{\"c\", \"d\"},\n}",
                two,
            ),
            ("p := struct {\n\tname, dob string\n}{\"a\", \"b\"}", one),
            (
                "type row struct {\n\tname, dob string\n}\nvar one = row{\"a\", \"b\"}\nvar more = []row{\n\t{\"c\", \"d\"},\n}",
                two,
            ),
            (
                "data class Row(val name: String, val dob: String, val note: String? = null)\nval a = Row(\"a\", \"b\")",
                one,
            ),
            (
                "class Row:\n    name: str\n    dob: str\n    note: str = \"\"\n\nrows = [Row(\"a\", \"b\"), Row(\"c\", \"d\")]",
                two,
            ),
            (
                "type row struct {\n\tname, dob string\n}\n\nvar rows = []row{\n\t{\"a\", \"b\"},\n\t{\"c\", \"d\"},\n}",
                two,
            ),
            (
                "typedef struct { char *name; char dob[9]; } row_t;\nstatic row_t rows[] = {\n  { \"a\", \"b\" }, { \"c\", \"d\" } };",
                two,
            ),
            (
                "@parametrize(\"name, dob\", [\n  (\"a\", \"b\"),\n  (\"c\", \"d\"),\n])",
                two,
            ),
            (
                "@parametrize((\"name\", \"dob\"), [pytest.param(\"a\", \"b\", id=\"x\"), (\"c\", \"d\")])",
                two,
            ),
            ("for (name, dob) in [(\"a\", \"b\"), (\"c\", \"d\")] {", two),
            (
                "vec![(\"name\", \"dob\"), (\"a\", \"b\"), (\"c\", \"d\")]",
                two,
            ),
            (
                "DataFrame([[\"a\", \"b\"], [\"c\", \"d\"]], columns=[\"name\", \"dob\"])",
                two,
            ),
            (
                "Seq((\"a\", \"b\"), (\"c\", \"d\")).toDF(\"name\", \"dob\")",
                two,
            ),
            (
                "[InlineData(\"a\", \"b\")]\n[InlineData(\"c\", \"d\")]\npublic void T(string name, string dob) {}",
                two,
            ),
            (
                "@CsvSource({\n  \"a, b\",\n  \"c, d\"\n})\nvoid t(String name, String dob) {}",
                two,
            ),
            (
                "it.each([\n  ['a', 'b'],\n  ['c', 'd'],\n])('x', (name, dob) => {})",
                two,
            ),
            (
                "P = namedtuple(\"P12\", \"name dob\")\nx = P12(\"a\", \"b\")",
                one,
            ),
            (
                "data class Person(val name: String, val dob: String)\n\nval p = Person(\"a\", \"b\")",
                one,
            ),
            (
                "public record Person(string name, string dob);\n\nnew Person[] { new Person(\"a\", \"b\"), new(\"c\", \"d\") }",
                two,
            ),
            (
                "columns: new[] { \"name\", \"dob\" }, values: new object[] { \"a\", \"b\" })",
                one,
            ),
            (
                "query('INSERT INTO t (name, dob) VALUES ($1, $2)', ['a', 'b'])",
                one,
            ),
            (
                "f(\"name, dob\", [(\"a\", today()), (None, \"b\".to_string())])",
                &["0: name = a", "1: dob = b"],
            ),
            ("f(\"name, dob\", [(\"a\", \"b\", \"c\"), (\"d\",)])", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_without_rows_give_nothing() {
        let cases = [
            "fn find(name: &str, dob: &str) -> bool { true }",
            "SELECT name, dob FROM t",
            "f(name, dob); g(\"x\", \"y\")",
            "const FIELDS = ['name', 'dob'];\n\nlog('a', 'b');",
            "({ name, dob }) => ({ name: 'a', dob: 'b' })",
            "for (name, dob) in [{\"a\": 1, \"b\": 2}]",
            "f(env, \"dob\")\nf(env, \"7\")",
        ];
        for text in cases {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for unit in [
            "(dob,a)",
            "(dob,a)(",
            "{dob;a}",
            "\"dob,a\"[",
            "[\"",
            "(dob,a)[(\"x\",",
            "struct dob{dob;a}dob",
        ] {
            let text = unit.repeat(50_000 / unit.len());
            let hits: Vec<Span> = memchr::memmem::find_iter(text.as_bytes(), "dob")
                .map(|at| Span::new(at, at + 3))
                .collect();
            rows(&text, &hits, &mut Labels::new(), &mut Extraction::default());
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(
            text in r#"(dob|\(|\)|\[|\]|\{|\}|"|'|,|;|:|=|\n|a|é| |1|"é"|name|CsvSource){0,40}"#,
        ) {
            let hits: Vec<Span> = text.match_indices("dob").map(|(at, _)| Span::new(at, at + 3)).collect();
            let mut out = Extraction::default();
            rows(&text, &hits, &mut Labels::new(), &mut out);
            for field in &out.fields {
                prop_assert!(text.get(field.span.range()).is_some_and(|value| !value.is_empty()));
            }
        }
    }
}
