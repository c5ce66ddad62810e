//! Patients made by their constructor, whose parameters another file declares: `new Patient(7, "Jane Roe", LocalDate.of(1980, 1, 31))`.
//!
//! What an argument is shows in its value (`shown`).

use super::is_word;
use super::value::{self, Literal};
use crate::extract::shown::{self, Shown};
use crate::extract::{Extraction, FieldOrigin, Labels, Repeated, Scheme};
use crate::span::Span;

/// What stands behind `Patient` in the names of types that hold one.
const SUFFIXES: [&str; 9] = [
    "", "Record", "Data", "Dto", "DTO", "Info", "Details", "Model", "Entity",
];

/// How many patients of one text are read, and how many arguments of one.
const MAX_PATIENTS: usize = 10_000;
const MAX_ARGUMENTS: usize = 32;

/// How long an argument that is no literal may be, in bytes.
const MAX_ARGUMENT: usize = 400;

/// Reads the arguments of every constructor of a patient.
pub fn patients<'t>(text: &'t str, labels: &mut Labels, out: &mut Extraction<'t>) {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, "Patient").take(MAX_PATIENTS) {
        let Some((name, arguments)) = constructed(text, at).and_then(|(name, open)| {
            let arguments = arguments(bytes, open + 1)?;
            Some((name, arguments))
        }) else {
            continue;
        };
        let values = arguments.iter().map(|argument| match argument {
            Argument::Literal(Literal { span, quoted, .. }) => {
                Shown::Literal(&text[span.range()], *quoted)
            }
            Argument::Date => Shown::Date,
            Argument::Other => Shown::Other,
        });
        let kinds = shown::person(values);
        let span = |place: usize| match arguments[place] {
            Argument::Literal(literal) => literal.span,
            Argument::Date | Argument::Other => Span::default(),
        };
        let (Some(&(first, _)), Some(&(last, _))) = (kinds.first(), kinds.last()) else {
            continue;
        };
        let whole = Span::new(span(first).start, span(last).end);
        let record = out.record(None, name, whole, Repeated::Yes);
        for (place, kind) in kinds {
            let label = labels.intern(Scheme::Named, kind.label());
            let value = &text[span(place).range()];
            out.field(record, label, FieldOrigin::Argument, value, span(place));
        }
    }
}

/// The name of the type around `at`, and the bracket of its constructor's arguments, if it is one of a patient.
fn constructed(text: &str, at: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let before = bytes[..at].iter().rev().take_while(|&&byte| is_word(byte));
    let start = at - before.count();
    let after = bytes[at..].iter().take_while(|&&byte| is_word(byte));
    let end = at + after.count();
    let is_type = bytes[start].is_ascii_uppercase() && SUFFIXES.contains(&&text[at + 7..end]);
    // A function that makes one.
    let made = [".of", ".create", "::new", ".new"].iter();
    let end = made
        .filter(|made| bytes[end..].starts_with(made.as_bytes()))
        .map(|made| end + made.len())
        .next()
        .unwrap_or_else(|| behind_variable(bytes, end));
    // A method declared, a statement of the type's own.
    let word = bytes[..start].trim_ascii_end();
    let declares = [
        &b"def"[..],
        b"class",
        b"fun",
        b"func",
        b"void",
        b"record",
        b"struct",
    ];
    let is_declared = declares.iter().any(|keyword| word.ends_with(keyword));
    let opens = matches!(bytes.get(end), Some(b'(' | b'{'));
    (is_type && opens && !is_declared).then_some((&text[start..end], end))
}

/// Behind the variable that C++ makes after its type: `Patient p{"…"}`.
fn behind_variable(bytes: &[u8], end: usize) -> usize {
    let Some(behind) = bytes[end..].strip_prefix(b" ") else {
        return end;
    };
    let length = behind.iter().take_while(|&&byte| is_word(byte)).count();
    match length {
        0 => end,
        _ => end + 1 + length,
    }
}

/// What stands at the place of an argument.
#[derive(Clone, Copy, Debug)]
enum Argument {
    Literal(Literal),
    /// `new Date()`, `LocalDate.now()`.
    Date,
    Other,
}

/// The arguments from `from` on, by place; `None` where one has a name or holds what is no value.
fn arguments(bytes: &[u8], from: usize) -> Option<Vec<Argument>> {
    let mut found = Vec::new();
    let mut at = value::skip_space(bytes, from);
    while found.len() < MAX_ARGUMENTS {
        if matches!(bytes.get(at)?, b')' | b'}') {
            return (found.len() > 1).then_some(found);
        }
        let end = value::member_end(bytes, at, MAX_ARGUMENT)?;
        let literal = value::after_operator(bytes, at, FieldOrigin::Entry);
        let literal = literal.filter(|literal| !bytes[at..literal.span.start].contains(&b','));
        let behind = literal.map_or(at, |literal| literal.end.min(end));
        let is_named = bytes[behind..end].iter().any(|byte| b":=".contains(byte));
        if is_named {
            return None;
        }
        let expression = &bytes[at..end];
        let dates = ["new Date(", "LocalDate.", "DateTime.", "date.", "datetime."];
        found.push(match literal {
            Some(literal) => Argument::Literal(literal),
            None if dates
                .iter()
                .any(|date| expression.starts_with(date.as_bytes())) =>
            {
                Argument::Date
            }
            None => Argument::Other,
        });
        at = value::skip_space(bytes, end + usize::from(bytes[end] == b','));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        patients(text, &mut labels, &mut out);
        out.listing(&labels)
    }

    #[test]
    fn arguments_show_what_they_are() {
        let cases: [(&str, &[&str]); 17] = [
            (
                "new Patient(1, \"Jane Roe\", LocalDate.of(1980, 1, 31), Gender.F, \"330-448-2291\", \"j@roe.net\", \"12 Oak Street\")",
                &[
                    "full name = Jane Roe",
                    "birth date = 1980, 1, 31",
                    "phone = 330-448-2291",
                    "email = j@roe.net",
                    "address = 12 Oak Street",
                ],
            ),
            (
                "new Patient(\"Roe\", \"Jane\", new DateTime(1980, 1, 31), \"Cardiology\")",
                &[
                    "last name = Roe",
                    "last name = Jane",
                    "birth date = 1980, 1, 31",
                ],
            ),
            (
                "p = InPatient('P001', 'Jane Roe', 45, 'Broken Leg')",
                &["full name = Jane Roe"],
            ),
            (
                "PatientRecord{\"7\", \"Jane\", \"Roe\", \"1980-01-31\", true}",
                &[
                    "last name = Jane",
                    "last name = Roe",
                    "birth date = 1980-01-31",
                ],
            ),
            (
                "PatientDto.of(\"77\", \"Jane\", \"Roe\", LocalDate.parse(\"1980-01-31\"))",
                &[
                    "last name = Jane",
                    "last name = Roe",
                    "birth date = 1980-01-31",
                ],
            ),
            (
                "Patient p{\"4711\", \"Jane\", \"Roe\", \"1980-01-31\"};",
                &[
                    "last name = Jane",
                    "last name = Roe",
                    "birth date = 1980-01-31",
                ],
            ),
            (
                "new Patient(null, \"Jane\", new Date(), false)",
                &["last name = Jane"],
            ),
            ("new Patient(\"P001\", \"Jane\")", &[]),
            ("new Patient(\"Jane\", 23, 'M')", &[]),
            ("new Patient(name, \"Jane Roe\")", &["full name = Jane Roe"]),
            ("def Patient(\"Jane Roe\", 45)", &[]),
            ("getPatient(\"Jane Roe\", 45)", &[]),
            ("PatientService(\"Jane Roe\", 45)", &[]),
            ("Patient(name=\"Jane Roe\", age=45)", &[]),
            ("Patient { name: \"Jane Roe\", age: 45 }", &[]),
            ("Patient(\"jane roe\", 45)", &[]),
            ("Patient(\"Jane Roe\", 45", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
