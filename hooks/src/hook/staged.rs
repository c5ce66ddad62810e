//! Scanning what is staged: each staged file as a whole, for its context, and of what is found there only what stands on
//! lines that the commit adds. The working tree is never looked at.

use std::collections::HashSet;
use std::path::Path;

use safeharbor_core::{
    Document, DocumentReport, Engine, Finding, LogicalPath, NotesAfter, Scratch, Skip, Suppressed,
    decode,
};

use crate::args::JudgementArguments;
use crate::failure::Failure;
use crate::file_scan::skipped;
use crate::git::{AddedLines, GitError, Repository, Staged, StagedFile, is_lfs_pointer};
use crate::in_order::{Panicked, in_order};
use crate::report::{Details, PassedOver};
use crate::reporting::Sink;
use crate::settings::Judgement;
use crate::suppression::Suppression;

/// With fewer files one thread is done before a second has started.
const WORTH_THREADS: usize = 8;

/// What to scan, and how.
pub(crate) struct StagedScan<'a> {
    /// A folder in the repository.
    pub(crate) folder: &'a Path,
    /// What the command line says about findings.
    pub(crate) judgement: &'a JudgementArguments,
    /// The baseline, in place of the one that the configuration names.
    pub(crate) baseline: Option<&'a Path>,
    /// Whether to keep what was judged too doubtful.
    pub(crate) details: Details,
    /// How many threads scan at most.
    pub(crate) threads: usize,
}

/// Scans the index.
///
/// # Errors
///
/// When the repository, its index or the configuration in it cannot be read, or the report not be written. A blob that
/// cannot be read makes the scan incomplete.
pub(crate) fn scan_staged(settings: &StagedScan<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let repository = Repository::open(settings.folder)?;
    let staged = repository.staged()?;
    let judgement = Judgement::of_index(&repository, settings.judgement, settings.details)?;
    let baseline = judgement.staged_baseline(&repository, settings.baseline)?;
    // Which paths are still there matters to entries of a baseline alone; a large index is long to list.
    let tracked = match baseline.entries.entries().next() {
        Some(_) => repository.tracked()?,
        None => Vec::new(),
    };
    let session = Session {
        suppression: Suppression::of_index(
            judgement.origin(),
            judgement.config(),
            baseline,
            &tracked,
        )?,
        engine: judgement.engine()?,
        max_file_size: judgement.config().max_file_size.unwrap_or(u64::MAX),
        repository,
    };
    count_passed_over(&staged, &session.engine, sink);
    let threads = if staged.files.len() < WORTH_THREADS {
        1
    } else {
        settings.threads
    };
    let jobs = staged
        .files
        .into_iter()
        .map(|file| Job::read(&session.repository, file));
    let Session {
        engine,
        suppression,
        max_file_size,
        ..
    } = &session;
    let work =
        |job: &Job, scratch: &mut Scratch| job.scan(engine, suppression, *max_file_size, scratch);
    in_order(threads, jobs, work, |job, scanned| {
        session.report(&job, scanned, sink)
    })?;
    session
        .suppression
        .say_notes(NotesAfter::Part, &session.engine);
    Ok(())
}

fn count_passed_over(staged: &Staged, engine: &Engine, sink: &mut dyn Sink) {
    sink.pass_over(PassedOver::Deleted, staged.deleted);
    sink.pass_over(PassedOver::Submodule, staged.submodules);
    for path in &staged.unmerged {
        let reason = "it has a merge conflict: resolve it and stage the result";
        let path = engine.masked_path(&LogicalPath::from_bytes(path));
        sink.unreadable(&path, reason.to_owned());
    }
}

/// A staged file and its content.
struct Job {
    file: StagedFile,
    path: LogicalPath,
    /// Nothing when the content is not new.
    content: Result<Option<Vec<u8>>, GitError>,
}

/// What came of a job.
enum Scanned {
    Found(DocumentReport),
    /// The content is not looked at; what the path holds.
    Path(PassedOver, DocumentReport),
    Unreadable(String),
}

impl Job {
    fn read(repository: &Repository, file: StagedFile) -> Self {
        Self {
            path: LogicalPath::from_bytes(&file.path),
            content: match file.brings_content() {
                true => repository.blob(&file.blob).map(Some),
                false => Ok(None),
            },
            file,
        }
    }

    fn scan(
        &self,
        engine: &Engine,
        suppression: &Suppression,
        max_file_size: u64,
        scratch: &mut Scratch,
    ) -> Scanned {
        let mut path_only = |why| Scanned::Path(why, engine.scan_path(&self.path, scratch));
        match &self.content {
            Err(error) => Scanned::Unreadable(error.to_string()),
            Ok(None) => path_only(PassedOver::NothingNew),
            Ok(Some(content)) if is_lfs_pointer(content) => path_only(PassedOver::LfsPointer),
            Ok(Some(content)) if content.len() as u64 > max_file_size => {
                path_only(PassedOver::TooLarge)
            }
            Ok(_) if suppression.covers(Path::new(self.path.as_str())) => {
                Scanned::Found(skipped(Skip::Allowed))
            }
            Ok(Some(content)) => {
                Scanned::Found(engine.scan(&document(&self.path, content), scratch))
            }
        }
    }
}

fn document<'b>(path: &LogicalPath, content: &'b [u8]) -> Document<'b> {
    Document {
        path: path.clone(),
        bytes: content.into(),
    }
}

/// What all staged files share.
struct Session {
    repository: Repository,
    engine: Engine,
    suppression: Suppression,
    max_file_size: u64,
}

impl Session {
    fn report(
        &self,
        job: &Job,
        scanned: Result<Scanned, Panicked>,
        sink: &mut dyn Sink,
    ) -> Result<(), Failure> {
        match scanned {
            Ok(Scanned::Found(mut found)) => {
                if let Err(error) = self.keep_new(job, &mut found) {
                    // What was found is shown all the same: every line counts as new.
                    let path = found.shown_path(&job.path);
                    sink.unreadable(path, format!("what stood there before: {error}"));
                }
                return sink.document(&job.path, &found);
            }
            Ok(Scanned::Path(why, mut found)) => {
                self.keep_new_path(job, &mut found);
                self.suppression.apply(&mut found, &job.path, &self.engine);
                return sink.path(why, &job.path, &found);
            }
            Ok(Scanned::Unreadable(reason)) => self.unreadable(job, reason, sink),
            Err(Panicked) => self.unreadable(job, "internal error".to_owned(), sink),
        }
        Ok(())
    }

    fn unreadable(&self, job: &Job, reason: String, sink: &mut dyn Sink) {
        sink.unreadable(&self.engine.masked_path(&job.path), reason);
    }

    /// Keeps of the findings on the path what stood in the path before neither: the file is new, or was renamed.
    fn keep_new_path(&self, job: &Job, found: &mut DocumentReport) {
        if found.masked_path.is_none() {
            return;
        }
        let before = job.file.path_before.as_ref().map(|path| {
            let path = LogicalPath::from_bytes(path);
            self.engine.scan_path(&path, &mut Scratch::default())
        });
        let known: HashSet<_> = before
            .iter()
            .flat_map(|report| &report.findings)
            .map(identity)
            .collect();
        let is_new =
            |finding: &Finding| !finding.is_on_path() || !known.contains(&identity(finding));
        found.findings.retain(is_new);
        found.doubtful.retain(is_new);
        found.suppressed.retain(|(finding, _)| is_new(finding));
    }

    /// Keeps what stands on new lines, and hides what is suppressed.
    fn keep_new(&self, job: &Job, found: &mut DocumentReport) -> Result<(), GitError> {
        let nothing =
            found.findings.is_empty() && found.suppressed.is_empty() && found.doubtful.is_empty();
        if nothing && found.notes.is_empty() {
            // The usual case: what stood there before need not be read.
            return Ok(());
        }
        let before = job
            .file
            .before
            .iter()
            .map(|id| self.repository.blob(id))
            .collect::<Result<Vec<_>, _>>()?;
        keep_added(found, &added_lines(job, &before));
        self.keep_new_path(job, found);
        self.suppression.apply(found, &job.path, &self.engine);
        if found
            .suppressed
            .iter()
            .any(|(_, why)| matches!(why, Suppressed::Baseline { .. }))
        {
            self.show_changed_values(job, &before, found);
        }
        Ok(())
    }

    /// The baseline hides a finding only if the same value stood there before: a placeholder that turns into a live
    /// credential keeps its fingerprint and is shown.
    fn show_changed_values(&self, job: &Job, before: &[Vec<u8>], found: &mut DocumentReport) {
        let mut scratch = Scratch::default();
        let mut known = HashSet::new();
        for content in before {
            let old = self
                .engine
                .scan(&document(&job.path, content), &mut scratch);
            let suppressed = old.suppressed.iter().map(|(finding, _)| finding);
            known.extend(old.findings.iter().chain(suppressed).map(identity));
        }
        let (shown, hidden) =
            std::mem::take(&mut found.suppressed)
                .into_iter()
                .partition(|(finding, why)| {
                    matches!(why, Suppressed::Baseline { .. })
                        && !known.contains(&identity(finding))
                });
        found.suppressed = hidden;
        let shown: Vec<(Finding, Suppressed)> = shown;
        found
            .findings
            .extend(shown.into_iter().map(|(finding, _)| finding));
        found.findings.sort_by_key(|finding| finding.span);
    }
}

/// What makes two findings one and the same secret. In memory only.
fn identity(finding: &Finding) -> (String, String, String) {
    let (rule, value) = (finding.rule.id.clone(), finding.value.reveal().to_owned());
    (rule, finding.fingerprint.0.clone(), value)
}

fn added_lines(job: &Job, before: &[Vec<u8>]) -> AddedLines {
    let content = job.content.as_ref().ok().and_then(Option::as_deref);
    let Some(after) = content.and_then(decode) else {
        // No text, so no lines to tell apart.
        return AddedLines::All;
    };
    let texts = before.iter().filter_map(|content| decode(content));
    let before: Vec<String> = texts.map(|text| text.text.into_owned()).collect();
    AddedLines::between(&before, &after.text)
}

fn keep_added(found: &mut DocumentReport, lines: &AddedLines) {
    let is_new = |finding: &Finding| {
        finding.is_on_path() || lines.touches(finding.start.line, last_line(finding))
    };
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
