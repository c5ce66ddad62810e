//! What the record of a field says: the identifiers that stand beside it, and whose record it is.

use super::field::{self, Named};
use super::surroundings::Surroundings;
use crate::candidate::Candidate;
use crate::context::About;
use crate::context::company::{Companies, Key};
use crate::extract::{Field, FieldOrigin, Record, RecordId};
use crate::finding::Category;
use crate::rule::{Compiled, RuleIndex, RuleSet, Strength};
use crate::score::{EvidenceKind, Score};

/// How a candidate came to be one, as long as its record is not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    record: usize,
    strength: Strength,
    origin: FieldOrigin,
}

/// The claims on the fields of an extraction, until all of them are known.
pub(super) struct Judging<'s, 'e> {
    rules: &'s RuleSet,
    around: Surroundings<'s>,
    companies: Companies,
    keys: Keys<'e>,
    candidates: &'s mut Vec<Candidate>,
    /// How many candidates there were before.
    first: usize,
    claims: &'s mut Vec<Claim>,
}

impl<'s, 'e> Judging<'s, 'e> {
    pub(super) fn new(
        rules: &'s RuleSet,
        around: Surroundings<'s>,
        records: &[Record<'_>],
        (candidates, claims): (&'s mut Vec<Candidate>, &'s mut Vec<Claim>),
    ) -> Self {
        claims.clear();
        Self {
            rules,
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
    pub(super) fn claim(
        &mut self,
        named: Named<'_>,
        (rule, strength): (RuleIndex, Strength),
        counted: Strength,
        key: Option<Key<'e>>,
    ) {
        let Some(candidate) = field::judge(self.rules, self.around, named, rule, strength) else {
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

    /// Notes that a field holds the key of someone, so that its record belongs to others with the same.
    pub(super) fn hold_key(&mut self, field: &Field<'_>, value: &'e str, of: About) {
        if !field.value.is_empty() {
            self.keys.add(field.record.0, Key::Person(key_value(value)));
            self.companies.hold_key(field.record.0, of);
        }
    }

    /// Notes that one record is a part of what another is about.
    pub(super) fn join(&mut self, RecordId(whole): RecordId, RecordId(part): RecordId) {
        self.keys.add(whole, Key::Whole(whole));
        self.keys.add(part, Key::Whole(whole));
    }

    /// Adds what the records say to all candidates, and takes out what is a provider's own.
    pub(super) fn settle(mut self, records: &[Record<'_>]) {
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
            self.around.weigh(rule.category, candidate.span, score);
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

/// Adds what the record says; false when the field is a provider's own.
fn weigh_company(
    claim: Claim,
    rule: &Compiled,
    companies: &Companies,
    around: Surroundings<'_>,
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
