//! The command line as it is written. Nothing is read or resolved here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use safeharbor_core::Severity;

use crate::report::Format;

/// Finds protected health information and hard-coded secrets before they leave your machine
#[derive(Debug, Parser)]
#[command(name = "safeharbor", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing found
  1  findings
  2  usage or configuration error
  3  the scan could not be completed";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scan files and folders, the index, or standard input
    Scan(Box<ScanArguments>),
    /// Run as a git hook
    #[command(subcommand)]
    Hook(HookCommand),
    /// Install the git hooks in this repository, keeping a hook that is there
    Install,
    /// Remove the git hooks again and put back what was there
    Uninstall,
    /// Show and try the rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Write a safeharbor.toml in which every key is explained
    Init,
    /// Keep a list of findings that are known and accepted
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct ScanArguments {
    /// Files and folders; the current folder without any
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Scan what is staged for the next commit, its new lines only
    #[arg(long, conflicts_with_all = ["paths", "stdin"])]
    pub(crate) staged: bool,
    /// Scan standard input
    #[arg(long, conflicts_with = "paths")]
    pub(crate) stdin: bool,
    /// The path that standard input has, for its format and for reports
    #[arg(long, value_name = "NAME", requires = "stdin", conflicts_with_all = ["paths", "staged"])]
    pub(crate) stdin_path: Option<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Write the report to a file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) judgement: JudgementArguments,
    /// The baseline, in place of the one that the configuration names
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Scan what ignore files leave out, too
    #[arg(long, conflicts_with_all = ["staged", "stdin"])]
    pub(crate) no_ignore: bool,
    /// Show the evidence for each finding, and what was judged too doubtful
    #[arg(long)]
    pub(crate) explain: bool,
    /// Print the values themselves, to a terminal only
    #[arg(long)]
    pub(crate) reveal: bool,
    /// How many threads scan; as many as there are processors without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) threads: Option<u16>,
}

/// What counts as a finding.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct JudgementArguments {
    /// The configuration, in place of the nearest safeharbor.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The profile, in place of the configuration's
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Drop findings with less confidence, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(crate) min_confidence: Option<f32>,
    /// Drop findings that are less severe
    #[arg(long, value_name = "S", value_enum)]
    pub(crate) min_severity: Option<SeverityArgument>,
}

fn confidence(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

/// [`Severity`] as people type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityArgument {
    Low,
    Medium,
    High,
    Critical,
}

impl From<SeverityArgument> for Severity {
    fn from(argument: SeverityArgument) -> Self {
        match argument {
            SeverityArgument::Low => Self::Low,
            SeverityArgument::Medium => Self::Medium,
            SeverityArgument::High => Self::High,
            SeverityArgument::Critical => Self::Critical,
        }
    }
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum HookCommand {
    /// Scan the new lines of what is staged
    PreCommit,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List all rules, built-in and the configuration's
    List,
    /// Show one rule
    Show {
        /// The rule's id: phi/ssn
        id: String,
    },
    /// Try the examples of all rules, or of the rules in a file
    Test {
        /// A configuration with rules
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write a baseline of everything that is found now
    Create(BaselineArguments),
    /// Drop entries that are found no more, keep the reasons of the others, and add what is new
    Update(BaselineArguments),
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArguments {
    /// The baseline's file, in place of the configuration's
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) judgement: JudgementArguments,
}
