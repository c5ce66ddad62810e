//! Names as they stand in code: of variables, members, keys, callees.

use tree_sitter::Node;

use super::grammar::{Compiled, Role};

/// How many nodes of a name are looked at: names are short, hostile text is not.
const MAX_NODES: usize = 64;

/// The longest text of a string literal that may name something, in bytes.
const MAX_KEY: usize = 64;

/// The parts of a name from the outside in: `self.patient.ssn`, `row["ssn"]`, `patient->ssn`.
///
/// An instance variable of Ruby (`@ssn`) reads as `self.ssn`. Arguments on the way count only where they are strings:
/// `user.get("ssn")`.
pub(super) fn parts<'t>(compiled: &Compiled, source: &'t str, node: Node<'_>) -> Vec<&'t str> {
    let mut names = Vec::new();
    let root = node;
    let mut stack = vec![(root, false)];
    for _ in 0..MAX_NODES {
        let Some((node, within_arguments)) = stack.pop() else {
            break;
        };
        let role = compiled.role(node);
        let within = within_arguments || role == Role::Arguments;
        match role {
            Role::Skip if node.id() != root.id() => {}
            Role::Number | Role::Interpolation | Role::Comment => {}
            Role::Text | Role::Bare => names.extend(key(compiled, text(source, node))),
            _ if node.named_child_count() == 0 => {
                if !within {
                    push_identifier(&mut names, text(source, node));
                }
            }
            _ => push_children(&mut stack, node, within),
        }
    }
    names
}

fn push_children<'n>(stack: &mut Vec<(Node<'n>, bool)>, node: Node<'n>, within: bool) {
    let mut cursor = node.walk();
    let first = stack.len();
    stack.extend(
        node.named_children(&mut cursor)
            .take(MAX_NODES)
            .map(|child| (child, within)),
    );
    stack[first..].reverse();
}

fn push_identifier<'t>(names: &mut Vec<&'t str>, text: &'t str) {
    if text.starts_with('@') {
        names.push("self");
    }
    let name = text
        .trim_matches(|c: char| matches!(c, '@' | '$' | ':' | '`' | '\'' | '"' | '?' | '!' | '#'));
    if name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
    {
        names.push(without_lookup(name));
    }
}

/// A field without how it is compared: `last_name` of Django's `last_name__iexact`.
fn without_lookup(name: &str) -> &str {
    const LOOKUPS: [&str; 9] = [
        "exact",
        "iexact",
        "contains",
        "icontains",
        "startswith",
        "istartswith",
        "date",
        "gte",
        "lte",
    ];
    name.rsplit_once("__")
        .filter(|(field, lookup)| !field.is_empty() && LOOKUPS.contains(lookup))
        .map_or(name, |(field, _)| field)
}

/// The word behind the last dot of an expression, if it is a short one. Only the end is looked at: operands of hostile text are long.
pub(super) fn last_word(expression: &str) -> Option<&str> {
    const SHORT: usize = 16;
    let from = expression.ceil_char_boundary(expression.len().saturating_sub(SHORT));
    let (_, word) = expression[from..].rsplit_once('.')?;
    Some(word.trim())
}

/// The content of a string literal, if it may name something.
fn key<'t>(compiled: &Compiled, raw: &'t str) -> Option<&'t str> {
    let (content, _) = compiled.grammar.quotes.content(raw);
    let name = raw.get(content)?;
    is_key(name).then_some(name)
}

/// Whether a text may be the name of a value: short, on one line, beginning like a word, with few spaces.
pub(super) fn is_key(text: &str) -> bool {
    text.len() <= MAX_KEY
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '@' | '$' | '#' | '-' | '/'))
        && text.chars().any(char::is_alphabetic)
        && text.chars().filter(|c| *c == ' ').count() <= 4
        && !text.contains(['\n', '|', '=', '{', ';', ','])
}

/// The source text of a node; empty when the tree belongs to another text.
pub(super) fn text<'t>(source: &'t str, node: Node<'_>) -> &'t str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// What is called, read backwards from where the arguments begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Callee<'t> {
    /// The function, method or type.
    pub(super) name: &'t str,
    /// The name that the expression begins with, when it is another one: `patient` of `patient.getName().setFamily`.
    pub(super) root: Option<&'t str>,
    /// The type that it is generic over: `Patient` of `new List<Patient>`.
    pub(super) element: Option<&'t str>,
}

impl<'t> Callee<'t> {
    /// Reads the callee that `text` holds: everything of a call before its arguments.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        if text.starts_with("map[") {
            return None;
        }
        let whole =
            text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '!' | '?' | ':'));
        let text = without_generics(whole);
        let element = element_type(&whole[text.len()..]);
        let start = text
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_name_char(*c))
            .last()?
            .0;
        let name = &text[start..];
        let receiver = text[..start].trim_end();
        // Go's arrays of a built-in type, and C#'s `new(…)`.
        let is_anonymous =
            name == "new" && receiver.is_empty() || receiver.ends_with(']') && !is_type_name(name);
        if is_anonymous {
            return None;
        }
        let root = receiver
            .ends_with(['.', '>', ':', '\\'])
            .then(|| qualified_type(receiver).or_else(|| leading_name(receiver)))
            .flatten();
        Some(Self {
            name,
            root,
            element,
        })
    }

    /// Whether it hands its argument to what it is called on: `addName`, `setAddress`.
    pub(super) fn adds(self) -> bool {
        let hands = ["add", "set", "with", "put", "Add", "Set", "With", "Put"];
        property(self.name).len() < self.name.len()
            && hands.iter().any(|prefix| self.name.starts_with(prefix))
            && self.root.is_some_and(|root| !is_type_name(root))
    }

    /// Whether it is named as types are: with a capital.
    pub(super) fn is_type(self) -> bool {
        is_type_name(self.name)
    }

    /// The name of what it makes: a type where one is named, else the function.
    pub(super) fn made(self) -> &'t str {
        // Kotlin's and Ruby's blocks about what they are called on.
        let is_block = matches!(self.name, "apply" | "also" | "run" | "with" | "tap");
        match self.root {
            Some(root) if is_block || !self.is_type() && is_type_name(root) => root,
            _ => self.element.unwrap_or(self.name),
        }
    }
}

/// The type that a path of modules ends with: `Patient` of `FHIR::Patient.`.
fn qualified_type(receiver: &str) -> Option<&str> {
    let path = receiver.trim_end_matches(['.', ':', '\\']);
    let mut names = path.rsplit(['.', ':', '\\']);
    let last = names.next()?;
    let is_path = names.clone().next().is_some()
        && names
            .all(|name| name.is_empty() || is_type_name(name) && name.chars().all(is_name_char));
    (is_path && is_type_name(last) && last.chars().all(is_name_char)).then_some(last)
}

/// Whether a name begins with a capital.
pub(super) fn is_type_name(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Without the type arguments at its end: `Foo<Bar>`, `parse::<u32>`.
fn without_generics(text: &str) -> &str {
    if !text.ends_with('>') || text.ends_with("->") {
        return text;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev().take(4 * MAX_KEY) {
        match c {
            '>' => depth += 1,
            '<' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return text[..at].trim_end_matches([':', '.']);
        }
    }
    text
}

/// The type that a container of types has in it, the last of several: `Patient` of `<String, Patient>`.
fn element_type(generics: &str) -> Option<&str> {
    let inside = generics.trim_start_matches([':', '.']).strip_prefix('<')?;
    let inside = inside.strip_suffix('>')?.trim_end_matches(['[', ']', '?']);
    let last = inside.rsplit([',', ' ', '.', '<']).next()?;
    (is_type_name(last) && last.chars().all(is_name_char)).then_some(last)
}

/// The name that an expression begins with, without keywords and sigils before it.
pub(super) fn leading_name(text: &str) -> Option<&str> {
    let mut rest = text;
    for _ in 0..3 {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '$' | '@' | '&' | '*' | '(' | '!' | '[' | ']' | '\\')
        });
        let end = rest
            .char_indices()
            .find(|(_, c)| !is_name_char(*c))
            .map_or(rest.len(), |(at, _)| at);
        let name = &rest[..end];
        if !matches!(
            name,
            "new" | "await" | "return" | "mut" | "val" | "var" | "try" | "yield" | "throw"
        ) {
            return (!name.is_empty()).then_some(name);
        }
        rest = &rest[end..];
    }
    None
}

/// What a setter, builder method or getter is about: `Ssn` of `setSsn`, `ssn` of `with_ssn`; the whole name of any other.
pub(super) fn property(method: &str) -> &str {
    const PREFIXES: [&str; 11] = [
        "set", "with", "add", "put", "get", "Set", "With", "Add", "Put", "Get", "has",
    ];
    for prefix in PREFIXES {
        if let Some(rest) = method.strip_prefix(prefix) {
            let named = rest.trim_start_matches('_');
            if (named.len() < rest.len() || is_type_name(named)) && !named.is_empty() {
                return named;
            }
        }
    }
    method
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callees() {
        let cases = [
            ("new com.x.Patient<String>", "Patient", Some("com")),
            ("new Patient", "Patient", None),
            ("foo", "foo", None),
            ("json!", "json", None),
            ("a.b(c).d", "d", Some("a")),
            ("$p->setSsn", "setSsn", Some("p")),
            ("Patient::new", "new", Some("Patient")),
            ("Patient.new ", "new", Some("Patient")),
            ("FHIR::R4::Patient.new", "new", Some("Patient")),
            ("Models.Patient.find", "find", Some("Patient")),
            ("Clinic.patient.find", "find", Some("Clinic")),
            ("s.parse::<Vec<u8>>", "parse", Some("s")),
        ];
        for (text, name, root) in cases {
            let callee = Callee::of(text).map(|callee| (callee.name, callee.root));
            assert_eq!(callee, Some((name, root)), "{text}");
        }
        assert_eq!(Callee::of("("), None);
        for (text, made) in [
            ("Patient.builder", "Patient"),
            ("new List<Patient>", "Patient"),
            ("new Dictionary<int, clinic.Patient?>", "Patient"),
            ("useState<Patient[]>", "Patient"),
            ("parse::<u32>", "parse"),
            ("new Patient", "Patient"),
        ] {
            assert_eq!(Callee::of(text).map(Callee::made), Some(made), "{text}");
        }
    }

    #[test]
    fn setters() {
        let cases = [
            ("setSsn", "Ssn"),
            ("with_ssn", "ssn"),
            ("ssn", "ssn"),
            ("settle", "settle"),
            ("set", "set"),
            ("set_", "set_"),
            ("withSSN", "SSN"),
            ("address", "address"),
        ];
        for (method, expected) in cases {
            assert_eq!(property(method), expected, "{method}");
        }
    }
}
