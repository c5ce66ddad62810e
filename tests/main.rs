//! End to end: the real binary on real files and real git repositories. One program, a module for each face.

mod accuracy;
mod baseline;
mod cli;
mod configuration;
mod documentation;
mod hook_pre_commit;
mod install;
mod lsp;
mod paths;
mod reveal;
mod rules;
mod scan;
mod support;
mod surrogates;
mod values_stay_hidden;
