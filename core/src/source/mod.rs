//! Where documents come from. Together with `config/load.rs` the only place in this crate that touches the file system.

mod files;

pub use files::{
    Content, Entry, IgnoreFiles, Tally, Tracked, Unreadable, Walk, WalkOptions, logical_path,
    read_small,
};
