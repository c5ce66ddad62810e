//! The shape that a rule asks of a field's whole value.
//!
//! Most shapes are runs of characters of one class: `[!-~]{8,256}`, `[\p{L} .-]{1,60}`. A regex engine makes as many copies of the
//! class as the run may be long, which for the letters of all scripts comes to tens of thousands of states: milliseconds to
//! compile, and more than its fast automata take. So runs are counted here, and only other shapes are left to the engine.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A compiled shape.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Runs one behind the other; all but the last are of a fixed length, so that there is one way to read a value.
    Runs(Vec<Run>),
    Regex(Regex),
}

/// So many characters of a class.
#[derive(Debug)]
pub(crate) struct Run {
    class: Characters,
    least: usize,
    most: usize,
}

impl Shape {
    /// Compiles a pattern that the whole of a value must match; `None` when it is wrong.
    ///
    /// `\d`, `\w`, `\s` and letters in any case are those of ASCII, unless the pattern is about other characters too, as
    /// `\p{L}` and `[^@]` are: the digits of all scripts make automata many times as large.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        Self::compiled(pattern, Repertoire::Ascii)
            .or_else(|| Self::compiled(pattern, Repertoire::Unicode))
    }

    fn compiled(pattern: &str, repertoire: Repertoire) -> Option<Self> {
        let is_unicode = repertoire == Repertoire::Unicode;
        let mut parser = ParserBuilder::new().unicode(is_unicode).build();
        let hir = parser.parse(pattern).ok()?;
        if let Some(runs) = runs(&hir) {
            return Some(Self::Runs(runs));
        }
        let mut regex = RegexBuilder::new(&format!("^(?:{pattern})$"));
        regex.unicode(is_unicode).build().ok().map(Self::Regex)
    }

    /// Whether all of `value` has the shape.
    pub(super) fn is_match(&self, value: &str) -> bool {
        match self {
            Self::Runs(runs) => are_runs(runs, value),
            Self::Regex(regex) => regex.is_match(value),
        }
    }
}

fn are_runs(runs: &[Run], value: &str) -> bool {
    let Some((last, fixed)) = runs.split_last() else {
        return false;
    };
    if value.is_ascii() {
        return are_ascii_runs(last, fixed, value.as_bytes());
    }
    let mut characters = value.chars();
    let mut fixed = fixed
        .iter()
        .flat_map(|run| std::iter::repeat_n(&run.class, run.least));
    if !fixed.all(|class| characters.next().is_some_and(|c| class.holds(c))) {
        return false;
    }
    let mut count = 0;
    for c in characters {
        count += 1;
        if count > last.most || !last.class.holds(c) {
            return false;
        }
    }
    count >= last.least
}

/// The same for a value that is ASCII, as nearly all are.
fn are_ascii_runs(last: &Run, fixed: &[Run], value: &[u8]) -> bool {
    let holds = |run: &Run, bytes: &[u8]| bytes.iter().all(|byte| run.class.holds_ascii(*byte));
    let mut rest = value;
    for run in fixed {
        let Some((head, behind)) = rest.split_at_checked(run.least) else {
            return false;
        };
        if !holds(run, head) {
            return false;
        }
        rest = behind;
    }
    (last.least..=last.most).contains(&rest.len()) && holds(last, rest)
}

/// The runs that a pattern consists of, if it does.
fn runs(hir: &Hir) -> Option<Vec<Run>> {
    let runs: Vec<Run> = match hir.kind() {
        HirKind::Concat(parts) => parts.iter().map(run).collect::<Option<_>>()?,
        _ => vec![run(hir)?],
    };
    let (_, fixed) = runs.split_last()?;
    fixed
        .iter()
        .all(|run| run.least == run.most)
        .then_some(runs)
}

fn run(hir: &Hir) -> Option<Run> {
    let bound = |bound: u32| usize::try_from(bound).unwrap_or(usize::MAX);
    match hir.kind() {
        HirKind::Class(class) => Some(Run {
            class: Characters::new(class)?,
            least: 1,
            most: 1,
        }),
        HirKind::Repetition(repetition) => match repetition.sub.kind() {
            HirKind::Class(class) => Some(Run {
                class: Characters::new(class)?,
                least: bound(repetition.min),
                most: repetition.max.map_or(usize::MAX, bound),
            }),
            _ => None,
        },
        _ => None,
    }
}

/// What the classes of a pattern are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repertoire {
    Ascii,
    Unicode,
}

/// A set of characters.
#[derive(Debug)]
struct Characters {
    /// Whether each ASCII character is in the set.
    ascii: [bool; 128],
    /// First and last of each range, in order.
    ranges: Box<[(char, char)]>,
}

impl Characters {
    fn new(class: &Class) -> Option<Self> {
        let ranges: Box<[(char, char)]> = match class {
            Class::Unicode(class) => class
                .iter()
                .map(|range| (range.start(), range.end()))
                .collect(),
            Class::Bytes(class) if class.is_ascii() => class
                .iter()
                .map(|range| (char::from(range.start()), char::from(range.end())))
                .collect(),
            Class::Bytes(_) => return None,
        };
        let ascii = std::array::from_fn(|byte| {
            u8::try_from(byte).is_ok_and(|byte| within(&ranges, char::from(byte)))
        });
        Some(Self { ascii, ranges })
    }

    fn holds_ascii(&self, byte: u8) -> bool {
        self.ascii[usize::from(byte & 0x7f)]
    }

    fn holds(&self, c: char) -> bool {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.holds_ascii(byte),
            _ => within(&self.ranges, c),
        }
    }
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= ranges[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Patterns and whether they are runs.
    const PATTERNS: [(&str, bool); 12] = [
        (r"[!-~]{2,4}", true),
        (r"[\p{L}\p{M}'’. ()-]{1,6}", true),
        (r"[\p{L}][\p{L} ]{0,3}", true),
        (r"[1-3]{2}[a-c]{2,}", true),
        (r"\d{3,}", true),
        (r"(?i)[a-z]{3}", true),
        (r"[^a]*", true),
        (r"(?:a|b){2}", true),
        (r"a{2,3}", false),
        (r"[ab]{1,2}[bc]{1,2}", false),
        (r"[ab]+|[1-9]{2}", false),
        (r"(?:[ab]c)?d", false),
    ];

    #[test]
    fn runs_are_told_from_other_shapes() {
        for (pattern, expected) in PATTERNS {
            let shape = Shape::new(pattern).expect("the pattern is right");
            assert_eq!(matches!(shape, Shape::Runs(_)), expected, "{pattern}");
        }
        assert!(Shape::new("[a").is_none());
    }

    #[test]
    fn classes_are_those_of_ascii_unless_the_pattern_is_about_others() {
        for (pattern, value, expected) in [
            (r"\d{3,}", "\u{661}\u{662}\u{663}", false),
            (r"(?:\d\d)?\d-\d", "\u{661}-1", false),
            (r"(?i)k[a-z]?\d", "\u{212a}1", false),
            (r"(?i)k[\p{L}]?\d", "\u{212a}1", true),
        ] {
            let shape = Shape::new(pattern).expect("the pattern is right");
            assert_eq!(shape.is_match(value), expected, "{pattern} {value}");
        }
    }

    proptest! {
        #[test]
        fn a_shape_matches_what_its_regex_matches(value in "([a-cK1-3 '’é!\n]|\u{212a}|\u{301}){0,8}") {
            for (pattern, _) in PATTERNS {
                let whole = format!("^(?:{pattern})$");
                let ascii = RegexBuilder::new(&whole).unicode(false).build();
                let regex = ascii.or_else(|_| Regex::new(&whole)).expect("the pattern is right");
                let shape = Shape::new(pattern).expect("the pattern is right");
                prop_assert_eq!(shape.is_match(&value), regex.is_match(&value), "{}", pattern);
            }
        }
    }
}
