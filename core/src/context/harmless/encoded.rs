//! Encoded bytes that are no secret: checksums, pictures, public keys.

/// Subresource integrity (W3C SRI), Go's `go.sum` (`h1:`), and prefixed digests of OCI, Nix, pip and Cargo.
pub(super) fn is_integrity(value: &str) -> bool {
    let algorithms = [
        "sha1", "sha224", "sha256", "sha384", "sha512", "md5", "h1", "blake2b", "blake3", "crc32",
        "sha3",
    ];
    let Some(at) = value.find(['-', ':', '=']) else {
        return false;
    };
    let (algorithm, digest) = (&value[..at], &value[at + 1..]);
    let encoded =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    algorithms
        .iter()
        .any(|known| known.eq_ignore_ascii_case(algorithm))
        && digest.len() >= 8
        && digest.bytes().all(encoded)
}

/// Data addresses of pictures, fonts and media, and base64 that starts as PNG, JPEG, GIF, SVG, WebP, fonts or PDF do.
pub(super) fn is_media(value: &str) -> bool {
    let types = [
        "data:image/",
        "data:font/",
        "data:audio/",
        "data:video/",
        "data:application/font",
        "data:application/x-font",
        "data:text/css",
    ];
    let bytes = [
        "iVBORw0KGgo",
        "/9j/",
        "R0lGOD",
        "PHN2Zy",
        "UklGR",
        "d09GRg",
        "d09GMg",
        "AAEAAAA",
        "T1RUTw",
        "AAABAA",
        "JVBERi0",
    ];
    types.iter().any(|head| value.starts_with(head))
        || (value.len() >= 40 && bytes.iter().any(|head| value.starts_with(head)))
}

/// Whether a line, or a part of one, is bytes in base 85, as PostScript has pictures: no blank, and the marks that even code without
/// blanks seldom has, or most of those that it has too.
pub(super) fn is_base85(line: &str) -> bool {
    let kinds = |marks: &[u8]| {
        let found = marks.iter().filter(|mark| line.as_bytes().contains(mark));
        found.count()
    };
    line.len() >= 60
        && !line.contains(char::is_whitespace)
        && (kinds(b"#%@^`") >= 4 || kinds(b"!#$%&*<>?@^`") >= 8)
}

/// Keys of OpenSSH's public format, PEM blocks of certificates and public keys, and their bodies (`MIIB…` with the object id of
/// a public key's algorithm right at the front).
pub(super) fn is_public_key(value: &str) -> bool {
    let heads = [
        "ssh-rsa AAAA",
        "ssh-ed25519 AAAA",
        "ssh-dss AAAA",
        "ecdsa-sha2-",
        "AAAAB3NzaC1",
        "AAAAC3NzaC1lZDI1",
        "AAAAE2VjZHNh",
    ];
    let blocks = [
        "-----BEGIN CERTIFICATE",
        "-----BEGIN PUBLIC KEY",
        "-----BEGIN RSA PUBLIC KEY",
        "-----BEGIN PGP PUBLIC",
        "-----BEGIN X509",
    ];
    // SubjectPublicKeyInfo (RFC 5280) of RSA keys of 1024, 2048 and 4096 bits, and of P-256 and Ed25519 keys.
    let bodies = [
        "MIGfMA0GCSqGSIb3DQEB",
        "MIIBIjANBgkqhkiG9w0B",
        "MIICIjANBgkqhkiG9w0B",
        "MFkwEwYHKoZIzj0CAQ",
        "MCowBQYDK2Vw",
    ];
    heads
        .iter()
        .chain(&blocks)
        .chain(&bodies)
        .any(|head| value.starts_with(head))
}
