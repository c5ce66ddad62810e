//! Tokens that end in a checksum of themselves.
//!
//! Sources: GitHub, "Behind GitHub's new authentication token formats" (2021) and the npm registry's change of 2021-09-23:
//! the last six characters are the CRC-32 of the thirty before them, in base 62, padded with zeros. The order of the
//! base-62 digits (0-9, A-Z, a-z) is not in these; it is what public implementations agree on.

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How many characters are random, and how many follow as their checksum.
const RANDOM: usize = 30;
const CHECKSUM: usize = 6;

/// A GitHub token with one of the prefixes `ghp_`, `gho_`, `ghu_`, `ghs_`, `ghr_`.
pub(super) fn github_crc32(text: &str) -> bool {
    let prefixes = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"];
    prefixes.iter().any(|prefix| checks(text, prefix))
}

/// An npm token, prefix `npm_`.
pub(super) fn npm_crc32(text: &str) -> bool {
    checks(text, "npm_")
}

fn checks(text: &str, prefix: &str) -> bool {
    let Some(body) = text.trim().strip_prefix(prefix).map(str::as_bytes) else {
        return false;
    };
    body.len() == RANDOM + CHECKSUM
        && body.iter().all(u8::is_ascii_alphanumeric)
        && body[RANDOM..] == base62(crc32(&body[..RANDOM]))
}

/// A number in six digits of base 62.
pub(crate) fn base62(mut number: u32) -> [u8; CHECKSUM] {
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(number % 62) as usize];
        number /= 62;
    }
    digits
}

/// CRC-32 of ISO-HDLC (as in gzip, RFC 1952 section 8), bit by bit: thirty bytes are not worth a table.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token with a right checksum, made at run time.
    fn token(prefix: &str) -> String {
        let random: String = ('a'..='z').chain('0'..='3').collect();
        let checksum = base62(crc32(random.as_bytes()));
        format!("{prefix}{random}{}", str::from_utf8(&checksum).unwrap())
    }

    #[test]
    fn crc32_check_value() {
        // The check value of CRC-32/ISO-HDLC in every catalogue of CRCs.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(&base62(0), b"000000");
        assert_eq!(&base62(61), b"00000z");
    }

    #[test]
    fn token_cases() {
        for prefix in ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] {
            assert!(github_crc32(&token(prefix)));
            assert!(!npm_crc32(&token(prefix)));
        }
        let right = token("npm_");
        assert!(npm_crc32(&right));
        for wrong in [
            right.replacen('a', "b", 1),
            right.replace("npm_", "ghx_"),
            right[..39].to_owned(),
            format!("{right}é"),
            String::new(),
        ] {
            assert!(!npm_crc32(&wrong) && !github_crc32(&wrong), "{wrong:?}");
        }
    }
}
