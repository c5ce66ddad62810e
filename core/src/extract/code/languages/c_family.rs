//! What C and C++ have in common.

use crate::extract::code::grammar::{ASSIGNMENT, ENTRY, Role, Role::*};

/// Node kinds of both grammars.
pub(super) const ROLES: &[(&str, Role)] = &[
    ("comment", Comment),
    ("string_literal", Text),
    ("concatenated_string", Adjacent),
    ("number_literal", Number),
    ("binary_expression", Binary),
    ("assignment_expression", Binary),
    ("init_declarator", ASSIGNMENT),
    ("field_declaration", ASSIGNMENT),
    ("preproc_def", ASSIGNMENT),
    ("initializer_pair", ENTRY),
    ("preproc_arg", Bare),
    ("initializer_list", Collection),
    ("call_expression", Call),
    ("compound_literal_expression", Call),
    ("argument_list", Arguments),
    ("subscript_argument_list", Arguments),
    ("conditional_expression", Choice),
    ("parenthesized_expression", Wrapper),
    ("cast_expression", Wrapper),
    ("struct_specifier", Type),
    ("union_specifier", Type),
    ("enum_specifier", Type),
    ("function_definition", Function),
];
