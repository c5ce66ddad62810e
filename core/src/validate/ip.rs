//! Network addresses.
//!
//! Sources: RFC 791 and RFC 6943 section 3.1.1 (dotted decimal), RFC 4291 section 2.2 (IPv6), RFC 4007 (zones), IEEE 802 (MAC).

use crate::trim::trim;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Four numbers from 0 to 255 without leading zeros; a port or prefix length (`:8080`, `/24`) may follow.
pub(super) fn ipv4(text: &str) -> bool {
    parse_v4(text).is_some()
}

/// Eight groups of hexadecimal digits, `::` for a run of zeros; in brackets with a port, with a zone (`%eth0`), or with a
/// prefix length.
pub(super) fn ipv6(text: &str) -> bool {
    parse_v6(text).is_some()
}

/// [`ipv4`] or [`ipv6`].
pub(super) fn ip(text: &str) -> bool {
    ipv4(text) || ipv6(text)
}

/// The hardware address of a network interface: six pairs of hexadecimal digits with `:` or `-` between them, or three
/// groups of four with dots; neither all zero nor broadcast.
pub(super) fn mac_address(text: &str) -> bool {
    let text = trim(text);
    let (separator, group, len) = match text.as_bytes().get(2) {
        Some(&mark @ (b':' | b'-')) => (mark, 2, 17),
        _ => (b'.', 4, 14),
    };
    let fits = |(at, byte): (usize, u8)| match at % (group + 1) == group {
        true => byte == separator,
        false => byte.is_ascii_hexdigit(),
    };
    let digits = || text.bytes().filter(u8::is_ascii_hexdigit);
    text.len() == len
        && text.bytes().enumerate().all(fits)
        && digits().any(|byte| byte != b'0')
        && digits().any(|byte| !byte.eq_ignore_ascii_case(&b'f'))
}

/// The address that `text` writes, without port or prefix length.
pub(super) fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    let (address, rest) = match trim(text).split_once([':', '/']) {
        Some((address, rest)) => (address, Some(rest)),
        None => (trim(text), None),
    };
    rest.is_none_or(is_short_number)
        .then(|| address.parse().ok())
        .flatten()
}

/// The address that `text` writes, without brackets, port, zone or prefix length.
pub(super) fn parse_v6(text: &str) -> Option<Ipv6Addr> {
    let text = trim(text);
    let address = match text.strip_prefix('[') {
        Some(inner) => {
            let (address, port) = inner.split_once(']')?;
            let fits = port.is_empty() || port.strip_prefix(':').is_some_and(is_short_number);
            fits.then_some(())?;
            address
        }
        None => text,
    };
    let address = match address.split_once('/') {
        Some((address, length)) => is_short_number(length).then_some(address)?,
        None => address,
    };
    let address = address
        .split_once('%')
        .map_or(address, |(address, _)| address);
    address.parse().ok()
}

fn is_short_number(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ip_cases() {
        for right in ["192.0.2.1", "192.0.2.1:8080", "192.0.2.0/24", " 192.0.2.1 "] {
            assert!(ipv4(right) && ip(right) && !ipv6(right), "{right:?}");
        }
        for right in [
            "2001:db8::1",
            "[2001:db8::1]:443",
            "fe80::1%eth0",
            "2001:db8::/32",
            "::ffff:192.0.2.1",
        ] {
            assert!(ipv6(right) && ip(right) && !ipv4(right), "{right:?}");
        }
        for wrong in [
            "256.0.2.1",
            "192.0.2",
            "192.0.02.1",
            "1.2.3.4.5",
            "192.0.2.1:x",
            "2001:db8",
            "[2001:db8::1]x",
            "",
        ] {
            assert!(!ip(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn mac_cases() {
        for right in ["00:00:5e:00:53:01", "00-00-5E-00-53-01", "0000.5e00.5301"] {
            assert!(mac_address(right), "{right}");
        }
        for wrong in [
            "00:00:5e:00:53",
            "00:00-5e:00:53:01",
            "00:00:00:00:00:00",
            "ff:ff:ff:ff:ff:ff",
            "00:00:5g:00:53:01",
            "12:34",
            "",
        ] {
            assert!(!mac_address(wrong), "{wrong}");
        }
    }
}
