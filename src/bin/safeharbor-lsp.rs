//! The `safeharbor-lsp` binary: the language server on standard input and output.

use std::process::ExitCode;

fn main() -> ExitCode {
    safeharbor_lsp::run()
}
