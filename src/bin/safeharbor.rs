//! The `safeharbor` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    safeharbor_hooks::run(std::env::args_os())
}
