//! Ruby.

use crate::extract::code::grammar::{ASSIGNMENT, ENTRY, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_ruby::LANGUAGE.into(),
    quotes: Quotes::Ruby,
    joins: &["+"],
    roles: &[&[
        ("comment", Comment),
        ("string", Text),
        ("chained_string", Adjacent),
        ("heredoc_body", Bare),
        ("interpolation", Interpolation),
        ("integer", Number),
        ("float", Number),
        ("binary", Binary),
        ("assignment", Binary),
        ("operator_assignment", Binary),
        ("left_assignment_list", Row),
        ("right_assignment_list", Row),
        ("optional_parameter", ASSIGNMENT),
        ("keyword_parameter", ASSIGNMENT),
        ("pair", ENTRY),
        ("hash", Collection),
        ("array", Collection),
        ("call", Call),
        ("argument_list", Arguments),
        ("block", Arguments),
        ("block_body", Wrapper),
        ("parenthesized_statements", Wrapper),
        ("conditional", Choice),
        ("class", Type),
        ("module", Type),
        ("singleton_class", Type),
        ("method", Function),
        ("singleton_method", Function),
    ]],
};
