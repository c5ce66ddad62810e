//! Company: which other identifiers stand in a field's record, and whose record it is.
//!
//! Evidence flows down from ancestors and up from parts that are no things of their own (an address inside a patient);
//! it never flows between rows, array elements or documents.

use std::collections::HashMap;

use crate::context::{About, Lexicon};
use crate::extract::{Record, RecordId, Repeated};
use crate::rule::{Identifier, Strength, words};

/// The identifiers that stand in a record, as sets of the eighteen letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Company {
    strong: u32,
    medium: u32,
    weak: u32,
}

impl Company {
    fn insert(&mut self, identifier: Identifier, strength: Strength) {
        let bit = bit(identifier);
        match strength {
            Strength::Strong => self.strong |= bit,
            Strength::Medium => self.medium |= bit,
            Strength::Weak => self.weak |= bit,
        }
    }

    fn merge(&mut self, other: Company) {
        self.strong |= other.strong;
        self.medium |= other.medium;
        self.weak |= other.weak;
    }

    /// Whether an identifier other than `own` is strong here.
    pub(crate) fn has_strong_beside(self, own: Identifier) -> bool {
        self.strong & !bit(own) != 0
    }

    /// Whether an identifier other than `own` is of medium strength here.
    pub(crate) fn has_medium_beside(self, own: Identifier) -> bool {
        self.medium & !bit(own) != 0
    }

    /// How many identifiers other than `own` are weak here.
    pub(crate) fn weak_beside(self, own: Identifier) -> u8 {
        let beside = self.weak & !bit(own) & !self.medium & !self.strong;
        // At most eighteen.
        u8::try_from(beside.count_ones()).unwrap_or(u8::MAX)
    }
}

fn bit(identifier: Identifier) -> u32 {
    1 << (identifier as u32)
}

/// The company of every record of an extraction.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    company: Vec<Company>,
    about: Vec<About>,
}

impl Companies {
    /// Prepares for `records`; `document` is what the document's own name is about.
    pub(crate) fn new(records: &[Record<'_>], document: About, lexicon: &Lexicon) -> Self {
        let mut about: Vec<About> = Vec::with_capacity(records.len());
        let mut named = Named::new(lexicon);
        for record in records {
            let own = named.about(record.name.as_ref());
            let outer = record
                .parent
                .and_then(|parent| about.get(parent.0).copied())
                .unwrap_or(document);
            about.push(match own {
                // The name of a practitioner is a person's name, and so is that of a clinic's contact.
                About::Party if outer == About::Provider && record.parent.is_some() => outer,
                // And somebody in a patient's record is the patient or a relative.
                About::Party if outer == About::Person => outer,
                About::Person | About::Party | About::Provider => own,
                About::Other | About::Health => stronger(own, outer),
            });
        }
        Self {
            company: vec![Company::default(); records.len()],
            about,
        }
    }

    /// Notes that an identifier stands in record `record`.
    pub(crate) fn insert(&mut self, record: usize, identifier: Identifier, strength: Strength) {
        if let Some(company) = self.company.get_mut(record) {
            company.insert(identifier, strength);
        }
    }

    /// Notes that record `record` holds the key of someone: an encounter that names its patient is about the patient.
    pub(crate) fn hold_key(&mut self, record: usize, of: About) {
        if let Some(about @ (About::Other | About::Health | About::Party)) =
            self.about.get_mut(record)
            && of == About::Person
        {
            *about = About::Person;
        }
    }

    /// Lets the evidence flow, once everything is inserted.
    pub(crate) fn settle(&mut self, records: &[Record<'_>]) {
        let own = self.company.clone();
        for (index, record) in records.iter().enumerate().rev() {
            if let (Some(parent), Repeated::No) = (record.parent, record.repeated) {
                let part = self.company[index];
                self.company[parent.0].merge(part);
            }
        }
        let mut inherited = vec![Company::default(); records.len()];
        for (index, record) in records.iter().enumerate() {
            if let Some(RecordId(parent)) = record.parent {
                let mut outer = inherited[parent];
                outer.merge(own[parent]);
                inherited[index] = outer;
                let around = match record.repeated {
                    Repeated::No => self.company[parent],
                    Repeated::Yes => outer,
                };
                self.company[index].merge(around);
            }
        }
    }

    /// Joins what stands in records that name the same thing: an explicit key (`person_id`, `Patient/7`), or the header of
    /// one table. Call it after [`Companies::settle`].
    pub(crate) fn link(&mut self, keys: &[(usize, Key<'_>)]) {
        let mut groups: Vec<(Company, Linked)> = Vec::new();
        let mut places: HashMap<Key<'_>, usize> = HashMap::new();
        // Rows of a table follow each other, and share its key.
        let mut last = None;
        let mut place_of = |key| match last {
            Some((known, place)) if known == key => place,
            _ => {
                let next = places.len();
                let place = *places.entry(key).or_insert(next);
                last = Some((key, place));
                place
            }
        };
        for (record, key) in keys {
            let place = place_of(*key);
            if place == groups.len() {
                groups.push(Default::default());
            }
            let (company, people) = &mut groups[place];
            company.merge(self.company(*record));
            people.holds_person |= self.about(*record) == About::Person;
        }
        for (record, key) in keys {
            let (company, people) = &groups[place_of(*key)];
            if let Some(own) = self.company.get_mut(*record) {
                own.merge(*company);
            }
            if people.holds_person
                && matches!(key, Key::Person(_) | Key::Whole(_))
                && let Some(about @ (About::Other | About::Health | About::Party)) =
                    self.about.get_mut(*record)
            {
                *about = About::Person;
            }
        }
    }

    /// What stands beside a field of record `record`.
    pub(crate) fn company(&self, record: usize) -> Company {
        self.company.get(record).copied().unwrap_or_default()
    }

    /// What the record is about.
    pub(crate) fn about(&self, record: usize) -> About {
        self.about.get(record).copied().unwrap_or_default()
    }
}

/// What names of records are about. Rows of a table share one, and messages have a few.
struct Named<'n> {
    lexicon: &'n Lexicon,
    known: HashMap<&'n str, About>,
    /// Names asked for lately, found without hashing.
    lately: [(&'n str, About); 16],
}

impl<'n> Named<'n> {
    fn new(lexicon: &'n Lexicon) -> Self {
        Self {
            lexicon,
            known: HashMap::new(),
            lately: [("", About::Other); 16],
        }
    }

    fn about(&mut self, name: &'n str) -> About {
        let Some(last) = name.as_bytes().last() else {
            return About::Other;
        };
        let place = (name.len() * 5 + usize::from(*last)) % self.lately.len();
        if self.lately[place].0 != name {
            let all = || words(name).all;
            let about = *self
                .known
                .entry(name)
                .or_insert_with(|| self.lexicon.about(all().iter().map(String::as_str)));
            self.lately[place] = (name, about);
        }
        self.lately[place].1
    }
}

/// What makes records speak of the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key<'k> {
    /// The value of a field that names a person: `person_id`.
    Person(&'k str),
    /// The rows of a table, which share its header.
    Table(&'k str),
    /// A record and what was handed to it.
    Whole(usize),
}

/// What is known of records with one key.
#[derive(Default)]
struct Linked {
    holds_person: bool,
}

/// A record that says nothing of itself is about what its surroundings are about.
fn stronger(own: About, outer: About) -> About {
    if outer == About::Other { own } else { outer }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::span::Span;

    fn record(parent: Option<usize>, name: &'static str, repeated: Repeated) -> Record<'static> {
        Record {
            parent: parent.map(RecordId),
            name: Cow::Borrowed(name),
            span: Span::default(),
            repeated,
        }
    }

    #[test]
    fn evidence_flows_down_and_from_parts_but_not_between_rows() {
        let records = [
            record(None, "", Repeated::No),
            record(Some(0), "", Repeated::Yes),
            record(Some(1), "address", Repeated::No),
            record(Some(1), "names", Repeated::No),
            record(Some(0), "", Repeated::Yes),
        ];
        let mut companies = Companies::new(&records, About::Other, &Lexicon::default());
        companies.insert(2, Identifier::B, Strength::Weak);
        companies.insert(1, Identifier::H, Strength::Strong);
        companies.settle(&records);
        assert!(companies.company(3).has_strong_beside(Identifier::A));
        assert_eq!(companies.company(3).weak_beside(Identifier::A), 1);
        assert!(!companies.company(4).has_strong_beside(Identifier::A));
        assert!(!companies.company(0).has_strong_beside(Identifier::A));
    }

    #[test]
    fn evidence_flows_along_keys() {
        let records =
            ["patient", "person_name", "person_name"].map(|name| record(None, name, Repeated::Yes));
        let mut lexicon = Lexicon::default();
        lexicon.person.insert("patient".to_owned());
        let mut companies = Companies::new(&records, About::Other, &lexicon);
        companies.insert(0, Identifier::H, Strength::Strong);
        companies.settle(&records);
        companies.link(&[
            (0, Key::Person("7")),
            (1, Key::Person("7")),
            (2, Key::Person("8")),
        ]);
        assert!(companies.company(1).has_strong_beside(Identifier::A));
        assert_eq!(companies.about(1), About::Person);
        assert!(!companies.company(2).has_strong_beside(Identifier::A));
        assert_eq!(companies.about(2), About::Other);
    }

    #[test]
    fn what_is_handed_to_a_patient_is_about_the_patient() {
        let records = ["address", "patient"].map(|name| record(None, name, Repeated::Yes));
        let mut lexicon = Lexicon::default();
        lexicon.person.insert("patient".to_owned());
        let mut companies = Companies::new(&records, About::Other, &lexicon);
        companies.insert(1, Identifier::G, Strength::Strong);
        companies.settle(&records);
        companies.link(&[(1, Key::Whole(1)), (0, Key::Whole(1))]);
        assert!(companies.company(0).has_strong_beside(Identifier::B));
        assert_eq!(companies.about(0), About::Person);
    }

    #[test]
    fn a_record_is_about_what_it_is_named_after() {
        let mut lexicon = Lexicon::default();
        lexicon.person.insert("patient".to_owned());
        lexicon.provider.insert("provider".to_owned());
        lexicon.party.insert("person".to_owned());
        let records = [
            record(None, "patients", Repeated::No),
            record(Some(0), "address", Repeated::No),
            record(Some(0), "PatientProvider", Repeated::No),
            record(Some(0), "person", Repeated::No),
            record(Some(2), "person", Repeated::No),
            record(None, "person", Repeated::No),
        ];
        let companies = Companies::new(&records, About::Other, &lexicon);
        assert_eq!(companies.about(1), About::Person);
        assert_eq!(companies.about(2), About::Provider);
        let people = [About::Person, About::Provider, About::Party];
        assert_eq!([3, 4, 5].map(|at| companies.about(at)), people);
    }
}
