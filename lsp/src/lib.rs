//! Safeharbor's language server: what an editor runs.
//!
//! This crate knows the engine and the built-in rules; it knows no git and no command line. `server` maps the protocol's
//! methods to `handler`, one file a request; `session` holds what is open; `scan` scans it off the protocol loop; `convert`
//! alone knows both the engine's types and the protocol's.
//!
//! Order is what a language server can get wrong. Handlers of the protocol loop run concurrently, each up to its first
//! await in the order in which messages came. So every change of a text is applied before the first await, nothing awaits
//! the client inside a handler (messages to it are queued in `outbox`), and a scan counts only if its document is still of
//! the version that was scanned.

mod action;
mod arguments;
mod command;
mod convert;
mod document;
mod explain;
mod handler;
mod input;
mod judgement;
mod notebook;
mod outbox;
mod recent;
mod report;
mod scan;
mod server;
mod session;
mod settings;
mod workspace;

pub use server::run;
