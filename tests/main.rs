//! End to end: the real binary on real files and real git repositories. One program, a module for each face.

mod cli;
mod hook_pre_commit;
mod install;
mod scan;
mod support;
