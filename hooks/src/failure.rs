//! Every way in which a command fails: what it says, what to do next, and the exit status. Users meet no other error.

use std::fmt;
use std::io;
use std::path::PathBuf;

use safeharbor_core::{Engine, Error, LogicalPath, Options, PROFILES};

use crate::git::GitError;
use crate::terminal::sanitised;

/// The exit status of the program. Of several, the greatest in this order decides: 2 over 3 over 1 over 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// 0: nothing found.
    #[default]
    Clean,
    /// 1: findings.
    Findings,
    /// 3: the scan could not be completed.
    Incomplete,
    /// 2: a usage or configuration error.
    Usage,
}

impl Status {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
        }
    }
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A path on the command line does not exist.
    NoSuchPath { path: PathBuf },
    /// `rules show` was given an id that no rule has.
    NoSuchRule { id: String, near: Vec<String> },
    /// The command line or the configuration names a profile that there is not.
    NoSuchProfile { name: String, named_in: String },
    /// The baseline does not exist.
    NoBaseline { path: PathBuf },
    /// The configuration names a baseline that the index does not have.
    NotStaged { path: PathBuf },
    /// A baseline cannot be written, because not everything could be read.
    IncompleteBaseline { path: LogicalPath, reason: String },
    /// Two arguments that exclude each other in a way that the parser of arguments cannot say.
    Arguments { message: String, advice: String },
    /// The configuration, a rule in it or the baseline is wrong.
    Configuration(Error),
    /// A file that a command writes is there already.
    Exists { path: PathBuf, advice: String },
    /// A file that the command itself needs cannot be read or written.
    File { path: PathBuf, source: io::Error },
    /// The repository cannot be read.
    Git(GitError),
    /// Standard input cannot be read.
    Input(io::Error),
    /// Standard output cannot be written.
    Output(io::Error),
    /// Somebody else's hook stands in the way.
    Hook { message: String, advice: String },
    /// Examples of rules do not hold.
    Examples { broken: usize },
    /// Whoever read standard output has gone away.
    BrokenPipe,
}

impl Failure {
    /// A failed write to standard output: a broken pipe ends quietly.
    pub(crate) fn of_output(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Output(error)
        }
    }

    /// The exit status.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Configuration(Error::Io { .. })
            | Self::File { .. }
            | Self::IncompleteBaseline { .. }
            | Self::Input(_)
            | Self::Output(_) => Status::Incomplete,
            Self::Git(GitError::NotARepository { .. }) => Status::Usage,
            Self::Git(_) => Status::Incomplete,
            Self::Examples { .. } => Status::Findings,
            // `safeharbor scan | head` has what it wanted.
            Self::BrokenPipe => Status::Clean,
            _ => Status::Usage,
        }
    }

    /// What to do next, if there is something to say.
    pub(crate) fn advice(&self) -> Option<String> {
        self.plain_advice().map(|advice| masked(&advice))
    }

    fn plain_advice(&self) -> Option<String> {
        match self {
            Self::NoSuchPath { .. } => Some("check the spelling; paths are relative to the current folder".to_owned()),
            Self::NoSuchRule { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", near.join(", ")))
            }
            Self::NoSuchProfile { .. } => Some(format!("there are {}", PROFILES.join(", "))),
            Self::NoBaseline { .. } => Some("`safeharbor baseline create` writes one".to_owned()),
            Self::NotStaged { path } => Some(format!("hooks read it from the index: git add {}", path.display())),
            Self::IncompleteBaseline { .. } => Some("a baseline of a part would accept a part: nothing was written".to_owned()),
            Self::NoSuchRule { .. } => Some("`safeharbor rules list` shows all rules".to_owned()),
            Self::Arguments { advice, .. } | Self::Exists { advice, .. } | Self::Hook { advice, .. } => {
                Some(advice.clone())
            }
            Self::Configuration(Error::Baseline { .. }) => Some(
                "mend the line, or write the file anew with `safeharbor baseline create`".to_owned(),
            ),
            Self::Configuration(Error::Config { .. } | Error::Rule { .. }) => Some(
                "mend the file; `safeharbor init` in an empty folder writes one in which every key is explained".to_owned(),
            ),
            Self::File { .. } | Self::Configuration(Error::Io { .. }) => {
                Some("check the path, and that you may read or write there".to_owned())
            }
            Self::Git(GitError::NotARepository { .. }) => {
                Some("run it inside a repository; `safeharbor scan PATH` needs none".to_owned())
            }
            Self::Git(GitError::NoGit { .. }) => {
                Some("install git, or put it on the PATH".to_owned())
            }
            Self::Git(GitError::Unreadable { .. }) => {
                Some("`git status` and `git fsck` tell more about the repository".to_owned())
            }
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::NoSuchPath { path } => format!("{}: no such file or folder", path.display()),
            Self::NoSuchProfile { name, named_in } => {
                format!("{named_in}: no profile is called {name}")
            }
            Self::NoBaseline { path } => format!("{}: no such baseline", path.display()),
            Self::NotStaged { path } => format!(
                "{}: the configuration names this baseline, but it is not staged",
                path.display()
            ),
            Self::IncompleteBaseline { path, reason } => format!("{path}: {reason}"),
            Self::NoSuchRule { id, .. } => format!("no rule has the id {id}"),
            Self::Arguments { message, .. } | Self::Hook { message, .. } => message.clone(),
            Self::Configuration(error) => error.to_string(),
            Self::Exists { path, .. } => format!("{}: exists already", path.display()),
            Self::File { path, source } => format!("{}: {source}", path.display()),
            Self::Git(error) => error.to_string(),
            Self::Input(error) => format!("standard input: {error}"),
            Self::Output(error) => format!("standard output: {error}"),
            Self::Examples { broken: 1 } => "1 example does not hold".to_owned(),
            Self::Examples { broken } => format!("{broken} examples do not hold"),
            Self::BrokenPipe => "standard output was closed".to_owned(),
        };
        // Messages name files, and some quote them over several lines: line by line made safe for the terminal.
        for (index, line) in masked(&message).lines().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{}", sanitised(line))?;
        }
        Ok(())
    }
}

/// `message` with what paths in it hold hidden, as reports do. A failure comes before there is an engine, or without one; the
/// built-in rules make one then.
fn masked(message: &str) -> String {
    match Engine::new(safeharbor_patterns::pack(), Options::default()) {
        Ok(engine) => {
            let lines = message
                .lines()
                .map(|line| engine.masked_path(&LogicalPath::new(line)));
            let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
            lines.join("\n")
        }
        // Without rules nobody knows what is in a path.
        Err(_) => "a file or folder cannot be used".to_owned(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Configuration(error)
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_outranks_incompleteness_outranks_findings() {
        let order = [
            Status::Clean,
            Status::Findings,
            Status::Incomplete,
            Status::Usage,
        ];
        assert!(order.is_sorted());
        assert_eq!(order.map(Status::code), [0, 1, 3, 2]);
    }

    #[test]
    fn messages_are_safe_for_a_terminal() {
        let failure = Failure::NoSuchPath {
            path: PathBuf::from("a\u{1b}[2J"),
        };
        assert_eq!(failure.to_string(), "a\\u{1b}[2J: no such file or folder");
    }
}
