//! What a text is worth: what the prefilter sees in it, and whether a lexical look at that promises a value.
//!
//! A parse is a hundred times dearer than the pass before it, so the question is asked in steps, each of them dearer and
//! rarer than the one before: a keyword, a name with a literal behind it, a value that the rules would take.

use crate::assess;
use crate::candidate::{REACH, Regions};
use crate::engine::Engine;
use crate::extract::lexical::{self, LexicalField};
use crate::finding::Category;
use crate::rule::{RuleIndex, Wakes};
use crate::span::Span;

/// How far apart, in bytes, two fields of one record may stand in source code.
const ONE_RECORD: usize = 2048;

/// How far from a weak field, in bytes, a word of health care stands that speaks of it: `Patient.new(familyName: "Roe")`.
const BESIDE: usize = 128;

/// What the prefilter saw in a text.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Where the names of strong and medium fields of health information stand.
    pub(super) phi: Vec<Span>,
    /// Where those of credentials stand.
    secret: Vec<Span>,
    signature: bool,
    /// Where statements begin that hold rows, in order.
    statements: Vec<usize>,
    /// Where words of health care stand, in order.
    health: Vec<usize>,
    pub(super) synthetic: bool,
}

impl Hits {
    /// Whether fields are worth reading.
    pub(super) fn wakes_fields(&self) -> bool {
        self.signature || self.shows_health() || self.names().next().is_some()
    }

    /// Where the names of strong and medium fields stand.
    pub(super) fn names(&self) -> impl Iterator<Item = Span> {
        self.phi.iter().chain(&self.secret).copied()
    }

    /// Whether nothing but names of fields was seen.
    pub(super) fn are_names(&self) -> bool {
        !self.signature && !self.shows_health() && self.names().next().is_some()
    }

    /// Whether a statement that holds rows names health information among its columns.
    fn hold_rows(&self) -> bool {
        let is_column = |name: &Span| {
            let before = self.statements.partition_point(|&start| start < name.start);
            let nearest = before.checked_sub(1).map(|last| self.statements[last]);
            nearest.is_some_and(|start| name.start - start < ONE_RECORD)
        };
        self.phi.iter().any(is_column)
    }

    /// Whether the signature of a format of health data was seen.
    pub(super) fn signature(&self) -> bool {
        self.signature
    }

    /// Whether a word of health care was seen.
    pub(super) fn shows_health(&self) -> bool {
        !self.health.is_empty()
    }

    /// Notes a word of health care, unless one was noted just before it: some texts have little else.
    fn note_health(&mut self, at: usize) {
        let is_beside = |last: &usize| last.abs_diff(at) < BESIDE / 2;
        if !self.health.last().is_some_and(is_beside) {
            self.health.push(at);
        }
    }

    /// Whether one stands so close to `span` that both may be of one record.
    fn shows_health_near(&self, span: Span) -> bool {
        let next = self.health.partition_point(|&at| at + BESIDE < span.start);
        let next = self.health.get(next);
        next.is_some_and(|&at| at < span.start + BESIDE)
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
                    Wakes::Field(category) if self.may_name(text, span) => match category {
                        Category::Phi => hits.phi.push(span),
                        Category::Secret => hits.secret.push(span),
                    },
                    // `mbi` of `combine`: no name with that word in it.
                    Wakes::Field(_) => {}
                    Wakes::Signature(signature) => {
                        hits.signature = hits.signature || signature.shows(text.as_bytes(), span);
                    }
                    Wakes::Statement => hits.statements.push(span.start),
                    Wakes::Health => hits.note_health(span.start),
                    Wakes::Synthetic => hits.synthetic = true,
                }
            }
        });
        // They came in the order in which the marks of the keywords stand, which is nearly this one.
        hits.health.sort_unstable();
        hits.statements.sort_unstable();
        hits
    }

    /// Whether a field may be named by what stands at `hit`: it is a word of a name, or stands in one that rules know run
    /// together (`token` in `apitoken`).
    fn may_name(&self, text: &str, hit: Span) -> bool {
        let bytes = text.as_bytes();
        are_words(bytes, hit) || {
            let word = word_around(bytes, hit);
            self.rules.is_phrase(&text[word.range()])
        }
    }

    /// What a lexical look at the hits promises. A parse is a hundred times dearer than the pass before it.
    pub(super) fn plausible(&self, text: &str, hits: &Hits) -> Plausible {
        if hits.signature || hits.hold_rows() {
            return Plausible::Records;
        }
        let mut secrets = Vec::new();
        for hit in hits.names() {
            if let Some((field, category)) = self.plausible_field(text, hit) {
                match category {
                    // Birth dates of anybody are built of numbers: of themselves they show no patient.
                    Category::Phi
                        if text[field.value.range()].contains(',') && !hits.shows_health() => {}
                    Category::Phi => return Plausible::Records,
                    Category::Secret => secrets.push(field),
                }
            }
        }
        let holds_list = |&hit: &Span| {
            let field = lexical::list_at(text, hit);
            field.is_some_and(|field| self.category(text, field) == Some(Category::Phi))
        };
        if hits.phi.iter().any(holds_list) {
            return Plausible::Records;
        }
        if hits.shows_health()
            && (self.holds_weak_fields(text, hits) || holds_api_description(text))
        {
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
        Some((field, self.category(text, field)?))
    }

    /// What a field would be, if its value is plausible.
    fn category(&self, text: &str, field: LexicalField) -> Option<Category> {
        let (name, value) = (&text[field.name.range()], &text[field.value.range()]);
        assess::plausible(&self.rules, name, value)
    }

    /// Whether a plausible field with a common name stands near a word of health care, or near another such field: one alone
    /// makes no record.
    fn holds_weak_fields(&self, text: &str, hits: &Hits) -> bool {
        let mut last: Option<LexicalField> = None;
        let mut found = false;
        let (prefilter, keywords) = self.weak();
        prefilter.scan(text.as_bytes(), |keyword, at| {
            let hit = Span::new(at, at + keywords[keyword as usize].len());
            if found {
                return;
            }
            if let Some((field, _)) = self.plausible_field(text, hit) {
                // Things that only have a name are no people.
                let is_beside = |last: LexicalField| {
                    text[last.name.range()] != text[field.name.range()]
                        && field.name.start.abs_diff(last.name.start) < ONE_RECORD
                };
                found = hits.shows_health_near(field.name) || last.is_some_and(is_beside);
                last = Some(field);
            }
        });
        found
    }
}

/// Whether comments in a text describe an interface in YAML, with examples of its values: names do not stand beside those.
fn holds_api_description(text: &str) -> bool {
    let marks = [&b"@swagger"[..], b"@openapi"];
    marks
        .iter()
        .any(|mark| memchr::memmem::find(text.as_bytes(), mark).is_some())
}

/// Whether a hit begins and ends where a name is parted into words, as [`crate::rule::words`] does it.
fn are_words(text: &[u8], hit: Span) -> bool {
    is_border(text, hit.start) && is_border(text, hit.end)
}

/// Whether the letters on the two sides of `at` belong to different words. Letters that are not ASCII are left to those who
/// read the name.
fn is_border(text: &[u8], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|at| text.get(at)), text.get(at))
    else {
        return true;
    };
    match (before.is_ascii_uppercase(), after.is_ascii_uppercase()) {
        _ if !before.is_ascii_alphabetic() || !after.is_ascii_alphabetic() => true,
        // The last capital of a run begins the next word: `HTTPPassword`.
        (true, true) => text.get(at + 1).is_some_and(u8::is_ascii_lowercase),
        (_, after_is_capital) => after_is_capital,
    }
}

/// The word in which `hit` stands, as far as words of rules are long.
fn word_around(text: &[u8], hit: Span) -> Span {
    const FAR: usize = 40;
    let before = (hit.start.saturating_sub(FAR)..=hit.start).rev();
    let start = before.into_iter().find(|&at| is_border(text, at));
    let mut after = hit.end..=text.len().min(hit.end + FAR);
    let end = after.find(|&at| is_border(text, at));
    Span::new(start.unwrap_or(hit.start), end.unwrap_or(hit.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::words;

    #[test]
    fn words_within_names() {
        for (text, word, expected) in [
            ("ssn", "ssn", true),
            ("patientSSN_2", "SSN", true),
            ("SSNNumber", "SSN", true),
            ("HTTPPassword", "Password", true),
            ("ssn2", "ssn", true),
            ("classNode", "ssN", false),
            ("combine", "mbi", false),
            ("passed", "pass", false),
            ("xMrNq", "MrN", false),
            ("ADOBE", "DOB", false),
        ] {
            let at = text.find(word).expect("it is there");
            let hit = Span::new(at, at + word.len());
            assert_eq!(are_words(text.as_bytes(), hit), expected, "{text}");
        }
    }

    proptest! {
        /// A keyword that stands in a name as words of it is never passed over.
        #[test]
        fn no_word_is_missed(before in "[a-cA-C_1]{0,5}", word in "[a-cA-C]{3,5}", after in "[a-cA-C_1]{0,5}") {
            let text = format!("{before}{word}{after}");
            let hit = Span::new(before.len(), before.len() + word.len());
            let apart: Vec<String> = [&before, &word, &after]
                .into_iter()
                .flat_map(|part| words(part).all)
                .collect();
            if words(&text).all == apart {
                prop_assert!(are_words(text.as_bytes(), hit), "{}", text);
            }
        }
    }
}
