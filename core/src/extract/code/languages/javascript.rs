//! JavaScript with JSX.

use super::ecmascript::ROLES;
use crate::extract::code::grammar::Grammar;
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_javascript::LANGUAGE.into(),
    quotes: Quotes::JavaScript,
    joins: &["+"],
    roles: &[ROLES],
};
