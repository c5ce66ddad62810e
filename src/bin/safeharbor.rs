//! The `safeharbor` binary.

use std::process::ExitCode;

/// The command line does not know the language server: neither crate depends on the other.
const GUESTS: &[safeharbor_hooks::Guest] = &[
    #[cfg(feature = "lsp")]
    safeharbor_hooks::Guest {
        name: "lsp",
        about: "Run the language server on standard input and output",
        run: safeharbor_lsp::run,
    },
];

fn main() -> ExitCode {
    safeharbor_hooks::run(std::env::args_os(), GUESTS)
}
