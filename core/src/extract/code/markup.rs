//! Elements in source code that hold a value under a name that another attribute says: `<Field label="SSN" value="…" />`.

use tree_sitter::Node;

use super::name;
use super::walk::Walk;
use crate::extract::FieldOrigin;

/// Attributes that say what a control is called, the best first.
const NAMES: [&str; 6] = [
    "name",
    "label",
    "id",
    "htmlFor",
    "aria-label",
    "placeholder",
];

/// Attributes that hold what is in it.
const VALUES: [&str; 4] = ["value", "defaultValue", "initialValue", "content"];

/// How many attributes of one element are looked at.
const MAX_ATTRIBUTES: usize = 32;

impl Walk<'_, '_> {
    /// Reads the value of an element under the name of its control.
    pub(super) fn element(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        let attributes: Vec<Node<'_>> = node
            .named_children(&mut cursor)
            .filter(|child| child.kind() == "jsx_attribute" && child.named_child_count() == 2)
            .take(MAX_ATTRIBUTES)
            .collect();
        let find = |names: &[&str]| {
            names.iter().find_map(|name| {
                let is_it = |it: &&Node<'_>| {
                    let key = it.named_child(0);
                    key.is_some_and(|key| name::text(self.source, key) == *name)
                };
                attributes.iter().find(is_it)?.named_child(1)
            })
        };
        let (Some(named), Some(value)) = (find(&NAMES), find(&VALUES)) else {
            return;
        };
        if let [name] = name::parts(self.compiled, self.source, named).as_slice()
            && let Some(literal) = self.literal(value)
        {
            self.named_value(&[name], FieldOrigin::Entry, &literal);
        }
    }
}
