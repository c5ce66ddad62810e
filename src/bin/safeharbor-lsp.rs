//! The `safeharbor-lsp` binary: the language server on standard input and output.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    safeharbor_lsp::run(&arguments)
}
