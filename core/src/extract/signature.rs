//! Signatures: texts that show a format of health data in any document, even inside a string of source code.
//!
//! A signature makes the whole document worth reading, which is dear, and some are ordinary words as well (`|pid|` is a
//! closure, `resourceType` a field of many programs). So each says how it is written where it means the format.

use crate::span::Span;

/// How a signature is written where it shows its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    /// Nothing else looks like it.
    Telling,
    /// The name of a segment and a separator, or in quotes: in capitals (HL7 v2.5.1 section 2.5.2, X12.5).
    Segment,
    /// A name in front of a literal value: a key of JSON, an attribute or element, an argument.
    Key,
    /// The place of a component, as code has it: `PID.5`, `PID-5-1`, `pid_5`.
    Place,
    /// The name of an element, behind `<` or a prefix.
    Element,
}

/// All signatures, in lower case.
pub(crate) const SIGNATURES: [(&str, Signature); 42] = [
    ("msh|", Signature::Segment),
    ("pid|", Signature::Segment),
    ("\"pid\"", Signature::Segment),
    ("'pid'", Signature::Segment),
    ("\"nm1\"", Signature::Segment),
    ("'nm1'", Signature::Segment),
    ("nk1|", Signature::Segment),
    ("gt1|", Signature::Segment),
    ("in1|", Signature::Segment),
    ("in2|", Signature::Segment),
    ("mrg|", Signature::Segment),
    ("pv1|", Signature::Segment),
    ("pid.3", Signature::Place),
    ("pid.5", Signature::Place),
    ("pid.7", Signature::Place),
    ("pid-3", Signature::Place),
    ("pid-5", Signature::Place),
    ("pid-7", Signature::Place),
    ("pid_3", Signature::Place),
    ("pid_5", Signature::Place),
    ("pid_7", Signature::Place),
    ("pid5_", Signature::Telling),
    ("patientidentifierlist", Signature::Telling),
    ("getpatientname(", Signature::Telling),
    ("h|\\^&", Signature::Telling),
    ("h|\\\\^&", Signature::Telling),
    ("isa|", Signature::Segment),
    ("isa*", Signature::Segment),
    ("nm1*", Signature::Segment),
    ("dmg*", Signature::Segment),
    ("clp*", Signature::Segment),
    ("resourcetype", Signature::Key),
    ("birthdate", Signature::Key),
    ("subscriberid", Signature::Key),
    ("clinicaldocument", Signature::Element),
    ("recordtarget", Signature::Element),
    ("patientrole", Signature::Element),
    ("hl7-org", Signature::Telling),
    ("hl7.org/fhir", Signature::Telling),
    ("(0010,00", Signature::Telling),
    ("00100010", Signature::Telling),
    ("00100020", Signature::Telling),
];

/// How many bytes behind a key its value begins at most: room for `LocalDate.of(` and the like.
const VALUE_WITHIN: usize = 64;

impl Signature {
    /// Whether the text at `hit`, which reads as the signature in any case, is written as one.
    pub(crate) fn shows(self, text: &[u8], hit: Span) -> bool {
        match self {
            Self::Telling => true,
            Self::Segment => !text[hit.range()].iter().any(u8::is_ascii_lowercase),
            Self::Place => {
                let before = text[..hit.start].last();
                let after = text.get(hit.end);
                !before.is_some_and(u8::is_ascii_alphanumeric)
                    && !after.is_some_and(|after| after.is_ascii_alphanumeric())
            }
            Self::Key => introduces_literal(&text[hit.end..]),
            Self::Element => text[..hit.start]
                .last()
                .is_some_and(|before| b"<:/\"'`".contains(before)),
        }
    }
}

/// Whether the text behind a name goes on with an operator and, in the same line, a quote or a digit.
fn introduces_literal(behind: &[u8]) -> bool {
    let closing = behind
        .iter()
        .take_while(|byte| b"\\\"'`]) ".contains(byte))
        .count();
    let behind = &behind[closing..];
    let operator = match behind {
        // The attribute of an element in FHIR's XML.
        [b'v', b'a', b'l', b'u', b'e', b'=', ..] => 6,
        [b':' | b'=' | b',' | b'>' | b'(', ..] => 1,
        _ => return false,
    };
    behind[operator..]
        .iter()
        .take(VALUE_WITHIN)
        .take_while(|&&byte| byte != b'\n')
        .any(|byte| b"\"'`".contains(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `word`, which is a signature in lower case, shows in `text`.
    fn shows(text: &str, word: &str) -> bool {
        let at = text.to_ascii_lowercase().find(word).expect("it is there");
        let (_, signature) = SIGNATURES
            .into_iter()
            .find(|(name, _)| *name == word)
            .expect("a signature");
        signature.shows(text.as_bytes(), Span::new(at, at + word.len()))
    }

    #[test]
    fn signatures_of_health_data() {
        for (text, word) in [
            ("hl7 += \"\\rPID|1||4711\";", "pid|"),
            ("add(\"PID\", \"1\")", "\"pid\""),
            ("ISA*00*", "isa*"),
            ("{\"resourceType\": \"Patient\"}", "resourcetype"),
            ("\"{\\\"resourceType\\\":\\\"Patient\\\"}\"", "resourcetype"),
            ("{ resourceType: 'Patient' }", "resourcetype"),
            ("<birthDate value=\"1845-02-03\"/>", "birthdate"),
            ("\"<birthDate value=\\\"1845-02-03\\\"/>\"", "birthdate"),
            ("<birthDate>1845-02-03</birthDate>", "birthdate"),
            ("put(\"birthDate\", \"1845-02-03\")", "birthdate"),
            ("birthDate = LocalDate.of(1845, 2, 3)", "birthdate"),
            ("p[\"birthDate\"] = date(1845, 2, 3)", "birthdate"),
            ("<recordTarget>", "recordtarget"),
            ("<ns2:patientRole>", "patientrole"),
            ("\"hl7.org/fhir\"", "hl7.org/fhir"),
            ("terser.get(\"/.PID-5-1\")", "pid-5"),
            ("pid.pid_5.pid_5_1", "pid_5"),
        ] {
            assert!(shows(text, word), "{text}");
        }
    }

    #[test]
    fn ordinary_code() {
        for (text, word) in [
            ("processes.each { |pid| kill(pid) }", "pid|"),
            ("this.resourceType = resourceType;", "resourcetype"),
            ("resourceType.equals(\"x\")", "resourcetype"),
            ("private Date birthDate;\nint a = 1;", "birthdate"),
            ("os.getpid['pid']", "'pid'"),
            ("getRecordTarget()", "recordtarget"),
            ("kill $pid-50", "pid-5"),
            ("rapid.3", "pid.3"),
        ] {
            assert!(!shows(text, word), "{text}");
        }
    }
}
