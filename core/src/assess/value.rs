//! What a value says of itself: placeholder, reserved number, harmless thing, random string or words.

use super::surroundings::line_around;
use crate::context::synthetic::numbered_name;
use crate::context::{
    Firmness, Harmless, LanguageModel, PathKind, Placeholder, harmless, holds_sample_word,
    is_sample_login, names_secret, placeholder,
};
use crate::extract::FieldOrigin;
use crate::finding::Category;
use crate::rule::{Compiled, Identifier, Randomness, ReservedPolicy, RuleSet, Strength};
use crate::score::{EvidenceKind, Score};
use crate::span::Span;
use crate::validate::{Proof, ReservedStrength, invented, reserved_as};

/// A value and the words around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged<'x> {
    pub(super) value: &'x str,
    /// The text it stands in, and where.
    pub(super) text: &'x str,
    pub(super) span: Span,
    /// The name of its field, if it has one.
    pub(super) field: &'x str,
    /// What kind of path the document has.
    pub(super) about: PathKind,
    /// Whether something labels it.
    pub(super) fixed: Fixed,
}

/// Whether a standard or a telling name fixes what a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fixed {
    /// It does, whatever the value looks like.
    Yes,
    /// The name suggests it; the record decides.
    ByRecord,
    /// Nothing labels the value.
    No,
}

impl Fixed {
    pub(super) fn of(origin: FieldOrigin, strength: Strength) -> Self {
        if origin == FieldOrigin::Standard || strength == Strength::Strong {
            Self::Yes
        } else {
            Self::ByRecord
        }
    }
}

/// Adds what the value says to `score`; `None` when it cannot be what the rule is about.
pub(super) fn weigh(
    rules: &RuleSet,
    rule: &Compiled,
    judged: Judged<'_>,
    score: &mut Score,
) -> Option<()> {
    // Left out, as documentation does with long keys.
    if rule.category == Category::Secret && is_cut_off(judged.value) {
        return None;
    }
    weigh_placeholder(rule, judged, score)?;
    if (rule.rule.identifier).is_some_and(|identifier| invented(identifier, judged.value)) {
        return None;
    }
    weigh_reserved(rules.reserved, rule, judged, score)?;
    match generated_name(rule, judged.value) {
        Some(name) => {
            score.add(EvidenceKind::SyntheticMark);
            weigh_validators(
                rule,
                Judged {
                    value: &name,
                    ..judged
                },
                score,
            )?;
        }
        None => weigh_validators(rule, judged, score)?,
    }
    match (rule.category, &rules.language) {
        (Category::Secret, Some(language)) => weigh_randomness(rule, language, judged, score),
        _ => Some(()),
    }
}

/// Whether dots stand for the rest of a key. Two of them end a sentence of sloppy people, too, but no hexadecimal key.
fn is_cut_off(value: &str) -> bool {
    let head = value.trim_end_matches('.');
    value.contains("...")
        || head.len() + 2 <= value.len() && head.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The name in a generated one, `Jane` in `Jane123`.
fn generated_name(rule: &Compiled, value: &str) -> Option<String> {
    (rule.rule.identifier == Some(Identifier::A))
        .then(|| numbered_name(value))
        .flatten()
}

fn weigh_placeholder(rule: &Compiled, judged: Judged<'_>, score: &mut Score) -> Option<()> {
    // What follows a public prefix may be a placeholder too: `SKxxxxxxxx`.
    let of_body = || {
        let has_prefix = !rule.rule.public_prefix.is_empty();
        has_prefix.then(|| placeholder(rule.body(judged.value)))?
    };
    let Some(kind) = placeholder(judged.value).or_else(of_body) else {
        // What a shape took along behind a literal of code: `None,`.
        let shorter = judged.value.trim_end_matches([',', ';', ')']);
        let literal = || shorter.len() < judged.value.len() && placeholder(shorter).is_some();
        let sample =
            rule.category == Category::Secret && (is_sample_login(judged.value) || literal());
        return (!sample).then_some(());
    };
    let invented = kind.firmness() == Firmness::Weak
        || kind == Placeholder::Masked && judged.fixed == Fixed::Yes;
    if rule.category == Category::Secret || !invented {
        return None;
    }
    // In a named field of health data an invented value still counts.
    if judged.fixed == Fixed::Yes || kind == Placeholder::SampleWord {
        score.add(EvidenceKind::SampleValue);
        Some(())
    } else {
        None
    }
}

fn weigh_reserved(
    policy: ReservedPolicy,
    rule: &Compiled,
    judged: Judged<'_>,
    score: &mut Score,
) -> Option<()> {
    let Some(reserved) = reserved_as(judged.value, rule.reserved_kinds()) else {
        return Some(());
    };
    match (reserved.strength, rule.category, judged.fixed) {
        (ReservedStrength::Sample | ReservedStrength::Private, Category::Phi, Fixed::Yes) => {
            score.add(EvidenceKind::SampleValue);
            Some(())
        }
        _ if policy == ReservedPolicy::Report => {
            score.add(EvidenceKind::ReservedValue);
            Some(())
        }
        _ => None,
    }
}

fn weigh_validators(rule: &Compiled, judged: Judged<'_>, score: &mut Score) -> Option<()> {
    if rule.validators.is_empty() {
        return Some(());
    }
    if rule
        .validators
        .iter()
        .all(|validator| (validator.check)(judged.value))
    {
        if rule
            .validators
            .iter()
            .any(|validator| validator.proof != Proof::Slight)
        {
            score.add(EvidenceKind::Validated);
        }
        return Some(());
    }
    let defining = |proof| proof == Proof::Defining;
    if rule
        .validators
        .iter()
        .any(|validator| defining(validator.proof))
    {
        return None;
    }
    match judged.fixed {
        Fixed::Yes => score.add(EvidenceKind::FailsValidator),
        // An issuer may change its checksum, so a mark of its own still counts; an invented one says so.
        Fixed::No if !rule.rule.public_prefix.is_empty() => {
            if holds_sample_word(judged.value) {
                return None;
            }
            score.add(EvidenceKind::FailsValidator);
        }
        // Only a patient's record around it makes up for that.
        Fixed::ByRecord => score.add_times(EvidenceKind::FailsValidator, 2),
        Fixed::No => return None,
    }
    Some(())
}

/// Below this a value that must look random does not.
const RANDOM_FROM: f32 = 0.5;

/// Where a password looks neither invented by a person nor drawn by a generator.
const PASSWORD_NEUTRAL: f32 = 0.3;

fn weigh_randomness(
    rule: &Compiled,
    language: &LanguageModel,
    judged: Judged<'_>,
    score: &mut Score,
) -> Option<()> {
    if rule.rule.random == Randomness::Ignored {
        return Some(());
    }
    if is_harmless(judged) || names_secret(rule.body(judged.value)) {
        return None;
    }
    if language.is_word(judged.value.trim_end_matches(['?', '!', '.', ':', '…'])) {
        // One word of a dictionary: whoever wants in tries it first, and whoever writes an example takes it.
        if !is_setting_of_password(rule, judged) {
            return None;
        }
    } else if language.is_identifier(judged.value) {
        return None;
    }
    let random = language.looks_random(judged.value);
    let neutral = match rule.rule.random {
        Randomness::Required if random < RANDOM_FROM => return None,
        Randomness::Required => RANDOM_FROM,
        _ => PASSWORD_NEUTRAL,
    };
    if random >= neutral {
        score.add_likeness(EvidenceKind::LooksRandom, random - neutral);
    } else {
        score.add_likeness(EvidenceKind::LooksLikeWords, (neutral - random) / neutral);
        if rule.rule.random == Randomness::Weighed && mixes_characters(judged.value) {
            score.add(EvidenceKind::MixedCharacters);
        }
    }
    Some(())
}

/// Whether a field is a variable of the environment that holds a password, `DB_PASSWORD=sunshine`: there nobody names a
/// label or a message, and a word is what people choose.
fn is_setting_of_password(rule: &Compiled, judged: Judged<'_>) -> bool {
    let capitals = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let value = judged.value;
    judged.about == PathKind::Configuration
        && rule.rule.random == Randomness::Weighed
        && judged.field.contains('_')
        && judged.field.bytes().all(capitals)
        && value.len() >= 5
        && value.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A letter, a digit, and a sign or letters of both cases: more than a name in a program has, blanks and the joints of
/// names aside.
fn mixes_characters(value: &str) -> bool {
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let sign = has(|byte| byte.is_ascii_punctuation() && !b"_-./:".contains(byte));
    let kinds = [
        has(u8::is_ascii_lowercase),
        has(u8::is_ascii_uppercase),
        has(u8::is_ascii_digit),
        sign,
    ];
    value.len() >= 8
        && kinds.iter().filter(|&&kind| kind).count() >= 3
        && (has(u8::is_ascii_digit) || sign)
        && !value.contains(['(', '{', '[', '<', ' '])
}

/// Whether a value is something harmless; a UUID is none where the field's name says that it is a credential.
fn is_harmless(judged: Judged<'_>) -> bool {
    let line = line_around(judged.text, judged.span);
    match harmless(judged.value, line, judged.field) {
        None => false,
        Some(Harmless::Uuid) => judged.fixed != Fixed::Yes,
        Some(_) => true,
    }
}
