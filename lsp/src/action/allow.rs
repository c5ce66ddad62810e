//! Allows a finding where it stands, by a comment that says why.

use jiff::ToSpan;
use safeharbor_core::{Category, Finding, Options, Span};

use super::language::{Comment, comment, comment_above};
use super::{Around, Fix};

/// How long a passing allowance lasts, in days.
const DAYS: i64 = 90;

pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    let Some((at, before, comment, after)) = spot(around, finding) else {
        return Vec::new();
    };
    let invented = match finding.rule.category() {
        Category::Phi => "synthetic data, no real person",
        Category::Secret => "sample value, opens nothing",
    };
    let mut fixes = vec![(
        format!("Allow here: {} is invented", finding.rule.title),
        format!("reason=\"{invented}\""),
    )];
    let today = Options::default().today;
    if let Ok(until) = today.checked_add(DAYS.days()) {
        fixes.push((
            format!("Allow here until {until}"),
            format!("reason=\"to be removed\" until={until}"),
        ));
    }
    let fix = |(title, reason): (String, String)| {
        let close = if comment.close.is_empty() {
            String::new()
        } else {
            format!(" {}", comment.close)
        };
        let text = format!(
            "{before}{} {}:allow {} {reason}{close}{after}",
            comment.open, "safeharbor", finding.rule.id
        );
        Fix::in_document(title, finding, vec![(Span::new(at, at), text)])
    };
    fixes.into_iter().map(fix).collect()
}

/// Where the comment goes, with what stands before and after it: behind the line, else on a line of its own above. A value
/// of several lines is left alone: what stands behind its first line belongs to it.
fn spot<'a>(
    around: &'a Around<'_>,
    finding: &Finding,
) -> Option<(usize, &'a str, Comment, &'static str)> {
    let content = &around.analysis.content;
    let number = content.lines.line(finding.span.start);
    if content.lines.line(finding.span.end) != number {
        return None;
    }
    let line = content.lines.line_span(&content.text, number);
    let text = &content.text[line.range()];
    let language = around.language();
    if let Some(comment) = comment(language) {
        // A line that goes on in the next one takes no comment.
        let goes_on = text.ends_with('\\') || text.ends_with('`');
        return (!goes_on).then_some((line.end, "  ", comment, ""));
    }
    let above = comment_above(language)?;
    let indent = &text[..text.len() - text.trim_start().len()];
    Some((line.start, indent, above, "\n"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, applied, ssn, token};

    #[test]
    fn the_comment_hides_the_finding_in_every_language() {
        let folder = Folder::new();
        for (name, line) in [
            ("a.py", format!("patient_ssn = '{}'\n", ssn())),
            ("a.java", format!("String patientSsn = \"{}\";\n", ssn())),
            ("a.ts", format!("const patientSsn = '{}';\n", ssn())),
            ("a.go", format!("var patientSsn = \"{}\"\n", ssn())),
            ("a.sql", format!("UPDATE patient SET ssn = '{}';\n", ssn())),
            ("a.yaml", format!("  ssn: {}\n", ssn())),
            ("a.html", format!("<p>SSN: {}</p>\n", ssn())),
            (".env", format!("GITHUB_TOKEN={}\n", token())),
            ("a.properties", format!("  github.token={}\n", token())),
            ("a.rs", format!("let token = \"{}\";\r\n", token())),
        ] {
            let text = format!("{line}{}", line.replace("22-18", "24-18"));
            for title in ["Allow here: ", "Allow here until "] {
                let fix = folder.fix(name, &text, title);
                let fix = fix.unwrap_or_else(|| panic!("{name}: not offered"));
                let before = folder.analysis(name, &text).report.findings.len();
                let report = folder.analysis(name, &applied(&fix, &text)).report;
                assert_eq!(
                    report.findings.len(),
                    before - 1,
                    "{name}: {}",
                    applied(&fix, &text).len()
                );
                assert!(report.notes.is_empty(), "{name}: {:?}", report.notes);
            }
        }
    }

    #[test]
    fn formats_without_comments_get_none() {
        let text = format!("{{\"ssn\": \"{}\"}}\n", ssn());
        assert!(Folder::new().fix("a.json", &text, "Allow here").is_none());
    }
}
