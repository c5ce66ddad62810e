//! Decoders: texts inside a text.

pub(crate) mod escape;
