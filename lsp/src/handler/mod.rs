//! One file a request or notification. Each applies what it is told before its first await, and awaits scans only.

mod cancel_progress;
mod code_action;
mod code_lens;
mod diagnostic;
mod did_change;
mod did_change_configuration;
mod did_change_watched_files;
mod did_change_workspace_folders;
mod did_close;
mod did_open;
mod did_rename_files;
mod execute_command;
mod hover;
mod initialize;
mod initialized;
mod notebook;
mod workspace_diagnostic;

pub(crate) use cancel_progress::cancel_progress;
pub(crate) use code_action::code_action;
pub(crate) use code_lens::code_lens;
pub(crate) use diagnostic::diagnostic;
pub(crate) use did_change::did_change;
pub(crate) use did_change_configuration::did_change_configuration;
pub(crate) use did_change_watched_files::did_change_watched_files;
pub(crate) use did_change_workspace_folders::did_change_workspace_folders;
pub(crate) use did_close::did_close;
pub(crate) use did_open::did_open;
pub(crate) use did_rename_files::did_rename_files;
pub(crate) use execute_command::execute_command;
pub(crate) use hover::hover;
pub(crate) use initialize::initialize;
pub(crate) use initialized::initialized;
pub(crate) use notebook::{notebook_did_change, notebook_did_close, notebook_did_open};
pub(crate) use workspace_diagnostic::workspace_diagnostic;
