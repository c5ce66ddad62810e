//! Assessment: what a candidate's name, its value and its record say together.

mod columns;
mod meanings;
pub(crate) mod path;
mod value;

pub(crate) use columns::NAME_CHECK;

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::candidate::{Candidate, Floor};
use crate::context::company::{Companies, Key};
use crate::context::{About, Firmness, NameLikeness, PathKind, placeholder};
use crate::extract::{Extraction, Field, FieldOrigin, Labels, RecordId};
use crate::finding::Category;
use crate::rule::set::{Compiled, Meaning, RuleIndex, RuleSet};
use crate::rule::{Identifier, Strength};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;
use meanings::{MeaningCache, RecordName};
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

/// Space and knowledge that a thread keeps from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    meanings: MeaningCache,
    claims: Vec<Claim>,
}

impl Scratch {
    /// Forgets what labels mean: they are about to be numbered anew.
    pub(crate) fn forget_labels(&mut self) {
        self.meanings.clear();
    }
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
            // A translation names fields; it holds nobody's data.
            PathKind::Translation if category == Category::Phi => {
                score.add_scaled(EvidenceKind::TranslationPath, 2.0);
            }
            PathKind::Translation => score.add(EvidenceKind::TranslationPath),
            _ => {}
        }
    }
}

/// A field that a rule claims, before its record is known.
#[derive(Debug)]
struct Claim {
    candidate: Candidate,
    record: usize,
    strength: Strength,
    origin: FieldOrigin,
}

/// Judges every field of an extraction and gives a candidate for each that a rule claims, best rule first.
pub(crate) fn fields(
    rules: &RuleSet,
    labels: &mut Labels,
    scratch: &mut Scratch,
    text: &str,
    extraction: &Extraction<'_>,
    around: Surroundings,
    mut found: impl FnMut(Candidate),
) {
    let records = &extraction.records;
    let mut companies = Companies::new(records, around.about, &rules.lexicon);
    let Scratch { meanings, claims } = scratch;
    let mut keys = Keys::default();
    let mut record = RecordName::default();
    let columns = columns::classify(rules, labels, extraction);
    for field in &extraction.fields {
        if let Some(&rule) = columns.get(&field.label) {
            if let Some(claim) = claim(
                rules,
                labels,
                text,
                field,
                rule,
                Strength::Medium,
                around.path,
            ) {
                let strength = rules.rules[rule].rule.strength;
                if let Some(identifier) = rules.rules[rule].rule.identifier {
                    companies.insert(field.record.0, identifier, strength);
                    // The column beside it is what the classification rests on.
                    keys.add(field.record.0, Key::Table(""));
                }
                claims.push(claim);
            }
            continue;
        }
        let name = records
            .get(field.record.0)
            .map_or("", |record| record.name.as_ref());
        record.enter(name);
        let known = meanings.get(rules, labels, field.label, &mut record);
        if known.key_of != About::Other && !field.value.is_empty() {
            keys.add(field.record.0, Key::Person(key_value(&field.value)));
            companies.hold_key(field.record.0, known.key_of);
        }
        for meaning in meant(rules, &known.meanings, field) {
            let Some(claim) = claim(
                rules,
                labels,
                text,
                field,
                meaning.rule,
                meaning.strength,
                around.path,
            ) else {
                continue;
            };
            if let Some(identifier) = rules.rules[meaning.rule].rule.identifier {
                companies.insert(field.record.0, identifier, meaning.strength);
                if field.origin == FieldOrigin::Column {
                    keys.add(field.record.0, Key::Table(name));
                }
            }
            claims.push(claim);
        }
    }
    for &(RecordId(whole), RecordId(part)) in &extraction.joined {
        keys.add(whole, Key::Whole(whole));
        keys.add(part, Key::Whole(whole));
    }
    companies.settle(records);
    companies.link(&keys.0);
    for mut claim in claims.drain(..) {
        let rule = &rules.rules[claim.candidate.rule];
        if rule.category == Category::Phi && !weigh_company(&mut claim, rule, &companies, around) {
            continue;
        }
        let Candidate { span, score, .. } = &mut claim.candidate;
        around.weigh(rule.category, text, *span, score);
        found(claim.candidate);
    }
}

/// The keys that records hold.
#[derive(Default)]
struct Keys<'k>(Vec<(usize, Key<'k>)>);

impl<'k> Keys<'k> {
    /// Adds a key; fields of one row would say the same again and again.
    fn add(&mut self, record: usize, key: Key<'k>) {
        if self.0.last() != Some(&(record, key)) {
            self.0.push((record, key));
        }
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
    let holding: SmallVec<[_; 4]> = meanings
        .iter()
        .filter_map(|meaning| Some((specificity(meaning)?, meaning)))
        .collect();
    let most = holding.iter().map(|(specificity, _)| *specificity).max();
    holding
        .into_iter()
        .filter(move |(specificity, _)| Some(*specificity) == most)
        .map(|(_, meaning)| meaning)
}

/// What the name and the value say by themselves; `None` when the value cannot be one.
fn claim(
    rules: &RuleSet,
    labels: &Labels,
    text: &str,
    field: &Field<'_>,
    index: RuleIndex,
    strength: Strength,
    path: PathKind,
) -> Option<Claim> {
    let rule = &rules.rules[index];
    let value = field.value.trim();
    if value.is_empty()
        || !rule.fits(value)
        || is_name_of_number(rule, field.origin, value)
        || path == PathKind::Translation && is_translated(field.origin, value)
        || labels.name(field.label) == "name" && is_name_of_thing(rules, rule, field.origin, value)
    {
        return None;
    }
    let mut score = Score::default();
    score.add(match (field.origin, strength) {
        (FieldOrigin::Standard, _) => EvidenceKind::StandardField,
        (_, Strength::Strong) => EvidenceKind::TellingName,
        (_, Strength::Medium) => EvidenceKind::SuggestiveName,
        (_, Strength::Weak) => EvidenceKind::CommonName,
    });
    let fixed = Fixed::of(field.origin, strength);
    let judged = Judged {
        value,
        text,
        span: field.span,
        field: labels.name(field.label),
        about: path,
        fixed,
    };
    value::weigh(rules, rule, judged, &mut score)?;
    let span = trimmed(field, value);
    let is_verbatim = text.get(span.range()) == Some(value);
    Some(Claim {
        candidate: Candidate {
            rule: index,
            span,
            decoded: (!is_verbatim).then(|| value.into()),
            score,
            floor: match fixed {
                Fixed::Yes if rule.category == Category::Phi => Floor::Threshold,
                _ => Floor::None,
            },
            record: Some(field.record.0),
            field: Some(field.label),
        },
        record: field.record.0,
        strength,
        origin: field.origin,
    })
}

/// Whether a word stands where a number does: `chart_id = account_id` copies one, `"id": "Member"` describes one.
fn is_name_of_number(rule: &Compiled, origin: FieldOrigin, value: &str) -> bool {
    origin != FieldOrigin::Standard
        && rule.category == Category::Phi
        && rule.is_number()
        && !value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether lower-case words that nobody is called stand where a name does: `name: "effective"` names no patient, and neither does a
/// word for patients.
fn is_name_of_thing(rules: &RuleSet, rule: &Compiled, origin: FieldOrigin, value: &str) -> bool {
    let is_name = origin != FieldOrigin::Standard && rule.rule.identifier == Some(Identifier::A);
    is_name
        && rules
            .lexicon
            .about(std::iter::once(value.to_lowercase().as_str()))
            != About::Other
        || is_name
            && value.contains(char::is_lowercase)
            && !value.contains(char::is_uppercase)
            && rules.names.likeness(value) == NameLikeness::None
}

/// Whether a value of a file of translations is what people read beside the field: the German word for a password in
/// `"password": "Passwort"`. Values have digits there; what a standard's field holds is no translation.
fn is_translated(origin: FieldOrigin, value: &str) -> bool {
    origin != FieldOrigin::Standard && !value.bytes().any(|byte| byte.is_ascii_digit())
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
        .filter(|rule| rule.fits(value) && !is_name_of_number(rule, FieldOrigin::Entry, value));
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
    // In running text only a name of the lists is one.
    if rule.rule.identifier == Some(Identifier::A)
        && rules.names.likeness(value) == NameLikeness::None
    {
        return None;
    }
    let judged = Judged {
        value,
        text,
        span,
        field: "",
        about: PathKind::Source,
        fixed: Fixed::No,
    };
    value::weigh(rules, rule, judged, score)
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
    claim: &mut Claim,
    rule: &Compiled,
    companies: &Companies,
    around: Surroundings,
) -> bool {
    if claim.origin == FieldOrigin::Standard {
        return true;
    }
    let Some(own) = rule.rule.identifier else {
        return true;
    };
    let score = &mut claim.candidate.score;
    let about = companies.about(claim.record);
    match about {
        About::Provider if claim.strength != Strength::Strong => return false,
        About::Person => score.add(EvidenceKind::PersonRecord),
        About::Party => score.add(EvidenceKind::PartyRecord),
        _ => {}
    }
    let company = companies.company(claim.record);
    if company.has_strong_beside(own) {
        score.add(EvidenceKind::StrongCompanion);
    }
    if company.has_medium_beside(own) {
        score.add(EvidenceKind::MediumCompanion);
    }
    // Name, telephone and town alone are those of any customer or employee.
    let most = if around.health || matches!(about, About::Person | About::Party) {
        4
    } else {
        2
    };
    #[expect(clippy::cast_precision_loss, reason = "at most eighteen")]
    let weak = company.weak_beside(own).min(most) as f32;
    if weak > 0.0 {
        score.add_scaled(EvidenceKind::WeakCompanion, weak);
    }
    if around.health {
        score.add(EvidenceKind::HealthDocument);
    }
    true
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
