//! E-mail addresses: a keyed mailbox at example.com, which RFC 2606 keeps free.

use super::draw::Draws;

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    const DOMAIN: &str = "@example.com";
    if text.ends_with(DOMAIN) {
        return text.to_owned();
    }
    let mailbox = draws.draw(&text.trim().to_lowercase()).hex(8);
    format!("person-{mailbox}{DOMAIN}")
}
