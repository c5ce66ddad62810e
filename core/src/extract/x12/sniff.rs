//! Telling X12 from other text.

use super::delimiters::Delimiters;
use crate::extract::pasted::opens_word;

/// Segments that fragments are known by; [`has_shape`] knows what their elements look like.
const TELLING: &[&str] = &[
    "CLM", "CLP", "DMG", "DTP", "HL", "INS", "N3", "N4", "NM1", "PER", "REF", "SBR", "ST",
];

/// How far a segment is looked at, in bytes.
const LONGEST: usize = 200;

/// Whether `head`, the first few kilobytes of a text, holds an X12 interchange or segments of one.
pub fn sniff(head: &str) -> bool {
    let bytes = head.as_bytes();
    let interchange = memchr::memmem::find_iter(bytes, b"ISA")
        .any(|at| begins_word(bytes, at) && Delimiters::from_header(&bytes[at..]).is_some());
    interchange || memchr::memchr_iter(b'*', bytes).any(|at| is_segment(bytes, at))
}

/// Whether the separator at `at` follows the name of a segment and elements of that segment's shape follow it.
fn is_segment(bytes: &[u8], at: usize) -> bool {
    let Some(name) = TELLING
        .iter()
        .find(|name| bytes[..at].ends_with(name.as_bytes()))
    else {
        return false;
    };
    let rest = &bytes[at + 1..];
    let rest = &rest[..rest.len().min(LONGEST)];
    let end = memchr::memchr3(b'~', b'\r', b'\n', rest);
    let ending = match end.map(|end| rest[end]) {
        Some(b'~') => Ending::Tilde,
        _ => Ending::Other,
    };
    let mut elements: Vec<&[u8]> = rest[..end.unwrap_or(rest.len())]
        .split(|&byte| byte == b'*')
        .collect();
    elements.truncate(8);
    begins_word(bytes, at - name.len()) && has_shape(name, &elements, ending)
}

/// How a segment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// With the usual terminator.
    Tilde,
    /// With the line, the literal or the text.
    Other,
}

fn has_shape(name: &str, elements: &[&[u8]], ending: Ending) -> bool {
    match (name, elements) {
        ("CLM", [_, charge, ..]) => is_amount(charge),
        ("CLP", [_, status, charge, ..]) => is_number(status) && is_amount(charge),
        ("DMG", [b"D8", date, ..]) => is_number(date),
        ("DTP", [qualifier, b"D8" | b"RD8" | b"DT", _, ..]) => is_number(qualifier),
        ("HL", [number, parent, level, ..]) => {
            is_number(number) && (parent.is_empty() || is_number(parent)) && is_number(level)
        }
        ("INS", [b"Y" | b"N", relationship, ..]) => is_number(relationship),
        ("N3", [_] | [_, _]) => ending == Ending::Tilde,
        ("N4", [_, state, zip, ..]) => state.len() == 2 && is_code(state) && zip.len() >= 5,
        ("NM1", [entity, b"1" | b"2", _, ..]) => is_code(entity),
        ("PER", [function, _, b"TE" | b"EM" | b"FX" | b"UR", _, ..]) => is_code(function),
        ("REF", [qualifier, _]) => is_code(qualifier) && ending == Ending::Tilde,
        ("SBR", [b"P" | b"S" | b"T" | b"U", relationship, _, _, ..]) => {
            relationship.is_empty() || is_number(relationship)
        }
        ("ST", [kind, number, ..]) => {
            kind.len() == 3 && is_number(kind) && number.first().is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}

fn is_number(element: &[u8]) -> bool {
    !element.is_empty() && element.iter().all(u8::is_ascii_digit)
}

fn is_amount(element: &[u8]) -> bool {
    element.first().is_some_and(u8::is_ascii_digit)
        && element
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Two or three capitals and digits.
fn is_code(element: &[u8]) -> bool {
    matches!(element.len(), 2 | 3)
        && element
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn begins_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .is_none_or(|before| opens_word(bytes[before]) && bytes[before] != b'*')
        // `\nNM1*…` in source code
        || (at >= 2 && bytes[at - 2] == b'\\' && b"rn".contains(&bytes[at - 1]))
}

#[cfg(test)]
mod tests {
    use super::super::delimiters::tests::header;
    use super::*;

    #[test]
    fn knows_interchanges_and_fragments() {
        let yes = [
            &header('*', ':', '~'),
            &header('|', '>', '\n'),
            "var edi = \"ISA*00*          *00*",
            "NM1*IL*1*ROE*JANE****MI*M77~",
            "  'DMG*D8*19310203*F',",
            "x\\nREF*SY*900000001~",
            "ST*270*1234~",
            "HL*1**20*1",
            "N4*TOWN*ZZ*00000",
            "PER*IC*DOE*TE*5555550142",
            "CLM*A77*100.50***11:B:1",
        ];
        for text in yes {
            assert!(sniff(text), "{text}");
        }
        let no = [
            "",
            "int *ST*x;",
            "ST*p = a*b*c;",
            "y = N3*x + N4*z*REF",
            "/*** NM1 ***/",
            "ISA = 1; ISA*x*y",
            "VISA*00*",
            "a*b*c~",
            "**REF*x*y**",
            "let area = HL*w*h;",
        ];
        for text in no {
            assert!(!sniff(text), "{text}");
        }
    }
}
