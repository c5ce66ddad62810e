//! The variables of the code that is walked: the records that they hold, and the text that is appended to them.

use std::collections::HashMap;

use super::literal::Literal;
use crate::extract::RecordId;

/// What a type, a function or a file knows about the variables in it.
#[derive(Debug, Default)]
pub(super) struct Scope<'t> {
    /// Records of variables by name.
    receivers: HashMap<&'t str, RecordId>,
    /// Their types, where known.
    types: HashMap<&'t str, &'t str>,
    /// Records of call chains by the byte at which they start.
    chains: HashMap<usize, RecordId>,
    /// Literals appended to a variable, in the order of the walk.
    appended: HashMap<&'t str, Vec<Appended<'t>>>,
}

/// A literal that was appended to a variable.
#[derive(Debug)]
pub(super) struct Appended<'t> {
    pub(super) literal: Literal<'t>,
    /// Whether it is a line of its own.
    pub(super) ending: Ending,
}

/// What separates an appended literal from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing.
    Open,
    /// The end of a line.
    Line,
}

impl<'t> Scope<'t> {
    /// The record of what a variable holds.
    pub(super) fn record_of(&self, name: &str) -> Option<RecordId> {
        self.receivers.get(name).copied()
    }

    /// Of what type a variable is; what it is called where that is not known.
    pub(super) fn type_of(&self, name: &'t str) -> &'t str {
        self.types.get(name).copied().unwrap_or(name)
    }

    /// Notes the record of what a variable holds.
    pub(super) fn hold(&mut self, name: &'t str, record: RecordId) {
        self.receivers.insert(name, record);
    }

    /// Notes that a variable now holds a new thing, perhaps of a known type.
    pub(super) fn rebind(&mut self, name: &'t str, kind: Option<&'t str>) {
        self.receivers.remove(name);
        match kind {
            Some(kind) => self.types.insert(name, kind),
            None => self.types.remove(name),
        };
    }

    /// The record of the chain of calls that starts at a byte.
    pub(super) fn chain_at(&self, start: usize) -> Option<RecordId> {
        self.chains.get(&start).copied()
    }

    /// Notes the record of a chain of calls.
    pub(super) fn hold_chain(&mut self, start: usize, record: RecordId) {
        self.chains.insert(start, record);
    }

    /// Notes a literal that begins what a variable holds; gives what was appended to it before.
    pub(super) fn start_appending(
        &mut self,
        name: &'t str,
        literal: Literal<'t>,
    ) -> Option<Vec<Appended<'t>>> {
        let ending = Ending::Open;
        self.appended
            .insert(name, vec![Appended { literal, ending }])
    }

    /// Notes a literal that is appended to a variable.
    pub(super) fn append(&mut self, name: &'t str, appended: Appended<'t>) {
        self.appended.entry(name).or_default().push(appended);
    }

    /// What was appended to each variable.
    pub(super) fn appended(self) -> impl Iterator<Item = Vec<Appended<'t>>> {
        self.appended.into_values()
    }
}
