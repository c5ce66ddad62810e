//! The findings of one document: source lines with their masks underlined, the fields of one record together.

use std::collections::HashMap;
use std::io::{self, Write};

use safeharbor_core::Finding;
use unicode_width::UnicodeWidthStr;

use super::{Details, FAINT, Values, severity_word, style_of, tally};
use crate::report::summary::counted;
use crate::terminal::sanitised;

/// Writes at most `most` of `findings` and counts the rest. Returns how many were written.
pub(super) fn findings(
    findings: &[Finding],
    most: usize,
    (details, values): (Details, Values),
    out: &mut dyn Write,
) -> io::Result<usize> {
    let ordered = by_record(findings);
    let sizes = record_sizes(findings);
    let (shown, rest) = ordered.split_at(most.min(ordered.len()));
    let mut previous: Option<&Finding> = None;
    for finding in shown {
        let same_record = previous.is_some_and(|before| before.record == finding.record);
        let size = finding
            .record
            .and_then(|record| sizes.get(&record))
            .copied()
            .unwrap_or(1);
        if size > 1 && !same_record {
            writeln!(out, "  {FAINT}one record, {size} findings{FAINT:#}")?;
        }
        let same_path = previous.is_some_and(|before| before.path == finding.path);
        if !same_path && let Some((_, member)) = finding.path.as_str().split_once("!/") {
            writeln!(out, "  {FAINT}in{FAINT:#} {}", sanitised(member))?;
        }
        let same_line = same_record
            && previous.is_some_and(|before| {
                before.excerpt.line == finding.excerpt.line
                    && before.excerpt.text == finding.excerpt.text
            });
        if !same_line {
            source_line(finding, out)?;
        }
        mark(finding, out)?;
        if values == Values::Revealed {
            let value = sanitised(finding.value.reveal());
            writeln!(out, "{FAINT}       │{FAINT:#} value: {value}")?;
        }
        if details == Details::Explained {
            evidence(finding, out)?;
        }
        previous = Some(finding);
    }
    if !rest.is_empty() {
        let records = sizes.len();
        let within = if records > 1 {
            format!(" ({} in the file)", counted(records, "record", "records"))
        } else {
            String::new()
        };
        writeln!(
            out,
            "  {FAINT}…{FAINT:#} and {} more{within}: {}",
            rest.len(),
            tally(rest)
        )?;
    }
    Ok(shown.len())
}

/// Writes what was judged too doubtful, with the reasons.
pub(super) fn doubtful(findings: &[Finding], most: usize, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings.iter().take(most) {
        writeln!(out, "  {FAINT}not reported: too doubtful{FAINT:#}")?;
        source_line(finding, out)?;
        mark(finding, out)?;
        evidence(finding, out)?;
    }
    if let Some(more) = findings.len().checked_sub(most).filter(|&more| more > 0) {
        writeln!(out, "  {FAINT}…{FAINT:#} and {more} more doubtful ones")?;
    }
    Ok(())
}

/// In the order of the document, the findings of a record together where its first one stands.
fn by_record(findings: &[Finding]) -> Vec<&Finding> {
    let mut first_of: HashMap<usize, usize> = HashMap::new();
    let mut ordered: Vec<(usize, usize, &Finding)> = Vec::with_capacity(findings.len());
    for (at, finding) in findings.iter().enumerate() {
        let group = match finding.record {
            Some(record) => *first_of.entry(record).or_insert(at),
            None => at,
        };
        ordered.push((group, at, finding));
    }
    ordered.sort_by_key(|&(group, at, _)| (group, at));
    ordered.into_iter().map(|(_, _, finding)| finding).collect()
}

fn record_sizes(findings: &[Finding]) -> HashMap<usize, usize> {
    let mut sizes = HashMap::new();
    for record in findings.iter().filter_map(|finding| finding.record) {
        *sizes.entry(record).or_default() += 1;
    }
    sizes
}

fn source_line(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let excerpt = &finding.excerpt;
    let place = if finding.is_on_path() {
        "path".to_owned()
    } else {
        excerpt.line.to_string()
    };
    let text = sanitised(&excerpt.text);
    writeln!(out, "{FAINT}{place:>6} │{FAINT:#} {text}")
}

fn mark(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let excerpt = &finding.excerpt;
    // The engine gives marks within the text; a mark that is not would only misplace the carets.
    let before = excerpt.text.get(..excerpt.mark.start).unwrap_or_default();
    let marked = excerpt.text.get(excerpt.mark.range()).unwrap_or_default();
    let indent = " ".repeat(sanitised(before).width());
    let carets = "^".repeat(sanitised(marked).width().max(1));
    let rule = &finding.rule;
    let style = style_of(rule.severity);
    let (id, title, severity) = (
        sanitised(&rule.id),
        sanitised(&rule.title),
        severity_word(rule.severity),
    );
    let letter = rule
        .identifier
        .map(|identifier| format!(" ({})", identifier.letter()))
        .unwrap_or_default();
    writeln!(
        out,
        "{FAINT}       │{FAINT:#} {indent}{style}{carets} {title}{style:#} {FAINT}{id}{letter}, {severity}{FAINT:#}"
    )
}

fn evidence(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let confidence = finding.confidence;
    let field = finding
        .field
        .as_deref()
        .map(|field| format!(", field {}", sanitised(field)));
    let field = field.unwrap_or_default();
    writeln!(
        out,
        "{FAINT}       │ confidence {confidence:.2}{field}{FAINT:#}"
    )?;
    for evidence in &finding.evidence {
        let (weight, reason) = (evidence.weight, evidence.kind.reason());
        writeln!(out, "{FAINT}       │   {weight:+.1} {reason}{FAINT:#}")?;
    }
    Ok(())
}
