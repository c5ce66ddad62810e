//! The names of the commands that clients may ask for.

/// Scans the workspace; gives a summary.
pub(crate) const SCAN_WORKSPACE: &str = "safeharbor.scanWorkspace";
/// Gives a report on all findings, in Markdown.
pub(crate) const SHOW_REPORT: &str = "safeharbor.showReport";
/// Opens the page of a rule; its argument is the rule's id.
pub(crate) const OPEN_RULE: &str = "safeharbor.openRule";

/// All of them.
pub(crate) const ALL: [&str; 3] = [SCAN_WORKSPACE, SHOW_REPORT, OPEN_RULE];
