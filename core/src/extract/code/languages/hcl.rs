//! HCL: Terraform, Packer, Nomad.

use crate::extract::code::grammar::{ASSIGNMENT, ENTRY, Grammar, Role::*};
use crate::extract::code::quote::Quotes;

/// What its nodes mean.
pub(in crate::extract::code) static GRAMMAR: Grammar = Grammar {
    language: || tree_sitter_hcl::LANGUAGE.into(),
    quotes: Quotes::Hcl,
    joins: &[],
    roles: &[&[
        ("comment", Comment),
        ("string_lit", Text),
        ("quoted_template", Text),
        ("template_interpolation", Interpolation),
        ("heredoc_template", Bare),
        ("numeric_lit", Number),
        ("expression", Wrapper),
        ("literal_value", Wrapper),
        ("template_expr", Wrapper),
        ("collection_value", Wrapper),
        ("operation", Wrapper),
        ("attribute", ASSIGNMENT),
        ("object_elem", ENTRY),
        ("object", Collection),
        ("tuple", Collection),
        ("function_call", Call),
        ("function_arguments", Arguments),
        ("block", Type),
        ("conditional", Choice),
        ("binary_operation", Binary),
    ]],
};
