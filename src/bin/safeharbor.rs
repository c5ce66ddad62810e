//! The `safeharbor` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The command line does not know the language server: neither crate depends on the other.
    #[cfg(feature = "lsp")]
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == "lsp")
    {
        return safeharbor_lsp::run();
    }
    safeharbor_hooks::run(std::env::args_os())
}
