//! The import that reading an environment variable needs, where a language needs one.

use safeharbor_core::{Language, Span};

/// The edit that adds the import; `None` when none is needed or it is there.
pub(super) fn edit(text: &str, language: Language) -> Option<(Span, String)> {
    let (at, import) = match language {
        Language::Python if !imports_os(text) => (python_place(text), "import os\n".to_owned()),
        Language::CSharp if !lines(text).any(|(_, line)| line.trim() == "using System;") => (
            after_head(text, &["//", "#", "/*", "*"]),
            "using System;\n".to_owned(),
        ),
        Language::Go if !text.contains("\"os\"") => go_import(text)?,
        _ => return None,
    };
    Some((Span::new(at, at), import))
}

/// Lines with the bytes they begin at.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\r', '\n']))
    })
}

fn imports_os(text: &str) -> bool {
    lines(text).any(|(_, line)| {
        let names = line.strip_prefix("import ").unwrap_or_default();
        names.split(',').any(|name| name.trim() == "os")
    })
}

/// Before the first import that is not of the future; else behind the head of the module.
fn python_place(text: &str) -> usize {
    let mut in_docstring: Option<&str> = None;
    let mut place = 0;
    for (start, line) in lines(text) {
        let end = (start + line.len() + 1).min(text.len());
        if let Some(quotes) = in_docstring {
            if line.contains(quotes) {
                in_docstring = None;
                place = end;
            }
            continue;
        }
        let opening = ["\"\"\"", "'''"]
            .into_iter()
            .find(|quotes| line.starts_with(quotes));
        match opening {
            Some(quotes) if !line[3..].contains(quotes) => in_docstring = Some(quotes),
            Some(_) => place = end,
            None if line.starts_with("import ") => return start,
            None if line.starts_with("from __future__ ") => place = end,
            None if line.starts_with("from ") => return start,
            None if line.starts_with('#') || line.trim().is_empty() => {
                if line.starts_with("#!") || line.contains("coding") {
                    place = end;
                }
            }
            None => return place,
        }
    }
    place
}

/// Behind the comments that a file begins with.
fn after_head(text: &str, comments: &[&str]) -> usize {
    let is_comment = |line: &str| {
        comments
            .iter()
            .any(|comment| line.trim_start().starts_with(comment))
    };
    let mut all = lines(text);
    let first = all.find(|(_, line)| !is_comment(line) || line.trim().is_empty());
    first.map_or(0, |(start, _)| start)
}

/// In the block of imports, else before the first import, else behind the package clause.
fn go_import(text: &str) -> Option<(usize, String)> {
    let next = |start: usize, line: &str| (start + line.len() + 1).min(text.len());
    if let Some((start, line)) = lines(text).find(|(_, line)| line.starts_with("import (")) {
        return Some((next(start, line), "\t\"os\"\n".to_owned()));
    }
    if let Some((start, _)) = lines(text).find(|(_, line)| line.starts_with("import ")) {
        return Some((start, "import \"os\"\n".to_owned()));
    }
    let (start, line) = lines(text).find(|(_, line)| line.starts_with("package "))?;
    Some((next(start, line), "\nimport \"os\"\n".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_import(text: &str, language: Language) -> String {
        let mut text = text.to_owned();
        if let Some((span, import)) = edit(&text, language) {
            text.insert_str(span.start, &import);
        }
        text
    }

    #[test]
    fn imports_go_where_they_belong() {
        let cases = [
            (Language::Python, "x = 1\n", "import os\nx = 1\n"),
            (
                Language::Python,
                "\"\"\"A\nB\n\"\"\"\nfrom __future__ import annotations\nx = 1\n",
                "\"\"\"A\nB\n\"\"\"\nfrom __future__ import annotations\nimport os\nx = 1\n",
            ),
            (
                Language::Python,
                "# licence\nfrom a import b\n",
                "# licence\nimport os\nfrom a import b\n",
            ),
            (
                Language::CSharp,
                "// licence\nusing A;\n",
                "// licence\nusing System;\nusing A;\n",
            ),
            (Language::CSharp, "using System;\n", "using System;\n"),
            (
                Language::Go,
                "package a\n\nimport \"fmt\"\n",
                "package a\n\nimport \"os\"\nimport \"fmt\"\n",
            ),
            (Language::Go, "import \"os\"\n", "import \"os\"\n"),
            (Language::Java, "class A {}\n", "class A {}\n"),
        ];
        for (language, before, after) in cases {
            assert_eq!(with_import(before, language), after);
        }
    }
}
