//! Scanning what is staged: each staged file as a whole, for its context, and of what is found there only what stands on
//! lines that the commit adds. The working tree is never looked at.

use std::path::Path;

use safeharbor_core::{Document, DocumentReport, Engine, Finding, LogicalPath, Scratch, decode};

use crate::args::JudgementArguments;
use crate::failure::Failure;
use crate::git::{AddedLines, GitError, Repository, Staged, StagedFile, is_lfs_pointer};
use crate::in_order::{Panicked, in_order};
use crate::report::{Details, PassedOver};
use crate::reporting::Reporting;
use crate::settings::{Judgement, processors};

/// Scans the index of the repository that holds `folder`.
///
/// # Errors
///
/// When the repository, its index or the configuration in it cannot be read, or the report not be written. A blob that
/// cannot be read makes the scan incomplete.
pub(crate) fn scan_staged(
    folder: &Path,
    judgement: &JudgementArguments,
    details: Details,
    reporting: &mut Reporting,
) -> Result<(), Failure> {
    let repository = Repository::open(folder)?;
    let staged = repository.staged()?;
    let engine = Judgement::of(judgement, details).engine()?;
    count_passed_over(&staged, reporting);
    let new: Vec<StagedFile> = staged
        .files
        .into_iter()
        .filter(StagedFile::brings_content)
        .collect();
    // A usual commit is scanned before a second thread has started.
    let threads = if new.len() < 8 { 1 } else { processors() };
    let jobs = new.into_iter().map(|file| Job::read(&repository, file));
    let work = |job: &Job, scratch: &mut Scratch| job.scan(&engine, scratch);
    in_order(threads, jobs, work, |job, scanned| {
        report_one(&repository, &job, scanned, reporting)
    })
}

fn count_passed_over(staged: &Staged, reporting: &mut Reporting) {
    let nothing_new = staged
        .files
        .iter()
        .filter(|file| !file.brings_content())
        .count();
    reporting.pass_over(PassedOver::NothingNew, nothing_new);
    reporting.pass_over(PassedOver::Deleted, staged.deleted);
    reporting.pass_over(PassedOver::Submodule, staged.submodules);
    for path in &staged.unmerged {
        reporting.unreadable(
            &LogicalPath::from_bytes(path),
            "it has a merge conflict: resolve it and stage the result",
        );
    }
}

/// A staged file and its content.
struct Job {
    file: StagedFile,
    path: LogicalPath,
    content: Result<Vec<u8>, GitError>,
}

/// What came of a job.
enum Scanned {
    Found(DocumentReport),
    LfsPointer,
    Unreadable,
}

impl Job {
    fn read(repository: &Repository, file: StagedFile) -> Self {
        Self {
            path: LogicalPath::from_bytes(&file.path),
            content: repository.blob(&file.blob),
            file,
        }
    }

    fn scan(&self, engine: &Engine, scratch: &mut Scratch) -> Scanned {
        match &self.content {
            Err(_) => Scanned::Unreadable,
            Ok(content) if is_lfs_pointer(content) => Scanned::LfsPointer,
            Ok(content) => {
                let document = Document {
                    path: self.path.clone(),
                    bytes: content.as_slice().into(),
                };
                Scanned::Found(engine.scan(&document, scratch))
            }
        }
    }
}

fn report_one(
    repository: &Repository,
    job: &Job,
    scanned: Result<Scanned, Panicked>,
    reporting: &mut Reporting,
) -> Result<(), Failure> {
    let mut found = match (scanned, &job.content) {
        (Err(Panicked), _) => {
            reporting.unreadable(&job.path, "internal error");
            return Ok(());
        }
        (Ok(Scanned::LfsPointer), _) => {
            reporting.pass_over(PassedOver::LfsPointer, 1);
            return Ok(());
        }
        (Ok(Scanned::Found(found)), _) => found,
        (Ok(Scanned::Unreadable), Err(error)) => {
            reporting.unreadable(&job.path, error.to_string());
            return Ok(());
        }
        (Ok(Scanned::Unreadable), Ok(_)) => return Ok(()),
    };
    // What stood there before is read only where something was found.
    if !(found.findings.is_empty()
        && found.suppressed.is_empty()
        && found.notes.is_empty()
        && found.doubtful.is_empty())
    {
        match added_lines(repository, job) {
            Ok(lines) => keep_added(&mut found, &lines),
            // Without it every line counts as new: rather too much than too little.
            Err(error) => {
                reporting.unreadable(&job.path, format!("what stood there before: {error}"))
            }
        }
    }
    reporting.document(&job.path, &found)
}

fn added_lines(repository: &Repository, job: &Job) -> Result<AddedLines, GitError> {
    let Some(after) = job
        .content
        .as_ref()
        .ok()
        .and_then(|content| decode(content))
    else {
        // No text, so no lines to tell apart.
        return Ok(AddedLines::All);
    };
    let mut before = Vec::new();
    for id in &job.file.before {
        let blob = repository.blob(id)?;
        if let Some(text) = decode(&blob) {
            before.push(text.text.into_owned());
        }
    }
    Ok(AddedLines::between(&before, &after.text))
}

fn keep_added(found: &mut DocumentReport, lines: &AddedLines) {
    let is_new = |finding: &Finding| lines.touches(finding.start.line, last_line(finding));
    found.findings.retain(is_new);
    found.doubtful.retain(is_new);
    found.suppressed.retain(|(finding, _)| is_new(finding));
    found
        .notes
        .retain(|note| lines.touches(note.line, note.line));
}

/// The last line of which a finding holds something: an end in column 1 is the end of the line before.
fn last_line(finding: &Finding) -> usize {
    if finding.end.column == 1 && finding.end.line > finding.start.line {
        finding.end.line - 1
    } else {
        finding.end.line
    }
}
