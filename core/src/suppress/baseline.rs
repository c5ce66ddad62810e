//! The baseline: findings that a team has accepted, one a line, in a file that merges and says nothing about the values.
//!
//! ```text
//! 0123456789abcdef0123456789abcdef phi/ssn tests/data/patient.json reason="invented" owner="data team" until=2030-01-31
//! ```
//!
//! The path is a hint. An entry hides its finding in that file; once the file is gone, it hides one finding with the same
//! fingerprint elsewhere, which is what a rename looks like.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use super::attribute::{Attributes, Token, tokens, write_quoted, write_word};
use crate::document::decode;
use crate::error::Error;
use crate::finding::{Finding, Fingerprint};
use crate::report::SuppressionNote;

/// What a baseline file begins with.
const HEADER: &str = "\
# Safeharbor baseline: findings that are accepted, one a line, sorted. It holds no values.
# A line: fingerprint, rule, path, and if you like reason=\"…\" owner=\"…\" until=YYYY-MM-DD.
";

/// One accepted finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineEntry {
    /// The finding's fingerprint.
    pub fingerprint: Fingerprint,
    /// The rule's id, for readers.
    pub rule: String,
    /// Where the finding stood when the entry was written.
    pub path: String,
    /// Why it is accepted.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which the entry works.
    pub until: Option<Date>,
    /// Its line in the file, from 1; 0 for an entry that was not read from one.
    pub line: usize,
}

impl BaselineEntry {
    /// The entry that hides `finding`.
    pub fn for_finding(finding: &Finding) -> Self {
        Self {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule.id.clone(),
            path: finding.path.as_str().to_owned(),
            reason: None,
            owner: None,
            until: None,
            line: 0,
        }
    }

    fn parse(line: &str) -> Result<Self, String> {
        let mut words = Vec::new();
        let mut attributes = Attributes::default();
        for token in tokens(line) {
            match token {
                Token::Word(word) => words.push(word),
                Token::Pair(key, value) => attributes.set(&key, &value)?,
            }
        }
        let Ok([fingerprint, rule, path]) = <[String; 3]>::try_from(words) else {
            return Err("expected a fingerprint, a rule and a path".to_owned());
        };
        let is_digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if fingerprint.len() != 32 || !fingerprint.bytes().all(is_digit) {
            return Err("expected a fingerprint of 32 hexadecimal digits".to_owned());
        }
        Ok(Self {
            fingerprint: Fingerprint(fingerprint),
            rule,
            path,
            reason: attributes.reason,
            owner: attributes.owner,
            until: attributes.until,
            line: 0,
        })
    }

    fn render(&self) -> String {
        let Self {
            fingerprint: Fingerprint(fingerprint),
            rule,
            path,
            reason,
            owner,
            until,
            line: _,
        } = self;
        let mut line = format!("{fingerprint} {} {}", write_word(rule), write_word(path));
        for (key, value) in [("reason", reason), ("owner", owner)] {
            if let Some(value) = value {
                line.push_str(&format!(" {key}={}", write_quoted(value)));
            }
        }
        if let Some(until) = until {
            line.push_str(&format!(" until={until}"));
        }
        line
    }

    fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// The accepted findings of a repository. Can be asked from several threads.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: Vec<Kept>,
    by_fingerprint: HashMap<Fingerprint, Vec<usize>>,
}

#[derive(Debug)]
struct Kept {
    entry: BaselineEntry,
    used: AtomicBool,
}

impl Baseline {
    /// Reads a baseline file. Empty lines and lines that begin with `#` do not count; any order, line ends and encoding
    /// will do (PowerShell writes UTF-16). Of entries that differ only in what they say, as a merge leaves them, the first
    /// that gives a reason stays.
    ///
    /// # Errors
    ///
    /// [`Error::Baseline`] for the first line that is no entry.
    pub fn parse(origin: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |line, message: String| Error::Baseline {
            origin: origin.to_owned(),
            line,
            message,
        };
        let text = decode(bytes)
            .ok_or_else(|| wrong(1, "expected a text, found binary content".to_owned()))?;
        let mut entries = Vec::new();
        for (index, line) in text.text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut entry =
                BaselineEntry::parse(line).map_err(|message| wrong(index + 1, message))?;
            entry.line = index + 1;
            entries.push(entry);
        }
        Ok(Self::from_entries(entries))
    }

    fn from_entries(entries: Vec<BaselineEntry>) -> Self {
        let mut distinct: BTreeMap<(Fingerprint, String), BaselineEntry> = BTreeMap::new();
        for entry in entries {
            let key = (entry.fingerprint.clone(), entry.path.clone());
            let known = distinct.entry(key).or_insert_with(|| entry.clone());
            if known.reason.is_none() && entry.reason.is_some() {
                *known = entry;
            }
        }
        let mut by_fingerprint: HashMap<Fingerprint, Vec<usize>> = HashMap::new();
        for (index, (fingerprint, _)) in distinct.keys().enumerate() {
            let same = by_fingerprint.entry(fingerprint.clone()).or_default();
            same.push(index);
        }
        let kept = distinct.into_values().map(|entry| Kept {
            entry,
            used: AtomicBool::new(false),
        });
        Self {
            entries: kept.collect(),
            by_fingerprint,
        }
    }

    /// The file's content: a header, then one sorted entry a line.
    pub fn render(&self) -> String {
        let mut text = HEADER.to_owned();
        for kept in &self.entries {
            text.push_str(&kept.entry.render());
            text.push('\n');
        }
        text
    }

    /// The entries, sorted.
    pub fn entries(&self) -> impl Iterator<Item = &BaselineEntry> {
        self.entries.iter().map(|kept| &kept.entry)
    }

    /// The entry in force that hides `finding`; counts as its use.
    ///
    /// `is_present` tells whether a path of the baseline still exists where the scan looks (the working tree, the index).
    /// It is asked only about entries with the same fingerprint and another path. An entry whose path is gone hides one
    /// finding, the first that asks.
    pub fn hides(
        &self,
        finding: &Finding,
        today: Date,
        is_present: impl Fn(&str) -> bool,
    ) -> Option<&BaselineEntry> {
        let path = finding.path.as_str();
        let same = self.by_fingerprint.get(&finding.fingerprint)?;
        let same = same.iter().map(|&index| &self.entries[index]);
        let mut in_force = same.filter(|kept| !kept.entry.is_expired(today));
        let here = in_force.clone().find(|kept| kept.entry.path == path);
        let found = match here {
            Some(kept) => {
                kept.used.store(true, Ordering::Relaxed);
                kept
            }
            None => in_force.find(|kept| {
                !is_present(&kept.entry.path) && !kept.used.swap(true, Ordering::Relaxed)
            })?,
        };
        Some(&found.entry)
    }

    /// Entries that no longer work.
    pub fn expired(&self, today: Date) -> Vec<SuppressionNote> {
        let expired = self.entries.iter().filter_map(|kept| {
            let until = kept.entry.until.filter(|until| *until < today)?;
            Some(SuppressionNote {
                line: kept.entry.line,
                what: format!("expired on {until}"),
            })
        });
        sorted_by_line(expired.collect())
    }

    /// Entries in force that hid nothing so far. Worth asking after a scan of everything.
    pub fn unused(&self, today: Date) -> Vec<SuppressionNote> {
        let unused = self
            .entries
            .iter()
            .filter(|kept| !kept.used.load(Ordering::Relaxed) && !kept.entry.is_expired(today));
        let note = |kept: &Kept| SuppressionNote {
            line: kept.entry.line,
            what: "hides nothing".to_owned(),
        };
        sorted_by_line(unused.map(note).collect())
    }

    /// The baseline that accepts exactly `findings`, all that a scan of everything found. What this one says about a
    /// finding (reason, owner, until) stays with it, also when its file was renamed; entries without a finding go.
    #[must_use]
    pub fn update<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) -> Baseline {
        let mut updated: Vec<BaselineEntry> = findings
            .into_iter()
            .map(BaselineEntry::for_finding)
            .collect();
        let key = |entry: &BaselineEntry| (entry.fingerprint.clone(), entry.path.clone());
        let present: HashSet<_> = updated.iter().map(key).collect();
        let mut known: HashMap<_, _> = self.entries().map(|entry| (key(entry), entry)).collect();
        // What was found where an entry says keeps that entry; what is left over may have moved.
        let mut moved: Vec<&mut BaselineEntry> = Vec::new();
        for entry in &mut updated {
            match known.get(&key(entry)) {
                Some(old) => entry.says_what(old),
                None => moved.push(entry),
            }
        }
        known.retain(|key, _| !present.contains(key));
        for entry in moved {
            let same = self.by_fingerprint.get(&entry.fingerprint);
            let old = same
                .into_iter()
                .flatten()
                .find_map(|&index| known.remove(&key(&self.entries[index].entry)));
            if let Some(old) = old {
                entry.says_what(old);
            }
        }
        Self::from_entries(updated)
    }
}

impl BaselineEntry {
    fn says_what(&mut self, old: &BaselineEntry) {
        self.reason.clone_from(&old.reason);
        self.owner.clone_from(&old.owner);
        self.until = old.until;
    }
}

fn sorted_by_line(mut notes: Vec<SuppressionNote>) -> Vec<SuppressionNote> {
    notes.sort_by_key(|note| note.line);
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppress::fixture::finding;
    use jiff::civil::date;

    const TODAY: Date = date(2030, 1, 15);

    fn digits(digit: char) -> String {
        digit.to_string().repeat(32)
    }

    fn parsed(text: &str) -> Baseline {
        Baseline::parse("baseline", text.as_bytes()).expect("a good baseline")
    }

    fn nowhere(_: &str) -> bool {
        false
    }

    #[test]
    fn says_what_it_reads() {
        let line = format!(
            "{} phi/ssn \"a b/c.txt\" reason=\"it's \\\"fine\\\"\" owner=\"data team\" until=2030-01-31",
            digits('a')
        );
        let text = format!("{HEADER}{line}\n");
        let baseline = parsed(&text);
        let entry = baseline.entries().next().expect("an entry");
        assert_eq!((entry.path.as_str(), entry.line), ("a b/c.txt", 3));
        assert_eq!(entry.reason.as_deref(), Some("it's \"fine\""));
        assert_eq!(entry.until, Some(date(2030, 1, 31)));
        assert_eq!(baseline.render(), text);
    }

    #[test]
    fn reads_what_other_programs_write() {
        let text = format!("# x\r\n\r\n{} phi/ssn a.txt\r\n", digits('a'));
        let utf16: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [text.as_bytes(), &utf16] {
            let baseline = Baseline::parse("baseline", bytes).expect("a good baseline");
            assert_eq!(
                baseline.render(),
                format!("{HEADER}{} phi/ssn a.txt\n", digits('a'))
            );
        }
    }

    #[test]
    fn merges_without_order_or_duplicates() {
        let (a, b) = (digits('a'), digits('b'));
        let text =
            format!("{b} phi/mrn x\n{a} phi/ssn y\n{a} phi/ssn x\n{a} phi/ssn y reason=\"r\"\n");
        let expected =
            format!("{HEADER}{a} phi/ssn x\n{a} phi/ssn y reason=\"r\"\n{b} phi/mrn x\n");
        assert_eq!(parsed(&text).render(), expected);
    }

    #[test]
    fn wrong_lines_are_named() {
        let a = digits('a');
        let cases = [
            (
                format!("\n{a} phi/ssn"),
                "baseline:2: expected a fingerprint, a rule and a path",
            ),
            (
                "abc phi/ssn x".to_owned(),
                "baseline:1: expected a fingerprint of 32",
            ),
            (
                format!("{a} phi/ssn x why=\"y\""),
                "baseline:1: expected reason, owner or until, found `why`",
            ),
            (
                format!("{a} phi/ssn x until=tomorrow"),
                "baseline:1: until: expected a day",
            ),
        ];
        for (text, expected) in cases {
            let message = Baseline::parse("baseline", text.as_bytes())
                .expect_err("a bad line")
                .to_string();
            assert!(message.starts_with(expected), "{message}");
        }
        assert!(Baseline::parse("baseline", b"\x7fELF\0\0").is_err());
    }

    #[test]
    fn hides_in_its_file_and_after_a_rename_once() {
        let found = |path| finding("phi/ssn", path, &digits('a'));
        let baseline = parsed(&format!("{} phi/ssn a.txt\n", digits('a')));
        assert_eq!(baseline.unused(TODAY).len(), 1);
        // Another file does not profit while the entry's own file exists.
        assert!(baseline.hides(&found("b.txt"), TODAY, |_| true).is_none());
        assert!(baseline.hides(&found("a.txt"), TODAY, |_| true).is_some());
        assert!(baseline.unused(TODAY).is_empty());
        let renamed = parsed(&baseline.render());
        assert!(renamed.hides(&found("b.txt"), TODAY, nowhere).is_some());
        assert!(renamed.hides(&found("c.txt"), TODAY, nowhere).is_none());
        assert!(
            renamed
                .hides(&finding("phi/ssn", "a.txt", &digits('c')), TODAY, nowhere)
                .is_none()
        );
    }

    #[test]
    fn expired_entries_stop_working_and_are_told() {
        let baseline = parsed(&format!("{} phi/ssn a.txt until=2030-01-14\n", digits('a')));
        let found = finding("phi/ssn", "a.txt", &digits('a'));
        assert!(baseline.hides(&found, date(2030, 1, 14), nowhere).is_some());
        assert!(baseline.hides(&found, TODAY, nowhere).is_none());
        let expected = SuppressionNote {
            line: 1,
            what: "expired on 2030-01-14".to_owned(),
        };
        assert_eq!(baseline.expired(TODAY), [expected]);
        assert!(baseline.unused(TODAY).is_empty());
    }

    #[test]
    fn an_update_keeps_what_people_wrote() {
        let (a, b, c) = (digits('a'), digits('b'), digits('c'));
        let before = parsed(&format!(
            "{a} phi/ssn a.txt reason=\"one\"\n{a} phi/ssn old.txt reason=\"two\" owner=\"me\"\n{b} phi/ssn gone.txt reason=\"three\"\n"
        ));
        let findings = [
            finding("phi/ssn", "a.txt", &a),
            finding("phi/ssn", "new.txt", &a),
            finding("phi/mrn", "a.txt", &c),
        ];
        let expected = format!(
            "{HEADER}{a} phi/ssn a.txt reason=\"one\"\n{a} phi/ssn new.txt reason=\"two\" owner=\"me\"\n{c} phi/mrn a.txt\n"
        );
        let updated = before.update(&findings);
        assert_eq!(updated.render(), expected);
        assert_eq!(updated.update(&findings).render(), expected);
    }
}
