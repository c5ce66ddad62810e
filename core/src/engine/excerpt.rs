//! Masked excerpts: the only form in which a document's text leaves the engine.

use crate::report::Excerpt;
use crate::span::Span;

/// Something to hide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask {
    /// In bytes of the window.
    pub(super) span: Span,
    /// How many of its first bytes may be shown.
    pub(super) public: usize,
}

/// All that is to be hidden in a window.
#[derive(Debug)]
pub(super) struct Masks {
    /// By start.
    masks: Vec<Mask>,
    /// For each mask, the farthest end of it and those before.
    reach: Vec<usize>,
    /// All of them, overlapping ones joined.
    spans: Vec<Span>,
}

impl Masks {
    pub(super) fn new(mut masks: Vec<Mask>) -> Self {
        masks.sort_unstable_by_key(|mask| (mask.span, mask.public));
        let mut farthest = 0;
        let reach = masks.iter().map(|mask| {
            farthest = farthest.max(mask.span.end);
            farthest
        });
        let reach = reach.collect();
        let mut spans: Vec<Span> = Vec::with_capacity(masks.len());
        for mask in &masks {
            match spans.last_mut() {
                Some(last) if mask.span.start < last.end => last.end = last.end.max(mask.span.end),
                _ => spans.push(mask.span),
            }
        }
        Self {
            masks,
            reach,
            spans,
        }
    }

    /// Everything to be hidden, in order and without overlaps.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The masks that touch `within`, overlapping ones joined. A prefix is shown only where one mask alone stands.
    fn joined(&self, within: Span) -> Vec<(Span, usize)> {
        let mut joined: Vec<(Span, usize)> = Vec::new();
        let first = self.reach.partition_point(|&reach| reach <= within.start);
        let touching = self.masks[first..]
            .iter()
            .take_while(|mask| mask.span.start < within.end);
        for mask in touching.filter(|mask| mask.span.overlaps(within)) {
            match joined.last_mut() {
                Some((last, public)) if mask.span.start < last.end => {
                    *public = if mask.span.start == last.start {
                        (*public).min(mask.public)
                    } else {
                        0
                    };
                    last.end = last.end.max(mask.span.end);
                }
                _ => joined.push((mask.span, mask.public)),
            }
        }
        joined
    }
}

/// Bytes shown on either side of a finding.
const AROUND: usize = 80;

/// The longest mask; each of its characters stands for a hidden one.
const MASKED: &str = "••••••••••••••••••••••••";

/// How many bytes of it hide one character.
const HIDDEN: usize = '•'.len_utf8();

/// The part of `line` around `span`, with everything in `masks` hidden.
pub(super) fn excerpt(text: &str, line: Span, number: usize, span: Span, masks: &Masks) -> Excerpt {
    let from = text.floor_char_boundary(line.start.max(span.start.saturating_sub(AROUND)));
    let to = text
        .ceil_char_boundary(line.end.min(span.end.min(line.end) + AROUND))
        .max(from);
    let mut shown = String::with_capacity(to - from + MASKED.len());
    if from > line.start {
        shown.push('…');
    }
    let mark = push_masked(&mut shown, text, Span::new(from, to), span, masks);
    if to < line.end {
        shown.push('…');
    }
    // Findings stand in memory by the million.
    shown.shrink_to_fit();
    Excerpt {
        line: number,
        text: shown,
        mark,
    }
}

/// The whole of a path with everything in `masks` hidden, and where the mask of `span` stands in it.
pub(super) fn masked_path(path: &str, span: Span, masks: &Masks) -> (String, Span) {
    let mut shown = String::new();
    let mark = push_masked(&mut shown, path, Span::new(0, path.len()), span, masks);
    (shown, mark)
}

/// Adds `part` of `text` to `shown` with everything in `masks` hidden. Gives where the mask of `span` then stands in `shown`.
fn push_masked(shown: &mut String, text: &str, part: Span, span: Span, masks: &Masks) -> Span {
    let mut mark = Span::default();
    let mut at = part.start;
    for (hidden, public) in masks.joined(part) {
        let start = hidden.start.clamp(at, part.end);
        push_visible(shown, &text[at..start]);
        let mark_start = shown.len();
        let end = hidden.end.clamp(start, part.end);
        let public_end = text.floor_char_boundary((start + public).min(end));
        push_visible(shown, &text[start..public_end]);
        let characters = text[public_end..end]
            .chars()
            .take(MASKED.len() / HIDDEN)
            .count();
        shown.push_str(&MASKED[..characters * HIDDEN]);
        if hidden.overlaps(span) {
            mark = Span::new(mark_start, shown.len());
        }
        at = end;
    }
    push_visible(shown, &text[at..part.end]);
    mark
}

/// Control characters would move a terminal's cursor or end the line.
fn push_visible(shown: &mut String, text: &str) {
    // Every byte is looked at, with no way out early: the compiler makes vector instructions of it.
    let is_plain = |plain: bool, byte: u8| plain & matches!(byte, b' '..=b'~');
    if text.bytes().fold(true, is_plain) {
        shown.push_str(text);
    } else {
        shown.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(start: usize, end: usize, public: usize) -> Mask {
        Mask {
            span: Span::new(start, end),
            public,
        }
    }

    #[test]
    fn everything_on_the_line_is_masked() {
        let text = "a = 'secret', b = 'ghp_other'";
        let masks = [mask(5, 11, 0), mask(19, 28, 4)];
        let excerpt = excerpt(
            text,
            Span::new(0, text.len()),
            3,
            Span::new(19, 28),
            &Masks::new(masks.to_vec()),
        );
        assert_eq!(excerpt.text, "a = '••••••', b = 'ghp_•••••'");
        assert_eq!(&excerpt.text[excerpt.mark.range()], "ghp_•••••");
        assert_eq!(excerpt.line, 3);
    }

    #[test]
    fn overlapping_masks_hide_their_union_without_prefix() {
        let text = "x ghp_secret y";
        let masks = [mask(2, 12, 4), mask(4, 10, 0)];
        let excerpt = excerpt(
            text,
            Span::new(0, text.len()),
            1,
            Span::new(2, 12),
            &Masks::new(masks.to_vec()),
        );
        assert_eq!(excerpt.text, "x •••••••••• y");
    }

    #[test]
    fn long_lines_are_cut_at_characters() {
        let text = format!("{}secret{}", "é".repeat(500), "ü".repeat(500));
        let span = Span::new(1000, 1006);
        let excerpt = excerpt(
            &text,
            Span::new(0, text.len()),
            1,
            span,
            &Masks::new(vec![mask(1000, 1006, 0)]),
        );
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
        assert!(excerpt.text.chars().count() < 100);
        assert!(!excerpt.text.contains("secret"));
    }

    #[test]
    fn a_value_of_several_lines_shows_its_first() {
        let text = "k = begin\nbody\nend";
        let excerpt = excerpt(
            text,
            Span::new(0, 9),
            1,
            Span::new(4, 18),
            &Masks::new(vec![mask(4, 18, 0)]),
        );
        assert_eq!(excerpt.text, "k = •••••");
    }
}
