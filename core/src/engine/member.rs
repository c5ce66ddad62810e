//! Containers: what is in an archive or an office document is scanned as documents of their own.

use crate::document::LogicalPath;
use crate::engine::found::Placing;
use crate::engine::verdict::Verdicts;
use crate::engine::{Engine, MAX_LABELS, Scratch};
use crate::extract::Problem;
use crate::extract::container::{self, Limits};
use crate::report::DocumentReport;
use crate::span::Span;

pub(super) use container::is_container;

/// The limits: a scan holds a container and all its members in memory.
fn limits() -> Limits {
    Limits {
        total_bytes: 96 << 20,
        ..Limits::default()
    }
}

impl Engine {
    /// Scans the members of a container, in order. Each finding tells its member by its path, and its line and column in the
    /// member; its span is the whole container, since unpacked bytes stand nowhere in it.
    pub(super) fn members(
        &self,
        bytes: &[u8],
        verdicts: &mut Verdicts<'_>,
        scratch: &mut Scratch,
        report: &mut DocumentReport,
    ) {
        // Of containers in containers the outermost is the document.
        let outer = verdicts.placing();
        verdicts.place(Placing {
            packed_in: outer.packed_in.or(Some(Span::new(0, bytes.len()))),
            ..outer
        });
        // The container's own path has no text of its own to stand before.
        verdicts.finish(scratch);
        let path = verdicts.path().clone();
        let known = path.as_str().len();
        let (members, problems) = container::members(bytes, &limits());
        report.problems.extend(problems);
        for member in members {
            if scratch.labels() > MAX_LABELS {
                verdicts.forget_labels(scratch);
                scratch.forget_labels();
            }
            verdicts.enter(path.member(&member.name), known, scratch);
            let mut inner = DocumentReport::default();
            self.content(&member.bytes, verdicts, scratch, &mut inner, None);
            verdicts.finish(scratch);
            add(inner, report);
        }
        verdicts.enter(path, known, scratch);
        verdicts.place(outer);
    }
}

fn add(inner: DocumentReport, report: &mut DocumentReport) {
    report.notes.extend(inner.notes);
    let at_container = inner
        .problems
        .into_iter()
        .map(|problem| Problem { at: 0, ..problem });
    report.problems.extend(at_container);
}

impl LogicalPath {
    /// The path of a member of this container: `backup.zip!/etc/app.env`; the container's own when the member has no name, as the
    /// one file in a gzip stream.
    pub(super) fn member(&self, name: &str) -> LogicalPath {
        if name.is_empty() {
            return self.clone();
        }
        LogicalPath::new(&format!("{}!/{name}", self.as_str()))
    }
}
