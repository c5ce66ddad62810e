//! Which language or data format a document is written in: by name, extension, first line and first bytes.

use crate::document::LogicalPath;

/// A programming language or data format that the engine tells apart.
///
/// Some have a parser of their own, some a grammar behind a cargo feature; the rest are read lexically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs)] // The names are the languages' own.
pub enum Language {
    Bash,
    Batch,
    C,
    Clojure,
    Cmake,
    Cpp,
    CSharp,
    Cobol,
    Css,
    Csv,
    Dart,
    Dicom,
    Diff,
    Dockerfile,
    Elixir,
    Env,
    Erlang,
    Fortran,
    FSharp,
    Go,
    Graphql,
    Groovy,
    Haskell,
    Hcl,
    Hl7v2,
    Html,
    Ini,
    Java,
    JavaScript,
    Json,
    Julia,
    Kotlin,
    Lisp,
    Log,
    Lua,
    Makefile,
    Markdown,
    Matlab,
    Ndjson,
    Nix,
    Notebook,
    ObjectiveC,
    OCaml,
    Pascal,
    Perl,
    Php,
    PowerShell,
    Properties,
    Protobuf,
    Python,
    R,
    Robot,
    Ruby,
    Rust,
    Sas,
    Scala,
    Solidity,
    Sql,
    Swift,
    Text,
    Toml,
    Tsv,
    Tsx,
    Typescript,
    VisualBasic,
    X12,
    Xml,
    Yaml,
    Zig,
}

/// How much of a document's head [`detect`] looks at, in bytes.
const HEAD: usize = 1024;

/// Detects the language of a document by its path and the beginning of its text.
///
/// The file name decides first (`Dockerfile`, `.env.local`, `.bashrc`), then the extension, with endings that only mark a
/// template or an example (`.tpl`, `.example`) taken off; then the first line (`#!/usr/bin/env python3`) and the first
/// bytes (`<?php`, `MSH|`, `{"`). What is none of these is [`Language::Text`]. `head` may be any beginning of the text;
/// 1 KB is enough.
///
/// ```
/// use safeharbor_core::{Language, LogicalPath, detect};
/// assert_eq!(detect(&LogicalPath::new("deploy/.env.sample"), ""), Language::Env);
/// assert_eq!(detect(&LogicalPath::new("bin/run"), "#!/usr/bin/env python3\n"), Language::Python);
/// ```
pub fn detect(path: &LogicalPath, head: &str) -> Language {
    let name = path.file_name().to_ascii_lowercase();
    let head = beginning(head);
    match by_name(&name).or_else(|| by_extensions(&name)) {
        Some(named) => refine(named, head),
        None => by_shebang(head)
            .or_else(|| by_content(head))
            .unwrap_or(Language::Text),
    }
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_start_matches('\u{feff}')
}

/// A name or extension that several formats share: the content decides between them.
fn refine(named: Language, head: &str) -> Language {
    let content = || by_content(head);
    match named {
        Language::Text | Language::Log => match content() {
            Some(found @ (Language::Hl7v2 | Language::X12 | Language::Xml | Language::Ndjson)) => {
                found
            }
            _ => named,
        },
        Language::C if looks_like_cpp(head) => Language::Cpp,
        Language::Json if is_json_lines(head) => Language::Ndjson,
        _ => named,
    }
}

fn looks_like_cpp(head: &str) -> bool {
    const MARKS: [&str; 5] = ["class ", "namespace ", "template<", "template <", "std::"];
    MARKS.iter().any(|mark| head.contains(mark))
}

/// Whole file names, in lower case.
fn by_name(name: &str) -> Option<Language> {
    if name == ".env" || name == ".envrc" || name.starts_with(".env.") || name.starts_with(".env-")
    {
        return Some(Language::Env);
    }
    if name.starts_with("dockerfile") || name.starts_with("containerfile") {
        return Some(Language::Dockerfile);
    }
    Some(match name {
        "makefile" | "gnumakefile" | "justfile" => Language::Makefile,
        "cmakelists.txt" => Language::Cmake,
        "jenkinsfile" => Language::Groovy,
        "gemfile" | "rakefile" | "podfile" | "vagrantfile" | "fastfile" | "brewfile"
        | "guardfile" | "capfile" | ".pryrc" | ".irbrc" => Language::Ruby,
        "sconstruct" | "sconscript" | "wscript" | "tiltfile" | "build" | "workspace"
        | ".pythonrc" => Language::Python,
        ".bashrc" | ".bash_profile" | ".bash_history" | ".bash_aliases" | ".profile" | ".zshrc"
        | ".zshenv" | ".zprofile" | ".zsh_history" | ".kshrc" | "pkgbuild" | "gradlew" => {
            Language::Bash
        }
        ".npmrc" | ".pypirc" | ".gitconfig" | ".gitmodules" | ".editorconfig" | ".my.cnf"
        | ".s3cfg" | ".boto" | ".pylintrc" | ".flake8" | ".coveragerc" | "credentials"
        | "config" | ".pgpass" | ".netrc" | "_netrc" => Language::Ini,
        ".babelrc" | ".eslintrc" | ".prettierrc" | ".jshintrc" | ".bowerrc" | ".dockercfg"
        | "composer.lock" | "flake.lock" | "pipfile.lock" => Language::Json,
        "cargo.lock" | "poetry.lock" | "uv.lock" | "pdm.lock" | "pipfile" => Language::Toml,
        "pubspec.lock" | "podfile.lock" | ".clang-format" | ".clang-tidy" | ".yamllint" => {
            Language::Yaml
        }
        "procfile" | "commit_msg" | "license" | "licence" | "copying" | "authors" | "notice" => {
            Language::Text
        }
        "readme" | "changelog" | "contributing" => Language::Markdown,
        _ => return None,
    })
}

/// Endings that say what a file is for or how it is packed, not what it is written in.
const ROLE_ENDINGS: [&str; 23] = [
    "gz", "tpl", "tmpl", "template", "templ", "example", "sample", "dist", "default", "defaults",
    "in", "orig", "bak", "backup", "old", "new", "save", "disabled", "local", "j2", "jinja",
    "jinja2", "erb",
];

fn by_extensions(name: &str) -> Option<Language> {
    let mut rest = name;
    // Three endings are enough for `settings.py.j2.example`.
    for _ in 0..3 {
        let (stem, ending) = rest.rsplit_once('.')?;
        // `.env` kept as a suffix, as in `production.env.sample`; a bare `.sample` has no stem.
        if let Some(found) = by_extension(ending) {
            return (!stem.is_empty() || found == Language::Env).then_some(found);
        }
        let is_role = ROLE_ENDINGS.contains(&ending.trim_end_matches('~'));
        if !is_role || stem.is_empty() {
            return None;
        }
        rest = stem;
        if let Some(found) = by_name(rest) {
            return Some(found);
        }
    }
    None
}

#[rustfmt::skip] // One language a line reads as the table it is.
fn by_extension(extension: &str) -> Option<Language> {
    Some(match extension.trim_end_matches('~') {
        "sh" | "bash" | "zsh" | "ksh" | "ash" | "dash" | "bats" | "ebuild" | "command" => Language::Bash,
        "bat" | "cmd" => Language::Batch,
        "c" | "h" | "ino" => Language::C,
        "clj" | "cljs" | "cljc" | "edn" => Language::Clojure,
        "cmake" => Language::Cmake,
        "cc" | "cpp" | "cxx" | "c++" | "hh" | "hpp" | "hxx" | "h++" | "inl" | "ipp" | "tcc" | "cu" | "cuh" => Language::Cpp,
        "cs" | "csx" | "cake" => Language::CSharp,
        "cbl" | "cob" | "cpy" => Language::Cobol,
        "css" | "scss" | "sass" | "less" => Language::Css,
        "csv" | "psv" | "ssv" => Language::Csv,
        "dart" => Language::Dart,
        "dcm" | "dicom" => Language::Dicom,
        "diff" | "patch" => Language::Diff,
        "dockerfile" | "containerfile" => Language::Dockerfile,
        "ex" | "exs" | "heex" => Language::Elixir,
        "env" => Language::Env,
        "erl" | "hrl" => Language::Erlang,
        "f" | "f77" | "f90" | "f95" | "for" => Language::Fortran,
        "fs" | "fsi" | "fsx" => Language::FSharp,
        "go" => Language::Go,
        "graphql" | "gql" => Language::Graphql,
        "groovy" | "gradle" | "gvy" | "nf" => Language::Groovy,
        "hs" | "lhs" => Language::Haskell,
        "tf" | "tfvars" | "hcl" | "nomad" => Language::Hcl,
        "hl7" | "hl7v2" | "adt" | "oru" | "orm" | "siu" | "mdm" => Language::Hl7v2,
        "html" | "htm" | "xhtml" | "cshtml" | "jsp" | "ejs" | "hbs" | "mustache" | "vue" | "svelte" | "aspx" | "twig" | "liquid" => Language::Html,
        "ini" | "cfg" | "conf" | "cnf" | "config" | "inf" | "desktop" | "service" | "reg" | "editorconfig" => Language::Ini,
        "java" | "jav" => Language::Java,
        "js" | "jsx" | "mjs" | "cjs" | "es6" | "gs" => Language::JavaScript,
        "json" | "json5" | "jsonc" | "har" | "avsc" | "geojson" | "webmanifest" | "tfstate" | "postman_collection" | "arb" | "jsonld" | "topojson" => Language::Json,
        "jl" => Language::Julia,
        "kt" | "kts" => Language::Kotlin,
        "el" | "lisp" | "cl" | "scm" | "rkt" => Language::Lisp,
        "log" | "out" | "err" | "trace" => Language::Log,
        "lua" => Language::Lua,
        "mk" | "mak" => Language::Makefile,
        "md" | "markdown" | "feature" | "mdx" | "mkd" | "qmd" | "rmd" => Language::Markdown,
        "ndjson" | "jsonl" | "jsonlines" | "ldjson" => Language::Ndjson,
        "nix" => Language::Nix,
        "ipynb" => Language::Notebook,
        "m" | "mm" => Language::ObjectiveC,
        "matlab" | "mlx" => Language::Matlab,
        "ml" | "mli" => Language::OCaml,
        "pas" | "pp" | "dpr" | "lpr" => Language::Pascal,
        "pl" | "pm" | "t" | "pod" => Language::Perl,
        "php" | "php3" | "php4" | "php5" | "phtml" | "inc" | "phpt" => Language::Php,
        "ps1" | "psm1" | "psd1" => Language::PowerShell,
        "properties" | "props" => Language::Properties,
        "proto" => Language::Protobuf,
        "py" | "pyi" | "pyw" | "pyx" | "pxd" | "bzl" | "star" => Language::Python,
        "r" => Language::R,
        "rb" | "rake" | "gemspec" | "ru" | "jbuilder" | "podspec" | "builder" => Language::Ruby,
        "robot" | "resource" => Language::Robot,
        "rs" => Language::Rust,
        "sas" => Language::Sas,
        "scala" | "sc" | "sbt" => Language::Scala,
        "sol" => Language::Solidity,
        "sql" | "ddl" | "dml" | "psql" | "pgsql" | "mysql" | "plsql" | "tsql" | "hql" | "cql" => Language::Sql,
        "swift" => Language::Swift,
        "txt" | "text" | "rst" | "adoc" | "asciidoc" | "tex" | "org" | "eml" | "note" => Language::Text,
        "toml" => Language::Toml,
        "tsv" | "tab" => Language::Tsv,
        "tsx" => Language::Tsx,
        "ts" | "mts" | "cts" => Language::Typescript,
        "vb" | "vbs" | "bas" | "vba" => Language::VisualBasic,
        "x12" | "edi" | "837" | "835" | "834" | "270" | "271" | "276" | "277" | "278" => Language::X12,
        "xml" | "xsd" | "xsl" | "xslt" | "wsdl" | "svg" | "plist" | "pom" | "csproj" | "vbproj" | "fsproj" | "resx" | "xaml" | "storyboard" | "xib" | "nuspec" | "targets" | "cda" | "ccda" | "fxml" | "rdf" | "jrxml" => Language::Xml,
        "yaml" | "yml" | "eyaml" | "sls" => Language::Yaml,
        "zig" => Language::Zig,
        _ => return None,
    })
}

fn by_shebang(head: &str) -> Option<Language> {
    let line = head.strip_prefix("#!")?.lines().next()?;
    let mut words = line.split_ascii_whitespace();
    let mut program = words.next()?.rsplit('/').next()?;
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let program = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    Some(match program {
        "sh" | "bash" | "zsh" | "ksh" | "dash" | "ash" | "bats" => Language::Bash,
        "python" | "pypy" | "uv" => Language::Python,
        "node" | "nodejs" | "bun" => Language::JavaScript,
        "deno" | "ts-node" | "tsx" => Language::Typescript,
        "ruby" | "jruby" => Language::Ruby,
        "perl" => Language::Perl,
        "php" => Language::Php,
        "Rscript" => Language::R,
        "lua" | "luajit" => Language::Lua,
        "groovy" => Language::Groovy,
        "kotlin" => Language::Kotlin,
        "scala" => Language::Scala,
        "swift" => Language::Swift,
        "pwsh" => Language::PowerShell,
        "elixir" => Language::Elixir,
        "make" => Language::Makefile,
        _ => return None,
    })
}

fn by_content(head: &str) -> Option<Language> {
    // MLLP framing (HL7 v2 Transport, Release 1) starts a message with a vertical tab.
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{b}');
    let starts = |marks: &[&str]| {
        marks
            .iter()
            .any(|mark| starts_with_ignoring_case(start, mark))
    };
    if ["MSH|", "FHS|", "BHS|", "MSH^~"]
        .iter()
        .any(|mark| start.starts_with(mark))
    {
        return Some(Language::Hl7v2);
    }
    if is_x12(start) {
        return Some(Language::X12);
    }
    if starts(&["<?php"]) {
        return Some(Language::Php);
    }
    if starts(&["<!doctype html", "<html", "<head", "<body"]) {
        return Some(Language::Html);
    }
    if starts(&[
        "<?xml",
        "<!doctype",
        "<clinicaldocument",
        "<bundle",
        "<patient",
    ]) {
        return Some(Language::Xml);
    }
    if starts(&["diff --git ", "--- a/"]) {
        return Some(Language::Diff);
    }
    if is_json_lines(start) {
        return Some(Language::Ndjson);
    }
    looks_like_json(start).then_some(Language::Json)
}

fn starts_with_ignoring_case(text: &str, mark: &str) -> bool {
    text.get(..mark.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(mark))
}

/// `ISA` and its element separator, which is no letter or digit and stands again after the 2-character first element
/// (ASC X12.5 fixes the widths of this segment).
fn is_x12(start: &str) -> bool {
    let bytes = start.as_bytes();
    start.starts_with("ISA")
        && bytes.len() > 6
        && bytes[3].is_ascii_punctuation()
        && bytes[6] == bytes[3]
}

/// An object or array that opens as JSON does: a brace, then a quoted key or another opening.
fn looks_like_json(start: &str) -> bool {
    let mut rest = start.chars().filter(|c| !c.is_whitespace());
    matches!(
        (rest.next(), rest.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '[' | '"' | ']'))
    )
}

/// Two lines in a row that are whole objects.
fn is_json_lines(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let whole = |line: &str| line.starts_with("{\"") && line.trim_end().ends_with('}');
    match (lines.next(), lines.next()) {
        // The second line may be cut off by the end of the head.
        (Some(first), Some(second)) => whole(first) && second.starts_with("{\""),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_extensions_and_contents() {
        let cases = [
            ("Dockerfile", "", Language::Dockerfile),
            ("Dockerfile.prod", "", Language::Dockerfile),
            ("a/.env", "", Language::Env),
            (".env.local", "", Language::Env),
            ("prod.env", "", Language::Env),
            ("prod.env.sample", "", Language::Env),
            (".npmrc", "", Language::Ini),
            (".aws/credentials", "", Language::Ini),
            ("Gemfile", "", Language::Ruby),
            (".bashrc", "", Language::Bash),
            ("settings.py.tpl", "", Language::Python),
            ("app.yml.example", "", Language::Yaml),
            ("app.conf.j2.bak", "", Language::Ini),
            ("Main.JAVA", "", Language::Java),
            ("x.kts", "", Language::Kotlin),
            ("x.tsx", "", Language::Tsx),
            ("x.h", "int a;", Language::C),
            ("x.h", "namespace a {", Language::Cpp),
            ("x.json", "{\"a\": 1}", Language::Json),
            ("x.json", "{\"a\":1}\n{\"a\":2}\n", Language::Ndjson),
            ("x.ipynb", "{", Language::Notebook),
            ("x.txt", "MSH|^~\\&|A", Language::Hl7v2),
            ("x.txt", "hello", Language::Text),
            ("x.txt", "{\"a\":", Language::Text),
            ("run", "#!/usr/bin/env python3\n", Language::Python),
            ("run", "#!/bin/bash -e\n", Language::Bash),
            ("run", "#!/usr/bin/env -S A=1 node\n", Language::JavaScript),
            ("page", "<?php echo 1;", Language::Php),
            ("page", "\u{feff}  <?xml version='1.0'?>", Language::Xml),
            ("page", "<!DOCTYPE html>", Language::Html),
            ("data", "  {\"a\": 1}", Language::Json),
            ("data", "[{", Language::Json),
            ("data", "ISA*00*  ", Language::X12),
            ("data", "ISABEL", Language::Text),
            ("claim.837", "", Language::X12),
            ("COMMIT_MSG", "fix", Language::Text),
            ("x.unknown", "plain", Language::Text),
            ("é.é", "é", Language::Text),
            ("", "", Language::Text),
            (".", "", Language::Text),
            (".sample", "", Language::Text),
        ];
        for (path, head, expected) in cases {
            assert_eq!(
                detect(&LogicalPath::new(path), head),
                expected,
                "{path} {head:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_path_and_head(path in "\\PC{0,40}", head in "\\PC{0,2000}") {
            let path = LogicalPath::new(&path);
            prop_assert_eq!(detect(&path, &head), detect(&path, &head));
        }
    }
}
