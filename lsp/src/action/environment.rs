//! Moves a secret to an environment variable, in the language of the file, with the import that this needs.

mod constant;
mod import;

use safeharbor_core::{Category, Finding, Language, Span};

use super::{Around, Fix};
use constant::Declared;

pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    fix(around, finding).into_iter().collect()
}

fn fix(around: &Around<'_>, finding: &Finding) -> Option<Fix> {
    if finding.rule.category() != Category::Secret {
        return None;
    }
    let (text, language) = (around.text(), around.language());
    let literal = Literal::around(text, finding.span, language)?;
    let name = variable(finding, &text[..literal.span.start]);
    let mut lookup = literal.lookup(&name, around.analysis.name.as_str())?;
    if literal.is_attribute(text) {
        lookup = format!("{{{lookup}}}");
    }
    let mut edits = vec![(literal.span, lookup)];
    match Declared::around(text, literal.span.start, language) {
        Declared::Variable => {}
        Declared::Convertible(span, variable) => edits.push((span, variable.to_owned())),
        Declared::Constant => return None,
    }
    edits.extend(import::edit(text, language));
    let title = format!("Read it from the environment variable {name}");
    Some(Fix::in_document(title, finding, edits))
}

/// The text that stands for a value, quotes and all.
#[derive(Clone, Copy, Debug)]
struct Literal {
    span: Span,
    language: Language,
}

impl Literal {
    /// The literal that holds nothing but the value; `None` when the value is a part of something larger, which cannot be
    /// replaced without understanding it.
    fn around(text: &str, value: Span, language: Language) -> Option<Self> {
        let before = text[..value.start].chars().next_back();
        let after = text[value.end..].chars().next();
        let bare = matches!(language, Language::Bash | Language::Yaml)
            && matches!(before, Some('=' | ' '))
            && after.is_none_or(|c| matches!(c, '\n' | '\r' | ' ' | ';'));
        if bare {
            return Some(Self {
                span: value,
                language,
            });
        }
        let quote = before.filter(|c| matches!(c, '"' | '\'' | '`'))?;
        if after != Some(quote) {
            return None;
        }
        let outside = text[..value.start - 1].chars().next_back();
        // A prefix says what kind of literal it is, and a second quote that it is a longer one.
        let is_plain = !outside
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '\'' | '`' | '@' | '$'));
        is_plain.then_some(Self {
            span: Span::new(value.start - 1, value.end + 1),
            language,
        })
    }

    /// Whether it is the attribute of an element in JavaScript, where an expression stands in braces.
    fn is_attribute(self, text: &str) -> bool {
        let before = &text[..self.span.start];
        let element = before.rfind('<').filter(|_| before.ends_with('='));
        let element = element.map_or("", |at| &before[at + 1..]);
        matches!(self.language, Language::JavaScript | Language::Tsx)
            && element.starts_with(char::is_alphabetic)
            && !element.contains(['>', ';'])
    }

    /// The expression that reads the variable.
    fn lookup(self, name: &str, path: &str) -> Option<String> {
        Some(match self.language {
            Language::Python => format!("os.environ[\"{name}\"]"),
            Language::JavaScript => format!("process.env.{name}"),
            Language::Typescript | Language::Tsx => format!("process.env.{name}!"),
            Language::Java => format!("System.getenv(\"{name}\")"),
            Language::CSharp => format!("Environment.GetEnvironmentVariable(\"{name}\")"),
            Language::Go => format!("os.Getenv(\"{name}\")"),
            Language::Ruby => format!("ENV.fetch(\"{name}\")"),
            Language::Php => format!("getenv('{name}')"),
            Language::Rust => format!("&std::env::var(\"{name}\").expect(\"{name} is set\")"),
            // It fails, with a message, where the variable is not set.
            Language::Bash => format!("\"${{{name}:?is not set}}\""),
            Language::Yaml if path.contains(".github/workflows/") => {
                format!("${{{{ secrets.{name} }}}}")
            }
            Language::Yaml => format!("${{{name}}}"),
            _ => return None,
        })
    }
}

/// A name for the variable: the field's, else that of what the literal is assigned to, else the rule's, in capitals.
fn variable(finding: &Finding, before: &str) -> String {
    let stem = finding.rule.id.rsplit('/').next().unwrap_or_default();
    let field = finding
        .field
        .as_deref()
        .and_then(|path| path.rsplit('.').next());
    let name = capitals(field.or_else(|| assigned(before)).unwrap_or(stem));
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        capitals(stem)
    }
}

/// The last name before `=` or `:`, in the line that `before` ends with: `token` of `let token: &str = `.
fn assigned(before: &str) -> Option<&str> {
    let line = before.lines().next_back()?;
    let head = line
        .trim_end()
        .trim_end_matches('>')
        .strip_suffix(['=', ':'])?;
    let head = head.trim_end_matches([':', ' ', '?']);
    let statement = head.rsplit(['{', '(', ',', ';']).next().unwrap_or(head);
    // What stands behind a colon is a type.
    let named = statement.split(':').next().unwrap_or(statement);
    let named = named.trim_end().trim_end_matches(['"', '\'']);
    let start = named.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    let name = &named[start.map_or(0, |at| {
        at + named[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    (!name.is_empty()).then_some(name)
}

/// `apiKey` and `api-key` as `API_KEY`.
fn capitals(name: &str) -> String {
    let mut capitals = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if was_lower && c.is_ascii_uppercase() {
                capitals.push('_');
            }
            capitals.push(c.to_ascii_uppercase());
        } else if !capitals.is_empty() && !capitals.ends_with('_') {
            capitals.push('_');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    capitals.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, applied, token};

    fn moved(name: &str, text: &str) -> Option<String> {
        let text = text.replace("{}", &token());
        let fix = Folder::new().fix(name, &text, "Read it from the environment")?;
        Some(applied(&fix, &text))
    }

    #[test]
    fn every_language_reads_its_own_way_with_its_import() {
        for (name, before, after) in [
            (
                "a.py",
                "#!/usr/bin/env python3\n\"\"\"Doc.\"\"\"\nimport sys\nGITHUB_TOKEN = '{}'\n",
                "#!/usr/bin/env python3\n\"\"\"Doc.\"\"\"\nimport os\nimport sys\nGITHUB_TOKEN = os.environ[\"GITHUB_TOKEN\"]\n",
            ),
            (
                "a.py",
                "import os, sys\ngithub_token = \"{}\"\n",
                "import os, sys\ngithub_token = os.environ[\"GITHUB_TOKEN\"]\n",
            ),
            (
                "a.js",
                "const githubToken = '{}';\n",
                "const githubToken = process.env.GITHUB_TOKEN;\n",
            ),
            (
                "a.ts",
                "const githubToken = '{}';\n",
                "const githubToken = process.env.GITHUB_TOKEN!;\n",
            ),
            (
                "a.tsx",
                "const a = <Login name={b} token='{}' />;\n",
                "const a = <Login name={b} token={process.env.TOKEN!} />;\n",
            ),
            (
                "A.java",
                "class A { String githubToken = \"{}\"; }\n",
                "class A { String githubToken = System.getenv(\"GITHUB_TOKEN\"); }\n",
            ),
            (
                "A.cs",
                "namespace A;\nclass A { string githubToken = \"{}\"; }\n",
                "using System;\nnamespace A;\nclass A { string githubToken = Environment.GetEnvironmentVariable(\"GITHUB_TOKEN\"); }\n",
            ),
            (
                "a.go",
                "package a\n\nvar githubToken = \"{}\"\n",
                "package a\n\nimport \"os\"\n\nvar githubToken = os.Getenv(\"GITHUB_TOKEN\")\n",
            ),
            (
                "a.go",
                "package a\n\nconst githubToken = \"{}\"\n",
                "package a\n\nimport \"os\"\n\nvar githubToken = os.Getenv(\"GITHUB_TOKEN\")\n",
            ),
            (
                "a.go",
                "package a\n\nimport (\n\t\"fmt\"\n)\n\nvar githubToken = \"{}\"\n",
                "package a\n\nimport (\n\t\"os\"\n\t\"fmt\"\n)\n\nvar githubToken = os.Getenv(\"GITHUB_TOKEN\")\n",
            ),
            (
                "a.rb",
                "github_token = '{}'\n",
                "github_token = ENV.fetch(\"GITHUB_TOKEN\")\n",
            ),
            (
                "a.php",
                "<?php\n$githubToken = '{}';\n",
                "<?php\n$githubToken = getenv('GITHUB_TOKEN');\n",
            ),
            (
                "a.rs",
                "fn f() { let github_token = \"{}\"; }\n",
                "fn f() { let github_token = &std::env::var(\"GITHUB_TOKEN\").expect(\"GITHUB_TOKEN is set\"); }\n",
            ),
            (
                "a.sh",
                "export GITHUB_TOKEN={}\n",
                "export GITHUB_TOKEN=\"${GITHUB_TOKEN:?is not set}\"\n",
            ),
            (
                "a.sh",
                "GITHUB_TOKEN='{}'\n",
                "GITHUB_TOKEN=\"${GITHUB_TOKEN:?is not set}\"\n",
            ),
            (
                "a.yaml",
                "github_token: {}\n",
                "github_token: ${GITHUB_TOKEN}\n",
            ),
            (
                ".github/workflows/a.yaml",
                "env:\n  GITHUB_TOKEN: {}\n",
                "env:\n  GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}\n",
            ),
        ] {
            assert_eq!(moved(name, before).as_deref(), Some(after), "{name}");
        }
    }

    #[test]
    fn parts_of_literals_constants_and_other_formats_are_left_alone() {
        for (name, text) in [
            ("a.py", "url = 'https://x:{}@github.com/a.git'\n"),
            ("a.py", "token = b'{}'\n"),
            ("a.py", "token = f'''{}'''\n"),
            ("a.json", "{\"github_token\": \"{}\"}\n"),
            ("a.rs", "const GITHUB_TOKEN: &str = \"{}\";\n"),
        ] {
            assert_eq!(moved(name, text), None, "{text}");
        }
    }

    #[test]
    fn names_stand_before_the_literal() {
        for (before, expected) in [
            ("x = 1\n  api_key = ", Some("api_key")),
            ("let token: &str = ", Some("token")),
            ("f(a=1, secret=", Some("secret")),
            ("{ 'api-key': ", Some("api-key")),
            ("$conf['key'] => ", None),
            ("token := ", Some("token")),
            ("return ", None),
            ("\u{20ac}\u{e9}=", Some("\u{e9}")),
        ] {
            assert_eq!(super::assigned(before), expected, "{before}");
        }
    }

    #[test]
    fn names_become_capitals() {
        for (name, expected) in [
            ("apiKey", "API_KEY"),
            ("api-key", "API_KEY"),
            ("API_KEY", "API_KEY"),
            ("s3Secret", "S3_SECRET"),
            ("$token", "TOKEN"),
        ] {
            assert_eq!(super::capitals(name), expected);
        }
    }
}
