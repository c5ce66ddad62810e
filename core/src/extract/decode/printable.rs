//! Whether decoded bytes are text.

/// How many bytes of a payload's head are looked at before all of it is decoded.
pub(super) const HEAD: usize = 18;

/// Formats whose first bytes look like text.
const BINARY_MAGIC: [&[u8]; 9] = [
    b"GIF8", b"%PDF-", b"RIFF", b"OggS", b"ID3", b"wOF", b"PK\x03", b"FORM", b"true\0",
];

/// A character encoding of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// UTF-16, low byte first, as PowerShell encodes commands.
    Utf16,
}

/// Judges a payload by its first bytes: how it is encoded, or `None` when it is no text.
pub(super) fn encoding_of(head: &[u8]) -> Option<Encoding> {
    if BINARY_MAGIC.iter().any(|magic| head.starts_with(magic)) {
        return None;
    }
    let head = &head[..head.len().min(HEAD)];
    let wide = head
        .chunks_exact(2)
        .all(|unit| unit[1] == 0 && is_printable_byte(unit[0]));
    if wide && head.len() >= 8 {
        return Some(Encoding::Utf16);
    }
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end within a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return None,
    };
    let plain = head.iter().filter(|&&byte| is_printable_byte(byte)).count();
    let is_text =
        |c: char| !c.is_ascii() && !c.is_control() || u8::try_from(c).is_ok_and(is_printable_byte);
    (valid.chars().all(is_text) && plain * 2 >= head.len()).then_some(Encoding::Utf8)
}

fn is_printable_byte(byte: u8) -> bool {
    // 0B and 1C frame HL7 v2 messages (MLLP).
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x0b | 0x1c)
}

/// The characters of a payload with the number of bytes that each takes; `None` when it is no text after all.
pub(super) fn characters(bytes: &[u8], encoding: Encoding) -> Option<Vec<(char, usize)>> {
    let characters: Vec<(char, usize)> = match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes)
            .ok()?
            .chars()
            .map(|c| (c, c.len_utf8()))
            .collect(),
        Encoding::Utf16 => {
            let units = bytes
                .chunks_exact(2)
                .map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
            let decoded =
                char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
            decoded.map(|c| (c, 2 * c.len_utf16())).collect()
        }
    };
    let is_noise = |c: &&(char, usize)| {
        c.0.is_control() && !matches!(c.0, '\t' | '\n' | '\r' | '\u{b}' | '\u{1c}')
    };
    let noise = characters.iter().filter(is_noise).count();
    (noise * 20 <= characters.len()).then_some(characters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let cases: [(&[u8], Option<Encoding>); 8] = [
            (b"PID|1||4711", Some(Encoding::Utf8)),
            (b"\x0bMSH|^~\\&|", Some(Encoding::Utf8)),
            ("Müller, Jürgen".as_bytes(), Some(Encoding::Utf8)),
            (b"a\0b\0c\0d\0", Some(Encoding::Utf16)),
            (b"%PDF-1.7\n", None),
            (b"GIF89a", None),
            (b"\x89PNG\r\n", None),
            (b"abc\xff\xfe\x80\x81", None),
        ];
        for (head, expected) in cases {
            assert_eq!(encoding_of(head), expected, "{head:?}");
        }
    }

    #[test]
    fn characters_tell_their_length() {
        assert_eq!(
            characters("aé".as_bytes(), Encoding::Utf8),
            Some(vec![('a', 1), ('é', 2)])
        );
        assert_eq!(
            characters(b"a\0b\0", Encoding::Utf16),
            Some(vec![('a', 2), ('b', 2)])
        );
        assert_eq!(characters(b"\0\x01\x02", Encoding::Utf8), None);
    }
}
