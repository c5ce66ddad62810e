//! The rules of a scan: the union of packs and configuration, checked, filtered by profile and indexed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::context::synthetic::MARKS;
use crate::context::{About, LanguageModel, Lexicon, PersonNames};
use crate::error::Error;
use crate::extract::asked::Asked;
use crate::extract::signature::{SIGNATURES, Signature};
use crate::extract::{Label, Labels, Scheme};
use crate::finding::Category;
use crate::rule::needed::Needed;
use crate::rule::shape::Shape;
use crate::rule::{Address, Identifier, Pack, ReservedPolicy, Rule, Strength, Words, words};
use crate::validate::{self, ReservedKind, Validator};

/// Index of a rule in its [`RuleSet`].
pub(crate) type RuleIndex = usize;

/// A rule ready to be used. Its regexes are compiled when a document first needs them.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) rule: Arc<Rule>,
    pub(crate) category: Category,
    pub(crate) validators: Vec<&'static Validator>,
    regex: OnceLock<Option<(Regex, Needed)>>,
    value: OnceLock<Option<Shape>>,
    path: OnceLock<Option<Regex>>,
}

/// What a label means: a rule, and how much the label alone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) rule: RuleIndex,
    pub(crate) strength: Strength,
    /// For coded schemes: the conditions on the field's qualifiers.
    pub(crate) address: Option<Arc<Address>>,
}

/// What a keyword wakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wakes {
    /// The regex of a rule.
    Regex(RuleIndex),
    /// A field with a telling name may stand here.
    Field(Category),
    /// The document, or something in it, is in a format of health data, if it is written so.
    Signature(Signature),
    /// Rows of a table stand in SQL, their columns named apart from the values.
    Statement,
    /// The document is about health: weak names count in it.
    Health,
    /// A generator of test data left its mark.
    Synthetic,
}

/// A rule and one of its addresses.
type Addressed = (RuleIndex, Arc<Address>);

#[derive(Debug)]
struct Phrase {
    rule: RuleIndex,
    strength: Strength,
}

/// All rules of a scan.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) rules: Vec<Compiled>,
    pub(crate) reserved: ReservedPolicy,
    pub(crate) lexicon: Lexicon,
    pub(crate) language: Option<LanguageModel>,
    pub(crate) names: PersonNames,
    /// By the words of the phrase run together.
    named: HashMap<Box<str>, Vec<Phrase>>,
    coded: HashMap<(Scheme, Box<str>), Vec<Addressed>>,
    /// The numbered fields among them, once a format has such.
    asked: OnceLock<Arc<Asked>>,
    /// Keywords and what each wakes, without duplicates.
    pub(crate) keywords: Vec<(Box<str>, Vec<Wakes>)>,
    /// The names of weak fields, looked for only in documents about health.
    pub(crate) weak_keywords: Vec<Box<str>>,
}

/// What shows that a text of another language holds rows in SQL.
const STATEMENT: &str = "insert into";

impl RuleSet {
    /// Checks and indexes `rules` for `profile`; `reserved` says what becomes of values that are nobody's.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for an unknown validator or a bad address.
    pub(crate) fn new(pack: Pack, profile: &str, reserved: ReservedPolicy) -> Result<Self, Error> {
        let Pack {
            rules,
            lexicon,
            language,
            names,
        } = pack;
        let mut set = Self {
            rules: Vec::new(),
            reserved,
            lexicon,
            language,
            names,
            named: HashMap::new(),
            coded: HashMap::new(),
            asked: OnceLock::new(),
            keywords: Vec::new(),
            weak_keywords: Vec::new(),
        };
        let mut keywords = HashMap::new();
        let rules: Vec<Rule> = rules
            .into_iter()
            .filter(|rule| rule.runs_in(profile))
            .collect();
        let heads = heads(&rules);
        for rule in rules {
            set.add(rule, &heads, &mut keywords)?;
        }
        wake(&mut keywords, STATEMENT, Wakes::Statement);
        for (text, signature) in SIGNATURES {
            wake(&mut keywords, text, Wakes::Signature(signature));
        }
        for word in &set.lexicon.waking {
            wake(&mut keywords, word, Wakes::Health);
        }
        for mark in MARKS {
            wake(&mut keywords, mark, Wakes::Synthetic);
        }
        set.keywords = keywords.into_iter().collect();
        set.keywords.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        set.weak_keywords.sort_unstable();
        set.weak_keywords.dedup();
        Ok(set)
    }

    fn add(
        &mut self,
        rule: Rule,
        heads: &Heads,
        keywords: &mut HashMap<Box<str>, Vec<Wakes>>,
    ) -> Result<(), Error> {
        let index = self.rules.len();
        let category = rule.category();
        for keyword in &rule.keywords {
            wake(keywords, keyword, Wakes::Regex(index));
        }
        let strong = rule.fields.iter().map(|phrase| (phrase, rule.strength));
        let medium = rule
            .medium_fields
            .iter()
            .map(|phrase| (phrase, Strength::Medium));
        let weak = rule
            .weak_fields
            .iter()
            .map(|phrase| (phrase, Strength::Weak));
        for (phrase, strength) in strong.chain(medium).chain(weak) {
            let joined: Box<str> = phrase.split(' ').collect();
            let in_full: Box<str> = phrase
                .split(' ')
                .map(|word| self.lexicon.in_full(word))
                .collect();
            if in_full != joined {
                self.name_phrase(in_full, index, strength);
            }
            self.name_phrase(joined, index, strength);
            match strength {
                Strength::Weak => spellings(phrase, |spelling| {
                    self.weak_keywords
                        .push(spelling.to_ascii_lowercase().into());
                }),
                // A hit of the shorter name is a hit in the longer one.
                _ if heads.holds_part_of(category, phrase) => {}
                _ => spellings(phrase, |spelling| {
                    wake(keywords, spelling, Wakes::Field(category));
                }),
            }
        }
        let coded = [
            (Scheme::Hl7v2, &rule.hl7v2),
            (Scheme::Fhir, &rule.fhir),
            (Scheme::Ccda, &rule.ccda),
            (Scheme::X12, &rule.x12),
            (Scheme::Dicom, &rule.dicom),
        ];
        for (scheme, addresses) in coded {
            for text in addresses {
                let address = Address::parse(text)
                    .ok_or_else(|| wrong(&rule, "address", &format!("`{text}` is none")))?;
                let path = address.path.as_str().into();
                self.coded
                    .entry((scheme, path))
                    .or_default()
                    .push((index, Arc::new(address)));
            }
        }
        let validators = rule.validators.iter().map(|name| {
            validate::find(name).ok_or_else(|| {
                wrong(
                    &rule,
                    "validators",
                    &format!("there is no validator `{name}`"),
                )
            })
        });
        let validators = validators.collect::<Result<Vec<_>, _>>()?;
        let rule = Arc::new(rule);
        self.rules.push(Compiled {
            rule,
            category,
            validators,
            regex: OnceLock::new(),
            value: OnceLock::new(),
            path: OnceLock::new(),
        });
        Ok(())
    }

    /// Notes that a phrase, its words run together, is the name of what a rule is about.
    fn name_phrase(&mut self, joined: Box<str>, rule: RuleIndex, strength: Strength) {
        let phrases = self.named.entry(joined).or_default();
        if !phrases.iter().any(|known| known.rule == rule) {
            phrases.push(Phrase { rule, strength });
        }
    }

    /// The words of a name, with what abbreviations stand for.
    fn words(&self, name: &str) -> Words {
        let mut words = words(name);
        for word in &mut words.all {
            if let Some(in_full) = self.lexicon.abbreviation.get(word) {
                word.clone_from(in_full);
            }
        }
        words
    }

    /// Whether the words of a phrase of some rule, run together, are `word` in any case.
    pub(crate) fn is_phrase(&self, word: &str) -> bool {
        self.named.contains_key(word.to_ascii_lowercase().as_str())
    }

    /// Whether a rule of that id runs.
    pub(crate) fn has_rule(&self, id: &str) -> bool {
        self.rules.iter().any(|compiled| compiled.rule.id == id)
    }

    /// Whose key a label is, in a record of the given name: `person_id`, `id` of a `patient`. `Other` when it is none.
    pub(crate) fn key_of(&self, labels: &Labels, label: Label, record: &str) -> About {
        let about = |words: &[String]| self.lexicon.about(words.iter().map(String::as_str));
        let own = self.words(labels.name(label));
        let holder = match own.all.as_slice() {
            [before @ .., last] if KEY_WORDS.contains(&last.as_str()) => {
                if before.is_empty() {
                    about(&self.words(record).all)
                } else {
                    about(before)
                }
            }
            [only] if self.lexicon.person.contains(only.as_str()) => About::Person,
            _ => About::Other,
        };
        if matches!(holder, About::Person | About::Party) {
            holder
        } else {
            About::Other
        }
    }

    /// What a label means, for a record of the given name. For coded schemes every rule that names the address, for names
    /// the rules with the longest phrase that ends it.
    pub(crate) fn meanings(&self, labels: &Labels, label: Label, record: &str) -> Vec<Meaning> {
        match labels.scheme(label) {
            Scheme::Named => self.named_meanings(labels, label, record),
            scheme => {
                let separator = match scheme {
                    Scheme::Ccda => "/",
                    _ => ".",
                };
                self.coded_meanings(scheme, &labels.spelled(label), separator)
            }
        }
    }

    /// The numbered fields that rules name.
    pub(crate) fn asked(&self) -> Arc<Asked> {
        let addresses = || self.coded.keys().map(|(scheme, path)| (*scheme, &**path));
        Arc::clone(self.asked.get_or_init(|| Arc::new(Asked::of(addresses()))))
    }

    /// The rules that name `path`, or, after `*`, the end of it: `*.subject.display`.
    fn coded_meanings(&self, scheme: Scheme, path: &str, separator: &str) -> Vec<Meaning> {
        let ends = path
            .match_indices(separator)
            .map(|(at, _)| format!("*{}", &path[at..]));
        std::iter::once(path.to_owned())
            .chain(ends)
            .filter_map(|path| self.coded.get(&(scheme, path.into())))
            .flatten()
            .map(|(rule, address)| Meaning {
                rule: *rule,
                strength: Strength::Strong,
                address: Some(Arc::clone(address)),
            })
            .collect()
    }

    fn named_meanings(&self, labels: &Labels, label: Label, record: &str) -> Vec<Meaning> {
        let own = self.words(labels.name(label));
        let outer = match labels.parent(label).map(|parent| labels.name(parent)) {
            Some(name) if !name.is_empty() => self.words(name),
            _ => self.words(record),
        };
        self.named_within(&own, &outer)
    }

    /// What a name means that stands for itself.
    pub(crate) fn meanings_of_name(&self, name: &str) -> Vec<Meaning> {
        self.named_within(&self.words(name), &Words::default())
    }

    fn named_within(&self, own: &Words, outer: &Words) -> Vec<Meaning> {
        let whole = own.within(outer);
        self.phrase_ending(&whole.all, own)
            .or_else(|| self.phrase_ending(whole.core(), own))
            .unwrap_or_default()
    }

    /// The rules of the longest phrase that ends `name` and covers at least one of its own words.
    fn phrase_ending(&self, name: &[String], own: &Words) -> Option<Vec<Meaning>> {
        let outer = name.len().saturating_sub(own.all.len());
        let longest = name.len().min(MAX_PHRASE);
        let mut own_words = own.all.iter().map(String::as_str);
        let names_patient = own_words.any(|word| self.lexicon.person.contains(word));
        (1..=longest).rev().find_map(|length| {
            let (before, phrase) = name.split_at(name.len() - length);
            let own_before = before.get(outer.min(before.len())..).unwrap_or_default();
            let phrases = self.named.get(phrase.concat().as_str())?;
            let fitting: Vec<_> = phrases
                .iter()
                .filter(|phrase| self.may_stand_before(own_before, phrase.strength))
                .map(|phrase| Meaning {
                    rule: phrase.rule,
                    // Put together from two names, it is a guess: `LogSubscriber` › `identifier`.
                    strength: if length > own.all.len() && !self.says_alone(own, phrase) {
                        phrase.strength.min(Strength::Medium)
                    } else if names_patient {
                        phrase.strength.raised()
                    } else {
                        phrase.strength
                    },
                    address: None,
                })
                .collect();
            (!fitting.is_empty()).then_some(fitting)
        })
    }

    /// Whether a field's own name means the same without the name around it: `hec_token` under `splunk`.
    fn says_alone(&self, own: &Words, longer: &Phrase) -> bool {
        let same =
            |phrase: &Phrase| phrase.rule == longer.rule && phrase.strength == longer.strength;
        self.named
            .get(own.all.concat().as_str())
            .is_some_and(|phrases| phrases.iter().any(same))
    }

    fn may_stand_before(&self, before: &[String], strength: Strength) -> bool {
        match strength {
            Strength::Weak => before.iter().all(|word| self.lexicon.qualifies(word)),
            Strength::Medium | Strength::Strong => !before
                .iter()
                .any(|word| self.lexicon.negation.contains(word)),
        }
    }
}

/// The names of strong and medium fields, by category.
struct Heads(HashSet<(Category, Box<str>)>);

fn heads(rules: &[Rule]) -> Heads {
    let telling = |rule: &Rule| {
        let fields: &[String] = if rule.strength == Strength::Weak {
            &[]
        } else {
            &rule.fields
        };
        let phrases = fields.iter().chain(&rule.medium_fields);
        phrases
            .map(|phrase| (rule.category(), phrase.as_str().into()))
            .collect::<Vec<_>>()
    };
    let phrases = rules.iter().flat_map(telling);
    Heads(phrases.collect())
}

impl Heads {
    /// Whether a shorter name of the same category stands within `phrase`.
    fn holds_part_of(&self, category: Category, phrase: &str) -> bool {
        let starts = || std::iter::once(0).chain(phrase.match_indices(' ').map(|(at, _)| at + 1));
        let ends = || {
            phrase
                .match_indices(' ')
                .map(|(at, _)| at)
                .chain([phrase.len()])
        };
        starts().any(|start| {
            ends()
                .filter(|&end| end > start && end - start < phrase.len())
                .any(|end| {
                    // Keywords are at least three bytes long.
                    end - start > 2 && self.0.contains(&(category, phrase[start..end].into()))
                })
        })
    }
}

/// Words that make a key of the word before them.
const KEY_WORDS: [&str; 4] = ["id", "key", "uuid", "reference"];

/// Words in the longest phrase of a rule: `health plan beneficiary id number`.
const MAX_PHRASE: usize = 5;

impl Compiled {
    /// Whether its values are numbers of no fixed form.
    pub(crate) fn is_number(&self) -> bool {
        self.validators
            .iter()
            .any(|validator| validator.name == "has-digit")
    }

    /// As what values may be reserved that the rule is about: ten digits of a record number may spell a telephone number of
    /// fiction, and mean none.
    pub(crate) fn reserved_kinds(&self) -> &'static [ReservedKind] {
        use Identifier::{D, E, F, G, I, J, N, O, R};
        match (self.rule.identifier, self.category) {
            // Where a standard has a field for the number, rules about any other identifier claim it, too.
            (Some(G | R), _) => &[ReservedKind::Ssn],
            (Some(D | E), _) => &[ReservedKind::Phone],
            (Some(F | N), _) => &[ReservedKind::Domain],
            (Some(O), _) => &[ReservedKind::Address],
            (Some(I), _) => &[ReservedKind::Mbi],
            (Some(J), _) => &[ReservedKind::Card],
            (Some(_), _) => &[],
            (None, Category::Phi) => &[ReservedKind::Domain],
            (None, Category::Secret) => &[ReservedKind::Domain, ReservedKind::Key],
        }
    }

    /// The regex for running text, and what it cannot match without.
    pub(crate) fn regex(&self) -> Option<&(Regex, Needed)> {
        let compiled = || {
            let pattern = self.rule.regex.as_deref()?;
            Some((compile(pattern)?, Needed::of(pattern)))
        };
        self.regex.get_or_init(compiled).as_ref()
    }

    /// Whether `value` has the shape that the rule asks of a field's whole value.
    pub(crate) fn fits(&self, value: &str) -> bool {
        let shape = self
            .value
            .get_or_init(|| Shape::new(self.rule.value.as_deref()?));
        shape.as_ref().is_none_or(|shape| shape.is_match(value))
    }

    /// A value without the prefix that all values of the rule have.
    pub(crate) fn body<'v>(&self, value: &'v str) -> &'v str {
        match value.strip_prefix(self.rule.public_prefix.as_str()) {
            Some(body) if !body.is_empty() => body,
            _ => value,
        }
    }

    /// Whether the rule is about documents with that path.
    pub(crate) fn is_about_path(&self, path: &str) -> bool {
        let shape = self
            .path
            .get_or_init(|| compile(self.rule.path.as_deref()?));
        shape.as_ref().is_none_or(|shape| shape.is_match(path))
    }
}

fn compile(pattern: &str) -> Option<Regex> {
    // Rules are checked when they are loaded; a pattern that does not compile cannot come here.
    Regex::new(pattern).ok()
}

fn wake(keywords: &mut HashMap<Box<str>, Vec<Wakes>>, keyword: &str, wakes: Wakes) {
    let all = keywords
        .entry(keyword.to_ascii_lowercase().into())
        .or_default();
    if !all.contains(&wakes) {
        all.push(wakes);
    }
}

/// The ways in which the words of a phrase are put together in names.
fn spellings(phrase: &str, mut each: impl FnMut(&str)) {
    each(&phrase.replace(' ', ""));
    if phrase.contains(' ') {
        each(phrase);
        each(&phrase.replace(' ', "_"));
        each(&phrase.replace(' ', "-"));
        each(&phrase.replace(' ', "."));
        if phrase.contains("s ") {
            // `driver's license`
            each(&phrase.replacen("s ", "'s ", 1));
        }
    }
}

fn wrong(rule: &Rule, key: &str, message: &str) -> Error {
    Error::Rule {
        origin: "rules".to_owned(),
        rule: rule.id.clone(),
        key: key.to_owned(),
        message: message.to_owned(),
    }
}
