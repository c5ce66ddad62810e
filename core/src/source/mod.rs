//! Where documents come from. Together with `config/load.rs` the only place in this crate that touches the file system.

mod read;
mod tracked;
mod walk;

pub use read::{Content, read_small, read_team_file};
pub use tracked::Tracked;
pub use walk::{Entry, IgnoreFiles, Tally, Unreadable, Walk, WalkOptions, logical_path};
