//! Python.

use crate::extract::code::grammar::{ARGUMENT, ASSIGNMENT, ENTRY, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_python::LANGUAGE.into(),
    quotes: Quotes::Python,
    joins: &["+", "%"],
    roles: &[&[
        ("comment", Comment),
        ("string", Text),
        ("concatenated_string", Adjacent),
        ("integer", Number),
        ("float", Number),
        ("interpolation", Interpolation),
        ("binary_operator", Binary),
        ("comparison_operator", Binary),
        ("boolean_operator", Binary),
        ("augmented_assignment", Binary),
        ("named_expression", Binary),
        ("assignment", ASSIGNMENT),
        ("default_parameter", ASSIGNMENT),
        ("typed_default_parameter", ASSIGNMENT),
        ("keyword_argument", ARGUMENT),
        ("pair", ENTRY),
        ("dictionary", Collection),
        ("list", Collection),
        ("set", Collection),
        ("tuple", Collection),
        ("pattern_list", Row),
        ("tuple_pattern", Row),
        ("expression_list", Row),
        ("call", Call),
        ("argument_list", Arguments),
        ("class_definition", Type),
        ("function_definition", Function),
        ("parenthesized_expression", Wrapper),
        ("await", Wrapper),
        ("conditional_expression", Choice),
        ("typed_parameter", Plain),
    ]],
};
