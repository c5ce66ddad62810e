//! The arguments that the server is started with.

use std::ffi::OsString;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To serve a client on standard input and output.
    Serve,
    /// A text for standard output.
    Tell(String),
    /// Something else: what it is.
    Unknown(String),
}

const HELP: &str = "\
The language server of Safeharbor, on standard input and output: an editor starts it.

Usage: safeharbor-lsp [--stdio]

Options:
      --stdio    What is always so; clients say it
  -h, --help     Print help
  -V, --version  Print version";

/// What `arguments`, without the program's name, ask for. Clients add some of their own accord: how to talk, and who they are.
pub(crate) fn asked(arguments: &[OsString]) -> Asked {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.to_string_lossy().as_ref() {
            "--stdio" => {}
            "--clientProcessId" => drop(arguments.next()),
            client if client.starts_with("--clientProcessId=") => {}
            "-h" | "--help" => return Asked::Tell(HELP.to_owned()),
            "-V" | "--version" => {
                return Asked::Tell(format!("safeharbor-lsp {}", env!("CARGO_PKG_VERSION")));
            }
            unknown => return Asked::Unknown(unknown.to_owned()),
        }
    }
    Asked::Serve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_that_clients_add_are_taken() {
        let asked = |line: &str| {
            let arguments: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
            asked(&arguments)
        };
        for line in [
            "",
            "--stdio",
            "--stdio --clientProcessId=7",
            "--clientProcessId 7 --stdio",
        ] {
            assert_eq!(asked(line), Asked::Serve, "{line}");
        }
        for line in ["--socket=7", "--stdio x", "--node-ipc", "-x"] {
            assert!(matches!(asked(line), Asked::Unknown(_)), "{line}");
        }
        for line in ["--help", "--stdio -V"] {
            assert!(matches!(asked(line), Asked::Tell(_)), "{line}");
        }
    }
}
