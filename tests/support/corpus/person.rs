//! Made-up people. Each value comes from the definition of its kind, not from a list of values.

use super::draw::Draw;

const DIGITS: &str = "0123456789";

/// Names of census lists' upper ranks and of none at all: a field that is named as a name needs no list.
const FIRST: [&str; 14] = [
    "Maria",
    "Robert",
    "Thuy",
    "Aaliyah",
    "Sven",
    "Priya",
    "Eleanor",
    "Tomasz",
    "Keisha",
    "Hiroshi",
    "Noor",
    "Wyatt",
    "Brunhild",
    "Oluwaseun",
];
const LAST: [&str; 14] = [
    "Delgado",
    "Whitfield",
    "Nguyen",
    "Okafor",
    "Lindqvist",
    "Patel",
    "Vandermeer",
    "Kowalczyk",
    "Tran",
    "Yamaguchi",
    "Haddad",
    "McAllister",
    "O'Shea",
    "Tsosie",
];
const STREETS: [&str; 6] = [
    "Alder Court",
    "Mill Pond Road",
    "W Kinzie St",
    "Juniper Ave",
    "Old Ferry Lane",
    "County Road 12",
];
const CITIES: [&str; 5] = ["Duluth", "Macon", "Yakima", "Bangor", "Las Cruces"];

/// A patient.
pub(crate) struct Person {
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) ssn: String,
    pub(crate) mrn: String,
    pub(crate) member: String,
    pub(crate) account: String,
    /// Year, month, day.
    pub(crate) birth: (u64, u64, u64),
    pub(crate) phone: [String; 3],
    pub(crate) email: String,
    pub(crate) street: String,
    pub(crate) city: &'static str,
    pub(crate) zip: String,
}

impl Person {
    pub(crate) fn new(draw: &mut Draw) -> Self {
        let (first, last) = (draw.pick(&FIRST), draw.pick(&LAST));
        let plain: String = last.chars().filter(char::is_ascii_alphabetic).collect();
        Self {
            first,
            last,
            ssn: ssn(draw),
            mrn: draw.text(DIGITS, 8),
            member: format!(
                "{}{}",
                draw.text("ABCDEFGHJKMNPQRSTUVWXYZ", 3),
                draw.text(DIGITS, 9)
            ),
            account: draw.text(DIGITS, 10),
            birth: (
                draw.number(1931, 2019),
                draw.number(1, 12),
                draw.number(1, 28),
            ),
            phone: phone(draw),
            email: format!(
                "{}.{}{}@{}",
                first.to_lowercase(),
                plain.to_lowercase(),
                draw.number(2, 99),
                draw.pick(&["gmail.com", "comcast.net", "outlook.com"])
            ),
            street: format!("{} {}", draw.number(11, 9899), draw.pick(&STREETS)),
            city: draw.pick(&CITIES),
            zip: format!("{}", draw.number(10_101, 99_499)),
        }
    }
}

/// SSA POMS RM 10201.035: no area 000, 666 or from 900, no group 00, no serial 0000.
fn ssn(draw: &mut Draw) -> String {
    let area = match draw.number(1, 899) {
        666 => 667,
        area => area,
    };
    format!(
        "{area:03}-{:02}-{:04}",
        draw.number(1, 99),
        draw.number(1, 9999)
    )
}

/// North American Numbering Plan: area code and exchange begin with 2 to 9, and neither is a service code (N11); exchange
/// 555 is kept for fiction.
fn phone(draw: &mut Draw) -> [String; 3] {
    let mut code = |first: &str| loop {
        let code = format!("{}{}", draw.text(first, 1), draw.text(DIGITS, 2));
        if !code.ends_with("11") && code != "555" && !code[1..].starts_with('9') {
            return code;
        }
    };
    [code("23456789"), code("23456789"), draw.text(DIGITS, 4)]
}
