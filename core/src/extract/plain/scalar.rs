//! Scalars: the value behind a key, in quotes or bare.

use std::borrow::Cow;

use super::line::trimmed;
use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::literal::{Escapes, closing_quote, unescape};
use crate::extract::{Extraction, FieldOrigin, Label, RecordId};
use crate::span::Span;

/// How far a quoted value may run over lines.
pub(super) const MAX_QUOTED: usize = 64 * 1024;

/// A value this long, or of several lines, is read in its turn.
const VIEW_LENGTH: usize = 48;

/// A value as it stands in the text and as it reads.
#[derive(Clone, Debug)]
pub(super) struct Scalar<'t> {
    pub(super) value: Cow<'t, str>,
    /// Without quotes.
    pub(super) span: Span,
    /// Behind the closing quote.
    pub(super) end: usize,
    pub(super) map: OffsetMap,
}

/// How a quote writes itself inside its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    /// `'it''s'`.
    Doubled,
    /// Single quotes hold no quote.
    Raw,
}

impl<'t> Scalar<'t> {
    /// A value that stands as it reads.
    pub(super) fn bare(text: &'t str, span: Span) -> Self {
        Self {
            value: Cow::Borrowed(&text[span.range()]),
            span,
            end: span.end,
            map: OffsetMap::Verbatim(span.start),
        }
    }

    /// The quoted value whose opening quote stands at `at`; triple quotes too. Nothing when it does not end before `limit`.
    pub(super) fn quoted(text: &'t str, at: usize, limit: usize, single: Single) -> Option<Self> {
        let bytes = text.as_bytes();
        let limit = limit.min(bytes.len()).min(at + MAX_QUOTED);
        let quote = bytes[at];
        let escapes = match (quote, single) {
            (b'\'', Single::Doubled) => Escapes::Doubled,
            (b'\'', Single::Raw) => Escapes::None,
            _ => Escapes::Backslash,
        };
        if bytes.get(at + 1..at + 3) == Some(&[quote; 3][1..]) && bytes.get(at + 3) != Some(&quote)
        {
            let start = at + 3;
            let content = bytes.get(start..limit).unwrap_or_default();
            if let Some(length) = memchr::memmem::find(content, &[quote; 3]) {
                let span = Span::new(start, start + length);
                return Some(Self::decoded(text, span, span.end + 3, escapes));
            }
        }
        let end = closing_quote(bytes, at + 1, limit, quote, escapes)?;
        Some(Self::decoded(
            text,
            Span::new(at + 1, end),
            end + 1,
            escapes,
        ))
    }

    /// The value of `span` with its escapes undone.
    pub(super) fn decoded(text: &'t str, span: Span, end: usize, escapes: Escapes) -> Self {
        let quote = match span.start {
            0 => b'"',
            start => text.as_bytes()[start - 1],
        };
        let quote = if quote == b'\'' { b'\'' } else { b'"' };
        let (value, map) = unescape(text, span, quote, escapes);
        Self {
            value,
            span,
            end,
            map,
        }
    }

    /// A bare value within `span`: up to a comment that starts with ` #`, without blanks around it.
    pub(super) fn uncommented(text: &'t str, span: Span) -> Self {
        let content = &text[span.range()];
        let end = match content.starts_with('#') {
            true => 0,
            false => [" #", "\t#"]
                .iter()
                .filter_map(|comment| content.find(comment))
                .min()
                .unwrap_or(content.len()),
        };
        Self::bare(text, trimmed(text, Span::new(span.start, span.start + end)))
    }

    /// Adds the value as a field, and as a view when it is long.
    pub(super) fn add(
        self,
        record: RecordId,
        label: Label,
        origin: FieldOrigin,
        out: &mut Extraction<'t>,
    ) {
        if self.value.trim().is_empty() {
            return;
        }
        if self.value.len() >= VIEW_LENGTH || self.value.contains('\n') {
            out.views.push(View {
                kind: ViewKind::StringLiteral,
                text: self.value.clone(),
                map: self.map,
            });
        }
        out.field(record, label, origin, self.value, self.span);
    }
}

/// Whether `text` can be the name of a variable or setting: `DB_PASSWORD`, `spring.datasource.password`, `x-api-key`.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 128
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        && text
            .bytes()
            .any(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}
