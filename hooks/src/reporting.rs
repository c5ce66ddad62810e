//! One scan's report under way: where it is written, what it adds up to, and its last line.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::time::Instant;

use safeharbor_core::{DocumentReport, LogicalPath};

use crate::failure::{Failure, Status};
use crate::report::{Damage, Details, Format, PassedOver, Report, Totals, Values, report, summary};
use crate::terminal::sanitised;

/// Takes what was found, document by document.
pub(crate) trait Sink {
    /// Takes one document.
    ///
    /// # Errors
    ///
    /// When the report cannot be written.
    fn document(&mut self, path: &LogicalPath, found: &DocumentReport) -> Result<(), Failure>;

    /// Takes what the path holds of a document that is passed over for a reason that the engine does not know.
    ///
    /// # Errors
    ///
    /// When the report cannot be written.
    fn path(
        &mut self,
        why: PassedOver,
        path: &LogicalPath,
        found: &DocumentReport,
    ) -> Result<(), Failure>;

    /// Counts documents that are passed over.
    fn pass_over(&mut self, why: PassedOver, how_many: usize);

    /// Notes a document that cannot be read: the scan is then incomplete.
    fn unreadable(&mut self, path: &LogicalPath, reason: String);
}

/// Writes a report.
pub(crate) struct Reporting {
    report: Box<dyn Report>,
    out: Box<dyn Write>,
    totals: Totals,
    started: Instant,
}

impl Reporting {
    /// A report on standard output, or in `file`.
    ///
    /// # Errors
    ///
    /// When the file cannot be created.
    pub(crate) fn start(
        format: Format,
        details: Details,
        values: Values,
        file: Option<&Path>,
    ) -> Result<Self, Failure> {
        let out = output(format, file)?;
        Ok(Self {
            report: report(format, details, values),
            out,
            totals: Totals::default(),
            started: Instant::now(),
        })
    }

    /// Writes the end of the report, and on standard error what was not read whole and the last line.
    ///
    /// # Errors
    ///
    /// When the report cannot be written.
    pub(crate) fn finish(mut self, damage: Damage) -> Result<Status, Failure> {
        self.totals.elapsed = self.started.elapsed();
        let written = self.report.finish(&self.totals, &mut self.out);
        written
            .and_then(|()| self.out.flush())
            .map_err(Failure::of_output)?;
        let Totals {
            limits_named,
            unreadable_named,
            ..
        } = &self.totals;
        for (path, reason) in limits_named.iter().chain(unreadable_named) {
            say(&format!("{path}: {reason}"));
        }
        say(&summary(&self.totals));
        Ok(self.totals.status(damage))
    }
}

impl Sink for Reporting {
    fn document(&mut self, path: &LogicalPath, found: &DocumentReport) -> Result<(), Failure> {
        let path = found.shown_path(path);
        self.totals.add(path, found);
        let written = self.report.document(path, found, &mut self.out);
        written.map_err(Failure::of_output)
    }

    fn path(
        &mut self,
        why: PassedOver,
        path: &LogicalPath,
        found: &DocumentReport,
    ) -> Result<(), Failure> {
        self.totals.pass_over(why, 1);
        self.totals.add_findings(found);
        let path = found.shown_path(path);
        let written = self.report.document(path, found, &mut self.out);
        written.map_err(Failure::of_output)
    }

    fn pass_over(&mut self, why: PassedOver, how_many: usize) {
        self.totals.pass_over(why, how_many);
    }

    fn unreadable(&mut self, path: &LogicalPath, reason: String) {
        self.totals.unreadable(path, reason);
    }
}

/// Where the report goes. What is written for people loses its colours unless a terminal shows them; data has none.
fn output(format: Format, file: Option<&Path>) -> Result<Box<dyn Write>, Failure> {
    if let Some(path) = file {
        let file: Box<dyn Write> = Box::new(buffered(create(path)?));
        return Ok(match format {
            Format::Human => Box::new(anstream::StripStream::new(file)),
            Format::Json | Format::Jsonl | Format::Sarif => file,
        });
    }
    let stdout: Box<dyn Write> = match format {
        Format::Human => Box::new(anstream::AutoStream::auto(io::stdout())),
        Format::Json | Format::Jsonl | Format::Sarif => Box::new(io::stdout()),
    };
    // Findings come one by one: without a buffer each would be a write of its own. A terminal shows each as it comes.
    let is_watched = io::stdout().is_terminal();
    Ok(if is_watched {
        stdout
    } else {
        Box::new(buffered(stdout))
    })
}

fn buffered<W: Write>(out: W) -> BufWriter<W> {
    BufWriter::with_capacity(64 * 1024, out)
}

fn create(path: &Path) -> Result<File, Failure> {
    File::create(path).map_err(|source| Failure::File {
        path: path.to_path_buf(),
        source,
    })
}

/// Writes a line for people on standard error, made safe for the terminal. When nobody can read it, nothing is lost.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "safeharbor: {}", sanitised(line));
}
