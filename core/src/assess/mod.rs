//! Assessment: what a candidate's name, its value and its record say together.

mod columns;
mod field;
mod meanings;
pub(crate) mod path;
mod program;
mod record;
mod surroundings;
mod value;

pub(crate) use columns::NAME_CHECK;
pub(crate) use surroundings::Surroundings;

use crate::candidate::Candidate;
use crate::context::company::Key;
use crate::context::{About, Firmness, NameLikeness, PathKind, placeholder};
use crate::extract::{Extraction, FieldOrigin, Labels};
use crate::finding::Category;
use crate::rule::{Compiled, Identifier, RuleSet, Strength};
use crate::score::Score;
use crate::span::Span;
use crate::trim::trim;
use field::Named;
use meanings::{MeaningCache, RecordName};
use program::is_name_of_number;
use record::{Claim, Judging};
use value::{Fixed, Judged};

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

/// Judges every field of an extraction and adds a candidate for each that a rule claims, best rule first.
pub(crate) fn fields(
    rules: &RuleSet,
    labels: &mut Labels,
    scratch: &mut Scratch,
    extraction: &Extraction<'_>,
    around: Surroundings<'_>,
    candidates: &mut Vec<Candidate>,
) {
    let records = &extraction.records;
    let Scratch { meanings, claims } = scratch;
    let columns = columns::classify(rules, labels, extraction);
    let mut judging = Judging::new(rules, around, records, (candidates, claims));
    let mut record = RecordName::default();
    let mut entered = None;
    for field in &extraction.fields {
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
        if entered != Some(field.record) {
            entered = Some(field.record);
            let name = records.get(field.record.0).map(|record| &*record.name);
            record.enter(name.unwrap_or_default());
        }
        let known = meanings.get(rules, labels, field.label, &mut record);
        if known.is_nothing() {
            // Columns without a name are told by all of their values.
            if !columns::is_unnamed(labels.name(field.label)) {
                labels.silence(field.label, known.setting);
            }
            continue;
        }
        if known.key_of != About::Other {
            judging.hold_key(field, value, known.key_of);
        }
        let name = labels.name(field.label);
        let key = (field.origin == FieldOrigin::Column).then(|| Key::Table(record.name()));
        for &meant in known.meant(rules, value, extraction.qualifiers(field.qualified)) {
            judging.claim(Named { field, name, value }, meant, meant.1, key);
        }
    }
    for &(whole, part) in &extraction.joined {
        judging.join(whole, part);
    }
    judging.settle(records);
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

/// Judges the value at `span`, which a rule's regex found in running text; `None` when it cannot be one.
pub(crate) fn weigh_shaped(
    rules: &RuleSet,
    rule: &Compiled,
    span: Span,
    around: Surroundings<'_>,
    score: &mut Score,
) -> Option<()> {
    let value = &around.text[span.range()];
    // In running text only a name of the lists is one.
    if rule.rule.identifier == Some(Identifier::A)
        && rules.names.likeness(value) == NameLikeness::None
    {
        return None;
    }
    let judged = Judged {
        value,
        text: around.text,
        span,
        field: "",
        about: PathKind::Source,
        fixed: Fixed::No,
    };
    value::weigh(rules, rule, judged, score)?;
    around.weigh(rule.category, span, score);
    Some(())
}
