//! Values by a number, such as the letters of a segment's name: made when first asked for, and found without hashing when asked
//! for lately.

use std::collections::HashMap;

/// Enough that the few dozen keys of a file hardly ever share one.
const SLOTS: usize = 256;

/// Values by key. A file repeats a few keys.
#[derive(Debug)]
pub(super) struct Keyed<V> {
    values: Vec<V>,
    places: HashMap<u64, usize>,
    /// Keys asked for lately, and the places of their values.
    lately: [Option<(u64, usize)>; SLOTS],
    /// What was asked for lately by another number than its key.
    aliases: [Option<(u64, usize)>; SLOTS],
}

impl<V> Default for Keyed<V> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            places: HashMap::new(),
            lately: [None; SLOTS],
            aliases: [None; SLOTS],
        }
    }
}

impl<V> Keyed<V> {
    /// The value of `key`, which `make` makes when there is none.
    pub(super) fn get(&mut self, key: u64, make: impl FnOnce() -> V) -> &mut V {
        let place = match self.lately[slot(key)] {
            Some((known, place)) if known == key => place,
            _ => self.place(key, make),
        };
        self.lately[slot(key)] = Some((key, place));
        &mut self.values[place]
    }

    /// The value that was asked for by `alias` lately, or that of the key which `find` finds out, with what `make` needs.
    pub(super) fn get_by<T>(
        &mut self,
        alias: u64,
        find: impl FnOnce() -> Option<(u64, T)>,
        make: impl FnOnce(T) -> V,
    ) -> Option<&mut V> {
        let place = match self.aliases[slot(alias)] {
            Some((known, place)) if known == alias => place,
            _ => {
                let (key, found) = find()?;
                self.place(key, || make(found))
            }
        };
        self.aliases[slot(alias)] = Some((alias, place));
        Some(&mut self.values[place])
    }

    fn place(&mut self, key: u64, make: impl FnOnce() -> V) -> usize {
        *self.places.entry(key).or_insert_with(|| {
            self.values.push(make());
            self.values.len() - 1
        })
    }
}

/// By Fibonacci hashing: the upper bits of a product with the golden ratio.
fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_leads_to_the_value_of_its_key() {
        let mut keyed = Keyed::default();
        for alias in [1, 2, 1, 7] {
            let found = keyed.get_by(alias, || Some((7, alias)), |first| first);
            assert_eq!(found, Some(&mut 1));
        }
        assert_eq!(keyed.get_by(3, || None, |first| first), None);
        assert_eq!(*keyed.get(7, || 0), 1);
    }

    #[test]
    fn a_value_is_made_once() {
        let mut keyed = Keyed::default();
        for round in 0..2 {
            for key in (0..1000).map(|number| number * 7919) {
                let made = || {
                    assert_eq!(round, 0, "{key}");
                    key
                };
                assert_eq!(*keyed.get(key, made), key);
            }
        }
    }
}
