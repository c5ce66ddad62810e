//! Columns without a header, told by their values.
//!
//! A column is of a rule's kind when enough of its cells pass the rule's column checks; and only where another column tells that the rows are about people: a strong kind (numbers of
//! one shape with marks between the digits), or, for a strong kind itself, any other kind.

use std::collections::HashMap;

use crate::context::{NameLikeness, PersonNames};
use crate::extract::delimited::ColumnSample;
use crate::extract::{Extraction, FieldOrigin, Label, Labels};
use crate::finding::Category;
use crate::rule::{Compiled, RuleIndex, RuleSet, Strength};
use crate::validate;

/// The name of the check that asks the lists of names.
pub(crate) const NAME_CHECK: &str = "first-or-last-name";

/// The rules of the columns without a header.
pub(super) fn classify(
    rules: &RuleSet,
    labels: &Labels,
    extraction: &Extraction<'_>,
) -> HashMap<Label, RuleIndex> {
    let unnamed = unnamed(labels, extraction);
    if unnamed.is_empty() {
        return HashMap::new();
    }
    let samples = ColumnSample::of(extraction, &unnamed);
    let kinds: Vec<(Label, RuleIndex)> = samples
        .iter()
        .filter_map(|sample| Some((sample.label, kind(rules, sample)?)))
        .collect();
    let is_strong = |rule: RuleIndex| {
        rules.rules[rule].rule.strength == Strength::Strong && is_number(&rules.rules[rule])
    };
    let strong = kinds.iter().filter(|(_, rule)| is_strong(*rule)).count();
    let all = kinds.len();
    let stands =
        |&(_, rule): &(Label, RuleIndex)| if is_strong(rule) { all > 1 } else { strong > 0 };
    kinds.into_iter().filter(stands).collect()
}

/// The columns without a name, in the order of their labels.
fn unnamed(labels: &Labels, extraction: &Extraction<'_>) -> Vec<Label> {
    let mut unnamed = Vec::new();
    let mut seen = vec![false; labels.len()];
    for field in &extraction.fields {
        let seen = &mut seen[field.label.index()];
        if field.origin == FieldOrigin::Column && !*seen {
            *seen = true;
            unnamed.extend(Some(field.label).filter(|&label| is_unnamed(labels.name(label))));
        }
    }
    unnamed.sort_unstable();
    unnamed
}

/// What an extractor calls a column that has no header.
pub(super) fn is_unnamed(name: &str) -> bool {
    name.strip_prefix("column ")
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Rules about numbers that identify by themselves, not names or places.
pub(super) fn is_number(rule: &Compiled) -> bool {
    !rule.rule.columns.iter().any(|check| check == NAME_CHECK)
}

fn kind(rules: &RuleSet, sample: &ColumnSample<'_>) -> Option<RuleIndex> {
    // Bare digits are a number of anything; only marks between them make a shape.
    if !sample.is_of_kind(|value| !value.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let fits = |rule: &Compiled| {
        rule.category == Category::Phi
            && !rule.rule.columns.is_empty()
            && sample.is_of_kind(|value| passes(rule, &rules.names, value))
    };
    rules.rules.iter().position(fits)
}

pub(super) fn passes(rule: &Compiled, names: &PersonNames, value: &str) -> bool {
    rule.fits(value)
        && rule.rule.columns.iter().all(|check| match check.as_str() {
            NAME_CHECK => names.likeness(value) != NameLikeness::None,
            check => validate::find(check).is_some_and(|validator| (validator.check)(value)),
        })
}
