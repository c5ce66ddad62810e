//! The pages of a document, and what is shown on each: its own content, and forms that it shows (ISO 32000-1, 8.10).

use std::collections::{BTreeSet, HashMap};
use std::ptr;

use lopdf::{DecompressError, Dictionary, Document, Encoding, Error, Object, ObjectId, Stream};

use super::content::{Operand, Operators};
use super::lines::Lines;
use crate::extract::field::Loss;

/// Bytes that one stream of content, or the table of a font, may unpack to.
const STREAM: usize = 4 << 20;

/// Bytes that all of them together may unpack to. A hostile file shows the same stream on each of its pages.
const ALL_STREAMS: usize = 64 << 20;

/// What a stream costs besides its bytes.
const EACH_STREAM: usize = 1024;

/// Bytes that a packed stream of nothing may take: 8 and the end of a line.
const PACKED_NOTHING: usize = 16;

/// How much more room than its bytes the table of a font takes.
const FONT_GROWTH: usize = 8;

/// How many forms may stand in each other.
const MOST_FORMS: usize = 8;

/// All pages: first those that the page tree leads to, in order, then those that a broken tree or a later version of the document left
/// behind.
pub(super) fn pages(document: &Document) -> Vec<ObjectId> {
    let mut reached = BTreeSet::new();
    // In a loop the same pages come again and again.
    let mut pages: Vec<ObjectId> = document
        .page_iter()
        .filter(|&page| reached.insert(page))
        .collect();
    let left_behind = document.objects.iter().filter(|(id, object)| {
        let is_page = object.as_dict().is_ok_and(|page| page.has_type(b"Page"));
        is_page && !reached.contains(id)
    });
    pages.extend(left_behind.map(|(id, _)| *id));
    pages
}

/// Reads pages, one after another.
pub(super) struct Reader<'d> {
    document: &'d Document,
    /// Bytes that may still be unpacked.
    left: usize,
    /// By the font's dictionary; `None` for one that says nothing.
    encodings: HashMap<*const Dictionary, Option<Encoding<'d>>>,
    lines: Lines,
    /// Why the page is not read whole.
    lost: Option<Loss>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            left: ALL_STREAMS,
            encodings: HashMap::new(),
            lines: Lines::default(),
            lost: None,
        }
    }

    /// The text of a page, line by line, and why it is not all of it.
    pub(super) fn page(&mut self, id: ObjectId) -> (String, Option<Loss>) {
        self.lines = Lines::default();
        self.lost = None;
        match self.document.get_dictionary(id) {
            Ok(page) => {
                let content = self.page_content(page);
                self.show(&content, &self.resources(page, id), MOST_FORMS);
            }
            Err(_) => self.lost = Some(Loss::Unreadable),
        }
        (std::mem::take(&mut self.lines.text), self.lost)
    }

    /// The streams of a page, which are one (7.7.3.3).
    fn page_content(&mut self, page: &'d Dictionary) -> Vec<u8> {
        let mut content = Vec::new();
        match page.get_deref(b"Contents", self.document) {
            Ok(Object::Array(parts)) => {
                for part in parts {
                    let part = self.document.dereference(part).map(|(_, object)| object);
                    content.extend(self.unpacked(part.and_then(Object::as_stream).ok()));
                    // Words do not go on in the next stream.
                    content.push(b'\n');
                    if self.left == 0 {
                        break;
                    }
                }
            }
            Ok(object) => content = self.unpacked(object.as_stream().ok()),
            // An empty page.
            Err(_) if page.get(b"Contents").is_err() => {}
            Err(_) => self.lost = Some(Loss::Unreadable),
        }
        content
    }

    /// Where a page's names lead: its own resources, or those of the nearest ancestor that has some.
    fn resources(&self, page: &'d Dictionary, id: ObjectId) -> Vec<&'d Dictionary> {
        let inherited = self.document.get_page_resources(id);
        let own = page.get_deref(b"Resources", self.document);
        let own = own.and_then(Object::as_dict).ok();
        let (written, referred) = inherited.unwrap_or_default();
        let referred = referred
            .into_iter()
            .filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(written).chain(referred).collect()
    }

    fn unpacked(&mut self, stream: Option<&Stream>) -> Vec<u8> {
        let Some(stream) = stream else {
            self.lost = Some(Loss::Unreadable);
            return Vec::new();
        };
        let unpacked = stream.decompressed_content_with_limit(STREAM.min(self.left));
        self.left = self.left.saturating_sub(EACH_STREAM);
        match unpacked {
            // lopdf gives nothing, and no error, when the first bytes are damaged.
            Ok(content) if content.is_empty() && stream.content.len() > PACKED_NOTHING => {
                self.lost = Some(Loss::Unreadable);
                content
            }
            Ok(content) => {
                self.left = self.left.saturating_sub(content.len());
                content
            }
            Err(error) => {
                self.lost = Some(loss(&error));
                Vec::new()
            }
        }
    }

    /// Adds what `content` shows to the lines.
    fn show(&mut self, content: &[u8], resources: &[&'d Dictionary], forms: usize) {
        let mut operators = Operators::new(content);
        let mut operands = Vec::new();
        let mut font = None;
        while let Some(operator) = operators.next(&mut operands) {
            match (operator, operands.first()) {
                (b"Tf", Some(Operand::Name(name))) => {
                    font = self.resource(resources, b"Font", name);
                    if let Some(Object::Dictionary(font)) = font {
                        self.learn(font);
                    }
                }
                (b"Do", Some(Operand::Name(name))) => {
                    if let Some(Object::Stream(form)) = self.resource(resources, b"XObject", name) {
                        self.form(form, resources, forms);
                    }
                }
                _ => {
                    let font = font.and_then(|font| font.as_dict().ok()).map(ptr::from_ref);
                    let encoding = font.and_then(|font| self.encodings.get(&font));
                    let encoding = encoding.and_then(Option::as_ref);
                    self.lines.add(operator, &operands, encoding);
                }
            }
        }
    }

    /// Adds what a form shows; it may have resources of its own.
    fn form(&mut self, form: &'d Stream, outer: &[&'d Dictionary], forms: usize) {
        if !matches!(form.dict.get(b"Subtype"), Ok(Object::Name(name)) if name == b"Form") {
            return;
        }
        if forms == 0 || self.left == 0 {
            self.lost = Some(Loss::Limit);
            return;
        }
        let own = form.dict.get_deref(b"Resources", self.document);
        let own = own.and_then(Object::as_dict).ok();
        let resources: Vec<&'d Dictionary> = own.into_iter().chain(outer.iter().copied()).collect();
        let content = self.unpacked(Some(form));
        self.show(&content, &resources, forms - 1);
    }

    fn resource(
        &self,
        resources: &[&'d Dictionary],
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'d Object> {
        resources.iter().find_map(|resources| {
            let all = resources.get_deref(kind, self.document).ok()?;
            all.as_dict().ok()?.get_deref(name, self.document).ok()
        })
    }

    /// Reads what the glyphs of a font mean, once.
    fn learn(&mut self, font: &'d Dictionary) {
        let key = ptr::from_ref(font);
        if self.encodings.contains_key(&key) {
            return;
        }
        let limit = STREAM.min(self.left / FONT_GROWTH);
        let table = font.get_deref(b"ToUnicode", self.document);
        let table = table.and_then(Object::as_stream);
        let unpacked = table.and_then(|table| table.decompressed_content_with_limit(limit));
        let length = unpacked.map_or(0, |table| table.len());
        self.left = self.left.saturating_sub(EACH_STREAM + length * FONT_GROWTH);
        let encoding = font.get_font_encoding_with_limit(self.document, limit);
        if let Err(error) = &encoding {
            self.lost = Some(loss(error));
        }
        self.encodings.insert(key, encoding.ok());
    }
}

fn loss(error: &Error) -> Loss {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Loss::Limit,
        _ => Loss::Unreadable,
    }
}
