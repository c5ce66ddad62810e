//! The people in the generated files, another one for each number.

const FIRST: [&str; 4] = ["Maria", "Robert", "Thuy", "Keisha"];
const LAST: [&str; 4] = ["Delgado", "Whitfield", "Okafor", "Lindqvist"];

/// Someone in a generated file.
pub(crate) struct Person {
    pub(crate) number: u32,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    /// The year of birth.
    pub(crate) year: u32,
    pub(crate) mrn: u32,
    /// The last four digits of the telephone number, and the number of the house.
    pub(crate) line: u32,
    /// A number of three, two and four digits that may have been issued.
    pub(crate) ssn: String,
}

impl Person {
    pub(crate) fn new(number: u32) -> Self {
        let at = |offset: u32| usize::try_from((number / offset) % 4).expect("it fits");
        let (area, group, serial) = (
            100 + number / 9000 % 500,
            10 + number % 89,
            1000 + number % 8999,
        );
        Self {
            number,
            first: FIRST[at(1)],
            last: LAST[at(4)],
            year: 1935 + number % 80,
            mrn: 40_000_000 + number,
            line: serial,
            ssn: format!("{area:03}-{group:02}-{serial:04}"),
        }
    }
}
