//! Where documents come from. Together with `config/load.rs` the only place in this crate that touches the file system.

mod files;
mod tracked;

pub use files::{
    Content, Entry, IgnoreFiles, Tally, Unreadable, Walk, WalkOptions, logical_path, read_small,
    read_team_file,
};
pub use tracked::Tracked;
