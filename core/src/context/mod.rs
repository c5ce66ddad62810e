//! What surrounds a value, and what the value itself looks like: the grounds for evidence.

mod lexicon;

pub use lexicon::{About, Lexicon};
