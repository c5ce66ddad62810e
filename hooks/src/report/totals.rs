//! What a whole scan amounts to.

use std::collections::BTreeMap;
use std::time::Duration;

use safeharbor_core::{Category, DocumentReport, LogicalPath, Loss, Skip};

use crate::failure::Status;

/// How many names of documents that were not read whole are kept, of each kind; the rest are counted.
const MOST_NAMED: usize = 20;

/// Why a document was not scanned, by policy: it is counted and is no failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PassedOver {
    /// Bytes that are no text and no known format.
    Binary,
    /// Larger than the configured limit.
    TooLarge,
    /// The configuration allows the path.
    Allowed,
    /// A symbolic link in the working tree: its target is scanned where it stands.
    Link,
    /// A socket, a pipe or a device.
    Special,
    /// A commit of another repository.
    Submodule,
    /// A pointer to a file that Git LFS keeps elsewhere.
    LfsPointer,
    /// No new line: a pure rename, an exact copy, a change of mode.
    NothingNew,
    /// Deleted.
    Deleted,
}

impl PassedOver {
    /// In words, after a number: `3 binary`.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::TooLarge => "too large",
            Self::Allowed => "allowed by configuration",
            Self::Link => "symbolic link",
            Self::Special => "no regular file",
            Self::Submodule => "submodule",
            Self::LfsPointer => "Git LFS pointer",
            Self::NothingNew => "without new lines",
            Self::Deleted => "deleted",
        }
    }
}

impl From<&Skip> for PassedOver {
    fn from(skip: &Skip) -> Self {
        match skip {
            Skip::Binary => Self::Binary,
            Skip::TooLarge => Self::TooLarge,
            Skip::Allowed => Self::Allowed,
        }
    }
}

/// What damaged or encrypted content does to a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// It is named. Repositories hold broken files on purpose, and all that can be read of them was.
    Named,
    /// It leaves the scan incomplete: what passes now is not looked at again.
    Incomplete,
}

/// Sums over all documents of a scan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    /// Documents that were scanned.
    pub(crate) documents: usize,
    /// Bytes of them.
    pub(crate) bytes: u64,
    /// Documents with findings.
    pub(crate) with_findings: usize,
    /// Findings of protected health information.
    pub(crate) phi: usize,
    /// Findings of secrets.
    pub(crate) secrets: usize,
    /// Findings that a suppression hid.
    pub(crate) suppressed: usize,
    /// How many limits were met while reading.
    pub(crate) limits: usize,
    /// The first documents that met one, each with the first of its limits.
    pub(crate) limits_named: Vec<(LogicalPath, String)>,
    /// Documents that were passed over by policy.
    pub(crate) passed_over: BTreeMap<PassedOver, usize>,
    /// How many documents could not be read.
    pub(crate) unreadable: usize,
    /// How many were read in part, the rest being damaged, encrypted or packed in an unknown way.
    pub(crate) damaged: usize,
    /// The first of both, each with the reason.
    pub(crate) unreadable_named: Vec<(LogicalPath, String)>,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl Totals {
    /// Adds one document, under the path that reports show.
    pub(crate) fn add(&mut self, path: &LogicalPath, report: &DocumentReport) {
        match &report.skipped {
            Some(skip) => self.pass_over(skip.into(), 1),
            None => self.documents += 1,
        }
        self.bytes += report.bytes;
        self.add_findings(report);
        let first = |loss| report.problems.iter().find(|problem| problem.loss == loss);
        if let Some(problem) = first(Loss::Unreadable) {
            self.damaged += 1;
            let reason = format!("could not be read whole: {}", problem.what);
            name(&mut self.unreadable_named, path, reason);
        }
        if let Some(problem) = first(Loss::Limit) {
            name(&mut self.limits_named, path, problem.what.clone());
        }
        let limits = report.problems.iter();
        self.limits += limits.filter(|problem| problem.loss == Loss::Limit).count();
    }

    /// Adds what was found in a document, or on its path, that is counted elsewhere.
    pub(crate) fn add_findings(&mut self, report: &DocumentReport) {
        self.with_findings += usize::from(!report.findings.is_empty());
        self.suppressed += report.suppressed.len();
        for finding in &report.findings {
            match finding.rule.category() {
                Category::Phi => self.phi += 1,
                Category::Secret => self.secrets += 1,
            }
        }
    }

    /// Counts documents that were passed over.
    pub(crate) fn pass_over(&mut self, why: PassedOver, how_many: usize) {
        if how_many > 0 {
            *self.passed_over.entry(why).or_default() += how_many;
        }
    }

    /// Notes a document that could not be read.
    pub(crate) fn unreadable(&mut self, path: &LogicalPath, reason: String) {
        self.unreadable += 1;
        name(&mut self.unreadable_named, path, reason);
    }

    /// All findings.
    pub(crate) fn findings(&self) -> usize {
        self.phi + self.secrets
    }

    /// The exit status that the scan has earned.
    pub(crate) fn status(&self, damage: Damage) -> Status {
        let found = if self.findings() > 0 {
            Status::Findings
        } else {
            Status::Clean
        };
        let is_damaged = damage == Damage::Incomplete && self.damaged > 0;
        let completed = if self.unreadable > 0 || is_damaged {
            Status::Incomplete
        } else {
            Status::Clean
        };
        found.max(completed)
    }
}

fn name(named: &mut Vec<(LogicalPath, String)>, path: &LogicalPath, reason: String) {
    if named.len() < MOST_NAMED {
        named.push((path.clone(), reason));
    }
}

#[cfg(test)]
mod tests {
    use safeharbor_core::Problem;

    use super::*;

    #[test]
    fn limits_and_damage_are_named_and_damage_may_make_a_scan_incomplete() {
        let problem = |loss, what: &str| Problem {
            loss,
            what: what.to_owned(),
            at: 0,
        };
        let report = |problems| DocumentReport {
            problems,
            ..DocumentReport::default()
        };
        let deep = || problem(Loss::Limit, "too deep");
        let mut totals = Totals::default();
        totals.add(&LogicalPath::new("a.json"), &report(vec![deep(), deep()]));
        assert_eq!((totals.limits, totals.damaged), (2, 0));
        assert_eq!(totals.limits_named[0].1, "too deep");
        assert_eq!(totals.status(Damage::Incomplete), Status::Clean);
        let damaged = || problem(Loss::Unreadable, "damaged");
        let problems = vec![deep(), damaged(), damaged()];
        totals.add(&LogicalPath::new("b.zip"), &report(problems));
        assert_eq!((totals.limits, totals.damaged), (3, 1));
        assert_eq!(
            totals.unreadable_named[0].1,
            "could not be read whole: damaged"
        );
        assert_eq!(totals.status(Damage::Named), Status::Clean);
        assert_eq!(totals.status(Damage::Incomplete), Status::Incomplete);
        totals.unreadable(&LogicalPath::new("c"), "permission denied".to_owned());
        assert_eq!(totals.status(Damage::Named), Status::Incomplete);
    }
}
