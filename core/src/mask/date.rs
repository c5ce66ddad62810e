//! Dates: nothing stays that 45 CFR 164.514(b)(2)(i)(C) counts, and the surrogate is nobody's.
//!
//! Every date becomes the first of January of a year from 1800 to 1849, when nobody was born whom HIPAA protects today
//! (see [`invented`](crate::validate::invented)); every time of day becomes midnight. Separators, widths and the order of
//! the parts stay, and so do the distance of two births within fifty years. The year is the part of four digits, else the last of three parts (`05/14/87`).

use crate::validate::MONTHS;

/// A run of characters of one kind.
enum Part<'t> {
    Digits(&'t str),
    Letters(&'t str),
    Other(&'t str),
}

pub(super) fn surrogate(text: &str) -> String {
    let parts = parts(text);
    let is_year = |part: &Part<'_>| matches!(part, Part::Digits(run) if year(run).is_some());
    let has_year = parts.iter().any(is_year);
    let short_year = if has_year { None } else { short_year(&parts) };
    let mut state = Progress::default();
    let masked = parts.iter().enumerate().map(|(index, part)| match part {
        Part::Other(run) => (*run).to_owned(),
        Part::Letters(run) => {
            let month = january(run);
            state.small += usize::from(month.is_some());
            month.unwrap_or_else(|| (*run).to_owned())
        }
        Part::Digits(run) if Some(index) == short_year => (*run).to_owned(),
        Part::Digits(run) => state.masked(run),
    });
    masked.collect()
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        parts.push(match kind(first) {
            (true, _) => Part::Digits(run),
            (_, true) => Part::Letters(run),
            _ => Part::Other(run),
        });
        rest = after;
    }
    parts
}

/// Which part is a year of two digits: the last of three small parts, months in letters counted.
fn short_year(parts: &[Part<'_>]) -> Option<usize> {
    let is_small = |part: &Part<'_>| match part {
        Part::Digits(run) => run.len() <= 2,
        Part::Letters(run) => january(run).is_some(),
        Part::Other(_) => false,
    };
    let mut small = parts.iter().enumerate().filter(|(_, part)| is_small(part));
    let (index, part) = small.nth(2)?;
    matches!(part, Part::Digits(run) if run.len() == 2).then_some(index)
}

/// The year, when a run of digits is one or begins with one (`19870514`).
fn year(run: &str) -> Option<i16> {
    let head = match run.len() {
        4 | 6 | 8 | 12 | 14 => run.get(..4)?,
        _ => return None,
    };
    head.parse()
        .ok()
        .filter(|year| (1800..=2199).contains(year))
}

/// How far the reading of a date has come.
#[derive(Default)]
struct Progress {
    /// Days and months so far; what follows them is a time.
    small: usize,
}

impl Progress {
    fn masked(&mut self, run: &str) -> String {
        if let Some(year) = year(run) {
            let told = told_year(year);
            return match run.len() {
                4 => told,
                6 => format!("{told}01"),
                length => format!("{told}0101{}", "0".repeat(length - 8)),
            };
        }
        if run.len() == 8 {
            // Day and month stand before the year.
            let told = run.get(4..).and_then(year);
            return match told {
                Some(year) => format!("0101{}", told_year(year)),
                None => "0".repeat(8),
            };
        }
        let is_day_or_month = run.len() <= 2 && self.small < 2;
        if is_day_or_month {
            self.small += 1;
            return format!("{:0>width$}", 1, width = run.len());
        }
        "0".repeat(run.len())
    }
}

/// The year from 1800 to 1849 that takes the place of `year`, in a cycle of fifty; 1849 and before stay.
fn told_year(year: i16) -> String {
    let told = if year < 1850 { year } else { 1800 + year % 50 };
    format!("{told:04}")
}

/// The first month in the form of `word`, when that is a month.
fn january(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let is_whole = MONTHS.contains(&lower.as_str());
    let is_short = lower.len() == 3 && MONTHS.iter().any(|month| month.starts_with(&lower));
    let month = match (is_whole, is_short) {
        // May is both; its first month must stay itself.
        (_, true) => "January".get(..3)?,
        (true, false) => "January",
        (false, false) => return None,
    };
    Some(match word.chars().nth(1) {
        Some(second) if second.is_uppercase() => month.to_uppercase(),
        _ if word.starts_with(char::is_lowercase) => month.to_lowercase(),
        _ => month.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_year_of_long_ago() {
        let cases = [
            ("1987-05-14", "1837-01-01"),
            ("05/14/1987", "01/01/1837"),
            ("5/14/1987", "1/01/1837"),
            ("14.05.1987", "01.01.1837"),
            ("05/14/87", "01/01/87"),
            ("19870514", "18370101"),
            ("05141987", "01011837"),
            ("198705", "183701"),
            ("19870514101112", "18370101000000"),
            ("1987-05-14T10:11:12.345Z", "1837-01-01T00:00:00.000Z"),
            ("May 14, 1987", "Jan 01, 1837"),
            ("14 SEPTEMBER 1987", "01 JANUARY 1837"),
            ("14-dec-87", "01-jan-87"),
            ("1919-05-14", "1819-01-01"),
            ("1819-01-01", "1819-01-01"),
            ("unknown", "unknown"),
        ];
        for (text, expected) in cases {
            assert_eq!(surrogate(text), expected, "{text}");
        }
    }
}
