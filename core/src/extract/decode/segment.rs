//! Stretches of text around a mark, up to characters that end them.

use crate::span::Span;

/// The stretches of `text` that hold the ASCII character `mark`, in order and without overlap. A stretch reaches to the next
/// `is_border` byte on either side.
pub(super) fn around(
    text: &str,
    mark: u8,
    is_border: fn(u8) -> bool,
) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let mut done = 0;
    std::iter::from_fn(move || {
        let hit = done + memchr::memchr(mark, &bytes[done..])?;
        let before = bytes[done..hit]
            .iter()
            .rev()
            .take_while(|&&byte| !is_border(byte))
            .count();
        let after = bytes[hit..]
            .iter()
            .take_while(|&&byte| !is_border(byte) || byte == mark)
            .count();
        done = hit + after.max(1);
        Some(Span::new(hit - before, hit + after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_at_borders() {
        let text = "a b%c%d e %";
        let found: Vec<&str> = around(text, b'%', |byte| byte == b' ')
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(found, ["b%c%d", "%"]);
    }
}
