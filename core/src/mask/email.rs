//! E-mail addresses: a keyed mailbox at example.com, which RFC 2606 keeps free.

use super::draw::Draw;

pub(super) fn surrogate(text: &str, draw: impl Fn(&str) -> Draw) -> String {
    const DOMAIN: &str = "@example.com";
    if text.ends_with(DOMAIN) {
        return text.to_owned();
    }
    let mailbox = draw(&text.trim().to_lowercase()).hex(8);
    format!("person-{mailbox}{DOMAIN}")
}
