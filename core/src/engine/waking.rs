//! What a text is worth: what the prefilter sees in it, and whether a lexical look at that promises a value.
//!
//! A parse is a hundred times dearer than the pass before it, so the question is asked in steps, each of them dearer and
//! rarer than the one before: a keyword, a name with a literal behind it, a value that the rules would take.

use crate::assess;
use crate::candidate::{REACH, Regions};
use crate::engine::Engine;
use crate::extract::lexical::{self, LexicalField};
use crate::finding::Category;
use crate::rule::set::{RuleIndex, Wakes};
use crate::span::Span;

/// How far apart, in bytes, two weak fields of one record may stand in source code.
const ONE_RECORD: usize = 2048;

/// What the prefilter saw in a text.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Where the names of strong and medium fields stand.
    pub(super) telling: Vec<Span>,
    signature: bool,
    statement: bool,
    pub(super) health: bool,
    pub(super) synthetic: bool,
    /// Whether a name in `telling` is one of health information.
    phi: bool,
}

impl Hits {
    /// Whether fields are worth reading.
    pub(super) fn wakes_fields(&self) -> bool {
        self.signature || self.health || !self.telling.is_empty()
    }
}

/// What is worth reading in source code.
pub(super) enum Plausible {
    Nothing,
    /// These fields; they need no record around them.
    Secrets(Vec<LexicalField>),
    /// Everything: what stands beside what matters.
    Records,
}

impl Engine {
    /// One pass of the prefilter. Notes in `regions` where the regexes of rules that are about this document are to run.
    pub(super) fn hits(
        &self,
        text: &str,
        is_here: impl Fn(RuleIndex) -> bool,
        regions: &mut Regions,
    ) -> Hits {
        let mut hits = Hits::default();
        let keywords = &self.rules.keywords;
        self.prefilter.scan(text.as_bytes(), |keyword, at| {
            let (keyword, wakes) = &keywords[keyword as usize];
            let span = Span::new(at, at + keyword.len());
            for wake in wakes {
                match wake {
                    Wakes::Regex(rule) if !is_here(*rule) => {}
                    Wakes::Regex(rule) => {
                        let reach = self.rules.rules[*rule].rule.reach.unwrap_or(REACH);
                        regions.add(*rule, span, reach);
                    }
                    Wakes::Field(category) => {
                        hits.telling.push(span);
                        hits.phi |=
                            *category == Category::Phi && !is_within_word(text.as_bytes(), span);
                    }
                    Wakes::Signature(signature) => {
                        hits.signature =
                            hits.signature || signature.shows(text.as_bytes(), span);
                    }
                    Wakes::Statement => hits.statement = true,
                    Wakes::Health => hits.health = true,
                    Wakes::Synthetic => hits.synthetic = true,
                }
            }
        });
        hits
    }

    /// What a lexical look at the hits promises. A parse is a hundred times dearer than the pass before it.
    pub(super) fn plausible(&self, text: &str, hits: &Hits) -> Plausible {
        if hits.signature || hits.statement && hits.phi {
            return Plausible::Records;
        }
        let mut secrets = Vec::new();
        for &hit in &hits.telling {
            if let Some((field, category)) = self.plausible_field(text, hit) {
                match category {
                    Category::Phi => return Plausible::Records,
                    Category::Secret => secrets.push(field),
                }
            }
        }
        if hits.health && self.holds_weak_fields(text) {
            return Plausible::Records;
        }
        if secrets.is_empty() {
            Plausible::Nothing
        } else {
            Plausible::Secrets(secrets)
        }
    }

    /// The field at `hit`, if it has a plausible literal value, and what it would be.
    pub(super) fn plausible_field(
        &self,
        text: &str,
        hit: Span,
    ) -> Option<(LexicalField, Category)> {
        let field = lexical::field_at(text, hit)?;
        let (name, value) = (&text[field.name.range()], &text[field.value.range()]);
        let category = assess::plausible(&self.rules, name, value)?;
        Some((field, category))
    }

    /// Whether plausible fields with common names stand near each other in a text: one alone makes no record.
    fn holds_weak_fields(&self, text: &str) -> bool {
        let mut last: Option<Span> = None;
        let mut found = false;
        let (prefilter, keywords) = self.weak();
        prefilter.scan(text.as_bytes(), |keyword, at| {
            let hit = Span::new(at, at + keywords[keyword as usize].len());
            if found {
                return;
            }
            if let Some((field, _)) = self.plausible_field(text, hit) {
                // Several keywords may be parts of one name.
                found = last.is_some_and(|last| {
                    last != field.value && field.value.start.abs_diff(last.end) < ONE_RECORD
                });
                last = Some(field.value);
            }
        });
        found
    }
}

/// Whether a hit is a part of a longer word (`dob` of `adobe`): letters of one case go on before or after it.
fn is_within_word(text: &[u8], hit: Span) -> bool {
    let goes_on = |one: usize, next: usize| match (text.get(one), text.get(next)) {
        (Some(one), Some(next)) => {
            one.is_ascii_lowercase() && next.is_ascii_lowercase()
                || one.is_ascii_uppercase() && next.is_ascii_uppercase()
        }
        _ => false,
    };
    // The last capital of a run begins the next word: `HTTPPassword`.
    let begins_word = text.get(hit.start).is_some_and(u8::is_ascii_uppercase)
        && text.get(hit.start + 1).is_some_and(u8::is_ascii_lowercase);
    let before = hit.start > 0 && !begins_word && goes_on(hit.start - 1, hit.start);
    before || goes_on(hit.end - 1, hit.end)
}
