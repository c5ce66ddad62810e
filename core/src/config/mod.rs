//! Configuration: what `safeharbor.toml` says.

mod apply;
mod error;
mod load;
mod written;

pub use load::{CONFIG_NAME, find_config, load_config};

use std::collections::BTreeMap;

use crate::error::Error;
use crate::finding::Severity;
use crate::rule::{ReservedPolicy, Rule};
use crate::suppress::AllowEntry;

/// The content of a configuration file. What it does not say is `None` or empty; whoever uses it supplies the defaults.
///
/// ```
/// use safeharbor_core::{Config, Severity};
/// let config = Config::parse(
///     "safeharbor.toml",
///     r#"
///     min-severity = "medium"
///     max-file-size = "20 MB"
///
///     [[allow]]
///     paths = ["docs/**"]
///     rules = ["phi/*"]
///     reason = "invented patients of the manual"
///     until = "2030-01-01"
///     "#,
/// )?;
/// assert_eq!(config.min_severity, Some(Severity::Medium));
/// assert_eq!(config.max_file_size, Some(20_000_000));
///
/// let error = Config::parse("safeharbor.toml", "min-severty = \"low\"").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "safeharbor.toml: line 1: unknown key `min-severty`; did you mean `min-severity`?"
/// );
/// # Ok::<(), safeharbor_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Which rules run and how they judge, by the profile's name.
    pub profile: Option<String>,
    /// Findings below are dropped. From 0 to 1.
    pub min_confidence: Option<f32>,
    /// Findings below are dropped.
    pub min_severity: Option<Severity>,
    /// What becomes of values that are documented never to be anyone's.
    pub reserved: Option<ReservedPolicy>,
    /// The baseline file, relative to the configuration file.
    pub baseline: Option<String>,
    /// Larger files are passed over. In bytes.
    pub max_file_size: Option<u64>,
    /// Changes to built-in rules.
    pub rules: RuleChanges,
    /// The user's own rules.
    pub own_rules: Vec<Rule>,
    /// What may stay.
    pub allow: Vec<AllowEntry>,
}

/// The `[rules]` table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleChanges {
    /// Ids of rules that do not run, or globs over ids: `phi/*`.
    pub disable: Vec<String>,
    /// Other severities, by rule id.
    pub severity: BTreeMap<String, Severity>,
}

impl Config {
    /// Reads and checks a configuration. `origin` names the text in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the line and what was expected there; [`Error::Rule`] when one of its rules is wrong.
    pub fn parse(origin: &str, text: &str) -> Result<Self, Error> {
        written::parse(origin, text)
    }
}
