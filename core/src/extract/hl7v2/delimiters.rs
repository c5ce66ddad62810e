//! The five characters that structure a message, as its header declares them.

use crate::extract::near::Near;

/// The separators of HL7 v2 (2.9, chapter 2, section 2.5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiters {
    pub(super) field: u8,
    pub(super) component: u8,
    pub(super) repetition: u8,
    pub(super) escape: u8,
    pub(super) subcomponent: u8,
}

impl Default for Delimiters {
    /// The recommended ones, `|^~\&`, which fragments without a header are read with.
    fn default() -> Self {
        Self {
            field: b'|',
            component: b'^',
            repetition: b'~',
            escape: b'\\',
            subcomponent: b'&',
        }
    }
}

impl Delimiters {
    /// Reads the delimiters from a header segment (`MSH|^~\&|…`, also `FHS` and `BHS`); those that it leaves out keep
    /// their recommended values. `None` when `segment` cannot be a header: what stands where the delimiters belong is no
    /// punctuation or repeats itself.
    ///
    /// A backslash doubled, as in source code, counts once.
    pub(super) fn from_header(segment: &[u8]) -> Option<Self> {
        let (&field, rest) = segment.get(3..)?.split_first()?;
        let length = memchr::memchr(field, rest.get(..7).unwrap_or(rest))?;
        let mut declared = rest[..length].to_vec();
        declared.dedup_by(|next, last| *next == b'\\' && *last == b'\\');
        let distinct = (1..declared.len()).all(|at| !declared[..at].contains(&declared[at]));
        let punctuation = field.is_ascii_punctuation()
            && !b"\"'`\\".contains(&field)
            && declared.iter().all(u8::is_ascii_punctuation);
        if !punctuation || !distinct || declared.len() < 2 {
            return None;
        }
        let standard = Self::default();
        let nth = |at: usize, otherwise: u8| declared.get(at).copied().unwrap_or(otherwise);
        Some(Self {
            field,
            component: nth(0, standard.component),
            repetition: nth(1, standard.repetition),
            escape: nth(2, standard.escape),
            subcomponent: nth(3, standard.subcomponent),
        })
    }
}

/// What each byte means in a segment.
#[derive(Debug)]
pub(super) struct Marks {
    /// A bit for each of the separators that it is.
    of_byte: [u8; 256],
    field: Near<1>,
}

pub(super) const FIELD: u8 = 1;
pub(super) const COMPONENT: u8 = 2;
pub(super) const REPETITION: u8 = 4;
pub(super) const ESCAPE: u8 = 8;
pub(super) const SUBCOMPONENT: u8 = 16;

impl Default for Marks {
    fn default() -> Self {
        Self::of(Delimiters::default())
    }
}

impl Marks {
    pub(super) fn of(delimiters: Delimiters) -> Self {
        let mut marks = [0; 256];
        for (byte, mark) in [
            (delimiters.field, FIELD),
            (delimiters.component, COMPONENT),
            (delimiters.repetition, REPETITION),
            (delimiters.escape, ESCAPE),
            (delimiters.subcomponent, SUBCOMPONENT),
        ] {
            marks[usize::from(byte)] |= mark;
        }
        Self {
            of_byte: marks,
            field: Near::new([delimiters.field]),
        }
    }

    /// Where the field ends that `bytes` begin with, if another follows.
    pub(super) fn field_end(&self, bytes: &[u8]) -> Option<usize> {
        self.field.find(bytes)
    }

    /// How long the field is that `bytes` begin with, and which marks stand in it.
    pub(super) fn field(&self, bytes: &[u8]) -> (usize, u8) {
        let mut seen = 0;
        for (length, byte) in bytes.iter().enumerate() {
            let mark = self.of_byte[usize::from(*byte)];
            if mark & FIELD != 0 {
                return (length, seen);
            }
            seen |= mark;
        }
        (bytes.len(), seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers() {
        let custom = Delimiters {
            field: b'#',
            component: b'!',
            repetition: b'*',
            escape: b'?',
            subcomponent: b'@',
        };
        let cases: &[(&str, Option<Delimiters>)] = &[
            (r"MSH|^~\&|APP", Some(Delimiters::default())),
            (r"MSH|^~\\&|APP", Some(Delimiters::default())),
            (r"MSH|^~\&#|APP", Some(Delimiters::default())),
            (r"BHS|^~|", Some(Delimiters::default())),
            ("MSH#!*?@#APP", Some(custom)),
            ("MSH|APP|", None),
            ("MSH|^^^^|", None),
            ("MSH||", None),
            ("MSHA^~\\&A", None),
            ("MSH|^~\\&", None),
            ("MSH", None),
        ];
        for (header, expected) in cases {
            assert_eq!(
                &Delimiters::from_header(header.as_bytes()),
                expected,
                "{header}"
            );
        }
    }
}
