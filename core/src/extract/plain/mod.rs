//! Formats of lines: settings, YAML, tables in Markdown, logs, command lines and labels in prose.
//!
//! - [`Settings`]: `.env`, shell exports, Dockerfiles, INI, properties, TOML
//! - [`Yaml`]: block and flow mappings, sequences, block scalars
//! - [`Prose`]: any text: `SSN: …`, `key=value` in log lines, HTTP headers, command-line flags, Markdown tables and lists

mod aligned;
mod block;
mod command;
mod flow;
mod line;
mod mark;
mod nesting;
mod prose;
mod scalar;
mod settings;
mod table;
mod yaml;

pub use prose::Prose;
pub use settings::{Settings, Syntax};
pub use yaml::Yaml;
