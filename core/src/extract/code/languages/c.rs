//! C.

use super::c_family::ROLES;
use crate::extract::code::grammar::Grammar;
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_c::LANGUAGE.into(),
    quotes: Quotes::C,
    joins: &["+"],
    roles: &[ROLES],
};
