//! Keyed choices: the same value under the same key always draws the same.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How often another surrogate is drawn for a value whose first one another value has already. Half of a range can be given out
/// before one time in 2^64 is not enough.
const MOST_DRAWS: usize = 64;

/// How many values are remembered, so that no session grows without bound. Those that come later may share a surrogate.
const MOST_REMEMBERED: usize = 100_000;

/// A stream of choices for one value.
pub(super) struct Draw {
    stream: blake3::OutputReader,
}

impl Draw {
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

/// What values have been given in a session: surrogates by the keyed hash of form and value, which leads back to no value.
#[derive(Debug, Default)]
pub(super) struct Given {
    by_value: HashMap<blake3::Hash, Box<str>>,
    taken: HashSet<(&'static str, Box<str>)>,
}

/// The choices for values of one form.
#[derive(Clone, Copy)]
pub(super) struct Draws<'s> {
    pub(super) key: &'s [u8; 32],
    pub(super) form: &'static str,
    pub(super) given: &'s Mutex<Given>,
}

impl<'s> Draws<'s> {
    /// Choices under a key of tests.
    #[cfg(test)]
    pub(super) fn of_test(form: &'static str, given: &'s Mutex<Given>) -> Self {
        let key = &[1; 32];
        Self { key, form, given }
    }

    /// The stream of the value `of`, which has nothing in common with that of the same characters in another form.
    pub(super) fn draw(&self, of: &str) -> Draw {
        Draw {
            stream: self.hasher(of).finalize_xof(),
        }
    }

    /// What `make` draws for the value `of`, and for no other value of the session as long as it can draw something else.
    pub(super) fn distinct(&self, of: &str, make: impl Fn(&mut Draw) -> String) -> String {
        let hash = self.hasher(of).finalize();
        let mut given = self.given();
        if let Some(known) = given.by_value.get(&hash) {
            return known.to_string();
        }
        let mut draw = self.draw(of);
        let mut made = make(&mut draw);
        if given.by_value.len() >= MOST_REMEMBERED {
            return made;
        }
        for _ in 1..MOST_DRAWS {
            if !given.taken.contains(&(self.form, made.as_str().into())) {
                break;
            }
            made = make(&mut draw);
        }
        given.taken.insert((self.form, made.as_str().into()));
        given.by_value.insert(hash, made.as_str().into());
        made
    }

    fn hasher(&self, of: &str) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new_keyed(self.key);
        hasher.update(&(self.form.len() as u64).to_le_bytes());
        hasher.update(self.form.as_bytes());
        hasher.update(of.as_bytes());
        hasher
    }

    fn given(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_apart_as_long_as_there_are_enough_surrogates() {
        let given = Mutex::default();
        let draws = Draws::of_test("digit", &given);
        let digit = |of: usize| draws.distinct(&of.to_string(), |draw| draw.digit().to_string());
        let first: Vec<String> = (0..10).map(digit).collect();
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 10);
        assert_eq!((0..10).map(digit).collect::<Vec<_>>(), first);
        assert!(first.contains(&digit(10)), "there are no more");
        assert_eq!(given.lock().expect("whole").by_value.len(), 11);
    }
}
