//! Fingerprints: how a baseline knows a finding again without knowing its value.

use std::collections::HashMap;

use crate::finding::Fingerprint;
use crate::span::Span;

/// Names the use and version of the hash, as BLAKE3's key derivation wants it. Another version makes every baseline stale.
const HASH_CONTEXT: &str = "safeharbor 2026-11 finding fingerprint 1";

/// How many bytes of context before and after a value enter; at most to the ends of its lines.
const BEFORE: usize = 64;
const AFTER: usize = 32;

/// Where a finding stands, as far as its fingerprint is concerned.
#[derive(Clone, Copy, Debug)]
pub enum Place<'t> {
    /// In a field: its path (`patient.ssn`). Digits in it do not count.
    Field(&'t str),
    /// In running text.
    Text {
        /// The text.
        text: &'t str,
        /// The value's bytes in it.
        value: Span,
        /// Whatever else in the text may be a value: every candidate, sorted and without overlaps. None of it enters.
        masked: &'t [Span],
    },
}

/// The fingerprint of a finding of `rule`; `ordinal` counts, from 0, the findings of a document that are alike in rule and
/// place.
///
/// Neither the value nor a hash of it enters, and of the text around it (64 bytes before, 32 after, at most to the ends of
/// its lines) no digit, no quoted text and no other candidate. So the fingerprint stays when lines move, when the file is
/// renamed, and when the value or other literals change.
///
/// ```
/// use safeharbor_core::{Place, Span, fingerprint};
/// let place = |text, start, end| Place::Text { text, value: Span::new(start, end), masked: &[] };
/// let one = fingerprint("phi/ssn", place("ssn: 219-09-9999 # 1", 5, 16), 0);
/// let other = fingerprint("phi/ssn", place("x\nssn: 078051120 # 23", 7, 16), 0);
/// assert_eq!(one, other);
/// assert_ne!(one, fingerprint("phi/ssn", place("tax: 219-09-9999 # 1", 5, 16), 0));
/// ```
pub fn fingerprint(rule: &str, place: Place<'_>, ordinal: usize) -> Fingerprint {
    numbered(&likeness(rule, place), ordinal)
}

/// Gives the findings of one document their fingerprints, in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    known: HashMap<[u8; 32], Alike>,
    groups: Vec<Group>,
}

/// Findings of a document that are alike in rule and place.
#[derive(Clone, Debug)]
struct Group {
    likeness: [u8; 32],
    /// How many there were so far.
    findings: usize,
}

/// Which of the groups of a document a finding belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alike(usize);

/// The number of a finding among those that are alike: its fingerprint before it is spelled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbered {
    alike: Alike,
    ordinal: usize,
}

impl Fingerprints {
    /// For a new document.
    pub fn new() -> Self {
        Self::default()
    }

    /// The fingerprint of the next finding; see [`fingerprint`].
    pub fn next(&mut self, rule: &str, place: Place<'_>) -> Fingerprint {
        let alike = self.alike(rule, place);
        let numbered = self.count(alike);
        self.spelled(numbered)
    }

    /// The group of the findings of `rule` at places like this one.
    pub(crate) fn alike(&mut self, rule: &str, place: Place<'_>) -> Alike {
        let likeness = likeness(rule, place);
        *self.known.entry(likeness).or_insert_with(|| {
            self.groups.push(Group {
                likeness,
                findings: 0,
            });
            Alike(self.groups.len() - 1)
        })
    }

    /// Counts the next finding of a group.
    pub(crate) fn count(&mut self, alike: Alike) -> Numbered {
        let group = &mut self.groups[alike.0];
        group.findings += 1;
        Numbered {
            alike,
            ordinal: group.findings - 1,
        }
    }

    /// The fingerprint of a finding that was counted.
    pub(crate) fn spelled(&self, finding: Numbered) -> Fingerprint {
        numbered(&self.groups[finding.alike.0].likeness, finding.ordinal)
    }
}

/// What findings that are alike have in common, hashed.
fn likeness(rule: &str, place: Place<'_>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(HASH_CONTEXT);
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    part(rule);
    match place {
        Place::Field(path) => {
            part("field");
            part(&blanked(path));
        }
        Place::Text {
            text,
            value,
            masked,
        } => {
            let (before, after) = surroundings(text, value);
            part("text");
            part(&blanked(&without(text, before, masked)));
            part(&blanked(&without(text, after, masked)));
        }
    }
    *hasher.finalize().as_bytes()
}

fn numbered(likeness: &[u8; 32], ordinal: usize) -> Fingerprint {
    let hash = blake3::keyed_hash(likeness, &(ordinal as u64).to_le_bytes());
    let mut hex = hash.to_hex().to_string();
    hex.truncate(32);
    Fingerprint(hex)
}

/// The rest of the lines that a value begins and ends in, cut to a bounded length at the borders of words.
fn surroundings(text: &str, value: Span) -> (Span, Span) {
    const LINE_ENDS: [char; 2] = ['\n', '\r'];
    let start = text.floor_char_boundary(value.start);
    let end = text.ceil_char_boundary(value.end).max(start);
    let from = text.floor_char_boundary(start.saturating_sub(BEFORE));
    let to = text.ceil_char_boundary(end.saturating_add(AFTER));
    let (head, tail) = (&text[from..start], &text[end..to]);
    let is_cut_before = from > 0 && !text[..from].ends_with(LINE_ENDS);
    let is_cut_after = to < text.len() && !text[to..].starts_with(LINE_ENDS);
    // Half a word at the border would change with the length of what stands between it and the value.
    let before = match head.rfind(LINE_ENDS) {
        Some(at) => at + 1,
        None if is_cut_before => head.find(char::is_whitespace).unwrap_or(head.len()),
        None => 0,
    };
    let after = match tail.find(LINE_ENDS) {
        Some(at) => at,
        None if is_cut_after => tail.rfind(char::is_whitespace).unwrap_or(0),
        None => tail.len(),
    };
    (Span::new(from + before, start), Span::new(end, end + after))
}

/// The part of the text without what is masked, which leaves a mark of constant form.
fn without(text: &str, part: Span, masked: &[Span]) -> String {
    let first = masked.partition_point(|span| span.end <= part.start);
    let mut kept = String::with_capacity(part.len());
    let mut at = part.start;
    for span in masked[first..]
        .iter()
        .take_while(|span| span.start < part.end)
    {
        let from = text.floor_char_boundary(span.start).max(at);
        kept.push_str(&text[at..from]);
        kept.push('0');
        at = text.ceil_char_boundary(span.end).clamp(from, part.end);
    }
    kept.push_str(&text[at..part.end]);
    kept
}

/// A text of which only the words around literals are left: what stands between quotes, words with a digit in them and
/// the width of white space do not count.
fn blanked(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut word = String::new();
    let mut quote = None;
    for c in text.chars() {
        if let Some(open) = quote {
            if c == open {
                quote = None;
                kept.push(c);
            }
            continue;
        }
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        end_word(&mut kept, &mut word);
        if matches!(c, '"' | '\'' | '`') {
            quote = Some(c);
        }
        if !c.is_whitespace() {
            kept.push(c);
        } else if !kept.ends_with(' ') {
            kept.push(' ');
        }
    }
    end_word(&mut kept, &mut word);
    kept.trim().to_owned()
}

fn end_word(kept: &mut String, word: &mut String) {
    if word.chars().any(char::is_numeric) {
        kept.push('#');
    } else {
        kept.push_str(word);
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_text(before: &str, value: &str, after: &str) -> Fingerprint {
        let text = format!("{before}{value}{after}");
        let place = Place::Text {
            text: &text,
            value: Span::new(before.len(), before.len() + value.len()),
            masked: &[],
        };
        fingerprint("phi/ssn", place, 0)
    }

    #[test]
    fn has_the_documented_form() {
        let Fingerprint(text) = fingerprint("phi/ssn", Place::Field("patient.ssn"), 0);
        assert_eq!(text.len(), 32);
        assert!(text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    }

    #[test]
    fn stays_when_only_literals_change() {
        let first = in_text("put(\"a\", 1, ", "V", ", 'x') // row 17");
        for (before, after) in [
            ("put(\"bcd\", 2345, ", ", 'yyyy') // row 9"),
            (
                "line above\n  put(\"a\",  1, ",
                ", 'x') // row 17\nline below",
            ),
        ] {
            assert_eq!(in_text(before, "W", after), first, "{before}");
        }
        assert_ne!(in_text("get(\"a\", 1, ", "V", ", 'x') // row 17"), first);
    }

    #[test]
    fn tells_rules_fields_and_ordinals_apart() {
        let all = [
            fingerprint("phi/ssn", Place::Field("a.ssn"), 0),
            fingerprint("phi/mrn", Place::Field("a.ssn"), 0),
            fingerprint("phi/ssn", Place::Field("b.ssn"), 0),
            fingerprint("phi/ssn", Place::Field("a.ssn"), 1),
            in_text("a.ssn", "", ""),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[..index].contains(one), "{index}");
        }
        let mut counted = Fingerprints::new();
        assert_eq!(counted.next("phi/ssn", Place::Field("a.ssn")), all[0]);
        assert_eq!(counted.next("phi/ssn", Place::Field("b.ssn")), all[2]);
        assert_eq!(counted.next("phi/ssn", Place::Field("a.ssn")), all[3]);
    }

    #[test]
    fn other_candidates_do_not_enter() {
        let of = |name: &str| {
            let text = format!("Patient {name} has number 1");
            let value = Span::new(text.len() - 1, text.len());
            let masked = [Span::new(8, 8 + name.len()), value];
            let place = Place::Text {
                text: &text,
                value,
                masked: &masked,
            };
            fingerprint("phi/mrn", place, 0)
        };
        assert_eq!(of("Jane Roe"), of("Richard Miles"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn the_value_does_not_enter(before in "\\PC{0,100}", one in "\\PC{0,30}", other in "\\PC{0,30}", after in "\\PC{0,50}") {
            prop_assert_eq!(in_text(&before, &one, &after), in_text(&before, &other, &after));
        }

        #[test]
        fn other_lines_do_not_enter(above in "\\PC{0,30}", before in "\\PC{0,70}", after in "\\PC{0,40}", below in "\\PC{0,30}") {
            let alone = in_text(&before, "V", &after);
            prop_assert_eq!(in_text(&format!("{above}\n{before}"), "V", &format!("{after}\r\n{below}")), alone);
        }

        #[test]
        fn far_text_does_not_enter(far in "[a-z]{1,40}", other in "[a-z]{1,40}", near in "[ a-z]{64}") {
            let before = |far: &str| format!("{far} {near}");
            prop_assert_eq!(in_text(&before(&far), "V", ""), in_text(&before(&other), "V", ""));
        }

        #[test]
        fn never_panics(text in "\\PC{0,60}", value in (0usize..90, 0usize..90), mask in (0usize..90, 0usize..90)) {
            let masked = [Span::new(mask.0, mask.1)];
            let place = Place::Text { text: &text, value: Span::new(value.0, value.1), masked: &masked };
            fingerprint("phi/ssn", place, 0);
        }
    }
}
