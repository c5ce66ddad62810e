//! Parameter names of the functions and constructors that a file declares, for the arguments of calls to them.

use std::collections::HashMap;

use tree_sitter::{Node, Tree};

use super::grammar::{Compiled, Role};
use super::name;
use super::quiet::Quiet;

/// How many parameters of one function are kept.
const MAX_PARAMETERS: usize = 64;

/// What constructors are called where they are not called like their type.
const CONSTRUCTORS: [&str; 5] = [
    "__init__",
    "constructor",
    "__construct",
    "initialize",
    "init",
];

/// Parameter names by the name of the function or type.
#[derive(Debug, Default)]
pub(super) struct Parameters<'t> {
    by_callee: HashMap<&'t str, Vec<&'t str>>,
}

/// The parameter names of a version of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared(HashMap<Box<str>, Vec<Box<str>>>);

impl<'t> Parameters<'t> {
    /// Collects the declarations of a whole tree, passing over statements that are known to hold none.
    pub(super) fn of(
        compiled: &Compiled,
        tree: &Tree,
        source: &'t str,
        quiet: Option<&Quiet>,
    ) -> Self {
        let mut found = Self::default();
        // Types around the cursor, with their depth.
        let mut types: Vec<(usize, &'t str)> = Vec::new();
        let mut cursor = tree.walk();
        let mut depth = 0;
        let mut quiet = quiet.map(Quiet::lookup);
        loop {
            let node = cursor.node();
            let role = compiled.role(node);
            if matches!(role, Role::Type | Role::Function) {
                let own = declared_name(compiled, source, node);
                if let (Role::Type, Some(own)) = (role, own) {
                    types.push((depth, own));
                }
                let enclosing = types.last().map(|(_, name)| *name);
                let callee = own.filter(|own| !CONSTRUCTORS.contains(own)).or(enclosing);
                found.declare(callee, parameters(compiled, source, node));
            }
            let is_quiet = quiet.as_mut().is_some_and(|is_quiet| is_quiet(node));
            if !is_quiet && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return found;
                }
                depth -= 1;
                while types.last().is_some_and(|(at, _)| *at >= depth) {
                    types.pop();
                }
            }
        }
    }

    fn declare(&mut self, callee: Option<&'t str>, names: Vec<&'t str>) {
        if let Some(callee) = callee
            && !names.is_empty()
        {
            self.by_callee.entry(callee).or_insert(names);
        }
    }

    /// The same without the source.
    pub(super) fn declared(&self) -> Declared {
        let owned = |(callee, names): (&&str, &Vec<&str>)| {
            let names = names.iter().copied().map(Box::from).collect();
            (Box::from(*callee), names)
        };
        Declared(self.by_callee.iter().map(owned).collect())
    }

    /// The name of the parameter at `index` (from 0) of the function or type `callee`.
    pub(super) fn name(&self, callee: &str, index: usize) -> Option<&'t str> {
        self.by_callee.get(callee)?.get(index).copied()
    }
}

fn declared_name<'t>(compiled: &Compiled, source: &'t str, node: Node<'_>) -> Option<&'t str> {
    let named = node
        .child_by_field_name("name")
        .or_else(|| node.child_by_field_name("declarator"));
    match named {
        Some(named) => name::parts(compiled, source, named).first().copied(),
        None => {
            let first = node
                .named_child(0)
                .filter(|first| first.named_child_count() == 0)?;
            name::parts(compiled, source, first).first().copied()
        }
    }
}

/// The parameter names of a declaration: of a list one or two levels below it, or directly among its children.
fn parameters<'t>(compiled: &Compiled, source: &'t str, node: Node<'_>) -> Vec<&'t str> {
    let list = parameter_list(node, 2);
    let list = list.unwrap_or(node);
    let mut cursor = list.walk();
    let mut names = Vec::new();
    for child in list.named_children(&mut cursor).take(4 * MAX_PARAMETERS) {
        let kind = child.kind();
        let is_parameter =
            list.id() != node.id() && kind != "comment" || kind.ends_with("parameter");
        if is_parameter && names.len() < MAX_PARAMETERS {
            let name = parameter_name(compiled, source, child);
            names.extend(name.filter(|name| !matches!(*name, "self" | "cls" | "this")));
        }
    }
    names
}

fn parameter_list(node: Node<'_>, levels: usize) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let children: Vec<Node<'_>> = node
        .named_children(&mut cursor)
        .take(MAX_PARAMETERS)
        .collect();
    let is_list = |child: &Node<'_>| {
        let kind = child.kind();
        (kind.ends_with("parameters") || kind.ends_with("parameter_list"))
            && !kind.starts_with("type")
    };
    let direct = children.iter().find(|child| is_list(child)).copied();
    direct.or_else(|| {
        let nested = children.iter().filter(|child| {
            child.kind().contains("declarator") || child.kind() == "primary_constructor"
        });
        nested
            .filter(|_| levels > 1)
            .find_map(|child| parameter_list(*child, levels - 1))
    })
}

fn parameter_name<'t>(compiled: &Compiled, source: &'t str, node: Node<'_>) -> Option<&'t str> {
    let named = ["name", "pattern", "declarator", "left"]
        .iter()
        .find_map(|field| node.child_by_field_name(field));
    name::parts(compiled, source, named.unwrap_or(node))
        .first()
        .copied()
}
