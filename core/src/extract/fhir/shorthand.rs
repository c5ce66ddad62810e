//! FHIR Shorthand (FSH 3.0.0, <https://hl7.org/fhir/uv/shorthand/>), in which implementation guides write their examples, read
//! into the same tree as FHIR JSON: `* name[0].family = "…"` is a member of a member.

use crate::extract::fhir::{finish, resource_type};
use crate::extract::json::MAX_ELEMENT;
use crate::extract::json::tree::{Encoding, Key, Kind, Tree};
use crate::extract::label_cache::LabelCache;
use crate::extract::{End, Extraction, Extractor, Labels, MAX_NESTING, Window};
use crate::span::Span;

/// Reads the instances and sets of rules of FHIR Shorthand, with the same labels, qualifiers and records as FHIR JSON.
#[derive(Debug, Default)]
pub struct FhirShorthandExtractor {
    tree: Tree,
    cache: LabelCache,
}

/// Whether a text that begins with `head` is FHIR Shorthand: some line declares an instance of something.
pub fn sniff(head: &str) -> bool {
    let declares = |line: &str| line.starts_with("InstanceOf:") || line.starts_with("Instance:");
    head.contains("Instance") && head.lines().any(declares)
}

impl Extractor for FhirShorthandExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.begin();
        Reader {
            text: window.text,
            tree: &mut self.tree,
            out,
            entity: Entity::None,
            open: Vec::new(),
            contexts: Vec::new(),
        }
        .lines(window.end);
        finish(window, &mut self.tree, &mut self.cache, labels, out)
    }
}

/// What the rules that follow belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entity {
    /// The beginning of a window: rules that stand here belong to an instance that began before.
    None,
    /// An instance or a set of rules, whose object is open.
    Object,
    /// A profile, a value set or the like: rules about data, which hold none.
    Other,
}

/// One element of a path: `given[0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element<'t> {
    name: &'t str,
    at: usize,
    /// What stands in its brackets: a number, a slice, `+` for one more, `=` for the same again.
    index: &'t str,
}

impl<'t> Element<'t> {
    /// Reads the element of a path that stands at byte `at`.
    fn of(written: &'t str, at: usize) -> Self {
        let (name, brackets) = written.split_at(written.find('[').unwrap_or(written.len()));
        let index = brackets.trim_matches(['[', ']']);
        let index = if index == "0" { "" } else { index };
        Self { name, at, index }
    }

    /// Whether this element, named in a rule, is the one that is open.
    fn is(self, open: Self) -> bool {
        self.name == open.name
            && (self.index == "=" || self.index == open.index && open.index != "+")
    }
}

struct Reader<'r, 't> {
    text: &'t str,
    tree: &'r mut Tree,
    out: &'r mut Extraction<'t>,
    entity: Entity,
    /// The elements that are open in the tree, from the instance's own inwards.
    open: Vec<Element<'t>>,
    /// The paths of rules that indented ones may continue, with their indents.
    contexts: Vec<(usize, Vec<Element<'t>>)>,
}

impl<'t> Reader<'_, 't> {
    fn lines(mut self, end: End) {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let length = rest.find('\n').map_or(rest.len(), |last| last + 1);
            if end == End::More && !rest[..length].ends_with('\n') {
                break;
            }
            at = self.line(at, &rest[..length]);
        }
        // What is larger than any window is read in parts.
        if end == End::More && self.text.len() >= MAX_ELEMENT {
            self.leave(at);
        }
    }

    /// Reads a line that begins at byte `at`; gives where the next one begins.
    fn line(&mut self, at: usize, line: &'t str) -> usize {
        let behind = at + line.len();
        let rule = line.trim_start();
        let indent = line.len() - rule.len();
        match rule.strip_prefix('*') {
            Some(rest) if rest.starts_with([' ', '\t']) => {
                let rest = rest.trim_start();
                self.rule(indent, behind - rest.len(), rest.trim_end())
                    .max(behind)
            }
            _ => {
                if let Some((keyword, value)) = rule.split_once(':') {
                    self.declaration(keyword, at, behind - value.len(), value.trim_end());
                }
                behind
            }
        }
    }

    /// `Instance: …`, `InstanceOf: …`, `Profile: …`.
    fn declaration(&mut self, keyword: &str, at: usize, value_at: usize, value: &'t str) {
        match keyword {
            "Instance" | "RuleSet" => {
                self.leave(at);
                self.enter(at);
            }
            "InstanceOf" if self.entity == Entity::Object => {
                if let Some(span) = resource_type::within(value) {
                    let span = Span::new(value_at + span.start, value_at + span.end);
                    let key = Key::Implied("resourceType");
                    self.tree
                        .scalar(key, Kind::Text(Encoding::Plain), span, span.end);
                }
            }
            "Alias" | "Profile" | "Extension" | "Invariant" | "ValueSet" | "CodeSystem"
            | "Mapping" | "Logical" | "Resource" => {
                self.leave(at);
                self.entity = Entity::Other;
            }
            _ => {}
        }
    }

    fn enter(&mut self, at: usize) {
        self.tree
            .open(Key::None, Kind::Object, Span::new(at, at), self.out);
        self.entity = Entity::Object;
    }

    /// Ends what the rules so far belong to.
    fn leave(&mut self, at: usize) {
        match self.entity {
            Entity::Object => {
                self.close_to(0, at);
                self.tree.close(Kind::Object, at);
            }
            Entity::None | Entity::Other => self.tree.settle(at),
        }
        self.contexts.clear();
    }

    /// Closes the elements from the one at `depth` inwards.
    fn close_to(&mut self, depth: usize, at: usize) {
        for _ in self.open.drain(depth..) {
            self.tree.close(Kind::Object, at);
        }
    }

    /// `path = value`, or a path alone, which indented rules continue. Gives where the rule ends.
    fn rule(&mut self, indent: usize, at: usize, rule: &'t str) -> usize {
        let end = at + rule.len();
        if self.entity == Entity::Other {
            return end;
        }
        if self.entity == Entity::None {
            self.enter(at);
        }
        let path_end = rule.find([' ', '\t']).unwrap_or(rule.len());
        let (path, value) = rule.split_at(path_end);
        self.contexts.retain(|(outer, _)| *outer < indent);
        let mut elements = match self.contexts.last() {
            Some((_, outer)) => outer.clone(),
            None => Vec::new(),
        };
        let mut element_at = at;
        for written in path.split('.') {
            elements.push(Element::of(written, element_at));
            element_at += written.len() + 1;
        }
        // No element lies deeper; what says so is no path.
        if elements.len() > MAX_NESTING {
            return end;
        }
        let Some(value) = value.trim_start().strip_prefix('=').map(str::trim_start) else {
            // A flag, a cardinality or `insert`; a path alone is one that others continue.
            if value.trim().is_empty() {
                self.go_to(&elements, end);
                self.remember(indent, elements);
            }
            return end;
        };
        let Some((&leaf, outer)) = elements.split_last() else {
            return end;
        };
        self.go_to(outer, at);
        let end = self.value(leaf, end - value.len(), value);
        self.remember(indent, elements);
        end
    }

    /// Notes a path that indented rules may continue: those mean the same elements again.
    fn remember(&mut self, indent: usize, mut elements: Vec<Element<'t>>) {
        for element in &mut elements {
            element.index = "=";
        }
        self.contexts.push((indent, elements));
    }

    /// Has exactly these elements open.
    fn go_to(&mut self, path: &[Element<'t>], at: usize) {
        let known = self.open.iter().zip(path);
        let known = known
            .take_while(|(open, element)| element.is(**open))
            .count();
        self.close_to(known, at);
        for element in &path[known..] {
            let key = Key::At(
                Span::new(element.at, element.at + element.name.len()),
                Encoding::Plain,
            );
            self.tree.open(
                key,
                Kind::Object,
                Span::new(element.at, element.at),
                self.out,
            );
            self.open.push(*element);
        }
    }

    /// A value at byte `at`; gives where it ends.
    fn value(&mut self, leaf: Element<'t>, at: usize, value: &'t str) -> usize {
        let key = Key::At(
            Span::new(leaf.at, leaf.at + leaf.name.len()),
            Encoding::Plain,
        );
        let end = at + value.len();
        let quote = if value.starts_with("\"\"\"") {
            "\"\"\""
        } else {
            "\""
        };
        if value.starts_with('"') {
            let inside = at + quote.len();
            let content = &self.text[inside..];
            let closed = closing(content, quote);
            let length = closed.unwrap_or(end.saturating_sub(inside));
            let encoding = match content[..length].contains('\\') {
                true => Encoding::Backslash,
                false => Encoding::Plain,
            };
            let span = Span::new(inside, inside + length);
            let behind = span.end + closed.map_or(0, |_| quote.len());
            self.tree.scalar(key, Kind::Text(encoding), span, behind);
            return self.text[behind..]
                .find('\n')
                .map_or(self.text.len(), |line| behind + line + 1);
        }
        let token = &value[..value.find([' ', '\t']).unwrap_or(value.len())];
        let whole = Span::new(at, at + token.len());
        match token.split_once('#') {
            // A code of a system: what FHIR has in the coding of a concept.
            Some((system, code)) if !system.is_empty() => {
                let code = Span::new(whole.end - code.len(), whole.end);
                self.tree.open(key, Kind::Object, whole, self.out);
                self.tree
                    .open(Key::Implied("coding"), Kind::Object, whole, self.out);
                self.tree
                    .scalar(Key::Implied("code"), Kind::Text(Encoding::Plain), code, end);
                self.tree.close(Kind::Object, end);
                self.tree.close(Kind::Object, end);
            }
            Some((_, code)) => {
                let code = Span::new(whole.end - code.len(), whole.end);
                self.tree
                    .scalar(key, Kind::Text(Encoding::Plain), code, end);
            }
            None => self.tree.scalar(key, Kind::Bare, whole, end),
        }
        end
    }
}

/// Where a string ends, whose content begins here; one in single quotes ends with the line at the latest.
fn closing(content: &str, quote: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = content[from..].find(['"', '\\', '\n']) {
        let at = from + found;
        match content.as_bytes()[at] {
            b'\\' => from = content.ceil_char_boundary((at + 2).min(content.len())),
            b'\n' if quote.len() == 1 => return None,
            _ if content[at..].starts_with(quote) => return Some(at),
            _ => from = at + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::{listing, listing_in_windows};

    const HEAD: &str =
        "Alias: $id = http://x\n\nProfile: Mine\nParent: Patient\n* name 1..* MS\n\n";

    fn read(rules: &str) -> Vec<String> {
        let text =
            format!("{HEAD}Instance: jane\nInstanceOf: MyPatientProfile\nUsage: #example\n{rules}");
        let found = listing(&mut FhirShorthandExtractor::default(), &text);
        for size in 1..text.len() {
            let windows = listing_in_windows(&mut FhirShorthandExtractor::default(), &text, size);
            assert_eq!(windows, found, "{rules} in windows of {size}");
        }
        found
    }

    #[test]
    fn rules_are_members() {
        for (rules, expected) in [
            (
                "* birthDate = \"1815-02-03\"",
                vec!["Patient.birthDate = 1815-02-03"],
            ),
            (
                "* birthDate = 1815-02-03 // late",
                vec!["Patient.birthDate = 1815-02-03"],
            ),
            (
                "* active = true\n* gender = #female",
                vec!["Patient.gender = female"],
            ),
            (
                "* name[0].family = \"Roe\"\n* name[=].given[+] = \"Jane\"\n* name[=].given[+] = \"Q\\\"\"\n",
                vec![
                    "Patient.name.family = Roe",
                    "Patient.name.given = Jane",
                    "Patient.name.given = Q\"",
                ],
            ),
            (
                "* identifier[mrn].type = $v2-0203#MR \"number\"\n* identifier[mrn].value = \"7\"\n* identifier[+].value = \"8\"\n",
                vec![
                    "Patient.identifier.type.coding.code = MR",
                    "Patient.identifier.value[type=MR] = 7",
                    "Patient.identifier.value = 8",
                ],
            ),
            (
                "* telecom[+].system = #phone\n* telecom[=].value = \"1\"\n* telecom[+]\n  * system = #email\n  * value = \"\"\"a\n@b\"\"\"\n",
                vec![
                    "Patient.telecom.system[system=phone] = phone",
                    "Patient.telecom.value[system=phone] = 1",
                    "Patient.telecom.system[system=email] = email",
                    "Patient.telecom.value[system=email] = a\n@b",
                ],
            ),
            (
                "* insert Names(\"a\")\n* name 0..1\n* name = \"never closed\n",
                vec!["Patient.name = never closed"],
            ),
        ] {
            assert_eq!(read(rules), expected, "{rules}");
        }
    }

    #[test]
    fn instances_end_where_others_begin() {
        let found = read(
            "* name.family = \"Roe\"\nInstance: two\nInstanceOf: Practitioner\n* name.family = \"Doe\"\nValueSet: Sex\n* A#B \"C\"\n",
        );
        assert_eq!(
            found,
            [
                "Patient.name.family = Roe",
                "Practitioner.name.family = Doe"
            ]
        );
    }

    #[test]
    fn told_by_their_declarations() {
        assert!(sniff("// a\nInstance: a\n"));
        assert!(!sniff("Instance of a class:\nvoid main() {}"));
        assert!(!sniff("An Instance: a"));
    }
}
