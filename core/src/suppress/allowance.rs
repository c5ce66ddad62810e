//! Allowances: the `[[allow]]` tables of the configuration.

use std::sync::atomic::{AtomicU64, Ordering};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;

use crate::report::SuppressionNote;

/// One `[[allow]]`: these rules may find what they find in these paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowEntry {
    /// Globs over paths relative to the configuration file, as in `.gitignore`: one without a slash holds at any depth,
    /// one that names a directory covers what is in it. Empty for all paths.
    pub paths: Vec<String>,
    /// Rule ids or globs over them (`phi/*`). Empty for all rules.
    pub rules: Vec<String>,
    /// Why; never empty.
    pub reason: String,
    /// The last day on which it works.
    pub until: Option<Date>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it stands in the configuration, from 1.
    pub line: usize,
}

impl AllowEntry {
    /// Checks the globs; the error says in words which is wrong.
    pub(crate) fn check(&self) -> Result<(), String> {
        path_globs(&self.paths)?;
        rule_globs(&self.rules)?;
        Ok(())
    }

    fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// All allowances of a configuration, ready to be asked from several threads.
///
/// ```
/// use safeharbor_core::{Allowances, Config};
/// let config = Config::parse("safeharbor.toml", r#"
///     [[allow]]
///     paths = ["docs/"]
///     rules = ["phi/*"]
///     reason = "invented patients"
/// "#)?;
/// let allowances = Allowances::new(&config.allow).unwrap();
/// let today = jiff::civil::date(2030, 1, 1);
/// assert!(allowances.covers("docs/api/patient.md", "phi/mrn", today).is_some());
/// assert!(allowances.covers("src/docs.rs", "phi/mrn", today).is_none());
/// assert!(allowances.covers_whole_path("docs/api/patient.md", today).is_none());
/// # Ok::<(), safeharbor_core::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Allowances {
    entries: Vec<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    entry: AllowEntry,
    paths: Option<GlobSet>,
    rules: Option<GlobSet>,
    uses: AtomicU64,
}

impl Allowances {
    /// Compiles the globs of all entries.
    ///
    /// # Errors
    ///
    /// Words about the first glob that is wrong. What [`Config::parse`](crate::Config::parse) gave has been checked.
    pub fn new(entries: &[AllowEntry]) -> Result<Self, String> {
        let compile = |entry: &AllowEntry| {
            Ok(Compiled {
                paths: path_globs(&entry.paths)?,
                rules: rule_globs(&entry.rules)?,
                entry: entry.clone(),
                uses: AtomicU64::new(0),
            })
        };
        let entries = entries.iter().map(compile).collect::<Result<_, String>>()?;
        Ok(Self { entries })
    }

    /// The first allowance in force for what `rule` found in `path` (relative to the configuration file); counts as a use.
    pub fn covers(&self, path: &str, rule: &str, today: Date) -> Option<&AllowEntry> {
        self.first(today, |allowance| {
            matches(allowance.paths.as_ref(), path) && matches(allowance.rules.as_ref(), rule)
        })
    }

    /// The first allowance in force that covers everything in `path`, so that it need not be scanned; counts as a use.
    pub fn covers_whole_path(&self, path: &str, today: Date) -> Option<&AllowEntry> {
        self.first(today, |allowance| {
            let all_rules =
                allowance.rules.is_none() || allowance.entry.rules.iter().any(|rule| rule == "*");
            all_rules && matches(allowance.paths.as_ref(), path)
        })
    }

    fn first(&self, today: Date, fits: impl Fn(&Compiled) -> bool) -> Option<&AllowEntry> {
        let mut in_force = self
            .entries
            .iter()
            .filter(|allowance| !allowance.entry.is_expired(today));
        let found = in_force.find(|allowance| fits(allowance))?;
        found.uses.fetch_add(1, Ordering::Relaxed);
        Some(&found.entry)
    }

    /// Allowances that no longer work.
    pub fn expired(&self, today: Date) -> Vec<SuppressionNote> {
        let expired = self.entries.iter().filter_map(|allowance| {
            let until = allowance.entry.until.filter(|until| *until < today)?;
            Some(SuppressionNote {
                line: allowance.entry.line,
                what: format!("expired on {until}"),
            })
        });
        expired.collect()
    }

    /// Allowances in force that covered nothing so far. Worth asking after a scan of everything.
    pub fn unused(&self, today: Date) -> Vec<SuppressionNote> {
        let unused = self.entries.iter().filter(|allowance| {
            allowance.uses.load(Ordering::Relaxed) == 0 && !allowance.entry.is_expired(today)
        });
        let note = |allowance: &Compiled| SuppressionNote {
            line: allowance.entry.line,
            what: "hides nothing".to_owned(),
        };
        unused.map(note).collect()
    }
}

/// No globs at all stand for everything.
fn matches(globs: Option<&GlobSet>, text: &str) -> bool {
    globs.is_none_or(|globs| globs.is_match(text))
}

fn path_globs(paths: &[String]) -> Result<Option<GlobSet>, String> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut globs = GlobSetBuilder::new();
    for path in paths {
        for form in path_forms(path) {
            let glob = GlobBuilder::new(&form).literal_separator(true).build();
            globs.add(glob.map_err(|error| format!("allow: paths: `{path}`: {}", error.kind()))?);
        }
    }
    build(&globs).map(Some)
}

/// The glob itself and the one for everything below it.
fn path_forms(path: &str) -> Vec<String> {
    let bare = path.trim_start_matches("./").trim_end_matches('/');
    let form = match bare.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if bare.contains('/') => bare.to_owned(),
        None => format!("**/{bare}"),
    };
    let below = format!("{form}/**");
    if path.ends_with('/') {
        vec![below]
    } else {
        vec![form, below]
    }
}

fn rule_globs(rules: &[String]) -> Result<Option<GlobSet>, String> {
    if rules.is_empty() {
        return Ok(None);
    }
    let mut globs = GlobSetBuilder::new();
    for rule in rules {
        let glob = GlobBuilder::new(rule).build();
        globs.add(glob.map_err(|error| format!("allow: rules: `{rule}`: {}", error.kind()))?);
    }
    build(&globs).map(Some)
}

fn build(globs: &GlobSetBuilder) -> Result<GlobSet, String> {
    globs.build().map_err(|error| format!("allow: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn entry(paths: &[&str], rules: &[&str]) -> AllowEntry {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        AllowEntry {
            paths: owned(paths),
            rules: owned(rules),
            reason: "test".to_owned(),
            until: None,
            owner: None,
            line: 1,
        }
    }

    #[test]
    fn paths_work_as_in_gitignore() {
        let cases = [
            ("*.md", "README.md", true),
            ("*.md", "docs/deep/a.md", true),
            ("/*.md", "docs/a.md", false),
            ("/*.md", "a.md", true),
            ("docs", "docs/a.md", true),
            ("docs", "x/docs/y/a.md", true),
            ("docs/", "docs/a.md", true),
            ("docs/", "docs", false),
            ("docs/api", "docs/api/x/y", true),
            ("docs/api", "x/docs/api/y", false),
            ("docs/*.md", "docs/a.md", true),
            ("docs/*.md", "docs/b/a.md", false),
            ("docs/**/*.md", "docs/b/c/a.md", true),
            ("./docs/**", "docs/b", true),
        ];
        for (glob, path, expected) in cases {
            let allowances = Allowances::new(&[entry(&[glob], &[])]).expect("a good glob");
            let covered = allowances
                .covers(path, "phi/ssn", date(2030, 1, 1))
                .is_some();
            assert_eq!(covered, expected, "{glob} {path}");
        }
    }

    #[test]
    fn rules_are_ids_or_globs() {
        let today = date(2030, 1, 1);
        let cases = [
            ("phi/ssn", true, false),
            ("phi/*", true, false),
            ("secret/*", false, false),
            ("*", true, true),
        ];
        for (rule, covers, whole) in cases {
            let allowances = Allowances::new(&[entry(&[], &[rule])]).expect("a good glob");
            assert_eq!(
                allowances.covers("a", "phi/ssn", today).is_some(),
                covers,
                "{rule}"
            );
            assert_eq!(
                allowances.covers_whole_path("a", today).is_some(),
                whole,
                "{rule}"
            );
        }
    }

    #[test]
    fn expired_ones_stop_working_and_are_told() {
        let mut allowance = entry(&["a"], &[]);
        allowance.until = Some(date(2030, 1, 31));
        let allowances = Allowances::new(&[allowance]).expect("a good glob");
        let last = date(2030, 1, 31);
        assert_eq!(allowances.unused(last).len(), 1);
        assert!(allowances.covers("a", "phi/ssn", last).is_some());
        assert!(allowances.unused(last).is_empty());
        let later = date(2030, 2, 1);
        assert!(allowances.covers("a", "phi/ssn", later).is_none());
        assert_eq!(allowances.expired(later)[0].what, "expired on 2030-01-31");
        assert!(allowances.unused(later).is_empty());
    }
}
