//! Swift.

use crate::extract::code::grammar::{ARGUMENT, ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_swift::LANGUAGE.into(),
    quotes: Quotes::Swift,
    joins: &["+"],
    roles: &[&[
        ("comment", Comment),
        ("multiline_comment", Comment),
        ("line_string_literal", Text),
        ("multi_line_string_literal", Text),
        ("raw_string_literal", Text),
        ("interpolated_expression", Interpolation),
        ("integer_literal", Number),
        ("real_literal", Number),
        ("additive_expression", Binary),
        ("equality_expression", Binary),
        ("nil_coalescing_expression", Binary),
        ("assignment", Binary),
        ("property_declaration", ASSIGNMENT),
        ("value_argument", ARGUMENT),
        ("value_arguments", Arguments),
        ("call_suffix", Wrapper),
        ("as_expression", Wrapper),
        ("postfix_expression", Wrapper),
        ("await_expression", Wrapper),
        ("call_expression", Call),
        ("dictionary_literal", Collection),
        ("array_literal", Collection),
        ("tuple_expression", Row),
        ("pattern", Row),
        ("ternary_expression", Choice),
        ("class_declaration", Type),
        ("protocol_declaration", Type),
        ("function_declaration", Function),
        ("init_declaration", Function),
    ]],
};
