//! The eighteen identifiers of the Safe Harbor method, 45 CFR 164.514(b)(2)(i).

use serde::{Deserialize, Serialize};

/// One of the identifiers (A) to (R).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Identifier {
    /// Names.
    A,
    /// Geographic subdivisions smaller than a state.
    B,
    /// Elements of dates except the year; ages over 89.
    C,
    /// Telephone numbers.
    D,
    /// Fax numbers.
    E,
    /// E-mail addresses.
    F,
    /// Social security numbers.
    G,
    /// Medical record numbers.
    H,
    /// Health plan beneficiary numbers.
    I,
    /// Account numbers.
    J,
    /// Certificate and licence numbers.
    K,
    /// Vehicle identifiers and serial numbers, licence plates.
    L,
    /// Device identifiers and serial numbers.
    M,
    /// Web addresses (URLs).
    N,
    /// Internet protocol addresses.
    O,
    /// Biometric identifiers.
    P,
    /// Full-face photographs and comparable images.
    Q,
    /// Any other unique identifying number, characteristic or code.
    R,
}

impl Identifier {
    /// All eighteen, in the statute's order.
    pub const ALL: [Identifier; 18] = [
        Self::A,
        Self::B,
        Self::C,
        Self::D,
        Self::E,
        Self::F,
        Self::G,
        Self::H,
        Self::I,
        Self::J,
        Self::K,
        Self::L,
        Self::M,
        Self::N,
        Self::O,
        Self::P,
        Self::Q,
        Self::R,
    ];

    /// The letter.
    pub fn letter(self) -> char {
        char::from(b'A' + self as u8)
    }

    /// The citation: `45 CFR 164.514(b)(2)(i)(G)`.
    pub fn citation(self) -> String {
        format!("45 CFR 164.514(b)(2)(i)({})", self.letter())
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::A => "name",
            Self::B => "geographic subdivision smaller than a state",
            Self::C => "date more precise than a year, or age over 89",
            Self::D => "telephone number",
            Self::E => "fax number",
            Self::F => "e-mail address",
            Self::G => "social security number",
            Self::H => "medical record number",
            Self::I => "health plan beneficiary number",
            Self::J => "account number",
            Self::K => "certificate or licence number",
            Self::L => "vehicle identifier",
            Self::M => "device identifier",
            Self::N => "web address",
            Self::O => "IP address",
            Self::P => "biometric identifier",
            Self::Q => "full-face photograph",
            Self::R => "other unique identifier",
        }
    }
}
