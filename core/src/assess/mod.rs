//! Assessment: what a candidate's name, its value and its record say together.

mod columns;
mod value;

pub(crate) use columns::NAME_CHECK;

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use crate::candidate::{Candidate, Floor};
use crate::context::company::{Companies, Key};
use crate::context::{About, Firmness, PathKind, placeholder};
use crate::extract::{Extraction, Field, FieldOrigin, Label, Labels, Scheme};
use crate::finding::{Category, Value};
use crate::rule::Strength;
use crate::rule::set::{Compiled, Meaning, RuleSet};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;
use value::Judged;

/// What is known of the document around the fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// What the document's name is about; `Other` for source code.
    pub(crate) about: About,
    /// Which kind of path it has.
    pub(crate) path: PathKind,
    /// Whether words of health care stand in it.
    pub(crate) health: bool,
    /// Whether a generator of test data left its mark in it.
    pub(crate) synthetic: bool,
}

/// What is known of a label.
#[derive(Debug)]
struct Known {
    meanings: Vec<Meaning>,
    /// Whose key it is; `Other` when it is none.
    key_of: About,
}

/// What labels mean, remembered across documents.
#[derive(Debug, Default)]
pub(crate) struct MeaningCache {
    known: HashMap<(Label, Option<Label>), Rc<Known>>,
}

impl Surroundings {
    /// Adds what the path and the marks of generators say, and for a secret whether it stands in a comment.
    pub(crate) fn weigh(&self, category: Category, text: &str, span: Span, score: &mut Score) {
        if self.synthetic && category == Category::Phi {
            score.add(EvidenceKind::SyntheticMark);
        }
        if category == Category::Secret && is_comment(line_around(text, span)) {
            score.add(EvidenceKind::Comment);
        }
        match self.path {
            PathKind::Test => score.add(EvidenceKind::TestPath),
            PathKind::Documentation | PathKind::Example => {
                score.add(EvidenceKind::DocumentationPath);
            }
            PathKind::Translation => score.add(EvidenceKind::TranslationPath),
            _ => {}
        }
    }
}

impl MeaningCache {
    pub(crate) fn clear(&mut self) {
        self.known.clear();
    }

    fn get(
        &mut self,
        rules: &RuleSet,
        labels: &mut Labels,
        label: Label,
        record: &str,
    ) -> Rc<Known> {
        // The record's name matters only to a name that stands for itself.
        let alone = labels.scheme(label) == Scheme::Named
            && labels.path_len(label) == 1
            && !record.is_empty();
        let record_label = alone.then(|| labels.intern(Scheme::Named, record));
        let known = self.known.entry((label, record_label)).or_insert_with(|| {
            let record = if alone { record } else { "" };
            let meanings = rules.meanings(labels, label, record);
            Rc::new(Known {
                meanings,
                key_of: rules.key_of(labels, label, record),
            })
        });
        Rc::clone(known)
    }
}

/// A field that a rule claims, before its record is known.
struct Claim<'x, 't> {
    field: &'x Field<'t>,
    meaning: Meaning,
    score: Score,
    value: &'x str,
}

/// Judges every field of an extraction and gives a candidate for each that a rule claims, best rule first.
pub(crate) fn fields(
    rules: &RuleSet,
    labels: &mut Labels,
    cache: &mut MeaningCache,
    text: &str,
    extraction: &Extraction<'_>,
    around: Surroundings,
    mut found: impl FnMut(Candidate),
) {
    let records = &extraction.records;
    let mut companies = Companies::new(records, around.about, &rules.lexicon);
    let mut claims = Vec::new();
    let mut keys = Vec::new();
    let columns = columns::classify(rules, labels, extraction);
    for field in &extraction.fields {
        if let Some(&rule) = columns.get(&field.label) {
            let meaning = Meaning {
                rule,
                strength: Strength::Medium,
                address: None,
            };
            if let Some(claim) = claim(rules, labels, text, field, &meaning) {
                let strength = rules.rules[rule].rule.strength;
                if let Some(identifier) = rules.rules[rule].rule.identifier {
                    companies.insert(field.record.0, identifier, strength);
                    // The column beside it is what the classification rests on.
                    keys.push((field.record.0, Key::Table("")));
                }
                claims.push(claim);
            }
            continue;
        }
        let record = records
            .get(field.record.0)
            .map_or("", |record| record.name.as_ref());
        let known = cache.get(rules, labels, field.label, record);
        if known.key_of != About::Other && !field.value.is_empty() {
            keys.push((field.record.0, Key::Person(key_value(&field.value))));
            companies.hold_key(field.record.0, known.key_of);
        }
        for meaning in meant(rules, &known.meanings, field) {
            let Some(claim) = claim(rules, labels, text, field, meaning) else {
                continue;
            };
            let rule = &rules.rules[claim.meaning.rule];
            if let Some(identifier) = rule.rule.identifier {
                companies.insert(field.record.0, identifier, claim.meaning.strength);
                if field.origin == FieldOrigin::Column {
                    keys.push((field.record.0, Key::Table(record)));
                }
            }
            claims.push(claim);
        }
    }
    companies.settle(records);
    companies.link(&keys);
    for mut claim in claims {
        let rule = &rules.rules[claim.meaning.rule];
        if rule.category == Category::Phi && !weigh_company(&mut claim, rule, &companies, around) {
            continue;
        }
        around.weigh(rule.category, text, claim.field.span, &mut claim.score);
        found(candidate(claim, rule, labels));
    }
}

/// The part of a key that names the thing: `7` of `Patient/7`.
fn key_value(value: &str) -> &str {
    let value = value.trim();
    value.rsplit_once('/').map_or(value, |(_, name)| name)
}

/// Of the meanings whose conditions hold, those with the most conditions. A rule about one kind of number takes no value
/// of another shape away from the rule about all kinds.
fn meant<'m>(
    rules: &RuleSet,
    meanings: &'m [Meaning],
    field: &Field<'_>,
) -> impl Iterator<Item = &'m Meaning> {
    let specificity = |meaning: &Meaning| {
        let Some(address) = &meaning.address else {
            return Some(0);
        };
        let specificity = address
            .holds(&field.qualifiers)
            .then(|| address.specificity())?;
        let fits = || rules.rules[meaning.rule].fits(field.value.trim());
        (specificity == 0 || fits()).then_some(specificity)
    };
    let most = meanings.iter().filter_map(specificity).max();
    let chosen: Vec<_> = meanings
        .iter()
        .filter(|meaning| most.is_some() && specificity(meaning) == most)
        .collect();
    chosen.into_iter()
}

/// What the name and the value say by themselves; `None` when the value cannot be one.
fn claim<'x, 't>(
    rules: &RuleSet,
    labels: &Labels,
    text: &str,
    field: &'x Field<'t>,
    meaning: &Meaning,
) -> Option<Claim<'x, 't>> {
    let rule = &rules.rules[meaning.rule];
    let value = field.value.trim();
    if value.is_empty() || !rule.fits(value) {
        return None;
    }
    let mut score = Score::default();
    score.add(match (field.origin, meaning.strength) {
        (FieldOrigin::Standard, _) => EvidenceKind::StandardField,
        (_, Strength::Strong) => EvidenceKind::TellingName,
        (_, Strength::Medium) => EvidenceKind::SuggestiveName,
        (_, Strength::Weak) => EvidenceKind::CommonName,
    });
    let judged = Judged {
        value,
        line: line_around(text, field.span),
        field: labels.name(field.label),
        fixed: Fixed::of(field.origin, meaning.strength),
    };
    value::weigh(rule, rules.language.as_ref(), judged, &mut score)?;
    Some(Claim {
        field,
        meaning: meaning.clone(),
        score,
        value,
    })
}

/// Whether a standard or a telling name fixes what a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fixed {
    /// It does, whatever the value looks like.
    Yes,
    /// The name suggests it; the record decides.
    ByRecord,
    /// Nothing labels the value.
    No,
}

impl Fixed {
    fn of(origin: FieldOrigin, strength: Strength) -> Self {
        if origin == FieldOrigin::Standard || strength == Strength::Strong {
            Self::Yes
        } else {
            Self::ByRecord
        }
    }
}

/// What a field that was read lexically may be: a rule knows its name, and its value has the shape. Of several categories
/// health information is named.
pub(crate) fn plausible(rules: &RuleSet, name: &str, value: &str) -> Option<Category> {
    let value = value.trim();
    if value.is_empty() || placeholder(value).is_some_and(|kind| kind.firmness() == Firmness::Hard)
    {
        return None;
    }
    let meanings = rules.meanings_of_name(name);
    let fitting = meanings
        .iter()
        .map(|meaning| &rules.rules[meaning.rule])
        .filter(|rule| rule.fits(value));
    fitting.map(|rule| rule.category).min()
}

/// Judges a value that a rule's regex found in running text; `None` when it cannot be one.
pub(crate) fn weigh_shaped_value(
    rules: &RuleSet,
    rule: &Compiled,
    value: &str,
    text: &str,
    span: Span,
    score: &mut Score,
) -> Option<()> {
    let judged = Judged {
        value,
        line: line_around(text, span),
        field: "",
        fixed: Fixed::No,
    };
    value::weigh(rule, rules.language.as_ref(), judged, score)
}

/// Whether a line begins as comments do.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "#", "* ", "/*", "--", ";", "<!--"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// The line that a span starts in, as far as it is near.
fn line_around(text: &str, span: Span) -> &str {
    const NEAR: usize = 200;
    let from = text
        .ceil_char_boundary(span.start.saturating_sub(NEAR))
        .min(span.start);
    let to = text
        .floor_char_boundary((span.end + NEAR).min(text.len()))
        .max(span.start);
    let start = text[from..span.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let end = text[span.start..to]
        .find('\n')
        .map_or(to, |at| span.start + at);
    &text[start..end]
}

/// Adds what the record says; false when the field is a provider's own.
fn weigh_company(
    claim: &mut Claim<'_, '_>,
    rule: &Compiled,
    companies: &Companies,
    around: Surroundings,
) -> bool {
    if claim.field.origin == FieldOrigin::Standard {
        return true;
    }
    let Some(own) = rule.rule.identifier else {
        return true;
    };
    let record = claim.field.record.0;
    match companies.about(record) {
        About::Provider if claim.meaning.strength != Strength::Strong => return false,
        About::Person => claim.score.add(EvidenceKind::PersonRecord),
        About::Party => claim.score.add(EvidenceKind::PartyRecord),
        _ => {}
    }
    let company = companies.company(record);
    if company.has_strong_beside(own) {
        claim.score.add(EvidenceKind::StrongCompanion);
    }
    if company.has_medium_beside(own) {
        claim.score.add(EvidenceKind::MediumCompanion);
    }
    #[expect(clippy::cast_precision_loss, reason = "at most eighteen")]
    let weak = company.weak_beside(own).min(4) as f32;
    if weak > 0.0 {
        claim.score.add_scaled(EvidenceKind::WeakCompanion, weak);
    }
    if around.health {
        claim.score.add(EvidenceKind::HealthDocument);
    }
    true
}

fn candidate(claim: Claim<'_, '_>, rule: &Compiled, labels: &Labels) -> Candidate {
    let field = claim.field;
    Candidate {
        rule: claim.meaning.rule,
        span: trimmed(field, claim.value),
        value: Value::new(claim.value, &rule.rule.public_prefix),
        score: claim.score,
        floor: match Fixed::of(field.origin, claim.meaning.strength) {
            Fixed::Yes if rule.category == Category::Phi => Floor::Threshold,
            _ => Floor::None,
        },
        record: Some(field.record.0),
        field: Some(
            labels
                .path(field.label)
                .join(if labels.scheme(field.label) == Scheme::Ccda {
                    "/"
                } else {
                    "."
                }),
        ),
    }
}

/// The span of the value without the white space around it, where the value stands verbatim.
fn trimmed(field: &Field<'_>, value: &str) -> Span {
    let verbatim = matches!(field.value, Cow::Borrowed(_)) && field.value.len() == field.span.len();
    if !verbatim {
        return field.span;
    }
    let before = field.value.len() - field.value.trim_start().len();
    Span::new(
        field.span.start + before,
        field.span.start + before + value.len(),
    )
}
