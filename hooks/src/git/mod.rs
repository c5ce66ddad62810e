//! Where a hook's documents come from: the index, the commits before it, and what lies between them.
//!
//! libgit2 is asked first, because it needs no second process. What it cannot read (a split or sparse index, reftable,
//! SHA-256 objects, a blob that a partial clone has yet to fetch) is asked of git itself. Nothing here reads the working tree.

mod added_lines;
mod lfs;
mod library;
mod plumbing;
mod repository;
mod staged;

pub(crate) use added_lines::AddedLines;
pub(crate) use lfs::is_lfs_pointer;
pub(crate) use repository::{GitError, Repository};
pub(crate) use staged::{Staged, StagedFile};
