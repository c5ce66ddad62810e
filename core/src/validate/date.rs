//! Dates in the forms that standards and people write.
//!
//! Sources: ISO 8601 and RFC 3339; HL7 v2 `DTM` (`YYYYMMDD[HHMM[SS[.S…]]][±ZZZZ]`); DICOM PS3.5 `DA`/`DT`; X12 `D8`. 45 CFR
//! 164.514(b)(2)(i)(C) lets years stand, so what a date's precision is decides whether it identifies.

use crate::trim::trim;

/// What a date says: each part `None` where it is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    /// From 1800 to 2199; `None` for `--01-05` and `Jan 5`. Two digits are read as 1930 to 2029.
    pub year: Option<u16>,
    /// From 1 to 12.
    pub month: Option<u8>,
    /// From 1 to 31, and in the month.
    pub day: Option<u8>,
}

impl DateParts {
    /// Reads a date, perhaps with a time behind it; `None` when it is not one, or none of the calendar.
    ///
    /// ```
    /// use safeharbor_core::validate::DateParts;
    /// let birth = DateParts::parse("5 January 1980").unwrap();
    /// assert_eq!((birth.year, birth.month, birth.day), (Some(1980), Some(1), Some(5)));
    /// assert_eq!(DateParts::parse("1980-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        if let Some(plain) = plain(text.as_bytes()) {
            let (year, month, day) = plain;
            if let Some(parts) = Self::checked(Some(year), Some(month), Some(day)) {
                return Some(parts);
            }
        }
        if text.len() > 64 || !text.is_ascii() {
            return None;
        }
        match text.bytes().take_while(u8::is_ascii_digit).count() {
            count if count == text.len() => compact(text),
            8.. => compact(text),
            4 if text.contains(',') => numbers(text),
            _ if text.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
                with_separators(text).or_else(|| named_month(text))
            }
            _ => with_separators(text),
        }
    }

    pub(super) fn checked(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let in_range =
            |value: Option<u32>, low, high| value.is_none_or(|v| (low..=high).contains(&v));
        let days = month.map_or(31, |month| days_in_month(year, month));
        let real = in_range(year, 1800, 2199) && in_range(month, 1, 12) && in_range(day, 1, days);
        let narrow = |value: Option<u32>| value.and_then(|v| u8::try_from(v).ok());
        real.then(|| Self {
            year: year.and_then(|v| u16::try_from(v).ok()),
            month: narrow(month),
            day: narrow(day),
        })
    }
}

/// Year, month and day of `1980-01-31` and `19800131`, the forms that nearly all data has.
fn plain(text: &[u8]) -> Option<(u32, u32, u32)> {
    let digits: [u8; 8] = match *text {
        [a, b, c, d, b'-', e, f, b'-', g, h] => [a, b, c, d, e, f, g, h],
        [a, b, c, d, e, f, g, h] => [a, b, c, d, e, f, g, h],
        _ => return None,
    };
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    let is_number = digits.iter().all(u8::is_ascii_digit);
    is_number.then(|| (digits_value(year), digits_value(month), digits_value(day)))
}

/// Days in a month of the Gregorian calendar; without a year February may have 29.
fn days_in_month(year: Option<u32>, month: u32) -> u32 {
    let leap = |year: u32| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(leap) => 29,
        2 => 28,
        _ => 31,
    }
}

/// One to four digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits_value(text.as_bytes()))
}

/// What ASCII digits come to.
fn digits_value(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |number, digit| 10 * number + u32::from(digit - b'0'))
}

/// A year of four digits, or of two, which stand for 1930 to 2029.
fn year_number(text: &str) -> Option<u32> {
    let value = number(text)?;
    match text.len() {
        4 => Some(value),
        2 if value < 30 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

/// `1980`, `198001`, `19800131`, `01311980`, `19800131123000.000+0000`.
fn compact(text: &str) -> Option<DateParts> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let part = |from: usize, to: usize| text.get(from..to).and_then(number);
    match digits {
        4 => DateParts::checked(part(0, 4), None, None),
        6 => DateParts::checked(part(0, 4), part(4, 6), None),
        8 | 10 | 12 | 14 if digits == text.len() || is_clock_rest(&text[digits..]) => {
            let clock = (8..digits).step_by(2).zip([24, 60, 62]);
            let clock_fits = clock
                .into_iter()
                .all(|(at, end)| part(at, at + 2).is_some_and(|v| v < end));
            let year_first = DateParts::checked(part(0, 4), part(4, 6), part(6, 8));
            let month_first =
                || DateParts::checked(part(4, 8), part(0, 2), part(2, 4)).filter(|_| digits == 8);
            year_first.or_else(month_first).filter(|_| clock_fits)
        }
        _ => None,
    }
}

/// What may follow the digits of a compact date and time: `.123`, `+0000`, `-05:00`, `Z`, `T1230`.
fn is_clock_rest(text: &str) -> bool {
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | ':' | 'Z' | 'T');
    text.len() <= 20 && text.starts_with(['.', '+', '-', 'Z', 'T']) && text.chars().all(known)
}

/// `1980-01-31`, `1/31/1980`, `31.1.1980`, `1980/1`, `01/1980`, `--01-31`, with a time behind or not.
fn with_separators(text: &str) -> Option<DateParts> {
    let (date, time) = match text.find(['T', ' ', ',']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    if !is_time(time.trim_start_matches(['T', ' ', ','])) {
        return None;
    }
    if let Some(rest) = date.strip_prefix("--") {
        let (month, day) = rest.split_once('-')?;
        return DateParts::checked(None, Some(number(month)?), Some(number(day)?));
    }
    let separator = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = date.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    match third {
        Some(third) => three_numbers(first, second, third, separator),
        None if first.len() == 4 && second.len() == 2 => {
            DateParts::checked(Some(number(first)?), Some(number(second)?), None)
        }
        None if second.len() == 4 && separator != '.' => {
            DateParts::checked(Some(number(second)?), Some(number(first)?), None)
        }
        None => None,
    }
}

/// `1980, 1, 31`, as code hands a date over.
fn numbers(text: &str) -> Option<DateParts> {
    let mut parts = text.split(',').map(|part| number(part.trim()));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_whole = parts.next().is_none();
    DateParts::checked(Some(year), Some(month), Some(day)).filter(|_| is_whole)
}

/// Three numbers: year first when it has four digits; else month and day in the order that the separator suggests (`.` is
/// day first), or in the other one when only that is of the calendar.
fn three_numbers(first: &str, second: &str, third: &str, separator: char) -> Option<DateParts> {
    if first.len() == 4 {
        let short = second.len() <= 2 && third.len() <= 2;
        return DateParts::checked(number(first), Some(number(second)?), Some(number(third)?))
            .filter(|_| short);
    }
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    let year = Some(year_number(third)?);
    let (a, b) = (Some(number(first)?), Some(number(second)?));
    let (usual, other) = match separator {
        '.' => ((b, a), (a, b)),
        _ => ((a, b), (b, a)),
    };
    DateParts::checked(year, usual.0, usual.1)
        .or_else(|| DateParts::checked(year, other.0, other.1))
}

/// Nothing, or a time of day with what people write behind it: `12:30:00.5 PM UTC`, `12:30Z`, `00:00+01:00`.
fn is_time(text: &str) -> bool {
    text.split_ascii_whitespace().all(is_time_word)
}

fn is_time_word(word: &str) -> bool {
    let zone = [
        "am", "pm", "a.m.", "p.m.", "utc", "gmt", "z", "est", "edt", "cst", "cdt", "mst", "mdt",
        "pst", "pdt", "cet", "cest", "at",
    ];
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z' | 'z');
    let starts_like_clock = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':');
    let starts_like_offset = word.starts_with(['+', '-']) && word.len() >= 3;
    let (digits, half) = word.split_at(word.len().saturating_sub(2));
    zone.iter().any(|known| word.eq_ignore_ascii_case(known))
        || ((starts_like_clock || starts_like_offset) && word.chars().all(clock))
        || (digits.contains(':')
            && is_time_word(digits)
            && matches!(half, "AM" | "PM" | "am" | "pm"))
}

/// Months in English, in lower case.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The place of `word` in `names`, from 1, when it is one of them or starts one with at least three letters; a dot may follow.
fn place_of(word: &str, names: &[&str]) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let starts = |name: &&str| {
        name.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    (1..)
        .zip(names)
        .find(|(_, name)| word.len() >= 3 && starts(name))
        .map(|(place, _)| place)
}

/// `Jan 5, 1980`, `5 January 1980`, `05-JAN-1980`, `05JAN80`, `January 5th`, `Jan 1980`, `Fri Jan 05 12:30:00 UTC 1980`.
fn named_month(text: &str) -> Option<DateParts> {
    let mut month = None;
    let mut numbers = [None; 2];
    let mut count = 0;
    let parted = |c: char| matches!(c, ' ' | ',' | '/' | '\t');
    for word in text
        .split(parted)
        .flat_map(hyphenated)
        .filter(|word| !word.is_empty())
    {
        if let Some((day, rest)) = glued(word) {
            month = Some(place_of(&rest[..3], &MONTHS)?).filter(|_| month.is_none());
            numbers = [Some(day), Some(&rest[3..]).filter(|year| !year.is_empty())];
            count += 2;
        } else if let Some(place) = place_of(word, &MONTHS) {
            if month.replace(place).is_some() {
                return None;
            }
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(':') {
            *numbers.get_mut(count)? = Some(word);
            count += 1;
        } else if place_of(word, &WEEKDAYS).is_none()
            && !is_time_word(word)
            && !word.eq_ignore_ascii_case("of")
        {
            return None;
        }
    }
    day_and_year(month?, numbers)
}

/// The parts of `05-JAN-1980`; a word with a clock or an offset in it stays whole.
fn hyphenated(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.contains(':') || word.starts_with(['+', '-']);
    word.split(move |c| c == '-' && !whole)
}

/// `05JAN1980` as day and rest.
fn glued(word: &str) -> Option<(&str, &str)> {
    let day = word.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = word.split_at(day);
    let year = rest.get(3..)?;
    let fits = matches!(day.len(), 1 | 2) && matches!(year.len(), 0 | 2 | 4);
    let letters = rest.bytes().take(3).all(|byte| byte.is_ascii_alphabetic());
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    (fits && letters && digits).then_some((day, rest))
}

fn day_and_year(month: u32, numbers: [Option<&str>; 2]) -> Option<DateParts> {
    let day_of = |text: &str| {
        let digits = text
            .trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .trim_end_matches('.');
        let ending = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let ordinal = ["", ".", "st", "nd", "rd", "th"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        number(digits).filter(|_| ordinal && digits.len() <= 2)
    };
    let month = Some(month);
    match numbers {
        [Some(one), None] if one.len() == 4 && number(one).is_some() => {
            DateParts::checked(number(one), month, None)
        }
        [Some(one), None] => DateParts::checked(None, month, Some(day_of(one)?)),
        [Some(year), Some(day)] if year.len() == 4 && number(year).is_some() => {
            DateParts::checked(number(year), month, Some(day_of(day)?))
        }
        [Some(day), Some(year)] => {
            DateParts::checked(Some(year_number(year)?), month, Some(day_of(day)?))
        }
        _ => None,
    }
}

/// A date of the calendar that names a day, with or without a year: what 45 CFR 164.514(b)(2)(i)(C) is about.
pub(super) fn date(text: &str) -> bool {
    DateParts::parse(text).is_some_and(|date| date.day.is_some())
}

/// A day without a time, or at midnight, as databases export days: that of a birth is kept without the hour.
pub(super) fn day_alone(text: &str) -> bool {
    let text = trim(text);
    if !date(text) {
        return false;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let clock = match text.find(':') {
        Some(colon) => &text[colon.saturating_sub(2)..],
        None if digits > 8 => &text[8..],
        None => return true,
    };
    let clock = clock.split(['Z', '+', '-', ' ']).next().unwrap_or_default();
    let clock = match clock.strip_prefix("12") {
        Some(minutes) if text.to_ascii_uppercase().ends_with("AM") => minutes,
        _ => clock,
    };
    !clock.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// A date that names a month and no day: more than the year, so it identifies too.
pub(super) fn year_month(text: &str) -> bool {
    DateParts::parse(text).is_some_and(|date| date.month.is_some() && date.day.is_none())
}

/// A year alone, which Safe Harbor lets stand.
pub(super) fn year_only(text: &str) -> bool {
    DateParts::parse(text).is_some_and(|date| date.year.is_some() && date.month.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_time() {
        for text in [
            "1980-01-05",
            "1/5/1980",
            "Jan 5, 1980",
            "19800105",
            "1980-01-05T00:00:00.000+01:00",
            "1980-01-05 00:00:00",
            "1/5/1980 12:00:00 AM",
            "19800105000000-0500",
        ] {
            assert!(day_alone(text), "{text:?}");
        }
        for text in [
            "1980-01-05T12:30:00Z",
            "1980-01-05 00:00:01",
            "1/5/1980 12:00:00 PM",
            "19800105123000",
            "Sat Jan 05 12:30:00 UTC 1980",
            "1980-01",
            "12:30",
            "é:1",
        ] {
            assert!(!day_alone(text), "{text:?}");
        }
    }

    #[test]
    fn days_in_many_forms() {
        for text in [
            "1980-01-05",
            "1980-1-5",
            "1980/01/05",
            "1980.01.05",
            "01/05/1980",
            "1/5/80",
            "01-05-1980",
            "5.1.1980",
            "05.01.1980",
            "19800105",
            "01051980",
            "198001051230",
            "19800105123000",
            "19800105123000+0000",
            "19800105123000.000-0500",
            "1980-01-05T12:30:00Z",
            "1980-01-05 12:30:00",
            "1980-01-05T00:00:00.000+01:00",
            "1/5/1980 12:00:00 AM",
            "1/5/1980 12:00AM",
            "Jan 5, 1980",
            "January 5, 1980",
            "Jan. 5 1980",
            "5 January 1980",
            "5th January 1980",
            "January 5th, 1980",
            "05-JAN-1980",
            "05-Jan-80",
            "05JAN1980",
            "5 Jan 80",
            "Sat Jan 05 12:30:00 UTC 1980",
            "Sat, 05 Jan 1980 12:30:00 GMT",
            "1980-Jan-05",
            " 1980-01-05 ",
            "1980-01-05 12:30 PM EST",
        ] {
            let expected = DateParts {
                year: Some(1980),
                month: Some(1),
                day: Some(5),
            };
            assert_eq!(DateParts::parse(text), Some(expected), "{text:?}");
            assert!(date(text) && !year_month(text) && !year_only(text));
        }
    }

    #[test]
    fn day_first_when_only_that_is_real() {
        let parsed = DateParts::parse("31/01/1980").unwrap();
        assert_eq!((parsed.month, parsed.day), (Some(1), Some(31)));
    }

    #[test]
    fn partial_dates() {
        for text in [
            "1980-01",
            "198001",
            "01/1980",
            "Jan 1980",
            "January 1980",
            "1980/01",
        ] {
            assert!(year_month(text) && !date(text), "{text:?}");
        }
        for text in ["1980", "2024", " 1899 "] {
            assert!(year_only(text) && !date(text), "{text:?}");
        }
        for text in ["--01-05", "Jan 5", "5 January", "January 5th"] {
            assert!(
                date(text) && DateParts::parse(text).unwrap().year.is_none(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn leap_years() {
        for (text, real) in [
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2023-02-29", false),
            ("2024-02-29", true),
            ("Feb 29", true),
        ] {
            assert_eq!(date(text), real, "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in [
            "",
            "-",
            "1980-13-01",
            "1980-02-30",
            "1980-00-10",
            "0000-00-00",
            "9999-12-31",
            "0001-01-01",
            "1.2.3",
            "10.0.0.1",
            "2.10.100",
            "12345678",
            "1980-01-05-2",
            "99999999",
            "19801301",
            "maybe",
            "may",
            "Mary 5, 1980",
            "123-45-6789",
            "555-0100",
            "1/2",
            "3.14",
            "2024x",
            "Jan Feb 5",
            "5 5 Jan 5",
            "1980-01-05 hello",
            "é5 Jan 1980",
            "19800105256000",
            "10:30",
            "1980--01",
            "//",
            "T",
            "Jan",
            "05FOO1980",
        ] {
            assert_eq!(DateParts::parse(text), None, "{text:?}");
        }
    }
}
