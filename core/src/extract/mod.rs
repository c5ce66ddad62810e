//! Extraction: from text to fields and records.
//!
//! An extractor knows the *syntax* of one format. It never knows what a field means (that PID-19 holds a social security
//! number is data in the rule packs), never fails (malformed text gives what parses), and never reads a file.
//!
//! Large documents arrive in windows. An extractor carries its own state (header, delimiters, open elements) from window
//! to window and says how much of a window it has read; the rest comes again at the head of the next one.

pub(crate) mod asked;
pub mod astm;
pub mod ccda;
#[cfg(feature = "tree-sitter")]
pub mod code;
#[cfg(feature = "archive")]
pub mod container;
#[cfg(test)]
mod damaged;
pub mod decode;
pub mod delimited;
pub mod dicom;
pub mod fhir;
mod field;
pub mod hl7v2;
pub mod html;
pub mod json;
mod keyed;
mod label;
mod label_cache;
mod label_grid;
pub mod lexical;
mod literal;
mod near;
pub mod notebook;
mod parts;
mod pasted;
pub(crate) mod path;
mod payload;
pub mod plain;
#[cfg(any(test, fuzzing))]
pub mod reading;
mod schema;
mod seeking;
mod shown;
pub(crate) mod signature;
#[cfg(any(test, fuzzing))]
pub mod specimens;
pub mod sql;
pub mod x12;
pub mod xml;

pub use crate::document::End;
pub use field::{
    Extraction, Field, FieldOrigin, Loss, Problem, Qualified, Qualifier, Record, RecordId, Repeated,
};
pub use label::{Label, Labels, Scheme};

/// A part of a text, read from the front.
#[derive(Clone, Copy, Debug)]
pub struct Window<'t> {
    /// The text. It starts where the extractor stopped last time.
    pub text: &'t str,
    /// Whether the text ends here.
    pub end: End,
}

/// Reads one format.
pub trait Extractor {
    /// Reads a window and adds what it finds to `out`, with spans relative to the window.
    ///
    /// Returns how many bytes were read; the next window starts there. With [`End::Last`] that is the whole window. With
    /// [`End::More`] it is the end of the last whole record; 0 means that no record fits, and the caller then either
    /// comes back with a larger window or passes over this one. It is always a character boundary.
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize;
}

/// How deep any extractor nests records or elements before it says so and reads on flatly.
pub const MAX_NESTING: usize = 64;
