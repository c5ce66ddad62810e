//! What the README and the pages of `docs/` show is true: commands run as printed, configurations parse, links lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use safeharbor::{Config, Engine, Options};

use crate::support::{Repo, safeharbor, token};

/// The pages, relative to the root of the project.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs"))
        .expect("docs")
        .map(|entry| entry.expect("an entry").path());
    let names = [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
    ]
    .map(|name| root.join(name));
    let pages = docs
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .chain(names);
    pages
        .map(|page| (page.clone(), fs::read_to_string(page).expect("a page")))
        .collect()
}

/// The fenced blocks of a language: where each starts, counted in lines from 1, and its text.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<(usize, &'p str)> {
    let fence = format!("\n```{language}\n");
    let starts = page.match_indices(&fence).map(|(at, _)| at + fence.len());
    let block = |start: usize| {
        let line = page[..start].matches('\n').count() + 1;
        let end = page[start..].find("```").expect("a closed block");
        (line, &page[start..start + end])
    };
    starts.map(block).collect()
}

/// The made-up repository that the pages speak of.
fn clinic() -> Repo {
    let number = ["536", "48", "2917"].join("-");
    let birth = ["1961", "04", "23"].join("-");
    let password = ["t7Vq2mZx", "91LkWp"].concat();
    let repo = Repo::new();
    repo.stage(
        "src/test/java/PatientTest.java",
        format!(
            "class PatientTest {{\n    @Test\n    void admits() {{\n        patient.setSsn(\"{number}\");\n        patient.setBirthDate(\"{birth}\");\n        assertTrue(ward.admit(patient));\n    }}\n}}\n"
        ),
    );
    repo.stage(
        "config/reports.env",
        format!("LOG_LEVEL=debug\nDATABASE_URL=postgres://reports:{password}@db.internal/clinic\n"),
    );
    repo
}

#[test]
fn commands_say_what_the_pages_print() {
    let mut tried = 0;
    for (page, text) in pages() {
        for (line, block) in blocks(&text, "console") {
            let repo = clinic();
            let (command, expected) = block.split_once('\n').expect("a command and what it says");
            let arguments = command
                .strip_prefix("$ safeharbor ")
                .expect("a command of ours");
            let arguments: Vec<&str> = arguments.split_whitespace().collect();
            let output = safeharbor(repo.root(), &arguments);
            let said = untimed(&format!("{}{}", output.stdout, output.stderr));
            let place = format!("{}:{line}", page.display());
            assert_shows(&place, &untimed(expected), &said);
            tried += 1;
        }
    }
    assert!(tried >= 2, "pages print {tried} commands");
}

/// Without how long it took: `0.01 s`.
fn untimed(text: &str) -> String {
    let untime = |line: &str| match line.rsplit_once(", ") {
        Some((before, time)) if time.ends_with(" s)") => format!("{before}, … s)"),
        _ => line.trim_end().to_owned(),
    };
    text.lines().map(untime).collect::<Vec<_>>().join("\n")
}

/// A line `...` on the page stands for any number of lines.
fn assert_shows(place: &str, expected: &str, said: &str) {
    let mut rest = said;
    for (number, part) in expected.split("\n...\n").enumerate() {
        let at = rest.find(part.trim_end());
        let found = at.filter(|at| number > 0 || *at == 0);
        let Some(at) = found else {
            panic!("{place}: expected\n{part}\nin\n{rest}");
        };
        rest = &rest[at + part.trim_end().len()..];
    }
    assert_eq!(rest.trim(), "", "{place}: it says more");
}

#[test]
fn configurations_are_valid() {
    let mut tried = 0;
    for (page, text) in pages() {
        for (line, block) in blocks(&text, "toml") {
            let place = format!("{}:{line}", page.display());
            let config = Config::parse(&place, block).unwrap_or_else(|error| panic!("{error}"));
            let pack = config
                .changed(&place, safeharbor::pack())
                .unwrap_or_else(|error| panic!("{error}"));
            Engine::new(pack, Options::default()).unwrap_or_else(|error| panic!("{error}"));
            tried += 1;
        }
    }
    assert!(tried >= 5, "pages show {tried} configurations");
}

#[test]
fn allows_in_comments_hide_what_they_name() {
    let mut tried = 0;
    for (page, text) in pages() {
        for (line, block) in blocks(&text, "java") {
            let repo = Repo::new();
            let number = ["536", "48", "2917"].join("-");
            repo.write(
                "PatientTest.java",
                format!("{block}String patientSsn = \"{number}\";\n"),
            );
            let output = safeharbor(repo.root(), &["scan"]);
            assert_eq!(
                output.status,
                0,
                "{}:{line}: {}",
                page.display(),
                output.stdout
            );
            tried += 1;
        }
    }
    assert!(tried > 0);
    let repo = Repo::new();
    repo.write("a.env", format!("GITHUB_TOKEN={}\n", token(1)));
    safeharbor(repo.root(), &["scan"]).expect(1);
}

#[test]
fn the_readme_embeds_as_the_crate_does() {
    let facade = include_str!("../src/lib.rs");
    let shown: String = facade
        .lines()
        .filter_map(|line| line.strip_prefix("//! "))
        .skip_while(|line| *line != "```")
        .skip(1)
        .take_while(|line| *line != "```")
        .filter(|line| !line.trim_start().starts_with("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    let readme = include_str!("../README.md");
    assert!(readme.contains(&shown), "expected in README.md:\n{shown}");
}

#[test]
fn links_lead_somewhere() {
    let mut tried = 0;
    for (page, text) in pages() {
        let folder = page.parent().expect("a folder");
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if target.contains("://") || file.is_empty() || text[..at].ends_with('\\') {
                continue;
            }
            assert!(folder.join(file).exists(), "{}: {target}", page.display());
            tried += 1;
        }
    }
    assert!(tried >= 10, "pages hold {tried} links");
}

#[test]
fn every_command_and_rule_that_a_page_names_exists() {
    let help = safeharbor(Path::new("."), &["--help"]).stdout;
    let listed: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    let rules = safeharbor::pack().rules;
    for (page, text) in pages() {
        for (at, _) in text.match_indices("`safeharbor ") {
            let command = text[at + 1..].split('`').next().unwrap_or_default();
            let word = command.split_whitespace().nth(1).unwrap_or_default();
            let known = listed.contains(&word) || word.starts_with("--");
            assert!(known, "{}: {command}", page.display());
        }
        for (at, _) in text.match_indices("`phi/") {
            let id = text[at + 1..].split('`').next().unwrap_or_default();
            let written_here = text.contains(&format!("id = \"{id}\""));
            let known = id == "phi/"
                || id.contains(['*', '…', ' '])
                || written_here
                || rules.iter().any(|rule| rule.id == id);
            assert!(known, "{}: no rule {id}", page.display());
        }
    }
}
