//! Which numbered fields rules ask about, so that readers of formats with hundreds of them pass over the others.

use std::collections::HashMap;

use crate::extract::Scheme;

/// Numbers of fields of a segment. From 127 on they are one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers(u128);

impl Numbers {
    /// All of them, where nobody says what is asked about.
    pub(super) const ALL: Self = Self(u128::MAX);

    /// Whether `number` is one of them.
    pub(crate) fn holds(self, number: usize) -> bool {
        self.0 >> number.min(127) & 1 == 1
    }

    /// These and `number`.
    pub(crate) fn with(self, number: usize) -> Self {
        Self(self.0 | 1 << number.min(127))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether none of them is `number` or greater.
    pub(crate) fn end_before(self, number: usize) -> bool {
        self.0 >> number.min(127) == 0
    }
}

/// The fields that rules ask about, by segment: 19 of `PID` (HL7 v2), 9 of `NM1*IL` (X12).
#[derive(Debug, Default)]
pub(crate) struct Asked(HashMap<(Scheme, Box<str>), Numbers>);

impl Asked {
    /// Those that the addresses name: `PID-3.1`, `NM1*IL-09`.
    pub(crate) fn of<'a>(addresses: impl IntoIterator<Item = (Scheme, &'a str)>) -> Self {
        let mut asked = HashMap::<_, Numbers>::new();
        for (scheme, path) in addresses {
            if let (Scheme::Hl7v2 | Scheme::X12, Some((segment, field))) =
                (scheme, path.rsplit_once('-'))
            {
                let number = field.split('.').next().unwrap_or_default().parse();
                let numbers = asked.entry((scheme, segment.into())).or_default();
                // What is no number may be any.
                *numbers = number.map_or(Numbers::ALL, |number| numbers.with(number));
            }
        }
        Self(asked)
    }

    /// The fields of `segment` that are asked about.
    pub(super) fn numbers(&self, scheme: Scheme, segment: &str) -> Numbers {
        let numbers = self.0.get(&(scheme, segment.into()));
        numbers.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_ask_about_fields() {
        let asked = Asked::of([
            (Scheme::Hl7v2, "PID-3.1"),
            (Scheme::Hl7v2, "PID-19"),
            (Scheme::X12, "NM1*IL-09"),
            (Scheme::X12, "HI-200.2"),
            (Scheme::Fhir, "Patient.birthDate"),
        ]);
        let held = |scheme, segment| {
            let numbers = asked.numbers(scheme, segment);
            (0..300)
                .filter(|&number| numbers.holds(number))
                .collect::<Vec<_>>()
        };
        assert_eq!(held(Scheme::Hl7v2, "PID"), [3, 19]);
        assert_eq!(held(Scheme::X12, "NM1*IL"), [9]);
        assert_eq!(held(Scheme::X12, "HI").first(), Some(&127));
        assert!(asked.numbers(Scheme::Hl7v2, "OBX").is_empty());
        let numbers = asked.numbers(Scheme::Hl7v2, "PID");
        assert!(numbers.end_before(20) && !numbers.end_before(19));
    }
}
