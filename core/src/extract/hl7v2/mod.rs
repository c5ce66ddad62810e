//! HL7 v2 messages (ER7 encoding), whole, in batches, framed for the wire, or in fragments.
//!
//! A message is a record named after its type (`ADT^A01`, or `HL7v2` without a header). What describes the patient stands
//! in it directly (PID, PD1, diagnoses, allergies); every other segment is a child record, so that the telephone of a next
//! of kin is the next of kin's. Fields are labelled by component: `PID-5.1`, which is also the address of a field without
//! components. The first subcomponent is the component itself, the others have an address of their own: `PID-5.1.2`.
//!
//! What narrows the meaning of a component goes with it as qualifiers, named by the component they come from: `4`
//! (assigning authority) and `5` (identifier type) on the first component of a field, `2` (use) and `3` (equipment) on
//! those of a telecommunication number, and the observation's name, `3` of its segment, on OBX-5.

mod delimiters;
mod escape;
mod names;
mod path;
mod scan;
mod segment;
mod sniff;
#[cfg(feature = "tree-sitter")]
mod subscript;
#[cfg(test)]
mod tests;

pub(crate) use path::address;
pub use sniff::sniff;
#[cfg(feature = "tree-sitter")]
pub(crate) use subscript::numbered;

use std::borrow::Cow;

use self::delimiters::{Delimiters, Marks};
use self::names::{LabelCache, SegmentId};
use self::scan::Naming;
use self::segment::{Segment, SegmentReader};
use crate::extract::field::{Extraction, RecordId, Repeated};
use crate::extract::label::Labels;
use crate::extract::parts::parts;
use crate::extract::{End, Extractor, Window, pasted};
use crate::span::Span;

/// The name of a message whose type is not known.
const UNTYPED: &str = "HL7v2";

/// Reads HL7 v2. One instance reads one document; it may not be used with two different [`Labels`].
#[derive(Debug, Default)]
pub struct Hl7v2 {
    delimiters: Delimiters,
    marks: Marks,
    /// Whether a header has been seen, which makes any segment name credible.
    headed: bool,
    names: LabelCache,
    /// Memory for the components of a field.
    components: Vec<Span>,
    /// The message that goes on in the next window.
    unfinished: Option<Unfinished>,
}

/// What is remembered of a message that a window cut in two.
#[derive(Clone, Debug)]
struct Unfinished {
    name: String,
    patient_seen: bool,
}

/// The message that is being read.
#[derive(Clone, Copy, Debug)]
struct Message {
    record: RecordId,
    patient_seen: bool,
    /// The latest child record and the segment that opened it.
    group: Option<(SegmentId, RecordId)>,
}

impl Hl7v2 {
    /// A reader at the start of a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// The record that a segment's fields belong to; opens a message or a child record where one begins.
    fn record<'t>(
        &mut self,
        segment: Segment<'t>,
        message: &mut Option<Message>,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let Segment { text, span, id } = segment;
        let name = Cow::Borrowed(&text[span.start..span.start + 3]);
        match &id {
            b"MSH" => {
                self.unfinished = None;
                let name = message_type(segment, &self.delimiters);
                let opened = open(name, span, out);
                return message.insert(opened).record;
            }
            b"FHS" | b"BHS" | b"BTS" | b"FTS" => {
                self.unfinished = None;
                *message = None;
                return out.record(None, name, span, Repeated::Yes);
            }
            _ => {}
        }
        let current = self.current(segment, message, out);
        out.records[current.record.0].span.end = span.end;
        match &id {
            b"PID" => {
                current.patient_seen = true;
                current.group = None;
                current.record
            }
            b"EVN" | b"MSA" | b"SFT" | b"UAC" | b"PD1" | b"DG1" | b"AL1" | b"IAM" => current.record,
            _ => match current.group {
                Some((opener, group)) if continues(id, opener) => {
                    out.records[group.0].span.end = span.end;
                    group
                }
                _ => {
                    let group = out.record(Some(current.record), name, span, Repeated::Yes);
                    current.group = Some((id, group));
                    group
                }
            },
        }
    }

    /// The message that a segment without a header of its own belongs to. A second patient begins another one.
    fn current<'a, 't>(
        &mut self,
        segment: Segment<'t>,
        message: &'a mut Option<Message>,
        out: &mut Extraction<'t>,
    ) -> &'a mut Message {
        let carried = self.unfinished.take();
        let carried_patient = carried.as_ref().is_some_and(|it| it.patient_seen);
        let patient_seen = message.map_or(carried_patient, |it| it.patient_seen);
        if &segment.id == b"PID"
            && patient_seen
            && let Some(first) = message.take()
        {
            let name = out.records[first.record.0].name.clone();
            return message.insert(open(name, segment.span, out));
        }
        message.get_or_insert_with(|| {
            let name = carried.map_or(Cow::Borrowed(UNTYPED), |it| Cow::Owned(it.name));
            Message {
                patient_seen: carried_patient,
                ..open(name, segment.span, out)
            }
        })
    }

    /// Reads the segments of `line`.
    fn line<'t>(
        &mut self,
        text: &'t str,
        mut line: Span,
        message: &mut Option<Message>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) {
        let naming = |headed| if headed { Naming::Any } else { Naming::Known };
        while !line.is_empty()
            && let Some((segment, next)) =
                scan::segment(text, line, &self.delimiters, naming(self.headed))
        {
            if names::is_header(segment.id) {
                let declared = Delimiters::from_header(&text.as_bytes()[segment.span.range()]);
                self.headed |= declared.is_some();
                let declared = declared.unwrap_or_default();
                if declared != self.delimiters {
                    self.delimiters = declared;
                    self.marks = Marks::of(declared);
                }
            }
            let record = self.record(segment, message, out);
            SegmentReader {
                segment,
                delimiters: self.delimiters,
                marks: &self.marks,
                record,
                names: self.names.segment(labels, segment.id),
                components: &mut self.components,
                labels: &mut *labels,
                out: &mut *out,
            }
            .read();
            line.start = next;
        }
    }
}

impl Extractor for Hl7v2 {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let cut = match window.end {
            End::Last => Cut::Message(window.text.len()),
            End::More => cut(window.text),
        };
        let (Cut::Message(end) | Cut::Segment(end)) = cut;
        let text = &window.text[..end];
        let mut message = None;
        let mut from = 0;
        while from < end {
            let (line, next) = scan::line(text, from);
            self.line(text, line, &mut message, labels, out);
            from = next;
        }
        match (cut, message) {
            (Cut::Message(_), _) => self.unfinished = None,
            (Cut::Segment(_), Some(message)) => {
                self.unfinished = Some(Unfinished {
                    name: out.records[message.record.0].name.clone().into_owned(),
                    patient_seen: message.patient_seen,
                });
            }
            // Nothing but junk: what was unfinished still is.
            (Cut::Segment(_), None) => {}
        }
        end
    }
}

/// How much of a window is read when more follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Up to the start of the last message.
    Message(usize),
    /// Up to the end of the last line, inside of a message that is larger than the window.
    Segment(usize),
}

fn cut(text: &str) -> Cut {
    let bytes = text.as_bytes();
    let line_end = |before: usize| {
        bytes[..before]
            .iter()
            .rposition(|byte| b"\r\n\x1c".contains(byte))
            .map_or(0, |at| at + 1)
    };
    let begins = |&at: &usize| {
        let header = Delimiters::from_header(&bytes[at..]).is_some();
        header && (at == 0 || pasted::opens_word(bytes[at - 1]))
    };
    let last = memchr::memmem::rfind_iter(bytes, b"MSH").find(begins);
    match last.map_or(0, line_end) {
        0 => Cut::Segment(line_end(bytes.len())),
        start => Cut::Message(start),
    }
}

fn open<'t>(name: Cow<'t, str>, span: Span, out: &mut Extraction<'t>) -> Message {
    Message {
        record: out.record(None, name, span, Repeated::Yes),
        patient_seen: false,
        group: None,
    }
}

/// Whether segment `id` says more about what `opener` began.
fn continues(id: SegmentId, opener: SegmentId) -> bool {
    matches!(
        (&id, &opener),
        (b"IN2" | b"IN3", b"IN1")
            | (b"PV2", b"PV1")
            | (b"OBR" | b"TQ1" | b"TQ2" | b"RXO", b"ORC")
            | (b"NTE", _)
    )
}

/// The name of a message: the code and event of MSH-9, `ADT^A01`.
fn message_type<'t>(header: Segment<'t>, delimiters: &Delimiters) -> Cow<'t, str> {
    let Some(field) = header.field(9, delimiters) else {
        return Cow::Borrowed(UNTYPED);
    };
    let mut found = parts(header.text, field, delimiters.component)
        .map(|part| &header.text[part.range()])
        .take(2);
    match (found.next(), found.next()) {
        (None | Some(""), _) => Cow::Borrowed(UNTYPED),
        (Some(code), None | Some("")) => Cow::Borrowed(code),
        (Some(code), Some(event)) if delimiters.component == b'^' => {
            let start = field.start;
            Cow::Borrowed(&header.text[start..start + code.len() + 1 + event.len()])
        }
        (Some(code), Some(event)) => Cow::Owned(format!("{code}^{event}")),
    }
}
