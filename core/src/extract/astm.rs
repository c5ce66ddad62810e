//! Records of laboratory instruments (ASTM E1394, CLSI LIS2-A2): the patient record.
//!
//! HL7 v2 took the fields of a patient over from this standard, in another order: they are labelled by their addresses in HL7,
//! `P|1||4711||ROE^JANE` has PID-3 and PID-5.

use crate::extract::{End, Extraction, Extractor, FieldOrigin, Labels, Repeated, Scheme, Window};
use crate::span::Span;

/// Fields of the patient record (LIS2-A2 section 7) by number, and those of PID that they are.
const FIELDS: [(usize, u8); 8] = [
    (3, 2),
    (4, 3),
    (5, 4),
    (6, 5),
    (7, 6),
    (8, 7),
    (11, 11),
    (13, 13),
];

/// How a header begins that keeps to the standard's delimiters.
const HEADER: &[u8] = br"H|\^&";

/// How many components of one field are read.
const MAX_COMPONENTS: usize = 8;

/// Whether `head`, the first few kilobytes of a text, holds the header of a message or a patient's record alone.
pub fn sniff(head: &str) -> bool {
    let has_header = memchr::memmem::find_iter(head.as_bytes(), HEADER).any(|at| {
        at.checked_sub(1)
            .is_none_or(|before| !head.as_bytes()[before].is_ascii_alphabetic())
    });
    has_header || record(head.lines().next().unwrap_or_default()).is_some_and(is_person)
}

/// Whether a record has a date of birth or a sex where the standard has them, and nothing else there.
fn is_person(record: &str) -> bool {
    let mut fields = record.split('|').skip(7);
    let (birth, sex) = (
        fields.next().unwrap_or_default(),
        fields.next().unwrap_or_default(),
    );
    let is_date = birth.len() >= 8 && birth.bytes().all(|byte| byte.is_ascii_digit());
    let is_sex = matches!(sex, "M" | "F" | "U");
    match (birth, sex) {
        ("", "") => false,
        ("", _) => is_sex,
        (_, "") => is_date,
        _ => is_date && is_sex,
    }
}

/// What stands in a line from the patient's record on. A frame begins with a control byte and a digit.
fn record(line: &str) -> Option<&str> {
    let record = line.trim_start_matches(|c: char| c.is_ascii_control() || c.is_ascii_digit());
    let number = record.strip_prefix("P|")?.split('|').next()?;
    let is_numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let fields = record.bytes().filter(|&byte| byte == b'|').count();
    (is_numbered && number.len() < 4 && fields > 4).then_some(record)
}

/// Reads messages of laboratory instruments.
#[derive(Debug, Default)]
pub struct Astm;

impl Extractor for Astm {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let text = window.text;
        let end = match window.end {
            End::Last => text.len(),
            End::More => text.rfind(['\r', '\n']).map_or(0, |at| at + 1),
        };
        let mut start = 0;
        for line in text[..end].split(['\r', '\n']) {
            if let Some(record) = record(line) {
                patient(record, start + line.len() - record.len(), labels, out);
            }
            start += line.len() + 1;
        }
        end
    }
}

/// Reads the patient's record that begins at `start`.
fn patient<'t>(record: &'t str, mut start: usize, labels: &mut Labels, out: &mut Extraction<'t>) {
    let span = Span::new(start, start + record.len());
    let id = out.record(None, "Patient", span, Repeated::Yes);
    for (at, field) in record.split('|').enumerate() {
        let place = FIELDS.iter().find(|(number, _)| *number == at + 1);
        let mut from = start;
        start += field.len() + 1;
        let Some((_, place)) = place else {
            continue;
        };
        for (component, value) in field.split('^').take(MAX_COMPONENTS).enumerate() {
            let span = Span::new(from, from + value.len());
            from = span.end + 1;
            if !value.is_empty() {
                let address = format!("PID-{place}.{}", component + 1);
                let label = labels.intern(Scheme::Hl7v2, &address);
                out.field(id, label, FieldOrigin::Standard, value, span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::extract::reading::{assert_sound, listing};

    #[test]
    fn patients_of_instruments() {
        let text = "H|\\^&|||Lab^1\r\u{2}2P|1||A1||ARGON^HELIUM||18400131|F||00 ARGON STREET|||X|\rO|1|7\r";
        assert_eq!(
            listing(&mut Astm, text),
            [
                "PID-3.1 = A1",
                "PID-5.1 = ARGON",
                "PID-5.2 = HELIUM",
                "PID-7.1 = 18400131",
                "PID-11.1 = 00 ARGON STREET",
            ]
        );
    }

    #[test]
    fn messages_are_known() {
        for (text, expected) in [
            ("H|\\^&|||Lab", true),
            ("\u{2}1H|\\^&|||Lab\r", true),
            ("P|1||A1||ARGON^HELIUM||18400131|F", true),
            ("P|1|a|b|c|d|e|f|g", false),
            ("P|1|2", false),
            ("MESH|\\^&", false),
            ("MSH|^~\\&|A", false),
            ("a|b|c", false),
        ] {
            assert_eq!(sniff(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in r"(P\|1|\||\^|H|a|é|\r|\n|[0-9]|\x02){0,40}") {
            assert_sound(&mut Astm, &text);
        }
    }
}
