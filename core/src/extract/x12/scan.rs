//! Where segments begin and end, in interchanges as they travel and as people paste them into code and documents.

use super::delimiters::{Delimiters, Mark};
use super::names::{Code, MAX_ELEMENT, is_known, is_qualified};
use crate::extract::parts::{parts, trimmed};
use crate::extract::pasted;
use crate::span::Span;

/// Which segment names count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Those of the health transactions: nothing has said yet that this is X12.
    Known,
    /// Anything of the right shape: a header came before.
    Any,
}

/// A segment within a window, without its terminator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a, 't> {
    /// The window.
    pub(super) text: &'t str,
    /// The segment in it, from its name on.
    pub(super) span: Span,
    /// Its name.
    pub(super) id: Code,
    /// The elements as they stand, the name being element 0; one more at most than are read.
    elements: &'a [Span],
}

impl<'t> Segment<'_, 't> {
    /// Its name as text.
    pub(super) fn name(&self) -> &'t str {
        let start = self.span.start;
        &self.text[start..start + self.id.len()]
    }

    /// How many elements there are, the name among them; one more at most than are read.
    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// Element `number` without the white space around it; empty when the segment is shorter.
    pub(super) fn span_of(&self, number: usize) -> Span {
        let found = self.elements.get(number);
        found.map_or_else(
            || Span::new(self.span.end, self.span.end),
            |span| trimmed(self.text, *span),
        )
    }

    /// The text of element `number`.
    pub(super) fn element(&self, number: usize) -> &'t str {
        &self.text[self.span_of(number).range()]
    }

    /// Element `number`, if it is a code.
    pub(super) fn code(&self, number: usize) -> Option<Code> {
        Code::new(self.element(number).as_bytes())
    }
}

/// What a segment begins with that stands as segments do that travel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'t> {
    name: &'t [u8],
    /// The first element, if it tells what the others are and is near its end.
    first: Option<&'t [u8]>,
    /// These bytes as a number, with the separators behind them.
    pub(super) word: u64,
}

impl<'t> Head<'t> {
    /// The head of the segment at `from`.
    ///
    /// `None` where a look at what may stand around segments is needed: before anything but a name, and at the very end of the text.
    pub(super) fn at(bytes: &'t [u8], from: usize, marks: &[Mark; 256]) -> Option<Self> {
        let head: &[u8; 8] = bytes.get(from..)?.first_chunk()?;
        let mark_of = |byte: u8| marks[usize::from(byte)];
        let length = match (mark_of(head[2]), mark_of(head[3])) {
            (Mark::Element, _) => 2,
            (_, Mark::Element) => 3,
            _ => return None,
        };
        let (name, rest) = (&head[..length], &head[length + 1..]);
        let first = is_qualified(name)
            .then(|| rest.iter().position(|byte| mark_of(*byte) != Mark::None))
            .flatten()
            .map(|end| &rest[..end]);
        let told = length + 1 + first.map_or(0, |first| first.len() + 1);
        Some(Self {
            name,
            first,
            word: u64::from_le_bytes(*head) & u64::MAX >> (64 - 8 * told),
        })
    }

    /// The name and the first element as codes. `None` for a header, and for what is no name.
    pub(super) fn codes(self) -> Option<(Code, Option<Code>)> {
        let name = Code::segment(self.name).filter(|&name| name != ISA)?;
        Some((name, self.first.and_then(Code::new)))
    }
}

const ISA: Code = Code::known("ISA");

/// Where the segment that `from` is in ends, if it ends as segments do that travel: not in a literal.
pub(super) fn plain_end(bytes: &[u8], from: usize, marks: &[Mark; 256]) -> Option<usize> {
    let ends = |byte: &u8| matches!(marks[usize::from(*byte)], Mark::End | Mark::Quote);
    let end = bytes[from..].iter().position(ends).map(|at| from + at);
    match end {
        Some(end) => (marks[usize::from(bytes[end])] == Mark::End).then_some(end),
        None => Some(bytes.len()),
    }
}

/// The segment of the name `id` that begins at `from`, if it ends as segments do that travel.
///
/// `elements` is memory for its elements.
pub(super) fn plain_segment<'a, 't>(
    text: &'t str,
    from: usize,
    id: Code,
    marks: &[Mark; 256],
    elements: &'a mut Vec<Span>,
) -> Option<Segment<'a, 't>> {
    elements.clear();
    let mut start = from;
    let mut end = text.len();
    for (at, byte) in text.as_bytes()[from..].iter().enumerate() {
        match marks[usize::from(*byte)] {
            Mark::None => {}
            Mark::Quote => return None,
            Mark::Element => {
                if elements.len() < MAX_ELEMENT + 2 {
                    elements.push(Span::new(start, from + at));
                }
                start = from + at + 1;
            }
            Mark::End => {
                end = from + at;
                break;
            }
        }
    }
    if elements.len() < MAX_ELEMENT + 2 {
        elements.push(Span::new(start, end));
    }
    Some(Segment {
        text,
        span: Span::new(from, end),
        id,
        elements,
    })
}

/// The first segment of `chunk`, the text between two segment ends, and where to look for the next one in it.
///
/// `elements` is memory for its elements.
pub(super) fn segment<'a, 't>(
    text: &'t str,
    chunk: Span,
    delimiters: &Delimiters,
    naming: Naming,
    elements: &'a mut Vec<Span>,
) -> Option<(Segment<'a, 't>, usize)> {
    let bytes = &text.as_bytes()[..chunk.end];
    let separator = delimiters.element;
    let start = at_head(bytes, chunk.start, separator, naming)
        .or_else(|| within(bytes, chunk.start, separator))?;
    let header = text
        .as_bytes()
        .get(start..)
        .and_then(Delimiters::from_header);
    let separator = header.map_or(separator, |declared| declared.element);
    let id = name_at(bytes, start, separator)?;
    let begins =
        |at: usize| name_at(bytes, at, separator).is_some_and(|name| is_known(name.as_str()));
    let (end, next) = pasted::end(bytes, chunk.start, start, begins);
    let span = Span::new(start, end);
    elements.clear();
    elements.extend(parts(text, span, separator).take(MAX_ELEMENT + 2));
    let segment = Segment {
        text,
        span,
        id,
        elements,
    };
    Some((segment, next))
}

/// The segment name at `start`: what stands before the separator, which must be near.
fn name_at(bytes: &[u8], start: usize, separator: u8) -> Option<Code> {
    let head = bytes.get(start..)?;
    let length = head.iter().take(4).position(|&byte| byte == separator)?;
    Code::segment(&head[..length])
}

/// The segment that a chunk begins with, after anything but letters and digits.
fn at_head(bytes: &[u8], from: usize, separator: u8, naming: Naming) -> Option<usize> {
    let start = from + pasted::junk(&bytes[from..])?;
    if Delimiters::from_header(&bytes[start..]).is_some() {
        return Some(start);
    }
    let name = name_at(bytes, start, separator)?;
    (naming == Naming::Any || is_known(name.as_str())).then_some(start)
}

/// A known segment further on in a chunk.
fn within(bytes: &[u8], from: usize, separator: u8) -> Option<usize> {
    memchr::memchr_iter(separator, &bytes[from..])
        .map(|at| from + at)
        .flat_map(|at| [at.checked_sub(3), at.checked_sub(2)])
        .flatten()
        .filter(|&start| start >= from)
        .find(|&start| {
            let before = start.checked_sub(1).map(|at| bytes[at]);
            let opens = before.is_none_or(|byte| pasted::opens_word(byte) && byte != separator);
            opens && name_at(bytes, start, separator).is_some_and(|name| is_known(name.as_str()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(chunk: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut span = Span::new(0, chunk.len());
        let (delimiters, mut elements) = (Delimiters::default(), Vec::new());
        while let Some((segment, next)) =
            segment(chunk, span, &delimiters, Naming::Known, &mut elements)
        {
            found.push(&chunk[segment.span.range()]);
            span.start = next;
        }
        found
    }

    #[test]
    fn finds_segments_among_junk() {
        let cases: &[(&str, &[&str])] = &[
            ("NM1*IL*1*ROE", &["NM1*IL*1*ROE"]),
            ("\" + \n  \"N3*1 ELM ST", &["N3*1 ELM ST"]),
            (r#"x = "N3*A\n" + "N4*B\n""#, &["N3*A", "N4*B"]),
            ("e.g. DMG*D8*19310203", &["DMG*D8*19310203"]),
            (
                "'REF*SY*900000001', 'HL*1**20*1'",
                &["REF*SY*900000001", "HL*1**20*1"],
            ),
            ("a*b*c", &[]),
            ("AN3*x", &[]),
            ("THE*x", &[]),
        ];
        for (chunk, expected) in cases {
            assert_eq!(&segments(chunk), expected, "{chunk}");
        }
    }
}
