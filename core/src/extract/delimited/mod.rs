//! Delimited files: rows of cells between commas, tabs, pipes or semicolons (RFC 4180 and what people make of it).
//!
//! - `row`: where a row and its cells end
//! - `dialect`: which delimiter, where the table starts, whether its first row is a header
//! - `column`: samples of columns that have no header, for whoever can tell a kind by its values

mod column;
mod dialect;
mod row;

pub use column::{ColumnSample, MIN_ROWS, MIN_SHARE};
pub use dialect::sniff;

use crate::extract::{
    End, Extraction, Extractor, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme, Window,
};
use crate::span::Span;
use dialect::Dialect;
use row::{Cell, Rows};

/// How many columns are read; cells beyond are passed over and a problem says so.
pub const MAX_COLUMNS: usize = 4096;

/// Reads a delimited file, row by row. Each row is a record, each cell that is not empty a field labelled by its column's
/// header cell, or `column N` (from 1) where there is no header.
///
/// The delimiter and the header are found in the first window and carried to the next ones.
///
/// ```
/// use safeharbor_core::{Extraction, Extractor, End, Labels, Window};
/// use safeharbor_core::extract::delimited::Delimited;
/// let text = "mrn;name\n0012;\"Roe; Jane\"\n";
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// Delimited::new("patients").read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["mrn = 0012", "name = Roe; Jane"]);
/// assert_eq!(out.records[0].name, "patients");
/// ```
#[derive(Debug)]
pub struct Delimited {
    table: String,
    /// The table's name as a label, once it is asked for.
    named: Option<Label>,
    dialect: Option<Dialect>,
    columns: Vec<Label>,
    header: Header,
    /// Bytes of earlier windows.
    read: usize,
    /// Up to this byte of the document a quote is a plain character: one before it had no end.
    plain_until: usize,
    too_wide: bool,
}

/// Whether the table's columns have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    /// The next row is the header.
    Awaited,
    /// The columns have their names.
    Read,
    /// There is none.
    Absent,
}

impl Delimited {
    /// A reader at the start of a file. `table` names the records: the file's stem, or empty.
    pub fn new(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            named: None,
            dialect: None,
            columns: Vec::new(),
            header: Header::Awaited,
            read: 0,
            plain_until: 0,
            too_wide: false,
        }
    }

    /// The columns without a name, once a window has been read; empty for a table with a header. Their kind can be told
    /// only by their values: see [`ColumnSample::of`].
    pub fn unnamed_columns(&self) -> &[Label] {
        match self.header {
            Header::Absent => &self.columns,
            _ => &[],
        }
    }

    /// The label of column `index`, from 0; columns beyond the header are numbered.
    fn label(&mut self, index: usize, labels: &mut Labels) -> Label {
        while self.columns.len() <= index {
            let name = format!("column {}", self.columns.len() + 1);
            self.columns.push(labels.intern(Scheme::Named, &name));
        }
        self.columns[index]
    }

    fn name_columns(&mut self, text: &str, cells: &[Cell], labels: &mut Labels) {
        for (index, cell) in cells.iter().enumerate() {
            let name = cell.value(text);
            let name = name.trim_start_matches(['#', '*', '\u{feff}']).trim();
            if name.is_empty() {
                self.label(index, labels);
            } else {
                self.columns.push(labels.intern(Scheme::Named, name));
            }
        }
        self.header = Header::Read;
    }

    fn add_row<'t>(
        &mut self,
        text: &'t str,
        span: Span,
        cells: &[Cell],
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        let mut record: Option<RecordId> = None;
        for (index, cell) in cells.iter().enumerate() {
            if cell.span.is_empty() {
                continue;
            }
            let label = match self.columns.get(index) {
                Some(&label) => label,
                None => self.label(index, labels),
            };
            let record = *record
                .get_or_insert_with(|| out.record(None, self.table.clone(), span, Repeated::Yes));
            if !labels.is_silent_in(label, self.named) {
                let value = cell.value(text);
                out.field(record, label, FieldOrigin::Column, value, cell.span);
            }
            if let Some(view) = cell.view(text) {
                out.views.push(view);
            }
        }
    }
}

impl Extractor for Delimited {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let text = window.text;
        let mut start = 0;
        let dialect = match self.dialect {
            Some(dialect) => dialect,
            None => {
                let Some(found) = Dialect::of(text, window.end) else {
                    return match window.end {
                        End::Last => text.len(),
                        End::More => 0,
                    };
                };
                self.dialect = Some(found.dialect);
                self.header = found.header;
                start = found.start;
                found.dialect
            }
        };
        if !self.table.is_empty() {
            self.named = Some(labels.intern(Scheme::Named, &self.table));
        }
        let plain_until = self.plain_until.saturating_sub(self.read);
        let mut rows = Rows::new(text, window.end, dialect.delimiter, start, plain_until);
        let mut cells = Vec::new();
        while let Some(span) = rows.next_row(&mut cells) {
            if rows.too_wide() && !self.too_wide {
                self.too_wide = true;
                out.problem(format!("more than {MAX_COLUMNS} columns"), span.start);
            }
            match self.header {
                Header::Awaited if cells.iter().all(|cell| cell.span.is_empty()) => {}
                Header::Awaited => self.name_columns(text, &cells, labels),
                Header::Read | Header::Absent => self.add_row(text, span, &cells, labels, out),
            }
        }
        self.plain_until = self.read + rows.plain_until();
        self.read += rows.position();
        rows.position()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::{assert_sound, listing, listing_in_windows};
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn read(text: &str) -> Vec<String> {
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        let end = End::Last;
        let read = Delimited::new("").read(Window { text, end }, &mut labels, &mut out);
        assert_eq!(read, text.len());
        out.fields
            .iter()
            .zip(out.listing(&labels))
            .map(|(field, line)| format!("{}: {line}", field.record.0))
            .collect()
    }

    #[test]
    fn tables_are_read() {
        let cases: [(&str, &[&str]); 11] = [
            (
                "a,b\n1,2\n3,4",
                &["0: a = 1", "0: b = 2", "1: a = 3", "1: b = 4"],
            ),
            ("a\tb\r\n1\t2\r\n", &["0: a = 1", "0: b = 2"]),
            ("a|b\r1|2\r", &["0: a = 1", "0: b = 2"]),
            (
                "\u{feff}mrn;name\n12;Jane",
                &["0: mrn = 12", "0: name = Jane"],
            ),
            (
                "name,note\n\"Roe, Jane\",\"said \"\"no\"\"\nand left\"\n",
                &["0: name = Roe, Jane", "0: note = said \"no\"\nand left"],
            ),
            (
                "Export of 2024-01-02\n\nid,ssn,name\n1,000-12-3456,Jane\n2,000-12-3457,Bo\n",
                &[
                    "0: id = 1",
                    "0: ssn = 000-12-3456",
                    "0: name = Jane",
                    "1: id = 2",
                    "1: ssn = 000-12-3457",
                    "1: name = Bo",
                ],
            ),
            (
                "1,000-12-3456\n2,000-12-3457\n",
                &[
                    "0: column 1 = 1",
                    "0: column 2 = 000-12-3456",
                    "1: column 1 = 2",
                    "1: column 2 = 000-12-3457",
                ],
            ),
            ("a,b\n1,\n,2\n , ", &["0: a = 1", "1: b = 2"]),
            ("a,b\n1,2,3\n", &["0: a = 1", "0: b = 2", "0: column 3 = 3"]),
            (
                "ssn\n000-12-3456\n000-12-3457\n",
                &["0: ssn = 000-12-3456", "1: ssn = 000-12-3457"],
            ),
            (
                "a,b\n\"1,2\n3,4\n",
                &["0: a = \"1", "0: b = 2", "1: a = 3", "1: b = 4"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_without_a_header_are_sampled() {
        let mut text = String::new();
        for row in 0..8 {
            let _ = writeln!(text, "{row},000-12-34{row}5,x");
        }
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        let mut reader = Delimited::new("");
        let window = Window {
            text: &text,
            end: End::Last,
        };
        reader.read(window, &mut labels, &mut out);
        assert_eq!(reader.unnamed_columns().len(), 3);
        let samples = ColumnSample::of(&out, reader.unnamed_columns());
        let dashed = |value: &str| value.len() == 11 && value.as_bytes()[3] == b'-';
        let shares: Vec<_> = samples.iter().map(|sample| sample.share(dashed)).collect();
        assert_eq!(shares, [Some(0.0), Some(1.0), Some(0.0)]);
    }

    #[test]
    fn content_tells_a_table() {
        let tables = [
            "mrn,last_name,dob\n12,Roe,1980-01-02\n13,Doe,1981-02-03\n",
            "mrn|last_name|dob\n12|Roe|1980-01-02\n",
            "id\tname\tcity\n1\tJane\tSpringfield\n2\tBo\tShelbyville\n",
            "1|Jane|000-12-3456|x\n2|Bo|000-12-3457|y\n3|Al|000-12-3458|z\n4|Cy|000-12-3459|z\n5|Di|000-12-3450|z\n",
        ];
        for text in tables {
            assert!(sniff(text), "{text}");
        }
        let others = [
            "int a, b, c;\nint d, e, f;\nint g, h, i;\n",
            "foo(a, b, c)\nbar(a, b, c)\nbaz(a, b, c)\n",
            "One, two, and three.\nFour, five, and six.\nSeven, eight, and nine.\n",
            "  0x01, 0x02, 0x03,\n  0x04, 0x05, 0x06,\n  0x07, 0x08, 0x09,\n 0x07, 0x08, 0x09,\n 0x07, 0x08, 0x09,\n",
            "# Title\n\nSome text, more.\n",
            "one, two, three four\n1, 2, 3\n",
            "one,two,three\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
            "from a import b, c, d\nfrom e import f, g, h\nfrom i import j, k, l\n",
            "",
        ];
        for text in others {
            assert!(!sniff(text), "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for unit in [
            ",", "\"", ",\"", "\"\",", "\n", "\"\n", "a,\"b\n", "|,;\t", "\",\"\"", "x\"\r",
        ] {
            let text = unit.repeat(1_000_000 / unit.len());
            let mut out = Extraction::default();
            let end = End::Last;
            let read =
                Delimited::new("").read(Window { text: &text, end }, &mut Labels::new(), &mut out);
            assert_eq!(read, text.len());
            assert!(out.problems.len() <= 1, "{unit:?}");
        }
    }

    #[test]
    fn too_many_columns_are_a_problem() {
        let text = format!("a,b\n{}\n1,2\n", "x,".repeat(MAX_COLUMNS + 5));
        let mut out = Extraction::default();
        let window = Window {
            text: &text,
            end: End::Last,
        };
        Delimited::new("").read(window, &mut Labels::new(), &mut out);
        assert_eq!(out.problems.len(), 1);
        assert_eq!(out.fields.len(), MAX_COLUMNS + 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn any_text_gives_spans_inside_it(text in "[,;|\t\"\n\ra1é -]{0,80}") {
            assert_sound(&mut Delimited::new("t"), &text);
        }

        #[test]
        fn windows_change_nothing(
            rows in proptest::collection::vec("[a1é]{1,3},(\"[a,\n\r1]{0,4}(\"\")?[a1]\"|[a1]{0,4}),[1b]{0,3}", 0..40),
            line_end in "\n|\r\n|\r",
            size in 1usize..50,
        ) {
            let mut text = "id,name,note\n1,2,3\n4,5,6\n".replace('\n', &line_end);
            text.push_str(&rows.join(&line_end));
            // The dialect is told by the first window: it holds some rows, as any real one does.
            let whole = listing(&mut Delimited::new(""), &text);
            prop_assert_eq!(whole, listing_in_windows(&mut Delimited::new(""), &text, size + 24));
        }
    }
}
