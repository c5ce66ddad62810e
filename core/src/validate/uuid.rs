//! Universally unique identifiers.
//!
//! Source: RFC 9562 section 4.

/// Thirty-two hexadecimal digits in groups of 8-4-4-4-12; braces around it or `urn:uuid:` before it. Any version.
pub(super) fn uuid(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let text = text
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(text);
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuid_cases() {
        // The example of RFC 9562 appendix A.1.
        let example = "c232ab00-9414-11ec-b3c8-9f6bdeced846";
        for right in [
            example.to_owned(),
            example.to_uppercase(),
            format!("{{{example}}}"),
            format!("urn:uuid:{example}"),
        ] {
            assert!(uuid(&right), "{right}");
        }
        for wrong in [
            "",
            "c232ab00941411ecb3c89f6bdeced846",
            "c232ab00-9414-11ec-b3c8-9f6bdeced84",
            "c232ab00-9414-11ec-b3c89-f6bdeced846",
            "g232ab00-9414-11ec-b3c8-9f6bdeced846",
        ] {
            assert!(!uuid(wrong), "{wrong}");
        }
    }
}
