//! Which record a segment belongs to: transactions, hierarchical levels, members, claims and the entities in them.

use std::borrow::Cow;

use super::names::Code;
use super::scan::Segment;
use crate::extract::MAX_NESTING;
use crate::extract::field::{Extraction, RecordId, Repeated};

/// The name of a transaction without a header.
const FRAGMENT: &str = "X12";

/// What a loop is about, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
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

/// A loop that is open.
#[derive(Clone, Debug)]
struct Loop {
    kind: Kind,
    segment: Code,
    qualifier: Option<Code>,
    /// HL01, by which a lower level names this one.
    id: Option<u64>,
    /// Its record in the current window, once something in the window belongs to it.
    record: Option<RecordId>,
}

impl Loop {
    fn new(kind: Kind, segment: Code, qualifier: Option<Code>) -> Self {
        Self {
            kind,
            segment,
            qualifier,
            id: None,
            record: None,
        }
    }

    /// `NM1*IL`, `CLM`. As it stands where the loop begins with `segment`, as nearly always.
    fn name<'t>(&self, segment: Segment<'_, 't>) -> Cow<'t, str> {
        let Some(qualifier) = self.qualifier else {
            return if segment.id == self.segment {
                Cow::Borrowed(segment.name())
            } else {
                Cow::Owned(self.segment.to_string())
            };
        };
        let start = segment.span.start;
        let head = &segment.text.as_bytes()[start..segment.span.end];
        let (name, qualifier) = (self.segment.as_str(), qualifier.as_str());
        let length = name.len() + 1 + qualifier.len();
        let stands = head.get(..length).is_some_and(|head| {
            head.starts_with(name.as_bytes())
                && head[name.len()] == b'*'
                && head.ends_with(qualifier.as_bytes())
        });
        if stands {
            Cow::Borrowed(&segment.text[start..start + length])
        } else {
            Cow::Owned(format!("{name}*{qualifier}"))
        }
    }

    fn repeated(&self) -> Repeated {
        match (self.kind, self.segment.as_str()) {
            (Kind::Entity, _) | (Kind::Claim, "CLM") => Repeated::No,
            _ => Repeated::Yes,
        }
    }
}

/// The open loops, outermost first. They stay open from window to window.
#[derive(Clone, Debug, Default)]
pub(super) struct Loops {
    open: Vec<Loop>,
    /// Whether nesting beyond the limit was reported.
    too_deep: bool,
}

/// The owner of a segment's fields.
pub(super) struct Owner {
    pub(super) record: RecordId,
    /// The entity code (NM1-01) of the entity that the segment describes.
    pub(super) entity: Option<Code>,
}

impl Loops {
    /// Forgets the records of the last window; open loops get new ones when something belongs to them.
    pub(super) fn enter_window(&mut self) {
        for open in &mut self.open {
            open.record = None;
        }
    }

    /// Opens and closes loops as `segment` demands and says whose it is.
    pub(super) fn owner<'t>(
        &mut self,
        segment: Segment<'_, 't>,
        out: &mut Extraction<'t>,
    ) -> Owner {
        let name = segment.name();
        if !self.is_open(Kind::Transaction) && !is_envelope(name) {
            let fragment = Code::new(FRAGMENT.as_bytes()).unwrap_or_default();
            self.begin(Loop::new(Kind::Transaction, fragment, None));
        }
        match name {
            "ISA" => self.begin(Loop::new(Kind::Interchange, segment.id, None)),
            "ST" => self.begin(Loop::new(Kind::Transaction, segment.id, segment.code(1))),
            "HL" => self.begin_level(segment, out),
            "INS" if !self.is_open(Kind::Level) => {
                self.begin(Loop::new(Kind::Member, segment.id, None));
            }
            "CLM" | "CLP" => self.begin(Loop::new(Kind::Claim, segment.id, None)),
            "NM1" | "N1" => {
                self.begin(Loop::new(Kind::Entity, segment.id, segment.code(1)));
            }
            "GS" | "GE" | "IEA" | "TA1" => self.close_from(Kind::Transaction),
            "SE" => self.close_from(Kind::Level),
            _ if ends_entity(name) => self.close_from(Kind::Entity),
            _ => {}
        }
        let entity = self.entity().filter(|_| describes_entity(name));
        let last = self.open.last().map(|open| open.kind);
        let about_entity = matches!(name, "NM1" | "N1") || entity.is_some();
        let depth = match last {
            Some(Kind::Entity) if !about_entity => self.open.len() - 1,
            _ => self.open.len(),
        };
        Owner {
            record: self.record(depth, segment, out),
            entity,
        }
    }

    /// The innermost entity, if segments after it may describe it. In a remittance they belong to the claim.
    fn entity(&self) -> Option<Code> {
        let entity = self.open.last().filter(|it| it.kind == Kind::Entity)?;
        let remittance = self
            .open
            .iter()
            .any(|it| it.kind == Kind::Claim && it.segment.as_str() == "CLP");
        entity.qualifier.filter(|_| !remittance)
    }

    fn is_open(&self, kind: Kind) -> bool {
        self.open.iter().any(|open| open.kind == kind)
    }

    /// Closes the loops of `kind` and all that are deeper.
    fn close_from(&mut self, kind: Kind) {
        let kept = self.open.iter().position(|open| open.kind >= kind);
        self.open.truncate(kept.unwrap_or(self.open.len()));
    }

    fn begin(&mut self, beginning: Loop) {
        self.close_from(beginning.kind);
        self.open.push(beginning);
    }

    /// Opens a level below its parent (HL02), or below the transaction.
    fn begin_level(&mut self, segment: Segment<'_, '_>, out: &mut Extraction<'_>) {
        let number = |element: usize| segment.element(element).parse::<u64>().ok();
        let parent = number(2);
        let above = self
            .open
            .iter()
            .rposition(|open| open.kind == Kind::Level && open.id.is_some() && open.id == parent);
        match above {
            Some(above) if above + 1 < MAX_NESTING => self.open.truncate(above + 1),
            above => {
                if above.is_some() && !self.too_deep {
                    self.too_deep = true;
                    let what = format!("hierarchy deeper than {MAX_NESTING}");
                    out.problem(what, segment.span.start);
                }
                self.close_from(Kind::Level);
            }
        }
        let mut level = Loop::new(Kind::Level, segment.id, segment.code(3));
        level.id = number(1);
        self.open.push(level);
    }

    /// The record of the loop that is `depth` deep, made along with those around it when the window has none yet, and
    /// stretched to hold the segment.
    fn record<'t>(
        &mut self,
        depth: usize,
        segment: Segment<'_, 't>,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let span = segment.span;
        let mut parent = None;
        for open in self.open.iter_mut().take(depth) {
            let id = match open.record {
                Some(id) => id,
                None => out.record(parent, open.name(segment), span, open.repeated()),
            };
            open.record = Some(id);
            out.records[id.0].span.end = span.end;
            parent = Some(id);
        }
        parent.unwrap_or_else(|| out.record(None, FRAGMENT, span, Repeated::Yes))
    }
}

/// Whether a segment stands around transactions, not in one.
fn is_envelope(name: &str) -> bool {
    matches!(name, "GE" | "GS" | "IEA" | "ISA" | "ST" | "TA1")
}

/// Whether a segment describes the entity that came before it.
fn describes_entity(name: &str) -> bool {
    matches!(
        name,
        "DMG" | "EC" | "ICM" | "INS" | "LUI" | "N2" | "N3" | "N4" | "PER" | "PRV" | "REF" | "TRN"
    )
}

/// Whether a segment begins something that no longer is about the entity before it: another loop of the same level.
fn ends_entity(name: &str) -> bool {
    matches!(
        name,
        "EB" | "EQ"
            | "HD"
            | "LE"
            | "LS"
            | "LX"
            | "MIA"
            | "MOA"
            | "OI"
            | "SBR"
            | "STC"
            | "SV1"
            | "SV2"
            | "SV3"
            | "SV5"
            | "SVC"
            | "UM"
    )
}
