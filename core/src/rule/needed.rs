//! What a regex cannot match without: a byte and what stands beside it, within one line.
//!
//! A keyword such as `://` or `patient` stands in each line of some files, and an expression that wants an `@` behind it, or nine
//! digits between hyphens, would read all of them to find none. The byte is looked for at the speed of memory.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::span::Span;

/// Bytes worth looking for alone, the rarest first.
const RARE: [u8; 12] = *b"@^~$|`\\#%&!?";

/// The characters that may stand at a place of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// A bit for each ASCII character.
    ascii: u128,
    beyond_ascii: bool,
}

/// What a regex needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needed {
    /// A byte that stands in every match.
    byte: Option<u8>,
    /// What stands before the byte and behind it, from the nearest place outwards.
    before: Vec<Place>,
    after: Vec<Place>,
    /// Whether no match goes on past the end of a line.
    within_line: bool,
}

impl Needed {
    /// What `pattern` needs; nothing when it cannot be told.
    pub(super) fn of(pattern: &str) -> Self {
        let Ok(hir) = regex_syntax::parse(pattern) else {
            return Self::default();
        };
        let mut places = Vec::new();
        add_places(&hir, &mut places);
        let bytes = bytes(&hir);
        let rare = RARE.into_iter().find(|byte| bytes >> byte & 1 == 1);
        let (byte, at) = match rare {
            Some(byte) => (
                Some(byte),
                places.iter().position(|place| is_only(*place, byte)),
            ),
            None => between_others(&places).unzip(),
        };
        let beside = |places: &mut dyn Iterator<Item = &Option<Place>>| {
            places.map_while(|place| *place).take(NEAR).collect()
        };
        Self {
            byte,
            before: at.map_or_else(Vec::new, |at| beside(&mut places[..at].iter().rev())),
            after: at.map_or_else(Vec::new, |at| beside(&mut places[at + 1..].iter())),
            within_line: is_within_line(&hir),
        }
    }

    /// Calls `search` with the parts of `region` in which matches can lie: nothing, the lines that hold the byte, or all of it.
    pub(crate) fn parts(&self, text: &str, region: Span, mut search: impl FnMut(Span)) {
        let Some(byte) = self.byte else {
            return search(region);
        };
        let bytes = &text.as_bytes()[..region.end];
        let mut from = region.start;
        while let Some(at) = memchr::memchr(byte, &bytes[from..]) {
            let at = from + at;
            if !self.may_match(bytes, at) {
                from = at + 1;
                continue;
            }
            if !self.within_line {
                return search(region);
            }
            let line = memchr::memrchr(b'\n', &bytes[region.start..at]);
            let start = line.map_or(region.start, |end| region.start + end + 1);
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            search(Span::new(start, end));
            from = end;
        }
    }

    /// Whether what stands beside the byte at `at` may stand there in a match.
    fn may_match(&self, bytes: &[u8], at: usize) -> bool {
        let (before, after) = (&bytes[..at], &bytes[at + 1..]);
        may_stand(&self.before, before.iter().rev()) && may_stand(&self.after, after.iter())
    }
}

/// Places next to a byte that are looked at.
const NEAR: usize = 12;

fn may_stand<'b>(places: &[Place], mut bytes: impl Iterator<Item = &'b u8>) -> bool {
    for place in places {
        match bytes.next() {
            Some(byte) if byte.is_ascii() => {
                if place.ascii >> byte & 1 == 0 {
                    return false;
                }
            }
            // From a longer character on, places are no bytes.
            Some(_) => return place.beyond_ascii,
            None => return false,
        }
    }
    true
}

/// Whether nothing but `byte` may stand at a place.
fn is_only(place: Option<Place>, byte: u8) -> bool {
    place.is_some_and(|place| place.ascii == 1 << byte && !place.beyond_ascii)
}

/// A mark that is common, but less so between the characters that must stand beside it.
fn between_others(places: &[Option<Place>]) -> Option<(u8, usize)> {
    places.windows(3).enumerate().find_map(|(at, beside)| {
        let mark =
            (b'!'..=b'~').find(|byte| byte.is_ascii_punctuation() && is_only(beside[1], *byte));
        let bounded = beside[0].is_some() && beside[2].is_some();
        mark.filter(|_| bounded).map(|mark| (mark, at + 1))
    })
}

/// Adds the places of a match in order, with `None` where it is not known how many there are.
fn add_places(hir: &Hir, places: &mut Vec<Option<Place>>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            for byte in &literal.0 {
                // Not known what the bytes of a longer character are beside.
                let ascii = byte.is_ascii().then(|| 1 << byte);
                places.push(ascii.map(|ascii| Place {
                    ascii,
                    beyond_ascii: false,
                }));
            }
        }
        HirKind::Class(class) => places.push(Some(place(class))),
        HirKind::Capture(capture) => add_places(&capture.sub, places),
        HirKind::Concat(parts) => parts.iter().for_each(|part| add_places(part, places)),
        HirKind::Repetition(repetition) => {
            if let HirKind::Class(class) = repetition.sub.kind()
                && repetition.min > 0
            {
                let place = Some(place(class));
                if repetition.max == Some(repetition.min) {
                    let times = repetition.min.min(64) as usize;
                    places.extend(std::iter::repeat_n(place, times));
                    if times < 64 {
                        return;
                    }
                }
                // The first and the last of them.
                places.extend([place, None, place]);
            } else {
                places.push(None);
            }
        }
        HirKind::Alternation(parts) => match alternatives(parts) {
            Some(either) => places.extend(either.into_iter().map(Some)),
            None => places.push(None),
        },
    }
}

/// The places of alternatives that all have as many: `live|test`.
fn alternatives(parts: &[Hir]) -> Option<Vec<Place>> {
    let known = |part: &Hir| {
        let mut places = Vec::new();
        add_places(part, &mut places);
        places.into_iter().collect::<Option<Vec<Place>>>()
    };
    let (first, others) = parts.split_first()?;
    let mut either = known(first)?;
    for part in others {
        let other = known(part).filter(|other| other.len() == either.len())?;
        for (either, other) in either.iter_mut().zip(other) {
            either.ascii |= other.ascii;
            either.beyond_ascii |= other.beyond_ascii;
        }
    }
    Some(either)
}

fn place(class: &Class) -> Place {
    let ascii = |first: u32, last: u32| {
        (0..128)
            .filter(|byte| (first..=last).contains(byte))
            .fold(0, |set, byte| set | 1 << byte)
    };
    match class {
        Class::Unicode(class) => Place {
            ascii: class.iter().fold(0, |set, range| {
                set | ascii(range.start().into(), range.end().into())
            }),
            beyond_ascii: class.iter().any(|range| !range.end().is_ascii()),
        },
        Class::Bytes(class) => Place {
            ascii: class.iter().fold(0, |set, range| {
                set | ascii(range.start().into(), range.end().into())
            }),
            beyond_ascii: class.iter().any(|range| !range.end().is_ascii()),
        },
    }
}

/// The ASCII bytes that stand in every match, as bits.
fn bytes(hir: &Hir) -> u128 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Class(class) => class.literal().map_or(0, |literal| set(&literal)),
        HirKind::Literal(literal) => set(&literal.0),
        HirKind::Repetition(repetition) if repetition.min == 0 => 0,
        HirKind::Repetition(repetition) => bytes(&repetition.sub),
        HirKind::Capture(capture) => bytes(&capture.sub),
        HirKind::Concat(parts) => parts.iter().fold(0, |all, part| all | bytes(part)),
        HirKind::Alternation(parts) => parts.iter().fold(u128::MAX, |all, part| all & bytes(part)),
    }
}

fn set(literal: &[u8]) -> u128 {
    let ascii = literal.iter().filter(|byte| byte.is_ascii());
    ascii.fold(0, |set, byte| set | 1 << byte)
}

/// Whether no match holds the end of a line, and none asks where the text or a line begins or ends.
fn is_within_line(hir: &Hir) -> bool {
    let looks = hir.properties().look_set();
    let at_border = [
        Look::Start,
        Look::End,
        Look::StartLF,
        Look::EndLF,
        Look::StartCRLF,
        Look::EndCRLF,
    ];
    !holds_line_end(hir) && !at_border.into_iter().any(|look| looks.contains(look))
}

fn holds_line_end(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Class(Class::Unicode(class)) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&'\n')),
        HirKind::Class(Class::Bytes(class)) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&b'\n')),
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Repetition(repetition) => holds_line_end(&repetition.sub),
        HirKind::Capture(capture) => holds_line_end(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(holds_line_end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    #[test]
    fn what_is_needed() {
        let cases = [
            (r"a[^\n@]{0,9}?(?P<v>[a-z]+@[a-z]+)", Some(b'@'), 1, 1, true),
            (r"://[^\s/]*:[xy]{4,}@[a-z]", Some(b'@'), 1, 1, true),
            (r"a\s*@", Some(b'@'), 0, 0, false),
            (r"(?:a@|b@)c", Some(b'@'), 1, 1, true),
            (r"(?:a|b)c", None, 0, 0, true),
            (r"a@?b", None, 0, 0, true),
            (r"^a@$", Some(b'@'), 1, 0, false),
            (r"(?P<value>\d{3}-\d{2}-\d{4})", Some(b'-'), 3, 7, true),
            (r"\d+-x?", None, 0, 0, true),
            (r"a(?s:.)b#", Some(b'#'), 3, 0, false),
            (r"\bx%\b", Some(b'%'), 1, 0, true),
            (r"k_(?:live|test)_\w", Some(b'_'), 1, 6, true),
            (r"k_(?:live|try)_\w", None, 0, 0, true),
        ];
        for (pattern, byte, before, after, within_line) in cases {
            let needed = Needed::of(pattern);
            let beside = (needed.before.len(), needed.after.len());
            assert_eq!(
                (needed.byte, beside, needed.within_line),
                (byte, (before, after), within_line),
                "{pattern}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_match_is_passed_over(text in "[ab1é@#\n-]{0,40}", start in 0usize..20) {
            let patterns = [
                r"a[^\n]{0,3}@b?", r"b\s?@", r"\ba@|b@\b", r"a#|@b", r"[a@]+@", r"\d{2}-\d-", r"[aé]{2}-[^b]",
                r"a{1,3}-(?:b|é)", r"(?:ab|1a)-b", r"b-(?:a1|bé)", r"(?:é-)a", r"a+-\w{2,}",
            ];
            let start = text.floor_char_boundary(start);
            for pattern in patterns {
                let regex = Regex::new(pattern).expect("the pattern is right");
                let found = |needed: Needed| {
                    let mut found = Vec::new();
                    needed.parts(&text, Span::new(start, text.len()), |part| {
                        let mut at = part.start;
                        while let Some(matched) = regex.find_at(&text[..part.end], at) {
                            found.push(matched.range());
                            at = matched.end();
                        }
                    });
                    found
                };
                prop_assert_eq!(found(Needed::of(pattern)), found(Needed::default()), "{}", pattern);
            }
        }
    }
}
