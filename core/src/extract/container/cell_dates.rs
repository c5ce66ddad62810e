//! Dates in worksheets: numbers of days that only the cell's number format shows as dates.
//!
//! Source: ECMA-376-1, 18.17.4 (serial values of dates, both date systems), 18.8.30 (built-in number formats), 18.8.31 (format codes).

use std::collections::HashMap;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

use super::office::walk;
use crate::extract::xml::token::Shape;

/// Day 0 of a workbook's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateSystem {
    /// Day 1 is 1 January 1900, and 29 February 1900 counts though it never was.
    From1900,
    /// Day 0 is 1 January 1904.
    From1904,
}

/// Which styles of a workbook show numbers as dates.
#[derive(Debug)]
pub(super) struct CellDates {
    system: DateSystem,
    /// By the number of the style that cells name.
    is_date: Vec<bool>,
}

impl CellDates {
    /// Reads the parts `xl/styles.xml` and `xl/workbook.xml`; empty ones make no dates.
    pub(super) fn read(styles: &str, workbook: &str) -> Self {
        let mut system = DateSystem::From1900;
        walk(workbook, |shape, name, _, attributes| {
            let is_1904 = matches!(attributes.get("date1904"), Some(&("1" | "true" | "on")));
            if matches!(shape, Shape::Open | Shape::Empty) && name == "workbookPr" && is_1904 {
                system = DateSystem::From1904;
            }
        });
        let mut own_formats = HashMap::new();
        let mut is_date = Vec::new();
        let mut in_cells = false;
        walk(styles, |shape, name, _, attributes| {
            let number = |key: &str| {
                attributes
                    .get(key)
                    .and_then(|text| text.parse::<u32>().ok())
            };
            match (shape, name) {
                (Shape::Open, "cellXfs") => in_cells = true,
                (Shape::Close, "cellXfs") => in_cells = false,
                (Shape::Open | Shape::Empty, "numFmt") => {
                    let code = attributes.get("formatCode").copied().unwrap_or_default();
                    own_formats.extend(number("numFmtId").map(|id| (id, shows_date(code))));
                }
                (Shape::Open | Shape::Empty, "xf") if in_cells => {
                    let id = number("numFmtId").unwrap_or_default();
                    let own = own_formats.get(&id).copied();
                    is_date.push(own.unwrap_or_else(|| is_built_in_date(id)));
                }
                _ => {}
            }
        });
        Self { system, is_date }
    }

    /// The date that a cell of style `style` shows for the number `value`, as ISO 8601.
    pub(super) fn date(&self, style: Option<&str>, value: &str) -> Option<String> {
        let style: usize = style?.parse().ok()?;
        if !*self.is_date.get(style)? {
            return None;
        }
        let (whole, part) = match value.trim().split_once('.') {
            Some((whole, part)) => (whole, part),
            None => (value.trim(), ""),
        };
        let day = self.day(whole.parse().ok()?)?;
        let seconds = seconds_of(part)?;
        if seconds == 0 {
            return Some(day.to_string());
        }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        Some(format!("{day}T{hours:02}:{minutes:02}:{:02}", seconds % 60))
    }

    fn day(&self, serial: i64) -> Option<Date> {
        // The last day that has four digits is 2,958,465.
        if !(1..=2_958_465).contains(&serial) {
            return None;
        }
        let (start, days) = match self.system {
            DateSystem::From1904 => (date(1904, 1, 1), serial),
            DateSystem::From1900 if serial < 60 => (date(1899, 12, 31), serial),
            DateSystem::From1900 => (date(1899, 12, 30), serial),
        };
        let span: Span = days.days();
        start.checked_add(span).ok()
    }
}

/// Seconds of a day, from the digits behind the point; `None` when they are none.
fn seconds_of(digits: &str) -> Option<u32> {
    if digits.is_empty() {
        return Some(0);
    }
    // Numbers with an exponent are no dates.
    let fraction: f64 = match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("0.{digits}").parse().ok()?,
        false => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a day has 0 to 86,400 seconds"
    )]
    let seconds = (fraction * 86_400.0).round() as u32;
    Some(seconds.min(86_399))
}

/// Built-in formats that show a day, those of East Asian languages too.
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code shows a day or a year: `d` or `y` outside of quotes, brackets and escapes.
fn shows_date(code: &str) -> bool {
    let code = code.replace("&quot;", "\"");
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|&c| c == '"');
            }
            '[' => {
                chars.by_ref().find(|&c| c == ']');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'D' | 'y' | 'Y' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165"
        formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>
        <xf numFmtId="14"/><xf numFmtId="164"><alignment/></xf><xf numFmtId="165"/></cellXfs></styleSheet>"#;

    #[test]
    fn numbers_become_dates_where_the_format_says_so() {
        let dates = CellDates::read(STYLES, "<workbook><workbookPr/></workbook>");
        // The first three are the standard's own examples.
        let cases = [
            (Some("1"), "1", Some("1900-01-01")),
            (Some("1"), "61", Some("1900-03-01")),
            (Some("2"), "2958465", Some("9999-12-31")),
            (Some("2"), "20933", Some("1957-04-23")),
            (Some("2"), "20933.5", Some("1957-04-23T12:00:00")),
            (Some("0"), "20933", None),
            (Some("3"), "20933", None),
            (Some("9"), "20933", None),
            (None, "20933", None),
            (Some("1"), "0", None),
            (Some("1"), "-7", None),
            (Some("1"), "1e5", None),
            (Some("1"), "20933.5e3", None),
            (Some("1"), "2958466", None),
            (Some("1"), "", None),
        ];
        for (style, value, expected) in cases {
            assert_eq!(dates.date(style, value).as_deref(), expected, "{value}");
        }
        let dates = CellDates::read(STYLES, r#"<workbookPr date1904="1"/>"#);
        assert_eq!(
            dates.date(Some("1"), "19471").as_deref(),
            Some("1957-04-23")
        );
        let nothing = CellDates::read("", "<xf");
        assert_eq!(nothing.date(Some("0"), "20933"), None);
    }

    #[test]
    fn format_codes() {
        for (code, expected) in [
            ("m/d/yyyy", true),
            ("[$-409]mmmm d", true),
            ("[h]:mm", false),
            ("#,##0.00", false),
            ("[Red]0", false),
            ("0\\d", false),
            ("General", false),
            ("\"day\" 0", false),
            ("", false),
        ] {
            assert_eq!(shows_date(code), expected, "{code}");
        }
    }
}
