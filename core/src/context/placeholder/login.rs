//! Samples of log-ins in base64, as documentation has them: `user:password` behind `Basic`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::placeholder;

/// Longer texts are no log-in, and a bound keeps the time small.
const MAX_ENCODED: usize = 120;

/// Whether a value is base64 of a user's name and a password that is a placeholder or that name again.
pub(crate) fn is_sample_login(value: &str) -> bool {
    let value = value
        .get(..6)
        .filter(|scheme| scheme.eq_ignore_ascii_case("basic "))
        .map_or(value, |scheme| value[scheme.len()..].trim_start());
    if value.len() > MAX_ENCODED || !value.len().is_multiple_of(4) || value.len() < 8 {
        return false;
    }
    let Some(text) = STANDARD
        .decode(value)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
    else {
        return false;
    };
    text.trim().split_once(':').is_some_and(|(user, password)| {
        let short = password.len() <= 3;
        short || user.eq_ignore_ascii_case(password) || placeholder(password).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_log_ins() {
        for (login, expected) in [
            ("user:password", true),
            ("aaa:bbb", true),
            ("Portal:portal\n", true),
            ("username:changeme", true),
            ("svc-ehr:kJ8x2Qp0", false),
            ("admin:hunter22", false),
            ("no log-in at all", false),
        ] {
            assert_eq!(
                is_sample_login(&STANDARD.encode(login)),
                expected,
                "{login}"
            );
        }
        for value in ["", "====", "not base64 at all!!", "/////w=="] {
            assert!(!is_sample_login(value), "{value}");
        }
    }
}
