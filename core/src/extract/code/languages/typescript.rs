//! TypeScript, with and without JSX.

use super::ecmascript::ROLES;
use crate::extract::code::grammar::{ASSIGNMENT, Grammar, Role, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
    quotes: Quotes::JavaScript,
    joins: &["+"],
    roles: &[ROLES, TYPED],
};

/// The same grammar with JSX.
pub(in crate::extract::code) static TSX: Grammar = Grammar {
    language: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    quotes: Quotes::JavaScript,
    joins: &["+"],
    roles: &[ROLES, TYPED],
};

/// What JavaScript does not have.
const TYPED: &[(&str, Role)] = &[
    ("public_field_definition", ASSIGNMENT),
    ("required_parameter", ASSIGNMENT),
    ("optional_parameter", ASSIGNMENT),
    ("enum_assignment", ASSIGNMENT),
    ("as_expression", Wrapper),
    ("satisfies_expression", Wrapper),
    ("non_null_expression", Wrapper),
    ("type_assertion", Wrapper),
    ("abstract_class_declaration", Type),
    ("enum_declaration", Type),
    ("internal_module", Type),
    ("interface_declaration", Type),
];
