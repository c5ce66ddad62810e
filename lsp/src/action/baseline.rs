//! Adds a finding to the baseline, and names the baseline in `safeharbor.toml` where nothing does.

use std::path::PathBuf;

use safeharbor_core::{Baseline, Config, Finding, Span};

use super::{Around, FileEdit, Fix, Target};
use crate::judgement::DEFAULT_BASELINE;

pub(super) fn fixes(around: &Around<'_>, finding: &Finding) -> Vec<Fix> {
    let judgement = &around.analysis.judgement;
    let Some(path) = &around.analysis.path else {
        return Vec::new();
    };
    let mut edits = Vec::new();
    let file = match &judgement.baseline_file {
        Some(file) => file.clone(),
        None => match named(around) {
            Some((file, edit)) => {
                edits.push(edit);
                file
            }
            None => return Vec::new(),
        },
    };
    let text = around.text_of(&file);
    let old = text.clone().unwrap_or_default();
    let mut accepted = finding.clone();
    accepted.path = judgement
        .engine
        .masked_path(&judgement.listed_name_of(path));
    let line = entry(&accepted);
    let (at, new) = insertion(&old, &line);
    let target = Target::File { path: file, text };
    edits.push((target, vec![(Span::new(at, at), new)]));
    vec![Fix {
        title: format!("Accept in the baseline: {}", finding.rule.title),
        fingerprint: finding.fingerprint.0.clone(),
        edits,
        command: None,
        is_preferred: false,
    }]
}

/// The usual baseline and the edit that names it in the configuration.
fn named(around: &Around<'_>) -> Option<(PathBuf, FileEdit)> {
    let config_file = around.analysis.judgement.config_file.clone();
    let file = config_file.parent()?.join(DEFAULT_BASELINE);
    let text = around.text_of(&config_file);
    let old = text.clone().unwrap_or_default();
    let key = format!("baseline = \"{DEFAULT_BASELINE}\"\n");
    // Before any table, where it belongs to none.
    let outcome = format!("{key}{old}");
    Config::parse("outcome", &outcome).ok()?;
    let target = Target::File {
        path: config_file,
        text,
    };
    Some((file, (target, vec![(Span::new(0, 0), key)])))
}

/// The header and the line of the entry, as a new baseline has them.
fn entry(finding: &Finding) -> String {
    Baseline::default().update([finding]).render()
}

/// Where the entry goes, so that the file stays sorted, and what is inserted there. `new` is a whole baseline with it.
fn insertion(old: &str, new: &str) -> (usize, String) {
    if old.trim().is_empty() {
        return (old.len(), new.to_owned());
    }
    let line = new.lines().last().unwrap_or_default();
    let mut at = 0;
    for other in old.split_inclusive('\n') {
        if !other.starts_with('#') && other.trim_end() > line {
            break;
        }
        at += other.len();
    }
    let gap = if at == old.len() && !old.ends_with('\n') {
        "\n"
    } else {
        ""
    };
    (at, format!("{gap}{line}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::fixture::{Folder, ssn};
    use std::fs;

    #[test]
    fn the_file_stays_sorted() {
        for (old, expected) in [
            ("# h\na 1\nc 3\n", "# h\na 1\nb 2\nc 3\n"),
            ("# h\na 1", "# h\na 1\nb 2\n"),
            ("c 3\n", "b 2\nc 3\n"),
            ("", "# h\nb 2\n"),
        ] {
            let (at, new) = insertion(old, "# h\nb 2\n");
            let mut text = old.to_owned();
            text.insert_str(at, &new);
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn an_accepted_finding_is_hidden() {
        let folder = Folder::new();
        let text = format!("ssn = '{}'\n", ssn());
        let fix = folder
            .fix("a.py", &text, "Accept in the baseline")
            .expect("offered");
        for (target, edits) in fix.edits {
            let Target::File { path, text } = target else {
                panic!("the document itself stays");
            };
            let mut text = text.unwrap_or_default();
            text.replace_range(edits[0].0.range(), &edits[0].1);
            fs::write(path, text).expect("written");
        }
        let analysis = folder.analysis("a.py", &text);
        assert_eq!(analysis.report.findings.len(), 0);
        assert_eq!(analysis.report.suppressed.len(), 1);
    }
}
