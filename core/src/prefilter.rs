//! The prefilter: one pass over a document that finds every occurrence of every keyword.
//!
//! It is the whole cost of most documents, so it is built for that: each keyword is represented by the four bytes of it
//! that are rarest in source code; the pass folds the case of the four bytes at every position, hashes them and looks one
//! bit up in a table that fits in the first-level cache. Only where the bit is set are keywords compared. Set-up costs
//! microseconds (an Aho–Corasick automaton over the same keywords costs milliseconds at every start), and the pass runs
//! several times faster than such an automaton, because most positions cost one load and one test; a second bit under
//! another hash weeds out nearly all chance hits.
//!
//! Guarantee: every occurrence of every keyword, in any ASCII case, is reported, once, in the order of the place where its
//! rarest bytes stand. Nothing else is reported.

/// Bits of a hash: tables of 8 KiB, two of which leave room in the first-level cache.
const HASH_BITS: u32 = 16;

/// A keyword's number, in the order given to [`Prefilter::new`].
pub(crate) type KeywordIndex = u32;

#[derive(Debug)]
struct Entry {
    /// The folded bytes themselves.
    gram: u32,
    /// Where in the keyword its hashed bytes stand.
    gram_at: u8,
    keyword: KeywordIndex,
}

/// All keywords, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Prefilter {
    first: Bits,
    /// Weeds out what the first table lets through by chance.
    second: Bits,
    /// Sorted by their grams' first hash.
    entries: Vec<Entry>,
    /// For each value of the upper eleven bits of the first hash, where its entries begin.
    index: Box<[u32]>,
    keywords: Vec<Box<[u8]>>,
}

impl Prefilter {
    /// Builds the tables. Keywords are ASCII-lower-case and at least three bytes long; shorter ones are left out.
    pub(crate) fn new<'k>(keywords: impl Iterator<Item = &'k str>) -> Self {
        let keywords: Vec<Box<[u8]>> = keywords.map(|keyword| keyword.as_bytes().into()).collect();
        let mut entries = Vec::with_capacity(keywords.len());
        for (number, keyword) in (0..).zip(&keywords) {
            match **keyword {
                [] | [_] | [_, _] => {}
                // any byte may follow: one entry for each
                [a, b, c] => entries.extend(last_bytes().map(|last| Entry {
                    gram: fold([a, b, c, last]),
                    gram_at: 0,
                    keyword: number,
                })),
                _ => {
                    let (gram_at, gram) = rarest_gram(keyword);
                    entries.push(Entry {
                        gram: fold(gram),
                        gram_at,
                        keyword: number,
                    });
                }
            }
        }
        entries.sort_unstable_by_key(|entry| (first_hash(entry.gram), entry.gram, entry.keyword));
        entries.dedup_by_key(|entry| (entry.gram, entry.keyword));
        Self {
            first: Bits::of(entries.iter().map(|entry| first_hash(entry.gram))),
            second: Bits::of(entries.iter().map(|entry| second_hash(entry.gram))),
            index: index(&entries),
            entries,
            keywords,
        }
    }

    /// Calls `found` with each keyword and the byte at which it starts.
    pub(crate) fn scan(&self, text: &[u8], mut found: impl FnMut(KeywordIndex, usize)) {
        for (at, window) in text.windows(4).enumerate() {
            let gram = fold([window[0], window[1], window[2], window[3]]);
            if self.first.holds(first_hash(gram)) && self.second.holds(second_hash(gram)) {
                self.verify(text, at, gram, &mut found);
            }
        }
        // A keyword of three bytes may be the last thing in the text.
        if let Some(tail) = text.len().checked_sub(3) {
            let gram = fold([text[tail], text[tail + 1], text[tail + 2], 0]);
            self.verify(text, tail, gram, &mut found);
        }
    }

    #[cold]
    fn verify(
        &self,
        text: &[u8],
        at: usize,
        gram: u32,
        found: &mut impl FnMut(KeywordIndex, usize),
    ) {
        let bucket = usize::from(first_hash(gram) >> 5);
        let entries = &self.entries[self.index[bucket] as usize..self.index[bucket + 1] as usize];
        for entry in entries.iter().filter(|entry| entry.gram == gram) {
            let keyword = &self.keywords[entry.keyword as usize];
            let Some(start) = at.checked_sub(usize::from(entry.gram_at)) else {
                continue;
            };
            let here = text.get(start..start + keyword.len());
            if here.is_some_and(|here| here.eq_ignore_ascii_case(keyword)) {
                found(entry.keyword, start);
            }
        }
    }
}

/// A set of hashes.
#[derive(Debug)]
struct Bits(Box<[u64]>);

impl Bits {
    fn of(hashes: impl Iterator<Item = u16>) -> Self {
        let mut bits = vec![0u64; (1 << HASH_BITS) / 64].into_boxed_slice();
        for hash in hashes {
            bits[usize::from(hash) / 64] |= 1 << (hash % 64);
        }
        Self(bits)
    }

    #[inline(always)]
    fn holds(&self, hash: u16) -> bool {
        self.0[usize::from(hash) / 64] & (1 << (hash % 64)) != 0
    }
}

/// Every value that the last of four folded bytes can have.
fn last_bytes() -> impl Iterator<Item = u8> {
    (0..=u8::MAX).filter(|byte| byte & 0x20 != 0)
}

/// Folds the case of ASCII letters, and some other bytes together, which the comparison sorts out.
#[inline(always)]
fn fold(gram: [u8; 4]) -> u32 {
    u32::from_le_bytes(gram) | 0x2020_2020
}

/// Fibonacci hashing: the upper bits of a product with an odd constant near 2^32 / golden ratio.
#[inline(always)]
fn first_hash(gram: u32) -> u16 {
    (gram.wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as u16
}

/// The same with another odd constant.
#[inline(always)]
fn second_hash(gram: u32) -> u16 {
    (gram.wrapping_mul(0x85EB_CA6B) >> (32 - HASH_BITS)) as u16
}

fn index(entries: &[Entry]) -> Box<[u32]> {
    let buckets = 1u16 << (HASH_BITS - 5);
    let start_of =
        |bucket: u16| entries.partition_point(|entry| first_hash(entry.gram) >> 5 < bucket);
    (0..=buckets)
        .map(|bucket| u32::try_from(start_of(bucket)).unwrap_or(u32::MAX))
        .collect()
}

/// The four bytes of a keyword that are rarest in source code, and where they stand.
fn rarest_gram(keyword: &[u8]) -> (u8, [u8; 4]) {
    let grams = keyword.windows(4).enumerate().take(usize::from(u8::MAX));
    let rarest = grams.min_by_key(|(_, gram)| {
        gram.iter()
            .map(|&byte| u32::from(frequency(byte)))
            .sum::<u32>()
    });
    let (at, gram) = rarest.unwrap_or((0, &[0; 4]));
    (
        u8::try_from(at).unwrap_or(0),
        [gram[0], gram[1], gram[2], gram[3]],
    )
}

/// How often a folded byte occurs in source code, on a rough scale: the order of English letters, with punctuation that
/// separates words in the middle and digits low.
fn frequency(byte: u8) -> u8 {
    match byte {
        b'e' | b't' | b'_' | b' ' => 12,
        b'a' | b'i' | b'n' | b'o' | b'r' | b's' => 10,
        b'c' | b'd' | b'l' | b'-' | b'.' => 8,
        b'f' | b'g' | b'h' | b'm' | b'p' | b'u' => 6,
        b'b' | b'k' | b'v' | b'w' | b'x' | b'y' => 3,
        b'0'..=b'9' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(keywords: &[&str], text: &str) -> Vec<(KeywordIndex, usize)> {
        let mut hits = Vec::new();
        Prefilter::new(keywords.iter().copied())
            .scan(text.as_bytes(), |keyword, at| hits.push((keyword, at)));
        hits.sort_unstable();
        hits
    }

    fn naive(keywords: &[&str], text: &str) -> Vec<(KeywordIndex, usize)> {
        let lower = text.to_ascii_lowercase();
        let mut hits = Vec::new();
        for (number, keyword) in (0..).zip(keywords) {
            let places = (0..lower.len())
                .filter(|&at| lower.as_bytes()[at..].starts_with(keyword.as_bytes()));
            hits.extend(places.map(|at| (number, at)));
        }
        hits
    }

    #[test]
    fn finds_keywords_wherever_they_stand() {
        let keywords = [
            "ssn",
            "password",
            "pass",
            "ghp_",
            "-----begin",
            "social security",
        ];
        for text in [
            "",
            "ss",
            "ssn",
            "SSN",
            "xssnx",
            "PassWord",
            "a ghp_x -----BEGIN",
            "Social Security ssn",
        ] {
            assert_eq!(found(&keywords, text), naive(&keywords, text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_misses_and_never_invents(text in "[sSnNpaw_@`\\-\u{e9} ]{0,40}", tail in "(ssn|pass|pwd|)") {
            let keywords = ["ssn", "pass", "nssn", "pwd", "s_s-n", "wa sn", "@pass"];
            let text = format!("{text}{tail}");
            prop_assert_eq!(found(&keywords, &text), naive(&keywords, &text));
        }
    }
}
