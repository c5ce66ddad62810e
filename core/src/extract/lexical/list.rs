//! Several literals behind one name: `"mrn": ["…", "…"]`, `mrn = c("…", "…")`, `names: []string{"…"}`.

use super::operator::operator;
use super::value::{self, LineBreak, Literal, skip_blanks};
use super::{is_word, word_around};
use crate::span::Span;

/// How many literals of one list are read, and how many calls may stand around it: `as.Date(c("…"))`.
const MAX_ELEMENTS: usize = 10_000;
const MAX_CALLS: usize = 2;

/// How long the name of such a call, and the blanks before an element, may be, in bytes.
const MAX_CALLEE: usize = 24;
const MAX_BLANKS: usize = 200;

/// A name and the literals of its list, of which there is at least one.
pub(super) struct List {
    pub(super) name: Span,
    pub(super) elements: Vec<Literal>,
}

/// The list whose name holds `hit`.
pub(super) fn list_at(bytes: &[u8], hit: Span) -> Option<List> {
    let (name, open) = opening(bytes, hit)?;
    let mut elements = Vec::new();
    let mut at = open + 1;
    while elements.len() < MAX_ELEMENTS {
        at += blanks(&bytes[at..]);
        match *bytes.get(at)? {
            b',' => at += 1,
            b')' | b']' | b'}' => break,
            _ => {
                let literal = value::literal(bytes, at, LineBreak::Refused);
                at = match literal {
                    Some(literal) => {
                        elements.push(literal);
                        let next = literal.end + blanks(&bytes[literal.end..]);
                        // A key of a map is no element.
                        if !matches!(bytes.get(next)?, b',' | b')' | b']' | b'}') {
                            return None;
                        }
                        next
                    }
                    // `NA`, `None`, a variable. An expression ends the list: what is in it may be read again.
                    None => match word(&bytes[at..]) {
                        0 => break,
                        length => at + length,
                    },
                };
            }
        }
    }
    (!elements.is_empty()).then_some(List { name, elements })
}

/// The first literal of that list: enough to tell whether it is worth reading.
pub(super) fn first_at(bytes: &[u8], hit: Span) -> Option<(Span, Literal)> {
    let (name, open) = opening(bytes, hit)?;
    let first = open + 1 + blanks(&bytes[open + 1..]);
    Some((name, value::literal(bytes, first, LineBreak::Refused)?))
}

/// The name around `hit` and the bracket of the list behind it.
fn opening(bytes: &[u8], hit: Span) -> Option<(Span, usize)> {
    let name = word_around(bytes, hit);
    let closing = usize::from(matches!(bytes.get(name.end), Some(b'"' | b'\'')));
    let mut at = skip_blanks(bytes, operator(bytes, name.end + closing)?.after);
    // Go's and C#'s arrays of a type.
    for prefix in [&b"[]string"[..], b"new[] ", b"new string[] "] {
        if bytes.get(at..)?.starts_with(prefix) {
            at += prefix.len();
        }
    }
    for _ in 0..=MAX_CALLS {
        let rest = bytes.get(at..(at + MAX_CALLEE).min(bytes.len()))?;
        let callee = rest
            .iter()
            .take_while(|&&byte| is_word(byte) || byte == b'.')
            .count();
        match *rest.get(callee)? {
            b'(' if &rest[..callee] == b"c" => return Some((name, at + callee)),
            b'(' if callee > 0 => at += callee + 1,
            b'[' | b'{' if callee == 0 => return Some((name, at)),
            _ => return None,
        }
    }
    None
}

fn blanks(rest: &[u8]) -> usize {
    let rest = rest.iter().take(MAX_BLANKS);
    rest.take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn word(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|&&byte| is_word(byte) || byte >= 0x80)
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<&str> {
        let at = text.find("mrn").expect("the name");
        let list = list_at(text.as_bytes(), Span::new(at, at + 3));
        let elements = list.map_or_else(Vec::new, |list| list.elements);
        elements.iter().map(|it| &text[it.span.range()]).collect()
    }

    #[test]
    fn lists_of_literals() {
        let cases: [(&str, &[&str]); 12] = [
            ("mrn = c(\"a1\", \"b2\"),", &["a1", "b2"]),
            ("mrn <- c('a1', NA, 'b2')", &["a1", "b2"]),
            ("mrn = as.Date(c(\"a1\"))", &["a1"]),
            ("\"mrn\": [\"a1\",\n \"b2\"]", &["a1", "b2"]),
            ("mrns := []string{\"a1\"}", &["a1"]),
            ("mrn = np.array(['a1'])", &["a1"]),
            ("mrn: [12345, 67890]", &["12345", "67890"]),
            ("mrn = c(a, b)", &[]),
            ("mrn = f(\"a1\")", &[]),
            ("mrn = {'ssn': 'a1', 'x': 'b2'}", &[]),
            ("mrn[\"a1\"]", &[]),
            ("mrn = [\"a1\"", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in r#"(mrn|=|:|c\(|\[|\{|"a"|'|"|,|\)|\]|é| |\n|NA){0,24}"#) {
            for (at, _) in text.match_indices("mrn") {
                let hit = Span::new(at, at + 3);
                let first = first_at(text.as_bytes(), hit).map(|(_, first)| first);
                let list = list_at(text.as_bytes(), hit).map_or_else(Vec::new, |list| list.elements);
                for element in list.into_iter().chain(first) {
                    prop_assert!(text.get(element.span.range()).is_some_and(|it| !it.is_empty()));
                }
            }
        }
    }
}
