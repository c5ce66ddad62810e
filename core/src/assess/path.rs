//! What the pieces of a path are: a number or a date after the word for it, a person's name in a patient's folder.
//!
//! Names of files are full of numbers, dates and names of people that identify no patient. So a piece counts only behind a word that
//! the rules know (`mrn-…`), a name only right behind a word for a patient, and of numbers without a word only those of a
//! shape that a rule tells by itself.

use std::borrow::Cow;

use crate::assess::columns::{is_number, passes};
use crate::context::{About, NameLikeness};
use crate::document::{Language, LogicalPath, detect};
use crate::extract::path::{Part, Token, TokenKind, parts};
use crate::extract::{
    Extraction, Field, FieldOrigin, Label, Labels, Qualified, RecordId, Repeated, Scheme,
};
use crate::finding::Category;
use crate::rule::{RuleSet, Strength};
use crate::span::Span;

/// What fields of a path are called: `path.mrn`.
const ROOT: &str = "path";

/// What a name behind a word for a patient is.
const NAME: &str = "patient name";

/// What a date beside a name or a number is.
const DATE: &str = "date";

/// The file itself, when its path names a patient: the rules about pictures and recordings know it by this name.
const FILE: &str = "file named after a patient";

/// Words before a number that may say what it is.
const MOST_WORDS: usize = 4;

/// Digits from which a number with a word for it counts; shorter ones number files: `patient_id_12.json`.
const LABELLED_DIGITS: usize = 5;

/// Digits from which the number of a thing is its identifier: `patient-48213377`.
const THING_DIGITS: usize = 6;

/// Whether a path may hold what [`fields`] finds, as far as its bytes tell: a word for it was seen, or digits in a group.
pub(crate) fn holds_group(path: &str) -> bool {
    let bytes = path.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'-', bytes).any(|at| {
        at > 0 && is_digit(at - 1) && is_digit(at + 1) && bytes.get(at + 3) == Some(&b'-')
    })
}

/// The fields of a path, as one record.
pub(crate) fn fields<'p>(
    rules: &RuleSet,
    labels: &mut Labels,
    path: &'p LogicalPath,
) -> Extraction<'p> {
    let text = path.as_str();
    let parts = parts(text);
    let mut reading = Reading {
        rules,
        text,
        named: Vec::new(),
        names_someone: false,
    };
    for (at, part) in parts.iter().enumerate() {
        let folder = at.checked_sub(1).and_then(|before| parts.get(before));
        let names = if at + 1 == parts.len() && is_source_code(path) {
            Names::OfCode
        } else {
            Names::OfPatients
        };
        reading.part(part, folder, names);
    }
    if reading.names_someone {
        let name = path.file_name();
        let span = Span::new(text.len() - name.len(), text.len());
        reading.named.push((FILE.to_owned(), span, name.into()));
    }
    extraction(labels, text, reading.named)
}

fn extraction<'p>(
    labels: &mut Labels,
    text: &str,
    named: Vec<(String, Span, Cow<'p, str>)>,
) -> Extraction<'p> {
    let mut extraction = Extraction::default();
    if named.is_empty() {
        return extraction;
    }
    let whole = Span::new(0, text.len());
    let record: RecordId = extraction.record(None, "", whole, Repeated::Yes);
    let root = labels.intern(Scheme::Named, ROOT);
    for (name, span, value) in named {
        let label: Label = labels.child(root, &name);
        extraction.fields.push(Field {
            record,
            label,
            origin: FieldOrigin::Prose,
            value,
            span,
            qualified: Qualified::default(),
        });
    }
    extraction
}

/// Whose the names of people in a part of a path may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    OfPatients,
    /// Those of the authors or subjects of source code (`john_smith.py`).
    OfCode,
}

/// Whether a path is one of source code.
fn is_source_code(path: &LogicalPath) -> bool {
    !matches!(
        detect(path, ""),
        Language::Csv
            | Language::Dicom
            | Language::Hl7v2
            | Language::Html
            | Language::Json
            | Language::Log
            | Language::Markdown
            | Language::Ndjson
            | Language::Text
            | Language::Tsv
            | Language::X12
            | Language::Xml
            | Language::Yaml
    )
}

struct Reading<'r, 'p> {
    rules: &'r RuleSet,
    text: &'p str,
    /// Names, places and values of the fields.
    named: Vec<(String, Span, Cow<'p, str>)>,
    /// Whether a part names a patient, by name or by number.
    names_someone: bool,
}

impl<'p> Reading<'_, 'p> {
    fn part(&mut self, part: &Part, folder: Option<&Part>, names: Names) {
        let tokens = &part.tokens;
        let before = self.named.len();
        let name = match names {
            Names::OfPatients => self.name(tokens, folder),
            Names::OfCode => None,
        };
        if let Some(span) = name {
            let value = self.text[span.range()].replace(['_', '-', '.', '+'], " ");
            self.named.push((NAME.to_owned(), span, value.into()));
        }
        for (at, token) in tokens.iter().enumerate() {
            let label = match token.kind {
                TokenKind::Word | TokenKind::Mixed => None,
                TokenKind::Grouped => self
                    .label(tokens, at, folder, LABELLED_DIGITS)
                    .or_else(|| self.by_shape(*token)),
                TokenKind::Number => self.label(tokens, at, folder, LABELLED_DIGITS),
                TokenKind::Date => self.label(tokens, at, folder, 0),
            };
            if let Some(label) = label {
                self.push(label, token.span);
            }
        }
        let found = self.named.len() > before;
        self.names_someone |= found;
        let dates = tokens.iter().filter(|token| token.kind == TokenKind::Date);
        let dates: Vec<Span> = dates.map(|token| token.span).collect();
        for span in dates {
            let is_known = self.named[before..]
                .iter()
                .any(|(_, known, _)| *known == span);
            if found && !is_known {
                self.push(DATE.to_owned(), span);
            }
        }
    }

    fn push(&mut self, label: String, span: Span) {
        let value = self.text[span.range()].into();
        self.named.push((label, span, value));
    }

    /// The words before a piece, of its own part or, for the first piece, of the folder.
    fn words_before(&self, tokens: &[Token], at: usize, folder: Option<&Part>) -> Vec<String> {
        let own = &tokens[..at];
        let tokens = match folder {
            Some(folder) if own.is_empty() => &folder.tokens[..],
            _ => own,
        };
        let words = tokens
            .iter()
            .rev()
            .take_while(|token| token.kind == TokenKind::Word)
            .take(MOST_WORDS);
        let mut words: Vec<String> = words
            .map(|token| self.text[token.span.range()].to_lowercase())
            .collect();
        words.reverse();
        if let Some(last) = words.last_mut() {
            let is_plural = last.len() > 3 && last.ends_with('s') && !last.ends_with("ss");
            last.truncate(last.len() - usize::from(is_plural));
        }
        words
    }

    /// What the words before a number or a date say that it is.
    fn label(
        &self,
        tokens: &[Token],
        at: usize,
        folder: Option<&Part>,
        digits: usize,
    ) -> Option<String> {
        let text = &self.text[tokens[at].span.range()];
        let count = text.bytes().filter(u8::is_ascii_digit).count();
        let words = self.words_before(tokens, at, folder);
        if words.is_empty() || count < digits {
            return None;
        }
        let known = |label: &str| {
            let meanings = self.rules.meanings_of_name(label);
            meanings.iter().any(|meaning| {
                let rule = &self.rules.rules[meaning.rule];
                rule.category == Category::Phi
                    && meaning.strength > Strength::Weak
                    && rule.fits(text)
            })
        };
        let own = words.join(" ");
        if known(&own) {
            return Some(own);
        }
        // The number of a thing is its identifier.
        let of_thing = format!("{own} id");
        let is_number = tokens[at].kind == TokenKind::Number && count >= THING_DIGITS;
        (is_number && !is_moment(text) && known(&of_thing)).then_some(of_thing)
    }

    /// The name of a field of the rule that tells such numbers by their shape.
    fn by_shape(&self, token: Token) -> Option<String> {
        let text = &self.text[token.span.range()];
        let rules = self.rules.rules.iter();
        let mut telling = rules.filter(|rule| {
            rule.category == Category::Phi
                && rule.rule.strength == Strength::Strong
                && !rule.rule.columns.is_empty()
                && is_number(rule)
        });
        telling
            .find(|rule| passes(rule, &self.rules.names, text))
            .and_then(|rule| rule.rule.fields.first().cloned())
    }

    /// A first and a last name right behind a word for a patient: `patients/DOE_JANE`, `patient_JaneRoe`.
    fn name(&self, tokens: &[Token], folder: Option<&Part>) -> Option<Span> {
        let is_patient = |token: &Token| {
            let word = self.text[token.span.range()].to_lowercase();
            token.kind == TokenKind::Word
                && self.rules.lexicon.about([word.as_str()].into_iter()) == About::Person
        };
        let named_in = tokens.iter().rposition(is_patient);
        let start = match named_in {
            Some(at) => at + 1,
            None if folder?.tokens.last().is_some_and(is_patient) => 0,
            None => return None,
        };
        let words = tokens[start..].iter();
        let words: Vec<&Token> = words
            .take_while(|token| token.kind == TokenKind::Word)
            .collect();
        let [first, second, ..] = words[..] else {
            return None;
        };
        let span = Span::new(first.span.start, second.span.end);
        let text = |token: &Token| &self.text[token.span.range()];
        let full = format!("{} {}", text(first), text(second));
        if self.rules.names.likeness(&full) != NameLikeness::Full {
            return None;
        }
        // `page` and `case` are names, too: two words of the dictionary are a name only beside a number or a date.
        let is_word = |token: &Token| {
            let language = self.rules.language.as_ref();
            language.is_some_and(|language| language.is_word(text(token)))
        };
        let beside = tokens.iter().any(|token| match token.kind {
            TokenKind::Date | TokenKind::Grouped => true,
            TokenKind::Number => token.span.len() >= THING_DIGITS,
            TokenKind::Word | TokenKind::Mixed => false,
        });
        (beside || !(is_word(first) && is_word(second))).then_some(span)
    }
}

/// Whether ten or thirteen digits are a moment of these decades, in seconds or milliseconds since 1970.
fn is_moment(digits: &str) -> bool {
    matches!(digits.len(), 10 | 13) && digits.starts_with(['1', '2']) && !digits.starts_with("10")
}
