//! The pre-commit hook: scans what is staged, and blocks the commit when it finds something or cannot complete its scan.

use std::path::Path;

use super::{StagedScan, scan_staged};
use crate::args::JudgementArguments;
use crate::failure::{Failure, Status};
use crate::report::{Damage, Details, Format, Values};
use crate::reporting::{Reporting, say};
use crate::settings::processors;

/// Runs the hook in the current folder, which git makes the root of the working tree.
///
/// The hook fails closed: an incomplete scan blocks, says why and how to go on.
///
/// # Errors
///
/// When the repository or the configuration cannot be read. That blocks the commit, too.
pub(crate) fn pre_commit() -> Result<Status, Failure> {
    let outcome = run();
    match &outcome {
        Ok(Status::Clean) => {}
        Ok(Status::Findings) => {
            say("commit blocked: mend the lines above and stage them, or allow them with a reason");
        }
        Ok(_) | Err(_) => {
            say(
                "commit blocked: the scan could not be completed, so nobody knows what is in this commit",
            );
            if outcome.is_ok() {
                say(
                    "a file that is to stay as it is: allow its path in safeharbor.toml, with a reason",
                );
            }
            say("once you have looked at it yourself: git commit --no-verify");
        }
    }
    outcome
}

fn run() -> Result<Status, Failure> {
    let details = Details::Brief;
    let mut reporting = Reporting::start(Format::Human, details, Values::Masked, None)?;
    let settings = StagedScan {
        folder: Path::new("."),
        judgement: &JudgementArguments::default(),
        baseline: None,
        details,
        threads: processors(),
    };
    scan_staged(&settings, &mut reporting)?;
    reporting.finish(Damage::Incomplete)
}
