//! The header of a data element: tag, value representation and length (DICOM PS3.5, section 7.1).

/// A tag: group, then element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Tag(pub(super) u16, pub(super) u16);

/// Begins an item of a sequence.
pub(super) const ITEM: Tag = Tag(0xfffe, 0xe000);
/// Ends an item of undefined length.
pub(super) const ITEM_END: Tag = Tag(0xfffe, 0xe00d);
/// Ends a sequence of undefined length.
pub(super) const SEQUENCE_END: Tag = Tag(0xfffe, 0xe0dd);
/// The pixels.
pub(super) const PIXEL_DATA: Tag = Tag(0x7fe0, 0x0010);

/// How values are represented in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Explicit VR, little endian: group 2, and nearly every file.
    ExplicitLittle,
    /// Explicit VR, big endian: retired, still found.
    ExplicitBig,
    /// Implicit VR, little endian.
    ImplicitLittle,
}

/// A value representation: two letters.
pub(super) type Vr = [u8; 2];

/// The value representations that exist (PS3.5, section 6.2).
const KNOWN: &[&Vr] = &[
    b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"OB",
    b"OD", b"OF", b"OL", b"OV", b"OW", b"PN", b"SH", b"SL", b"SQ", b"SS", b"ST", b"SV", b"TM",
    b"UC", b"UI", b"UL", b"UN", b"UR", b"US", b"UT", b"UV",
];

/// Those whose length takes four bytes, after two reserved ones (PS3.5, table 7.1-1).
const LONG: &[&Vr] = &[
    b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV",
];

/// Whether `vr` exists.
pub(super) fn is_vr(vr: Vr) -> bool {
    KNOWN.contains(&&vr)
}

/// A data element without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) tag: Tag,
    /// Not known with implicit VR, nor for items and delimiters.
    pub(super) vr: Option<Vr>,
    /// `None` when the end is marked instead.
    pub(super) length: Option<usize>,
    /// Where the value starts.
    pub(super) value: usize,
}

impl Element {
    /// Reads the header at byte `at`; `None` when the bytes end before it does.
    ///
    /// With explicit VR, an element that names no existing one is read as implicit: writers mix them inside of sequences.
    pub(super) fn read(bytes: &[u8], at: usize, syntax: Syntax) -> Option<Self> {
        let tag = Tag(u16_at(bytes, at, syntax)?, u16_at(bytes, at + 2, syntax)?);
        let vr: Vr = bytes.get(at + 4..at + 6)?.try_into().ok()?;
        if tag.0 == ITEM.0 || syntax == Syntax::ImplicitLittle || !is_vr(vr) {
            let length = u32_at(bytes, at + 4, syntax)?;
            return Some(Self::new(tag, None, length, at + 8));
        }
        if LONG.contains(&&vr) {
            let length = u32_at(bytes, at + 8, syntax)?;
            return Some(Self::new(tag, Some(vr), length, at + 12));
        }
        let length = u16_at(bytes, at + 6, syntax)?;
        Some(Self::new(tag, Some(vr), length.into(), at + 8))
    }

    fn new(tag: Tag, vr: Option<Vr>, length: u32, value: usize) -> Self {
        Self {
            tag,
            vr,
            length: (length != u32::MAX).then_some(length as usize),
            value,
        }
    }
}

fn u16_at(bytes: &[u8], at: usize, syntax: Syntax) -> Option<u16> {
    let raw = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(match syntax {
        Syntax::ExplicitBig => u16::from_be_bytes(raw),
        Syntax::ExplicitLittle | Syntax::ImplicitLittle => u16::from_le_bytes(raw),
    })
}

fn u32_at(bytes: &[u8], at: usize, syntax: Syntax) -> Option<u32> {
    let raw = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(match syntax {
        Syntax::ExplicitBig => u32::from_be_bytes(raw),
        Syntax::ExplicitLittle | Syntax::ImplicitLittle => u32::from_le_bytes(raw),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers() {
        use Syntax::{ExplicitBig, ExplicitLittle, ImplicitLittle};
        let name = Tag(0x0010, 0x0010);
        // bytes, syntax, tag, VR, length, where the value starts
        type Case = (&'static [u8], Syntax, Tag, Option<Vr>, Option<usize>, usize);
        let cases: &[Case] = &[
            (
                b"\x10\0\x10\0PN\x04\0",
                ExplicitLittle,
                name,
                Some(*b"PN"),
                Some(4),
                8,
            ),
            (
                b"\0\x10\0\x10PN\0\x04",
                ExplicitBig,
                name,
                Some(*b"PN"),
                Some(4),
                8,
            ),
            (
                b"\x10\0\x10\0\x04\0\0\0",
                ImplicitLittle,
                name,
                None,
                Some(4),
                8,
            ),
            (
                b"\x10\0\x10\0\x04\0\0\0",
                ExplicitLittle,
                name,
                None,
                Some(4),
                8,
            ),
            (
                b"\x10\0\x10\0UT\0\0\x04\0\0\0",
                ExplicitLittle,
                name,
                Some(*b"UT"),
                Some(4),
                12,
            ),
            (
                b"\x10\0\x10\0SQ\0\0\xff\xff\xff\xff",
                ExplicitLittle,
                name,
                Some(*b"SQ"),
                None,
                12,
            ),
            (
                b"\xfe\xff\0\xe0\xff\xff\xff\xff",
                ExplicitLittle,
                ITEM,
                None,
                None,
                8,
            ),
        ];
        for &(bytes, syntax, tag, vr, length, value) in cases {
            let expected = Element {
                tag,
                vr,
                length,
                value,
            };
            assert_eq!(Element::read(bytes, 0, syntax), Some(expected), "{bytes:?}");
            assert_eq!(
                Element::read(&bytes[1..], 0, syntax).filter(|it| it.tag == tag),
                None
            );
        }
    }
}
