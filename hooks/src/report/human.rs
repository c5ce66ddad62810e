//! The report for people: where it is, with the value masked; what it is; and, once a rule, why it matters, how to mend it
//! and how to allow it.

mod block;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use safeharbor_core::{DocumentReport, LogicalPath, Rule, Severity};

use super::summary::counted;
use super::{Report, Totals, citations};
use crate::terminal::sanitised;

/// How many findings a document shows as source lines; the rest are counted. An export of 1,000 patients is one block.
const MOST_SHOWN_OF_DOCUMENT: usize = 6;

/// How many findings the whole report shows as source lines; documents after that take one line each.
const MOST_SHOWN: usize = 60;

/// How many documents the report names; the rest are counted.
const MOST_DOCUMENTS: usize = 200;

const PATH: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const NOTE: Style = AnsiColor::Yellow.on_default();
const HELP: Style = AnsiColor::Green.on_default();

fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Critical | Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Cyan.on_default(),
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// How much the report tells of each finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Details {
    /// The line and the rule.
    #[default]
    Brief,
    /// The evidence too, and what was judged too doubtful to count.
    Explained,
}

/// Whether the report shows what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Values {
    /// Not a character of it.
    #[default]
    Masked,
    /// All of it, for the eyes of whoever sits at the terminal.
    Revealed,
}

/// The report for people.
pub(super) struct Human {
    details: Details,
    values: Values,
    shown: usize,
    documents: usize,
    rules: BTreeMap<String, Arc<Rule>>,
}

impl Human {
    pub(super) fn new(details: Details, values: Values) -> Self {
        Self {
            details,
            values,
            shown: 0,
            documents: 0,
            rules: BTreeMap::new(),
        }
    }

    /// Findings, and the doubtful ones when explanations are asked for, as far as the caps allow.
    fn show(
        &mut self,
        path: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.documents += 1;
        if self.documents > MOST_DOCUMENTS {
            return Ok(());
        }
        let left = MOST_SHOWN
            .saturating_sub(self.shown)
            .min(MOST_SHOWN_OF_DOCUMENT);
        let path = sanitised(path.as_str());
        if left == 0 && !found.findings.is_empty() {
            let tally = tally(&found.findings.iter().collect::<Vec<_>>());
            return writeln!(out, "{PATH}{path}{PATH:#}: {tally}");
        }
        // Terminals and editors open `path:line:column`.
        let place = found
            .findings
            .first()
            .map(|first| format!(":{}:{}", first.start.line, first.start.column));
        writeln!(
            out,
            "{PATH}{path}{PATH:#}{FAINT}{}{FAINT:#}",
            place.unwrap_or_default()
        )?;
        self.shown += block::findings(&found.findings, left, (self.details, self.values), out)?;
        if self.details == Details::Explained {
            block::doubtful(&found.doubtful, MOST_SHOWN_OF_DOCUMENT, out)?;
        }
        for note in &found.notes {
            writeln!(
                out,
                "  {NOTE}line {}: allow comment {}{NOTE:#}",
                note.line,
                sanitised(&note.what)
            )?;
        }
        writeln!(out)
    }
}

impl Report for Human {
    fn document(
        &mut self,
        path: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &found.findings {
            if !self.rules.contains_key(&finding.rule.id) {
                self.rules
                    .insert(finding.rule.id.clone(), Arc::clone(&finding.rule));
            }
        }
        let explains = self.details == Details::Explained && !found.doubtful.is_empty();
        if found.findings.is_empty() && found.notes.is_empty() && !explains {
            return Ok(());
        }
        self.show(path, found, out)
    }

    fn finish(&mut self, _: &Totals, out: &mut dyn Write) -> io::Result<()> {
        if let Some(more) = self
            .documents
            .checked_sub(MOST_DOCUMENTS)
            .filter(|&more| more > 0)
        {
            let files = counted(more, "more file", "more files");
            writeln!(out, "… and {files}; `--format jsonl` lists everything\n")?;
        }
        for rule in self.rules.values() {
            explain(rule, out)?;
        }
        if let Some(id) = self.rules.keys().next() {
            allow(id, out)?;
        }
        Ok(())
    }
}

/// How often each rule stands in `findings`: `1000 phi/mrn, 1000 phi/ssn`.
fn tally(findings: &[&safeharbor_core::Finding]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(&finding.rule.id).or_default() += 1;
    }
    let words: Vec<String> = counts
        .iter()
        .map(|(id, count)| format!("{count} {}", sanitised(id)))
        .collect();
    words.join(", ")
}

/// What a rule is about and what to do.
fn explain(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let style = style_of(rule.severity);
    let (id, title) = (sanitised(&rule.id), sanitised(&rule.title));
    writeln!(out, "{style}{id}{style:#}: {title}")?;
    if let Some(identifier) = rule.identifier {
        let (letter, title) = (identifier.letter(), identifier.title());
        writeln!(
            out,
            "  {FAINT}what{FAINT:#}  Safe Harbor identifier ({letter}), {title}"
        )?;
    }
    if !rule.why.is_empty() {
        writeln!(out, "  {FAINT}why{FAINT:#}   {}", sanitised(&rule.why))?;
    }
    let cited = citations(rule).join("; ");
    if !cited.is_empty() {
        writeln!(out, "  {FAINT}see{FAINT:#}   {}", sanitised(&cited))?;
    }
    writeln!(out, "  {HELP}fix{HELP:#}   {}", sanitised(&rule.fix))
}

fn allow(id: &str, out: &mut dyn Write) -> io::Result<()> {
    let id = sanitised(id);
    writeln!(out)?;
    writeln!(
        out,
        "If a value is there on purpose, say so in a comment on its line or the line above:"
    )?;
    writeln!(out, "  {HELP}safeharbor:allow {id} reason=\"…\"{HELP:#}")?;
    writeln!(
        out,
        "Where comments are not possible: [[allow]] in safeharbor.toml, or, for what is committed already, `safeharbor baseline create`."
    )
}

#[cfg(test)]
mod tests {
    use safeharbor_core::LogicalPath;

    use super::super::{Details, Format, Report, Totals, fixture};
    use super::{Human, MOST_DOCUMENTS, Values};

    #[test]
    fn it_reads_well() {
        let text = fixture::written(Format::Human, Details::Brief);
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string());
    }

    #[test]
    fn explained_findings_list_their_evidence() {
        let mut report = Human::new(Details::Explained, Values::Masked);
        let mut found = fixture::token();
        found.doubtful = fixture::patient().findings.split_off(2);
        let mut out = Vec::new();
        report
            .document(&LogicalPath::new("deploy.env"), &found, &mut out)
            .expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string());
    }

    #[test]
    fn a_thousand_files_take_a_bounded_number_of_lines() {
        let mut report = Human::new(Details::Brief, Values::Masked);
        let mut out = Vec::new();
        for number in 0..1_000 {
            let path = LogicalPath::new(&format!("file{number}"));
            report
                .document(&path, &fixture::token(), &mut out)
                .expect("written");
        }
        report
            .finish(&Totals::default(), &mut out)
            .expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.contains("800 more files"), "{text}");
        assert!(text.lines().count() < MOST_DOCUMENTS * 3);
    }
}
