//! Decoders: texts inside a text, written so that they do not read as such: base64, hexadecimal, percent-encoding, entities of
//! markup, escapes.
//!
//! Each decoder makes one pass and rejects most runs by their first bytes: a key or an image decodes to noise, and noise is
//! no view. Exactness comes first: every view maps back to the characters that encode it.

mod base64;
mod entities;
pub(crate) mod escape;
mod escapes;
mod hex;
mod marked;
mod percent;
mod printable;
mod run;
mod segment;

use crate::document::View;

/// How much the decoders of one document may produce together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    bytes: usize,
}

impl Budget {
    /// At most this many bytes of decoded text.
    pub fn new(bytes: usize) -> Self {
        Self { bytes }
    }

    /// How many bytes are left.
    pub fn left(self) -> usize {
        self.bytes
    }

    /// Takes `bytes`, if as many are left.
    fn take(&mut self, bytes: usize) -> bool {
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.unwrap_or(self.bytes);
        left.is_some()
    }
}

impl Default for Budget {
    /// 2 MiB, whose offset maps take some 20 MB.
    fn default() -> Self {
        Self::new(2 << 20)
    }
}

/// The texts that base64 or hexadecimal digits in `text` encode, as far as `budget` reaches. Nothing of them can be read without
/// decoding, so no keyword tells where they are; ordinary text costs a look at a fifth of its bytes.
///
/// ```
/// use safeharbor_core::extract::decode::{Budget, payloads};
/// let found = payloads("payload = 'UElEfDF8fDQ3MTF8fERPRV5KQU5F'", &mut Budget::default());
/// assert_eq!(found[0].text, "PID|1||4711||DOE^JANE");
/// ```
pub fn payloads(text: &str, budget: &mut Budget) -> Vec<View<'static>> {
    let mut found = Vec::new();
    base64::views(text, budget, &mut found);
    found
}

/// The stretches of `text` in which single characters are encoded (percent-encoding, character references, escapes), as far as
/// `budget` reaches. What letters they hold can mostly be read as they are, so that keywords tell where they are worth a look.
///
/// ```
/// use safeharbor_core::extract::decode::{Budget, escaped};
/// let found = escaped("/visits?ssn%3D219-09-9999%26b", &mut Budget::default());
/// assert_eq!(found[0].text, "/visits?ssn=219-09-9999&b");
/// ```
pub fn escaped(text: &str, budget: &mut Budget) -> Vec<View<'static>> {
    let mut found = Vec::new();
    percent::views(text, budget, &mut found);
    entities::views(text, budget, &mut found);
    escapes::views(text, budget, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::span::Span;

    fn views(text: &str, budget: &mut Budget) -> Vec<View<'static>> {
        let mut found = payloads(text, budget);
        found.extend(escaped(text, budget));
        found
    }

    #[test]
    fn the_budget_bounds_what_comes_out() {
        let text = "UElEfDF8fDQ3MTF8fERPRV5KQU5F ".repeat(1000);
        let mut budget = Budget::new(100);
        let found = views(&text, &mut budget);
        let total: usize = found.iter().map(|view| view.text.len()).sum();
        assert_eq!((found.len(), total), (4, 84));
        assert_eq!(budget.left(), 16);
    }

    #[test]
    fn ordinary_text_has_no_views() {
        let texts = [
            "The quick brown fox jumps over the lazy dog, 100% of the time & more.",
            "integrity sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "/usr/local/share/applications/org/example/Application/Main",
            "thisIsARatherLongIdentifierInCamelCaseWithManyWords",
            "printf(\"%d%s %5.2f\\n\", a, b)",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        ];
        for text in texts {
            assert!(views(text, &mut Budget::default()).is_empty(), "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_to_their_end() {
        for unit in [
            "%",
            "%4",
            "&",
            "&#",
            "\\u",
            "\\x4",
            "A",
            "4a",
            "=",
            "%41",
            "&#65;",
            "\\u0041\"",
            "QUFB\n",
        ] {
            let text = unit.repeat(400_000 / unit.len());
            for view in views(&text, &mut Budget::default()) {
                let whole = view.map.to_parent(Span::new(0, view.text.len()));
                assert!(text.get(whole.range()).is_some(), "{unit}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_byte_maps_into_the_text(text in "([A-Za-z0-9+/=%&#;x\\\\u{}\"\n é-]|%41|&#6[5-9];|\\\\u0041|UElEfDF8fDQ3MTF8|5049447c){0,60}") {
            for view in views(&text, &mut Budget::default()) {
                for (at, c) in view.text.char_indices() {
                    let parent = view.map.to_parent(Span::new(at, at + c.len_utf8()));
                    prop_assert!(!parent.is_empty() && text.get(parent.range()).is_some());
                }
            }
        }
    }
}
