//! One escape sequence as C and its many descendants write it: `\n`, `\x41`, `\u0041`, `\u{1F600}`, `\101`.

/// What an escape sequence stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// This character.
    Char(char),
    /// No character at all: a line that goes on.
    Nothing,
}

/// Reads the escape sequence at the start of `text`, which begins with a backslash.
///
/// Returns what it stands for and how many bytes it takes. `None` when the backslash begins no escape that is known; languages
/// differ in what they make of such a backslash. A pair of `\u` surrogates is one escape. A number that names no
/// character gives U+FFFD.
pub(crate) fn read(text: &str) -> Option<(Escape, usize)> {
    let bytes = text.as_bytes();
    let single = |c| Some((Escape::Char(c), 2));
    match *bytes.get(1)? {
        b'n' => single('\n'),
        b't' => single('\t'),
        b'r' => single('\r'),
        b'a' => single('\u{7}'),
        b'b' => single('\u{8}'),
        b'f' => single('\u{c}'),
        b'v' => single('\u{b}'),
        b'e' => single('\u{1b}'),
        quote @ (b'\\' | b'\'' | b'"' | b'`' | b'/' | b'$' | b'?') => single(char::from(quote)),
        b'\n' => Some((Escape::Nothing, 2)),
        b'\r' => Some((
            Escape::Nothing,
            2 + usize::from(bytes.get(2) == Some(&b'\n')),
        )),
        b'x' => fixed_or_braced(bytes, 2),
        b'u' => unicode(bytes),
        b'U' => fixed_or_braced(bytes, 8),
        b'0'..=b'7' => Some(octal(bytes)),
        _ => None,
    }
}

/// `\xHH` with one or two digits, `\UHHHHHHHH` with all eight, and `\x{…}`.
fn fixed_or_braced(bytes: &[u8], width: usize) -> Option<(Escape, usize)> {
    if bytes.get(2) == Some(&b'{') {
        return braced(bytes);
    }
    let (number, digits) = hexadecimal(bytes, 2, width);
    (digits == width || (width == 2 && digits == 1)).then(|| (character(number), 2 + digits))
}

fn unicode(bytes: &[u8]) -> Option<(Escape, usize)> {
    if bytes.get(2) == Some(&b'{') {
        return braced(bytes);
    }
    // Java allows any number of `u`.
    let start = 1 + bytes[1..]
        .iter()
        .take(8)
        .take_while(|&&byte| byte == b'u')
        .count();
    let (high, 4) = hexadecimal(bytes, start, 4) else {
        return None;
    };
    if (0xD800..0xDC00).contains(&high)
        && bytes.get(start + 4..start + 6) == Some(br"\u")
        && let (low @ 0xDC00..0xE000, 4) = hexadecimal(bytes, start + 6, 4)
    {
        let number = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return Some((character(number), start + 10));
    }
    Some((character(high), start + 4))
}

fn braced(bytes: &[u8]) -> Option<(Escape, usize)> {
    let (number, digits) = hexadecimal(bytes, 3, 8);
    (digits > 0 && bytes.get(3 + digits) == Some(&b'}')).then(|| (character(number), 4 + digits))
}

fn octal(bytes: &[u8]) -> (Escape, usize) {
    let digits = bytes[1..]
        .iter()
        .take(3)
        .take_while(|byte| matches!(byte, b'0'..=b'7'))
        .count();
    let number = bytes[1..=digits]
        .iter()
        .fold(0, |number, digit| number * 8 + u32::from(digit - b'0'));
    (character(number), 1 + digits)
}

/// At most `width` hexadecimal digits from `at`: their number and how many there are.
fn hexadecimal(bytes: &[u8], at: usize, width: usize) -> (u32, usize) {
    let digits = bytes.get(at..).unwrap_or_default();
    let values = digits
        .iter()
        .take(width)
        .map_while(|&byte| char::from(byte).to_digit(16));
    values.fold((0, 0), |(number, count), digit| {
        ((number << 4) | digit, count + 1)
    })
}

fn character(number: u32) -> Escape {
    Escape::Char(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_of_many_languages() {
        let cases = [
            (r"\n", Some(('\n', 2))),
            (r#"\""#, Some(('"', 2))),
            (r"\x41B", Some(('A', 4))),
            (r"\x9", Some(('\t', 3))),
            (r"\x{1F600}", Some(('😀', 9))),
            (r"\u0041", Some(('A', 6))),
            (r"\uu0041", Some(('A', 7))),
            (r"\u{e9}!", Some(('é', 6))),
            (r"\ud83d\ude00", Some(('😀', 12))),
            (r"\ud83d.", Some(('\u{fffd}', 6))),
            (r"\U0001F600", Some(('😀', 10))),
            (r"\0", Some(('\0', 2))),
            (r"\101x", Some(('A', 4))),
            (r"\q", None),
            (r"\u12", None),
            (r"\xg", None),
            (r"\u{}", None),
            ("\\", None),
            ("\\é", None),
        ];
        for (text, expected) in cases {
            let found = read(text).map(|(escape, len)| match escape {
                Escape::Char(c) => (c, len),
                Escape::Nothing => panic!("{text} stands for a character"),
            });
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(read("\\\r\nx"), Some((Escape::Nothing, 3)));
    }

    proptest! {
        #[test]
        fn length_stays_in_the_text(rest in "[xuU{}0-9a-f\\\\é]{0,14}") {
            let text = format!("\\{rest}");
            if let Some((_, len)) = read(&text) {
                prop_assert!(text.is_char_boundary(len));
            }
        }
    }
}
