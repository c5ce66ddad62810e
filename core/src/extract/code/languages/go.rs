//! Go.

use crate::extract::code::grammar::{ASSIGNMENT, ENTRY, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_go::LANGUAGE.into(),
    quotes: Quotes::Go,
    joins: &["+"],
    roles: &[&[
        ("comment", Comment),
        ("interpreted_string_literal", Text),
        ("raw_string_literal", Text),
        ("int_literal", Number),
        ("float_literal", Number),
        ("binary_expression", Binary),
        ("assignment_statement", Binary),
        ("short_var_declaration", Binary),
        ("const_spec", ASSIGNMENT),
        ("var_spec", ASSIGNMENT),
        ("keyed_element", ENTRY),
        ("expression_list", Row),
        ("literal_element", Wrapper),
        ("parenthesized_expression", Wrapper),
        ("unary_expression", Wrapper),
        ("literal_value", Collection),
        ("composite_literal", Call),
        ("call_expression", Call),
        ("argument_list", Arguments),
        ("type_spec", Type),
        ("function_declaration", Function),
        ("method_declaration", Function),
        ("func_literal", Function),
        ("type_conversion_expression", Plain),
    ]],
};
