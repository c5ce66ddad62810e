//! The engine with a small pack of its own: which texts are read, and where findings stand.

mod binary;
mod cancelled;
mod edited;
mod encoded;
mod formats;
mod prefilter;
mod support;
