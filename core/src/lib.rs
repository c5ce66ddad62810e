//! The Safeharbor engine: bytes in, findings out.
//!
//! A [`Pack`] of rules makes an [`Engine`]; a [`Document`] goes in, a [`DocumentReport`] comes out. The crate `safeharbor` has the
//! built-in rules besides and is what to embed; here they are one's own:
//!
//! ```
//! use safeharbor_core::{Document, Engine, Options, Pack, Scratch, parse_rules};
//! let rules = r#"
//!     [[rule]]
//!     id = "secret/acme-token"
//!     title = "Token of Acme"
//!     severity = "high"
//!     keywords = ["acme_"]
//!     regex = "acme_[a-z0-9]{16}"
//!     public-prefix = "acme_"
//!     fix = "Revoke it."
//!     examples.match = ["key: acme_q7r2m9x4k1z8w3v6"]
//!     examples.no-match = ["Tokens start with acme_."]
//! "#;
//! let rules = parse_rules("rules.toml", rules)?;
//! let engine = Engine::new(Pack { rules, ..Pack::default() }, Options::default())?;
//! let document = Document::new("notes.txt", b"key: acme_q7r2m9x4k1z8w3v6");
//! let found = engine.scan(&document, &mut Scratch::default()).findings;
//! assert_eq!((found.len(), found[0].start.column), (1, 6));
//! assert_eq!(found[0].value.to_string(), "acme_[16 characters]");
//! # Ok::<(), safeharbor_core::Error>(())
//! ```
//!
//! What else there is: [`Engine::scan_reader`] for documents of any size, [`Engine::scan_edited`] for versions of one, [`Sink`] to take
//! findings one by one; [`Walk`] for the files of a tree; [`Config`], [`Suppressions`] and [`Baseline`] for what a team says about findings;
//! [`Surrogates`] for made-up values in the place of real ones; [`extract`] for the readers of single formats.
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
    Document, Encoding, Language, LogicalPath, MAX_WINDOW_SIZE, OffsetMap, Piece, Standing, Text,
    TextWindow, Transcoding, View, ViewKind, WINDOW_SIZE, Windows, decode, detect,
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
};
pub use score::{Evidence, EvidenceKind};
pub use source::{
    Content, Entry, IgnoreFiles, Tally, Tracked, Unreadable, Walk, WalkOptions, logical_path,
    read_small, read_team_file,
};
pub use span::{LineIndex, Position, Span};
pub use suppress::{
    AllowEntry, Allowances, Baseline, BaselineEntry, Fingerprints, NotesAfter, Place, Suppressions,
    fingerprint,
};
