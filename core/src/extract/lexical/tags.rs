//! DICOM attributes that code names by their tag: `0x00100010, "PN", "…"`, `'00100020': { vr: 'LO', Value: ['…'] }`.

use super::is_word;
use super::value::{self, Literal};
use crate::extract::literal::Escapes;
use crate::extract::{Extraction, FieldOrigin, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// How far behind a tag its value stands, in bytes.
const REACH: usize = 160;

/// Attributes that stand further apart than this many bytes are of different data sets.
const APART: usize = 400;

/// Keys of the DICOM JSON model (PS3.18 annex F) between a tag and its value.
const KEYS: [&str; 6] = [
    "vr",
    "Value",
    "value",
    "Alphabetic",
    "Ideographic",
    "Phonetic",
];

/// Reads the value behind each of `hits` that is a tag.
pub fn tags<'t>(text: &'t str, hits: &[Span], labels: &mut Labels, out: &mut Extraction<'t>) {
    let mut last: Option<(RecordId, usize)> = None;
    for &hit in hits {
        let Some(tag) = text.get(hit.range()).and_then(address) else {
            continue;
        };
        let beside = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
        let bytes = text.as_bytes();
        let is_part =
            hit.start > 0 && beside(bytes.get(hit.start - 1)) || beside(bytes.get(hit.end));
        if is_part {
            continue;
        }
        let Some(literal) = value_behind(text, hit.end) else {
            continue;
        };
        let record = match last {
            Some((record, end)) if hit.start.saturating_sub(end) < APART => record,
            _ => out.record(
                None,
                "DICOM",
                Span::new(hit.start, literal.end),
                Repeated::Yes,
            ),
        };
        last = Some((record, literal.end));
        let label = labels.intern(Scheme::Dicom, &tag);
        let value = &text[literal.span.range()];
        out.field(record, label, FieldOrigin::Standard, value, literal.span);
    }
}

/// `00100010` as `(0010,0010)`.
fn address(tag: &str) -> Option<String> {
    let digits: String = tag.chars().filter(|c| *c != ',').collect();
    let is_tag = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_tag.then(|| format!("({},{})", &digits[..4], &digits[4..]).to_ascii_lowercase())
}

/// Whether a word is a value representation: two capitals.
fn is_kind(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|it| it.is_ascii_uppercase())
}

/// The first string behind a tag that is neither a key nor a value representation.
fn value_behind(text: &str, from: usize) -> Option<Literal> {
    let bytes = text.as_bytes();
    let limit = (from + REACH).min(bytes.len());
    // The tag may stand in quotes itself.
    let mut at = from + usize::from(matches!(bytes.get(from), Some(b'"' | b'\'' | b'`')));
    while at < limit {
        match bytes[at] {
            b'"' | b'\'' | b'`' => {
                let literal = value::string(bytes, at, Escapes::Backslash)?;
                let content = &text[literal.span.range()];
                if !is_kind(content) && !KEYS.contains(&content) {
                    // The next tag, or a table of numbers.
                    let is_tag = content.starts_with("00") && address(content).is_some();
                    return (!is_tag).then_some(literal);
                }
                at = literal.end;
            }
            b';' | b'}' | b'\n' => return None,
            byte if is_word(byte) => {
                let length = bytes[at..]
                    .iter()
                    .take_while(|&&byte| is_word(byte))
                    .count();
                let word = &text[at..at + length];
                if !is_kind(word) && !KEYS.contains(&word) {
                    return None;
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let hits: Vec<Span> = ["00100010", "0010,0020"]
            .iter()
            .flat_map(|tag| text.match_indices(tag))
            .map(|(at, tag)| Span::new(at, at + tag.len()))
            .collect();
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        tags(text, &hits, &mut labels, &mut out);
        out.listing(&labels)
    }

    #[test]
    fn values_of_tags() {
        let cases: [(&str, &[&str]); 7] = [
            (
                "ds.add_new(0x00100010, \"PN\", \"Argon^Helium\")",
                &["(0010,0010) = Argon^Helium"],
            ),
            (
                "{ '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Argon^Helium' }] } }",
                &["(0010,0010) = Argon^Helium"],
            ),
            (
                "d['x00100010'] = 'Argon^Helium';",
                &["(0010,0010) = Argon^Helium"],
            ),
            ("{\"0010,0020\": \"A12\"}", &["(0010,0020) = A12"]),
            ("`00100010` as `(0010,0010)`", &[]),
            ("codes = { '00100010': a, '00100020': b }", &[]),
            ("0b00100010, 0b00100010,\n\"x\"", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in r#"(00100010|"|'|,|\{|\}|PN|Value|é|a|;|\n| ){0,30}"#) {
            let hits: Vec<Span> = text
                .match_indices("00100010")
                .map(|(at, tag)| Span::new(at, at + tag.len()))
                .collect();
            let mut out = Extraction::default();
            tags(&text, &hits, &mut Labels::new(), &mut out);
            for field in &out.fields {
                prop_assert!(text.get(field.span.range()).is_some_and(|value| !value.is_empty()));
            }
        }
    }
}
