//! What every test needs: a binary to run, a repository to run it in, and values to find.

mod command;
pub(crate) mod corpus;
mod lsp_client;
mod repo;
mod values;

pub(crate) use command::{
    BINARY, Output, formats, hermetic, run, safeharbor, safeharbor_with_input, start,
};
pub(crate) use lsp_client::{LspClient, uri};
pub(crate) use repo::Repo;
pub(crate) use values::{ssn_line, token, token_line};
