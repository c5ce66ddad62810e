//! What surrounds a value, and what the value itself looks like: the grounds for evidence.
//!
//! - [`PathKind`], [`Lexicon`]: what does its place say (a test, a vendored file; patients, providers)?
//! - [`placeholder`]: does it stand for a value instead of being one (`${TOKEN}`, `changeme`)?
//! - [`harmless`]: is it something that looks like a secret and is none (a UUID, a checksum, a file path)?
//! - [`LanguageModel`]: is it words or random characters?
//! - `synthetic`: did a generator of test data leave its mark?
//! - [`PersonNames`], [`WordList`]: is it a person's name, a known word?

pub(crate) mod company;
mod harmless;
mod language;
mod lexicon;
mod names;
mod path_kind;
mod placeholder;
mod self_named;
pub(crate) mod synthetic;
mod word_list;

pub(crate) use harmless::is_media_type;
pub use harmless::{Harmless, harmless};
pub use language::{LanguageModel, MODEL_BYTES};
pub use lexicon::{About, Lexicon};
pub use names::{NameLikeness, PersonNames};
pub use path_kind::PathKind;
pub(crate) use placeholder::is_sample_login;
pub use placeholder::{Firmness, Placeholder, placeholder};
pub(crate) use self_named::{holds_sample_word, names_secret};
pub use word_list::{Listed, WordList};
