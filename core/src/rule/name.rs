//! Names of fields, taken apart into words: `patientSSN_2`, `Patient SSN #` and `patient-ssn` are all `patient ssn`.

/// How many words of a name are looked at, counted from its end. Longer names are read from there.
const MAX_WORDS: usize = 8;

/// Words that end a name without changing what it names.
const NEUTRAL_TAILS: [&str; 35] = [
    "number",
    "num",
    "no",
    "nbr",
    "nr",
    "value",
    "val",
    "text",
    "txt",
    "str",
    "string",
    "field",
    "input",
    "column",
    "col",
    "raw",
    "plain",
    "plaintext",
    "literal",
    "constant",
    "const",
    "variable",
    "var",
    "param",
    "parameter",
    "arg",
    "default",
    "current",
    "new",
    "old",
    "original",
    "orig",
    "cd",
    "attr",
    "element",
];

/// A name as lower-case words, at most [`MAX_WORDS`], trailing numbers and neutral tails kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// In order.
    pub(crate) all: Vec<String>,
}

/// Splits a name into words.
pub(crate) fn words(name: &str) -> Words {
    let mut all: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut previous = CharKind::Separator;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '’') && is_possessive(&chars) {
            chars.next();
            continue;
        }
        let kind = CharKind::of(c);
        let next = chars
            .peek()
            .map_or(CharKind::Separator, |&next| CharKind::of(next));
        let starts_word = match (previous, kind) {
            (_, CharKind::Separator) => true,
            (CharKind::Lower | CharKind::Digit, CharKind::Upper) => true,
            // the last capital of a run begins the next word: `HTTPServer`
            (CharKind::Upper, CharKind::Upper) => {
                next == CharKind::Lower && !plural_acronym(&chars)
            }
            (CharKind::Digit, CharKind::Lower)
            | (CharKind::Lower | CharKind::Upper, CharKind::Digit) => true,
            _ => false,
        };
        if starts_word && !current.is_empty() {
            all.push(std::mem::take(&mut current));
        }
        if kind != CharKind::Separator {
            current.extend(c.to_lowercase());
        }
        previous = kind;
    }
    if !current.is_empty() {
        all.push(current);
    }
    if all.len() > MAX_WORDS {
        all.drain(..all.len() - MAX_WORDS);
    }
    Words { all }
}

/// The `s` of `driver's` belongs to no name.
fn is_possessive(rest: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut rest = rest.clone();
    rest.next() == Some('s') && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

/// In `SSNs` the `s` belongs to the acronym.
fn plural_acronym(rest: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut rest = rest.clone();
    rest.next() == Some('s') && rest.next().is_none_or(|c| !c.is_lowercase())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharKind {
    Lower,
    Upper,
    Digit,
    Separator,
}

impl CharKind {
    fn of(c: char) -> Self {
        if c.is_ascii_digit() {
            Self::Digit
        } else if c.is_uppercase() {
            Self::Upper
        } else if c.is_alphabetic() {
            Self::Lower
        } else {
            Self::Separator
        }
    }
}

impl Words {
    /// The words without trailing numbers and neutral tails (`ssn_number_2` is `ssn`); the first word always stays.
    pub(crate) fn core(&self) -> &[String] {
        let mut end = self.all.len();
        while end > 1 {
            let last = self.all[end - 1].as_str();
            let number = last.bytes().all(|b| b.is_ascii_digit());
            if !number && !NEUTRAL_TAILS.contains(&last) {
                break;
            }
            end -= 1;
        }
        &self.all[..end]
    }

    /// The words of `outer` followed by these.
    pub(crate) fn within(&self, outer: &Words) -> Words {
        let mut all: Vec<String> = outer.core().to_vec();
        all.extend(self.all.iter().cloned());
        let surplus = all.len().saturating_sub(MAX_WORDS);
        all.drain(..surplus);
        Words { all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_into_words() {
        let cases = [
            ("patientSSN", "patient ssn"),
            ("PATIENT_SSN", "patient ssn"),
            ("patient-ssn", "patient ssn"),
            ("Patient SSN #", "patient ssn"),
            ("HTTPServer", "http server"),
            ("memberIDs", "member ids"),
            ("address2", "address 2"),
            ("_ssn", "ssn"),
            ("Driver's License", "driver license"),
            ("patients’s", "patients"),
            ("O'Sullivan's", "o sullivan"),
            ("x.y.zip", "x y zip"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name).all.join(" "), expected, "{name}");
        }
    }

    #[test]
    fn tails_that_name_nothing_are_dropped() {
        let cases = [
            ("ssn_number_2", "ssn"),
            ("ssnNo", "ssn"),
            ("number", "number"),
            ("ssn_length", "ssn length"),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name).core().join(" "), expected, "{name}");
        }
    }
}
