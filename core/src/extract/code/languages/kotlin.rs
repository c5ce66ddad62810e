//! Kotlin.

use crate::extract::code::grammar::{ARGUMENT, ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_kotlin_ng::LANGUAGE.into(),
    quotes: Quotes::Kotlin,
    joins: &["+"],
    roles: &[&[
        ("line_comment", Comment),
        ("block_comment", Comment),
        ("string_literal", Text),
        ("multiline_string_literal", Text),
        ("interpolation", Interpolation),
        ("number_literal", Number),
        ("long_literal", Number),
        ("float_literal", Number),
        ("binary_expression", Binary),
        ("infix_expression", Binary),
        ("assignment", Binary),
        ("property_declaration", ASSIGNMENT),
        ("class_parameter", ASSIGNMENT),
        ("function_value_parameters", Entries),
        ("multi_variable_declaration", Row),
        ("value_argument", ARGUMENT),
        ("value_arguments", Arguments),
        ("call_expression", Call),
        ("constructor_invocation", Call),
        ("collection_literal", Collection),
        ("parenthesized_expression", Wrapper),
        ("as_expression", Wrapper),
        ("class_declaration", Type),
        ("object_declaration", Type),
        ("companion_object", Type),
        ("function_declaration", Function),
        ("secondary_constructor", Function),
    ]],
};
