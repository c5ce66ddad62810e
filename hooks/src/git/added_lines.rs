//! Which lines of a text are new against the texts before it.
//!
//! libgit2's hunks leave out files that `.gitattributes` marks `-diff` or `binary` and files in UTF-16, so decoded text is
//! compared here, by the lines that findings count in.

use std::collections::HashMap;

use safeharbor_core::LineIndex;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// With more lines than this that both texts have, after the unchanged head and tail are taken off, lines are counted
/// instead of aligned. Aligning is quadratic in the number of moved lines; this many take some ten milliseconds.
const MOST_ALIGNED: usize = 4_000;

/// The lines of a text that none of the texts before it has at that place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddedLines {
    /// Nothing stood there before.
    All,
    /// For each line, from the first, whether it is new.
    Some(Vec<bool>),
}

impl AddedLines {
    /// Compares `after` with each text of `before`. A line is new when it is new against every one of them, so that a
    /// merge answers only for what its parents do not have. Line endings do not count.
    pub(crate) fn between(before: &[String], after: &str) -> Self {
        let new = lines(after);
        let mut added: Option<Vec<bool>> = None;
        for old in before {
            let against = added_against(&lines(old), &new);
            added = Some(match added {
                None => against,
                Some(mut so_far) => {
                    for (line, new) in so_far.iter_mut().zip(against) {
                        *line &= new;
                    }
                    so_far
                }
            });
        }
        added.map_or(Self::All, Self::Some)
    }

    /// Whether one of the lines `first..=last`, counted from 1, is new.
    pub(crate) fn touches(&self, first: usize, last: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some(lines) => {
                let last = last.max(first).min(lines.len());
                (first..=last).any(|line| line.checked_sub(1).is_some_and(|index| lines[index]))
            }
        }
    }
}

fn lines(text: &str) -> Vec<&str> {
    let index = LineIndex::new(text);
    (1..=index.line_count())
        .map(|line| &text[index.line_span(text, line).range()])
        .collect()
}

/// For each line of `new`, whether it is new against `old`.
fn added_against(old: &[&str], new: &[&str]) -> Vec<bool> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, middle) = (&old[head..], &new[head..]);
    let tail = old
        .iter()
        .rev()
        .zip(middle.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, middle) = (&old[..old.len() - tail], &middle[..middle.len() - tail]);

    let mut added = vec![false; new.len()];
    // Lines that only one text has cannot be part of an alignment. Without them little is left to align.
    let counts = Counts::of(old, middle);
    let mut kept = Vec::new();
    for (at, line) in middle.iter().enumerate() {
        if counts.of_old(line) == 0 {
            added[head + at] = true;
        } else {
            kept.push(at);
        }
    }
    let old: Vec<&str> = old
        .iter()
        .copied()
        .filter(|line| counts.of_new(line) > 0)
        .collect();
    let kept_lines: Vec<&str> = kept.iter().map(|&at| middle[at]).collect();
    let unaligned = if old.len() + kept_lines.len() > MOST_ALIGNED {
        more_often(&counts, &kept_lines)
    } else {
        unaligned(&old, &kept_lines)
    };
    for index in unaligned {
        added[head + kept[index]] = true;
    }
    added
}

/// Indices of lines of `new` that a longest common subsequence with `old` leaves out.
fn unaligned(old: &[&str], new: &[&str]) -> Vec<usize> {
    let mut left_out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(op, DiffOp::Equal { .. }) {
            left_out.extend(op.new_range());
        }
    }
    left_out
}

/// Indices of lines of `new` that it has more often than the old text: a moved line is not new, a repeated one is.
fn more_often(counts: &Counts<'_>, new: &[&str]) -> Vec<usize> {
    let grown = |line: &&str| counts.of_new(line) > counts.of_old(line);
    (0..new.len()).filter(|&index| grown(&new[index])).collect()
}

/// How often each line stands in either text.
struct Counts<'t>(HashMap<&'t str, (usize, usize)>);

impl<'t> Counts<'t> {
    fn of(old: &[&'t str], new: &[&'t str]) -> Self {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for line in old {
            counts.entry(line).or_default().0 += 1;
        }
        for line in new {
            counts.entry(line).or_default().1 += 1;
        }
        Self(counts)
    }

    fn of_old(&self, line: &str) -> usize {
        self.0.get(line).map_or(0, |count| count.0)
    }

    fn of_new(&self, line: &str) -> usize {
        self.0.get(line).map_or(0, |count| count.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(before: &[&str], after: &str) -> Vec<usize> {
        let before: Vec<String> = before.iter().map(|text| (*text).to_owned()).collect();
        let lines = AddedLines::between(&before, after);
        (1..=LineIndex::new(after).line_count())
            .filter(|&line| lines.touches(line, line))
            .collect()
    }

    #[test]
    fn lines_are_new_where_a_person_would_say_so() {
        let cases: &[(&[&str], &str, &[usize])] = &[
            (&[], "a\nb\n", &[1, 2, 3]),
            (&[""], "a\n", &[1]),
            (&["a\nb\nc\n"], "a\nb\nc\n", &[]),
            (&["a\nb\nc\n"], "a\nX\nc\n", &[2]),
            (&["a\nb\nc\n"], "a\nb\nb\nc\n", &[3]),
            (&["a\nb\nc\n"], "a\r\nb\r\nc\r\n", &[]),
            (&["a\nb\nc\n"], "c\n", &[]),
            (&["a\nb\nc\nd\n"], "d\na\nb\nc\n", &[1]),
            // a merge: only what neither parent has
            (&["a\nb\n", "a\nc\n"], "a\nb\nc\nd\n", &[4]),
        ];
        for (before, after, expected) in cases {
            assert_eq!(added(before, after), *expected, "{before:?} -> {after:?}");
        }
    }

    #[test]
    fn a_span_of_lines_counts_when_one_of_them_is_new() {
        let lines = AddedLines::between(&["a\nb\nc\n".to_owned()], "a\nX\nc\n");
        assert!(lines.touches(1, 2));
        assert!(!lines.touches(3, 4));
        assert!(!lines.touches(9, 20));
    }

    #[test]
    fn texts_too_long_to_align_are_counted() {
        let old: Vec<String> = (0..MOST_ALIGNED).map(|line| line.to_string()).collect();
        let mut new: Vec<String> = old.iter().rev().cloned().collect();
        new.insert(2, "new".to_owned());
        new.insert(5, "7".to_owned());
        // 7 now stands twice: which of the two is the new one cannot be told, so both are
        let seven = new.iter().rposition(|line| line == "7").unwrap_or_default() + 1;
        assert_eq!(added(&[&old.join("\n")], &new.join("\n")), [3, 6, seven]);
    }

    proptest::proptest! {
        #[test]
        fn without_its_new_lines_a_text_is_a_part_of_the_old_one(
            old in proptest::collection::vec("[a-c]", 0..30),
            new in proptest::collection::vec("[a-d]", 1..30),
        ) {
            let (old_text, new_text) = (old.join("\n"), new.join("\n"));
            let added = added(&[&old_text], &new_text);
            let kept = new.iter().enumerate().filter(|(at, _)| !added.contains(&(at + 1)));
            let mut rest = old.iter();
            for (_, line) in kept {
                proptest::prop_assert!(rest.any(|old| old == line), "{line} is not new, yet not there in order");
            }
            proptest::prop_assert!(super::added_against(&lines(&new_text), &lines(&new_text)).iter().all(|new| !new));
        }
    }
}
