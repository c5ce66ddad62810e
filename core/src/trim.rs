//! White space around values. Nearly always there is none, and two bytes show it.

/// `text` without the white space around it, as [`str::trim`] gives it.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn trims_as_the_standard_library_does(text in "[ \t\u{a0}\u{2003}aé1]{0,6}") {
            prop_assert_eq!(trim(&text), text.trim());
        }
    }
}
