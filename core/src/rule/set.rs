//! The rules of a scan: the union of packs and configuration, checked, filtered by profile and indexed.

use crate::context::{LanguageModel, Lexicon, PersonNames};
use crate::error::Error;
use crate::rule::compiled::Compiled;
use crate::rule::keyword::{Keyword, Keywords};
use crate::rule::meaning::Meanings;
use crate::rule::{Pack, ReservedPolicy, Rule};

/// Index of a rule in its [`RuleSet`].
pub(crate) type RuleIndex = usize;

/// All rules of a scan.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) rules: Vec<Compiled>,
    pub(crate) reserved: ReservedPolicy,
    pub(crate) lexicon: Lexicon,
    pub(crate) language: Option<LanguageModel>,
    pub(crate) names: PersonNames,
    pub(super) meanings: Meanings,
    /// In order, none twice.
    pub(crate) keywords: Vec<Keyword>,
    /// The names of weak fields, looked for only in documents about health.
    pub(crate) weak_keywords: Vec<Box<str>>,
}

impl RuleSet {
    /// Checks and indexes the rules of `pack` for `profile`; `reserved` says what becomes of values that are nobody's.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for an unknown validator or a bad address.
    pub(crate) fn new(pack: Pack, profile: &str, reserved: ReservedPolicy) -> Result<Self, Error> {
        let Pack {
            mut rules,
            lexicon,
            language,
            names,
        } = pack;
        rules.retain(|rule: &Rule| rule.runs_in(profile));
        let mut keywords = Keywords::new(&rules, &lexicon);
        let mut meanings = Meanings::default();
        for (index, rule) in rules.iter().enumerate() {
            keywords.add(index, rule);
            meanings.add(index, rule, &lexicon)?;
        }
        let rules = rules.into_iter().map(Compiled::new);
        let (keywords, weak_keywords) = keywords.finish();
        Ok(Self {
            rules: rules.collect::<Result<_, _>>()?,
            reserved,
            lexicon,
            language,
            names,
            meanings,
            keywords,
            weak_keywords,
        })
    }

    /// Whether a rule of that id runs.
    pub(crate) fn has_rule(&self, id: &str) -> bool {
        self.rules.iter().any(|compiled| compiled.rule.id == id)
    }
}
