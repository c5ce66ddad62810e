//! Names of segments, and the labels of their fields: each made once, then looked up by number.

use std::collections::HashMap;

use crate::extract::asked::Numbers;
use crate::extract::keyed::Keyed;
use crate::extract::label::{Label, Labels, Scheme};
use crate::extract::label_grid::LabelGrid;

/// The three characters that a segment begins with.
pub(super) type SegmentId = [u8; 3];

/// Fields beyond this one are passed over; the longest standard segment has fewer than 120.
pub(super) const MAX_FIELD: usize = 255;
/// Components beyond this one are passed over; the longest standard data type, XCN, has 25.
pub(super) const MAX_COMPONENT: usize = 63;
/// Subcomponents beyond this one are passed over.
pub(super) const MAX_SUBCOMPONENT: usize = 31;

/// Segments of HL7 2.9 (appendix A.6) that stand for themselves in a text without a header. Sorted.
const KNOWN: &[&SegmentId] = &[
    b"ABS", b"ACC", b"ADD", b"AFF", b"AIG", b"AIL", b"AIP", b"AIS", b"AL1", b"APR", b"ARQ", b"AUT",
    b"BHS", b"BLG", b"BPO", b"BPX", b"BTS", b"BTX", b"CDM", b"CER", b"CM0", b"CNS", b"CON", b"CSR",
    b"CTD", b"CTI", b"DB1", b"DG1", b"DRG", b"DSC", b"DSP", b"EDU", b"EQU", b"ERR", b"EVN", b"FAC",
    b"FHS", b"FT1", b"FTS", b"GOL", b"GP1", b"GP2", b"GT1", b"IAM", b"IN1", b"IN2", b"IN3", b"INV",
    b"IPC", b"LAN", b"LOC", b"MCP", b"MFA", b"MFE", b"MFI", b"MRG", b"MSA", b"MSH", b"NCK", b"NDS",
    b"NK1", b"NPU", b"NSC", b"NST", b"NTE", b"OBR", b"OBX", b"ODS", b"ODT", b"OM1", b"ORC", b"ORG",
    b"ORO", b"OVR", b"PCR", b"PD1", b"PDA", b"PDC", b"PEO", b"PES", b"PID", b"PR1", b"PRA", b"PRB",
    b"PRC", b"PRD", b"PRT", b"PSH", b"PTH", b"PV1", b"PV2", b"QAK", b"QID", b"QPD", b"QRD", b"QRF",
    b"RCP", b"RDF", b"RDT", b"REL", b"RF1", b"RGS", b"RMI", b"ROL", b"RQ1", b"RQD", b"RXA", b"RXC",
    b"RXD", b"RXE", b"RXG", b"RXO", b"RXR", b"SAC", b"SCH", b"SFT", b"SPM", b"STF", b"TCC", b"TCD",
    b"TQ1", b"TQ2", b"TXA", b"UAC", b"UB1", b"UB2", b"URD", b"URS", b"VAR", b"VTQ",
];

/// Whether the standard has such a segment, or leaves it to the site (`Z…`).
pub(super) fn is_known(id: SegmentId) -> bool {
    id[0] == b'Z' || KNOWN.binary_search(&&id).is_ok()
}

/// Whether `id` opens a message, a batch or a file and declares delimiters.
pub(super) fn is_header(id: SegmentId) -> bool {
    matches!(&id, b"MSH" | b"BHS" | b"FHS")
}

/// Labels by segment, field and component, made when first needed. Good for one [`Labels`].
#[derive(Debug, Default)]
pub(super) struct LabelCache {
    segments: Keyed<SegmentLabels>,
}

impl LabelCache {
    /// The labels of one segment.
    pub(super) fn segment(&mut self, labels: &Labels, id: SegmentId) -> &mut SegmentLabels {
        let [first, second, third] = id;
        let key = u64::from(u32::from_be_bytes([0, first, second, third]));
        self.segments.get(key, || SegmentLabels::new(labels, id))
    }
}

/// The labels of one segment's fields.
#[derive(Debug)]
pub(super) struct SegmentLabels {
    id: SegmentId,
    /// The fields that are worth reading.
    pub(super) read: Numbers,
    components: LabelGrid,
    subcomponents: HashMap<(usize, usize, usize), Label>,
}

impl SegmentLabels {
    fn new(labels: &Labels, id: SegmentId) -> Self {
        let asked = labels.asked_of(Scheme::Hl7v2, &spelled(id));
        Self {
            id,
            read: free_text(id).map_or(asked, |field| asked.with(field)),
            components: LabelGrid::default(),
            subcomponents: HashMap::new(),
        }
    }

    /// `SEG-field.component`; numbers from 1, at most [`MAX_FIELD`] and [`MAX_COMPONENT`].
    pub(super) fn component(
        &mut self,
        labels: &mut Labels,
        field: usize,
        component: usize,
    ) -> Label {
        let Self { id, components, .. } = self;
        components.label(labels, Scheme::Hl7v2, (field, component), || {
            format!("{}-{field}.{component}", spelled(*id))
        })
    }

    /// `SEG-field.component.subcomponent`; the first subcomponent is the component itself.
    pub(super) fn subcomponent(
        &mut self,
        labels: &mut Labels,
        (field, component, subcomponent): (usize, usize, usize),
    ) -> Label {
        if subcomponent == 1 {
            return self.component(labels, field, component);
        }
        let name = spelled(self.id);
        *self
            .subcomponents
            .entry((field, component, subcomponent))
            .or_insert_with(|| {
                let path = format!("{name}-{field}.{component}.{subcomponent}");
                labels.intern(Scheme::Hl7v2, &path)
            })
    }
}

/// The field of a segment that may be running text: the value of an observation, a comment.
fn free_text(id: SegmentId) -> Option<usize> {
    match &id {
        b"OBX" => Some(5),
        b"NTE" => Some(3),
        _ => None,
    }
}

fn spelled(id: SegmentId) -> String {
    id.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_searched() {
        assert!(KNOWN.is_sorted());
        assert!(is_known(*b"PID") && is_known(*b"ABS") && is_known(*b"VTQ") && is_known(*b"ZPI"));
        assert!(!is_known(*b"THE"));
    }

    #[test]
    fn labels_are_made_once() {
        let mut labels = Labels::new();
        let mut cache = LabelCache::default();
        let family = cache.segment(&labels, *b"PID").component(&mut labels, 5, 1);
        let made = labels.len();
        assert_eq!(labels.path(family), ["PID-5.1"]);
        assert_eq!(
            cache.segment(&labels, *b"PID").component(&mut labels, 5, 1),
            family
        );
        assert_eq!(
            cache
                .segment(&labels, *b"PID")
                .subcomponent(&mut labels, (5, 1, 1)),
            family
        );
        assert_eq!(labels.len(), made);
        let own = cache
            .segment(&labels, *b"PID")
            .subcomponent(&mut labels, (5, 1, 3));
        assert_eq!(labels.path(own), ["PID-5.1.3"]);
    }
}
