//! Segments of HL7 v2 and X12 that code builds out of their fields: `msg.addSegment("PID", "1", "", "7711", "", "ROE^JANE")`,
//! `["PID", "1", "", ["7711", "", "", "", "MR"]]`, `Segment("NM1", ["IL", "1", "ROE"])`.
//!
//! What stands behind the name of the segment is read as the text that the message will have.

use super::is_word;
use super::value::{self, LineBreak};
use crate::document::{Decoded, View, ViewKind};
use crate::extract::Extraction;
use crate::span::Span;

/// The segments that people stand in, with what separates their parts, from fields inwards.
const SEGMENTS: [(&str, Separators); 8] = [
    ("PID", HL7),
    ("NK1", HL7),
    ("GT1", HL7),
    ("IN1", HL7),
    ("IN2", HL7),
    ("MRG", HL7),
    ("NM1", X12),
    ("DMG", X12),
];

type Separators = &'static [&'static str];
const HL7: Separators = &["|", "^", "&"];
const X12: Separators = &["*", ":"];

/// What ends a segment of X12: the address and the birth date of a person stand in the ones that follow the name.
const X12_END: &str = "~";

/// How many segments of one kind are read, how many that follow one, and how many fields of one.
const MAX_SEGMENTS: usize = 500;
const MAX_FOLLOWING: usize = 24;
const MAX_FIELDS: usize = 60;

/// How long a field may be, in bytes.
const MAX_FIELD: usize = 400;

/// Adds each segment as a view.
pub fn segments(text: &str, out: &mut Extraction<'_>) {
    // Where segments stand that were read together with the one before them, in order.
    let mut read: Vec<Span> = Vec::new();
    for (name, separators) in SEGMENTS {
        let places = memchr::memmem::find_iter(text.as_bytes(), name);
        for at in places.take(MAX_SEGMENTS) {
            let name = Span::new(at, at + name.len());
            let next = read.partition_point(|span| span.end <= at);
            if read.get(next).is_some_and(|span| span.start <= at) {
                continue;
            }
            if let Some((view, end)) = segment(text, name, separators) {
                out.views.extend(view);
                read.insert(next, Span::new(at, end));
            }
        }
    }
}

/// The segment whose name stands at `name`, with those of X12 that follow it in a list, if they hold data; and where they end.
fn segment<'t>(
    text: &str,
    name: Span,
    separators: Separators,
) -> Option<(Option<View<'t>>, usize)> {
    let bytes = text.as_bytes();
    let first = first_field(bytes, name)?;
    let mut fields = Fields {
        text,
        separators,
        decoded: Decoded::new(),
        last: name.end,
        is_data: false,
    };
    fields.decoded.verbatim(&text[name.range()], name.start);
    let mut behind = fields.members(first, 0);
    let following = if separators == X12 { MAX_FOLLOWING } else { 0 };
    for _ in 0..following {
        let next = behind.and_then(|behind| next_segment(bytes, behind));
        let Some((name, first)) = next else {
            break;
        };
        let between = Span::new(fields.last, name.start);
        fields.decoded.replaced(X12_END, between);
        fields.decoded.verbatim(&text[name.range()], name.start);
        fields.last = name.end;
        behind = fields.members(first, 0);
    }
    let (is_data, end) = (fields.is_data, fields.last);
    let (text, map) = fields.decoded.finish();
    let view = is_data.then_some(View {
        kind: ViewKind::StringLiteral,
        text: text.into(),
        map,
    });
    Some((view, end))
}

/// Where the fields begin of the segment whose name stands at `name` in quotes, with a comma behind it. All of them may stand in
/// one list.
fn first_field(bytes: &[u8], name: Span) -> Option<usize> {
    let quote = *bytes.get(name.start.checked_sub(1)?)?;
    if !matches!(quote, b'"' | b'\'') || bytes.get(name.end) != Some(&quote) {
        return None;
    }
    let comma = value::skip_space(bytes, name.end + 1);
    if bytes.get(comma) != Some(&b',') {
        return None;
    }
    let first = value::skip_space(bytes, comma + 1);
    Some(list(bytes, first).unwrap_or(first))
}

/// The name of the segment that begins behind the end of another, and where its fields begin: `], ["N3", "…"`.
fn next_segment(bytes: &[u8], behind: usize) -> Option<(Span, usize)> {
    const APART: usize = 80;
    let between = bytes.get(behind..)?.iter().take(APART);
    let between = between.take_while(|byte| b" \t\r\n,[](){}".contains(byte));
    let start = behind + between.count() + 1;
    let letters = bytes.get(start..)?.iter().take(4);
    let letters = letters.take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let name = Span::new(start, start + letters.count());
    let is_name = (2..=3).contains(&name.len()) && bytes[start].is_ascii_uppercase();
    is_name.then(|| Some((name, first_field(bytes, name)?)))?
}

struct Fields<'s> {
    text: &'s str,
    separators: Separators,
    decoded: Decoded,
    /// Where the last part ended.
    last: usize,
    /// Whether a literal has what only data have: a digit, or components.
    is_data: bool,
}

impl Fields<'_> {
    /// Reads the members of a list up to the bracket that closes it, and gives what stands behind that.
    fn members(&mut self, from: usize, depth: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = value::skip_space(bytes, from);
        for index in 0..MAX_FIELDS {
            if matches!(bytes.get(at)?, b')' | b']' | b'}') {
                return Some(at + 1);
            }
            if depth == 0 || index > 0 {
                self.decoded
                    .replaced(self.separators[depth], Span::new(self.last, at));
                self.last = at;
            }
            let inner = list(bytes, at).filter(|_| depth + 1 < self.separators.len());
            if let Some(inner) = inner {
                at = self.members(inner, depth + 1)?;
            } else if let Some(literal) = value::literal(bytes, at, LineBreak::Refused)
                && literal.span.len() <= MAX_FIELD
            {
                let piece = literal.span;
                self.decoded
                    .verbatim(&self.text[piece.range()], piece.start);
                self.last = piece.end;
                let is_data = |&byte: &u8| byte.is_ascii_digit() || byte == b'^';
                self.is_data |= bytes[piece.range()].iter().any(is_data);
                at = literal.end;
            }
            at = value::member_end(bytes, at, MAX_FIELD)?;
            if bytes[at] == b',' {
                at = value::skip_space(bytes, at + 1);
            }
        }
        None
    }
}

/// Behind the bracket of a list that opens at `at`: `["a", "b"]`, `[]string{"a", "b"}`, `new[] { "a", "b" }`.
fn list(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..(at + 24).min(bytes.len())];
    let is_typed = rest.starts_with(b"[]") || rest.starts_with(b"new");
    if is_typed {
        let typed = |&byte: &u8| is_word(byte) || matches!(byte, b'[' | b']' | b' ');
        let length = rest.iter().take_while(|byte| typed(byte)).count();
        return (rest.get(length) == Some(&b'{')).then_some(at + length + 1);
    }
    matches!(rest.first()?, b'[' | b'{').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut out = Extraction::default();
        segments(text, &mut out);
        for view in &out.views {
            let at = view.text.find("77").expect("a value");
            let parent = view.map.to_parent(Span::new(at, at + 2));
            assert_eq!(&text[parent.range()], "77", "{text}");
        }
        let texts = out.views.into_iter().map(|view| view.text.into_owned());
        texts.collect()
    }

    #[test]
    fn segments_that_code_builds() {
        let cases: [(&str, &[&str]); 12] = [
            (
                "m.addSegment(\"PID\", \"1\", \"\", \"7711\",\n  \"\", \"ROE^JANE\", dob)",
                &["PID|1||7711||ROE^JANE|"],
            ),
            (
                "add_segment('PID', ['1', '', ['7711', '', '', f('x, y'), 'MR'], x ?? '', ['Roe', 'Jane']])",
                &["PID|1||7711^^^^MR||Roe^Jane"],
            ),
            (
                "['NK1', '1', [['Roe', 'x'], 'Bo77']]",
                &["NK1|1|Roe&x^Bo77"],
            ),
            ("b.Add(\"PID\", []string{\"\", \"7711\"})", &["PID||7711"]),
            ("b.Add(\"PID\", new[] { \"\", \"7711\" });", &["PID||7711"]),
            (
                "['NM1', 'IL', '1', 'ROE', 'JANE', '', '', '', 'MI', 'X77']",
                &["NM1*IL*1*ROE*JANE****MI*X77"],
            ),
            (
                "[['NM1', 'IL', '1', 'ROE', 'JANE'],\n ['N3', '77 A ST'], ['DMG', 'D8', '18150203'], [1]]",
                &["NM1*IL*1*ROE*JANE~N3*77 A ST~DMG*D8*18150203"],
            ),
            ("m.addSegment(\"PID\", pid)", &[]),
            ("m.addSegment(\"PID\")", &[]),
            ("add(h, \"PID\", p[0].pid, \"CMD\", c)", &[]),
            ("[\"CPU\", \"PIDS\", \"77\"]", &[]),
            ("(\"PID\", \"77\"", &["PID|77"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\"PID\",|'NK1', |\"NM1\",|\"N3\",|\"\"|'|\\[|\\{|\\]|\\)|,| |\n|é|[a1]){0,30}") {
            let mut out = Extraction::default();
            segments(&text, &mut out);
            for view in &out.views {
                let whole = view.map.to_parent(Span::new(0, view.text.len()));
                prop_assert!(text.get(whole.range()).is_some());
            }
        }
    }
}
