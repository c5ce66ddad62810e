//! The characters that structure an interchange, as its header declares them.

/// How line ends are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// A line holds whole segments.
    EndSegments,
    /// Lines were cut at a fixed width, as on mainframes: a line end means nothing.
    Ignored,
}

/// The separators of X12 (X12.5, interchange header: bytes 3, 104 and 105 of a well-formed ISA).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiters {
    pub(super) element: u8,
    pub(super) component: u8,
    pub(super) terminator: u8,
    pub(super) line_ends: LineEnds,
}

impl Default for Delimiters {
    /// The usual ones, which fragments without a header are read with.
    fn default() -> Self {
        Self {
            element: b'*',
            component: b':',
            terminator: b'~',
            line_ends: LineEnds::EndSegments,
        }
    }
}

/// How many elements an ISA has.
const ISA_ELEMENTS: usize = 16;
/// No ISA is longer, however badly padded.
const LONGEST_ISA: usize = 512;

impl Delimiters {
    /// Reads the delimiters from a text that begins with an ISA, which may be padded wrongly. `None` when it does not.
    pub(super) fn from_header(text: &[u8]) -> Option<Self> {
        let rest = text.strip_prefix(b"ISA")?;
        let element = *rest.first()?;
        let coded = rest.get(1..3)?.iter().all(u8::is_ascii_alphanumeric);
        let usable = element.is_ascii_punctuation() && !b"\"'`\\".contains(&element);
        if !usable || !coded || rest.get(3) != Some(&element) {
            return None;
        }
        let standard = Self {
            element,
            ..Self::default()
        };
        let head = &rest[..rest.len().min(LONGEST_ISA)];
        let last = memchr::memchr_iter(element, head).nth(ISA_ELEMENTS - 1);
        let Some((last, &component)) = last.and_then(|at| Some((at, head.get(at + 1)?))) else {
            return Some(standard);
        };
        let terminator = head.get(last + 2).copied().unwrap_or(b'~');
        let wrapped = head[..last].iter().any(|byte| b"\r\n".contains(byte));
        let line_ends = if wrapped {
            LineEnds::Ignored
        } else {
            LineEnds::EndSegments
        };
        Some(match (separates(component), separates(terminator)) {
            (true, true) => Self {
                component,
                terminator,
                line_ends,
                ..standard
            },
            // The component separator was left out.
            (true, false) => Self {
                terminator: component,
                line_ends,
                ..standard
            },
            _ => standard,
        })
    }

    /// Where the segment that `from` is in ends, and where the next one begins.
    pub(super) fn segment_end(&self, bytes: &[u8], from: usize) -> (usize, usize) {
        let rest = &bytes[from..];
        let found = match self.line_ends {
            LineEnds::EndSegments => memchr::memchr3(self.terminator, b'\r', b'\n', rest),
            LineEnds::Ignored => memchr::memchr(self.terminator, rest),
        };
        found.map_or((bytes.len(), bytes.len()), |at| (from + at, from + at + 1))
    }

    /// What bytes mean in a segment as it travels, by byte.
    pub(super) fn marks(&self) -> [Mark; 256] {
        let mut marks = [Mark::None; 256];
        // What stands in source code or in a document may end at a quote or at a line end that is spelled out.
        for byte in *b"\"'`\\" {
            marks[usize::from(byte)] = Mark::Quote;
        }
        let line_end = match self.line_ends {
            LineEnds::EndSegments => Mark::End,
            LineEnds::Ignored => Mark::None,
        };
        marks[usize::from(b'\r')] = line_end;
        marks[usize::from(b'\n')] = line_end;
        marks[usize::from(self.terminator)] = Mark::End;
        marks[usize::from(self.element)] = Mark::Element;
        marks
    }

    /// The byte after the last segment end in `bytes`; 0 when there is none.
    pub(super) fn last_segment_end(&self, bytes: &[u8]) -> usize {
        let found = match self.line_ends {
            LineEnds::EndSegments => memchr::memrchr3(self.terminator, b'\r', b'\n', bytes),
            LineEnds::Ignored => memchr::memrchr(self.terminator, bytes),
        };
        found.map_or(0, |at| at + 1)
    }
}

/// What a byte means in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// Ends an element.
    Element,
    /// Ends the segment.
    End,
    /// May end what stands in a literal.
    Quote,
}

fn separates(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b' ' && byte != b'"'
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An interchange header with the given separators, well formed.
    pub(in super::super) fn header(element: char, component: char, terminator: char) -> String {
        let elements = [
            "ISA",
            "00",
            "          ",
            "00",
            "          ",
            "ZZ",
            "SENDER         ",
            "ZZ",
            "RECEIVER       ",
            "240101",
            "1200",
            "^",
            "00501",
            "000000001",
            "0",
            "T",
        ];
        let element = element.to_string();
        format!(
            "{}{element}{component}{terminator}",
            elements.join(&element)
        )
    }

    fn declared(text: &str) -> Option<(char, char, char, LineEnds)> {
        let found = Delimiters::from_header(text.as_bytes())?;
        let [element, component, terminator] =
            [found.element, found.component, found.terminator].map(char::from);
        Some((element, component, terminator, found.line_ends))
    }

    #[test]
    fn reads_headers() {
        use LineEnds::{EndSegments, Ignored};
        let wrapped = header('*', '>', '~').replacen("RECEIVER", "REC\nEIVER", 1);
        let cases = [
            (header('*', ':', '~'), Some(('*', ':', '~', EndSegments))),
            (header('|', '>', '\n'), Some(('|', '>', '\n', EndSegments))),
            (header('*', '~', 'G'), Some(('*', ':', '~', EndSegments))),
            (
                header('*', ':', '~').replace("  ", ""),
                Some(('*', ':', '~', EndSegments)),
            ),
            (wrapped, Some(('*', '>', '~', Ignored))),
            (
                "ISA*00*short".to_owned(),
                Some(('*', ':', '~', EndSegments)),
            ),
            ("ISA 00 x".to_owned(), None),
            ("ISA*ABC*".to_owned(), None),
            ("ISA".to_owned(), None),
        ];
        for (text, expected) in cases {
            assert_eq!(declared(&text), expected, "{text}");
        }
        assert_eq!(header('*', ':', '~').len(), 106);
    }
}
