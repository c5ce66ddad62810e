//! From bytes to text: which encoding, or binary, and a map from the text back to the bytes.
//!
//! The decision is made on the first [`SNIFFED`] bytes, so that it costs the same whatever the size. Text is what people
//! and programs write with an editor: UTF-8, UTF-16 (what PowerShell and SQL Server write), and bytes that are no UTF-8
//! but look like some 8-bit code page, which are read as Windows-1252.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;

use super::transcoding::Transcoding;
use super::view::OffsetMap;

/// How many bytes at the head of a document decide about its encoding. The same as git looks at.
pub(crate) const SNIFFED: usize = 8000;

/// How a document's bytes spell its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8. Single bytes that are no UTF-8 are read as Windows-1252, so this also covers Latin-1.
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
}

/// Whether a part of a text is its end, which decides about a character that is cut off there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing follows: what is incomplete is wrong.
    Final,
    /// More follows: leave what is incomplete.
    Open,
}

/// A document's text.
#[derive(Clone, Debug)]
pub struct Text<'b> {
    /// The text without a byte order mark; borrowed when the bytes are UTF-8.
    pub text: Cow<'b, str>,
    /// From byte offsets of `text` to offsets of the original bytes.
    pub map: OffsetMap,
    /// How the bytes spell it.
    pub encoding: Encoding,
}

/// Reads bytes as text; `None` when they are binary. Never fails on text: what does not fit the encoding is replaced.
///
/// ```
/// use safeharbor_core::{Encoding, Span, decode};
/// let text = decode(b"\xff\xfeh\0i\0").unwrap();
/// assert_eq!(text.text, "hi");
/// assert_eq!(text.encoding, Encoding::Utf16Le);
/// assert_eq!(text.map.to_parent(Span::new(1, 2)), Span::new(4, 6));
/// assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0").is_none());
/// ```
pub fn decode(bytes: &[u8]) -> Option<Text<'_>> {
    let sniffed = sniff(bytes)?;
    let (text, map) = transcode(&bytes[sniffed.mark..], sniffed.encoding, sniffed.mark);
    Some(Text {
        text,
        map,
        encoding: sniffed.encoding,
    })
}

/// What the head of a document says about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub(super) encoding: Encoding,
    /// Length of the byte order mark.
    pub(super) mark: usize,
}

/// Heads of formats that may pass for text by their share of control characters.
const BINARY_HEADS: [&[u8]; 14] = [
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"SQLite format 3\0",
];

/// Decides about the encoding by the first bytes; `None` for binary.
pub(super) fn sniff(bytes: &[u8]) -> Option<Sniffed> {
    let found = |encoding, mark| Some(Sniffed { encoding, mark });
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return found(Encoding::Utf8, 3);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return found(Encoding::Utf16Le, 2);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return found(Encoding::Utf16Be, 2);
    }
    if BINARY_HEADS.iter().any(|head| bytes.starts_with(head)) {
        return None;
    }
    let head = &bytes[..bytes.len().min(SNIFFED)];
    if memchr::memchr(0, head).is_some()
        && let Some(encoding) = unmarked_utf16(head)
    {
        return found(encoding, 0);
    }
    if looks_like_text(head) {
        found(Encoding::Utf8, 0)
    } else {
        None
    }
}

/// Tells text by the share of control characters that no text has. Where the bytes are UTF-8, a tenth may be such (a NUL
/// between two items of a list, terminal recordings); where they are not, a hundredth: in random bytes it is a twelfth.
fn looks_like_text(head: &[u8]) -> bool {
    let odd = odd_controls(head);
    if odd == 0 {
        return true;
    }
    let share = match std::str::from_utf8(head) {
        Ok(_) => 10,
        // A character that the end of the head cuts in two is no mistake.
        Err(error) if error.error_len().is_none() => 10,
        Err(_) => 100,
    };
    odd * share <= head.len()
}

/// Counts in single bytes over short runs, which the compiler turns into vector instructions: every document pays this.
fn odd_controls(head: &[u8]) -> usize {
    let run = |run: &[u8]| -> u8 { run.iter().map(|&byte| u8::from(is_odd_control(byte))).sum() };
    head.chunks(255).map(|chunk| usize::from(run(chunk))).sum()
}

/// Control characters that text does not use. It does use backspace to carriage return (0x08-0x0D), escape (0x1B) and the
/// four separators (0x1C-0x1F), which are delimiters of MLLP and X12.
fn is_odd_control(byte: u8) -> bool {
    byte < 0x08 || (0x0e..0x1b).contains(&byte) || byte == 0x7f
}

/// Recognises UTF-16 without a byte order mark by the zero bytes of its ASCII characters: at least a third of the units
/// have one on one side, hardly any on the other, and what they spell is text.
fn unmarked_utf16(head: &[u8]) -> Option<Encoding> {
    let units = head.len() / 2;
    let zeros = |side: usize| {
        let bytes = head.iter().skip(side).step_by(2);
        bytes.filter(|&&byte| byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if odd * 3 >= units && even * 20 <= odd {
        Encoding::Utf16Le
    } else if even * 3 >= units && odd * 20 <= even {
        Encoding::Utf16Be
    } else {
        return None;
    };
    let strange = units_of(head, encoding)
        .filter(|&unit| u8::try_from(unit).is_ok_and(is_odd_control) || unit >= 0xfffe)
        .count();
    (units > 1 && strange * 50 <= units).then_some(encoding)
}

fn units_of(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(move |pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    })
}

/// Decodes `bytes`, which stand at `base` in the document and start at a character.
pub(super) fn transcode(
    bytes: &[u8],
    encoding: Encoding,
    base: usize,
) -> (Cow<'_, str>, OffsetMap) {
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), OffsetMap::Verbatim(base)),
            Err(_) => owned(from_mixed(bytes, base)),
        },
        Encoding::Utf16Le | Encoding::Utf16Be => owned(from_utf16(bytes, encoding, base)),
    }
}

fn owned((text, map): (String, Transcoding)) -> (Cow<'static, str>, OffsetMap) {
    (Cow::Owned(text), OffsetMap::Transcoded(map.seal()))
}

/// UTF-8 as far as it goes, every other byte as Windows-1252. A page of that code seldom holds two neighbours that happen
/// to be UTF-8, and a UTF-8 file with one bad byte stays itself.
fn from_mixed(bytes: &[u8], base: usize) -> (String, Transcoding) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = Transcoding::new(base, 1);
    let upper = &*WINDOWS_1252_UPPER;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        map.push(chunk.valid().len(), chunk.valid().len());
        for &byte in chunk.invalid() {
            // Bytes that are no UTF-8 have their highest bit set.
            let character = upper[usize::from(byte & 0x7f)];
            text.push(character);
            map.push(character.len_utf8(), 1);
        }
    }
    (text, map)
}

/// The upper half of the WHATWG index for windows-1252, which gives a character to every byte.
static WINDOWS_1252_UPPER: LazyLock<[char; 128]> = LazyLock::new(|| {
    let upper: [u8; 128] = std::array::from_fn(|index| 0x80 | u8::try_from(index).unwrap_or(0));
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&upper);
    let mut characters = text.chars();
    [(); 128].map(|()| characters.next().unwrap_or(char::REPLACEMENT_CHARACTER))
});

/// UTF-16; a surrogate without its partner becomes U+FFFD, an odd byte at the end is dropped.
fn from_utf16(bytes: &[u8], encoding: Encoding, base: usize) -> (String, Transcoding) {
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 16);
    let mut map = Transcoding::new(base, 2);
    for decoded in char::decode_utf16(units_of(bytes, encoding)) {
        let character = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(character);
        map.push(character.len_utf8(), character.len_utf16());
    }
    (text, map)
}

/// How many of `bytes` are whole characters: all of them at the end of a text.
pub(super) fn whole_characters(bytes: &[u8], encoding: Encoding, tail: Tail) -> usize {
    match (tail, encoding) {
        (Tail::Final, _) => bytes.len(),
        (Tail::Open, Encoding::Utf8) => whole_utf8(bytes),
        (Tail::Open, _) => whole_utf16(bytes, encoding),
    }
}

fn whole_utf8(bytes: &[u8]) -> usize {
    // A character takes at most four bytes, so a cut one has its first byte among the last three.
    let from = bytes.len().saturating_sub(3);
    let first = bytes[from..].iter().rposition(|&byte| byte >= 0xc0);
    let Some(first) = first.map(|at| from + at) else {
        return bytes.len();
    };
    match std::str::from_utf8(&bytes[first..]) {
        Err(error) if error.error_len().is_none() => first + error.valid_up_to(),
        _ => bytes.len(),
    }
}

fn whole_utf16(bytes: &[u8], encoding: Encoding) -> usize {
    let even = bytes.len() & !1;
    let last = units_of(&bytes[even.saturating_sub(2)..even], encoding).next();
    match last {
        Some(0xd800..=0xdbff) => even - 2,
        _ => even,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;

    fn utf16(text: &str, encoding: Encoding, mark: &[u8]) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(|unit| match encoding {
            Encoding::Utf16Be => unit.to_be_bytes(),
            _ => unit.to_le_bytes(),
        });
        mark.iter().copied().chain(units).collect()
    }

    #[test]
    fn tells_encodings() {
        let sample = "name,value\r\nJosé,1\r\n";
        let cases: [(&str, Vec<u8>, Encoding, &str); 9] = [
            ("utf-8", sample.into(), Encoding::Utf8, sample),
            (
                "utf-8 with mark",
                format!("\u{feff}{sample}").into(),
                Encoding::Utf8,
                sample,
            ),
            (
                "utf-16le with mark",
                utf16(sample, Encoding::Utf16Le, b"\xff\xfe"),
                Encoding::Utf16Le,
                sample,
            ),
            (
                "utf-16be with mark",
                utf16(sample, Encoding::Utf16Be, b"\xfe\xff"),
                Encoding::Utf16Be,
                sample,
            ),
            (
                "utf-16le without",
                utf16(sample, Encoding::Utf16Le, b""),
                Encoding::Utf16Le,
                sample,
            ),
            (
                "utf-16be without",
                utf16(sample, Encoding::Utf16Be, b""),
                Encoding::Utf16Be,
                sample,
            ),
            (
                "latin-1",
                b"Jos\xe9 M\xfcller \x80 5".to_vec(),
                Encoding::Utf8,
                "José Müller € 5",
            ),
            (
                "utf-8 with one bad byte",
                b"Jos\xc3\xa9\xff ok".to_vec(),
                Encoding::Utf8,
                "Joséÿ ok",
            ),
            ("empty", Vec::new(), Encoding::Utf8, ""),
        ];
        for (name, bytes, encoding, expected) in cases {
            let text = decode(&bytes).unwrap_or_else(|| panic!("{name} is text"));
            assert_eq!((text.encoding, &*text.text), (encoding, expected), "{name}");
        }
    }

    #[test]
    fn tells_binary() {
        let noise: Vec<u8> = (0..2000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
            .collect();
        let cases: [(&str, &[u8]); 5] = [
            ("pdf", b"%PDF-1.7\n1 0 obj"),
            ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("noise", &noise),
            ("small integers", &[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]),
            ("zeros", &[0; 64]),
        ];
        for (name, bytes) in cases {
            assert!(decode(bytes).is_none(), "{name} is binary");
        }
    }

    #[test]
    fn text_with_unusual_bytes_stays_text() {
        let mut late_nul = vec![b'a'; SNIFFED + 10];
        late_nul[SNIFFED + 3] = 0;
        let cases: [(&str, &[u8]); 4] = [
            ("a NUL after the head", &late_nul),
            ("MLLP framing", b"\x0bMSH|^~\\&|A|B\rPID|1\r\x1c\r"),
            (
                "NUL-separated list",
                b"HOME=/home/user\0SHELL=/bin/bash\0USER=somebody\0",
            ),
            ("colours", b"\x1b[31mred\x1b[0m plain"),
        ];
        for (name, bytes) in cases {
            assert!(decode(bytes).is_some(), "{name} is text");
        }
    }

    #[test]
    fn leaves_cut_characters() {
        let cases: [(&[u8], Encoding, usize); 8] = [
            (b"ab\xc3", Encoding::Utf8, 2),
            (b"ab\xe2\x82", Encoding::Utf8, 2),
            (b"ab\xf0\x9f\x98", Encoding::Utf8, 2),
            (b"ab\xc3\xa9", Encoding::Utf8, 4),
            (b"ab\xff", Encoding::Utf8, 3),
            (b"\xa9\xa9\xa9\xa9", Encoding::Utf8, 4),
            (b"a\0b", Encoding::Utf16Le, 2),
            (b"a\0\x3d\xd8", Encoding::Utf16Le, 2),
        ];
        for (bytes, encoding, expected) in cases {
            assert_eq!(
                whole_characters(bytes, encoding, Tail::Open),
                expected,
                "{bytes:?}"
            );
            assert_eq!(whole_characters(bytes, encoding, Tail::Final), bytes.len());
        }
    }

    /// Every character of `text` must map to the bytes that spell it.
    fn assert_maps(text: &Text<'_>, bytes: &[u8]) {
        for (at, character) in text.text.char_indices() {
            let span = text.map.to_parent(Span::new(at, at + character.len_utf8()));
            let spelt = &bytes[span.range()];
            let (again, _) = transcode(spelt, text.encoding, 0);
            assert_eq!(again, character.to_string(), "byte {at}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn never_panics_and_maps_in_bounds(bytes in proptest::collection::vec(any::<u8>(), 0..200), from in 0usize..300, len in 0usize..300) {
            if let Some(text) = decode(&bytes) {
                let span = text.map.to_parent(Span::new(from, from + len));
                let whole = text.map.to_parent(Span::new(0, text.text.len()));
                prop_assert!(whole.end <= bytes.len());
                if from + len <= text.text.len() {
                    prop_assert!(whole.contains(span));
                }
            }
        }

        #[test]
        fn maps_to_the_right_bytes(text in "(\\PC|[ -~\r\n\t]){0,60}") {
            for (encoding, mark) in [(Encoding::Utf16Le, &b"\xff\xfe"[..]), (Encoding::Utf16Be, b"\xfe\xff")] {
                let bytes = utf16(&text, encoding, mark);
                let decoded = decode(&bytes).expect("marked text");
                prop_assert_eq!(&*decoded.text, &text);
                assert_maps(&decoded, &bytes);
            }
            let marked = format!("\u{feff}{text}");
            let decoded = decode(marked.as_bytes()).expect("marked text");
            prop_assert_eq!(&*decoded.text, &text);
            assert_maps(&decoded, marked.as_bytes());
        }

        #[test]
        fn maps_stray_bytes(bytes in proptest::collection::vec(prop_oneof![32u8..127, 128u8..=255], 0..80)) {
            let decoded = decode(&bytes);
            // Three random bytes may be a byte order mark or a magic number; nothing else is binary here.
            if let Some(decoded) = decoded.filter(|text| text.encoding == Encoding::Utf8) {
                assert_maps(&decoded, &bytes);
            }
        }
    }
}
