//! Base64 and base64url (RFC 4648), on one line or wrapped (RFC 2045).

use super::Budget;
use super::hex;
use super::printable::{HEAD, characters, encoding_of};
use super::run::{NONE, runs};
use crate::document::{Decoded, View, ViewKind};
use crate::span::Span;

/// The shortest run that is tried, in characters.
const MIN_RUN: usize = 24;

/// The shortest line of wrapped text that may go on in the next.
const MIN_LINE: usize = 60;

/// Adds the payloads of all runs that decode to text. Hexadecimal digits are base64 digits too, so the same runs are tried for them.
pub(super) fn views(text: &str, budget: &mut Budget, found: &mut Vec<View<'static>>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for line in runs(bytes, MIN_RUN, &SEXTETS) {
        hex::views(text, line, budget, found);
        // The later lines of a wrapped payload were read with the first.
        if line.start < done {
            continue;
        }
        let is_text = encoding_of(&head(&bytes[line.range()])).is_some();
        if is_text || may_go_on(line) {
            let run = Run::at(bytes, line.start);
            done = run.end;
            if is_text {
                found.extend(decode(bytes, &run, budget));
            }
        }
    }
}

/// A run of base64 digits.
struct Run {
    /// Where each line of digits stands.
    digits: Digits,
    end: usize,
}

/// The lines of a run.
struct Digits(Vec<Span>);

impl Digits {
    fn len(&self) -> usize {
        self.0.iter().map(|line| line.len()).sum()
    }

    /// The offsets of all digits in order.
    fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().flat_map(|line| line.range())
    }
}

impl Run {
    /// The run that begins at `start`, over the ends of lines as long as whole lines of digits follow.
    fn at(bytes: &[u8], start: usize) -> Self {
        let mut lines = vec![line_at(bytes, start)];
        let mut end = lines[0].end;
        let first = lines[0].len();
        while may_go_on(lines[0]) && lines[lines.len() - 1].len() == first {
            let next = end + line_break(&bytes[end..]);
            let line = line_at(bytes, next);
            if next == end || line.is_empty() || line.len() > first {
                break;
            }
            end = line.end;
            lines.push(line);
        }
        while bytes.get(end) == Some(&b'=') {
            end += 1;
        }
        Self {
            digits: Digits(lines),
            end,
        }
    }
}

/// Whether a first line is long enough for wrapped text, and ends where a group of digits does.
fn may_go_on(line: Span) -> bool {
    line.len() >= MIN_LINE && line.len().is_multiple_of(4)
}

fn line_at(bytes: &[u8], start: usize) -> Span {
    let len = bytes[start..]
        .iter()
        .take_while(|&&byte| sextet(byte).is_some())
        .count();
    Span::new(start, start + len)
}

/// The length of a line break and the indentation after it; 0 when there is none.
fn line_break(bytes: &[u8]) -> usize {
    const MAX_INDENT: usize = 32;
    let feed = match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => return 0,
    };
    feed + bytes[feed..]
        .iter()
        .take(MAX_INDENT)
        .take_while(|&&byte| matches!(byte, b' ' | b'\t'))
        .count()
}

/// The value of each digit of either alphabet.
static SEXTETS: [u8; 256] = {
    let mut table = [NONE; 256];
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut value = 0;
    while value < 62 {
        table[digits[value as usize] as usize] = value;
        value += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table
};

fn sextet(byte: u8) -> Option<u8> {
    let value = SEXTETS[usize::from(byte)];
    (value != NONE).then_some(value)
}

fn decode(bytes: &[u8], run: &Run, budget: &mut Budget) -> Option<View<'static>> {
    let count = run.digits.len();
    // One digit too many encodes nothing.
    let count = if count % 4 == 1 { count - 1 } else { count };
    if budget.left() < count / 4 * 3 {
        return None;
    }
    let offsets: Vec<usize> = run.digits.offsets().take(count).collect();
    let payload = payload(bytes, offsets.iter().copied());
    let characters = characters(&payload, encoding_of(&payload)?)?;
    let (text, map) = mapped(&characters, &offsets).finish();
    budget.take(text.len()).then(|| View {
        kind: ViewKind::Base64,
        text: text.into(),
        map,
    })
}

/// The bytes that the first digits of a run encode.
fn head(digits: &[u8]) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    for (bytes, group) in head.chunks_exact_mut(3).zip(digits.chunks_exact(4)) {
        let sextets = group
            .iter()
            .map(|&digit| u32::from(SEXTETS[usize::from(digit)]));
        let bits = sextets.fold(0, |bits, sextet| bits << 6 | sextet);
        bytes.copy_from_slice(&bits.to_be_bytes()[1..]);
    }
    head
}

fn payload(bytes: &[u8], digits: impl Iterator<Item = usize>) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    for sextet in digits.filter_map(|at| sextet(bytes[at])) {
        buffer = (buffer << 6) | u32::from(sextet);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((buffer >> bits) & 0xff).unwrap_or_default());
        }
        buffer &= (1 << bits) - 1;
    }
    out
}

/// Puts the characters of the payload together, one piece for each group of three bytes and the four digits they come from; more
/// where a character crosses the border of a group.
fn mapped(characters: &[(char, usize)], offsets: &[usize]) -> Decoded {
    let mut decoded = Decoded::new();
    let mut group = String::new();
    let (mut group_start, mut at) = (0, 0);
    for (index, (c, len)) in characters.iter().enumerate() {
        group.push(*c);
        at += len;
        if at.is_multiple_of(3) || index + 1 == characters.len() {
            let first = offsets[group_start / 3 * 4];
            let last = offsets[((at - 1) / 3 * 4 + (at - 1) % 3 + 1).min(offsets.len() - 1)];
            decoded.replaced(&group, Span::new(first, last + 1));
            group.clear();
            group_start = at;
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use ::base64::Engine as _;
    use ::base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<View<'static>> {
        let mut found = Vec::new();
        views(text, &mut Budget::default(), &mut found);
        found
    }

    #[test]
    fn payloads_of_text_are_found() {
        let message = "PID|1||4711||DOE^JANE|||F\r";
        let wide: Vec<u8> = "Get-Item C:/x"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let long = "name: Jane Doe, born somewhere, ".repeat(8);
        let encoded = BASE64_STANDARD.encode(&long);
        let (first, rest) = encoded.split_at(76);
        let wrapped = format!("{first}\n  {}\r\n{}", &rest[..76], &rest[76..152]);
        let cases = [
            (
                format!("a = \"{}\"", BASE64_STANDARD.encode(message)),
                message,
            ),
            (
                format!("x.{}.y", BASE64_URL_SAFE_NO_PAD.encode(message)),
                message,
            ),
            (BASE64_STANDARD.encode(wide), "Get-Item C:/x"),
            (wrapped, &long[..171]),
            (
                BASE64_STANDARD.encode("Jürgen Müller, Köln"),
                "Jürgen Müller, Köln",
            ),
        ];
        for (text, expected) in cases {
            let views = found(&text);
            assert_eq!(views.len(), 1, "{text}");
            assert_eq!(views[0].text, expected);
        }
    }

    #[test]
    fn a_line_longer_than_the_first_is_another_run() {
        let long = "name: Jane Doe, born somewhere, ".repeat(8);
        let encoded = BASE64_STANDARD.encode(&long);
        let (first, rest) = encoded.split_at(76);
        let views = found(&format!("{first}\n{}", &rest[..100]));
        assert_eq!(views[0].text, &long[..57]);
    }

    #[test]
    fn a_value_maps_to_the_digits_that_hold_it() {
        let text = format!("x {}", BASE64_STANDARD.encode("PID|1||4711||DOE^JANE"));
        let view = &found(&text)[0];
        let at = view.text.find("4711").expect("the value is in the payload");
        let parent = view.map.to_parent(Span::new(at, at + 4));
        // Bytes 7 to 10 lie in groups 2 and 3, whose digits begin at 8.
        assert_eq!(parent, Span::new(2 + 8, 2 + 16));
    }

    proptest! {
        #[test]
        fn text_survives(payload in "[ -~é]{18,80}") {
            let text = BASE64_STANDARD.encode(&payload);
            if let Some(view) = found(&text).first() {
                prop_assert_eq!(&*view.text, payload);
            }
        }

        #[test]
        fn noise_is_no_view(noise in prop::collection::vec(128..=255_u8, 24..80)) {
            prop_assert!(found(&BASE64_STANDARD.encode(noise)).is_empty());
        }
    }
}
