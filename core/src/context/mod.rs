//! What surrounds a value, and what the value itself looks like: the grounds for evidence.

pub(crate) mod company;
mod lexicon;
mod path_kind;

pub use lexicon::{About, Lexicon};
pub use path_kind::PathKind;
