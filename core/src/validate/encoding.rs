//! Shapes of encoded bytes.
//!
//! Source: RFC 4648 sections 4 (base64), 5 (base64url) and 8 (hexadecimal).

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Decodes base64 or base64url into `buffer` and gives the bytes; `None` when `text` is neither or `buffer` is too small.
pub(super) fn decode<'b>(text: &str, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    let engine = match text.contains(['-', '_']) {
        true => BASE64URL,
        false => BASE64,
    };
    let len = engine.decode_slice(text, buffer).ok()?;
    buffer.get(..len)
}

/// Base64 or base64url: eight characters or more of one of the alphabets, padding only at the end and as many as the length
/// asks for, if any.
pub(super) fn base64(text: &str) -> bool {
    let text = text.trim();
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let standard = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() >= 8
        && (body.bytes().all(standard) || body.bytes().all(url_safe))
        && body.len() % 4 != 1
        && (padding == 0 || (padding <= 2 && text.len().is_multiple_of(4)))
}

/// An even number of hexadecimal digits, eight or more, in one case; `0x` may stand before them.
pub(super) fn hex(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let lower = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let upper = |byte: u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    digits.len() >= 8
        && digits.len().is_multiple_of(2)
        && (digits.bytes().all(lower) || digits.bytes().all(upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_cases() {
        for right in [
            "Zm9vYmFy",
            "Zm9vYmE=",
            "Zm9vYg==",
            "Zm9v-_8A",
            "Zm9vYmFyZm9vYmE",
            "Zm9v+/8A",
        ] {
            assert!(base64(right), "{right}");
        }
        for wrong in [
            "Zm9v",
            "Zm9vY=",
            "Zm9vY=mF",
            "Zm9v-/8A",
            "Zm9vYmFy=",
            "Zm9v YmFy",
            "Zm9vYmFyZ",
            "",
        ] {
            assert!(!base64(wrong), "{wrong}");
        }
    }

    #[test]
    fn decoding_respects_the_buffer() {
        assert_eq!(decode("Zm9vYg", &mut [0; 4]), Some(b"foob".as_slice()));
        assert_eq!(decode("Zm9vYg", &mut [0; 2]), None);
        assert_eq!(decode("Zm9v!g", &mut [0; 8]), None);
    }

    #[test]
    fn hex_cases() {
        for right in ["deadbeef", "0xDEADBEEF", "00112233445566"] {
            assert!(hex(right), "{right}");
        }
        for wrong in ["deadbee", "deadBEEF", "dead", "deadbeeg", ""] {
            assert!(!hex(wrong), "{wrong}");
        }
    }
}
