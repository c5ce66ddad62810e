//! Dates that code builds of numbers: `date(1980, 1, 31)`, `LocalDate.of(1980, 1, 31)`, `new DateTime(1980, 1, 31)`.

use tree_sitter::Node;

use super::grammar::Role;
use super::literal::{Literal, LiteralKind};
use super::name::text;
use super::walk::Walk;
use crate::document::OffsetMap;
use crate::span::Span;

/// Functions and types that make a date of a year, a month and a day, in lower case; a receiver must name a date.
const MAKERS: [&str; 14] = [
    "date",
    "datetime",
    "dateonly",
    "datetimeoffset",
    "localdate",
    "timestamp",
    "encodedate",
    "of",
    "new",
    "utc",
    "from_ymd",
    "from_ymd_opt",
    "civil",
    "createdate",
];

/// The lower-case name of a month of Java's and Go's constants begins with one of these.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl<'t> Walk<'_, 't> {
    /// The date that a call makes of its first three arguments; it stands where they do.
    pub(super) fn date(&self, node: Node<'_>) -> Option<Literal<'t>> {
        let callee = self.callee(node)?;
        let name = callee.name.to_ascii_lowercase();
        if !MAKERS.contains(&name.as_str()) {
            return None;
        }
        let before = text(self.source, node).split('(').next()?;
        if !before.to_ascii_lowercase().contains("date") && !before.ends_with("civil") {
            return None;
        }
        let arguments = self.arguments(node);
        let [year, month, day, ..] = arguments.as_slice() else {
            return None;
        };
        let number = |node: &Node<'_>| {
            let is_number = self.compiled.role(*node) == Role::Number;
            is_number.then(|| text(self.source, *node).parse::<u16>().ok())?
        };
        let (y, d) = (number(year)?, number(day)?);
        let m = number(month).or_else(|| self.month(*month))?;
        if !(1800..=2199).contains(&y) || !(0..=12).contains(&m) || !(1..=31).contains(&d) {
            return None;
        }
        // JavaScript counts months from 0.
        let written = format!("{y:04}-{:02}-{d:02}", m.max(1));
        let span = Span::new(year.start_byte(), day.end_byte());
        Some(Literal {
            text: written.into(),
            map: OffsetMap::Whole(span),
            span,
            kind: LiteralKind::Number,
            view: None,
        })
    }

    /// `Month.MAY`, `time.May`.
    fn month(&self, node: Node<'_>) -> Option<u16> {
        let name = text(self.source, node)
            .rsplit('.')
            .next()?
            .to_ascii_lowercase();
        let at = MONTHS.iter().position(|month| name.starts_with(month))?;
        u16::try_from(at + 1).ok()
    }

    /// Whether a call stands for a value: one in another form, or a date.
    pub(super) fn is_value(&self, call: Node<'_>) -> bool {
        self.converted(call).is_some() || self.date(call).is_some()
    }
}
