//! The operators of a content stream (ISO 32000-1, 7.8.2), one by one, with their operands.
//!
//! A reader of our own, because lopdf's makes a tree of all operations of a page first, which takes a hundred times the room of the
//! stream, and gives nothing at all of a stream with a fault in it.

/// What stands before an operator. Arrays and dictionaries are given flatly: what matters in them is the order of texts and gaps.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    /// A string, its escapes undone: codes of glyphs.
    Text(Vec<u8>),
    /// A name without its slash.
    Name(Vec<u8>),
    Number(f32),
}

/// Reads a content stream from its beginning. Every stream gives something: what is no token is passed over.
pub(super) struct Operators<'c> {
    rest: &'c [u8],
}

/// White space (7.2.2).
fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// Whether `byte` goes on with a name, number or operator.
fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

impl<'c> Operators<'c> {
    pub(super) fn new(content: &'c [u8]) -> Self {
        Self { rest: content }
    }

    /// The next operator; its operands are put into `operands`, in place of what was there. `None` at the end.
    pub(super) fn next(&mut self, operands: &mut Vec<Operand>) -> Option<&'c [u8]> {
        operands.clear();
        loop {
            let (&first, behind) = self.rest.split_first()?;
            match first {
                b'%' => self.skip(|byte| !matches!(byte, b'\n' | b'\r')),
                b'(' => operands.push(Operand::Text(self.literal())),
                b'<' => match behind.strip_prefix(b"<") {
                    Some(dictionary) => self.rest = dictionary,
                    None => operands.push(Operand::Text(self.hexadecimal())),
                },
                b'/' => {
                    self.rest = behind;
                    operands.push(Operand::Name(unescaped(self.regular())));
                }
                _ if is_regular(first) => {
                    let word = self.regular();
                    match number(word) {
                        Some(number) => operands.push(Operand::Number(number)),
                        None => {
                            if word == b"ID" {
                                self.skip_image();
                            }
                            return Some(word);
                        }
                    }
                }
                // White space, and the brackets of arrays and dictionaries.
                _ => self.rest = behind,
            }
        }
    }

    fn skip(&mut self, passed_over: impl Fn(u8) -> bool) {
        let end = self.rest.iter().position(|&byte| !passed_over(byte));
        self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
    }

    fn regular(&mut self) -> &'c [u8] {
        let start = self.rest;
        self.skip(is_regular);
        &start[..start.len() - self.rest.len()]
    }

    fn take(&mut self) -> Option<u8> {
        let (&first, behind) = self.rest.split_first()?;
        self.rest = behind;
        Some(first)
    }

    /// A string in parentheses, which may stand in it in pairs (7.3.4.2).
    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut depth = 0_usize;
        while let Some(byte) = self.take() {
            match byte {
                b'(' => {
                    depth += 1;
                    if depth == 1 {
                        continue;
                    }
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    /// What stands behind a backslash; nothing for the end of a line.
    fn escape(&mut self) -> Option<u8> {
        match self.take()? {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                self.rest = self.rest.strip_prefix(b"\n").unwrap_or(self.rest);
                None
            }
            b'\n' => None,
            digit @ b'0'..=b'7' => {
                let mut code = digit - b'0';
                for _ in 0..2 {
                    let Some(&digit @ b'0'..=b'7') = self.rest.first() else {
                        break;
                    };
                    self.take();
                    // High-order overflow is ignored.
                    code = code.wrapping_mul(8).wrapping_add(digit - b'0');
                }
                Some(code)
            }
            other => Some(other),
        }
    }

    /// A string in angle brackets; a missing last digit is 0 (7.3.4.3).
    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.take().filter(|&byte| byte != b'>') {
            let Some(digit) = digit(byte) else { continue };
            match high.take() {
                None => high = Some(digit << 4),
                Some(high) => text.push(high | digit),
            }
        }
        text.extend(high);
        text
    }

    /// Goes behind the bytes of a picture in the stream, up to `EI` between white space (8.9.7).
    fn skip_image(&mut self) {
        let end = self
            .rest
            .windows(4)
            .position(|bytes| is_blank(bytes[0]) && bytes[1..3] == *b"EI" && is_blank(bytes[3]));
        self.rest = end.map_or(&[], |end| &self.rest[end + 3..]);
    }
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// A name with its `#` escapes undone (7.3.5).
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        let escaped = match (first, behind) {
            (b'#', &[high, low, ..]) => digit(high).zip(digit(low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &behind[2..];
            }
            None => bytes.push(first),
        }
    }
    bytes
}

/// `word` as a number: digits, a sign and a point (7.3.3); no `nan` or `1e5`, which Rust would read.
fn number(word: &[u8]) -> Option<f32> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    if !word.iter().all(is_part) {
        return None;
    }
    std::str::from_utf8(word).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listing(content: &[u8]) -> Vec<String> {
        let mut operators = Operators::new(content);
        let mut operands = Vec::new();
        let mut lines = Vec::new();
        while let Some(operator) = operators.next(&mut operands) {
            let operands = operands.iter().map(|operand| match operand {
                Operand::Text(text) => format!("({}) ", text.escape_ascii()),
                Operand::Name(name) => format!("/{} ", name.escape_ascii()),
                Operand::Number(number) => format!("{number} "),
            });
            let operands: String = operands.collect();
            lines.push(format!("{operands}{}", operator.escape_ascii()));
        }
        lines
    }

    #[test]
    fn operators_come_with_their_operands() {
        let cases: &[(&[u8], &[&str])] = &[
            (
                b"BT /F1 12 Tf(a)Tj ET",
                &["BT", "/F1 12 Tf", "(a) Tj", "ET"],
            ),
            (b"[(a)-250.5(b)]TJ", &["(a) -250.5 (b) TJ"]),
            (b"-.5 +3 Td % comment\nT*", &["-0.5 3 Td", "T*"]),
            (b"(a(b)c\\)\\101\\\nd\\n)'", &["(a(b)c)Ad\\n) \\'"]),
            (b"<4a 4B5>Tj", &["(JKP) Tj"]),
            (b"/A#20B#zz gs", &["/A B#zz gs"]),
            (b"/P <</MCID 0>> BDC q", &["/P /MCID 0 BDC", "q"]),
            (b"BI /W 1 ID \x01(\xffEI EI Q", &["BI", "/W 1 ID", "Q"]),
            (b"nan 1e5 --1", &["nan", "1e5", "--1"]),
            (b"(never closed Tj", &[]),
            (b")>>]] (a) Tj", &["(a) Tj"]),
        ];
        for (content, expected) in cases {
            assert_eq!(&listing(content), expected, "{}", content.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(content in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut operators = Operators::new(&content);
            let mut operands = Vec::new();
            let mut count = 0;
            while operators.next(&mut operands).is_some() {
                count += 1;
            }
            prop_assert!(count <= content.len());
        }
    }
}
