//! Made-up credentials, by what their issuers document about their form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::draw::Draw;
use crate::support::token;

const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE62: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &str = "0123456789abcdef";

/// One of each kind.
pub(crate) struct Credentials {
    pub(crate) github: String,
    pub(crate) aws_id: String,
    pub(crate) aws_secret: String,
    pub(crate) slack: String,
    pub(crate) stripe: String,
    pub(crate) jwt: String,
    pub(crate) password: String,
    pub(crate) api_key: String,
}

impl Credentials {
    pub(crate) fn new(draw: &mut Draw) -> Self {
        Self {
            github: token(u32::try_from(draw.number(1, 1 << 30)).expect("it fits")),
            aws_id: format!("{}{}", "AKIA", draw.text(BASE32, 16)),
            aws_secret: draw.text(&format!("{BASE62}+/"), 40),
            slack: format!(
                "{}-{}-{}-{}",
                "xoxb",
                draw.number(200_000_000_000, 900_000_000_000),
                draw.number(2_000_000_000_000, 9_000_000_000_000),
                draw.text(BASE62, 24)
            ),
            stripe: format!("{}_{}_{}", "sk", "live", draw.text(BASE62, 24)),
            jwt: jwt(draw),
            password: password(draw),
            api_key: draw.text(HEX, 32),
        }
    }
}

/// RFC 7519 with HMAC SHA-256: a signature has 32 bytes.
fn jwt(draw: &mut Draw) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = format!(
        r#"{{"sub":"{}","iat":{}}}"#,
        draw.number(10_000, 99_999),
        draw.number(1_500_000_000, 1_700_000_000)
    );
    let signature: Vec<u8> = draw.text(BASE62, 32).into_bytes();
    format!(
        "{header}.{}.{}",
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode(signature)
    )
}

/// What a password manager makes: letters of both cases, digits, and a sign that no syntax minds.
fn password(draw: &mut Draw) -> String {
    let (head, tail) = (draw.text(BASE62, 7), draw.text(BASE62, 6));
    format!(
        "{}{head}{}{tail}{}",
        draw.text("qwrtpsdfgh", 1),
        draw.pick(&["_", "-", "."]),
        draw.number(2, 9)
    )
}
