//! Cutting a text at separators, by span.

use crate::span::Span;

/// The parts of `span` between separators, in order; always at least one. The separator is an ASCII byte.
pub(super) fn parts(text: &str, span: Span, separator: u8) -> impl Iterator<Item = Span> + '_ {
    let mut from = Some(span.start);
    std::iter::from_fn(move || {
        let start = from?;
        // The parts of records are a few bytes long, for which a search by vectors costs more to begin than it saves.
        let mut bytes = text.as_bytes()[start..span.end].iter();
        let found = bytes.position(|&byte| byte == separator);
        from = found.map(|at| start + at + 1);
        Some(Span::new(start, found.map_or(span.end, |at| start + at)))
    })
}

/// `span` without the white space around it.
#[inline]
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    // Nearly always there is nothing to trim, and looking at two bytes shows it.
    if let [first, .., last] = &text.as_bytes()[span.range()]
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return span;
    }
    let content = &text[span.range()];
    let start = span.start + (content.len() - content.trim_start().len());
    Span::new(start, start + content.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_trims() {
        let text = "x|a| b ||y";
        let found: Vec<_> = parts(text, Span::new(2, 8), b'|')
            .map(|part| &text[trimmed(text, part).range()])
            .collect();
        assert_eq!(found, ["a", "b", ""]);
        assert_eq!(parts(text, Span::new(2, 2), b'|').count(), 1);
        assert_eq!(trimmed(text, Span::new(4, 5)), Span::new(5, 5));
    }
}
