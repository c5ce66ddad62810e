//! Keywords: the texts that the prefilter looks for, and what each wakes.

use std::collections::{HashMap, HashSet};

use crate::context::Lexicon;
use crate::context::synthetic::MARKS;
use crate::extract::signature::{SIGNATURES, Signature};
use crate::finding::Category;
use crate::rule::{Rule, RuleIndex, Strength};

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

/// A keyword, and what it wakes.
pub(crate) type Keyword = (Box<str>, Vec<Wakes>);

/// What shows that a text of another language holds rows in SQL.
const STATEMENT: &str = "insert into";

/// The keywords of a set of rules, as they are gathered.
pub(super) struct Keywords {
    wakes: HashMap<Box<str>, Vec<Wakes>>,
    weak: Vec<Box<str>>,
    heads: Heads,
}

impl Keywords {
    /// Those that wake something whatever the rules; `rules` are all that will be added.
    pub(super) fn new(rules: &[Rule], lexicon: &Lexicon) -> Self {
        let mut keywords = Self {
            wakes: HashMap::new(),
            weak: Vec::new(),
            heads: Heads::of(rules),
        };
        keywords.wake(STATEMENT, Wakes::Statement);
        for (text, signature) in SIGNATURES {
            keywords.wake(text, Wakes::Signature(signature));
        }
        for word in &lexicon.waking {
            keywords.wake(word, Wakes::Health);
        }
        for mark in MARKS {
            keywords.wake(mark, Wakes::Synthetic);
        }
        keywords
    }

    /// Adds those of a rule, and the names of its fields.
    pub(super) fn add(&mut self, index: RuleIndex, rule: &Rule) {
        let category = rule.category();
        for keyword in &rule.keywords {
            self.wake(keyword, Wakes::Regex(index));
        }
        for (phrase, strength) in rule.names() {
            match strength {
                Strength::Weak => spellings(phrase, |spelling| {
                    self.weak.push(spelling.to_ascii_lowercase().into());
                }),
                // A hit of the shorter name is a hit in the longer one.
                _ if self.heads.holds_part_of(category, phrase) => {}
                _ => spellings(phrase, |spelling| {
                    self.wake(spelling, Wakes::Field(category));
                }),
            }
        }
    }

    fn wake(&mut self, keyword: &str, wakes: Wakes) {
        let keyword = keyword.to_ascii_lowercase().into();
        let all = self.wakes.entry(keyword).or_default();
        if !all.contains(&wakes) {
            all.push(wakes);
        }
    }

    /// The keywords, and the names of weak fields; both in order, none twice.
    pub(super) fn finish(mut self) -> (Vec<Keyword>, Vec<Box<str>>) {
        let mut keywords: Vec<Keyword> = self.wakes.into_iter().collect();
        keywords.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.weak.sort_unstable();
        self.weak.dedup();
        (keywords, self.weak)
    }
}

/// The names of strong and medium fields, by category.
struct Heads(HashSet<(Category, Box<str>)>);

impl Heads {
    fn of(rules: &[Rule]) -> Self {
        let phrases = rules.iter().flat_map(|rule| {
            let telling = rule
                .names()
                .filter(|(_, strength)| *strength != Strength::Weak);
            telling.map(|(phrase, _)| (rule.category(), phrase.into()))
        });
        Self(phrases.collect())
    }

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
