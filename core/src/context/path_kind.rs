//! What a path says about the document behind it: source, test, lockfile, migration, vendored code.

use crate::document::LogicalPath;

/// What a document is for, as far as its path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PathKind {
    /// Configuration, where live credentials are at home.
    Configuration,
    /// Documentation and prose about the code.
    Documentation,
    /// An example or a template that people copy and fill in.
    Example,
    /// Written by a program: minified, compiled, bundled.
    Generated,
    /// Versions and checksums of dependencies.
    Lockfile,
    /// A database migration or a schema.
    Migration,
    /// Code under test's own: tests, fixtures, mocks, recorded traffic.
    Test,
    /// Translated user-interface texts.
    Translation,
    /// Somebody else's code, copied in.
    Vendored,
    /// Anything else.
    Source,
}

impl PathKind {
    /// Judges a path by its file name and folders. The more telling kind wins: a lockfile in a test folder is a lockfile.
    ///
    /// ```
    /// use safeharbor_core::{LogicalPath, PathKind};
    /// assert_eq!(PathKind::of(&LogicalPath::new("src/test/java/AdtTest.java")), PathKind::Test);
    /// assert_eq!(PathKind::of(&LogicalPath::new("web/yarn.lock")), PathKind::Lockfile);
    /// ```
    pub fn of(path: &LogicalPath) -> PathKind {
        let lower = path.as_str().to_ascii_lowercase();
        let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
        by_file_name(name)
            .or_else(|| by_folders(folders))
            .unwrap_or_else(|| by_ending(name))
    }
}

const LOCKFILES: [&str; 13] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "go.sum",
    "packages.lock.json",
    "bun.lockb",
    "flake.lock",
    "gradle.lockfile",
    "conda-lock.yml",
    "package.resolved",
    "deno.lock",
    "verification-metadata.xml",
    "mix.lock",
];

fn by_file_name(name: &str) -> Option<PathKind> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if LOCKFILES.contains(&name) || ends(&[".lock"]) {
        return Some(PathKind::Lockfile);
    }
    let generated = [
        ".min.js",
        ".min.css",
        ".map",
        ".pb.go",
        "_pb2.py",
        "_pb2_grpc.py",
        ".g.dart",
        ".freezed.dart",
        ".designer.cs",
        ".g.cs",
        ".bundle.js",
        ".generated.ts",
        "_generated.go",
        ".pb.cc",
        ".pb.h",
    ];
    if ends(&generated) {
        return Some(PathKind::Generated);
    }
    if is_test_name(name) {
        return Some(PathKind::Test);
    }
    is_translation_name(name).then_some(PathKind::Translation)
}

/// `strings.json`, `messages_de.properties`, `de-DE.json`, `sr_Latn.yml`.
fn is_translation_name(name: &str) -> bool {
    let Some((stem, ending)) = name.split_once('.') else {
        return false;
    };
    let (first, rest) = stem.split_once(['_', '-']).unwrap_or((stem, ""));
    // A region of ISO 3166 or one of the scripts of ISO 15924 that locales are told apart by.
    let is_letters = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase());
    let is_locale = is_letters(first)
        && (is_letters(rest) || matches!(rest, "latn" | "cyrl" | "hans" | "hant" | "arab"));
    match ending {
        "json" | "yml" | "yaml" | "xml" => is_locale || stem == "strings",
        "properties" | "resx" => is_locale || first == "messages",
        _ => false,
    }
}

/// `test_x.py`, `x_test.go`, `x.spec.ts`, `XTest.java`, `XTests.cs`, `conftest.py`, `fixture.json`, `mock-data.json`.
fn is_test_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let words = [
        "test", "tests", "spec", "specs", "fixture", "fixtures", "mock", "mocks", "stub",
        "conftest", "testdata",
    ];
    let second = name.split('.').nth(1).unwrap_or_default();
    let parts = || stem.split(['_', '-']);
    words.contains(&second)
        || parts().next().is_some_and(|first| words.contains(&first))
        || parts().next_back().is_some_and(|last| words.contains(&last))
        // Camel case was lowered: `adttest`, but not `latest` or `contest`.
        || (stem.len() > 6 && ends_as_test_class(stem))
}

fn ends_as_test_class(stem: &str) -> bool {
    const ORDINARY: [&str; 5] = ["latest", "contest", "greatest", "fastest", "attest"];
    ["test", "tests", "testcase", "spec"]
        .iter()
        .any(|ending| stem.ends_with(ending))
        && !ORDINARY.iter().any(|word| stem.ends_with(word))
}

/// What the folders say. The strongest statement wins wherever it stands.
fn by_folders(folders: &str) -> Option<PathKind> {
    let (_, kind) = folders
        .split('/')
        .filter_map(by_folder)
        .min_by_key(|(rank, _)| *rank)?;
    Some(kind)
}

/// What a folder of that name is for, and the rank of that statement: 0 is the strongest.
fn by_folder(folder: &str) -> Option<(u8, PathKind)> {
    let statement = match folder {
        "vendor" | "vendored" | "node_modules" | "third_party" | "third-party" | "thirdparty"
        | "bower_components" | "site-packages" | "external" | "pods" | "deps" => {
            (0, PathKind::Vendored)
        }
        "dist" | "generated" | "__generated__" | "gen" | ".next" | "target" => {
            (1, PathKind::Generated)
        }
        "test" | "tests" | "__tests__" | "testing" | "spec" | "specs" | "e2e" | "testdata"
        | "test-data" | "test_data" | "testresources" | "fixtures" | "fixture" | "__fixtures__"
        | "mocks" | "__mocks__" | "mock" | "cassettes" | "androidtest" | "integrationtest"
        | "unittest" | "unittests" | "__snapshots__" | "stubs" => (2, PathKind::Test),
        "migrations" | "migration" | "migrate" | "changelogs" | "liquibase" | "flyway" => {
            (3, PathKind::Migration)
        }
        "locale" | "locales" | "locale-data" | "i18n" | "l10n" | "lang" | "language"
        | "translations" | "lproj" => (4, PathKind::Translation),
        "example" | "examples" | "sample" | "samples" | "demo" | "demos" | "tutorial"
        | "tutorials" => (5, PathKind::Example),
        "doc" | "docs" | "documentation" | "man" | "wiki" => (6, PathKind::Documentation),
        _ => return None,
    };
    Some(statement)
}

fn by_ending(name: &str) -> PathKind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".example", ".sample", ".template", ".tpl", ".tmpl", ".dist"]) {
        return PathKind::Example;
    }
    if ends(&[".md", ".rst", ".adoc", ".markdown", ".tex", ".mdx"])
        || name.starts_with("readme")
        || name.starts_with("changelog")
    {
        return PathKind::Documentation;
    }
    if ends(&[".po", ".pot", ".xliff", ".xlf", ".strings", ".arb"]) {
        return PathKind::Translation;
    }
    let configuration = [
        ".env",
        ".ini",
        ".cfg",
        ".conf",
        ".cnf",
        ".toml",
        ".yaml",
        ".yml",
        ".properties",
        ".tfvars",
        ".config",
        ".npmrc",
        ".pypirc",
        ".netrc",
    ];
    if ends(&configuration) || name.starts_with(".env") {
        return PathKind::Configuration;
    }
    PathKind::Source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_path() {
        let cases = [
            ("src/main.rs", PathKind::Source),
            ("src/latest.js", PathKind::Source),
            ("src/fetchLatest.js", PathKind::Source),
            ("contest/entry.py", PathKind::Source),
            ("src/attestation.go", PathKind::Source),
            ("tests/scan.rs", PathKind::Test),
            ("app/models/user_spec.rb", PathKind::Test),
            ("pkg/adt_test.go", PathKind::Test),
            ("web/Login.spec.ts", PathKind::Test),
            ("src/main/AdtMessageTest.java", PathKind::Test),
            ("test_adt.py", PathKind::Test),
            ("a/fixtures/adt.hl7", PathKind::Test),
            ("a/testdata/go.sum", PathKind::Lockfile),
            ("Cargo.lock", PathKind::Lockfile),
            ("web/package-lock.json", PathKind::Lockfile),
            ("node_modules/a/test/b.js", PathKind::Vendored),
            ("web/app.min.js", PathKind::Generated),
            ("db/migrate/001_create.rb", PathKind::Migration),
            ("config/locales/de.yml", PathKind::Translation),
            ("public/language/cs/user.json", PathKind::Translation),
            ("web/de-DE.json", PathKind::Translation),
            ("web/sr_Latn.yml", PathKind::Translation),
            ("app/strings.json", PathKind::Translation),
            (
                "src/main/resources/messages_de.properties",
                PathKind::Translation,
            ),
            ("messages/oru.json", PathKind::Source),
            ("data/p-17.json", PathKind::Source),
            ("data/mrn-list.json", PathKind::Source),
            ("data/my-data.json", PathKind::Source),
            ("examples/a.py", PathKind::Example),
            (".env.sample", PathKind::Example),
            ("docs/setup.txt", PathKind::Documentation),
            ("README.md", PathKind::Documentation),
            ("app/.env", PathKind::Configuration),
            ("app/.env.production", PathKind::Configuration),
            ("deploy/values.yaml", PathKind::Configuration),
            ("", PathKind::Source),
        ];
        for (path, expected) in cases {
            assert_eq!(PathKind::of(&LogicalPath::new(path)), expected, "{path}");
        }
    }
}
