//! Replaces a value by a synthetic one of the same form: this one, all of its record, all of the file.

use safeharbor_core::{Finding, Span};

use super::{Around, Fix};

/// The replacements that make a difference.
pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    let all = &around.analysis.report.findings;
    let mut fixes = Vec::new();
    let one = edits(around, std::iter::once(finding));
    if one.is_empty() {
        return fixes;
    }
    let title = format!("Replace by a synthetic value: {}", finding.rule.title);
    fixes.push(Fix::in_document(title, finding, one));
    if finding.record.is_some() {
        let same = all.iter().filter(|other| other.record == finding.record);
        let record = edits(around, same);
        if record.len() > 1 {
            let title = format!(
                "Replace all {} values of this record by synthetic ones",
                record.len()
            );
            fixes.push(Fix::in_document(title, finding, record));
        }
    }
    let file = edits(around, all.iter());
    if file.len() > 1 {
        let title = format!(
            "Replace all {} values in this file by synthetic ones",
            file.len()
        );
        fixes.push(Fix::in_document(title, finding, file));
    }
    fixes
}

/// One edit for each value that has a replacement and stands in the text as it was found. Where findings overlap the first
/// counts.
fn edits<'f>(
    around: &Around<'_>,
    findings: impl Iterator<Item = &'f Finding>,
) -> Vec<(Span, String)> {
    let mut edits: Vec<(Span, String)> = Vec::new();
    for finding in findings {
        let value = finding.value.reveal();
        // A value with escapes, or one inside encoded content, cannot be written back in place.
        let stands = around.text().get(finding.span.range()) == Some(value);
        let free = edits
            .last()
            .is_none_or(|(last, _)| last.end <= finding.span.start);
        if stands && free {
            let synthetic = around.surrogates.surrogate(&finding.rule, &finding.value);
            if synthetic != value {
                edits.push((finding.span, synthetic));
            }
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, applied, ssn};

    #[test]
    fn one_all_of_the_record_and_all_of_the_file() {
        let folder = Folder::new();
        let text = format!(
            "a = {{'ssn': '{}', 'mrn': '00482913', 'patient_name': 'Maria Garcia'}}\nb = {{'ssn': '{}'}}\n",
            ssn(),
            ssn().replace("22", "24")
        );
        let fix = |title: &str| folder.fix("a.py", &text, title).expect("offered");
        let one = applied(&fix("Replace by a synthetic value: "), &text);
        assert_ne!(one, text);
        assert_eq!(one.len(), text.len());
        let all = applied(&fix("Replace all 4 values in this file"), &text);
        assert!(!all.contains(&ssn()) && !all.contains("Garcia"));
        let record = applied(&fix("Replace all 3 values of this record"), &text);
        assert!(!record.contains(&ssn()) && record.lines().nth(1) == text.lines().nth(1));
    }
}
