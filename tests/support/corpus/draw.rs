//! Random choices that are the same at every run.

/// A source of random numbers (xorshift64*; any sequence without a pattern will do).
pub(crate) struct Draw(u64);

impl Draw {
    /// The sequence that belongs to `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        let mut draw = Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            draw.next();
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// From `from` up to and including `to`.
    pub(crate) fn number(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from + 1)
    }

    /// One of `choices`.
    pub(crate) fn pick<'c, T: ?Sized>(&mut self, choices: &[&'c T]) -> &'c T {
        let last = u64::try_from(choices.len()).expect("few") - 1;
        choices[usize::try_from(self.number(0, last)).expect("few")]
    }

    /// `length` characters of `alphabet`.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        let last = u64::try_from(letters.len()).expect("few") - 1;
        let mut letter = || letters[usize::try_from(self.number(0, last)).expect("few")];
        (0..length).map(|_| letter()).collect()
    }
}
