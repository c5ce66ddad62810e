//! Names of segments, and which of them the health transactions have.

use std::fmt;

/// A segment's name or a qualifier: up to three letters and digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Code([u8; 3]);

impl Code {
    /// The code that `bytes` spell, if they are one to three letters and digits.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let code = match *bytes {
            [first] => [first, 0, 0],
            [first, second] => [first, second, 0],
            [first, second, third] => [first, second, third],
            _ => return None,
        };
        let is_coded = bytes.iter().all(u8::is_ascii_alphanumeric);
        is_coded.then_some(Self(code))
    }

    /// A segment's name: two or three capitals and digits, a capital first.
    pub(super) fn segment(bytes: &[u8]) -> Option<Self> {
        let shaped = bytes.len() >= 2
            && bytes[0].is_ascii_uppercase()
            && !bytes.iter().any(u8::is_ascii_lowercase);
        Self::new(bytes).filter(|_| shaped)
    }

    /// The code that `text` spells, which must be one.
    pub(super) const fn known(text: &str) -> Self {
        let (mut code, bytes) = ([0; 3], text.as_bytes());
        let mut at = 0;
        while at < bytes.len() {
            code[at] = bytes[at];
            at += 1;
        }
        Self(code)
    }

    /// Its letters and digits.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0[..self.len()]
    }

    /// Its letters and digits, and zeros behind them.
    pub(super) fn bytes(&self) -> &[u8; 3] {
        &self.0
    }

    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// How many bytes it has.
    pub(super) fn len(self) -> usize {
        self.0.iter().position(|&byte| byte == 0).unwrap_or(3)
    }

    /// The code as a number, which is quicker to hash.
    pub(super) fn number(self) -> u64 {
        let [first, second, third] = self.0;
        u64::from(u32::from_be_bytes([0, first, second, third]))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Elements beyond this one are passed over; no segment of a health transaction has more than 35.
pub(super) const MAX_ELEMENT: usize = 99;
/// Components beyond this one are passed over; C022, the largest composite, has nine.
pub(super) const MAX_COMPONENT: usize = 15;

/// Segments of the health transactions (837, 835, 834, 820, 270/271, 276/277, 278, 275, 999) that stand for themselves in
/// a text without an interchange header. Sorted.
const KNOWN: &[&str] = &[
    "AAA", "ACT", "AK1", "AK2", "AK9", "AMT", "BGN", "BHT", "BPR", "CAS", "CL1", "CLM", "CLP",
    "CN1", "COB", "CR1", "CR2", "CR3", "CR5", "CR6", "CR8", "CRC", "CTP", "CUR", "DMG", "DTM",
    "DTP", "EB", "EC", "EQ", "FRM", "GE", "GS", "HCP", "HD", "HI", "HL", "HLH", "HSD", "ICM",
    "IDC", "IEA", "III", "IK3", "IK4", "IK5", "INS", "ISA", "K3", "LE", "LIN", "LQ", "LS", "LUI",
    "LX", "MEA", "MIA", "MOA", "MPI", "MSG", "N1", "N2", "N3", "N4", "NM1", "NTE", "OI", "PAT",
    "PER", "PLA", "PLB", "PRV", "PS1", "PWK", "QTY", "RDM", "REF", "RMR", "SBR", "SE", "ST", "STC",
    "SV1", "SV2", "SV3", "SV4", "SV5", "SV6", "SVC", "SVD", "TA1", "TOO", "TRN", "UM",
];

/// Whether the health transactions have such a segment.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.binary_search(&name).is_ok()
}

/// Whether the first element of such a segment says what the others are, so that it belongs to their address.
pub(super) fn is_qualified(name: &[u8]) -> bool {
    matches!(
        name,
        b"AMT" | b"DTM" | b"DTP" | b"N1" | b"NM1" | b"PER" | b"QTY" | b"REF" | b"TRN"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_searched() {
        assert!(KNOWN.is_sorted());
        let known =
            |name: &str| Code::segment(name.as_bytes()).is_some_and(|name| is_known(name.as_str()));
        assert!(known("AAA") && known("NM1") && known("N3") && known("UM"));
        assert!(!known("THE") && !known("n3") && !known("") && !known("NM10"));
    }
}
