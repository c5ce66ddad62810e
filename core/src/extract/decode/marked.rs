//! Text in which a sign begins what stands for a character: `%41`, `\u0041`, `&#65;`.

use crate::document::Decoded;
use crate::span::Span;

/// The part `span` of `text` with its characters in the place of what stands for them. `read` gets the text from a `sign`, an ASCII
/// character, on, and tells which character stands there and in how many bytes; a sign that begins nothing stays.
pub(super) fn decoded(
    text: &str,
    span: Span,
    sign: u8,
    mut read: impl FnMut(&str) -> Option<(char, usize)>,
) -> Decoded {
    let text = &text[..span.end];
    let mut decoded = Decoded::new();
    let mut at = span.start;
    while let Some(found) = memchr::memchr(sign, &text.as_bytes()[at..]) {
        let mark = at + found;
        decoded.verbatim(&text[at..mark], at);
        let length = match read(&text[mark..]) {
            Some((character, length)) => {
                let parent = Span::new(mark, mark + length);
                decoded.replaced(character.encode_utf8(&mut [0; 4]), parent);
                length
            }
            None => {
                decoded.verbatim(&text[mark..=mark], mark);
                1
            }
        };
        at = mark + length;
    }
    decoded.verbatim(&text[at..], at);
    decoded
}
