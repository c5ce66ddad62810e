//! What the values of a person's record show of themselves where nothing names them: the arguments of a constructor whose
//! parameters another file declares, the rows of a table without its columns.
//!
//! A date, a telephone number, an address are told by their form. Names are the words in capitals that stand before everything
//! else.

use super::lexical::Quoted;

/// How many names one person has here.
const MAX_NAMES: usize = 3;

/// Before which value, from 0, the names begin at the latest: identifiers may stand before them.
const NAMES_BEGIN: usize = 3;

/// A value as it stands in a record.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'v> {
    Literal(&'v str, Quoted),
    /// An expression that makes a date: a person is made with that of birth.
    Date,
    Other,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    /// The name of a field that holds it.
    pub(super) fn label(self) -> &'static str {
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
        let words = value.split(' ').filter(|word| !word.is_empty()).count();
        if is_date(value) || value.contains(", ") && quoted == Quoted::No {
            Some(Self::BirthDate)
        } else if quoted == Quoted::No {
            None
        } else if parts(value, '-').is_some_and(|parts| parts == [3, 2, 4]) {
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
        } else if (1..=MAX_NAMES).contains(&words) && value.split(' ').all(is_name) {
            Some(match words {
                1 => Self::Name,
                _ => Self::FullName,
            })
        } else {
            None
        }
    }
}

/// How many digits each of three numbers has, with `mark` between them.
fn parts(value: &str, mark: char) -> Option<[usize; 3]> {
    let mut numbers = value.split(mark).map(|part| {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(part.len())
    });
    let found = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(found)
}

fn is_date(value: &str) -> bool {
    let of = |mark| match parts(value, mark) {
        Some([4, month, day]) => (1..=2).contains(&month) && (1..=2).contains(&day),
        Some([day, month, 4]) => (1..=2).contains(&month) && (1..=2).contains(&day),
        _ => false,
    };
    ['-', '/', '.'].into_iter().any(of)
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().skip(1).any(char::is_lowercase)
        && word
            .chars()
            .all(|it| it.is_alphabetic() || "'’-.".contains(it))
}

/// The values that show what they are, by place; nothing unless they show a person: a name, and beside it another name, a kind of
/// its own, or at least two things more. Of words in capitals only the first, one behind the other, are names.
pub(super) fn person<'v>(values: impl Iterator<Item = Shown<'v>>) -> Vec<(usize, Kind)> {
    let mut found: Vec<(usize, Kind)> = Vec::new();
    let mut last_name = None;
    let (mut count, mut has_date) = (0, false);
    for (place, value) in values.enumerate() {
        count = place + 1;
        let kind = match value {
            Shown::Literal(value, quoted) => Kind::of(value, quoted),
            Shown::Date | Shown::Other => None,
        };
        has_date |= matches!(value, Shown::Date);
        let Some(kind) = kind else {
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
        found.push((place, kind));
    }
    if !is_person(&found, count, has_date) {
        found.clear();
    }
    found
}

fn is_person(kinds: &[(usize, Kind)], values: usize, has_date: bool) -> bool {
    let has = |wanted: Kind| kinds.iter().any(|(_, kind)| *kind == wanted);
    let names = kinds.iter().filter(|(_, kind)| *kind == Kind::Name).count();
    match (has(Kind::FullName), names) {
        (true, _) => true,
        (false, 0) => false,
        (false, 1) => kinds.len() > 1 || has_date,
        (false, _) => kinds.len() > names || values > names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_values() {
        for (value, kind) in [
            ("1980-1-31", Some(Kind::BirthDate)),
            ("31/1/1980", Some(Kind::BirthDate)),
            ("1/31/80", None),
            ("000-12-3456", Some(Kind::Ssn)),
            ("000-12-3456-7", Some(Kind::Phone)),
            ("1.2.3", None),
            ("Roe", Some(Kind::Name)),
            ("Jane Roe", Some(Kind::FullName)),
            ("ROE", None),
            ("12 Oak Street", Some(Kind::Address)),
        ] {
            assert_eq!(Kind::of(value, Quoted::Yes), kind, "{value}");
        }
    }
}
