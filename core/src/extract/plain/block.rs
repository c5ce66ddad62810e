//! Blocks of other languages in running text: fenced code, an object in braces.

use crate::document::{Language, LogicalPath, OffsetMap, View, ViewKind, detect};
use crate::extract::{json, xml};
use crate::span::Span;

/// The longest block that is looked for, in bytes.
const LONGEST: usize = 256 * 1024;

/// What languages are called behind a fence where files end otherwise.
const ALIASES: [(&str, &str); 9] = [
    ("python", "py"),
    ("javascript", "js"),
    ("typescript", "ts"),
    ("ruby", "rb"),
    ("csharp", "cs"),
    ("kotlin", "kt"),
    ("rust", "rs"),
    ("shell", "sh"),
    ("golang", "go"),
];

/// Finds blocks; keeps in mind where none ends, so that a text of openings is read in linear time.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// No fence that opens before this byte is closed, and no brace.
    unclosed: [usize; 2],
}

impl Blocks {
    /// The block that opens in `line`, the line at `after` being the next, and where the text goes on behind it.
    pub(super) fn open<'t>(
        &mut self,
        text: &'t str,
        line: Span,
        after: usize,
    ) -> Option<(View<'t>, usize)> {
        let content = &text[line.range()];
        match content.as_bytes().first()? {
            b'`' | b'~' => self.fenced(text, content, after),
            b'{' | b'[' => self.braces(text, line, after),
            _ => None,
        }
    }

    fn fenced<'t>(
        &mut self,
        text: &'t str,
        opening: &str,
        after: usize,
    ) -> Option<(View<'t>, usize)> {
        let fence = ["```", "~~~"]
            .into_iter()
            .find(|fence| opening.starts_with(fence))?;
        if after < self.unclosed[0] {
            return None;
        }
        let limit = text.floor_char_boundary(after + LONGEST);
        let rest = &text[after.min(limit)..limit];
        let closing = lines(rest).find(|(_, line)| line.trim_start().starts_with(fence));
        let Some((length, line)) = closing else {
            self.unclosed[0] = limit;
            return None;
        };
        let body = Span::new(after, after + length);
        let inside = &text[body.range()];
        let kind = match source(opening.trim_start_matches(['`', '~'])) {
            Some(language) => ViewKind::Source(language),
            None if json::sniff(inside) || xml::sniff(inside) => ViewKind::FreeText,
            None => return None,
        };
        Some((view(text, body, kind), body.end + line.len()))
    }

    fn braces<'t>(&mut self, text: &'t str, line: Span, after: usize) -> Option<(View<'t>, usize)> {
        let content = &text[line.range()];
        if !json::sniff(text.get(line.start..text.floor_char_boundary(line.start + 512))?) {
            return None;
        }
        if content.len() > 1 && content.trim_end_matches([',', ';']).ends_with(['}', ']']) {
            return Some((view(text, line, ViewKind::FreeText), after));
        }
        if after < self.unclosed[1] {
            return None;
        }
        let start = text[..line.start]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1);
        let indentation = &text[start..line.start];
        let limit = text.floor_char_boundary(after + LONGEST);
        let rest = &text[after.min(limit)..limit];
        let closing = lines(rest).find(|(_, line)| {
            line.strip_prefix(indentation)
                .is_some_and(|line| line.starts_with(['}', ']']))
        });
        let Some((length, last)) = closing else {
            self.unclosed[1] = limit;
            return None;
        };
        let end = after + length + last.len();
        Some((
            view(text, Span::new(line.start, end), ViewKind::FreeText),
            end,
        ))
    }
}

fn view(text: &str, span: Span, kind: ViewKind) -> View<'_> {
    View {
        kind,
        text: text[span.range()].into(),
        map: OffsetMap::Verbatim(span.start),
    }
}

/// The lines of a text with the bytes at which they begin, line ends included.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line)
    })
}

/// The programming language that is named behind a fence.
fn source(info: &str) -> Option<Language> {
    let name = info.split([' ', '{', ',']).find(|word| !word.is_empty())?;
    let alias = ALIASES
        .iter()
        .find(|(alias, _)| name.eq_ignore_ascii_case(alias));
    let ending = alias.map_or(name, |(_, ending)| ending).trim();
    let language = detect(&LogicalPath::new(&format!("a.{ending}")), "");
    let is_data = matches!(
        language,
        Language::Text
            | Language::Log
            | Language::Markdown
            | Language::Json
            | Language::Ndjson
            | Language::Yaml
            | Language::Xml
            | Language::Html
            | Language::Csv
            | Language::Tsv
            | Language::Sql
            | Language::Toml
            | Language::Ini
            | Language::Env
            | Language::Properties
            | Language::Dockerfile
            | Language::Diff
            | Language::Hl7v2
            | Language::X12
            | Language::Dicom
            | Language::Notebook
            | Language::Bash
    );
    (!is_data).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::plain::Prose;
    use crate::extract::{End, Extraction, Extractor, Labels, Window};

    #[test]
    fn blocks_are_views() {
        let python = ViewKind::Source(Language::Python);
        let cases: [(&str, &[(ViewKind, &str)]); 8] = [
            ("a\n```python\nx = 1\n```\nb: c", &[(python, "x = 1\n")]),
            (
                "```json\n{\"a\": 1}\n```",
                &[(ViewKind::FreeText, "{\"a\": 1}\n")],
            ),
            ("```\nname: x\n```", &[]),
            ("```py\nx = 1\n", &[]),
            ("`aé` is no fence\n~aé\n", &[]),
            (
                "POST /x\n\n{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
                &[(ViewKind::FreeText, "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n")],
            ),
            (
                "{\"a\": 1}\n{\"b\": 2}",
                &[
                    (ViewKind::FreeText, "{\"a\": 1}"),
                    (ViewKind::FreeText, "{\"b\": 2}"),
                ],
            ),
            ("{ not: json }\n[section]\n{\n", &[]),
        ];
        for (text, expected) in cases {
            let mut out = Extraction::default();
            let end = End::Last;
            Prose::new().read(Window { text, end }, &mut Labels::new(), &mut out);
            let views: Vec<_> = out
                .views
                .iter()
                .map(|it| (it.kind, it.text.as_ref()))
                .collect();
            assert_eq!(views, expected, "{text}");
        }
    }
}
