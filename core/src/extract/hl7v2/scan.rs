//! Where segments begin and end, in messages as they travel and as people paste them into code and documents.

use super::delimiters::Delimiters;
use super::names::{SegmentId, is_header, is_known};
use super::segment::Segment;
use crate::extract::pasted;
use crate::span::Span;

/// Which segment names count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Those of the standard and `Z…`: nothing has said yet that this is HL7.
    Known,
    /// Anything of the right shape: a header came before.
    Any,
}

/// The end of the line that starts at `from`, and the start of the next. Lines end at CR, LF and at 0x1C, with which MLLP
/// ends a message.
pub(super) fn line(text: &str, from: usize) -> (Span, usize) {
    let rest = &text.as_bytes()[from..];
    match memchr::memchr3(b'\r', b'\n', 0x1c, rest) {
        Some(end) => (Span::new(from, from + end), from + end + 1),
        None => (Span::new(from, text.len()), text.len()),
    }
}

/// The first segment of `line`, if it holds any, and where to look for the next.
///
/// Junk before a segment is passed over: white space, quotes, line continuation, comment markers, a log line's head, the
/// byte 0x0B with which MLLP begins a message.
pub(super) fn segment<'t>(
    text: &'t str,
    line: Span,
    delimiters: &Delimiters,
    naming: Naming,
) -> Option<(Segment<'t>, usize)> {
    let bytes = &text.as_bytes()[..line.end];
    let start = at_head(bytes, line.start, delimiters, naming)
        .or_else(|| within(bytes, line.start, delimiters))?;
    let id = id_at(bytes, start)?;
    let begins = |at: usize| {
        let separated = bytes.get(at + 3).is_some_and(u8::is_ascii_punctuation);
        separated && id_at(bytes, at).is_some_and(is_known)
    };
    let (end, next) = pasted::end(bytes, line.start, start, begins);
    let span = Span::new(start, end);
    Some((Segment { text, span, id }, next))
}

fn id_at(bytes: &[u8], at: usize) -> Option<SegmentId> {
    let id: SegmentId = bytes.get(at..at + 3)?.try_into().ok()?;
    let shaped = id[0].is_ascii_uppercase()
        && id[1..]
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    shaped.then_some(id)
}

/// The segment that a line begins with, after anything but letters and digits.
fn at_head(bytes: &[u8], from: usize, delimiters: &Delimiters, naming: Naming) -> Option<usize> {
    let start = from + pasted::junk(&bytes[from..])?;
    let id = id_at(bytes, start)?;
    let header = is_header(id) && Delimiters::from_header(&bytes[start..]).is_some();
    let named = naming == Naming::Any || is_known(id);
    let separated = bytes.get(start + 3) == Some(&delimiters.field);
    (header || (named && separated)).then_some(start)
}

/// A known segment further on in a line.
fn within(bytes: &[u8], from: usize, delimiters: &Delimiters) -> Option<usize> {
    memchr::memchr_iter(delimiters.field, &bytes[from..])
        .map(|at| from + at)
        .filter(|at| at.checked_sub(3).is_some_and(|start| start >= from))
        .map(|at| at - 3)
        .find(|&start| {
            let before = start.checked_sub(1).map(|at| bytes[at]);
            id_at(bytes, start).is_some_and(is_known)
                && before.is_none_or(|byte| pasted::opens_word(byte) && byte != delimiters.field)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(line: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((segment, next)) = segment(
            line,
            Span::new(from, line.len()),
            &Delimiters::default(),
            Naming::Known,
        ) {
            found.push(&line[segment.span.range()]);
            from = next;
        }
        found
    }

    #[test]
    fn finds_segments_among_junk() {
        let cases: &[(&str, &[&str])] = &[
            ("PID|1||7", &["PID|1||7"]),
            ("  \u{b}PID|1||7", &["PID|1||7"]),
            (r#"    + "PID|1||7\r""#, &["PID|1||7"]),
            (r#"x = b"PID|1||7\rNK1|1|A\r\n";"#, &["PID|1||7", "NK1|1|A"]),
            (r"'PID|1||O'Brien|',", &["PID|1||O'Brien|"]),
            (
                r#""PID|1||""|7", "NTE|1||note""#,
                &[r#"PID|1||""|7"#, "NTE|1||note"],
            ),
            (r"12:00 INFO got PID|1||7", &["PID|1||7"]),
            (
                r"OBX|1|TX|||\\host\new\run",
                &[r"OBX|1|TX|||\\host\new\run"],
            ),
            ("// ZPX|1", &["ZPX|1"]),
            ("GRAPID|1||7", &[]),
            ("if a|b|c", &[]),
            ("RED|GREEN|BLUE", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(&segments(line), expected, "{line}");
        }
    }

    #[test]
    fn lines_end_at_cr_lf_and_the_end_of_a_frame() {
        let text = "a\rb\n\u{1c}c";
        assert_eq!(line(text, 0), (Span::new(0, 1), 2));
        assert_eq!(line(text, 2), (Span::new(2, 3), 4));
        assert_eq!(line(text, 4), (Span::new(4, 4), 5));
        assert_eq!(line(text, 5), (Span::new(5, 6), 6));
    }
}
