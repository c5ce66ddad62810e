//! DICOM attributes that code names by their tag, or by a constant for it: `0x00100010, "PN", "…"`, `[0x10, 0x20].value = "…"`,
//! `'00100020': { vr: 'LO', Value: ['…'] }`, `DCM_PatientName, "…"`, `tags::PATIENT_ID, VR::LO, "…"`.

use super::is_word;
use super::value::{self, Literal};
use crate::extract::literal::Escapes;
use crate::extract::{Extraction, FieldOrigin, Label, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// How far behind a tag its value stands, in bytes.
const REACH: usize = 160;

/// Attributes that stand further apart than this many bytes are of different data sets.
const APART: usize = 400;

/// Words between a tag and its value: keys of the DICOM JSON model (PS3.18 annex F), and what libraries make values with.
const KEYS: [&str; 15] = [
    "vr",
    "Value",
    "value",
    "Alphabetic",
    "Ideographic",
    "Phonetic",
    "VR",
    "PrimitiveValue",
    "from",
    "dicom_value",
    "Str",
    "String",
    "string",
    "std",
    "new",
];

/// What stands before the name of an attribute where it is a constant for the tag.
const CONSTANTS: [&str; 6] = ["DCM_", "Tag.", "tag.", "Tags.", "tags.", "tags::"];

/// The group of attributes about a patient in a tag of two numbers.
const GROUPS: [&str; 2] = ["0x0010", "0x10"];

/// How many tags of two numbers are looked at.
const MAX_PAIRS: usize = 20_000;

/// Reads the value behind each of `hits` that is a tag or a constant for one, and behind tags of two numbers.
pub(super) fn tags<'t>(
    text: &'t str,
    hits: &[Span],
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let named = hits.iter().filter_map(|&hit| {
        let (label, origin) = match text.get(hit.range()).and_then(address) {
            Some(tag) if !is_part(text, hit) => {
                (labels.intern(Scheme::Dicom, &tag), FieldOrigin::Standard)
            }
            Some(_) => return None,
            None => {
                let name = constant(text, hit)?;
                (labels.intern(Scheme::Named, name), FieldOrigin::Argument)
            }
        };
        Some((hit, label, origin))
    });
    let mut found: Vec<(Span, Label, FieldOrigin)> = named.collect();
    let groups = GROUPS.iter().flat_map(|group| {
        memchr::memmem::find_iter(text.as_bytes(), group).map(|at| Span::new(at, at + group.len()))
    });
    found.extend(groups.take(MAX_PAIRS).filter_map(|group| {
        let (tag, end) = pair(text, group)?;
        let label = labels.intern(Scheme::Dicom, &tag);
        Some((Span::new(group.start, end), label, FieldOrigin::Standard))
    }));
    found.sort_unstable_by_key(|(span, ..)| span.start);
    let mut last: Option<(RecordId, usize)> = None;
    for (hit, label, origin) in found {
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
        let value = &text[literal.span.range()];
        out.field(record, label, origin, value, literal.span);
    }
}

/// Whether more digits stand on a side of a number.
fn is_part(text: &str, hit: Span) -> bool {
    let bytes = text.as_bytes();
    let beside = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    hit.start > 0 && beside(bytes.get(hit.start - 1)) || beside(bytes.get(hit.end))
}

/// The name of an attribute around `hit`, where it is a constant: `PatientName` of `DCM_PatientName`.
fn constant(text: &str, hit: Span) -> Option<&str> {
    let before = text.get(..hit.start)?;
    let is_constant = CONSTANTS.iter().any(|prefix| before.ends_with(prefix));
    let ends = !text.as_bytes().get(hit.end).copied().is_some_and(is_word);
    (is_constant && ends).then(|| text.get(hit.range()))?
}

/// `0x0010, 0x0020` as `(0010,0020)`, and where it ends.
fn pair(text: &str, group: Span) -> Option<(String, usize)> {
    let rest = text.get(group.end..)?;
    let comma = rest.strip_prefix(',')?;
    let digits = comma.trim_start_matches(' ').strip_prefix("0x")?;
    let length = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
    let element = u16::from_str_radix(&digits[..length], 16).ok()?;
    let end = text.len() - digits.len() + length;
    Some((format!("(0010,{element:04x})"), end))
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
                    let is_tag = content.starts_with("00") && address(content).is_some()
                        || CONSTANTS.iter().any(|prefix| content.starts_with(prefix));
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
        let hits: Vec<Span> = ["00100010", "0010,0020", "PatientName", "PATIENT_ID"]
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
        let cases: [(&str, &[&str]); 16] = [
            (
                "ds[0x0010, 0x0010].value = \"Argon^Helium\"",
                &["(0010,0010) = Argon^Helium"],
            ),
            (
                "ds[0x10,0x20] = DataElement((0x0010, 0x0020), \"LO\", \"A12\")",
                &["(0010,0020) = A12"],
            ),
            (
                "gdcm::Tag(0x0010, 0x0010), \"Argon^Helium\");",
                &["(0010,0010) = Argon^Helium"],
            ),
            (
                "put(DCM_PatientName, \"Argon^Helium\");",
                &["PatientName = Argon^Helium"],
            ),
            (
                "{ DicomTag.PatientName, \"Argon^Helium\" },",
                &["PatientName = Argon^Helium"],
            ),
            (
                "new(tags::PATIENT_ID, VR::LO, PrimitiveValue::from(\"A1\"))",
                &["PATIENT_ID = A1"],
            ),
            ("f(PatientName, \"Argon^Helium\")", &[]),
            ("`DCM_PatientName`, `Tag.PatientName`", &[]),
            ("t = [(0x0010, 0x0010), (0x0010, 0x0020)]", &[]),
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
