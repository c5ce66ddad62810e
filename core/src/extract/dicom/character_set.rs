//! Text in the encodings that SpecificCharacterSet, (0008,0005), declares (DICOM PS3.3, section C.12.1.1.2).

use std::borrow::Cow;

use encoding_rs::{
    EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_15, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1252,
    WINDOWS_1254,
};

/// How text values are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CharacterSet(&'static Encoding);

impl Default for CharacterSet {
    /// ASCII is declared by declaring nothing; what is not ASCII then is taken for UTF-8 where it is, else for Latin-1.
    fn default() -> Self {
        Self(UTF_8)
    }
}

impl CharacterSet {
    /// The encoding for the declared terms, of which the last known one counts: those before are its fallbacks.
    pub(super) fn declared(terms: &str) -> Self {
        terms
            .split('\\')
            .rev()
            .find_map(|term| encoding(term.trim()))
            .map_or_else(Self::default, Self)
    }

    /// Whether a backslash byte may be half of a character, so that values cannot be told apart at it.
    pub(super) fn hides_backslashes(self) -> bool {
        [SHIFT_JIS, GBK, GB18030, ISO_2022_JP].contains(&self.0)
    }

    /// Decodes `bytes`; borrowed when they are ASCII or valid UTF-8 so declared.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        const ESCAPE: u8 = 0x1b;
        let escaped = memchr::memchr(ESCAPE, bytes).is_some();
        if !escaped
            && let Ok(text) = str::from_utf8(bytes)
            && (self.0 == UTF_8 || text.is_ascii())
        {
            return Cow::Borrowed(text);
        }
        let encoding = if self.0 == UTF_8 {
            WINDOWS_1252
        } else {
            self.0
        };
        if escaped && encoding != ISO_2022_JP {
            let switched = without_switches(bytes);
            let (text, _) = encoding.decode_without_bom_handling(&switched);
            return Cow::Owned(text.into_owned());
        }
        encoding.decode_without_bom_handling(bytes).0
    }
}

fn encoding(term: &str) -> Option<&'static Encoding> {
    let number = term
        .strip_prefix("ISO_IR ")
        .or_else(|| term.strip_prefix("ISO 2022 IR "))
        .unwrap_or(term);
    Some(match number {
        "100" => WINDOWS_1252,
        "101" => ISO_8859_2,
        "109" => ISO_8859_3,
        "110" => ISO_8859_4,
        "144" => ISO_8859_5,
        "127" => ISO_8859_6,
        "126" => ISO_8859_7,
        "138" => ISO_8859_8,
        "148" => WINDOWS_1254,
        "203" => ISO_8859_15,
        "166" => WINDOWS_874,
        "13" => SHIFT_JIS,
        "87" | "159" => ISO_2022_JP,
        "149" => EUC_KR,
        "58" | "GBK" => GBK,
        "GB18030" => GB18030,
        "192" => UTF_8,
        _ => return None,
    })
}

/// `bytes` without ISO 2022 escape sequences, which say of 8-bit sets only what the declaration said already: an escape, some
/// bytes from 0x20 to 0x2F, and one more.
fn without_switches(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        if byte == 0x1b {
            rest.by_ref().find(|next| !(0x20..=0x2f).contains(next));
        } else {
            kept.push(byte);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_is_declared() {
        let cases: &[(&str, &[u8], &str)] = &[
            ("", b"ROE^JANE", "ROE^JANE"),
            ("", "Röe".as_bytes(), "Röe"),
            ("", b"R\xf6e", "Röe"),
            ("ISO_IR 100", b"R\xf6e", "Röe"),
            ("ISO_IR 100", b"R\xf6e\x1b", "Röe"),
            ("ISO_IR 144", b"\xbb\xee", "Лю"),
            ("ISO_IR 192", "山".as_bytes(), "山"),
            ("\\ISO 2022 IR 149", b"\x1b$)C\xb1\xe8", "김"),
            ("ISO 2022 IR 6\\ISO 2022 IR 87", b"\x1b$B;3\x1b(B^A", "山^A"),
            ("GB18030", b"\xcd\xf5", "王"),
            ("unknown", b"A", "A"),
        ];
        for (declared, bytes, expected) in cases {
            let set = CharacterSet::declared(declared);
            assert_eq!(set.decode(bytes), *expected, "{declared} {bytes:?}");
        }
        assert!(CharacterSet::declared("GBK").hides_backslashes());
        assert!(!CharacterSet::declared("ISO_IR 100").hides_backslashes());
    }
}
