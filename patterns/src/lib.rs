//! Safeharbor's built-in rules, on the rule types of `safeharbor-core`.
//!
//! The rules are the `[[rule]]` tables of `packs/**/*.toml`. The build script reads and checks them, and this crate holds
//! the outcome in a compact form, so that a program that starts neither parses TOML nor compiles a regex. This crate
//! knows no file system, no git and no engine.
//!
//! ```
//! use safeharbor_core::{Engine, Options};
//! let pack = safeharbor_patterns::pack();
//! assert!(pack.rules.iter().any(|rule| rule.id == "secret/github-pat"));
//! let engine = Engine::new(pack, Options::default())?;
//! # Ok::<(), safeharbor_core::Error>(())
//! ```

use safeharbor_core::{Pack, Rule};

/// What the build script made of the packs, in postcard's format.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));

/// Every built-in rule, ordered by pack and within a pack as written, with the word lists.
///
/// Unpacks anew at each call, in a fraction of a millisecond; call it once.
///
/// # Panics
///
/// Never in a build that passed its tests: the bytes come from the build script of this very crate.
pub fn pack() -> Pack {
    postcard::from_bytes(PACKED).expect("the build script packed these bytes from the same types")
}

/// The rules of [`pack`] alone.
pub fn rules() -> Vec<Rule> {
    pack().rules
}
