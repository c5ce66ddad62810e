//! Bash and other shells of its family.

use crate::extract::code::grammar::{ASSIGNMENT, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_bash::LANGUAGE.into(),
    quotes: Quotes::Shell,
    joins: &[],
    roles: &[&[
        ("comment", Comment),
        ("string", Text),
        ("raw_string", Text),
        ("ansi_c_string", Text),
        ("concatenation", Adjacent),
        ("word", Bare),
        ("heredoc_body", Bare),
        ("number", Number),
        ("variable_assignment", ASSIGNMENT),
        ("array", Collection),
        ("command", Command),
        ("binary_expression", Binary),
        ("expansion", Wrapper),
        ("simple_expansion", Interpolation),
        ("command_substitution", Interpolation),
        ("process_substitution", Interpolation),
        ("function_definition", Function),
    ]],
};
