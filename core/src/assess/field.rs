//! What the name and the value of a field say by themselves.

use std::borrow::Cow;

use super::program::is_of_program;
use super::surroundings::Surroundings;
use super::value::{self, Fixed, Judged};
use crate::candidate::{Candidate, Floor};
use crate::context::PathKind;
use crate::extract::{Field, FieldOrigin};
use crate::finding::Category;
use crate::rule::{RuleIndex, RuleSet, Strength};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;

/// A field, its own name and its value without the white space around it.
#[derive(Clone, Copy)]
pub(super) struct Named<'f> {
    pub(super) field: &'f Field<'f>,
    pub(super) name: &'f str,
    pub(super) value: &'f str,
}

/// What the name and the value say by themselves; `None` when the value cannot be one.
pub(super) fn judge(
    rules: &RuleSet,
    around: Surroundings<'_>,
    named: Named<'_>,
    index: RuleIndex,
    strength: Strength,
) -> Option<Candidate> {
    let rule = &rules.rules[index];
    let Named { field, name, value } = named;
    if value.is_empty()
        || !rule.fits(value)
        || field.origin != FieldOrigin::Standard
            && (around.path == PathKind::Translation && is_translated(value)
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
        text: around.text,
        span: field.span,
        field: name,
        about: around.path,
        fixed,
    };
    value::weigh(rules, rule, judged, &mut score)?;
    let span = trimmed(field, value);
    let is_verbatim = around.text.get(span.range()) == Some(value);
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
