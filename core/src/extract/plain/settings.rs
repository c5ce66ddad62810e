//! Settings, one a line: `.env` files, shell exports, Dockerfiles, INI, Java properties, TOML.

use super::command;
use super::line::{Lines, trimmed};
use super::scalar::{MAX_QUOTED, Scalar, Single, is_name};
use crate::document::Decoded;
use crate::extract::literal::Escapes;
use crate::extract::{
    Extraction, Extractor, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme, Window,
};
use crate::span::Span;

/// Which lines a settings file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `NAME=value` with shell quotes: `.env`, shell scripts, `ENV` and `ARG` of a Dockerfile. Other lines are read as
    /// command lines.
    Env,
    /// Sections, `key = value` or `key: value`.
    Ini,
    /// Java properties: `key=value`, `key: value`, `key value`, continued lines, `\uXXXX`.
    Properties,
    /// Sections and tables, `key = "value"`, inline tables, strings of several lines.
    Toml,
}

/// Reads settings. A section is a record named by its header; without sections, lines up to a blank one are a record. A
/// dotted key is a path.
///
/// ```
/// use safeharbor_core::{Extraction, Extractor, End, Labels, Window};
/// use safeharbor_core::extract::plain::{Settings, Syntax};
/// let text = "[db]\npassword = hunter2 # for now\n";
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// Settings::new(Syntax::Ini).read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["db.password = hunter2"]);
/// ```
#[derive(Debug)]
pub struct Settings {
    syntax: Syntax,
    section: String,
    /// An array of tables: its records are alike.
    repeated: Repeated,
    open: Option<RecordId>,
}

/// A key and where its value starts.
struct Key {
    name: Span,
    value: usize,
}

impl Settings {
    /// A reader at the start of a file.
    pub fn new(syntax: Syntax) -> Self {
        Self {
            syntax,
            section: String::new(),
            repeated: Repeated::No,
            open: None,
        }
    }

    fn has_sections(&self) -> bool {
        matches!(self.syntax, Syntax::Ini | Syntax::Toml)
    }

    /// `[name]`, `[[name]]`, `[remote "origin"]`.
    fn enter_section(&mut self, header: &str) {
        let name = header.trim_matches(['[', ']', ' ']);
        self.section.clear();
        self.section.push_str(
            name.split(" #")
                .next()
                .unwrap_or(name)
                .trim_end_matches([']', ' ']),
        );
        self.repeated = match header.starts_with("[[") {
            true => Repeated::Yes,
            false => Repeated::No,
        };
        self.open = None;
    }

    fn record(&mut self, line: Span, out: &mut Extraction<'_>) -> RecordId {
        match self.open {
            Some(open) => {
                out.records[open.0].span.end = line.end;
                open
            }
            None => {
                let open = out.record(None, self.section.clone(), line, self.repeated);
                self.open = Some(open);
                open
            }
        }
    }

    fn label(&self, name: &str, labels: &mut Labels) -> Label {
        let root = labels.root(Scheme::Named);
        let section = self.section.split('.').filter(|part| !part.is_empty());
        let names = name.split('.').filter(|part| !part.is_empty());
        section.chain(names).fold(root, |label, part| {
            labels.child(label, part.trim_matches(['"', '\'', ' ']))
        })
    }

    /// Finds the key of a line. In a comment only a single word is one.
    fn key(&self, text: &str, line: Span) -> Option<Key> {
        let start = match self.syntax {
            Syntax::Env => line.start + prefix(&text[line.range()]),
            _ => line.start,
        };
        let rest = &text[start..line.end];
        let quoted = rest.starts_with(['"', '\'']) && self.syntax == Syntax::Toml;
        let at = match self.syntax {
            // The older form of a Dockerfile: `ENV NAME value`.
            Syntax::Env if text[line.range()].starts_with("ENV ") => rest.find(['=', ' ']),
            Syntax::Env | Syntax::Toml => rest.find('='),
            Syntax::Ini => rest.find(['=', ':']),
            Syntax::Properties => rest.find(['=', ':', ' ', '\t']),
        }?;
        let name = trimmed(text, Span::new(start, start + at));
        let mut value = start + at + 1;
        if self.syntax == Syntax::Properties {
            let rest = text[start + at..line.end].trim_start();
            let behind = rest.strip_prefix(['=', ':']).unwrap_or(rest);
            value = line.end - behind.len();
        }
        let known = match self.syntax {
            Syntax::Env => is_name(&text[name.range()]) && name.end == start + at,
            Syntax::Ini => is_key(&text[name.range()]),
            Syntax::Toml => {
                quoted
                    || text[name.range()]
                        .split('.')
                        .all(|part| is_key(part.trim()))
            }
            Syntax::Properties => is_name(&text[name.range()]),
        };
        known.then_some(Key { name, value })
    }

    /// The value from `from` to the end of the line, or of a later one; `None` when the window ends within it.
    fn value<'t>(&self, lines: &mut Lines<'t>, from: usize, line: Span) -> Option<Scalar<'t>> {
        let text = lines.text;
        let span = trimmed(text, Span::new(from, line.end));
        let quote = text.as_bytes().get(span.start).copied();
        let single = Single::Raw;
        if self.syntax != Syntax::Properties
            && matches!(quote, Some(b'"' | b'\''))
            && !span.is_empty()
        {
            let limit = match self.syntax {
                Syntax::Ini => line.end,
                _ => span.start + MAX_QUOTED,
            };
            if let Some(scalar) = Scalar::quoted(text, span.start, limit, single) {
                if scalar.end > line.end {
                    lines.go_to(lines.start_behind(scalar.end));
                }
                return Some(scalar);
            }
            let cut = lines.may_go_on() && text.len() < limit && self.syntax != Syntax::Ini;
            if cut {
                return None;
            }
        }
        match self.syntax {
            Syntax::Properties => continued(lines, span),
            Syntax::Env => {
                let word = text[span.range()].split([' ', '\t']).next().unwrap_or("");
                Some(Scalar::bare(
                    text,
                    Span::new(span.start, span.start + word.len()),
                ))
            }
            Syntax::Ini | Syntax::Toml => Some(Scalar::uncommented(text, span)),
        }
    }

    /// Reads one line; nothing when the window ends within its value.
    fn line<'t>(
        &mut self,
        lines: &mut Lines<'t>,
        mut line: Span,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Option<()> {
        let text = lines.text;
        loop {
            let Some(key) = self.key(text, line) else {
                if self.syntax == Syntax::Env {
                    command::read(text, line, labels, out);
                }
                return Some(());
            };
            let scalar = self.value(lines, key.value, line)?;
            let next = scalar.end;
            let label = self.label(&text[key.name.range()], labels);
            let collection =
                self.syntax == Syntax::Toml && text[scalar.span.range()].starts_with(['{', '[']);
            let record = self.record(line, out);
            if collection {
                super::flow::read(text, scalar.span, record, label, labels, out);
            } else {
                scalar.add(record, label, FieldOrigin::Entry, out);
            }
            // `ENV A=1 B=2`, `A=1 B=2 command`.
            if self.syntax != Syntax::Env || next >= line.end {
                return Some(());
            }
            line = trimmed(text, Span::new(next, line.end));
            if line.start == next {
                return Some(());
            }
        }
    }
}

/// Whether a key of an INI or TOML file can read so: a few words, no code.
fn is_key(key: &str) -> bool {
    key.len() <= 128
        && key.starts_with(|first: char| {
            first.is_alphanumeric() || matches!(first, '_' | '$' | '/' | '-' | '.')
        })
        && !key.contains(['(', ')', '{', '}', '<', '>', '"', ';'])
        && key.split_whitespace().count() <= 5
}

/// How long the words before the name are: `export `, `ENV `.
fn prefix(line: &str) -> usize {
    let words = [
        "export ",
        "ENV ",
        "ARG ",
        "set ",
        "SET ",
        "setx ",
        "declare -x ",
        "readonly ",
        "local ",
        "$env:",
        "env ",
    ];
    let word = words.iter().find(|word| line.starts_with(**word));
    let length = word.map_or(0, |word| word.len());
    length + (line[length..].len() - line[length..].trim_start().len())
}

/// A value of Java properties: escapes undone, joined with the lines that a backslash at the end continues.
fn continued<'t>(lines: &mut Lines<'t>, first: Span) -> Option<Scalar<'t>> {
    let text = lines.text;
    let goes_on = |span: Span| {
        let backslashes = text[span.range()]
            .bytes()
            .rev()
            .take_while(|&byte| byte == b'\\');
        backslashes.count() % 2 == 1
    };
    if !goes_on(first) {
        return Some(Scalar::decoded(text, first, first.end, Escapes::Backslash));
    }
    let mut decoded = Decoded::new();
    let mut part = first;
    loop {
        let on = goes_on(part);
        let end = part.end - usize::from(on);
        decoded.verbatim(&text[part.start..end], part.start);
        if !on {
            break;
        }
        match lines.next() {
            Some(next) => part = trimmed(text, next),
            None if lines.may_go_on() => return None,
            None => break,
        }
    }
    let (value, map) = decoded.finish();
    Some(Scalar {
        value: value.into(),
        span: Span::new(first.start, part.end),
        end: part.end,
        map,
    })
}

impl Extractor for Settings {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.open = None;
        let mut lines = Lines::new(window.text, window.end);
        loop {
            let start = lines.position();
            let Some(whole) = lines.next() else {
                return lines.position();
            };
            let mut line = trimmed(window.text, whole);
            let content = &window.text[line.range()];
            if content.is_empty() {
                if !self.has_sections() {
                    self.open = None;
                }
                continue;
            }
            if self.has_sections() && content.starts_with('[') {
                self.enter_section(content);
                continue;
            }
            // A setting that is commented out still gives its value away.
            let uncommented = content.trim_start_matches(['#', ';', '!', ' ']);
            if uncommented.len() < content.len() {
                line.start = line.end - uncommented.len();
                let name = uncommented.split(['=', ':']).next().unwrap_or("").trim();
                if !is_name(name) {
                    continue;
                }
            }
            let (fields, views) = (out.fields.len(), out.views.len());
            if self.line(&mut lines, line, labels, out).is_none() {
                // The line comes again, with the values before the one that is cut.
                out.fields.truncate(fields);
                out.views.truncate(views);
                return start;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::{assert_sound, listing};
    use proptest::prelude::*;

    #[test]
    fn settings_are_read() {
        let cases: [(Syntax, &str, &[&str]); 15] = [
            (
                Syntax::Env,
                "A=1\nexport B='x y' # no\n",
                &["A = 1", "B = x y"],
            ),
            (
                Syntax::Env,
                "KEY=\"one\ntwo\"\nB=2",
                &["KEY = one\ntwo", "B = 2"],
            ),
            (
                Syntax::Env,
                "# OLD_KEY=abc\n# a comment = none",
                &["OLD_KEY = abc"],
            ),
            (
                Syntax::Env,
                "ENV A=1 B=\"2 3\"\nARG C=4",
                &["A = 1", "B = 2 3", "C = 4"],
            ),
            (Syntax::Env, "if [ $a = b ]; then\nA=b=c\n", &["A = b=c"]),
            (Syntax::Env, "A=\"it's \\\"x\\\"\"", &["A = it's \"x\""]),
            (
                Syntax::Ini,
                "[db]\nuser: me\npass word = a;b # c\n",
                &["db.user = me", "db.pass word = a;b"],
            ),
            (Syntax::Ini, "key = \"quoted\" ; x\n", &["key = quoted"]),
            (
                Syntax::Properties,
                "a.b=1\nc: 2\nd 3\n",
                &["a.b = 1", "c = 2", "d = 3"],
            ),
            (
                Syntax::Properties,
                "a = x\\\n    y\\\n  z\nb=\\u0041",
                &["a = xyz", "b = A"],
            ),
            (
                Syntax::Toml,
                "[a.b]\nc = \"d\\te\" # f\n",
                &["a.b.c = d\te"],
            ),
            (
                Syntax::Toml,
                "a = \"\"\"x\ny\"\"\"\nb = 'C:\\d'\n",
                &["a = x\ny", "b = C:\\d"],
            ),
            (
                Syntax::Toml,
                "a = { user = \"u\", key = 'k' }\n",
                &["a.user = u", "a.key = k"],
            ),
            (
                Syntax::Env,
                "ENV DB_PASSWORD hunter2\nENV A=1 B=2\n",
                &["DB_PASSWORD = hunter2", "A = 1", "B = 2"],
            ),
            (
                Syntax::Toml,
                "[[p]]\nn = 1\n[[p]]\nn = 2\n",
                &["p.n = 1", "p.n = 2"],
            ),
        ];
        for (syntax, text, expected) in cases {
            assert_eq!(
                listing(&mut Settings::new(syntax), text),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn records_follow_sections_and_blank_lines() {
        let cases = [
            (Syntax::Ini, "[a]\nx=1\n\ny=2\n[b]\nz=3", vec![0, 0, 1]),
            (Syntax::Env, "x=1\ny=2\n\nz=3", vec![0, 0, 1]),
        ];
        for (syntax, text, expected) in cases {
            let mut out = Extraction::default();
            let end = crate::extract::End::Last;
            Settings::new(syntax).read(Window { text, end }, &mut Labels::new(), &mut out);
            let records: Vec<_> = out.fields.iter().map(|field| field.record.0).collect();
            assert_eq!(records, expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for unit in [
            "=", "a=", "\"", "a=\"", "a=\"\n", "[", "a=\\\n", "a = ' ", "#", "ENV A=1 ",
        ] {
            let text = unit.repeat(50_000 / unit.len());
            for syntax in [Syntax::Env, Syntax::Ini, Syntax::Properties, Syntax::Toml] {
                let fields = listing(&mut Settings::new(syntax), &text).len();
                assert!(fields <= text.len(), "{unit}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn any_text_is_read_soundly(text in "[ \n\r\"'a1é=:#\\[\\]{},.\\\\-]{0,80}") {
            for syntax in [Syntax::Env, Syntax::Ini, Syntax::Properties, Syntax::Toml] {
                assert_sound(&mut Settings::new(syntax), &text);
            }
        }
    }
}
