//! Office Open XML (ECMA-376): the text of word-processing documents and the cells of workbooks, out of their XML parts.
//!
//! A sentence is spread over many elements there, and a cell's text stands in another part than the cell, so the parts
//! themselves are no use to a reader of text.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Member;
use super::budget::Budget;
use super::cell_dates::CellDates;
use crate::extract::End;
use crate::extract::xml::entity;
use crate::extract::xml::token::{Dialect, Shape, Token, Tokens};

/// The part that every Office Open XML package has.
const CONTENT_TYPES: &str = "[Content_Types].xml";
const SHARED_STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const WORKBOOK: &str = "xl/workbook.xml";
/// Gaps between cells are kept up to this many columns, so that a lone cell far to the right does not become a long line.
const WIDEST_GAP: usize = 256;
/// How much longer than its XML a sheet's text may become: a shared string is written once and used often.
const GROWTH: usize = 16;

/// The members of a package as text: `word/document.xml` becomes `word/document.txt`, a worksheet a CSV file. Parts about
/// looks are left out, document properties and embedded files stay. Members of other archives stay as they are.
pub(super) fn texts(members: Vec<Member>, budget: &mut Budget) -> Vec<Member> {
    if !members.iter().any(|member| member.name == CONTENT_TYPES) {
        return members;
    }
    let part = |name: &str| {
        let found = members.iter().find(|member| member.name == name);
        found.map_or(Cow::Borrowed(""), |member| {
            String::from_utf8_lossy(&member.bytes)
        })
    };
    let workbook = Workbook {
        shared: shared_strings(&part(SHARED_STRINGS)),
        dates: CellDates::read(&part(STYLES), &part(WORKBOOK)),
    };
    members
        .into_iter()
        .filter_map(|member| text(member, &workbook, budget))
        .collect()
}

/// What the sheets of a workbook share.
struct Workbook {
    /// The strings that cells refer to by number.
    shared: Vec<String>,
    dates: CellDates,
}

fn text(member: Member, workbook: &Workbook, budget: &mut Budget) -> Option<Member> {
    let Some(stem) = member.name.strip_suffix(".xml") else {
        return Some(member).filter(|member| !member.name.ends_with(".rels"));
    };
    let xml = String::from_utf8_lossy(&member.bytes);
    if stem.starts_with("docProps/") || stem.starts_with("customXml/") {
        return Some(member);
    }
    let (extension, text) = if is_prose(stem) {
        ("txt", prose(&xml))
    } else if stem.starts_with("xl/worksheets/") {
        let mut sheet = Sheet::new(workbook, xml.len().saturating_mul(GROWTH));
        sheet.read(&xml);
        if sheet.is_full() {
            budget.problem("rest of a worksheet passed over: too large");
        }
        ("csv", sheet.csv)
    } else {
        return None;
    };
    Some(Member {
        name: format!("{stem}.{extension}"),
        bytes: text.into_bytes(),
    })
}

fn is_prose(stem: &str) -> bool {
    [
        "word/document",
        "word/header",
        "word/footer",
        "word/footnotes",
        "word/endnotes",
        "word/comments",
        "ppt/slides/",
        "ppt/notesSlides/",
        "xl/comments",
    ]
    .iter()
    .any(|part| stem.starts_with(part))
}

/// Each token of `xml` with the local name of its element (empty for character data) and its character data, decoded.
pub(super) fn walk(xml: &str, mut visit: impl FnMut(Shape, &str, &str, &HashMap<&str, &str>)) {
    let mut tokens = Tokens::new(xml, End::Last, Dialect::Xml);
    let mut attributes = HashMap::new();
    while let Some(Token { shape, content, .. }) = tokens.next() {
        let content = &xml[content.range()];
        if let Shape::Text(_) = shape {
            visit(shape, "", &entity::decode(content), &HashMap::new());
            continue;
        }
        attributes.clear();
        attributes.extend(
            tokens
                .attributes
                .iter()
                .map(|it| (&xml[it.name.range()], &xml[it.value.range()])),
        );
        let local = content.rsplit(':').next().unwrap_or(content);
        visit(shape, local, "", &attributes);
    }
}

/// The text of a part of prose: a line for each paragraph, a line for each row of a table with tabs between its cells.
fn prose(xml: &str) -> String {
    let mut text = String::new();
    let mut in_text = false;
    walk(xml, |shape, name, data, _| match (shape, name) {
        (Shape::Text(_), _) if in_text => text.push_str(data),
        (Shape::Open, "t") => in_text = true,
        (Shape::Close, "t") => in_text = false,
        (Shape::Open | Shape::Empty, "tab") => text.push('\t'),
        (Shape::Open | Shape::Empty, "br" | "cr") | (Shape::Close, "p" | "tr") => text.push('\n'),
        (Shape::Close, "tc") => {
            if text.ends_with('\n') {
                text.pop();
            }
            text.push('\t');
        }
        _ => {}
    });
    text
}

/// The strings that cells refer to by number.
fn shared_strings(xml: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut current = String::new();
    let mut in_text = false;
    walk(xml, |shape, name, data, _| match (shape, name) {
        (Shape::Text(_), _) if in_text => current.push_str(data),
        (Shape::Open, "t") => in_text = true,
        (Shape::Close, "t") => in_text = false,
        (Shape::Empty, "si") | (Shape::Close, "si") => strings.push(std::mem::take(&mut current)),
        _ => {}
    });
    strings
}

/// What a cell's value stands for.
enum CellMeaning {
    /// Itself.
    Text,
    /// The shared string of that number.
    SharedString,
    /// A number, or a date where the style says so.
    Number {
        /// The number of the style, as written.
        style: Option<String>,
    },
}

/// A worksheet on its way to CSV.
struct Sheet<'s> {
    workbook: &'s Workbook,
    csv: String,
    limit: usize,
    /// The column, from 0, that the text of the row has come to.
    column: usize,
    /// The column of the next cell, if it does not say where it stands.
    next: usize,
    /// What the value of the current cell stands for.
    meaning: CellMeaning,
    /// Whether character data belongs to the current cell.
    in_value: bool,
    value: String,
}

impl<'s> Sheet<'s> {
    fn new(workbook: &'s Workbook, limit: usize) -> Self {
        Self {
            workbook,
            csv: String::new(),
            limit,
            column: 0,
            next: 0,
            meaning: CellMeaning::Text,
            in_value: false,
            value: String::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.csv.len() >= self.limit
    }

    fn read(&mut self, xml: &str) {
        walk(xml, |shape, name, data, attributes| match (shape, name) {
            _ if self.is_full() => {}
            (Shape::Text(_), _) if self.in_value => self.value.push_str(data),
            (Shape::Open | Shape::Empty, "c") => {
                self.meaning = match attributes.get("t") {
                    Some(&"s") => CellMeaning::SharedString,
                    None | Some(&"n") => CellMeaning::Number {
                        style: attributes.get("s").map(|&style| style.to_owned()),
                    },
                    Some(_) => CellMeaning::Text,
                };
                self.go_to(attributes.get("r").copied().and_then(column));
            }
            (Shape::Open, "v" | "t") => self.in_value = true,
            (Shape::Close, "v" | "t") => self.in_value = false,
            (Shape::Close, "c") => self.cell(),
            (Shape::Close | Shape::Empty, "row") => {
                self.csv.push('\n');
                self.column = 0;
                self.next = 0;
            }
            _ => {}
        });
    }

    /// Writes separators up to a cell's column.
    fn go_to(&mut self, column: Option<usize>) {
        let target = column.unwrap_or(self.next).max(self.column);
        let gap = (target - self.column).min(WIDEST_GAP);
        self.csv.extend(std::iter::repeat_n(',', gap));
        self.column = target;
        self.next = target + 1;
    }

    fn cell(&mut self) {
        let value = std::mem::take(&mut self.value);
        let value: Cow<'_, str> = match &self.meaning {
            CellMeaning::SharedString => {
                let number = value.trim().parse::<usize>().ok();
                let shared = number.and_then(|number| self.workbook.shared.get(number));
                shared.map_or(Cow::Borrowed(""), |shared| Cow::Borrowed(shared.as_str()))
            }
            CellMeaning::Number { style } => {
                let date = self.workbook.dates.date(style.as_deref(), &value);
                Cow::Owned(date.unwrap_or(value))
            }
            CellMeaning::Text => Cow::Owned(value),
        };
        if value.contains([',', '"', '\n', '\r']) {
            self.csv.push('"');
            self.csv.push_str(&value.replace('"', "\"\""));
            self.csv.push('"');
        } else {
            self.csv.push_str(&value);
        }
    }
}

/// The column, from 0, of a reference such as `AB12`.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(3);
    letters
        .map(|letter| usize::from(letter - b'A') + 1)
        .reduce(|sum, digit| sum * 26 + digit)
        .map(|number| number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_has_a_line_for_each_paragraph_and_row() {
        let xml = "<w:document><w:p><w:r><w:t>Jane </w:t></w:r><w:r><w:t>R&amp;E</w:t></w:r></w:p><w:instrText>x</w:instrText>\
                   <w:tbl><w:tr><w:tc><w:p><w:t>MRN</w:t></w:p></w:tc><w:tc><w:p><w:t>M77</w:t></w:p></w:tc></w:tr></w:tbl>\
                   </w:document>";
        assert_eq!(prose(xml), "Jane R&E\nMRN\tM77\t\n");
    }

    #[test]
    fn sheets_become_tables() {
        let strings =
            "<sst><si><t>name</t></si><si><r><t>Roe, </t></r><r><t>J</t></r></si><si/></sst>";
        let shared = shared_strings(strings);
        assert_eq!(shared, ["name", "Roe, J", ""]);
        let xml = r#"<sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>say "x"</t></is></c></row>
            <row><c t="s"><v>1</v></c></row><row><c r="A3"><f>A1</f><v>77</v></c><c r="B3" t="s"><v>99</v></c></row>
            <row><c s="0"><v>20933</v></c><c t="str" s="0"><v>20933</v></c></row></sheetData>"#;
        let styles = r#"<cellXfs><xf numFmtId="14"/></cellXfs>"#;
        let workbook = Workbook {
            shared,
            dates: CellDates::read(styles, ""),
        };
        let mut sheet = Sheet::new(&workbook, 1000);
        sheet.read(xml);
        assert_eq!(
            sheet.csv,
            "name,,\"say \"\"x\"\"\"\n\"Roe, J\"\n77,\n1957-04-23,20933\n"
        );
        assert!(!sheet.is_full());
    }

    #[test]
    fn references_name_columns() {
        for (reference, expected) in [
            ("A1", Some(0)),
            ("Z9", Some(25)),
            ("AB12", Some(27)),
            ("XFD1", Some(16383)),
            ("1", None),
        ] {
            assert_eq!(column(reference), expected, "{reference}");
        }
    }
}
