//! What hides findings from outside the document, applied to a report: allowances first, then the baseline.

use jiff::civil::Date;

use super::{AllowEntry, Allowances, Baseline};
use crate::document::LogicalPath;
use crate::finding::{Finding, Suppressed};
use crate::report::{DocumentReport, SuppressionNote};

/// The allowances of a configuration and the entries of a baseline, on a day.
#[derive(Debug)]
pub struct Suppressions {
    allowances: Allowances,
    baseline: Baseline,
    today: Date,
}

/// Which notes on suppressions to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesAfter {
    /// A scan of some documents: on what has expired.
    Part,
    /// A scan of all that the suppressions are about: on what has expired, and on what hid nothing.
    Everything,
}

impl Suppressions {
    /// What `allow` and `baseline` hide on `today`.
    ///
    /// # Errors
    ///
    /// Words about the first glob that is wrong. What [`Config::parse`](crate::Config::parse) gave has been checked.
    pub fn new(allow: &[AllowEntry], baseline: Baseline, today: Date) -> Result<Self, String> {
        Ok(Self {
            allowances: Allowances::new(allow)?,
            baseline,
            today,
        })
    }

    /// Whether an allowance covers everything in `path`, so that it need not be scanned.
    pub fn cover_path(&self, path: &str) -> bool {
        self.allowances
            .covers_whole_path(path, self.today)
            .is_some()
    }

    /// Moves what is hidden from the findings of `report` to its suppressed ones.
    ///
    /// `path` is the document's path relative to the configuration and the baseline, whatever the report calls it, and `listed` is what the
    /// baseline calls it: the same, masked.
    /// `is_present` is as for [`Baseline::hides`]. Call it document by document in one fixed order: an entry whose path is
    /// gone hides the first finding that asks.
    pub fn apply(
        &self,
        report: &mut DocumentReport,
        path: &LogicalPath,
        listed: &LogicalPath,
        is_present: impl Fn(&str) -> bool,
    ) {
        let mut shown = Vec::with_capacity(report.findings.len());
        for mut finding in std::mem::take(&mut report.findings) {
            match self.hides(&mut finding, path, listed, &is_present) {
                Some(why) => report.suppressed.push((finding, why)),
                None => shown.push(finding),
            }
        }
        report.findings = shown;
    }

    fn hides(
        &self,
        finding: &mut Finding,
        path: &LogicalPath,
        listed: &LogicalPath,
        is_present: impl Fn(&str) -> bool,
    ) -> Option<Suppressed> {
        let allowed = self
            .allowances
            .covers(path.as_str(), &finding.rule.id, self.today);
        if let Some(entry) = allowed {
            let reason = entry.reason.clone();
            return Some(Suppressed::Allowance { reason });
        }
        let given = std::mem::replace(&mut finding.path, listed.clone());
        let entry = self.baseline.hides(finding, self.today, is_present);
        finding.path = given;
        entry.map(|entry| Suppressed::Baseline {
            reason: entry.reason.clone(),
        })
    }

    /// Notes on the allowances of the configuration, then on the entries of the baseline.
    pub fn notes(&self, after: NotesAfter) -> [Vec<SuppressionNote>; 2] {
        let mut notes = [
            self.allowances.expired(self.today),
            self.baseline.expired(self.today),
        ];
        if after == NotesAfter::Everything {
            notes[0].extend(self.allowances.unused(self.today));
            notes[1].extend(self.baseline.unused(self.today));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Config;
    use crate::suppress::fixture::finding;

    #[test]
    fn allowances_come_first_and_the_baseline_knows_its_own_paths() {
        let today = date(2030, 1, 1);
        let known = finding("phi/mrn", "a/known.txt", "1");
        let baseline = Baseline::default().update([&known]);
        let text = "[[allow]]\npaths = [\"docs/\"]\nrules = [\"phi/*\"]\nreason = \"manual\"\n\
                    [[allow]]\nrules = [\"phi/ssn\"]\nreason = \"old\"\nuntil = 2029-01-01\n";
        let allow = Config::parse("test", text).expect("valid").allow;
        let all = Suppressions::new(&allow, baseline, today).expect("valid");

        let mut report = DocumentReport {
            findings: vec![
                finding("phi/mrn", "../x/a/known.txt", "1"),
                finding("secret/x", "../x/a/known.txt", "2"),
            ],
            ..DocumentReport::default()
        };
        let known = LogicalPath::new("a/known.txt");
        all.apply(&mut report, &known, &known, |_| true);
        assert_eq!(report.findings.len(), 1);
        assert_eq!(report.findings[0].rule.id, "secret/x");
        assert_eq!(
            report.suppressed[0].1,
            Suppressed::Baseline { reason: None }
        );
        assert_eq!(report.suppressed[0].0.path.as_str(), "../x/a/known.txt");

        let mut report = DocumentReport {
            findings: vec![finding("phi/ssn", "docs/a.md", "1")],
            ..DocumentReport::default()
        };
        let manual = LogicalPath::new("docs/a.md");
        all.apply(&mut report, &manual, &manual, |_| true);
        assert!(
            matches!(&report.suppressed[0].1, Suppressed::Allowance { reason } if reason == "manual")
        );
        assert!(!all.cover_path("docs/a.md"), "secrets are still looked for");
        assert_eq!(
            all.notes(NotesAfter::Everything).map(|notes| notes.len()),
            [1, 0]
        );
    }
}
