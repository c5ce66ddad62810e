//! Findings and what they carry: severity, evidence, fingerprint and the value, which never shows itself.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::document::LogicalPath;
use crate::report::Excerpt;
use crate::rule::Rule;
use crate::score::Evidence;
use crate::span::{Position, Span};

/// How bad it is when the finding is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Identifies a person together with other fields, or opens little.
    Medium,
    /// Identifies a person, or opens something.
    High,
    /// Identifies a person for life, or opens everything.
    Critical,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Protected health information.
    Phi,
    /// A credential.
    Secret,
}

/// A detected value. Its `Debug`, `Display` and `Serialize` are masked; the text itself is given only to code that asks
/// for it by name, to validate, to mask or to replace it, never to write it anywhere.
///
/// ```
/// use safeharbor_core::Value;
/// let value = Value::new("very secret", "");
/// assert_eq!(format!("{value} {value:?}"), "[11 characters] Value([11 characters])");
/// let token = Value::new("ghp_0123456789", "ghp_");
/// assert_eq!(token.to_string(), "ghp_[10 characters]");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    text: Box<str>,
    /// How many bytes of `text` are a prefix that every such value has.
    public: usize,
}

impl Value {
    /// Wraps `text`. If `text` starts with `public_prefix`, a prefix that all values of its kind share (`ghp_`), the
    /// masked form shows it.
    pub fn new(text: &str, public_prefix: &str) -> Self {
        let public = if text.starts_with(public_prefix) {
            public_prefix.len()
        } else {
            0
        };
        Self {
            text: text.into(),
            public,
        }
    }

    /// The value itself. For judging and replacing it; never for output.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The part that all values of its kind share and that may be shown; often empty.
    pub fn public_prefix(&self) -> &str {
        &self.text[..self.public]
    }

    /// The masked form: the public prefix, then how many characters are hidden.
    pub fn redacted(&self) -> String {
        let (public, hidden) = self.text.split_at(self.public);
        format!("{public}[{} characters]", hidden.chars().count())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({})", self.redacted())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

/// Identifies a finding across moved lines and renamed files without giving the value away: a hash of the rule, the field
/// path or a bounded context with every literal and digit blanked, and an ordinal. 32 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub String);

/// Why a finding is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppressed {
    /// By a comment in the document.
    Inline {
        /// Why, as the comment says.
        reason: Option<String>,
    },
    /// By a line of the baseline.
    Baseline {
        /// Why, as the entry says.
        reason: Option<String>,
    },
    /// By an `[[allow]]` of the configuration.
    Allowance {
        /// Why, as the allowance says.
        reason: String,
    },
}

/// A candidate judged real enough to show.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Arc<Rule>,
    /// The document. What its path itself holds is masked.
    pub path: LogicalPath,
    /// Bytes of the document as it was given, in its own encoding.
    pub span: Span,
    /// Where the span starts.
    pub start: Position,
    /// Where the span ends (exclusive).
    pub end: Position,
    /// The value, masked.
    pub value: Value,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
    /// For baselines.
    pub fingerprint: Fingerprint,
    /// Findings of one document with the same number belong to one record (one patient, one row).
    pub record: Option<usize>,
    /// The name of the field that held the value, as the document has it: `patient.ssn`, `PID-19.1`.
    pub field: Option<String>,
    /// The line it starts in, masked.
    pub excerpt: Excerpt,
}

impl Finding {
    /// Whether it stands in the document's path, not in its text. The span is then empty, at the beginning of the document, and so is the
    /// position.
    pub fn is_on_path(&self) -> bool {
        self.excerpt.line == 0
    }
}
