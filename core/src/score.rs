//! Assessment: evidence adds up, in log-odds, to a confidence. All weights stand in one table here, each with its reason.

/// The kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// What the rule alone says.
    Prior,
}
