//! Patients made by their constructor, whose parameters another file declares: `new Patient(7, "Jane Roe", LocalDate.of(1980, 1, 31))`.
//!
//! What an argument is shows in its value, as it does in the columns of a table without a header: a date, a telephone number, an
//! address. Names are the words in capitals that stand before everything else.

use super::Quoted;
use super::is_word;
use super::value::{self, Literal};
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

/// How many names one person has here.
const MAX_NAMES: usize = 3;

/// Before which argument, from 0, the names begin at the latest: identifiers may stand before them.
const NAMES_BEGIN: usize = 3;

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
        let kinds = kinds(text, &arguments);
        if !is_person(&kinds, arguments.len()) {
            continue;
        }
        let (Some(&(_, first)), Some(&(_, last))) = (kinds.first(), kinds.last()) else {
            continue;
        };
        let record = out.record(None, name, Span::new(first.start, last.end), Repeated::Yes);
        for (kind, span) in kinds {
            let label = labels.intern(Scheme::Named, kind.label());
            let value = &text[span.range()];
            out.field(record, label, FieldOrigin::Argument, value, span);
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

/// The arguments from `from` on, by place; `None` where one has a name or holds what is no value.
fn arguments(bytes: &[u8], from: usize) -> Option<Vec<Option<Literal>>> {
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
        found.push(literal);
        at = value::skip_space(bytes, end + usize::from(bytes[end] == b','));
    }
    None
}

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A given or a family name.
    Name,
    /// Both.
    FullName,
    BirthDate,
    Ssn,
    Phone,
    Email,
    Address,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Name => "last name",
            Self::FullName => "full name",
            Self::BirthDate => "birth date",
            Self::Ssn => "ssn",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
        }
    }

    /// What the value shows; `None` for what may be anything.
    fn of(value: &str, quoted: Quoted) -> Option<Self> {
        let count = |is: fn(char) -> bool| value.chars().filter(|&it| is(it)).count();
        let digits = count(|it| it.is_ascii_digit());
        let shape: String = value
            .chars()
            .map(|it| if it.is_ascii_digit() { '9' } else { it })
            .collect();
        let is_date = value.contains(", ") && quoted == Quoted::No
            || matches!(
                shape.as_str(),
                "9999-99-99"
                    | "99/99/9999"
                    | "99.99.9999"
                    | "99-99-9999"
                    | "9/9/9999"
                    | "9999/99/99"
            );
        let words = value.split(' ').filter(|word| !word.is_empty()).count();
        let is_word = |word: &str| {
            word.starts_with(char::is_uppercase)
                && word.chars().skip(1).any(char::is_lowercase)
                && word
                    .chars()
                    .all(|it| it.is_alphabetic() || "'’-.".contains(it))
        };
        if is_date {
            Some(Self::BirthDate)
        } else if quoted == Quoted::No {
            None
        } else if shape == "999-99-9999" {
            Some(Self::Ssn)
        } else if value.contains('@') && value.contains('.') && words == 1 {
            Some(Self::Email)
        } else if (9..=15).contains(&digits)
            && count(|it| it.is_ascii_digit() || "+-(). ".contains(it)) == value.chars().count()
            && (digits <= 11 || value.starts_with('+'))
        {
            Some(Self::Phone)
        } else if digits > 0 && words > 2 && value.starts_with(|it: char| it.is_ascii_digit()) {
            Some(Self::Address)
        } else if (1..=MAX_NAMES).contains(&words) && value.split(' ').all(is_word) {
            Some(if words == 1 {
                Self::Name
            } else {
                Self::FullName
            })
        } else {
            None
        }
    }
}

/// The arguments that show what they are. Of words in capitals only the first, one behind the other, are names.
fn kinds(text: &str, arguments: &[Option<Literal>]) -> Vec<(Kind, Span)> {
    let mut found: Vec<(Kind, Span)> = Vec::new();
    let mut last_name = None;
    for (place, literal) in arguments.iter().enumerate() {
        let Some(Literal { span, quoted, .. }) = *literal else {
            continue;
        };
        let Some(kind) = Kind::of(&text[span.range()], quoted) else {
            continue;
        };
        if matches!(kind, Kind::Name | Kind::FullName) {
            let names = found.len();
            let goes_on = match last_name {
                None => found.is_empty() && place < NAMES_BEGIN,
                Some((before, Kind::Name)) => {
                    before + 1 == place && kind == Kind::Name && names < MAX_NAMES
                }
                Some(_) => false,
            };
            if !goes_on {
                continue;
            }
            last_name = Some((place, kind));
        }
        found.push((kind, span));
    }
    found
}

/// Whether it is a person that is made: a name, and beside it another name, a kind of its own, or at least two things more.
fn is_person(kinds: &[(Kind, Span)], arguments: usize) -> bool {
    let has = |wanted: Kind| kinds.iter().any(|(kind, _)| *kind == wanted);
    let names = kinds.iter().filter(|(kind, _)| *kind == Kind::Name).count();
    match (has(Kind::FullName), names) {
        (true, _) => true,
        (false, 0) => false,
        (false, 1) => kinds.len() > 1,
        (false, _) => kinds.len() > names || arguments > names,
    }
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
        let cases: [(&str, &[&str]); 16] = [
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
