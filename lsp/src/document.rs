//! An open document: its text, its version, and edits in the position encoding that was agreed on with the client.

use std::path::PathBuf;
use std::sync::Arc;

use safeharbor_core::LineIndex;

/// What a `character` of a position counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Units {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units: what clients use that name no encoding.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Units {
    fn of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place in a text: line and character from 0, the character in the units of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Line, from 0.
    pub(crate) line: usize,
    /// Units from the beginning of the line.
    pub(crate) character: usize,
}

/// Names a document in the session: its URI, whatever the scheme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DocumentId(Arc<str>);

impl DocumentId {
    pub(crate) fn new(uri: &str) -> Self {
        Self(uri.into())
    }

    /// The URI.
    pub(crate) fn uri(&self) -> &str {
        &self.0
    }

    /// A name for what is no file: the last part of the URI's path, with the ending that files of its kind have.
    pub(crate) fn title(&self, ending: Option<&str>) -> String {
        let (_, path) = self.0.split_once(':').unwrap_or(("", &self.0));
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let last = path.rsplit('/').next().unwrap_or(path);
        let stem = if fragment.is_empty() {
            last.to_owned()
        } else {
            format!("{last}-{fragment}")
        };
        match ending {
            Some(ending) if !stem.ends_with(&format!(".{ending}")) => format!("{stem}.{ending}"),
            _ => stem,
        }
    }
}

/// One change of a document.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What is replaced; `None` for all of it.
    pub(crate) range: Option<(Place, Place)>,
    /// What takes its place.
    pub(crate) text: String,
}

/// A text with the beginnings of its lines. Cheap to share with a thread that scans it.
#[derive(Clone, Debug)]
pub(crate) struct IndexedText {
    /// The text.
    pub(crate) text: Arc<String>,
    /// Its lines.
    pub(crate) lines: Arc<LineIndex>,
}

impl IndexedText {
    pub(crate) fn new(text: String) -> Self {
        let lines = Arc::new(LineIndex::new(&text));
        Self {
            text: Arc::new(text),
            lines,
        }
    }

    /// The byte at `place`. A place past the end of its line counts as that end, one inside a character as its beginning,
    /// a line past the last as the end of the text.
    pub(crate) fn offset(&self, place: Place, units: Units) -> usize {
        if place.line >= self.lines.line_count() {
            return self.text.len();
        }
        let span = self.lines.line_span(&self.text, place.line + 1);
        let mut left = place.character;
        for (at, c) in self.text[span.range()].char_indices() {
            let width = units.of(c);
            if left < width {
                return span.start + at;
            }
            left -= width;
        }
        span.end
    }

    /// The place of byte `offset`; one inside a character counts as its beginning.
    pub(crate) fn place(&self, offset: usize, units: Units) -> Place {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.line(offset);
        let start = self.lines.line_span(&self.text, line).start;
        let before = &self.text[start.min(offset)..offset];
        Place {
            line: line - 1,
            character: before.chars().map(|c| units.of(c)).sum(),
        }
    }

    fn apply(&mut self, edit: Edit, units: Units) {
        let Some((from, to)) = edit.range else {
            *self = Self::new(edit.text);
            return;
        };
        let (from, to) = (self.offset(from, units), self.offset(to, units));
        let text = Arc::make_mut(&mut self.text);
        text.replace_range(from..to.max(from), &edit.text);
        self.lines = Arc::new(LineIndex::new(text));
    }
}

/// A document that the client has open.
#[derive(Debug)]
pub(crate) struct OpenDocument {
    /// The file, if it is one.
    pub(crate) path: Option<PathBuf>,
    /// What rules see as its path where it is none: a notebook's cell, an untitled document.
    pub(crate) title: String,
    /// The notebook that it is a cell of.
    pub(crate) notebook: Option<DocumentId>,
    /// The client's version.
    pub(crate) version: i32,
    /// Rises with each change, whatever the client says of versions.
    pub(crate) revision: u64,
    /// Its text.
    pub(crate) content: IndexedText,
}

impl OpenDocument {
    pub(crate) fn new(
        id: &DocumentId,
        path: Option<PathBuf>,
        language: &str,
        version: i32,
        text: String,
    ) -> Self {
        Self {
            title: id.title(ending(language)),
            path,
            notebook: None,
            version,
            revision: 0,
            content: IndexedText::new(text),
        }
    }

    /// Applies the edits of one change, each to the outcome of the one before.
    pub(crate) fn change(&mut self, version: i32, edits: Vec<Edit>, units: Units) {
        for edit in edits {
            self.content.apply(edit, units);
        }
        self.version = version;
        self.revision += 1;
    }
}

/// The usual ending of files in a language, by the names of
/// <https://code.visualstudio.com/docs/languages/identifiers>.
fn ending(language: &str) -> Option<&'static str> {
    Some(match language {
        "bat" => "bat",
        "c" => "c",
        "cpp" => "cpp",
        "csharp" => "cs",
        "csv" => "csv",
        "go" => "go",
        "html" => "html",
        "java" => "java",
        "javascript" | "javascriptreact" => "js",
        "json" | "jsonc" => "json",
        "kotlin" => "kt",
        "markdown" => "md",
        "php" => "php",
        "powershell" => "ps1",
        "properties" => "properties",
        "python" => "py",
        "r" => "r",
        "ruby" => "rb",
        "rust" => "rs",
        "scala" => "scala",
        "shellscript" | "sh" | "bash" => "sh",
        "sql" => "sql",
        "swift" => "swift",
        "terraform" | "hcl" => "tf",
        "toml" => "toml",
        "typescript" | "typescriptreact" => "ts",
        "xml" => "xml",
        "yaml" => "yaml",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(line: usize, character: usize) -> Place {
        Place { line, character }
    }

    fn open(text: String) -> OpenDocument {
        OpenDocument::new(&DocumentId::new("untitled:a"), None, "plaintext", 1, text)
    }

    #[test]
    fn what_is_no_file_gets_a_name_with_an_ending() {
        for (uri, language, expected) in [
            ("untitled:Untitled-1", "python", "Untitled-1.py"),
            ("untitled:Untitled-1", "plaintext", "Untitled-1"),
            (
                "vscode-notebook-cell:/a/b.ipynb#W0s",
                "python",
                "b.ipynb-W0s.py",
            ),
            ("virtual://host/a/b.py", "python", "b.py"),
        ] {
            assert_eq!(DocumentId::new(uri).title(ending(language)), expected);
        }
    }

    #[test]
    fn places_count_in_the_clients_units() {
        let text = IndexedText::new("a\u{e9}\u{1f600}b\r\nx\ry".to_owned());
        for (units, character) in [(Units::Utf8, 7), (Units::Utf16, 4), (Units::Utf32, 3)] {
            assert_eq!(text.place(7, units), place(0, character));
            assert_eq!(text.offset(place(0, character), units), 7);
            assert_eq!(text.offset(place(0, 99), units), 8, "the end of the line");
            assert_eq!(text.offset(place(1, 0), units), 10);
            assert_eq!(text.offset(place(2, 1), units), 13);
            assert_eq!(text.offset(place(9, 0), units), 13, "the end of the text");
        }
        assert_eq!(text.offset(place(0, 3), Units::Utf16), 3, "half a pair");
        assert_eq!(text.offset(place(0, 2), Units::Utf8), 1, "half a character");
    }

    #[test]
    fn edits_follow_one_another() {
        let mut document = open(String::new());
        let edit = |range, text: &str| Edit {
            range,
            text: text.to_owned(),
        };
        let edits = vec![
            edit(Some((place(0, 0), place(0, 0))), "one\r\ntwo"),
            edit(Some((place(0, 3), place(1, 0))), "\n"),
            edit(Some((place(1, 3), place(0, 0))), "!"),
        ];
        document.change(2, edits, Units::Utf16);
        assert_eq!(*document.content.text, "one\ntwo!");
        document.change(3, vec![edit(None, "new")], Units::Utf16);
        assert_eq!(
            (document.content.text.as_str(), document.version),
            ("new", 3)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_character_boundary_goes_there_and_back(text in "[a\u{e9}\u{1f600}\r\n ]{0,40}") {
            let text = IndexedText::new(text);
            for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
                for (at, c) in text.text.char_indices() {
                    let within_line_end = c == '\n' && text.text[..at].ends_with('\r');
                    if !within_line_end {
                        prop_assert_eq!(text.offset(text.place(at, units), units), at);
                    }
                }
            }
        }

        #[test]
        fn no_edit_panics(
            text in "[a\u{e9}\u{1f600}\r\n]{0,20}",
            edits in prop::collection::vec((0..6usize, 0..9usize, 0..6usize, 0..9usize, "[b\u{1f600}\r\n]{0,4}"), 0..6),
        ) {
            let mut document = open(text);
            for (line, character, end_line, end_character, new) in edits {
                let range = Some((place(line, character), place(end_line, end_character)));
                document.change(2, vec![Edit { range, text: new }], Units::Utf16);
                let fresh = IndexedText::new(document.content.text.to_string());
                prop_assert_eq!(fresh.lines.line_count(), document.content.lines.line_count());
            }
        }
    }
}
