//! What a language's file says about its grammar, and the same as a table by node kind.

use std::sync::OnceLock;

use tree_sitter::Node;

use super::quote::Quotes;
use crate::extract::FieldOrigin;

/// What the walk does at a node of some kind. A kind that a language's file does not name is passed through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing in itself; its children are walked.
    Plain,
    /// A comment.
    Comment,
    /// A string literal with its quotes.
    Text,
    /// Text without quotes: the body of a heredoc, a bare word of a shell.
    Bare,
    /// A number.
    Number,
    /// The code inside a string: `${name}`.
    Interpolation,
    /// Literals that stand side by side and are one: `"a" "b"`.
    Adjacent,
    /// Two operands and an operator, which decides: `+`, `==`, `??`, `+=`, `=>`.
    Binary,
    /// Stands for what it holds: parentheses, a cast, `await`.
    Wrapper,
    /// A condition and alternatives: `a ? "x" : "y"`.
    Choice,
    /// A name, a separator and a value. Without a separator it stands for what it holds.
    Entry(FieldOrigin),
    /// Names, separators and values in a row: what did not parse, macro arguments.
    Entries,
    /// An object, dictionary, array or initialiser list.
    Collection,
    /// Several names or values in a row, each with its counterpart: `a, b = "x", "y"`.
    Row,
    /// A call, construction, annotation or macro: a callee and arguments.
    Call,
    /// Arguments of a call.
    Arguments,
    /// A command of a shell, with flags.
    Command,
    /// A class, struct, module or named block: what is in it belongs to it.
    Type,
    /// A function, method or closure.
    Function,
    /// Names that say nothing about a value: types and modifiers.
    Skip,
}

/// A language: its grammar, its quotes and the roles of its node kinds. Each language's file holds one.
pub(super) struct Grammar {
    /// The parser's tables.
    pub(super) language: fn() -> tree_sitter::Language,
    /// How string literals are written.
    pub(super) quotes: Quotes,
    /// Operators that join strings.
    pub(super) joins: &'static [&'static str],
    /// Node kinds that mean something.
    pub(super) roles: &'static [&'static [(&'static str, Role)]],
}

/// An assignment, declaration or default value.
pub(super) const ASSIGNMENT: Role = Role::Entry(FieldOrigin::Assignment);
/// An argument that may have a name.
pub(super) const ARGUMENT: Role = Role::Entry(FieldOrigin::Argument);
/// An entry of an object, a dictionary, markup.
pub(super) const ENTRY: Role = Role::Entry(FieldOrigin::Entry);

/// A grammar with the roles laid out by node kind.
pub(super) struct Compiled {
    pub(super) language: tree_sitter::Language,
    pub(super) grammar: &'static Grammar,
    roles: Vec<Role>,
    /// Grammar fields whose nodes name no value, by field id.
    silent_fields: Vec<bool>,
}

/// Fields of grammars that hold types, modifiers and operators rather than names or values.
const SILENT_FIELDS: [&str; 8] = [
    "type",
    "return_type",
    "returns",
    "visibility",
    "mutability",
    "operator",
    "op",
    "operators",
];

impl Compiled {
    /// The compiled form of a grammar, made on first use and kept.
    pub(super) fn of(
        grammar: &'static Grammar,
        cell: &'static OnceLock<Compiled>,
    ) -> &'static Compiled {
        cell.get_or_init(|| Self::new(grammar))
    }

    fn new(grammar: &'static Grammar) -> Self {
        let language = (grammar.language)();
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let role = |id| {
            let kind = language.node_kind_for_id(id).unwrap_or_default();
            if !language.node_kind_is_named(id) {
                return Role::Plain;
            }
            let named = grammar
                .roles
                .iter()
                .copied()
                .flatten()
                .find(|(name, _)| *name == kind);
            named.map_or_else(|| default_role(kind), |(_, role)| *role)
        };
        let silent = |id| {
            language
                .field_name_for_id(id)
                .is_some_and(|name| SILENT_FIELDS.contains(&name))
        };
        let fields = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        let roles = (0..count).map(role).collect();
        let silent_fields = (0..=fields).map(silent).collect();
        Self {
            language,
            grammar,
            roles,
            silent_fields,
        }
    }

    /// The role of a node.
    pub(super) fn role(&self, node: Node<'_>) -> Role {
        if node.is_error() {
            return Role::Entries;
        }
        self.roles
            .get(usize::from(node.kind_id()))
            .copied()
            .unwrap_or(Role::Plain)
    }

    /// Whether what stands in this field of a node is neither a name nor a value.
    pub(super) fn is_silent(&self, field: Option<std::num::NonZeroU16>) -> bool {
        field.is_some_and(|id| {
            self.silent_fields
                .get(usize::from(id.get()))
                .copied()
                .unwrap_or(false)
        })
    }
}

/// Grammars agree on these words in the names of kinds.
fn default_role(kind: &str) -> Role {
    const SILENT: [&str; 4] = ["type", "modifier", "specifier", "declaration_kind"];
    if SILENT.iter().any(|word| kind.contains(word)) {
        Role::Skip
    } else {
        Role::Plain
    }
}
