//! Which record a segment belongs to: transactions, hierarchical levels, members, claims and the entities in them.

use std::borrow::Cow;

use super::kind::{LoopKind, Part};
use super::names::Code;
use super::scan::Segment;
use crate::extract::MAX_NESTING;
use crate::extract::field::{Extraction, Qualified, RecordId, Repeated};

/// The name of a transaction without a header.
const FRAGMENT: &str = "X12";

/// The segments that begin claims: as they are made, and as they are paid.
const CLM: Code = Code::known("CLM");
const CLP: Code = Code::known("CLP");

/// A loop that is open.
#[derive(Clone, Debug)]
struct Loop {
    kind: LoopKind,
    segment: Code,
    qualifier: Option<Code>,
    /// HL01, by which a lower level names this one.
    id: Option<u64>,
    /// Its record in the current window, once something in the window belongs to it.
    record: Option<RecordId>,
    /// Its qualifier as what narrows the elements of segments that describe it, once one in the window does.
    narrowing: Option<Qualified>,
}

impl Loop {
    fn new(kind: LoopKind, segment: Code, qualifier: Option<Code>) -> Self {
        Self {
            kind,
            segment,
            qualifier,
            id: None,
            record: None,
            narrowing: None,
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
        let length = self.segment.len() + 1 + qualifier.len();
        let stands = segment.id == self.segment
            && segment.code(1) == Some(qualifier)
            && segment.text.as_bytes().get(start + self.segment.len()) == Some(&b'*')
            && segment.span_of(1).start == start + self.segment.len() + 1;
        if stands {
            Cow::Borrowed(&segment.text[start..start + length])
        } else {
            Cow::Owned([self.segment.as_str(), "*", qualifier.as_str()].concat())
        }
    }

    fn repeated(&self) -> Repeated {
        match self.kind {
            LoopKind::Entity => Repeated::No,
            LoopKind::Claim if self.segment == CLM => Repeated::No,
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
    /// What narrows all of them: the code (NM1-01) of the entity that the segment describes.
    pub(super) narrowing: Qualified,
}

impl Loops {
    /// Forgets the records of the last window; open loops get new ones when something belongs to them.
    pub(super) fn enter_window(&mut self) {
        for open in &mut self.open {
            open.record = None;
            open.narrowing = None;
        }
    }

    /// Opens and closes loops as `segment` demands.
    pub(super) fn turn(&mut self, segment: Segment<'_, '_>, part: Part, out: &mut Extraction<'_>) {
        if !self.is_in_transaction() && !part.is_envelope() {
            self.begin(Loop::new(
                LoopKind::Transaction,
                Code::known(FRAGMENT),
                None,
            ));
        }
        match part {
            Part::Opens(kind @ (LoopKind::Transaction | LoopKind::Entity)) => {
                self.begin(Loop::new(kind, segment.id, segment.code(1)));
            }
            Part::Opens(kind) => self.begin(Loop::new(kind, segment.id, None)),
            Part::OpensLevel => self.begin_level(segment, out),
            Part::OpensMember if !self.is_open(LoopKind::Level) => {
                self.begin(Loop::new(LoopKind::Member, segment.id, None));
            }
            Part::Closes(kind) => self.close_from(kind),
            Part::OpensMember | Part::DescribesEntity | Part::Continues => {}
        }
    }

    /// Opens and closes loops as `segment` demands and says whose it is.
    pub(super) fn owner<'t>(
        &mut self,
        segment: Segment<'_, 't>,
        part: Part,
        out: &mut Extraction<'t>,
    ) -> Owner {
        self.turn(segment, part, out);
        let narrowing = if part.describes_entity() {
            self.entity(out)
        } else {
            None
        };
        let last = self.open.last().map(|open| open.kind);
        let is_about_entity = part == Part::Opens(LoopKind::Entity) || narrowing.is_some();
        let depth = match last {
            Some(LoopKind::Entity) if !is_about_entity => self.open.len() - 1,
            _ => self.open.len(),
        };
        Owner {
            record: self.record(depth, segment, out),
            narrowing: narrowing.unwrap_or_default(),
        }
    }

    /// The innermost entity as what narrows segments after it, if they may describe it. In a remittance they belong to the claim.
    fn entity(&mut self, out: &mut Extraction<'_>) -> Option<Qualified> {
        let is_remittance = |open: &Loop| open.kind == LoopKind::Claim && open.segment == CLP;
        let (entity, around) = self.open.split_last_mut()?;
        if entity.kind != LoopKind::Entity || around.iter().any(is_remittance) {
            return None;
        }
        let code = entity.qualifier?;
        let qualify = || out.qualify([("entity", entity_code(code))]);
        Some(*entity.narrowing.get_or_insert_with(qualify))
    }

    /// Whether a transaction is open: the outermost loop, or the one in an interchange.
    fn is_in_transaction(&self) -> bool {
        let mut outermost = self.open.iter().take(2);
        outermost.any(|open| open.kind == LoopKind::Transaction)
    }

    fn is_open(&self, kind: LoopKind) -> bool {
        self.open.iter().any(|open| open.kind == kind)
    }

    /// Closes the loops of `kind` and all that are deeper.
    pub(super) fn close_from(&mut self, kind: LoopKind) {
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
        let above = self.open.iter().rposition(|open| {
            open.kind == LoopKind::Level && open.id.is_some() && open.id == parent
        });
        match above {
            Some(above) if above + 1 < MAX_NESTING => self.open.truncate(above + 1),
            above => {
                if above.is_some() && !self.too_deep {
                    self.too_deep = true;
                    let what = format!("hierarchy deeper than {MAX_NESTING}");
                    out.problem(what, segment.span.start);
                }
                self.close_from(LoopKind::Level);
            }
        }
        let mut level = Loop::new(LoopKind::Level, segment.id, segment.code(3));
        level.id = number(1);
        self.open.push(level);
    }

    /// The record of the loop that is `depth` deep, made along with those around it when the window has none yet, and
    /// stretched to hold the segment. Those around it are stretched when the window ends.
    fn record<'t>(
        &mut self,
        depth: usize,
        segment: Segment<'_, 't>,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let span = segment.span;
        let innermost = depth.checked_sub(1).map(|last| &self.open[last]);
        if let Some(id) = innermost.and_then(|open| open.record) {
            out.records[id.0].span.end = span.end;
            return id;
        }
        let mut parent = None;
        for open in self.open.iter_mut().take(depth) {
            let id = match open.record {
                Some(id) => id,
                None => out.record(parent, open.name(segment), span, open.repeated()),
            };
            open.record = Some(id);
            parent = Some(id);
        }
        parent.unwrap_or_else(|| out.record(None, FRAGMENT, span, Repeated::Yes))
    }
}

/// Entity codes (NM1-01 and N1-01, data element 98) that the health transactions use much: these need no allocation.
const ENTITIES: &[&str] = &[
    "03", "1P", "2B", "40", "41", "45", "71", "72", "74", "77", "82", "85", "87", "DK", "DN", "DQ",
    "FA", "GP", "IL", "IN", "P3", "P5", "PE", "PR", "QC", "QD", "S1", "TT",
];

fn entity_code(code: Code) -> Cow<'static, str> {
    match ENTITIES.binary_search(&code.as_str()) {
        Ok(at) => Cow::Borrowed(ENTITIES[at]),
        Err(_) => Cow::Owned(code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_codes_are_found() {
        assert!(ENTITIES.is_sorted());
        for code in ["03", "TT", "ZZ"] {
            assert_eq!(entity_code(Code::known(code)), code);
        }
    }
}
