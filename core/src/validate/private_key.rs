//! Private keys in PEM armour.
//!
//! Sources: RFC 7468 (PEM), RFC 1421 section 4.6 (encrypted PEM headers), RFC 5208 and RFC 8017 (the content is a DER
//! SEQUENCE), ITU-T X.690 section 8.1.3 (DER lengths), OpenSSH PROTOCOL.key, RFC 9580 section 4.2 (OpenPGP packets).

use super::encoding::decode;

/// What starts the decoded body of an OpenSSH key.
const OPENSSH_MAGIC: &[u8] = b"openssh-key-v1\0";

/// The smallest key that is one: an Ed25519 key in PKCS #8 has 48 bytes, a bare SEC 1 key hardly fewer.
const MIN_KEY_BYTES: usize = 40;

/// The base64 body of some text, as far as it is looked at.
struct Body {
    /// The first bytes.
    head: [u8; 18],
    head_len: usize,
    /// How many bytes the whole body decodes to.
    len: usize,
}

impl Body {
    /// Reads base64 with line breaks, real or written as `\n`, and quotes and `+` of a literal in pieces between lines.
    fn read(text: &str) -> Option<Self> {
        let mut first = [0_u8; 24];
        let (mut characters, mut padding) = (0, 0);
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' if matches!(bytes.peek(), Some(b'n' | b'r' | b'\n' | b'\r')) => {
                    bytes.next();
                }
                b'=' => padding += 1,
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {
                    if let Some(place) = first.get_mut(characters) {
                        *place = byte;
                    }
                    characters += 1;
                }
                b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b',' => {}
                _ => return None,
            }
        }
        let mut head = [0; 18];
        let first = std::str::from_utf8(&first[..characters.min(24)]).ok()?;
        let head_len = decode(first, &mut head)?.len();
        (padding <= 2).then_some(Self {
            head,
            head_len,
            len: characters / 4 * 3 + (characters % 4).saturating_sub(1),
        })
    }

    fn head(&self) -> &[u8] {
        &self.head[..self.head_len]
    }

    /// Whether the bytes are one DER SEQUENCE from the first to the last.
    fn is_der_sequence(&self) -> bool {
        let declared = match *self.head() {
            [0x30, short @ ..=0x7f, ..] => 2 + usize::from(short),
            [0x30, 0x81, a, ..] => 3 + usize::from(a),
            [0x30, 0x82, a, b, ..] => 4 + (usize::from(a) << 8 | usize::from(b)),
            _ => return false,
        };
        declared == self.len && declared >= MIN_KEY_BYTES
    }

    fn is_openssh(&self) -> bool {
        self.head().starts_with(OPENSSH_MAGIC) && self.len >= MIN_KEY_BYTES
    }

    /// A secret-key packet (tag 5) of OpenPGP, in the old or the new format.
    fn is_openpgp(&self) -> bool {
        matches!(self.head(), [0x94..=0x97 | 0xc5, ..]) && self.len >= MIN_KEY_BYTES
    }
}

/// Base64 that decodes to one DER SEQUENCE of at least 40 bytes, or to an OpenSSH key: a key without its armour.
pub(super) fn der_private_key(text: &str) -> bool {
    Body::read(text.trim()).is_some_and(|body| body.is_der_sequence() || body.is_openssh())
}

/// A whole `-----BEGIN … PRIVATE KEY-----` block whose body is a key: a DER SEQUENCE, an OpenSSH key, an OpenPGP secret key,
/// or whole cipher blocks when it says that it is encrypted.
pub(super) fn pem_private_key(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("-----BEGIN ") else {
        return false;
    };
    let Some((label, rest)) = rest.split_once("-----") else {
        return false;
    };
    let Some((body, _)) = rest.split_once("-----END ") else {
        return false;
    };
    let is_key = label.ends_with("PRIVATE KEY") || label == "PGP PRIVATE KEY BLOCK";
    let (headers, body) = split_headers(body);
    let Some(body) = Body::read(without_checksum(body)).filter(|_| is_key) else {
        return false;
    };
    match headers.contains("ENCRYPTED") {
        true => body.len.is_multiple_of(8) && body.len >= MIN_KEY_BYTES,
        false if label.starts_with("PGP") => body.is_openpgp(),
        false => body.is_der_sequence() || body.is_openssh(),
    }
}

/// Parts the headers of RFC 1421 and of OpenPGP armour (`DEK-Info: …`) from the body after the last of them.
fn split_headers(text: &str) -> (&str, &str) {
    let Some(last) = text.rfind(": ") else {
        return ("", text);
    };
    let end = [text[last..].find('\n'), text[last..].find("\\n")];
    match end.into_iter().flatten().min() {
        Some(at) => text.split_at(last + at),
        None => (text, ""),
    }
}

/// OpenPGP armour ends in a line `=` and four characters, the checksum.
fn without_checksum(text: &str) -> &str {
    match text.trim_end().rfind("\n=") {
        Some(at) => &text[..at],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;

    fn armour(label: &str, headers: &str, bytes: &[u8], line_break: &str) -> String {
        let encoded = BASE64_STANDARD.encode(bytes);
        let lines: Vec<&str> = (0..encoded.len())
            .step_by(64)
            .map(|at| &encoded[at..encoded.len().min(at + 64)])
            .collect();
        let dashes = "-".repeat(5);
        let body = lines.join(line_break);
        format!(
            "{dashes}BEGIN {label}{dashes}{line_break}{headers}{body}{line_break}{dashes}END {label}{dashes}"
        )
    }

    fn sequence(len: u8) -> Vec<u8> {
        let mut der = vec![0x30, 0x81, len];
        der.extend(std::iter::repeat_n(7, usize::from(len)));
        der
    }

    #[test]
    fn keys_in_armour() {
        let key = "PRIVATE KEY";
        for line_break in ["\n", "\r\n", "\\n", "\" +\n  \"".replace('+', ",").as_str()] {
            assert!(
                pem_private_key(&armour(key, "", &sequence(200), line_break)),
                "{line_break:?}"
            );
            assert!(pem_private_key(&armour(
                &format!("RSA {key}"),
                "",
                &sequence(200),
                line_break
            )));
        }
        let openssh = [OPENSSH_MAGIC, &[1; 60]].concat();
        assert!(pem_private_key(&armour(
            &format!("OPENSSH {key}"),
            "",
            &openssh,
            "\n"
        )));
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0011\n\n";
        assert!(pem_private_key(&armour(
            &format!("EC {key}"),
            headers,
            &[9; 128],
            "\n"
        )));
        assert!(pem_private_key(&armour(
            &format!("PGP {key} BLOCK"),
            "Version: 1\n\n",
            &[0x95; 128],
            "\n"
        )));
    }

    #[test]
    fn no_keys() {
        let mut cut = sequence(200);
        cut.truncate(100);
        for wrong in [
            armour("PRIVATE KEY", "", &cut, "\n"),
            armour("PRIVATE KEY", "", &[1; 128], "\n"),
            armour("PUBLIC KEY", "", &sequence(200), "\n"),
            armour("PRIVATE KEY", "", b"", "\n"),
            armour("PRIVATE KEY", "", &sequence(10), "\n"),
            armour("PRIVATE KEY", "", &sequence(200), "\n…"),
            String::new(),
        ] {
            assert!(!pem_private_key(&wrong), "{wrong}");
        }
    }

    #[test]
    fn keys_without_armour() {
        assert!(der_private_key(&BASE64_STANDARD.encode(sequence(120))));
        assert!(!der_private_key(&BASE64_STANDARD.encode([7; 120])));
        assert!(!der_private_key(""));
    }
}
