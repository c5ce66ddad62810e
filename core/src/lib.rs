//! The Safeharbor engine: bytes in, findings out.
//!
//! This crate knows no built-in rule, no git, no terminal, no async runtime and no network. It touches the file system in
//! two places only, the tree walk and the loading of configuration.

mod assess;
mod cancellation;
mod candidate;
mod config;
pub mod context;
mod document;
mod engine;
mod error;
pub mod extract;
mod finding;
mod known_words;
mod mask;
mod prefilter;
mod report;
mod rule;
mod score;
mod source;
mod span;
mod suppress;
mod trim;
pub mod validate;

pub use cancellation::Cancellation;
pub use config::{CONFIG_NAME, Config, RuleChanges, find_config, load_config};
pub use context::{About, Lexicon, PathKind};
pub use document::{
    Decoded, Document, Encoding, Language, LogicalPath, MAX_WINDOW_SIZE, OffsetMap, Piece, SNIFFED,
    Standing, Text, TextWindow, Transcoding, View, ViewKind, WHOLE_SIZE, WINDOW_SIZE, Windows,
    decode, detect,
};
pub use engine::{
    DEFAULT_MIN_CONFIDENCE, Engine, Explain, Found, Options, Previous, Scratch, Sink,
};
pub use error::Error;
#[cfg(feature = "archive")]
pub use extract::container;
pub use extract::{
    End, Extraction, Extractor, Field, FieldOrigin, Label, Labels, Loss, MAX_NESTING, Problem,
    Qualified, Qualifier, Record, RecordId, Repeated, Scheme, Window, dicom, hl7v2, x12,
};
pub use finding::{Category, Finding, Fingerprint, Severity, Suppressed, Value};
pub use mask::Surrogates;
pub use report::{DocumentReport, Excerpt, Skip, SuppressionNote};
pub use rule::{
    Address, Example, ExampleDocument, ExampleError, Examples, Expected, Identifier, PROFILES,
    Pack, Profiles, Randomness, ReservedPolicy, Rule, Strength, check_distinct_ids, parse_rules,
    rules_from_tables,
};
pub use score::{Evidence, EvidenceKind};
pub use source::{
    Content, Entry, IgnoreFiles, Tally, Tracked, Unreadable, Walk, WalkOptions, logical_path,
    read_small, read_team_file,
};
pub use span::{LineIndex, Position, Span};
pub use suppress::{
    AllowEntry, Allowances, Baseline, BaselineEntry, Commented, Fingerprints, InlineOutcome,
    InlineText, NotesAfter, Place, Suppressions, fingerprint, holds_inline_marker, parse_day,
};
