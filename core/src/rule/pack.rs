//! A pack: rules together with the word lists that judge their candidates.

use serde::{Deserialize, Serialize};

use crate::context::{LanguageModel, Lexicon, PersonNames};
use crate::rule::Rule;

/// Everything about detection that is data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// What to look for.
    pub rules: Vec<Rule>,
    /// Words that tell what names and lines are about.
    pub lexicon: Lexicon,
    /// Tells words from random strings. Lies apart from the packed rules, since it is used as it lies. Without it no value
    /// looks random, and none like words.
    #[serde(skip)]
    pub language: Option<LanguageModel>,
    /// Persons' first and last names; lies apart likewise.
    #[serde(skip)]
    pub names: PersonNames,
}
