//! Web addresses: a keyed page of example.com, which RFC 2606 keeps free. The scheme stays, user, path and query go.

use super::draw::Draws;

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => (scheme, rest),
        _ => ("https", text),
    };
    if rest.starts_with("example.com/") {
        return text.to_owned();
    }
    format!("{scheme}://example.com/{}", draws.draw(text).hex(8))
}
