//! Where the walk is: nested types, functions, calls and objects, with the record and the label path of each.

use super::scope::{Appended, Scope};
use crate::extract::{Extraction, Label, Labels, MAX_NESTING, RecordId, Repeated, Scheme};
use crate::span::Span;

/// Statements of a file that stand further apart than this many lines are not about the same thing.
const PARAGRAPH_LINES: usize = 3;

/// What kind of code a frame stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Type,
    Function,
    Call,
    Object,
    Array,
}

/// One level of nesting.
#[derive(Debug)]
pub(super) struct Frame<'t> {
    /// The depth of its node in the tree.
    depth: usize,
    kind: Kind,
    /// What it adds to the label path.
    names: Vec<&'t str>,
    record_name: &'t str,
    span: Span,
    /// The variable that holds what is made here.
    holder: Option<&'t str>,
    /// The variable that what is made here is handed to.
    taker: Option<&'t str>,
    label: Option<Label>,
    record: Option<RecordId>,
    scope: Scope<'t>,
    /// Where the last field of a file ended.
    last_end: usize,
}

/// The stack of frames; the outermost is the file.
#[derive(Debug)]
pub(super) struct Frames<'t> {
    stack: Vec<Frame<'t>>,
}

/// What to enter a frame with.
#[derive(Debug)]
pub(super) struct Entered<'t> {
    pub(super) kind: Kind,
    pub(super) names: Vec<&'t str>,
    pub(super) record_name: &'t str,
    pub(super) span: Span,
    pub(super) holder: Option<&'t str>,
    pub(super) taker: Option<&'t str>,
}

impl<'t> Frames<'t> {
    pub(super) fn new(span: Span) -> Self {
        let mut frames = Self { stack: Vec::new() };
        frames.enter(
            0,
            Entered {
                kind: Kind::File,
                names: Vec::new(),
                record_name: "",
                span,
                holder: None,
                taker: None,
            },
        );
        frames
    }

    /// Opens a frame for the node at `depth`. Deeper than [`MAX_NESTING`] the innermost frame stands for all.
    pub(super) fn enter(&mut self, depth: usize, entered: Entered<'t>) {
        if self.stack.len() < MAX_NESTING {
            let Entered {
                kind,
                names,
                record_name,
                span,
                holder,
                taker,
            } = entered;
            self.stack.push(Frame {
                depth,
                kind,
                names,
                record_name,
                span,
                holder,
                taker,
                label: None,
                record: None,
                scope: Scope::default(),
                last_end: 0,
            });
        }
    }

    /// Closes the frames of nodes at `depth` and below and gives what was appended in them.
    pub(super) fn leave(&mut self, depth: usize) -> Vec<Vec<Appended<'t>>> {
        let mut appended = Vec::new();
        while self.stack.len() > 1 && self.innermost().depth >= depth {
            let frame = self.stack.pop();
            appended.extend(frame.into_iter().flat_map(|frame| frame.scope.appended()));
        }
        appended
    }

    /// What was appended at the level of the file.
    pub(super) fn finish(mut self) -> Vec<Vec<Appended<'t>>> {
        let mut appended = self.leave(0);
        appended.extend(
            self.stack
                .drain(..)
                .flat_map(|frame| frame.scope.appended()),
        );
        appended
    }

    fn innermost(&self) -> &Frame<'t> {
        // The file's frame is never closed before the end.
        &self.stack[self.stack.len() - 1]
    }

    /// Whether the innermost frame is that of a call that starts here: an outer link of the same chain of calls.
    pub(super) fn is_chain(&self, start: usize) -> bool {
        self.kind() == Kind::Call && self.innermost().span.start == start
    }

    /// What the elements of the innermost array or the objects of the innermost call are called.
    pub(super) fn element_name(&self) -> &'t str {
        match self.kind() {
            Kind::Array | Kind::Call => self.innermost().record_name,
            _ => "",
        }
    }

    /// Calls the innermost object what it says of itself, unless something is known to stand in it.
    pub(super) fn call_object(&mut self, name: &'t str) {
        let last = self.stack.len() - 1;
        let frame = &mut self.stack[last];
        if frame.kind == Kind::Object && frame.record.is_none() {
            frame.record_name = name;
        }
    }

    /// Closes the innermost array, which turned out to be one entry of the collection around it.
    pub(super) fn leave_element(&mut self) {
        if self.kind() == Kind::Array {
            self.stack.pop();
        }
    }

    /// How many frames are open, and of what kind the innermost is.
    pub(super) fn place(&self) -> (usize, Kind) {
        (self.stack.len(), self.kind())
    }

    pub(super) fn kind(&self) -> Kind {
        self.innermost().kind
    }

    /// The variables of the innermost type, function or file.
    pub(super) fn scope(&mut self) -> &mut Scope<'t> {
        let index = self.scope_index();
        &mut self.stack[index].scope
    }

    /// Index of the innermost frame that has variables of its own.
    fn scope_index(&self) -> usize {
        self.scope_around(self.stack.len())
    }

    /// Index of the innermost frame before `index` that has variables of its own.
    fn scope_around(&self, index: usize) -> usize {
        let is_scope =
            |frame: &Frame<'_>| matches!(frame.kind, Kind::File | Kind::Type | Kind::Function);
        self.stack[..index].iter().rposition(is_scope).unwrap_or(0)
    }

    /// Index of the innermost type, else of the innermost scope: what `this` means.
    fn instance_index(&self) -> usize {
        self.stack
            .iter()
            .rposition(|frame| frame.kind == Kind::Type)
            .unwrap_or_else(|| self.scope_index())
    }

    /// The label of the innermost frame.
    pub(super) fn label(&mut self, labels: &mut Labels) -> Label {
        self.label_at(self.stack.len() - 1, labels)
    }

    /// The label of the innermost scope.
    pub(super) fn scope_label(&mut self, labels: &mut Labels) -> Label {
        self.label_at(self.scope_index(), labels)
    }

    /// The label of the innermost type.
    pub(super) fn instance_label(&mut self, labels: &mut Labels) -> Label {
        self.label_at(self.instance_index(), labels)
    }

    fn label_at(&mut self, index: usize, labels: &mut Labels) -> Label {
        let known = self.stack[..=index]
            .iter()
            .rposition(|frame| frame.label.is_some());
        let mut label = known
            .and_then(|at| self.stack[at].label)
            .unwrap_or(labels.root(Scheme::Named));
        for frame in &mut self.stack[known.map_or(0, |at| at + 1)..=index] {
            for name in &frame.names {
                label = labels.child(label, name);
            }
            frame.label = Some(label);
        }
        label
    }

    /// The record of the innermost frame, for a field that stands at `span`.
    pub(super) fn record(
        &mut self,
        source: &str,
        span: Span,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let index = self.stack.len() - 1;
        if index == 0 {
            self.start_paragraph(source, span);
        }
        self.record_at(index, out)
    }

    /// The record of the innermost type.
    pub(super) fn instance_record(&mut self, out: &mut Extraction<'t>) -> RecordId {
        self.record_at(self.instance_index(), out)
    }

    /// A file's own fields make one record a paragraph.
    fn start_paragraph(&mut self, source: &str, span: Span) {
        let file = &mut self.stack[0];
        let gap = source
            .as_bytes()
            .get(file.last_end..span.start)
            .unwrap_or_default();
        if memchr::memchr_iter(b'\n', gap)
            .take(PARAGRAPH_LINES + 1)
            .count()
            > PARAGRAPH_LINES
        {
            file.record = None;
        }
        file.last_end = file.last_end.max(span.end);
    }

    fn record_at(&mut self, index: usize, out: &mut Extraction<'t>) -> RecordId {
        if let Some(record) = self.stack[index].record {
            return record;
        }
        if let Some(taker) = self.stack[index].taker {
            // The variable is one of the code around the call, never of a function that is handed to it: every step leads
            // outwards, so that the steps end.
            let scope = self.scope_around(index);
            let record = self.receiver_in(scope, taker, self.stack[index].span, out);
            self.stack[index].record = Some(record);
            return record;
        }
        let parent = self
            .parent_index(index)
            .map(|parent| self.record_at(parent, out));
        let Frame {
            kind,
            record_name,
            span,
            holder,
            ..
        } = self.stack[index];
        let repeated = match (
            kind,
            index.checked_sub(1).map(|above| self.stack[above].kind),
        ) {
            (Kind::File | Kind::Array, _) | (_, Some(Kind::Object | Kind::Call)) => Repeated::No,
            _ => Repeated::Yes,
        };
        let record = out.record(parent, record_name, span, repeated);
        self.stack[index].record = Some(record);
        if let Some(holder) = holder {
            self.scope().hold(holder, record);
        }
        record
    }

    /// The frame whose record holds that of the frame at `index`. Functions do not belong to the call that they are handed
    /// to, arrays have no record unless values stand in them, and sharing a file means nothing.
    fn parent_index(&self, index: usize) -> Option<usize> {
        let is_code = matches!(self.stack[index].kind, Kind::Function | Kind::Type);
        let holds = |frame: &Frame<'_>| match frame.kind {
            Kind::File => true,
            Kind::Array => false,
            Kind::Call => !is_code,
            Kind::Type | Kind::Function | Kind::Object => true,
        };
        let parent = self.stack[..index].iter().rposition(holds)?;
        (parent > 0).then_some(parent)
    }

    /// The record of a variable's own fields.
    pub(super) fn receiver(
        &mut self,
        name: &'t str,
        span: Span,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        self.receiver_in(self.scope_index(), name, span, out)
    }

    fn receiver_in(
        &mut self,
        index: usize,
        name: &'t str,
        span: Span,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let scope = &self.stack[index].scope;
        if let Some(record) = scope.record_of(name) {
            return record;
        }
        let record = self.scoped_record(index, scope.type_of(name), span, out);
        self.stack[index].scope.hold(name, record);
        record
    }

    /// Notes that what variable `part` holds was handed to what `whole` holds.
    pub(super) fn hand_over(
        &mut self,
        whole: &'t str,
        part: &'t str,
        span: Span,
        out: &mut Extraction<'t>,
    ) {
        if let Some(part) = self.scope().record_of(part) {
            let whole = self.receiver(whole, span, out);
            if whole != part {
                out.joined.push((whole, part));
            }
        }
    }

    /// The record of a chain of calls that starts at `span.start` with `name`.
    pub(super) fn chain(
        &mut self,
        name: &'t str,
        span: Span,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let index = self.scope_index();
        if let Some(record) = self.stack[index].scope.chain_at(span.start) {
            return record;
        }
        let record = self.scoped_record(index, name, span, out);
        self.stack[index].scope.hold_chain(span.start, record);
        record
    }

    fn scoped_record(
        &mut self,
        scope: usize,
        name: &'t str,
        span: Span,
        out: &mut Extraction<'t>,
    ) -> RecordId {
        let parent = (scope > 0).then(|| self.record_at(scope, out));
        out.record(parent, name, span, Repeated::Yes)
    }
}
