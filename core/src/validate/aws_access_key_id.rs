//! AWS unique identifiers of keys and principals.
//!
//! Source: AWS IAM User Guide, "Unique identifiers" (prefixes); the rest is base32 of RFC 4648 section 6.

/// Prefixes of credentials: bearer (`ABIA`, `ACCA`), long-term (`AKIA`) and temporary (`ASIA`) keys, and the older `A3T…`.
const PREFIXES: [&str; 5] = ["A3T", "ABIA", "ACCA", "AKIA", "ASIA"];

/// Twenty characters: a prefix of a credential, then letters A-Z and digits 2-7.
pub(super) fn aws_access_key_id(text: &str) -> bool {
    let text = text.trim();
    let base32 = |byte: u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    text.len() == 20
        && PREFIXES.iter().any(|prefix| text.starts_with(prefix))
        && text.bytes().skip(4).all(base32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_id_cases() {
        let tail = "ABCDEFGHIJ234567";
        for prefix in ["AKIA", "ASIA", "ABIA", "ACCA", "A3TX"] {
            assert!(aws_access_key_id(&format!("{prefix}{tail}")), "{prefix}");
        }
        for (prefix, tail) in [
            ("AKIB", tail),
            ("AKIA", "ABCDEFGHIJ234561"),
            ("AKIA", "abcdefghij234567"),
            ("AKIA", "ABC"),
            ("", ""),
        ] {
            assert!(
                !aws_access_key_id(&format!("{prefix}{tail}")),
                "{prefix}{tail}"
            );
        }
    }
}
