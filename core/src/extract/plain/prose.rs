//! Any text: labels before values, pairs in log lines, headers, command lines, tables in Markdown, blocks of other languages.

use super::aligned::Aligned;
use super::block::Blocks;
use super::line::{Lines, trimmed};
use super::mark::{Mark, MarkKind, marks};
use super::scalar::{Scalar, Single};
use super::{command, table};
use crate::extract::{
    End, Extraction, Extractor, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme, Window,
};
use crate::known_words::words;
use crate::span::Span;

/// How many bytes of a line are waited for. Nobody writes a longer one; it is read in parts that end at a blank, so that a window need
/// not grow until it ends.
const LONGEST_LINE: usize = 1 << 20;

/// How long the value of a label may be.
const MAX_VALUE: usize = 4096;

/// Reads text of any kind. Labelled lines up to a blank line or a heading are one record; a line of several pairs (a log
/// line), a row of a table and a command line are records of their own.
///
/// ```
/// use safeharbor_core::{Extraction, Extractor, End, Labels, Window};
/// use safeharbor_core::extract::plain::Prose;
/// let text = "Patient Name: Jane Roe   MRN# 0012\n- **Date of Birth (DOB):** 1/2/1980\n";
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// Prose::new().read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(
///     out.listing(&labels),
///     ["Patient Name = Jane Roe", "MRN = 0012", "Date of Birth = 1/2/1980"]
/// );
/// assert_eq!(out.records.len(), 1);
/// ```
#[derive(Debug, Default)]
pub struct Prose {
    /// The columns of the table that is being read.
    columns: Vec<Label>,
    /// Those of a table without bars, up to a blank line.
    aligned: Option<Aligned>,
    /// The record of the lines since the last blank one.
    open: Option<RecordId>,
    /// Whether the next record of lines, or the one that is open, stands below a heading that says that it is a patient's.
    patient: bool,
    /// Space for the marks of one line.
    marks: Vec<Mark>,
}

impl Prose {
    /// A reader at the start of a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a line of a table, or notes that one starts.
    fn table<'t>(
        &mut self,
        text: &'t str,
        line: Span,
        previous: Span,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> TableLine {
        if table::is_rule(&text[line.range()]) {
            self.columns = match table::cells(text, previous) {
                Some(header) => table::columns(text, &header, labels),
                None => Vec::new(),
            };
            return TableLine::Yes;
        }
        if self.columns.is_empty() {
            // Tables of Gherkin and Org have no row of dashes below the names.
            return match table::header(text, line) {
                Some(header) => {
                    self.columns = table::columns(text, &header, labels);
                    TableLine::Yes
                }
                None => TableLine::No,
            };
        }
        match table::cells(text, line) {
            Some(cells) => {
                table::row(text, line, &cells, &self.columns, out);
                TableLine::Yes
            }
            None => {
                self.columns.clear();
                TableLine::No
            }
        }
    }

    fn labelled<'t>(
        &mut self,
        text: &'t str,
        line: Span,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        let mut marks = std::mem::take(&mut self.marks);
        marks.clear();
        self::marks(text, line, &mut marks);
        let pairs = marks.iter().filter(|mark| mark.kind == MarkKind::Pair);
        let own = pairs.take(2).count() == 2;
        let mut own_record = None;
        let mut thing = "";
        for (index, mark) in marks.iter().enumerate() {
            if own && let Some(name) = printed(&text[line.start..mark.name.start]) {
                (own_record, thing) = (None, name);
            }
            let next = marks.get(index + 1);
            let end = next.map_or(line.end, |next| next.name.start);
            let region = Span::new(mark.value, end.max(mark.value));
            let kind = if thing.is_empty() {
                mark.kind
            } else {
                MarkKind::Member
            };
            let Some(scalar) = value(text, region, kind) else {
                continue;
            };
            let slot = if own { &mut own_record } else { &mut self.open };
            let repeated = if own { Repeated::Yes } else { Repeated::No };
            let name = if self.patient && !own {
                "patient"
            } else {
                thing
            };
            let record = *slot.get_or_insert_with(|| out.record(None, name, line, repeated));
            out.records[record.0].span.end = line.end;
            let label = labels.intern(Scheme::Named, &text[mark.name.range()]);
            scalar.add(record, label, FieldOrigin::Prose, out);
        }
        self.marks = marks;
    }
}

/// The name of the thing whose first member stands behind `before`, as programs print things: `Patient{id=7`, `Patient(mrn=7`.
fn printed(before: &str) -> Option<&str> {
    let before = before.strip_suffix(['{', '(', '['])?;
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let name = &before[before.trim_end_matches(is_word).len()..];
    name.starts_with(|first: char| first.is_ascii_uppercase())
        .then_some(name)
}

/// Whether a line is a heading of what is written about one patient: `## Patient Information`, `Patient 2:`, `**Patient**`.
fn is_patients_heading(line: &str) -> bool {
    let marked = line.starts_with(['#', '*', '=']) || line.ends_with(':');
    if !marked || line.len() > 60 {
        return false;
    }
    let mut words = words(line).peekable();
    words.next_if(|word| is_one_of(word, &["test", "sample", "example", "mock", "demo"]));
    let person = words
        .next()
        .is_some_and(|word| is_one_of(word, &["patient"]));
    words.next_if(|word| is_one_of(word, ABOUT_A_PATIENT));
    words.next_if(|word| word.len() == 1 || word.bytes().all(|byte| byte.is_ascii_digit()));
    person && words.next().is_none()
}

/// What headings say of a patient.
const ABOUT_A_PATIENT: &[&str] = &[
    "information",
    "info",
    "details",
    "data",
    "demographics",
    "profile",
    "record",
    "identification",
];

fn is_one_of(word: &str, expected: &[&str]) -> bool {
    expected.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// Whether a line is part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TableLine {
    Yes,
    No,
}

/// The value within `region`, which goes up to the next label or the end of the line.
fn value(text: &str, region: Span, kind: MarkKind) -> Option<Scalar<'_>> {
    let span = trimmed(text, region);
    let content = &text[span.range()];
    let stars = content.len() - content.trim_start_matches(['*', '_', '`', ' ']).len();
    let start = span.start + stars;
    if text[start..span.end].starts_with(['"', '\''])
        && let Some(scalar) = Scalar::quoted(text, start, span.end, Single::Raw)
    {
        return (!scalar.span.is_empty()).then_some(scalar);
    }
    let content = &text[start..span.end];
    let length = match kind {
        MarkKind::Pair => content
            .find([' ', '\t', ',', ';', '&', ')', ']', '}', '"', '\'', '|'])
            .unwrap_or(content.len()),
        MarkKind::Member => content
            .find([',', ';', ')', ']', '}'])
            .unwrap_or(content.len()),
        MarkKind::Label => label_value(content),
    };
    let value =
        content[..length].trim_end_matches([',', ';', '|', '*', '`', '_', ' ', '\t', '(', '-']);
    if content[value.len()..].starts_with('(') {
        // `name = patient.name()`: a call gives the value.
        return None;
    }
    let scalar = Scalar::bare(text, Span::new(start, start + value.len()));
    (!value.is_empty() && value.len() <= MAX_VALUE).then_some(scalar)
}

/// How much of the text behind a label is its value.
fn label_value(content: &str) -> usize {
    let mut length = ["  ", "\t", " | ", "</", "; ", "\\n"]
        .iter()
        .filter_map(|gap| content.find(gap))
        .min()
        .unwrap_or(content.len());
    let first = content.find(' ').unwrap_or(content.len()).min(length);
    let word = &content[..first];
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        // `123-45-6789, see below`, `0012 (primary)`: a number ends before a remark.
        if word.ends_with([',', '.']) {
            return first - 1;
        }
        length = content[..length].find(" (").unwrap_or(length);
    }
    // A sentence ends behind a word; an initial (`J. Roe`) and a title do not end one.
    let sentence = content[..length].match_indices(". ").find(|&(at, _)| {
        let (_, word) = content[..at].rsplit_once(' ').unwrap_or_default();
        word.len() >= 3
    });
    match sentence {
        Some((at, _)) => at,
        None => content[..length].trim_end_matches('.').len(),
    }
}

impl Prose {
    /// Reads the paragraphs of a whole text in which one of `hits` stands, each a position in bytes. A blank line ends
    /// records and tables, so what is read is the same as it is in the whole text.
    pub(crate) fn read_around<'t>(
        &mut self,
        text: &'t str,
        hits: impl Iterator<Item = usize>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        for paragraph in paragraphs(text, hits) {
            let mut lines = Lines::new(&text[..paragraph.end], End::Last);
            lines.go_to(paragraph.start);
            self.lines(text, &mut lines, labels, out);
        }
    }

    fn lines<'t>(
        &mut self,
        text: &'t str,
        lines: &mut Lines<'_>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        self.open = None;
        self.patient = false;
        let mut previous = Span::default();
        let mut blocks = Blocks::default();
        while let Some(whole) = lines.next() {
            let line = trimmed(text, whole);
            if let Some((view, behind)) = blocks.open(text, line, Lines::position(lines)) {
                out.views.push(view);
                lines.go_to(behind);
                continue;
            }
            let content = &text[line.range()];
            let is_heading = content.starts_with("# ") || content.starts_with("##");
            if is_heading || is_patients_heading(content) {
                self.patient = is_patients_heading(content);
                self.open = None;
            }
            if content.is_empty() || is_heading {
                // A blank line may part a heading from its lines.
                self.patient &= self.open.is_none();
                self.open = None;
                self.columns.clear();
                self.aligned = None;
            }
            let is_row = |aligned: &Aligned| aligned.row(text, whole, out);
            if !content.is_empty() && !self.aligned.as_ref().is_some_and(is_row) {
                self.aligned = Aligned::header(text, whole, labels);
            }
            if self.table(text, line, previous, labels, out) == TableLine::No {
                command::read(text, line, labels, out);
                self.labelled(text, line, labels, out);
            }
            previous = line;
        }
    }
}

/// The paragraphs around `hits`, in order and without duplicates.
fn paragraphs(text: &str, hits: impl Iterator<Item = usize>) -> Vec<Span> {
    let mut starts: Vec<usize> = hits.collect();
    starts.sort_unstable();
    let mut found: Vec<Span> = Vec::new();
    for at in starts {
        if found.last().is_none_or(|last| last.end <= at) {
            found.push(paragraph(text, at));
        }
    }
    found
}

/// The lines around `at` up to the nearest blank ones.
fn paragraph(text: &str, at: usize) -> Span {
    let line_start = |end: usize| text[..end].rfind('\n').map_or(0, |before| before + 1);
    let line_end = |start: usize| text[start..].find('\n').map(|length| start + length + 1);
    let mut start = line_start(at);
    while start > 0 {
        let before = line_start(start - 1);
        if text[before..start].trim().is_empty() {
            break;
        }
        start = before;
    }
    let mut end = line_end(at).unwrap_or(text.len());
    while end < text.len() {
        let next = line_end(end).unwrap_or(text.len());
        if text[end..next].trim().is_empty() {
            break;
        }
        end = next;
    }
    Span::new(start, end)
}

impl Extractor for Prose {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let mut lines = Lines::new(window.text, window.end);
        self.lines(window.text, &mut lines, labels, out);
        let read = lines.position();
        if read > 0 || window.text.len() < LONGEST_LINE {
            return read;
        }
        let part = window.text.rfind(' ').map_or(0, |blank| blank + 1);
        let mut part_of_line = Lines::new(&window.text[..part], End::Last);
        self.lines(window.text, &mut part_of_line, labels, out);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::{assert_sound, listing};
    use proptest::prelude::*;

    #[test]
    fn a_line_that_does_not_end_is_read_in_parts() {
        let text = "MRN: 0012, ".repeat(LONGEST_LINE / 11 + 1);
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        let window = Window {
            text: &text,
            end: End::More,
        };
        let read = Prose::new().read(window, &mut labels, &mut out);
        assert_eq!(read, text.len());
        assert!(!out.fields.is_empty());
        let short = Window {
            text: &text[..1000],
            end: End::More,
        };
        assert_eq!(Prose::new().read(short, &mut labels, &mut out), 0);
    }

    #[test]
    fn a_paragraph_ends_at_blank_lines() {
        for (text, expected) in [
            ("a\nb\n\nc\nX\nd\n \t\ne", "c\nX\nd\n"),
            ("X\nb", "X\nb"),
            ("a\nX", "a\nX"),
            ("\n\nX\n\n", "X\n"),
        ] {
            let at = text.find('X').expect("the place");
            assert_eq!(&text[paragraph(text, at).range()], expected, "{text:?}");
        }
    }

    #[test]
    fn labels_and_pairs_are_read() {
        let cases: [(&str, &[&str]); 31] = [
            (
                "saved Patient(mrn=0012, name=Jane Roe, dob='1980-01-31'), Doctor{name=Bo Doe}",
                &[
                    "mrn = 0012",
                    "name = Jane Roe",
                    "dob = 1980-01-31",
                    "name = Bo Doe",
                ],
            ),
            ("Driver's License: D12", &["Driver's License = D12"]),
            ("name = patient.name()", &[]),
            ("SSN: 000-12-3456", &["SSN = 000-12-3456"]),
            ("SSN:000-12-3456.", &["SSN = 000-12-3456"]),
            ("MRN# 0012", &["MRN = 0012"]),
            ("MRN #: 0012", &["MRN = 0012"]),
            ("Patient Name: Jane Roe", &["Patient Name = Jane Roe"]),
            ("Name: J. Roe. She came in.", &["Name = J. Roe"]),
            ("DOB - 1/2/1980", &["DOB = 1/2/1980"]),
            (
                "Date of Birth (DOB): 1/2/1980",
                &["Date of Birth = 1/2/1980"],
            ),
            (
                "Name: Roe, Jane, DOB: 1/2/1980, SSN: 000-12-3456",
                &["Name = Roe, Jane", "DOB = 1/2/1980", "SSN = 000-12-3456"],
            ),
            (
                "SSN: 000-12-3456 DOB: 1/2/1980 Patient Name: Jane Roe MRN: 12",
                &[
                    "SSN = 000-12-3456",
                    "DOB = 1/2/1980",
                    "Patient Name = Jane Roe",
                    "MRN = 12",
                ],
            ),
            (
                "Name: Jane Roe Date of Birth: 1/2/1980",
                &["Name = Jane Roe", "Date of Birth = 1/2/1980"],
            ),
            ("- **SSN:** 000-12-3456", &["SSN = 000-12-3456"]),
            ("**Name**: Jane Roe", &["Name = Jane Roe"]),
            (
                "Authorization: Basic dTpw=",
                &["Authorization = Basic dTpw="],
            ),
            ("X-Api-Key: abc.def", &["X-Api-Key = abc.def"]),
            (
                "2024-01-02 10:11:12 INFO user=jane key2=\"a b\" n=1",
                &["user = jane", "key2 = a b", "n = 1"],
            ),
            ("GET /x?token=abc&id=7 HTTP/1.1", &["token = abc", "id = 7"]),
            ("see http://a.test/b for more", &[]),
            ("at 10:30 and a::b, a == b, a != b", &[]),
            ("Phone: (555) 555-0100", &["Phone = (555) 555-0100"]),
            (
                "Address: 12 Main St, Springfield",
                &["Address = 12 Main St, Springfield"],
            ),
            ("ID: 0012 (primary)", &["ID = 0012"]),
            ("run tool --password x1 now", &["password = x1"]),
            (
                "| a | b |\n|---|:-:|\n| 1 | **2** |\n| 3 | |\n\nend",
                &["a = 1", "b = 2", "a = 3"],
            ),
            ("a | b\n--|--\n1 | 2", &["a = 1", "b = 2"]),
            (" a | b\n---+---\n 1 | 2", &["a = 1", "b = 2"]),
            ("// SSN: 000-12-3456", &["SSN = 000-12-3456"]),
            ("password: \"a: b\"", &["password = a: b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(listing(&mut Prose::new(), text), expected, "{text}");
        }
    }

    #[test]
    fn blank_lines_and_headings_part_records() {
        let text = "Name: Jane\nMRN: 1\n\nName: Bo\n# Next\nName: Al\na=1 b=2\n";
        let mut out = Extraction::default();
        let end = End::Last;
        Prose::new().read(Window { text, end }, &mut Labels::new(), &mut out);
        let records: Vec<_> = out.fields.iter().map(|field| field.record.0).collect();
        assert_eq!(records, [0, 0, 1, 2, 3, 3]);
    }

    #[test]
    fn headings_say_whose_record_follows() {
        let text = "## Patient Information:\n\n- **Name**: Jane\n\nName: Bo\nPatient 2:\nName: Al\n# Patients\nName: Em\n";
        let mut out = Extraction::default();
        let end = End::Last;
        Prose::new().read(Window { text, end }, &mut Labels::new(), &mut out);
        let names: Vec<_> = out.records.iter().map(|record| &*record.name).collect();
        assert_eq!(names, ["patient", "", "patient", ""]);
        for (line, expected) in [
            ("**Patient**", true),
            ("### Test patient A", true),
            ("Patient", false),
            ("Patient: Jane", false),
            ("# Patient portal", false),
        ] {
            assert_eq!(is_patients_heading(line), expected, "{line}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for unit in [
            "a:", ": ", "a: ", "=", "a=", "#", "a#1", "|", "--|", "\"", "a: \"", " --a ", "a=' ",
            " - 1", "Date of ", "é: ",
        ] {
            let text = unit.repeat(50_000 / unit.len());
            assert!(
                listing(&mut Prose::new(), &text).len() <= text.len(),
                "{unit}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn any_text_is_read_soundly(text in "[ \n\r\"'a1é=:#(),.|;*-]{0,80}") {
            assert_sound(&mut Prose::new(), &text);
        }
    }
}
