//! Candidates: spans that a rule's shape matched, not yet shown to anyone.
//!
//! Here they come from running text: a rule's regex runs only in bounded regions around the places where the prefilter saw
//! one of the rule's keywords. Candidates from fields are made in `assess`.

use regex::Regex;

use crate::extract::Label;
use crate::rule::{Compiled, RuleIndex};
use crate::score::Score;
use crate::span::Span;

/// Bytes before a keyword in which a match may begin.
const BEFORE: usize = 160;

/// Bytes after a keyword in which a match must end, unless the rule reaches farther.
pub(crate) const REACH: usize = 640;

/// A span that a rule's shape matched, with the evidence for and against it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) rule: RuleIndex,
    /// In bytes of the text it was found in; mapped outwards as the engine leaves the views.
    pub(crate) span: Span,
    /// The value, where it does not stand at `span` as it is: escapes are undone in it, or it comes from a view.
    pub(crate) decoded: Option<Box<str>>,
    pub(crate) score: Score,
    /// Whether the confidence may fall below the default threshold.
    pub(crate) floor: Floor,
    /// Number of the record in the document.
    pub(crate) record: Option<usize>,
    /// The field that held it.
    pub(crate) field: Option<Label>,
}

/// Where a standard or a telling name fixes the meaning, doubt about the value lowers the confidence to the default
/// threshold at most: fixtures are where real data leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Floor {
    None,
    Threshold,
}

/// The regions of a text in which rules' regexes are to run.
#[derive(Debug, Default)]
pub(crate) struct Regions {
    regions: Vec<(RuleIndex, Span)>,
    /// By rule: where its latest region stands among them.
    latest: Vec<Option<usize>>,
}

impl Regions {
    /// Notes that a keyword of `rule` stands at `keyword`. A table repeats a keyword in each row, so a region that overlaps the
    /// one before is joined with it at once.
    pub(crate) fn add(&mut self, rule: RuleIndex, keyword: Span, reach: usize) {
        let region = Span::new(keyword.start.saturating_sub(BEFORE), keyword.end + reach);
        if self.latest.len() <= rule {
            self.latest.resize(rule + 1, None);
        }
        let latest = &mut self.latest[rule];
        if let Some(place) = *latest {
            let (_, before) = &mut self.regions[place];
            if region.start <= before.end && before.start <= region.end {
                before.start = before.start.min(region.start);
                before.end = before.end.max(region.end);
                return;
            }
        }
        *latest = Some(self.regions.len());
        self.regions.push((rule, region));
    }

    /// Calls `found` with every match in a region: the rule and the span of the value. Regions that overlap are joined, so
    /// that no text is searched twice for one rule.
    pub(crate) fn search<'r>(
        &mut self,
        text: &str,
        rule: impl Fn(RuleIndex) -> &'r Compiled,
        mut found: impl FnMut(RuleIndex, Span),
    ) {
        self.regions.sort_unstable();
        let mut at = 0;
        while let Some(&(index, mut region)) = self.regions.get(at) {
            at += 1;
            while let Some(&(_, next)) = self
                .regions
                .get(at)
                .filter(|(rule, next)| *rule == index && next.start <= region.end)
            {
                region.end = region.end.max(next.end);
                at += 1;
            }
            region.end = region.end.min(text.len());
            if let Some((regex, needed)) = rule(index).regex() {
                needed.parts(text, region, |part| {
                    search_region(text, part, regex, |span| found(index, span));
                });
            }
        }
        self.regions.clear();
        self.latest.clear();
    }
}

fn search_region(text: &str, region: Span, regex: &Regex, mut found: impl FnMut(Span)) {
    let mut at = text.floor_char_boundary(region.start.min(text.len()));
    let haystack = &text[..text.ceil_char_boundary(region.end.min(text.len()))];
    while let Some(matched) = regex.find_at(haystack, at) {
        // Captures cost several times as much as the match: ask for them only where there is one.
        if let Some(captures) = regex.captures_at(haystack, matched.start()) {
            let value = ["value", "value2"]
                .iter()
                .find_map(|name| captures.name(name))
                .or_else(|| captures.get(0));
            if let Some(value) = value.filter(|_| !is_glued(text, matched.range())) {
                found(Span::new(value.start(), value.end()));
            }
        }
        at = matched.end().max(at + 1);
        if at > haystack.len() {
            break;
        }
        at = haystack.ceil_char_boundary(at);
    }
}

/// Whether a match continues a longer word on either side, and so is a part of something else.
fn is_glued(text: &str, matched: std::ops::Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let before = matched.start > 0 && word(matched.start - 1) && word(matched.start);
    let after = matched.end > 0 && word(matched.end - 1) && word(matched.end);
    (before && !follows_escape(bytes, matched.start)) || after
}

/// `\nghp_…` inside a string literal: the `n` belongs to the escape.
fn follows_escape(bytes: &[u8], at: usize) -> bool {
    at >= 2 && bytes[at - 2] == b'\\' && matches!(bytes[at - 1], b'n' | b't' | b'r')
}

/// Whether one of `words` stands on the line of `span` or the one before, within a bounded distance.
pub(crate) fn word_near(text: &str, span: Span, words: &[String]) -> bool {
    const FAR: usize = 240;
    let from = text.floor_char_boundary(span.start.saturating_sub(FAR));
    let to = text.ceil_char_boundary((span.end + FAR).min(text.len()));
    let before = &text[from..span.start];
    let start = before
        .rmatch_indices('\n')
        .nth(1)
        .map_or(from, |(at, _)| from + at + 1);
    let end = text[span.end..to].find('\n').map_or(to, |at| span.end + at);
    let near = text[start..end].to_ascii_lowercase();
    words.iter().any(|word| near.contains(word.as_str()))
}
