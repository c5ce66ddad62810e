//! The table of languages: each has a line here and a file that says what the nodes of its grammar mean.

use std::sync::OnceLock;

use super::grammar::Compiled;
use crate::document::Language;

#[cfg(any(feature = "language-c", feature = "language-cpp"))]
mod c_family;
#[cfg(any(feature = "language-javascript", feature = "language-typescript"))]
mod ecmascript;

/// `"feature" module: Language => GRAMMAR, …;` declares the module and maps the languages to its grammars.
macro_rules! languages {
    ($($feature:literal $module:ident: $($language:ident => $grammar:ident),+;)*) => {
        $(#[cfg(feature = $feature)] mod $module;)*

        /// The grammar of a language, if this build has one.
        pub(super) fn compiled(language: Language) -> Option<&'static Compiled> {
            match language {
                $($(#[cfg(feature = $feature)] Language::$language => {
                    static COMPILED: OnceLock<Compiled> = OnceLock::new();
                    Some(Compiled::of(&$module::$grammar, &COMPILED))
                })+)*
                _ => None,
            }
        }
    };
}

languages! {
    "language-bash" bash: Bash => GRAMMAR;
    "language-c" c: C => GRAMMAR;
    "language-cpp" cpp: Cpp => GRAMMAR;
    "language-csharp" csharp: CSharp => GRAMMAR;
    "language-go" go: Go => GRAMMAR;
    "language-hcl" hcl: Hcl => GRAMMAR;
    "language-java" java: Java => GRAMMAR;
    "language-javascript" javascript: JavaScript => GRAMMAR;
    "language-kotlin" kotlin: Kotlin => GRAMMAR;
    "language-php" php: Php => GRAMMAR;
    "language-python" python: Python => GRAMMAR;
    "language-ruby" ruby: Ruby => GRAMMAR;
    "language-rust" rust: Rust => GRAMMAR;
    "language-scala" scala: Scala => GRAMMAR;
    "language-swift" swift: Swift => GRAMMAR;
    "language-typescript" typescript: Typescript => GRAMMAR, Tsx => TSX;
}
