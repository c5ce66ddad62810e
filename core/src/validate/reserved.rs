//! Values that are documented never to be anyone's.
//!
//! Sources: SSA, "Meaning of the Social Security Number" and POMS RM 10201.035 (retired and advertised numbers, areas and groups that are not
//! given out); IRS Publication 1915 (groups of taxpayers' numbers, of which 00 is none); ATIS-0300115
//! (555-0100 to 555-0199); RFC 2606 and RFC 6761 (names); RFC 5737, RFC 3849 and RFC 9637 (documentation addresses); RFC 1918,
//! RFC 4193, RFC 6598 (private networks); CMS's sample Medicare card; the payment processors' pages of test cards; the AWS
//! documentation's sample keys, which all end in EXAMPLE.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::compact::{Compact, number};
use super::ip::{parse_v4, parse_v6};
use super::{credit_card, mbi, nanp_local_phone, nanp_phone, ssn};
use crate::trim::trim;

/// What a reserved value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReservedKind {
    /// A social security number.
    Ssn,
    /// A telephone number.
    Phone,
    /// A mail address, web address or host name.
    Domain,
    /// A network address.
    Address,
    /// A Medicare beneficiary identifier.
    Mbi,
    /// A payment card number.
    Card,
    /// A key of a cloud provider.
    Key,
}

impl ReservedKind {
    /// Whether a value may be reserved as this kind: the check of one kind costs less than that of all.
    fn is_possible(self, value: &str) -> bool {
        match self {
            Self::Ssn => reserved_ssn(value),
            Self::Phone => reserved_phone(value),
            Self::Card => reserved_card(value),
            Self::Mbi => reserved_mbi(value),
            // The host of a web address may be an address.
            Self::Address => reserved_address(value).or_else(|| reserved_domain(value)),
            Self::Domain => reserved_domain(value),
            Self::Key => reserved_key(value),
        }
        .is_some()
    }
}

/// How sure it is that nobody has the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReservedStrength {
    /// An authority keeps it from ever being given out.
    NeverReal,
    /// Everyone uses it as a sample, though nobody keeps it free.
    Sample,
    /// It means something different in every network, and points to nobody from outside.
    Private,
}

/// Why a value is nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// What the value is. A number may be of several kinds; the field it stands in decides whether this one is meant.
    pub kind: ReservedKind,
    /// How sure it is.
    pub strength: ReservedStrength,
    /// A sentence for people.
    pub why: &'static str,
}

impl Reserved {
    const fn never(kind: ReservedKind, why: &'static str) -> Self {
        Self {
            kind,
            strength: ReservedStrength::NeverReal,
            why,
        }
    }

    const fn sample(kind: ReservedKind, why: &'static str) -> Self {
        Self {
            kind,
            strength: ReservedStrength::Sample,
            why,
        }
    }
}

/// Whether a whole value is one of the documented never-real ones, whatever it is thought to be.
///
/// ```
/// use safeharbor_core::validate::{ReservedStrength, reserved};
/// let found = reserved("555-0123").unwrap();
/// assert_eq!(found.strength, ReservedStrength::NeverReal);
/// assert!(reserved("nobody in particular").is_none());
/// ```
pub fn reserved(value: &str) -> Option<Reserved> {
    let value = trim(value);
    if value.len() > 2048 || !value.is_ascii() {
        return None;
    }
    let by_digits = match value.bytes().filter(u8::is_ascii_digit).count() {
        7..=20 => reserved_ssn(value)
            .or_else(|| reserved_phone(value))
            .or_else(|| reserved_card(value)),
        _ => None,
    };
    by_digits
        .or_else(|| reserved_mbi(value))
        .or_else(|| reserved_address(value))
        .or_else(|| reserved_domain(value))
        .or_else(|| reserved_key(value))
}

/// The same, if what the value is reserved as is one of `kinds`.
pub(crate) fn reserved_as(value: &str, kinds: &[ReservedKind]) -> Option<Reserved> {
    let trimmed = trim(value);
    let possible = kinds.iter().any(|kind| kind.is_possible(trimmed));
    possible
        .then(|| reserved(trimmed))?
        .filter(|reserved| kinds.contains(&reserved.kind))
}

fn reserved_ssn(value: &str) -> Option<Reserved> {
    let read = Compact::<9>::read(value, b" -.")?.into_digits()?;
    let never = |why| Some(Reserved::never(ReservedKind::Ssn, why));
    match number(read.as_bytes()) {
        _ if read.as_bytes().len() != 9 => None,
        78_051_120 => never("the number was printed on sample cards in 1938 and retired"),
        219_099_999 => never("the number was printed in a brochure of 1940 and retired"),
        987_654_320..=987_654_329 => never("the number is of the range kept for advertisements"),
        digits @ 900_000_000.. if digits / 10_000 % 100 == 0 => {
            never("neither areas from 900 nor the group 00 are given out, and no taxpayer's number has that group")
        }
        123_456_789 => Some(Reserved::sample(
            ReservedKind::Ssn,
            "the digits 1 to 9 in order are everyone's sample",
        )),
        _ => None,
    }
    .filter(|_| ssn(value) || read.as_bytes()[0] == 9)
}

fn reserved_phone(value: &str) -> Option<Reserved> {
    let digits = value.bytes().filter(u8::is_ascii_digit);
    let kept = |before: usize| digits.clone().skip(before).take(5).eq(*b"55501");
    if ![0, 3, 4].into_iter().any(kept) || !(nanp_phone(value) || nanp_local_phone(value)) {
        return None;
    }
    // The exchange and line stand after the country code and the area code; an extension follows them.
    let before = match (
        nanp_local_phone(value),
        value
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .starts_with('1'),
    ) {
        (true, _) => 0,
        (false, false) => 3,
        (false, true) => 4,
    };
    let why = "555-0100 to 555-0199 are kept for fiction in every area code";
    kept(before).then_some(Reserved::never(ReservedKind::Phone, why))
}

/// Test cards that Stripe, PayPal, Adyen and Visa document.
pub(crate) const TEST_CARDS: [&str; 26] = [
    "3056930009020004",
    "30569309025904",
    "3530111333300000",
    "3566002020360505",
    "36227206271667",
    "371449635398431",
    "378282246310005",
    "378734493671000",
    "38520000023237",
    "4000056655665556",
    "4012888888881881",
    "4111111111111111",
    "4222222222222",
    "4242424242424242",
    "5105105105105100",
    "5200828282828210",
    "5424000000000015",
    "5454545454545454",
    "5500000000000004",
    "5555555555554444",
    "6011000000000004",
    "6011000990139424",
    "6011111111111117",
    "6011981111111113",
    "6200000000000005",
    "6555900000604105",
];

fn reserved_card(value: &str) -> Option<Reserved> {
    let read = Compact::<19>::read(value, b" -")?;
    let documented = TEST_CARDS
        .binary_search_by(|card| card.as_bytes().cmp(read.as_bytes()))
        .is_ok()
        && credit_card(value);
    documented.then_some(Reserved::never(
        ReservedKind::Card,
        "the number is a payment processor's documented test card",
    ))
}

/// The numbers on the sample Medicare cards that CMS has published.
pub(crate) const SAMPLE_MBIS: [&str; 2] = ["1EG4TE5MK72", "1EG4TE5MK73"];

fn reserved_mbi(value: &str) -> Option<Reserved> {
    let read = Compact::<11>::read(value, b" -").filter(|_| mbi(value))?;
    let sample = SAMPLE_MBIS
        .iter()
        .any(|sample| sample.as_bytes() == read.as_bytes());
    sample.then_some(Reserved::never(
        ReservedKind::Mbi,
        "the number is printed on the sample Medicare card",
    ))
}

/// Credentials that standards print: RFC 7617, section 2; RFC 6749, sections 4.1 to 6; RFC 5849, section 1.2; and the seed of
/// the wiki on the form of `otpauth:` addresses.
const PRINTED: [&str; 13] = [
    concat!("QWxhZGRpbjpvcGVu", "IHNlc2FtZQ=="),
    concat!("dGVzdDox", "MjPCow=="),
    concat!("czZCaGRSa3F0Mzpn", "WDFmQmF0M2JW"),
    concat!("gX1f", "Bat3bV"),
    concat!("SplxlOBeZ", "QQYbYS6WxSbIA"),
    concat!("2YotnFZFE", "jr1zCsicMWpAA"),
    concat!("tGzv3JOkF", "0XG5Qx2TlKWIA"),
    concat!("dpf43f3p", "2l4k3l03"),
    concat!("hh5s93j4", "hdidpola"),
    concat!("hfdp7dh3", "9dks9884"),
    concat!("nnch734d", "00sl2jdk"),
    concat!("9djdj82h", "48djs9d2"),
    concat!("JBSWY3DP", "EHPK3PXP"),
];

fn reserved_key(value: &str) -> Option<Reserved> {
    let long = matches!(value.len(), 20 | 40) && !value.contains(' ');
    let documented = long && (value.ends_with("EXAMPLE") || value.ends_with("EXAMPLEKEY"));
    (documented || PRINTED.contains(&value)).then_some(Reserved::never(
        ReservedKind::Key,
        "the key is a sample of the provider's documentation",
    ))
}

fn reserved_address(value: &str) -> Option<Reserved> {
    parse_v4(value)
        .and_then(reserved_v4)
        .or_else(|| parse_v6(value).and_then(reserved_v6))
}

fn reserved_v4(address: Ipv4Addr) -> Option<Reserved> {
    let shared = matches!(address.octets(), [100, 64..=127, ..]);
    let benchmark = matches!(address.octets(), [198, 18 | 19, ..]);
    if address.is_documentation() {
        Some(Reserved::never(
            ReservedKind::Address,
            "the address is kept for documentation (RFC 5737)",
        ))
    } else if address.is_loopback()
        || address.is_unspecified()
        || address.is_broadcast()
        || benchmark
    {
        Some(Reserved::never(
            ReservedKind::Address,
            "the address means no host on the internet",
        ))
    } else if address.is_private() || address.is_link_local() || address.is_multicast() || shared {
        Some(private_network())
    } else {
        None
    }
}

fn reserved_v6(address: Ipv6Addr) -> Option<Reserved> {
    match address.segments() {
        [0x2001, 0x0db8, ..] => Some(Reserved::never(
            ReservedKind::Address,
            "the address is kept for documentation (RFC 3849)",
        )),
        [0x3fff, 0..=0x0fff, ..] => Some(Reserved::never(
            ReservedKind::Address,
            "the address is kept for documentation (RFC 9637)",
        )),
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Some(Reserved::never(
            ReservedKind::Address,
            "the address means no host on the internet",
        )),
        [0xfc00..=0xfdff | 0xfe80..=0xfebf | 0xff00..=0xffff, ..] => Some(private_network()),
        _ => address.to_ipv4_mapped().and_then(reserved_v4),
    }
}

const fn private_network() -> Reserved {
    Reserved {
        kind: ReservedKind::Address,
        strength: ReservedStrength::Private,
        why: "the address is one of a private network",
    }
}

/// The host of a mail address, a web address, or a bare host name.
fn host_of(value: &str) -> &str {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    host.strip_suffix('.').unwrap_or(host)
}

fn reserved_domain(value: &str) -> Option<Reserved> {
    let host = host_of(value);
    let mut labels = host.rsplit('.');
    let (last, second) = (labels.next()?, labels.next());
    let is =
        |label: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(label));
    let top_level = is(last, &["test", "example", "invalid", "localhost"]);
    let sample = second.is_some_and(|name| is(name, &["example"]))
        && is(last, &["com", "net", "org", "edu"]);
    let reserved = (top_level && (second.is_some() || is(last, &["localhost"]))) || sample;
    if reserved && !host.contains(char::is_whitespace) {
        return Some(Reserved::never(
            ReservedKind::Domain,
            "the name is kept for examples and tests (RFC 2606, RFC 6761)",
        ));
    }
    // An address as host of a web address.
    if value.contains("://") {
        reserved_address(host)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReservedKind::*;
    use ReservedStrength::*;

    #[test]
    fn documented_values() {
        assert!(TEST_CARDS.is_sorted());
        for (value, kind, strength) in [
            ("078-05-1120", Ssn, NeverReal),
            ("078051120", Ssn, NeverReal),
            ("219-09-9999", Ssn, NeverReal),
            ("987-65-4320", Ssn, NeverReal),
            ("987-65-4329", Ssn, NeverReal),
            ("900-00-0001", Ssn, NeverReal),
            ("999001234", Ssn, NeverReal),
            ("123-45-6789", Ssn, Sample),
            ("555-0100", Phone, NeverReal),
            ("(212) 555-0199", Phone, NeverReal),
            ("+1 212 555 0142 x3", Phone, NeverReal),
            ("1-212-555-0142", Phone, NeverReal),
            ("2125550142", Phone, NeverReal),
            ("jane@example.org", Domain, NeverReal),
            ("https://www.example.com:8080/x", Domain, NeverReal),
            ("db.corp.test", Domain, NeverReal),
            ("http://localhost:3000", Domain, NeverReal),
            ("jane@mail.invalid", Domain, NeverReal),
            ("192.0.2.17", Address, NeverReal),
            ("198.51.100.1", Address, NeverReal),
            ("203.0.113.255", Address, NeverReal),
            ("127.0.0.1", Address, NeverReal),
            ("10.1.2.3", Address, Private),
            ("192.168.0.1:80", Address, Private),
            ("http://172.16.0.9/x", Address, Private),
            ("100.64.0.1", Address, Private),
            ("2001:db8::1", Address, NeverReal),
            ("3fff:fff::1", Address, NeverReal),
            ("::1", Address, NeverReal),
            ("fe80::1", Address, Private),
            ("1EG4-TE5-MK73", Mbi, NeverReal),
            ("1EG4TE5MK72", Mbi, NeverReal),
            ("4111 1111 1111 1111", Card, NeverReal),
        ] {
            let found = reserved(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!((found.kind, found.strength), (kind, strength), "{value}");
            assert!(!found.why.is_empty());
        }
        let key = format!("AKIA{}EXAMPLE", "IOSFODNN7");
        assert_eq!(reserved(&key).map(|found| found.kind), Some(Key));
    }

    #[test]
    fn ordinary_values() {
        for value in [
            "",
            "219-09-9998",
            "078-05-1121",
            "987-65-4330",
            "900-01-0001",
            "899-00-0001",
            "9990012345",
            "212-555-0200",
            "555-1234",
            "212-556-0100",
            "jane@examples.org",
            "example",
            "test",
            "8.8.8.8",
            "172.32.0.1",
            "2001:4860:4860::8888",
            "4000fff::1",
            "1EG4TE5MK74",
            "this is an EXAMPLE",
            "https://example.co",
            "contest",
            "4111111111111112",
            "é@example.org…",
        ] {
            assert_eq!(reserved(value), None, "{value}");
        }
    }
}
