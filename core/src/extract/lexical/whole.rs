//! The walk over a whole source text: every field that [`super::field_at`] would give, grouped into records by brackets,
//! by receiver and by neighbouring lines.

use std::borrow::Cow;

use super::list::{List, list_at};
use super::value::Literal;
use super::{LexicalField, Quoted, field_at, is_word, value};
use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::literal::{Escapes, unescape};
use crate::extract::{
    Extraction, FieldOrigin, Label, Labels, MAX_NESTING, RecordId, Repeated, Scheme, hl7v2,
};
use crate::span::Span;

/// Strings shorter than this hold no field or shape that the field readers would miss.
const SHORTEST_VIEW: usize = 12;

/// Reads all fields of a source text. String literals of some length are views.
///
/// Fields within one pair of brackets belong to one record; so do neighbouring lines, and setter calls on one receiver.
pub fn fields<'t>(text: &'t str, labels: &mut Labels, out: &mut Extraction<'t>) {
    let mut walk = Walk {
        text,
        bytes: text.as_bytes(),
        root: labels.root(Scheme::Named),
        scopes: vec![Scope::default()],
        too_deep: 0,
        unclosed: [0; 4],
    };
    let mut at = 0;
    while at < walk.bytes.len() {
        at = walk.step(at, labels, out);
    }
}

/// What stands between two brackets.
#[derive(Debug, Default)]
struct Scope<'t> {
    /// The name before the bracket.
    name: &'t str,
    start: usize,
    /// The record that the next field joins.
    open: Option<RecordId>,
    /// The receiver whose setters opened it.
    receiver: &'t str,
    /// Where its last field ended.
    last: usize,
}

struct Walk<'t> {
    text: &'t str,
    bytes: &'t [u8],
    root: Label,
    scopes: Vec<Scope<'t>>,
    /// Brackets opened beyond the limit; their fields belong to the last scope within it.
    too_deep: usize,
    /// For each kind of quote, no string opens before this byte: one was tried there and had no end.
    unclosed: [usize; 4],
}

impl<'t> Walk<'t> {
    /// Reads what starts at `at` and says where to go on.
    fn step(&mut self, at: usize, labels: &mut Labels, out: &mut Extraction<'t>) -> usize {
        match self.bytes[at] {
            b'[' if self.bytes[at..].starts_with(b"[[") => match self.long_string(at) {
                Some(span) => {
                    self.verbatim_view(span, out);
                    return span.end + 2;
                }
                None => self.open(at, out),
            },
            b'{' | b'(' | b'[' => self.open(at, out),
            b'}' | b')' | b']' => self.close(),
            b'"' | b'\'' | b'`' => return self.string(at, labels, out),
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                let end = self.word_end(at);
                let word = Span::new(at, end);
                return match field_at(self.text, word) {
                    Some(field) => self.add(field, labels, out),
                    None => self.list(word, labels, out).unwrap_or(end),
                };
            }
            byte if byte.is_ascii_digit() => return self.word_end(at),
            _ => {}
        }
        at + 1
    }

    fn word_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest
            .iter()
            .position(|&byte| !is_word(byte))
            .unwrap_or(rest.len())
    }

    fn open(&mut self, at: usize, out: &mut Extraction<'t>) {
        if self.scopes.len() >= MAX_NESTING {
            if self.too_deep == 0 {
                out.problem(format!("nesting deeper than {MAX_NESTING}"), at);
            }
            self.too_deep += 1;
            return;
        }
        self.scopes.push(Scope {
            name: self.name_before(at),
            start: at,
            ..Scope::default()
        });
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }

    /// The word before an opening bracket, over `=`, `:` and blanks: `Patient {`, `patient = {`, `"patient": {`.
    fn name_before(&self, at: usize) -> &'t str {
        let floor = at.saturating_sub(96);
        let glue =
            |byte: u8| matches!(byte, b' ' | b'=' | b':' | b'"' | b'\'' | b'>' | b'(' | b'&');
        let mut end = at;
        while end > floor && glue(self.bytes[end - 1]) {
            end -= 1;
        }
        let mut start = end;
        while start > floor && is_word(self.bytes[start - 1]) {
            start -= 1;
        }
        &self.text[start..end]
    }

    /// A string literal: a key with its value, or a text that is passed over and kept as a view.
    fn string(&mut self, at: usize, labels: &mut Labels, out: &mut Extraction<'t>) -> usize {
        let kind = match self.bytes[at] {
            b'"' => 0,
            b'\'' => 1,
            _ => 2,
        };
        if at < self.unclosed[kind] {
            return at + 1;
        }
        let Some(literal) = value::string(self.bytes, at, Escapes::Backslash) else {
            self.unclosed[kind] = at + value::reach(self.bytes, at);
            return at + 1;
        };
        let key =
            literal.span.len() <= super::field::MAX_NAME && literal.end == literal.span.end + 1;
        if let Some(field) = key.then(|| field_at(self.text, literal.span)).flatten() {
            return self.add(field, labels, out);
        }
        self.view(literal.span, out);
        literal.end
    }

    /// The content of a string of Lua over several lines, which opens at `at`: `[[…]]`.
    fn long_string(&mut self, at: usize) -> Option<Span> {
        const LONGEST: usize = 64 << 10;
        let start = at + 2;
        let rest = &self.bytes[start..(start + LONGEST).min(self.bytes.len())];
        if at < self.unclosed[3] || !(rest.starts_with(b"\n") || rest.starts_with(b"MSH|")) {
            return None;
        }
        match memchr::memmem::find(rest, b"]]") {
            Some(length) => Some(Span::new(start, start + length)),
            None => {
                self.unclosed[3] = start + rest.len();
                None
            }
        }
    }

    fn verbatim_view(&self, span: Span, out: &mut Extraction<'t>) {
        out.views.push(View {
            kind: ViewKind::StringLiteral,
            text: self.text[span.range()].into(),
            map: OffsetMap::Verbatim(span.start),
        });
    }

    /// Adds each element of a list that has a name, and goes on behind the last.
    fn list(&mut self, word: Span, labels: &mut Labels, out: &mut Extraction<'t>) -> Option<usize> {
        let List { name, elements } = list_at(self.bytes, word)?;
        let mut end = word.end;
        let first = elements.first()?.span.start;
        let opened = memchr::memchr3_iter(b'[', b'(', b'{', &self.bytes[name.end..first]).count();
        for Literal { span, quoted, .. } in elements {
            let field = LexicalField {
                name,
                value: span,
                origin: FieldOrigin::Entry,
                quoted,
            };
            let record = self.record(&field, out);
            end = self.value(record, &field, labels, out);
        }
        for _ in 0..opened {
            self.open(first, out);
        }
        Some(end)
    }

    fn view(&self, span: Span, out: &mut Extraction<'t>) {
        if span.len() < SHORTEST_VIEW {
            return;
        }
        let quote = self.bytes[span.start - 1];
        let (text, map) = unescape(self.text, span, quote, Escapes::Backslash);
        out.views.push(View {
            kind: ViewKind::StringLiteral,
            text,
            map,
        });
    }

    /// Adds a field to its record and goes on behind its value.
    fn add(&mut self, field: LexicalField, labels: &mut Labels, out: &mut Extraction<'t>) -> usize {
        // `row["name"] = "…"` closes a bracket before its value, `name = Some("…")` opens one.
        let mut opened = 0usize;
        for byte in &self.bytes[field.name.end..field.value.start] {
            match byte {
                b'{' | b'(' | b'[' => opened += 1,
                b'}' | b')' | b']' if opened > 0 => opened -= 1,
                b'}' | b')' | b']' => self.close(),
                _ => {}
            }
        }
        let record = self.record(&field, out);
        for _ in 0..opened {
            self.open(field.value.start, out);
        }
        self.value(record, &field, labels, out)
    }

    /// Adds a field's value to a record and goes on behind it.
    fn value(
        &mut self,
        record: RecordId,
        field: &LexicalField,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let name = self.text[field.name.range()].trim();
        let value = match field.quoted {
            Quoted::Yes => {
                let quote = self.bytes[field.value.start - 1];
                self.view(field.value, out);
                unescape(self.text, field.value, quote, Escapes::Backslash).0
            }
            Quoted::No => Cow::Borrowed(&self.text[field.value.range()]),
        };
        let (label, origin) = match hl7v2::address(&[name]) {
            Some(address) => (
                labels.intern(Scheme::Hl7v2, &address),
                FieldOrigin::Standard,
            ),
            None => (labels.child(self.root, name), field.origin),
        };
        out.field(record, label, origin, value, field.value);
        field.value.end + usize::from(field.quoted == Quoted::Yes)
    }

    /// The record that a field joins: its scope's, unless a blank line or another receiver begins a new one.
    fn record(&mut self, field: &LexicalField, out: &mut Extraction<'t>) -> RecordId {
        // `put("name", "…")` stands in brackets of its own, which hold nothing else.
        let called = field.origin == FieldOrigin::Entry
            && field.name.start >= 2
            && self.bytes[field.name.start - 2] == b'('
            && self.scopes.len() > 1;
        let receiver = self.receiver(field.name.start - if called { 2 } else { 0 });
        let index = self.scopes.len() - 1 - usize::from(called);
        let parent = self.scopes[..index]
            .iter()
            .rev()
            .find_map(|scope| scope.open);
        let scope = &mut self.scopes[index];
        let between = scope.last.min(field.name.start)..field.name.start;
        let listed = matches!(field.origin, FieldOrigin::Entry | FieldOrigin::Argument);
        let apart = match receiver.is_empty() && scope.receiver.is_empty() {
            true => !(listed && index > 0) && has_blank_line(&self.bytes[between]),
            false => receiver != scope.receiver,
        };
        if let Some(open) = scope.open.filter(|_| !apart) {
            let span = &mut out.records[open.0].span;
            *span = Span::new(span.start, field.value.end);
            scope.last = field.value.end;
            return open;
        }
        let (name, start) = match receiver.is_empty() {
            true => (
                scope.name,
                scope.start.max(scope.last.min(field.name.start)),
            ),
            false => (receiver, field.name.start),
        };
        let span = Span::new(start, field.value.end);
        let open = out.record(parent, name, span, Repeated::No);
        scope.open = Some(open);
        scope.receiver = receiver;
        scope.last = field.value.end;
        open
    }

    /// What stands before the dot of a setter, a property or a subscript whose name goes up to or around `at`: `patient` in
    /// `patient.setSsn("…")`.
    fn receiver(&self, at: usize) -> &'t str {
        let floor = at.saturating_sub(96);
        let mut end = at;
        while end > floor && is_word(self.bytes[end - 1]) {
            end -= 1;
        }
        while end > floor
            && matches!(
                self.bytes[end - 1],
                b'"' | b'\'' | b'[' | b'-' | b'>' | b'.'
            )
        {
            end -= 1;
        }
        if !matches!(self.bytes.get(end), Some(b'.' | b'[' | b'-')) {
            return "";
        }
        let mut start = end;
        while start > floor && is_word(self.bytes[start - 1]) {
            start -= 1;
        }
        &self.text[start..end]
    }
}

/// Whether a line without text stands in `bytes`.
fn has_blank_line(bytes: &[u8]) -> bool {
    let mut lines = memchr::memchr_iter(b'\n', bytes);
    let Some(mut before) = lines.next() else {
        return false;
    };
    lines.any(|line| {
        let blank = bytes[before + 1..line].trim_ascii().is_empty();
        before = line;
        blank
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        fields(text, &mut labels, &mut out);
        out.fields
            .iter()
            .zip(out.listing(&labels))
            .map(|(field, line)| {
                format!(
                    "{}{}: {line}",
                    field.record.0, out.records[field.record.0].name
                )
            })
            .collect()
    }

    #[test]
    fn strings_over_several_lines_are_views() {
        for (text, expected) in [
            ("a = [[\n{\"b\": 1}\n]] c = 'd'", vec!["\n{\"b\": 1}\n"]),
            ("a = [[MSH|^~\\&|x]]", vec!["MSH|^~\\&|x"]),
            ("x[[1]] = y[[\"ab\"]]", vec![]),
            ("a = [[\nnever closed", vec![]),
        ] {
            let (mut labels, mut out) = (Labels::new(), Extraction::default());
            fields(text, &mut labels, &mut out);
            let views: Vec<&str> = out.views.iter().map(|view| view.text.as_ref()).collect();
            assert_eq!(views, expected, "{text}");
        }
    }

    #[test]
    fn fields_are_grouped_into_records() {
        let cases: [(&str, &[&str]); 9] = [
            (
                "p = Patient(name=\"Jane Roe\", ssn=\"000-12-3456\")\nq = Patient(name='John Roe')",
                &[
                    "0Patient: name = Jane Roe",
                    "0Patient: ssn = 000-12-3456",
                    "1Patient: name = John Roe",
                ],
            ),
            (
                "patient.setName(\"Jane\");\n\npatient.setSsn(\"000-12-3456\");\nother.setName(\"Bo\");",
                &[
                    "0patient: Name = Jane",
                    "0patient: Ssn = 000-12-3456",
                    "1other: Name = Bo",
                ],
            ),
            (
                "name = 'Jane'\nssn = '000-12-3456'\n\ncolor = 'red'",
                &["0: name = Jane", "0: ssn = 000-12-3456", "1: color = red"],
            ),
            (
                "const patient = {\n  name: 'Jane',\n\n  \"ssn\": \"000-12-3456\",\n  home: { city: 'Springfield' }\n};",
                &[
                    "0patient: name = Jane",
                    "0patient: ssn = 000-12-3456",
                    "1home: city = Springfield",
                ],
            ),
            (
                "row.put(\"name\", \"Jane\");\nrow.put(\"ssn\", \"000-12-3456\");",
                &["0row: name = Jane", "0row: ssn = 000-12-3456"],
            ),
            (
                "row['name'] = 'O\\'Neil'\nrow['ssn'] = '000-12-3456'",
                &["0row: name = O'Neil", "0row: ssn = 000-12-3456"],
            ),
            ("fn name(x: u8) -> bool { name.len() > 3 }", &[]),
            (
                "f(mrn = c('a1', 'b2'), dob = as.Date(c('c3')), x = 'y')",
                &["0f: mrn = a1", "0f: mrn = b2", "0f: dob = c3", "0f: x = y"],
            ),
            ("tmp['PID.5.1'] = 'Roe'", &["0tmp: PID-5.1 = Roe"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn strings_are_views() {
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        let text = r#"send("PID|1||0012^^^H\rPV1|1|I")"#;
        fields(text, &mut labels, &mut out);
        assert_eq!(out.views.len(), 1);
        assert_eq!(out.views[0].text, "PID|1||0012^^^H\rPV1|1|I");
        let last = Span::new(out.views[0].text.len() - 1, out.views[0].text.len());
        assert_eq!(&text[out.views[0].map.to_parent(last).range()], "I");
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for unit in [
            "(", "\"", "=", "a=", "a:\"", "'", "`", "a(\"", "{[", "<a>", "a \n", "a\"",
        ] {
            let text = unit.repeat(1_000_000 / unit.len());
            let mut out = Extraction::default();
            fields(&text, &mut Labels::new(), &mut out);
            assert!(out.problems.len() <= 1, "{unit}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_spans_inside_it(text in r#"[ \n"'`a-c0-2é=:><(){}\[\],;.\\]{0,120}"#) {
            let mut out = Extraction::default();
            fields(&text, &mut Labels::new(), &mut out);
            for field in &out.fields {
                let raw = text.get(field.span.range());
                prop_assert!(raw.is_some());
                if let Cow::Borrowed(value) = field.value {
                    prop_assert_eq!(Some(value), raw);
                }
            }
            for view in &out.views {
                let whole = view.map.to_parent(Span::new(0, view.text.len()));
                prop_assert!(text.get(whole.range()).is_some());
            }
        }
    }
}
