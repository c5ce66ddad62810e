//! Examples: the texts that a rule is tried on, and the generators in them.
//!
//! A generator such as `{{base62:36}}` stands for a value that is made up when the example is used: always the same one
//! for the same rule and example, and random to the eye. So no file holds anything that looks like a live secret, and no
//! scanner, this one included, stumbles over a rule pack. What is in braces but starts with anything else than a letter
//! or ends with anything else than a letter or digit (`{{ .Values.token }}`) is text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Example, Rule};
use crate::document::Document;

mod generate;

use generate::Stream;

/// Whether a rule must find something in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// At least one finding of the rule.
    Match,
    /// No finding of the rule.
    NoMatch,
}

impl Expected {
    /// The key under which rules list such examples.
    pub fn key(self) -> &'static str {
        match self {
            Self::Match => "examples.match",
            Self::NoMatch => "examples.no-match",
        }
    }
}

/// An example with its generators expanded, ready to scan.
#[derive(Clone, Debug)]
pub struct ExampleDocument {
    /// What the rule must do.
    pub expected: Expected,
    /// Which example of its list, from 1.
    pub ordinal: usize,
    /// The text, under the example's path.
    pub document: Document<'static>,
}

/// What is wrong with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleError {
    /// The list it stands in.
    pub expected: Expected,
    /// What was expected and what was found.
    pub message: String,
}

impl Rule {
    /// The rule's examples, positive ones first, with their generators expanded. The same rule always gives the same
    /// texts.
    ///
    /// # Errors
    ///
    /// The first generator that is unknown or has a wrong argument.
    pub fn example_documents(&self) -> Result<Vec<ExampleDocument>, ExampleError> {
        let lists = [
            (Expected::Match, &self.examples.matches),
            (Expected::NoMatch, &self.examples.no_match),
        ];
        let mut documents = Vec::new();
        for (expected, list) in lists {
            for (index, example) in list.iter().enumerate() {
                let ordinal = index + 1;
                let (text, path) = match example {
                    Example::Text(text) => (text, "example.txt"),
                    Example::Document { text, path } => (text, path.as_str()),
                };
                let seed = format!("{} {} {ordinal}", self.id, expected.key());
                let text = expand(text, &seed).map_err(|message| ExampleError {
                    expected,
                    message: format!("example {ordinal}: {message}"),
                })?;
                documents.push(ExampleDocument {
                    expected,
                    ordinal,
                    document: Document::new(path, text.into_bytes()),
                });
            }
        }
        Ok(documents)
    }
}

/// How authors write an example: a text, or a table of text and path.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Document(TextAndPath),
}

/// How a packed example looks: formats without field names cannot tell two forms apart.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextAndPath {
    text: String,
    path: String,
}

impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (text, path) = match self {
            Self::Text(text) if serializer.is_human_readable() => {
                return serializer.serialize_str(text);
            }
            Self::Text(text) => (text.clone(), String::new()),
            Self::Document { text, path } => (text.clone(), path.clone()),
        };
        TextAndPath { text, path }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = if deserializer.is_human_readable() {
            Written::deserialize(deserializer)?
        } else {
            Written::Document(TextAndPath::deserialize(deserializer)?)
        };
        Ok(match written {
            Written::Text(text) => Self::Text(text),
            Written::Document(TextAndPath { text, path }) if path.is_empty() => Self::Text(text),
            Written::Document(TextAndPath { text, path }) => Self::Document { text, path },
        })
    }
}

/// Replaces every generator in `text`.
fn expand(text: &str, seed: &str) -> Result<String, String> {
    let mut stream = Stream::new(seed);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        match after.split_once("}}") {
            Some((call, behind)) if is_call(call) => {
                let (name, argument) = call.split_once(':').unwrap_or((call, ""));
                out.push_str(&generate::value(name, argument, &mut stream)?);
                rest = behind;
            }
            _ => {
                out.push_str("{{");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Tells `{{hex:40}}` from the braces of template languages, which people set off with spaces, dots or signs.
fn is_call(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b":- ".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn braces_that_are_no_generator_are_text() {
        for text in [
            "",
            "{{",
            "}}",
            "{{}}",
            "{{ password }}",
            "{{.token}}",
            "{{$x}}",
            "{ {hex:4}}",
            "${{ secrets.KEY }}",
        ] {
            assert_eq!(expand(text, "seed").as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_seed_fixes_the_text_and_another_seed_changes_it() {
        let text = "a {{hex:8}} b {{hex:8}}";
        let once = expand(text, "1").unwrap();
        assert_eq!(once, expand(text, "1").unwrap());
        assert_ne!(once, expand(text, "2").unwrap());
        assert_ne!(
            once[2..10],
            once[13..21],
            "two generators of one text differ"
        );
    }

    #[test]
    fn unknown_generators_and_wrong_arguments_are_errors() {
        for text in [
            "{{nonsense}}",
            "{{hex}}",
            "{{hex:x}}",
            "{{hex:0}}",
            "{{hex:100000}}",
            "{{ssn:3}}",
            "{{pem}}",
        ] {
            assert!(expand(text, "seed").is_err(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_expands_or_says_why(text in "[{}a-z:0-9 é]{0,40}") {
            let _ = expand(&text, "seed");
        }
    }
}
