//! A rule ready to be used: its checks found, its patterns compiled when a document first needs them.

use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::error::Error;
use crate::finding::Category;
use crate::rule::needed::Needed;
use crate::rule::shape::Shape;
use crate::rule::{Identifier, Rule};
use crate::validate::{self, ReservedKind, Validator};

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

impl Compiled {
    /// Looks up the validators of a rule.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] for one that does not exist.
    pub(super) fn new(rule: Rule) -> Result<Self, Error> {
        let validators = rule.validators.iter().map(|name| {
            let unknown = || rule.wrong("validators", &format!("there is no validator `{name}`"));
            validate::find(name).ok_or_else(unknown)
        });
        Ok(Self {
            category: rule.category(),
            validators: validators.collect::<Result<_, _>>()?,
            rule: Arc::new(rule),
            regex: OnceLock::new(),
            value: OnceLock::new(),
            path: OnceLock::new(),
        })
    }

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
