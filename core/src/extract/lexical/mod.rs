//! Source code in any language, read without its grammar: names that are followed by a literal value.
//!
//! [`field_at`] answers one question about one place, in the time of a few dozen bytes: is the word here the name of a
//! field with a literal value? It is asked at every hit of a keyword, so the common "no" (a comment, a function, a type)
//! comes at once. [`fields`] reads a whole text the same way and groups what it finds into records; it serves languages
//! without a grammar and text that does not parse. [`apart`], [`patients`] and [`segments`] read values whose names do not stand
//! before them, whether there is a grammar or not.
//!
//! - `field`: what form the field at a hit has: `named` behind an operator, with a `key` in quotes, set by a `call`
//! - `operator`: what may stand between a name and its value
//! - `value`: the literal after it
//! - `list`: several literals behind one name
//! - `piped`: tables of a test, with bars between their cells
//! - `filled`: forms that a test fills in
//! - `table`: delimited files in string literals
//! - `tags`: DICOM attributes by their tags
//! - `header`, `rows`: lists of names, and the rows of values that they name
//! - `pages`: labels and values of pages that code stands between
//! - `inline`: data that statistical programs hold in themselves
//! - `person`: patients made by their constructor
//! - `segments`: segments of HL7 v2 that are built of their fields
//! - `whole`: the walk over a whole text

mod call;
mod declared;
mod field;
mod filled;
mod header;
mod inline;
mod key;
mod list;
mod named;
mod operator;
mod pages;
mod person;
mod piped;
mod row;
mod rows;
mod segments;
mod table;
mod tags;
mod value;
mod whole;

pub use field::{LexicalField, Quoted, field_at, list_at};
pub use pages::pages;
pub use person::patients;
pub use segments::segments;
pub use whole::fields;

use crate::extract::{Extraction, Labels};
use crate::span::Span;
use field::{is_word, word_around};

/// Reads values whose names stand apart from them, in every form that is known; `names` are where names of fields were seen.
pub fn apart<'t>(text: &'t str, names: &[Span], labels: &mut Labels, out: &mut Extraction<'t>) {
    rows::rows(text, names, labels, out);
    piped::piped(text, names, labels, out);
    filled::filled(text, labels, out);
    table::tables(text, names, out);
    inline::inline(text, names, labels, out);
    tags::tags(text, names, labels, out);
}
