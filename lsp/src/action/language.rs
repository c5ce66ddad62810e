//! What code actions must know about languages: how comments are written.

use safeharbor_core::Language;

/// What a comment to the end of the line is put between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// Before it.
    pub(super) open: &'static str,
    /// After it; often nothing.
    pub(super) close: &'static str,
}

const fn line(open: &'static str) -> Option<Comment> {
    Some(Comment { open, close: "" })
}

const fn block(open: &'static str, close: &'static str) -> Option<Comment> {
    Some(Comment { open, close })
}

/// How a language writes a comment behind code; `None` for formats that have none there.
pub(super) fn comment(language: Language) -> Option<Comment> {
    use Language as L;
    match language {
        L::Bash
        | L::Cmake
        | L::Dockerfile
        | L::Elixir
        | L::Graphql
        | L::Hcl
        | L::Julia
        | L::Makefile
        | L::Nix
        | L::Perl
        | L::PowerShell
        | L::Python
        | L::R
        | L::Robot
        | L::Ruby
        | L::Toml
        | L::Yaml => line("#"),
        L::C
        | L::Cpp
        | L::CSharp
        | L::Dart
        | L::FSharp
        | L::Go
        | L::Groovy
        | L::Java
        | L::JavaScript
        | L::Kotlin
        | L::ObjectiveC
        | L::Pascal
        | L::Php
        | L::Protobuf
        | L::Rust
        | L::Scala
        | L::Solidity
        | L::Swift
        | L::Tsx
        | L::Typescript
        | L::Zig => line("//"),
        L::Haskell | L::Lua | L::Sql => line("--"),
        L::Clojure | L::Lisp => line(";"),
        L::Cobol => line("*>"),
        L::Erlang | L::Matlab => line("%"),
        L::Fortran => line("!"),
        L::VisualBasic => line("'"),
        L::Css | L::Sas => block("/*", "*/"),
        L::OCaml => block("(*", "*)"),
        L::Html | L::Markdown | L::Xml => block("<!--", "-->"),
        _ => None,
    }
}

/// How a format writes a comment that has its line to itself, where it knows none behind a value.
pub(super) fn comment_above(language: Language) -> Option<Comment> {
    match language {
        Language::Env | Language::Ini | Language::Properties => line("#"),
        _ => None,
    }
}
