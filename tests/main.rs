//! End to end: the real binary on real files and real git repositories. One program, a module for each face.

mod baseline;
mod cli;
mod configuration;
mod hook_pre_commit;
mod install;
mod rules;
mod scan;
mod support;
