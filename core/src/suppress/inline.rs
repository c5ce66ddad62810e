//! Inline suppressions: `safeharbor:allow RULE[,RULE] reason="…" [until=YYYY-MM-DD]` in a comment.
//!
//! Such a comment hides what its rules find in its own line or, when it has a line to itself, in the next one. For a value
//! of several lines it may also stand anywhere within or right after it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use memchr::memmem;

use super::attribute::{Attributes, Token, tokens};
use super::marker::marked_lines;
use crate::finding::{Category, Suppressed};
use crate::report::SuppressionNote;
use crate::rule::Rule;
use crate::span::{LineIndex, Position};

/// What the comment begins with.
const MARKER: &str = concat!("safeharbor", ":allow");

/// How much of a line before and after the marker is looked at.
const LINE_PART: usize = 1024;

/// Whether a text holds the marker at all: what to ask before indexing the lines of a text without findings.
pub(crate) fn holds_inline_marker(text: &str) -> bool {
    memmem::find(text.as_bytes(), MARKER.as_bytes()).is_some()
}

/// A text whose comments are asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InlineText<'t> {
    /// The text, or a window of it.
    pub text: &'t str,
    /// The index of that text.
    pub lines: &'t LineIndex,
    /// The line of the document at which the text starts.
    pub first_line: usize,
    /// The day on which suppressions are in force or expired.
    pub today: Date,
}

/// A finding, as far as comments are concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Commented<'f> {
    /// The rule that found it.
    pub rule: &'f Rule,
    /// Where it starts in the document.
    pub start: Position,
    /// Where it ends (exclusive).
    pub end: Position,
}

/// What the comments of a text say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InlineOutcome {
    /// For each finding, in the order given, what hides it.
    pub hidden: Vec<Option<Suppressed>>,
    /// Comments that are expired, unused or malformed.
    pub notes: Vec<SuppressionNote>,
}

impl InlineText<'_> {
    /// Asks the comments about `findings`, all that the text has; in a text without the marker those of secrets are enough.
    /// `is_rule` tells whether a rule of that id exists.
    pub(crate) fn apply<'f>(
        &self,
        findings: impl IntoIterator<Item = Commented<'f>>,
        is_rule: impl Fn(&str) -> bool,
    ) -> InlineOutcome {
        let mut allows = self.allows(&is_rule);
        let by_line = lines_covered(&allows);
        let mut foreign = None;
        let mut hidden = Vec::new();
        for finding in findings {
            let lines = self.lines_around(&finding);
            let mut own = by_line
                .range(lines.clone())
                .flat_map(|(_, indices)| indices);
            let found = own.find(|&&index| allows[index].hides(finding.rule, &lines));
            if let Some(&index) = found {
                allows[index].is_used = true;
                hidden.push(Some(Suppressed::Inline {
                    reason: allows[index].attributes.reason.clone(),
                }));
                continue;
            }
            let is_marked = finding.rule.category() == Category::Secret && {
                let marked = foreign.get_or_insert_with(|| marked_lines(self.text, self.lines));
                marked.range(lines).next().is_some()
            };
            hidden.push(is_marked.then_some(Suppressed::Inline { reason: None }));
        }
        let notes = allows.iter().filter_map(|allow| self.note(allow)).collect();
        InlineOutcome { hidden, notes }
    }

    /// The lines of this text in which a comment may stand that hides the finding.
    fn lines_around(&self, finding: &Commented<'_>) -> RangeInclusive<usize> {
        let within = |line: usize| (line + 1).saturating_sub(self.first_line);
        let first = within(finding.start.line);
        let last = if finding.end.column == 1 && finding.end.line > finding.start.line {
            within(finding.end.line - 1)
        } else {
            within(finding.end.line)
        };
        if first == last {
            first..=last
        } else {
            first..=last + 1
        }
    }

    fn allows(&self, is_rule: &impl Fn(&str) -> bool) -> Vec<Allow> {
        let found = memmem::find_iter(self.text.as_bytes(), MARKER);
        let mut allows: Vec<Allow> = found.filter_map(|at| self.allow_at(at)).collect();
        for allow in &mut allows {
            allow.check(is_rule, self.today);
        }
        point_at_the_next_line(&mut allows);
        allows
    }

    /// Reads the comment whose marker stands at byte `at`.
    fn allow_at(&self, at: usize) -> Option<Allow> {
        let line = self.lines.line(at);
        let span = self.lines.line_span(self.text, line);
        let from = at.saturating_sub(LINE_PART).max(span.start);
        let after = at + MARKER.len();
        let to = (after + LINE_PART).min(span.end).max(after);
        let before = &self.text[self.text.ceil_char_boundary(from)..at];
        let rest = &self.text[after..self.text.floor_char_boundary(to)];
        Allow::read(line, placement(before)?, rest)
    }

    fn note(&self, allow: &Allow) -> Option<SuppressionNote> {
        let what = match &allow.fault {
            Some(fault) => fault.clone(),
            None if !allow.is_used => "hides nothing".to_owned(),
            None => return None,
        };
        Some(SuppressionNote {
            line: allow.line + self.first_line - 1,
            what,
        })
    }
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placement {
    /// It has the line to itself, and so speaks about the next one too.
    OwnLine,
    /// Code stands before it.
    Trailing,
}

/// One comment.
#[derive(Clone, Debug)]
struct Allow {
    line: usize,
    placement: Placement,
    /// The line below that it also speaks about; its own when there is none.
    target: usize,
    rules: Vec<String>,
    attributes: Attributes,
    /// Why it does not work.
    fault: Option<String>,
    is_used: bool,
}

impl Allow {
    /// Reads what follows the marker; `None` when the marker was part of a longer word.
    fn read(line: usize, placement: Placement, text: &str) -> Option<Self> {
        if text.starts_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '`' | '"' | '\'')
        }) {
            return None;
        }
        let mut allow = Self {
            line,
            placement,
            target: line,
            rules: Vec::new(),
            attributes: Attributes::default(),
            fault: None,
            is_used: false,
        };
        let mut list_goes_on = true;
        for token in tokens(within_comment(text)) {
            match token {
                Token::Word(word) if list_goes_on || word.starts_with(',') => {
                    list_goes_on = word.ends_with(',');
                    let rules = word.split(',').filter(|rule| !rule.is_empty());
                    allow.rules.extend(rules.map(str::to_owned));
                }
                // Words that explain it.
                Token::Word(_) => {}
                Token::Pair(key, value) => {
                    list_goes_on = false;
                    if let Err(fault) = allow.attributes.set(&key, &value) {
                        allow.fault.get_or_insert(fault);
                    }
                }
            }
        }
        Some(allow)
    }

    /// Finds out why it does not work, if it does not.
    fn check(&mut self, is_rule: &impl Fn(&str) -> bool, today: Date) {
        let is_known = |rule: &str| match rule.strip_suffix('*') {
            Some(start) => matches!(start.split_once('/'), Some(("phi" | "secret", _))),
            None => is_rule(rule),
        };
        let unknown = self.rules.iter().find(|rule| !is_known(rule));
        let fault = if self.rules.is_empty() {
            "names no rule: expected a rule id such as `phi/ssn`, or `phi/*`".to_owned()
        } else if let Some(rule) = unknown {
            format!("no such rule: `{rule}`")
        } else if self.attributes.reason.is_none() {
            "gives no reason: expected reason=\"…\"".to_owned()
        } else if let Some(until) = self.attributes.until.filter(|until| *until < today) {
            format!("expired on {until}")
        } else {
            return;
        };
        self.fault.get_or_insert(fault);
    }

    fn hides(&self, rule: &Rule, lines: &RangeInclusive<usize>) -> bool {
        let speaks_here = lines.contains(&self.line) || *lines.start() == self.target;
        let id = &rule.id;
        let names_rule = |rule: &String| match rule.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => id == rule,
        };
        speaks_here && self.fault.is_none() && self.rules.iter().any(names_rule)
    }
}

/// Comments that have a line to themselves speak about the next line that is no such comment, so that several can be
/// stacked.
fn point_at_the_next_line(allows: &mut [Allow]) {
    let mut below: Option<(usize, usize)> = None;
    for allow in allows.iter_mut().rev() {
        allow.target = match (allow.placement, below) {
            (Placement::Trailing, _) => allow.line,
            (Placement::OwnLine, Some((line, target))) if line == allow.line + 1 => target,
            (Placement::OwnLine, _) => allow.line + 1,
        };
        if allow.placement == Placement::OwnLine {
            below = Some((allow.line, allow.target));
        }
    }
}

/// The comments by each line that they speak about.
fn lines_covered(allows: &[Allow]) -> BTreeMap<usize, Vec<usize>> {
    let mut covered: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, allow) in allows.iter().enumerate() {
        covered.entry(allow.line).or_default().push(index);
        if allow.target != allow.line {
            covered.entry(allow.target).or_default().push(index);
        }
    }
    covered
}

/// What opens a comment in the languages that people use.
const COMMENT_OPENERS: [&str; 16] = [
    "#", "//", "/*", "*", "--", "<!--", ";", "%", "{-", "(*", "'", "\"\"\"", "!", "REM ", "rem ",
    "dnl ",
];

/// What closes a comment in the languages that close them. `*/` also ends the glob `phi/*/`, which no rule needs.
const COMMENT_CLOSERS: [&str; 5] = ["*/", "-->", "*)", "-}", "%>"];

/// The text up to where the comment is closed, outside of quotes.
fn within_comment(text: &str) -> &str {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if COMMENT_CLOSERS
                .iter()
                .any(|closer| text[at..].starts_with(closer)) =>
            {
                return &text[..at];
            }
            None => {}
        }
    }
    text
}

/// Where the comment stands, by what is before the marker in its line; `None` when that is no comment but a mention of
/// the marker, as in documentation.
fn placement(before: &str) -> Option<Placement> {
    if before.ends_with(['`', '"', '\'']) || before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let before = before.trim_start();
    let has_words = before.contains(char::is_alphanumeric);
    if !has_words
        || COMMENT_OPENERS
            .iter()
            .any(|opener| before.starts_with(opener))
    {
        return Some(Placement::OwnLine);
    }
    let is_comment = COMMENT_OPENERS.iter().any(|opener| before.contains(opener));
    is_comment.then_some(Placement::Trailing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;
    use crate::suppress::fixture::on_lines;
    use jiff::civil::date;

    fn commented(finding: &Finding) -> Commented<'_> {
        Commented {
            rule: &finding.rule,
            start: finding.start,
            end: finding.end,
        }
    }

    /// `@` stands for the marker, so that this file holds none itself.
    fn outcome(text: &str, findings: &[(&str, usize, usize)]) -> (Vec<bool>, Vec<String>) {
        let text = text.replace('@', MARKER);
        let lines = LineIndex::new(&text);
        let inline = InlineText {
            text: &text,
            lines: &lines,
            first_line: 1,
            today: date(2030, 1, 15),
        };
        let findings: Vec<Finding> = findings
            .iter()
            .map(|(rule, first, last)| on_lines(rule, "a", "", *first, *last))
            .collect();
        let outcome = inline.apply(findings.iter().map(commented), |rule| {
            ["phi/ssn", "phi/mrn", "secret/key"].contains(&rule)
        });
        let notes = outcome
            .notes
            .iter()
            .map(|note| format!("{}: {}", note.line, note.what));
        (
            outcome.hidden.iter().map(Option::is_some).collect(),
            notes.collect(),
        )
    }

    #[test]
    fn any_comment_syntax() {
        let comments = [
            "x = 1 # @ phi/ssn reason=\"r\"",
            "x = 1; // @ phi/ssn reason='r'",
            "x = 1; /* @ phi/ssn reason=\"r\" */",
            "select 1 -- @ phi/ssn reason=\"r\"",
            "<a/> <!-- @ phi/ssn reason=\"r\" -->",
            "mov a, b ; @ phi/ssn reason=\"r\"",
            "\\a{b} % @ phi/ssn reason=\"r\"",
            "REM @ phi/ssn reason=\"r\"",
            "# a note, then @ phi/ssn reason=\"r\" until=2030-01-15",
            "/* @ phi/mrn, phi/ssn reason=\"r\" until=2031-01-01*/",
            "//@ phi/mrn,phi/ssn reason=\"r\"",
            "/* @ phi/ssn reason=\"a */ b\" */ x = 1; y=2",
            "Dim a ' @ phi/* reason=\"r\"",
        ];
        for comment in comments {
            assert_eq!(
                outcome(comment, &[("phi/ssn", 1, 1)]),
                (vec![true], vec![]),
                "{comment}"
            );
        }
    }

    #[test]
    fn which_lines_it_speaks_about() {
        let reason = "@ phi/ssn reason=\"r\"";
        let cases = [
            ("above", format!("# {reason}\nx"), (2, 2), true),
            ("two above", format!("# {reason}\n\nx"), (3, 3), false),
            (
                "above, stacked",
                format!("# {reason}\n# @ phi/mrn reason=\"r\"\nx"),
                (3, 3),
                true,
            ),
            (
                "trailing above",
                format!("y = 1 # {reason}\nx"),
                (2, 2),
                false,
            ),
            ("below", format!("x\n# {reason}"), (1, 1), false),
            ("within", format!("x\nx # {reason}\nx"), (1, 3), true),
            ("above several", format!("# {reason}\nx\nx"), (2, 3), true),
            ("after several", format!("x\nx\n# {reason}"), (1, 2), true),
            (
                "after and one more",
                format!("x\nx\n\n# {reason}"),
                (1, 2),
                false,
            ),
        ];
        for (name, text, (first, last), expected) in cases {
            let (hidden, _) = outcome(&text, &[("phi/ssn", first, last)]);
            assert_eq!(hidden, [expected], "{name}");
        }
    }

    #[test]
    fn what_does_not_work_is_said() {
        let cases = [
            (
                "# @ phi/ssn reason=\"r\" until=2030-01-14",
                "1: expired on 2030-01-14",
            ),
            ("# @ phi/ssn", "1: gives no reason: expected reason=\"…\""),
            (
                "# @ phi/ssn reason=\"\"",
                "1: reason: expected some words, found none",
            ),
            ("# @ phi/snn reason=\"r\"", "1: no such rule: `phi/snn`"),
            ("# @ * reason=\"r\"", "1: no such rule: `*`"),
            (
                "# @ reason=\"r\"",
                "1: names no rule: expected a rule id such as `phi/ssn`, or `phi/*`",
            ),
            (
                "# @ phi/ssn reason=\"r\" until=soon",
                "1: until: expected a day such as `2030-01-31`, found `soon`",
            ),
            ("# @ phi/mrn reason=\"r\"", "1: hides nothing"),
        ];
        for (text, note) in cases {
            assert_eq!(
                outcome(text, &[("phi/ssn", 1, 1)]),
                (vec![false], vec![note.to_owned()]),
                "{text}"
            );
        }
    }

    #[test]
    fn mentions_are_no_suppressions() {
        for text in [
            "write `@ phi/ssn` above",
            "say(\"@\")",
            "see @-list",
            "words @ phi/ssn reason=\"r\"",
        ] {
            assert_eq!(
                outcome(text, &[("phi/ssn", 1, 1)]),
                (vec![false], vec![]),
                "{text}"
            );
        }
    }

    #[test]
    fn other_tools_markers_hide_secrets_only() {
        let text = "key # gitleaks:allow\n";
        assert_eq!(
            outcome(text, &[("secret/key", 1, 1), ("phi/ssn", 1, 1)]).0,
            [true, false]
        );
        let below = "-----BEGIN\n-----END\n# gitleaks:allow\n";
        assert_eq!(
            outcome(below, &[("secret/key", 1, 2), ("secret/key", 2, 2)]).0,
            [true, false]
        );
    }

    #[test]
    fn lines_count_from_the_windows_first() {
        let text = format!("a\nb # {MARKER} phi/ssn reason=\"r\"\nc # {MARKER} x\n");
        let inline = InlineText {
            text: &text,
            lines: &LineIndex::new(&text),
            first_line: 100,
            today: date(2030, 1, 15),
        };
        let findings = [
            on_lines("phi/ssn", "a", "", 101, 101),
            on_lines("phi/ssn", "a", "", 2, 2),
        ];
        let outcome = inline.apply(findings.iter().map(commented), |rule| rule == "phi/ssn");
        assert_eq!(
            outcome
                .hidden
                .iter()
                .map(Option::is_some)
                .collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(outcome.notes[0].line, 102);
    }
}
