//! C++.

use super::c_family::ROLES;
use crate::extract::code::grammar::{ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_cpp::LANGUAGE.into(),
    quotes: Quotes::C,
    joins: &["+"],
    roles: &[
        ROLES,
        &[
            ("raw_string_literal", Text),
            ("optional_parameter_declaration", ASSIGNMENT),
            ("field_initializer", ASSIGNMENT),
            ("new_expression", Call),
            ("class_specifier", Type),
            ("lambda_expression", Function),
        ],
    ],
};
