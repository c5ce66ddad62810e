//! Scala.

use crate::extract::code::grammar::{ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_scala::LANGUAGE.into(),
    quotes: Quotes::Scala,
    joins: &["+"],
    roles: &[&[
        ("comment", Comment),
        ("block_comment", Comment),
        ("string", Text),
        ("interpolated_string", Text),
        ("interpolation", Interpolation),
        ("integer_literal", Number),
        ("floating_point_literal", Number),
        ("interpolated_string_expression", Wrapper),
        ("parenthesized_expression", Wrapper),
        ("infix_expression", Binary),
        ("assignment_expression", Binary),
        ("val_definition", ASSIGNMENT),
        ("var_definition", ASSIGNMENT),
        ("class_parameter", ASSIGNMENT),
        ("parameter", ASSIGNMENT),
        ("call_expression", Call),
        ("instance_expression", Call),
        ("arguments", Arguments),
        ("tuple_expression", Row),
        ("tuple_pattern", Row),
        ("class_definition", Type),
        ("object_definition", Type),
        ("trait_definition", Type),
        ("function_definition", Function),
    ]],
};
