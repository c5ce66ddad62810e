//! Text as a page shows it, in lines (ISO 32000-1, 9.4).

use lopdf::{Document, Encoding};

use super::content::Operand;

/// A gap between glyphs, in thousandths of the font's size, from which it is a space between words.
const WORD_GAP: f32 = 180.0;

/// Lines of text, as operators show and place it.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    /// The height of the line, as the last text matrix set it.
    height: Option<f32>,
}

impl Lines {
    /// Takes an operator that shows or places text; others change nothing. Without an encoding a byte is a character.
    pub(super) fn add(
        &mut self,
        operator: &[u8],
        operands: &[Operand],
        encoding: Option<&Encoding<'_>>,
    ) {
        match operator {
            b"Tj" | b"TJ" => self.show(operands, encoding),
            b"'" | b"\"" => {
                self.end_line();
                let text = operands.len().saturating_sub(1);
                self.show(&operands[text..], encoding);
            }
            b"Td" | b"TD" => match number(operands, 1) {
                Some(0.0) => self.end_word(),
                _ => self.end_line(),
            },
            b"Tm" => {
                let height = number(operands, 5);
                if height == self.height {
                    self.end_word();
                } else {
                    self.end_line();
                }
                self.height = height;
            }
            b"T*" | b"ET" => self.end_line(),
            _ => {}
        }
    }

    fn show(&mut self, operands: &[Operand], encoding: Option<&Encoding<'_>>) {
        for operand in operands {
            match operand {
                Operand::Text(codes) => match encoding {
                    Some(encoding) => {
                        let shown = Document::decode_text(encoding, codes);
                        self.text.push_str(&shown.unwrap_or_default());
                    }
                    None => self.text.extend(codes.iter().map(|&code| char::from(code))),
                },
                Operand::Number(gap) if *gap < -WORD_GAP => self.end_word(),
                Operand::Number(_) | Operand::Name(_) => {}
            }
        }
    }

    fn end_word(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

fn number(operands: &[Operand], at: usize) -> Option<f32> {
    match operands.get(at)? {
        Operand::Number(number) => Some(*number),
        Operand::Text(_) | Operand::Name(_) => None,
    }
}
