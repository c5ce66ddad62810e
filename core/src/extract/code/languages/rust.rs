//! Rust.

use crate::extract::code::grammar::{ARGUMENT, ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_rust::LANGUAGE.into(),
    quotes: Quotes::Rust,
    joins: &["+"],
    roles: &[&[
        ("line_comment", Comment),
        ("block_comment", Comment),
        ("string_literal", Text),
        ("raw_string_literal", Text),
        ("integer_literal", Number),
        ("float_literal", Number),
        ("binary_expression", Binary),
        ("assignment_expression", Binary),
        ("compound_assignment_expr", Binary),
        ("let_declaration", ASSIGNMENT),
        ("const_item", ASSIGNMENT),
        ("static_item", ASSIGNMENT),
        ("field_initializer", ARGUMENT),
        ("struct_expression", Call),
        ("call_expression", Call),
        ("macro_invocation", Call),
        ("attribute", Call),
        ("field_initializer_list", Collection),
        ("array_expression", Collection),
        ("arguments", Arguments),
        ("token_tree", Entries),
        ("tuple_expression", Row),
        ("tuple_pattern", Row),
        ("reference_expression", Wrapper),
        ("parenthesized_expression", Wrapper),
        ("await_expression", Wrapper),
        ("try_expression", Wrapper),
        ("type_cast_expression", Wrapper),
        ("struct_item", Type),
        ("enum_item", Type),
        ("impl_item", Type),
        ("trait_item", Type),
        ("function_item", Function),
    ]],
};
