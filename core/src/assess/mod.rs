//! Assessment: what a candidate's name, its value and its record say together.

mod columns;
mod meanings;
pub(crate) mod path;
mod program;
mod value;

pub(crate) use columns::NAME_CHECK;

use std::borrow::Cow;

use crate::candidate::{Candidate, Floor};
use crate::context::company::{Companies, Key};
use crate::context::{About, Firmness, NameLikeness, PathKind, placeholder};
use crate::extract::{Extraction, Field, FieldOrigin, Labels, Record, RecordId};
use crate::finding::Category;
use crate::rule::set::{Compiled, RuleIndex, RuleSet};
use crate::rule::{Identifier, Strength};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;
use crate::trim::trim;
use meanings::{MeaningCache, RecordName};
use program::{is_name_of_number, is_of_program};
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
    /// How many labels, in records of how many names, were found to mean something or nothing.
    pub(crate) fn known_labels(&self) -> usize {
        self.meanings.len()
    }

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
                score.add_times(EvidenceKind::TranslationPath, 2);
            }
            PathKind::Translation => score.add(EvidenceKind::TranslationPath),
            _ => {}
        }
    }
}

/// How a candidate came to be one, as long as its record is not known.
#[derive(Clone, Copy, Debug)]
struct Claim {
    record: usize,
    strength: Strength,
    origin: FieldOrigin,
}

/// Judges every field of an extraction and adds a candidate for each that a rule claims, best rule first.
pub(crate) fn fields(
    rules: &RuleSet,
    labels: &mut Labels,
    scratch: &mut Scratch,
    text: &str,
    extraction: &Extraction<'_>,
    around: Surroundings,
    candidates: &mut Vec<Candidate>,
) {
    let records = &extraction.records;
    let Scratch { meanings, claims } = scratch;
    let columns = columns::classify(rules, labels, extraction);
    let mut judging = Judging::new(rules, (text, around), records, (candidates, claims));
    let mut record = RecordName::default();
    let mut entered = None;
    for field in &extraction.fields {
        let at = field.record.0;
        let value = trim(&field.value);
        if let Some(&rule) = columns.get(&field.label) {
            let name = labels.name(field.label);
            let counted = rules.rules[rule].rule.strength;
            // The column beside it is what the classification rests on.
            let key = Some(Key::Table(""));
            judging.claim(
                Named { field, name, value },
                (rule, Strength::Medium),
                counted,
                key,
            );
            continue;
        }
        if entered != Some(at) {
            entered = Some(at);
            record.enter(records.get(at).map_or("", |record| record.name.as_ref()));
        }
        let known = meanings.get(rules, labels, field.label, &mut record);
        if known.is_nothing() {
            // Columns without a name are told by all of their values.
            if !columns::is_unnamed(labels.name(field.label)) {
                labels.silence(field.label, known.setting);
            }
            continue;
        }
        if known.key_of != About::Other && !field.value.is_empty() {
            judging.keys.add(at, Key::Person(key_value(value)));
            judging.companies.hold_key(at, known.key_of);
        }
        let name = labels.name(field.label);
        let key = (field.origin == FieldOrigin::Column).then(|| Key::Table(record.name()));
        for &meant in known.meant(rules, value, extraction.qualifiers(field.qualified)) {
            judging.claim(Named { field, name, value }, meant, meant.1, key);
        }
    }
    for &(RecordId(whole), RecordId(part)) in &extraction.joined {
        judging.keys.add(whole, Key::Whole(whole));
        judging.keys.add(part, Key::Whole(whole));
    }
    judging.settle(records);
}

/// The claims on the fields of an extraction, until all of them are known.
struct Judging<'s, 'e> {
    rules: &'s RuleSet,
    text: &'s str,
    around: Surroundings,
    companies: Companies,
    keys: Keys<'e>,
    candidates: &'s mut Vec<Candidate>,
    /// How many candidates there were before.
    first: usize,
    claims: &'s mut Vec<Claim>,
}

impl<'s, 'e> Judging<'s, 'e> {
    fn new(
        rules: &'s RuleSet,
        (text, around): (&'s str, Surroundings),
        records: &[Record<'_>],
        (candidates, claims): (&'s mut Vec<Candidate>, &'s mut Vec<Claim>),
    ) -> Self {
        claims.clear();
        Self {
            rules,
            text,
            around,
            companies: Companies::new(records, around.about, &rules.lexicon),
            keys: Keys::default(),
            first: candidates.len(),
            candidates,
            claims,
        }
    }

    /// Adds a candidate if the value can be one. It counts with the strength `counted` for what stands beside it, and `key` joins
    /// its record with others.
    fn claim(
        &mut self,
        named: Named<'_>,
        (rule, strength): (RuleIndex, Strength),
        counted: Strength,
        key: Option<Key<'e>>,
    ) {
        let path = self.around.path;
        let Some(candidate) = claim(self.rules, self.text, named, rule, strength, path) else {
            return;
        };
        let Field { record, origin, .. } = *named.field;
        if let Some(identifier) = self.rules.rules[rule].rule.identifier {
            self.companies.insert(record.0, identifier, counted);
            if let Some(key) = key {
                self.keys.add(record.0, key);
            }
        }
        self.candidates.push(candidate);
        self.claims.push(Claim {
            record: record.0,
            strength,
            origin,
        });
    }

    /// Adds what the records say to all candidates, and takes out what is a provider's own.
    fn settle(mut self, records: &[Record<'_>]) {
        self.companies.settle(records);
        self.companies.link(&self.keys.0);
        let mut kept = self.first;
        for (at, claim) in (self.first..).zip(self.claims.iter()) {
            let candidate = &mut self.candidates[at];
            let rule = &self.rules.rules[candidate.rule];
            let score = &mut candidate.score;
            if rule.category == Category::Phi
                && !weigh_company(*claim, rule, &self.companies, self.around, score)
            {
                continue;
            }
            self.around
                .weigh(rule.category, self.text, candidate.span, score);
            if kept < at {
                self.candidates.swap(kept, at);
            }
            kept += 1;
        }
        self.candidates.truncate(kept);
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

/// A field, its own name and its value without the white space around it.
#[derive(Clone, Copy)]
struct Named<'f> {
    field: &'f Field<'f>,
    name: &'f str,
    value: &'f str,
}

/// What the name and the value say by themselves; `None` when the value cannot be one.
fn claim(
    rules: &RuleSet,
    text: &str,
    named: Named<'_>,
    index: RuleIndex,
    strength: Strength,
    path: PathKind,
) -> Option<Candidate> {
    let rule = &rules.rules[index];
    let Named { field, name, value } = named;
    if value.is_empty()
        || !rule.fits(value)
        || field.origin != FieldOrigin::Standard
            && (path == PathKind::Translation && is_translated(value)
                || is_of_program(rules, rule, named))
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
        field: name,
        about: path,
        fixed,
    };
    value::weigh(rules, rule, judged, &mut score)?;
    let span = trimmed(field, value);
    let is_verbatim = text.get(span.range()) == Some(value);
    Some(Candidate {
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
    })
}

/// Whether a value of a file of translations is what people read beside the field: the German word for a password in
/// `"password": "Passwort"`. Values have digits there.
fn is_translated(value: &str) -> bool {
    !value.bytes().any(|byte| byte.is_ascii_digit())
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
        .filter(|rule| rule.fits(value) && !is_name_of_number(rule, value));
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
    claim: Claim,
    rule: &Compiled,
    companies: &Companies,
    around: Surroundings,
    score: &mut Score,
) -> bool {
    if claim.origin == FieldOrigin::Standard {
        return true;
    }
    let Some(own) = rule.rule.identifier else {
        return true;
    };
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
    let weak = company.weak_beside(own).min(most);
    if weak > 0 {
        score.add_times(EvidenceKind::WeakCompanion, weak);
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
    if value.len() == field.value.len() {
        return field.span;
    }
    let before = field.value.len() - field.value.trim_start().len();
    Span::new(
        field.span.start + before,
        field.span.start + before + value.len(),
    )
}
