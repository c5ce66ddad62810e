//! The crate's public error.

use std::fmt;
use std::path::PathBuf;

/// What can go wrong outside of a document's content (which never is an error).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A rule is wrong: its regex does not compile, a validator is unknown, an example is missing.
    Rule {
        /// The pack or configuration file.
        origin: String,
        /// The rule's id, or its ordinal when it has none.
        rule: String,
        /// The key at fault.
        key: String,
        /// What was expected and what was found.
        message: String,
    },
    /// A configuration file is wrong.
    Config {
        /// The file.
        origin: String,
        /// What was expected, what was found, and where.
        message: String,
    },
    /// A baseline file is wrong.
    Baseline {
        /// The file.
        origin: String,
        /// Line, from 1.
        line: usize,
        /// What was expected and what was found.
        message: String,
    },
    /// A file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Rule {
                origin,
                rule,
                key,
                message,
            } => write!(f, "{origin}: rule {rule}: {key}: {message}"),
            Error::Config { origin, message } => write!(f, "{origin}: {message}"),
            Error::Baseline {
                origin,
                line,
                message,
            } => write!(f, "{origin}:{line}: {message}"),
            Error::Io { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
