//! Flow collections on one or a few lines: `{ user: me, roles: [a, b] }` of YAML, inline tables of TOML.

use super::line::trimmed;
use super::scalar::{Scalar, Single};
use crate::extract::{Extraction, FieldOrigin, Label, Labels, MAX_NESTING, RecordId, Repeated};
use crate::span::Span;

/// A collection that is open.
struct Level {
    record: RecordId,
    /// Path of the collection.
    label: Label,
    /// Path of the entry whose value comes next.
    key: Label,
}

/// Reads the fields of the collection that fills `span`. Its entries belong to a record below `parent`.
pub(super) fn read<'t>(
    text: &'t str,
    span: Span,
    parent: RecordId,
    label: Label,
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) {
    let bytes = text.as_bytes();
    let mut levels = vec![Level {
        record: parent,
        label,
        key: label,
    }];
    let mut at = span.start;
    while at < span.end {
        match bytes[at] {
            b'{' | b'[' if levels.len() < MAX_NESTING => {
                let record = match bytes[at] {
                    b'{' => {
                        let last = &levels[levels.len() - 1];
                        let repeated = match levels.len() {
                            1 => Repeated::No,
                            _ => Repeated::Yes,
                        };
                        let name = labels.name(last.key).to_owned();
                        out.record(Some(last.record), name, Span::new(at, span.end), repeated)
                    }
                    _ => levels[levels.len() - 1].record,
                };
                let key = levels[levels.len() - 1].key;
                levels.push(Level {
                    record,
                    label: key,
                    key,
                });
                at += 1;
            }
            b'}' | b']' => {
                if levels.len() > 1 {
                    levels.pop();
                }
                at += 1;
            }
            b',' => {
                let last = levels.len() - 1;
                levels[last].key = levels[last].label;
                at += 1;
            }
            byte if byte.is_ascii_whitespace() || matches!(byte, b'{' | b'[') => at += 1,
            _ => at = entry(text, Span::new(at, span.end), &mut levels, labels, out),
        }
    }
}

/// A key or a value at the start of `span`; says where to go on.
fn entry<'t>(
    text: &'t str,
    span: Span,
    levels: &mut [Level],
    labels: &mut Labels,
    out: &mut Extraction<'t>,
) -> usize {
    let bytes = text.as_bytes();
    let quoted = matches!(bytes[span.start], b'"' | b'\'');
    let scalar = quoted
        .then(|| Scalar::quoted(text, span.start, span.end, Single::Doubled))
        .flatten()
        .unwrap_or_else(|| bare(text, span));
    let next = bytes[scalar.end..span.end]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
        + scalar.end;
    let Some(level) = levels.last_mut() else {
        return span.end;
    };
    if next < span.end && matches!(bytes[next], b':' | b'=') {
        level.key = labels.child(level.label, scalar.value.trim());
        return next + 1;
    }
    let end = scalar.end.max(span.start + 1);
    scalar.add(level.record, level.key, FieldOrigin::Entry, out);
    end
}

/// A bare word: up to a comma, a bracket, or a separator that a blank or the end follows.
fn bare(text: &str, span: Span) -> Scalar<'_> {
    let bytes = text.as_bytes();
    let ends = |at: usize| match bytes[at] {
        b',' | b'{' | b'}' | b'[' | b']' | b'\n' => true,
        b':' | b'=' => {
            bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) || bytes[at - 1] == b' '
        }
        _ => false,
    };
    let mut end = span.start + 1;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    while end < span.end && !ends(end) {
        end += 1;
    }
    let trimmed = trimmed(text, Span::new(span.start, end));
    let mut scalar = Scalar::bare(text, trimmed);
    scalar.end = end;
    scalar
}
