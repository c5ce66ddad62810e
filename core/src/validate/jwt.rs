//! JSON web tokens.
//!
//! Source: RFC 7515 sections 3.1 (compact serialisation) and 4.1.1 (`alg` must be there), RFC 7519.

use super::encoding::decode;

/// A header longer than this is nothing that a signer writes.
const MAX_HEADER: usize = 2048;

/// Three base64url parts with dots between them (five when encrypted, RFC 7516) whose first decodes to a JSON object with an
/// `alg`; an unsigned token's last part is empty. `Bearer ` may stand before it.
pub(super) fn jwt(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text);
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let parts = text.split('.').count();
    let mut header = text.split('.');
    matches!(parts, 3 | 5)
        && text.split('.').all(|part| part.bytes().all(url_safe))
        && header.next().is_some_and(is_header)
        && header
            .next()
            .is_some_and(|payload| parts == 5 || payload.len() >= 2)
}

fn is_header(part: &str) -> bool {
    let mut buffer = [0; MAX_HEADER];
    let decoded = decode(part, &mut buffer).and_then(|bytes| std::str::from_utf8(bytes).ok());
    decoded.is_some_and(|json| {
        let json = json.trim();
        json.starts_with('{') && json.ends_with('}') && names_algorithm(json)
    })
}

/// Whether an object has a string member `alg`.
fn names_algorithm(json: &str) -> bool {
    json.split_once("\"alg\"").is_some_and(|(_, rest)| {
        rest.trim_start()
            .strip_prefix(':')
            .is_some_and(|value| value.trim_start().starts_with('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    fn token(header: &str, payload: &str, signature: &str) -> String {
        let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{signature}", encode(header), encode(payload))
    }

    #[test]
    fn jwt_cases() {
        let signed = token(
            r#"{"alg":"HS256","typ":"JWT"}"#,
            r#"{"sub":"1"}"#,
            "c2lnbmF0dXJl",
        );
        assert!(jwt(&signed));
        assert!(jwt(&format!("Bearer {signed}")));
        assert!(jwt(&token(r#"{ "alg" : "none" }"#, "{}", "")));
        for wrong in [
            token(r#"{"typ":"JWT"}"#, "{}", "c2ln"),
            token(r#""alg":"HS256""#, "{}", "c2ln"),
            token(r#"{"alg":1}"#, "{}", "c2ln"),
            signed.replace('.', ":"),
            format!("{signed}.x"),
            "a.b.c".to_owned(),
            "..".to_owned(),
            "A".repeat(10_000) + ".AA.AA",
        ] {
            assert!(!jwt(&wrong), "{wrong:.80}");
        }
    }
}
