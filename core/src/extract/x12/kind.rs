//! What a segment's name says: how its elements are read, and what it does to the loops. Looked up once for a name.

use super::names::{Code, is_qualified};
use super::scan::Head;
use crate::extract::asked::Numbers;
use crate::extract::keyed::Keyed;
use crate::extract::label::{Label, Labels, Scheme};
use crate::extract::label_grid::LabelGrid;

/// What a loop is about, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LoopKind {
    /// ISA to IEA.
    Interchange,
    /// ST to SE.
    Transaction,
    /// HL: a level of the hierarchy (provider, subscriber, patient), below the level it names as its parent.
    Level,
    /// INS outside of a hierarchy: a member of an enrolment (834).
    Member,
    /// CLM (837) or CLP (835).
    Claim,
    /// NM1 or N1: a person or an organisation.
    Entity,
}

/// What a segment does to the loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Opens(LoopKind),
    /// HL: opens a level below the one that it names.
    OpensLevel,
    /// INS: opens a member where there is no hierarchy, and describes one in it.
    OpensMember,
    /// Ends the loops of that kind and all that are deeper.
    Closes(LoopKind),
    /// Describes the entity that came before it.
    DescribesEntity,
    /// Belongs to whatever is open.
    Continues,
}

impl Part {
    fn of(name: Code) -> Self {
        match name.bytes() {
            b"ISA" => Self::Opens(LoopKind::Interchange),
            b"ST\0" => Self::Opens(LoopKind::Transaction),
            b"HL\0" => Self::OpensLevel,
            b"INS" => Self::OpensMember,
            b"CLM" | b"CLP" => Self::Opens(LoopKind::Claim),
            b"NM1" | b"N1\0" => Self::Opens(LoopKind::Entity),
            b"GS\0" | b"GE\0" | b"IEA" | b"TA1" => Self::Closes(LoopKind::Transaction),
            b"SE\0" => Self::Closes(LoopKind::Level),
            // What begins another loop of the same level is no longer about the entity before it.
            b"EB\0" | b"EQ\0" | b"HD\0" | b"LE\0" | b"LS\0" | b"LX\0" | b"MIA" | b"MOA"
            | b"OI\0" | b"SBR" | b"STC" | b"SV1" | b"SV2" | b"SV3" | b"SV5" | b"SVC" | b"UM\0" => {
                Self::Closes(LoopKind::Entity)
            }
            b"DMG" | b"EC\0" | b"ICM" | b"LUI" | b"N2\0" | b"N3\0" | b"N4\0" | b"PER" | b"PRV"
            | b"REF" | b"TRN" => Self::DescribesEntity,
            _ => Self::Continues,
        }
    }

    /// Whether a segment stands around transactions, not in one.
    pub(super) fn is_envelope(self) -> bool {
        matches!(
            self,
            Self::Opens(LoopKind::Interchange | LoopKind::Transaction)
                | Self::Closes(LoopKind::Transaction)
        )
    }

    /// Whether a segment describes the entity before it, if there is one.
    pub(super) fn describes_entity(self) -> bool {
        matches!(self, Self::DescribesEntity | Self::OpensMember)
    }
}

/// How the elements of a segment are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elements {
    /// A component separator in them is text.
    Simple,
    /// A component separator divides them.
    Composite,
    /// PER: from the third on they are pairs, what kind of number (TE, FX, EM) and the number.
    Contact,
}

impl Elements {
    fn of(name: Code) -> Self {
        match name.bytes() {
            b"CLM" | b"EB\0" | b"EQ\0" | b"HI\0" | b"STC" | b"SV1" | b"SV2" | b"SV3" | b"SV5"
            | b"SVC" | b"SVD" | b"TOO" => Self::Composite,
            b"PER" => Self::Contact,
            _ => Self::Simple,
        }
    }
}

/// What all segments have in common that share a name, and a qualifier where that belongs to the address.
#[derive(Debug)]
pub(super) struct SegmentKind {
    pub(super) name: Code,
    qualifier: Option<Code>,
    pub(super) part: Part,
    pub(super) worth: Worth,
    pub(super) elements: Elements,
    /// Elements that say more about the others, with the names of the qualifiers that they become.
    pub(super) narrowing: &'static [(usize, &'static str)],
    /// The element that is prose: a note, a message.
    pub(super) free_text: Option<usize>,
    /// The elements that are worth reading.
    pub(super) read: Numbers,
    labels: LabelGrid,
}

/// What a segment is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// It neither says anything nor opens a loop.
    Nothing,
    /// It opens a loop and says nothing else.
    Opening,
    /// It is to be read.
    Reading,
    /// It has a qualifier, but not one that was told: it needs a closer look.
    Unknown,
}

impl SegmentKind {
    fn new(labels: &Labels, name: Code, qualifier: Option<Code>) -> Self {
        let free_text = match name.bytes() {
            b"NTE" => Some(2),
            b"MSG" | b"K3\0" => Some(1),
            _ => None,
        };
        let asked = labels.asked_of(Scheme::X12, &address(name, qualifier));
        let read = free_text.map_or(asked, |element| asked.with(element));
        let part = Part::of(name);
        let opens = matches!(part, Part::Opens(_) | Part::OpensLevel | Part::OpensMember);
        Self {
            name,
            qualifier,
            part,
            worth: match qualifier {
                None if is_qualified(name.as_bytes()) => Worth::Unknown,
                _ if read.is_empty() && opens => Worth::Opening,
                _ if read.is_empty() => Worth::Nothing,
                _ => Worth::Reading,
            },
            elements: Elements::of(name),
            narrowing: match name.bytes() {
                b"NM1" => &[(2, "02"), (8, "08")],
                b"N1\0" => &[(3, "03")],
                b"DTP" => &[(2, "02")],
                b"DTM" => &[(5, "05")],
                b"DMG" => &[(1, "01")],
                _ => &[],
            },
            free_text,
            read,
            labels: LabelGrid::default(),
        }
    }

    /// The first element that says something: a qualifier is part of the address.
    pub(super) fn first_element(&self) -> usize {
        1 + usize::from(self.qualifier.is_some())
    }

    /// `SEG*Q-NN`, or `SEG-NN.C` for component C of a composite element. Elements and components count from 1; component
    /// 0 is the whole element.
    pub(super) fn label(&mut self, labels: &mut Labels, element: usize, component: usize) -> Label {
        let (name, qualifier) = (self.name, self.qualifier);
        self.labels
            .label(labels, Scheme::X12, (element, component), || {
                let address = address(name, qualifier);
                match component {
                    0 => format!("{address}-{element:02}"),
                    _ => format!("{address}-{element:02}.{component}"),
                }
            })
    }
}

/// Kinds of segments, made when first needed. Good for one [`Labels`].
#[derive(Debug, Default)]
pub(super) struct SegmentKinds {
    /// By name and qualifier, as one number.
    kinds: Keyed<SegmentKind>,
}

impl SegmentKinds {
    /// The kind of a segment by its name and its first element, if that is a code.
    pub(super) fn get(
        &mut self,
        labels: &Labels,
        name: Code,
        first: Option<Code>,
    ) -> &mut SegmentKind {
        let qualifier = first.filter(|_| is_qualified(name.as_bytes()));
        self.kinds.get(key(name, qualifier), || {
            SegmentKind::new(labels, name, qualifier)
        })
    }

    /// The kind of a segment by what it begins with; see [`Head::codes`].
    pub(super) fn get_by_head(
        &mut self,
        labels: &Labels,
        head: Head<'_>,
    ) -> Option<&mut SegmentKind> {
        let find = || {
            let (name, qualifier) = head.codes()?;
            Some((key(name, qualifier), (name, qualifier)))
        };
        self.kinds.get_by(head.word, find, |(name, qualifier)| {
            SegmentKind::new(labels, name, qualifier)
        })
    }
}

fn key(name: Code, qualifier: Option<Code>) -> u64 {
    name.number() << 32 | qualifier.map_or(0, Code::number)
}

/// `NM1*IL`, `DMG`: what the address of an element begins with.
fn address(name: Code, qualifier: Option<Code>) -> String {
    match qualifier {
        Some(qualifier) => format!("{name}*{qualifier}"),
        None => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_spell_addresses() {
        let mut labels = Labels::new();
        let mut kinds = SegmentKinds::default();
        let code = |text: &str| Code::new(text.as_bytes()).unwrap_or_default();
        let cases = [
            ("NM1", Some("IL"), 9, 0, "NM1*IL-09"),
            ("DMG", Some("D8"), 2, 0, "DMG-02"),
            ("HI", None, 12, 2, "HI-12.2"),
        ];
        for (name, first, element, component, expected) in cases {
            let kind = kinds.get(&labels, code(name), first.map(code));
            let label = kind.label(&mut labels, element, component);
            assert_eq!(labels.path(label), [expected]);
        }
    }

    #[test]
    fn a_name_says_what_a_segment_does() {
        let part = |text: &str| Part::of(Code::new(text.as_bytes()).unwrap_or_default());
        assert_eq!(part("N1"), Part::Opens(LoopKind::Entity));
        assert!(part("ST").is_envelope() && part("GE").is_envelope());
        assert!(!part("SE").is_envelope() && !part("CLM").is_envelope());
        assert!(part("INS").describes_entity() && part("N4").describes_entity());
        assert_eq!(part("ZZ"), Part::Continues);
    }
}
