//! XML.
pub(crate) mod entity;
