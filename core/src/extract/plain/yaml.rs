//! YAML, by indentation: enough of it to name every scalar, and never a failure.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::flow;
use super::line::{Lines, trimmed};
use super::nesting::{Frame, Kind, Nesting};
use super::scalar::{MAX_QUOTED, Scalar, Single, is_name};
use crate::document::{Decoded, OffsetMap, View, ViewKind};
use crate::extract::schema;
use crate::extract::{Extraction, Extractor, FieldOrigin, Label, Labels, Scheme, Window};
use crate::span::Span;

/// Reads YAML. Mappings are records named by their key, items of a sequence records that repeat; a field's label is the
/// path of keys. An entry with a `name` and a `value` is a field of that name. Block scalars are views; a base64 value under
/// a top-level `data`, as Kubernetes keeps secrets, is a field and, decoded, a view.
///
/// ```
/// use safeharbor_core::{Extraction, Extractor, End, Labels, Window};
/// use safeharbor_core::extract::plain::Yaml;
/// let text = "db:\n  user: me\n  password: 'hunter2' # for now\n";
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// Yaml::new().read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["db.user = me", "db.password = hunter2"]);
/// ```
#[derive(Debug, Default)]
pub struct Yaml {
    nesting: Nesting,
}

impl Yaml {
    /// A reader at the start of a file.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Extractor for Yaml {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.nesting.enter_window();
        let mut reader = Reader {
            text: window.text,
            lines: Lines::new(window.text, window.end),
            nesting: &mut self.nesting,
            labels,
            out,
            unclosed: 0,
        };
        loop {
            let start = reader.lines.position();
            let Some(line) = reader.lines.next() else {
                return reader.lines.position();
            };
            if reader.line(line).is_none() {
                return start;
            }
        }
    }
}

/// The walk over one window.
struct Reader<'a, 't> {
    text: &'t str,
    lines: Lines<'t>,
    nesting: &'a mut Nesting,
    labels: &'a mut Labels,
    out: &'a mut Extraction<'t>,
    /// Before this byte no bracket is closed on a later line: one was tried and had no end.
    unclosed: usize,
}

impl<'t> Reader<'_, 't> {
    /// Reads one line, and those that its value runs over; nothing when the window ends within the value.
    fn line(&mut self, line: Span) -> Option<()> {
        let whole = &self.text[line.range()];
        let mut content = trimmed(self.text, line);
        match whole.trim_start().as_bytes().first() {
            None | Some(b'#' | b'%') => return Some(()),
            _ if whole.starts_with("---") || whole.starts_with("...") => {
                self.nesting.clear();
                content = trimmed(self.text, Span::new(line.start + 3, line.end));
                if !self.text[content.range()].starts_with("- ")
                    && key(self.text, content).is_none()
                {
                    return Some(());
                }
            }
            _ => {}
        }
        let mut column = content.start - line.start;
        while self.text[content.range()].starts_with("- ") || &self.text[content.range()] == "-" {
            self.nesting.leave(column, Kind::Item);
            let label = self.nesting.label(self.labels);
            self.nesting
                .enter(column, Kind::Item, label, content.start, self.out);
            content = trimmed(self.text, Span::new(content.start + 1, content.end));
            column = content.start - line.start;
        }
        if content.is_empty() {
            return Some(());
        }
        match key(self.text, content) {
            Some((name, value)) => self.entry(column, &name, value, line),
            None => self.item(content, line),
        }
    }

    /// `key: value`.
    fn entry(&mut self, column: usize, name: &str, value: Span, line: Span) -> Option<()> {
        self.nesting.leave(column, Kind::Mapping);
        let parent = self.nesting.label(self.labels);
        let mut label = self.labels.child(parent, name);
        let named = self.nesting.frames.last_mut().map(|frame| &mut frame.named);
        if (name == "value" || schema::is_example(name))
            && let Some(Some(given)) = named.as_deref()
        {
            label = self.labels.child(parent, given);
        } else if schema::is_example(name) && parent != self.labels.root(Scheme::Named) {
            // What a schema gives as an example of a property is a value of it.
            label = parent;
        }
        let value = untagged(self.text, value);
        if value.is_empty() || self.text[value.range()].starts_with('#') {
            self.nesting
                .enter(column, Kind::Mapping, label, line.start, self.out);
            return Some(());
        }
        if self.text[value.range()].starts_with(['{', '[']) {
            return self.collection(value, label, line);
        }
        let scalar = self.scalar(value, column)?;
        if matches!(name, "name" | "key")
            && let Some(frame) = self.nesting.frames.last_mut()
            && is_name(&scalar.value)
        {
            frame.named = Some(scalar.value.clone().into_owned());
        }
        if self.nesting.is_data(self.labels) {
            self.out.views.extend(base64_view(&scalar));
        }
        let record = self.nesting.record(line, self.labels, self.out);
        if schema::is_type(name) && self.out.records[record.0].name.is_empty() {
            let name = schema::type_name(&scalar.value).to_owned();
            self.out.records[record.0].name = Cow::Owned(name);
        }
        scalar.add(record, label, FieldOrigin::Entry, self.out);
        Some(())
    }

    /// An item that is no mapping. `NAME=value`, as compose files list variables, names its value itself.
    fn item(&mut self, content: Span, line: Span) -> Option<()> {
        let Some(Frame {
            column,
            kind: Kind::Item,
            ..
        }) = self.nesting.frames.last()
        else {
            return Some(());
        };
        let column = *column;
        let value = untagged(self.text, content);
        let mut label = self.nesting.label(self.labels);
        if self.text[value.range()].starts_with(['{', '[']) {
            return self.collection(value, label, line);
        }
        let mut scalar = self.scalar(value, column)?;
        // The item is no thing of its own: it belongs to what holds the sequence.
        self.nesting.frames.pop();
        if let Cow::Borrowed(text) = scalar.value
            && let Some((name, _)) = text.split_once('=')
            && is_name(name)
        {
            label = self.labels.child(label, name);
            let span = Span::new(scalar.span.start + name.len() + 1, scalar.span.end);
            scalar = Scalar::bare(self.text, span);
        }
        if label != self.labels.root(Scheme::Named) {
            let record = self.nesting.record(line, self.labels, self.out);
            scalar.add(record, label, FieldOrigin::Entry, self.out);
        }
        Some(())
    }

    /// The scalar that starts at `value`; `column` is that of its key.
    fn scalar(&mut self, value: Span, column: usize) -> Option<Scalar<'t>> {
        let content = &self.text[value.range()];
        match content.as_bytes().first() {
            Some(b'"' | b'\'') => {
                let limit = value.start + MAX_QUOTED;
                let quoted = Scalar::quoted(self.text, value.start, limit, Single::Doubled);
                match quoted {
                    Some(scalar) => {
                        if scalar.end > value.end {
                            self.lines.go_to(self.lines.start_behind(scalar.end));
                        }
                        Some(scalar)
                    }
                    None if self.lines.may_go_on() && self.text.len() < limit => None,
                    None => Some(Scalar::uncommented(self.text, value)),
                }
            }
            Some(b'|' | b'>') if is_block_header(content) => self.block(column),
            Some(b'*') => Some(Scalar::bare(self.text, Span::new(value.start, value.start))),
            _ => Some(Scalar::uncommented(self.text, value)),
        }
    }

    /// A block scalar: the lines below that stand further right than `column`, without their indentation.
    fn block(&mut self, column: usize) -> Option<Scalar<'t>> {
        let first = self.lines.position();
        let mut indentation = None;
        let mut decoded = Decoded::new();
        let mut end = first;
        loop {
            let start = self.lines.position();
            let Some(line) = self.lines.next() else {
                if self.lines.may_go_on() {
                    return None;
                }
                break;
            };
            let content = &self.text[line.range()];
            let spaces = content.len() - content.trim_start_matches(' ').len();
            if content.trim().is_empty() {
                decoded.verbatim("\n", line.end.min(self.text.len().saturating_sub(1)));
                continue;
            }
            if spaces <= column {
                self.lines.go_to(start);
                break;
            }
            let cut = spaces.min(*indentation.get_or_insert(spaces));
            decoded.verbatim(&content[cut..], line.start + cut);
            if self.lines.position() > line.end {
                decoded.replaced("\n", Span::new(line.end, self.lines.position()));
            }
            end = line.end;
        }
        let (value, map) = decoded.finish();
        let start = first + indentation.unwrap_or(0);
        let length = value.trim_end().len();
        Some(Scalar {
            value: Cow::Owned(value[..length].to_owned()),
            span: Span::new(start.min(end), end),
            end,
            map,
        })
    }

    /// A flow collection; it may run over lines.
    fn collection(&mut self, value: Span, label: Label, line: Span) -> Option<()> {
        let limit = match value.start < self.unclosed {
            true => value.end,
            false => (value.start + MAX_QUOTED).min(self.text.len()),
        };
        let end = match closing_bracket(&self.text.as_bytes()[..limit], value.start) {
            Some(end) => end,
            None if self.lines.may_go_on() && limit == self.text.len() => return None,
            None => {
                self.unclosed = self.unclosed.max(limit);
                value.end
            }
        };
        if end > value.end {
            self.lines.go_to(self.lines.start_behind(end));
        }
        let record = self.nesting.record(line, self.labels, self.out);
        let span = Span::new(value.start, end);
        flow::read(self.text, span, record, label, self.labels, self.out);
        Some(())
    }
}

/// The bracket that closes the one at `start`, and one past it.
fn closing_bracket(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The key at the start of `content` and the place of its value.
fn key(text: &str, content: Span) -> Option<(Cow<'_, str>, Span)> {
    let line = &text[content.range()];
    let ends_key = |at: usize| {
        matches!(
            text.as_bytes().get(at),
            None | Some(b' ' | b'\t' | b'\r' | b'\n')
        )
    };
    if line.starts_with(['"', '\'']) {
        let scalar = Scalar::quoted(text, content.start, content.end, Single::Doubled)?;
        let rest = &text[scalar.end..content.end];
        let colon = scalar.end + (rest.len() - rest.trim_start().len());
        if !text[colon..content.end].starts_with(':') || !ends_key(colon + 1) {
            return None;
        }
        let value = trimmed(text, Span::new(colon + 1, content.end));
        return Some((scalar.value, value));
    }
    if line.starts_with(['{', '[', '&', '*', '|', '>', '@', '`', '?', '%', '#']) {
        return None;
    }
    let colon = memchr::memchr_iter(b':', line.as_bytes())
        .take(8)
        .map(|at| content.start + at)
        .find(|&at| ends_key(at + 1))?;
    let name = trimmed(text, Span::new(content.start, colon));
    if name.is_empty() || name.len() > 128 || text[name.range()].contains(" #") {
        return None;
    }
    let value = trimmed(text, Span::new(colon + 1, content.end));
    Some((Cow::Borrowed(&text[name.range()]), value))
}

/// `value` without the anchor and the tag before it.
fn untagged(text: &str, mut value: Span) -> Span {
    while text[value.range()].starts_with(['&', '!']) {
        let content = &text[value.range()];
        let word = content.find([' ', '\t']).unwrap_or(content.len());
        value = trimmed(text, Span::new(value.start + word, value.end));
    }
    value
}

/// `|`, `>-`, `|2+ # comment`.
fn is_block_header(content: &str) -> bool {
    let rest = content[1..]
        .trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '+'));
    rest.trim_start().is_empty() || rest.trim_start().starts_with('#')
}

/// The text that a base64 value holds.
fn base64_view<'t>(scalar: &Scalar<'t>) -> Option<View<'t>> {
    let decoded = STANDARD.decode(scalar.value.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    (!text.is_empty()).then_some(View {
        kind: ViewKind::Base64,
        text: Cow::Owned(text),
        map: OffsetMap::Whole(scalar.span),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::End;
    use crate::extract::reading::{assert_sound, listing};
    use crate::extract::{RecordId, Repeated};
    use proptest::prelude::*;

    fn read(text: &str) -> (Extraction<'_>, Vec<String>) {
        let mut labels = Labels::new();
        let mut out = Extraction::default();
        let end = End::Last;
        Yaml::new().read(Window { text, end }, &mut labels, &mut out);
        let lines = out.listing(&labels);
        (out, lines)
    }

    #[test]
    fn scalars_are_named_by_their_path() {
        let cases: [(&str, &[&str]); 13] = [
            (
                "a: 1\nb:\n  c: two words # no\n  d: \"e\\n\"\nf: 'it''s'",
                &["a = 1", "b.c = two words", "b.d = e\n", "f = it's"],
            ),
            (
                "p:\n- n: 1\n  s: 2\n- n: 3\n",
                &["p.n = 1", "p.s = 2", "p.n = 3"],
            ),
            ("p:\n  - n: 1\nq: 2", &["p.n = 1", "q = 2"]),
            (
                "a: {b: 1, \"c\": 'd', e: [f, g]}",
                &["a.b = 1", "a.c = d", "a.e = f", "a.e = g"],
            ),
            (
                "a: {\n  b: 1,\n  c: 2\n}\nd: 3",
                &["a.b = 1", "a.c = 2", "d = 3"],
            ),
            (
                "a: |\n  one\n   two\n\n  three\nb: >-\n  x\n",
                &["a = one\n two\n\nthree", "b = x"],
            ),
            ("a: &x 1\nb: *x\nc: !!str 2", &["a = 1", "c = 2"]),
            ("---\na: 1\n---\na: 2\n...\n", &["a = 1", "a = 2"]),
            (
                "env:\n- name: DB_PASS\n  value: x1\n",
                &["env.name = DB_PASS", "env.DB_PASS = x1"],
            ),
            (
                "environment:\n  - DB_PASS=x1\n  - \"B=x 2\"\n",
                &["environment.DB_PASS = x1", "environment.B = x 2"],
            ),
            ("keys:\n  - abc\n  - def\n", &["keys = abc", "keys = def"]),
            (
                "url: http://a.test:80/x#y\n# c: d\n",
                &["url = http://a.test:80/x#y"],
            ),
            ("\"a b\": 1\n'c': 2\nd : 3", &["a b = 1", "c = 2", "d = 3"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).1, expected, "{text}");
        }
    }

    #[test]
    fn mappings_are_records() {
        let (out, _) = read("p:\n- n: 1\n  s: 2\n- n: 3\n  home:\n    c: x\n");
        let records: Vec<_> = out.fields.iter().map(|field| field.record.0).collect();
        assert_eq!(records, [2, 2, 3, 4]);
        assert_eq!(out.records[2].repeated, Repeated::Yes);
        assert_eq!(out.records[4].parent, Some(RecordId(3)));
        assert_eq!(out.records[4].name, "home");
    }

    #[test]
    fn secrets_of_kubernetes_are_decoded() {
        let encoded = STANDARD.encode("hunter2 in base64");
        let text = format!("kind: Secret\ndata:\n  password: {encoded}\n");
        let (out, lines) = read(&text);
        assert_eq!(lines[1], format!("data.password = {encoded}"));
        let view = out.views.iter().find(|view| view.kind == ViewKind::Base64);
        assert_eq!(view.map(|view| &*view.text), Some("hunter2 in base64"));
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        let deep: String = (0..1000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        assert!(listing(&mut Yaml::new(), &deep).is_empty());
        for unit in [
            "- ", ":", "a: ", "\"", "a: \"", "a: \"\n", " ", "{", "a: {", "a: [\n", "a: |\n", "'",
            "- a: &", "\n",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            assert!(
                listing(&mut Yaml::new(), &text).len() <= text.len(),
                "{unit}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn any_text_is_read_soundly(text in "[ \n\r\"'a1é=:#\\[\\]{},.|>&!*-]{0,80}") {
            assert_sound(&mut Yaml::new(), &text);
        }
    }
}
