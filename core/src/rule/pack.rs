//! A pack: rules together with the word lists that judge their candidates.

use serde::{Deserialize, Serialize};

use crate::context::Lexicon;
use crate::rule::Rule;

/// Everything about detection that is data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// What to look for.
    pub rules: Vec<Rule>,
    /// Words that tell what names and lines are about.
    pub lexicon: Lexicon,
}
