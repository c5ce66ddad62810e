//! Java.

use crate::extract::code::grammar::{ARGUMENT, ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_java::LANGUAGE.into(),
    quotes: Quotes::Java,
    joins: &["+"],
    roles: &[&[
        ("line_comment", Comment),
        ("block_comment", Comment),
        ("string_literal", Text),
        ("decimal_integer_literal", Number),
        ("decimal_floating_point_literal", Number),
        ("binary_expression", Binary),
        ("assignment_expression", Binary),
        ("variable_declarator", ASSIGNMENT),
        ("element_value_pair", ARGUMENT),
        ("array_initializer", Collection),
        ("element_value_array_initializer", Collection),
        ("method_invocation", Call),
        ("object_creation_expression", Call),
        ("annotation", Call),
        ("explicit_constructor_invocation", Call),
        ("enum_constant", Call),
        ("argument_list", Arguments),
        ("annotation_argument_list", Arguments),
        ("class_declaration", Type),
        ("record_declaration", Type),
        ("enum_declaration", Type),
        ("interface_declaration", Type),
        ("method_declaration", Function),
        ("constructor_declaration", Function),
        ("parenthesized_expression", Wrapper),
        ("cast_expression", Wrapper),
        ("array_creation_expression", Wrapper),
        ("ternary_expression", Choice),
    ]],
};
