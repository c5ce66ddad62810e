//! Network addresses: one of the networks kept for documentation, RFC 5737 and RFC 3849.

use std::net::IpAddr;

use super::draw::Draws;
use super::opaque;

const DOCUMENTATION_V4: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];

pub(super) fn surrogate(text: &str, draws: Draws<'_>) -> String {
    let Ok(address) = text.trim().parse::<IpAddr>() else {
        let masked = opaque::surrogate(text, 0, draws);
        // Letters drawn at random may make an address of what was none.
        return match masked.trim().parse::<IpAddr>() {
            Ok(_) => surrogate(&masked, draws),
            Err(_) => masked,
        };
    };
    draws.distinct(&address.to_string(), |draw| match address {
        IpAddr::V4(_) => {
            let network = DOCUMENTATION_V4[usize::from(draw.below(3))];
            format!("{network}.{}", draw.below(255))
        }
        IpAddr::V6(_) => format!("2001:db8::{}:{}", draw.hex(4), draw.hex(4)),
    })
}
