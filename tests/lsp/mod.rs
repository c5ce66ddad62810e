//! The language server over its pipes, as an editor talks to it.

mod actions;
mod edits;
mod findings;
mod notebooks;
mod protocol;
mod robustness;
mod settings;
mod workspace;
