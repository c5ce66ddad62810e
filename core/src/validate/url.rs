//! Web addresses.
//!
//! Source: RFC 3986 sections 3.1 (scheme), 3.2 (authority).

use super::email::is_label;
use super::ip::parse_v6;

/// `scheme://host…` with a host name, an address or `localhost`, perhaps user information and a port; no blanks.
pub(super) fn url(text: &str) -> bool {
    let text = text.trim();
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | '`');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(scheme_byte)
        && rest.chars().all(plain)
        && host_of(rest).is_some_and(is_host)
}

/// The host and port that follow `://`, without user information.
fn host_of(rest: &str) -> Option<&str> {
    let authority = rest.split(['/', '?', '#']).next()?;
    Some(
        authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host),
    )
}

fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return parse_v6(host).is_some();
    }
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let name = name.strip_suffix('.').unwrap_or(name);
    port.parse::<u16>().is_ok() && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_cases() {
        for right in [
            "https://example.org",
            "http://localhost:8080/x?y=z#f",
            "postgres://user:pw@db.example.org:5432/app",
            "https://192.0.2.1/a",
            "https://[2001:db8::1]:443/",
            "git+ssh://git@example.org/x.git",
            "https://example.org./",
        ] {
            assert!(url(right), "{right}");
        }
        for wrong in [
            "",
            "example.org",
            "://example.org",
            "https://",
            "https:///path",
            "1http://example.org",
            "https://exa mple.org",
            "https://example.org:port/",
            "https://-x.example.org",
            "https://${HOST}/",
            "https://[::1",
            "https://<host>/",
        ] {
            assert!(!url(wrong), "{wrong}");
        }
    }
}
