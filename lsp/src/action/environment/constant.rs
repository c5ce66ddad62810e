//! Declarations that take only what is known when the program is compiled: a lookup of the environment is not.

use safeharbor_core::{Language, Span};

/// What a declaration asks of the value that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    /// Nothing.
    Variable,
    /// A constant; as a variable, with this edit, it takes any value.
    Convertible(Span, &'static str),
    /// A constant, whatever one would have to change.
    Constant,
}

impl Declared {
    /// What the declaration asks whose value begins at `value`.
    pub(super) fn around(text: &str, value: usize, language: Language) -> Self {
        let start = text[..value].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[start..value];
        let head = before.trim_start();
        let at = start + before.len() - head.len();
        match language {
            Language::Go if head.starts_with("const ") => {
                Self::Convertible(Span::new(at, at + "const".len()), "var")
            }
            Language::Go if in_block_of_constants(&text[..start]) => Self::Constant,
            Language::CSharp => match word(head, "const") {
                Some(found) if word(head, "public").is_some() || is_hidden(head) => {
                    let at = at + found;
                    Self::Convertible(Span::new(at, at + "const".len()), "static readonly")
                }
                Some(_) => Self::Constant,
                None => attribute(head, '['),
            },
            Language::Rust if word(head, "const").or(word(head, "static")).is_some() => {
                Self::Constant
            }
            Language::Php if word(head, "const").is_some() || is_property(head) => Self::Constant,
            Language::Java => attribute(head, '@'),
            _ => Self::Variable,
        }
    }
}

/// Arguments of annotations and attributes are constants.
fn attribute(head: &str, mark: char) -> Declared {
    if head.starts_with(mark) {
        Declared::Constant
    } else {
        Declared::Variable
    }
}

/// A member of a class in C#, which a local constant cannot be told from without a modifier.
fn is_hidden(head: &str) -> bool {
    ["private", "protected", "internal"]
        .iter()
        .any(|modifier| word(head, modifier).is_some())
}

/// The default of a property in PHP.
fn is_property(head: &str) -> bool {
    let is_modifier = |word: &str| {
        matches!(
            word,
            "public" | "private" | "protected" | "static" | "var" | "readonly"
        )
    };
    let first = head.split_whitespace().next().unwrap_or_default();
    is_modifier(first) && !head.contains('(')
}

/// Whether the last `const (` of Go before a line is still open.
fn in_block_of_constants(before: &str) -> bool {
    let mut lines = before.lines().rev();
    lines
        .find(|line| line.starts_with(')') || line.starts_with("const ("))
        .is_some_and(|line| line.starts_with("const ("))
}

/// Where a word stands in a text.
fn word(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = text.match_indices(word).map(|(at, _)| at);
    found
        .find(|&at| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_told_from_variables() {
        let variable = |text: &str, language| {
            let value = text.find('"').expect("a literal");
            match Declared::around(text, value, language) {
                Declared::Variable => Some(text.to_owned()),
                Declared::Convertible(span, new) => {
                    let mut text = text.to_owned();
                    text.replace_range(span.range(), new);
                    Some(text)
                }
                Declared::Constant => None,
            }
        };
        for (language, before, after) in [
            (Language::Go, "const t = \"\"", Some("var t = \"\"")),
            (Language::Go, "const (\n\ta = 1\n\tt = \"\"\n)", None),
            (
                Language::Go,
                "const (\n\ta = 1\n)\nt := \"\"",
                Some("const (\n\ta = 1\n)\nt := \"\""),
            ),
            (
                Language::CSharp,
                "  private const string T = \"\";",
                Some("  private static readonly string T = \"\";"),
            ),
            (Language::CSharp, "const string T = \"\";", None),
            (
                Language::CSharp,
                "string constant = \"\";",
                Some("string constant = \"\";"),
            ),
            (Language::CSharp, "[Key(\"\")]", None),
            (Language::Rust, "pub const T: &str = \"\";", None),
            (Language::Rust, "static T: &str = \"\";", None),
            (
                Language::Rust,
                "let constant = \"\";",
                Some("let constant = \"\";"),
            ),
            (Language::Php, "private $t = \"\";", None),
            (Language::Php, "const T = \"\";", None),
            (
                Language::Php,
                "public function f() { $t = \"\"; }",
                Some("public function f() { $t = \"\"; }"),
            ),
            (Language::Java, "@Value(\"\") String t;", None),
            (
                Language::Java,
                "static final String T = \"\";",
                Some("static final String T = \"\";"),
            ),
            (
                Language::JavaScript,
                "const t = \"\";",
                Some("const t = \"\";"),
            ),
        ] {
            assert_eq!(variable(before, language).as_deref(), after, "{before}");
        }
    }
}
