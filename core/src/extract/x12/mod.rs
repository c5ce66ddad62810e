//! X12 interchanges of health care (837, 835, 834, 270/271, 276/277, 278), whole or in fragments.
//!
//! A transaction (ST to SE) is a record. In it, loops are child records: a level of the hierarchy (`HL*22`) below its parent
//! level, a member (`INS`), a claim (`CLM`, `CLP`), and each entity (`NM1*IL`, `N1*PE`) with the segments that describe it.
//!
//! An element's label is its segment and number, `DMG-02`; where the first element says what the segment is about, it is
//! part of the label: `NM1*IL-09`, `REF*SY-02`, `DTP*472-03`. Components of composite elements are numbered from 1:
//! `HI-01.2`. Qualifiers are the elements that narrow the others, by number (`08` of an NM1: what kind of id element 9 is),
//! `code` for what kind of number an element of a PER is (`TE`, `FX`, `EM`), and `entity` for the NM1-01 of the entity that a
//! segment describes, so that a subscriber's address (`N3-01[entity=IL]`) is told from a provider's.

mod delimiters;
mod kind;
mod loops;
mod names;
mod scan;
mod segment;
mod sniff;
#[cfg(test)]
mod tests;

pub use sniff::sniff;

use self::delimiters::{Delimiters, Mark};
use self::kind::{Part, SegmentKind, SegmentKinds, Worth};
use self::loops::Loops;
use self::scan::{Head, Naming, Segment};
use self::segment::SegmentReader;
use crate::extract::field::Extraction;
use crate::extract::label::Labels;
use crate::extract::{End, Extractor, Window, pasted};
use crate::span::Span;

/// Reads X12. One instance reads one document; it may not be used with two different [`Labels`].
#[derive(Debug, Default)]
pub struct X12 {
    delimiters: Delimiters,
    /// What bytes mean in a segment, once a header has said it.
    marks: Option<Box<[Mark; 256]>>,
    /// Whether an interchange header has been seen, which makes any segment name credible.
    headed: bool,
    kinds: SegmentKinds,
    loops: Loops,
    /// Memory for the elements of a segment.
    elements: Vec<Span>,
}

impl X12 {
    /// A reader at the start of a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the segments of the chunk (the text between two segment ends) that begins at `from`, and gives where the next
    /// one begins.
    fn chunk<'t>(
        &mut self,
        text: &'t str,
        from: usize,
        elements: &mut Vec<Span>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let bytes = text.as_bytes();
        if let Some(next) = self.plain(text, from, elements, labels, out) {
            return next;
        }
        let (end, after) = self.delimiters.segment_end(bytes, from);
        let mut chunk = Span::new(from, end);
        while !chunk.is_empty() {
            let naming = if self.headed {
                Naming::Any
            } else {
                Naming::Known
            };
            let found = scan::segment(text, chunk, &self.delimiters, naming, elements);
            let Some((segment, next)) = found else {
                break;
            };
            let start = segment.span.start;
            if let Some(declared) = Delimiters::from_header(&bytes[start..])
                && !(self.headed && declared == self.delimiters)
            {
                // The chunk was cut with delimiters that no longer hold.
                self.headed = true;
                self.delimiters = declared;
                self.marks = Some(Box::new(declared.marks()));
                return start;
            }
            let kind = self.kinds.get(labels, segment.id, segment.code(1));
            let loops = (self.delimiters, &mut self.loops);
            read_segment(segment, kind, loops, labels, out);
            chunk.start = next.min(end);
        }
        after
    }

    /// Reads the segment that begins at `from`, if it stands there as segments do that travel, and gives where the next one
    /// begins. One that nobody asks about is passed over.
    fn plain<'t>(
        &mut self,
        text: &'t str,
        from: usize,
        elements: &mut Vec<Span>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        let marks = self.marks.as_deref()?;
        let is_end = |byte: &u8| marks[usize::from(*byte)] == Mark::End;
        // A line end behind the terminator, most often.
        let from = from + bytes[from..].iter().take_while(|byte| is_end(byte)).count();
        if from == bytes.len() {
            return Some(from);
        }
        let head = Head::at(bytes, from, marks)?;
        let kind = self.kinds.get_by_head(labels, head)?;
        let end = match kind.worth {
            Worth::Unknown => return None,
            Worth::Nothing => {
                let end = scan::plain_end(bytes, from, marks)?;
                if let Part::Closes(kind) = kind.part {
                    self.loops.close_from(kind);
                }
                end
            }
            Worth::Opening => {
                let segment = scan::plain_segment(text, from, kind.name, marks, elements)?;
                self.loops.turn(segment, kind.part, out);
                segment.span.end
            }
            Worth::Reading => {
                let segment = scan::plain_segment(text, from, kind.name, marks, elements)?;
                let loops = (self.delimiters, &mut self.loops);
                read_segment(segment, kind, loops, labels, out);
                segment.span.end
            }
        };
        Some((end + 1).min(bytes.len()))
    }
}

/// Reads a segment for the loop that owns it.
fn read_segment<'t>(
    segment: Segment<'_, 't>,
    kind: &mut SegmentKind,
    (delimiters, loops): (Delimiters, &mut Loops),
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    SegmentReader {
        segment,
        delimiters,
        owner: loops.owner(segment, kind.part, out),
        kind,
        labels,
        out,
    }
    .read();
}

impl Extractor for X12 {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let end = match window.end {
            End::Last => window.text.len(),
            End::More => cut(window.text.as_bytes(), &self.delimiters),
        };
        let text = &window.text[..end];
        self.loops.enter_window();
        let mut elements = std::mem::take(&mut self.elements);
        let mut from = 0;
        while from < end {
            from = self.chunk(text, from, &mut elements, labels, out);
        }
        self.elements = elements;
        out.stretch_over_parts();
        end
    }
}

/// Where to stop in a window when more follows: before the last segment that begins a record of its own (a level that is no
/// dependent's, a member, a claim payment, a transaction), else after the last whole segment. Loops that are open there go
/// on in the next window.
fn cut(bytes: &[u8], before: &Delimiters) -> usize {
    // Forwards, which is the fast way: most windows hold one header or none.
    let header = memchr::memmem::find_iter(bytes, b"ISA")
        .filter_map(|at| Delimiters::from_header(&bytes[at..]))
        .last();
    let delimiters = header.unwrap_or(*before);
    ["HL", "INS", "CLP", "ST"]
        .into_iter()
        .filter_map(|name| last_beginning(bytes, name, &delimiters))
        .next()
        .unwrap_or_else(|| delimiters.last_segment_end(bytes))
}

/// Where the last segment `name` begins, with the junk before it; `None` when that is the head of the window.
fn last_beginning(bytes: &[u8], name: &str, delimiters: &Delimiters) -> Option<usize> {
    memchr::memmem::rfind_iter(bytes, name.as_bytes())
        .filter(|&at| bytes.get(at + name.len()) == Some(&delimiters.element))
        .filter(|&at| {
            at > 0 && pasted::opens_word(bytes[at - 1]) && bytes[at - 1] != delimiters.element
        })
        .find(|&at| {
            let rest = &bytes[at..bytes.len().min(at + 40)];
            // HL03 is 23 for a dependent, whose subscriber stands before.
            name != "HL" || rest.split(|&byte| byte == delimiters.element).nth(3) != Some(b"23")
        })
        .map(|at| delimiters.last_segment_end(&bytes[..at]))
        .filter(|&at| at > 0)
}
