//! Telling HL7 v2 from other text.

use super::delimiters::Delimiters;
use crate::extract::pasted::opens_word;

/// Segments that fragments are known by: each begins with a set id, so that its first field is a number or empty.
const NUMBERED: &[&[u8; 3]] = &[
    b"AL1", b"DG1", b"GT1", b"IN1", b"NK1", b"NTE", b"OBR", b"OBX", b"PID", b"PV1",
];

/// Whether `head`, the first few kilobytes of a text, holds an HL7 v2 message or segments of one.
pub fn sniff(head: &str) -> bool {
    let bytes = head.as_bytes();
    has_header(bytes) || has_segment(bytes)
}

fn has_header(bytes: &[u8]) -> bool {
    [b"MSH", b"FHS", b"BHS"].into_iter().any(|name| {
        memchr::memmem::find_iter(bytes, name).any(|at| {
            begins_word(bytes, at)
                && Delimiters::from_header(&bytes[at..]).is_some_and(|declared| {
                    // Three punctuation marks before the second separator: no operator looks like that.
                    memchr::memchr(declared.field, &bytes[at + 4..])
                        .is_some_and(|length| length > 2)
                })
        })
    })
}

fn has_segment(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'|', bytes)
        .filter_map(|at| at.checked_sub(3))
        .any(|start| {
            let name = &bytes[start..start + 3];
            NUMBERED.iter().any(|known| name == *known)
                && begins_word(bytes, start)
                && is_numbered(&bytes[start + 4..])
        })
}

/// Whether what follows a segment's name looks like fields: a small number or nothing, and two more separators in the line.
fn is_numbered(fields: &[u8]) -> bool {
    let line = fields
        .split(|byte| b"\r\n".contains(byte))
        .next()
        .unwrap_or_default();
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits <= 4
        && line.get(digits) == Some(&b'|')
        && memchr::memchr_iter(b'|', line).nth(1).is_some()
}

fn begins_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| opens_word(bytes[before]) && bytes[before] != b'|')
        // `\rPID|…` in source code
        || (at >= 2 && bytes[at - 2] == b'\\' && b"rn".contains(&bytes[at - 1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_messages_and_fragments() {
        let yes = [
            "MSH|^~\\&|APP|SITE|||20240101||ADT^A01",
            "\u{b}MSH|^~\\&|APP",
            "FHS|^~\\&|",
            "// a message\nString m = \"MSH|^~\\\\&|APP|\\rPID|1||7\";",
            "MSH#!*?@#APP",
            "PID|1||7^^^A",
            "\"PID|||7^^^^||DOE^JANE\\r\"",
            "x\\rNK1|1|DOE^JOHN|SPO",
        ];
        for text in yes {
            assert!(sniff(text), "{text}");
        }
        let no = [
            "",
            "| PID | PPID | CMD |",
            "PID|PPID|USER|CMD",
            "kill $PID||exit||true||false",
            "case ADD|PID|NK1|IN1) ;;",
            "let x = MSH|^flags;",
            "MSH = 1 | 2 | 3",
            "#define BHS|x",
            "fn main() { let a = b || c || d || e; }",
        ];
        for text in no {
            assert!(!sniff(text), "{text}");
        }
    }
}
