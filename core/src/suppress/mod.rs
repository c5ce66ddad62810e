//! Suppression: what hides a finding, with who, why and until when.
//!
//! Three ways, tried in this order: a comment in the document (`inline`), an `[[allow]]` of the configuration
//! (`allowance`), an entry of the baseline (`baseline`). Each can expire, and each can be asked whether it still hides
//! anything, so that suppressions do not outlive what they were for.

mod allowance;
mod apply;
mod attribute;
mod baseline;
mod fingerprint;
#[cfg(test)]
mod fixture;
mod inline;
mod marker;

pub use allowance::{AllowEntry, Allowances};
pub use apply::{NotesAfter, Suppressions};
pub(crate) use attribute::parse_day;
pub use baseline::{Baseline, BaselineEntry};
pub(crate) use fingerprint::{Alike, Numbered};
pub use fingerprint::{Fingerprints, Place, fingerprint};
pub(crate) use inline::{Commented, InlineOutcome, InlineText, holds_inline_marker};
