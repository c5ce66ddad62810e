//! Keyed choices: the same value under the same key always draws the same.

/// A stream of choices for one value.
pub(super) struct Draw {
    stream: blake3::OutputReader,
}

impl Draw {
    /// The stream of the value `of` within `form`, so that a record number and a phone number of the same digits have
    /// nothing in common.
    pub(super) fn new(key: &[u8; 32], form: &str, of: &str) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(key);
        hasher.update(&(form.len() as u64).to_le_bytes());
        hasher.update(form.as_bytes());
        hasher.update(of.as_bytes());
        Self {
            stream: hasher.finalize_xof(),
        }
    }

    /// A number below `limit`, which is between 1 and 256. The bias of 64 bits towards small ones is far below anything
    /// that could be noticed.
    pub(super) fn below(&mut self, limit: u16) -> u8 {
        let mut bytes = [0; 8];
        self.stream.fill(&mut bytes);
        let drawn = u64::from_le_bytes(bytes) % u64::from(limit.clamp(1, 256));
        u8::try_from(drawn).unwrap_or(u8::MAX)
    }

    /// A decimal digit.
    pub(super) fn digit(&mut self) -> char {
        char::from(b'0' + self.below(10))
    }

    /// A lower-case letter.
    pub(super) fn letter(&mut self) -> char {
        char::from(b'a' + self.below(26))
    }

    /// `count` lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, count: usize) -> String {
        let digit = |_| char::from_digit(u32::from(self.below(16)), 16).unwrap_or('0');
        (0..count).map(digit).collect()
    }
}

/// The ASCII digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `text` with its ASCII letters and digits replaced, in order, by those of `characters`, as far as these go.
pub(super) fn fill(text: &str, characters: &str) -> String {
    let mut characters = characters.chars();
    let filled = text.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => characters.next().unwrap_or(c),
        c => c,
    });
    filled.collect()
}
