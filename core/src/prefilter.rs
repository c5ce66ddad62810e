//! The prefilter: one pass over a document that finds every occurrence of every keyword.
//!
//! It is the whole cost of most documents, so it is built for that. Each keyword is represented by its mark: the six bytes of it
//! that are rarest in source code. Keywords stand in eight groups, and a table says of each pair of folded bytes which groups
//! have a mark with that pair at its first, second, … fifth place. Where some group remains for five pairs in a row (*shift-or*,
//! on eight groups and four positions at once), a hash table of marks gives the keywords that are compared. So a position costs
//! one load from a table that fits in the first-level cache, and no branch; the rest is arithmetic, in part on vectors. Set-up takes a fraction of a millisecond, where an Aho–Corasick automaton over the same keywords takes several at
//! every start.
//!
//! Guarantee: every occurrence of every keyword, in any ASCII case, is reported, once, in the order of the places where their
//! marks stand. Nothing else is reported.

use std::array::from_fn;

/// Bytes of a mark; shorter keywords are a mark themselves.
const MARK: usize = 6;

/// Pairs in a mark.
const PAIRS: usize = MARK - 1;

/// Pairs that are looked at together.
const BLOCK_PAIRS: usize = 64;

/// Positions that are decided about together: the last pairs of a block begin marks that end in the next.
const BLOCK: usize = BLOCK_PAIRS - (PAIRS - 1);

/// Bytes that the pairs of a block take.
const SEEN: usize = BLOCK_PAIRS + 1;

/// How many classes of pairs there are.
const PAIR_CLASSES: usize = 1 << 11;

/// How many classes of triples there are.
const TRIPLE_CLASSES: usize = 1 << 16;

/// How many bits of a mark's hash tell its bucket. The table of buckets shares the first-level cache with that of pairs.
const BUCKET_BITS: u32 = 12;

/// How many buckets there are.
const BUCKETS: usize = 1 << BUCKET_BITS;

/// The groups of keywords of three, four and five bytes: nothing is known of how they go on, which would spoil a group for
/// longer ones.
const SHORT_GROUPS: [u32; MARK - 3] = [0, 1, 2];

/// The groups of all others.
const LONG_GROUPS: [u32; 5] = [3, 4, 5, 6, 7];

/// A keyword's number, in the order given to [`Prefilter::new`].
pub(crate) type KeywordIndex = u32;

/// Where a keyword shows.
#[derive(Debug)]
struct Entry {
    /// The bytes of its mark, folded; 0 behind them, which no folded byte is.
    mark: u64,
    /// Its last eight bytes, or all of them, likewise: many keywords share a mark, and few their end.
    tail: u64,
    /// Its length in bytes.
    length: usize,
    /// Where in the keyword the mark stands.
    mark_at: u8,
    keyword: KeywordIndex,
}

/// All keywords, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Prefilter {
    /// For each class of pairs, a byte for each place in a mark: the groups of which no mark has such a pair there.
    excluded: Box<[u64; PAIR_CLASSES]>,
    /// Sorted by bucket.
    entries: Vec<Entry>,
    /// For each bucket, where its entries begin.
    index: Box<[u32; BUCKETS + 1]>,
    keywords: Vec<Box<[u8]>>,
}

impl Prefilter {
    /// Builds the tables. Keywords are ASCII-lower-case and at least three bytes long; shorter ones are left out.
    pub(crate) fn new<'k>(keywords: impl Iterator<Item = &'k str>) -> Self {
        let keywords: Vec<Box<[u8]>> = keywords.map(|keyword| keyword.as_bytes().into()).collect();
        let common = Common::new();
        let mut entries = Vec::with_capacity(keywords.len());
        let long_enough = (0..)
            .zip(&keywords)
            .filter(|(_, keyword)| keyword.len() >= 3);
        for (number, keyword) in long_enough {
            let mark_at = common.rarest_mark(keyword);
            let at = usize::from(mark_at);
            let mark = &keyword[at..keyword.len().min(at + MARK)];
            entries.push(Entry {
                mark: cut(folded(mark), mark.len()),
                tail: tail(keyword),
                length: keyword.len(),
                mark_at,
                keyword: number,
            });
        }
        entries.sort_unstable_by_key(|entry| (bucket(entry.mark), entry.keyword));
        Self {
            excluded: excluded(&entries, &keywords),
            index: index(&entries),
            entries,
            keywords,
        }
    }

    /// Calls `found` with each keyword and the byte at which it starts.
    pub(crate) fn scan(&self, text: &[u8], mut found: impl FnMut(KeywordIndex, usize)) {
        let mut at = 0;
        while let Some(block) = text[at..].first_chunk::<SEEN>() {
            self.block(text, at, block, &mut found);
            at += BLOCK;
        }
        // Bytes behind the end may look like the rest of a mark; the comparison looks at the text itself.
        let rest = &text[at..];
        let mut padded = [0; BLOCK + SEEN];
        padded[..rest.len()].copy_from_slice(rest);
        for start in (0..rest.len()).step_by(BLOCK) {
            if let Some(block) = padded[start..].first_chunk::<SEEN>() {
                self.block(text, at + start, block, &mut found);
            }
        }
    }

    /// Decides about the first [`BLOCK`] positions of `block`, which stands at `at` in the text.
    #[inline(always)]
    fn block(
        &self,
        text: &[u8],
        at: usize,
        block: &[u8; SEEN],
        found: &mut impl FnMut(KeywordIndex, usize),
    ) {
        let mut pairs = [0; BLOCK_PAIRS];
        for ((pair, first), second) in pairs.iter_mut().zip(block).zip(&block[1..]) {
            *pair = pair_class([*first, *second]);
        }
        // The byte for a place in a mark tells which groups are out if the mark began that many positions ago. Above the last
        // place stand the outcomes of the four positions that the last step decided.
        let mut out = u64::MAX;
        let mut remain = [0; BLOCK_PAIRS / 4];
        let mut any = 0;
        for (step, remain) in remain.iter_mut().enumerate() {
            let [a, b, c, d] =
                from_fn(|i| self.excluded[usize::from(pairs[4 * step + i]) % PAIR_CLASSES]);
            out = out << 32 | a << 24 | b << 16 | c << 8 | d;
            *remain = u32::try_from(!out >> 32).unwrap_or_default();
            any |= *remain;
        }
        if any != 0 {
            self.look(text, at, &remain, found);
        }
    }

    /// Looks at the positions of a block for which some group remains.
    #[cold]
    fn look(
        &self,
        text: &[u8],
        at: usize,
        remain: &[u32; BLOCK_PAIRS / 4],
        found: &mut impl FnMut(KeywordIndex, usize),
    ) {
        // The first step decides about positions before the block.
        for (step, &remain) in (0..).step_by(4).zip(&remain[1..]) {
            let mut left = remain;
            while left != 0 {
                let i = left.leading_zeros() / 8;
                let groups = left.to_be_bytes()[i as usize];
                left &= !(0xff00_0000 >> (8 * i));
                self.verify(text, at + step + i as usize, groups, found);
            }
        }
    }

    /// Compares the keywords of some groups, a bit each, whose marks may stand at `at`.
    fn verify(
        &self,
        text: &[u8],
        at: usize,
        groups: u8,
        found: &mut impl FnMut(KeywordIndex, usize),
    ) {
        let here = folded(text.get(at..).unwrap_or_default());
        for (length, group) in (3..).zip(SHORT_GROUPS) {
            if groups & 1 << group != 0 {
                self.compare(text, at, cut(here, length), found);
            }
        }
        if LONG_GROUPS.iter().any(|group| groups & 1 << group != 0) {
            self.compare(text, at, cut(here, MARK), found);
        }
    }

    /// Compares the keywords with this mark.
    fn compare(
        &self,
        text: &[u8],
        at: usize,
        mark: u64,
        found: &mut impl FnMut(KeywordIndex, usize),
    ) {
        let bucket = bucket(mark);
        let entries = &self.entries[self.index[bucket] as usize..self.index[bucket + 1] as usize];
        for entry in entries.iter().filter(|entry| entry.mark == mark) {
            let Some(start) = at.checked_sub(usize::from(entry.mark_at)) else {
                continue;
            };
            let whole = text.get(start..start + entry.length);
            let Some(whole) = whole.filter(|whole| tail(whole) == entry.tail) else {
                continue;
            };
            if whole.eq_ignore_ascii_case(&self.keywords[entry.keyword as usize]) {
                found(entry.keyword, start);
            }
        }
    }
}

/// The first `length` bytes of eight folded ones.
fn cut(folded: u64, length: usize) -> u64 {
    folded & u64::MAX >> (64 - 8 * length)
}

/// The last eight bytes, folded, or all of fewer.
fn tail(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or_else(
        || cut(folded(bytes), bytes.len()),
        |last: &[u8; 8]| folded(last),
    )
}

/// The bucket of a mark: the highest bits of a product, which depend on all of its bytes.
fn bucket(mark: u64) -> usize {
    // 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    let hash = mark.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BUCKET_BITS);
    usize::try_from(hash).unwrap_or_default()
}

/// The first eight of `bytes`, or as many as there are, with the case of ASCII letters folded and some other bytes together.
fn folded(bytes: &[u8]) -> u64 {
    let first = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        padded
    });
    u64::from_le_bytes(first) | 0x2020_2020_2020_2020
}

/// The class of a pair of bytes: five bits of each, in which letters of either case are equal, and whether the first is a
/// letter or a digit or sign. What else falls into one class, the comparison sorts out.
#[inline(always)]
fn pair_class(pair: [u8; 2]) -> u16 {
    let [first, second] = pair.map(u16::from);
    first & 0x1f | (second & 0x1f) << 5 | (first & 0x40) << 4
}

/// The same of three bytes.
#[inline(always)]
fn triple_class(triple: [u8; 3]) -> u16 {
    let [first, second, third] = triple.map(u16::from);
    first & 0x1f | (second & 0x1f) << 5 | (third & 0x1f) << 10 | (first & 0x40) << 9
}

/// The table of excluded groups. Long keywords are dealt out in alphabetical order of their marks, so that a group begins with
/// few pairs.
fn excluded(entries: &[Entry], keywords: &[Box<[u8]>]) -> Box<[u64; PAIR_CLASSES]> {
    const PLACES: u64 = u64::MAX >> (64 - 8 * PAIRS);
    let mut marks: Vec<&[u8]> = entries
        .iter()
        .map(|entry| {
            let mark = &keywords[entry.keyword as usize][usize::from(entry.mark_at)..];
            &mark[..mark.len().min(MARK)]
        })
        .collect();
    marks.sort_unstable();
    let mut excluded = Box::new([PLACES; PAIR_CLASSES]);
    for (number, mark) in marks.iter().enumerate() {
        let group = match SHORT_GROUPS.get(mark.len() - 3) {
            Some(group) => *group,
            None => LONG_GROUPS[number * LONG_GROUPS.len() / marks.len()],
        };
        for (place, pair) in (0..).zip(mark.windows(2)) {
            let class = pair_class([pair[0], pair[1]]);
            excluded[usize::from(class)] &= !(1 << (8 * place + group));
        }
    }
    for (places, group) in (2..).zip(SHORT_GROUPS) {
        let any: u64 = (places..PAIRS).map(|place| 1 << (8 * place)).sum();
        if marks.iter().any(|mark| mark.len() == places + 1) {
            excluded
                .iter_mut()
                .for_each(|excluded| *excluded &= !(any << group));
        }
    }
    excluded
}

fn index(entries: &[Entry]) -> Box<[u32; BUCKETS + 1]> {
    let mut index = Box::new([0; BUCKETS + 1]);
    for entry in entries {
        index[bucket(entry.mark) + 1] += 1;
    }
    let mut before = 0;
    for start in index.iter_mut() {
        before += *start;
        *start = before;
    }
    index
}

/// How common triples of bytes are in source code.
struct Common(Box<[u8; TRIPLE_CLASSES]>);

/// Words that source code in any language is full of.
const COMMON_WORDS: &str = "about accept access action address after append application apply argument array assert attribute \
    available before between block body boolean bottom buffer build button bytes cache call cancel case catch center change \
    channel character check child class clear click client close code collection color column command comment common complete \
    component condition config configuration connection console const container content context continue control controller \
    convert copy copyright count create current data database date debug decode default define delete depend dependency describe \
    description detail device different directory disable display distribute document domain double draw duration dynamic \
    each element else empty enable encode end endpoint engine entity entry enum environment error event example except exception \
    execute exist expect expected export express expression extend external false feature fetch field file filter final find \
    first float flow folder follow font format forward found frame from function future general generate get given global group \
    handle handler hash head header height help hidden history host http icon ignore image implement implementation import \
    include index information init initial inner input insert install instance integer interface internal invalid issue item iterator \
    join json just keep kernel keyword label language last layout left length level library license limit line link list load local \
    location lock log long loop main make manage manager map mark match matrix max maximum member memory merge message meta method \
    middle min mode model modify module mount move multiple must mutable name namespace native network next node none normal not \
    note notice null number object offset only open operation operator option optional order other output override package page \
    parameter parent parse parser partial pass path pattern pending performance permission plugin point pointer policy pool \
    position post prefix present previous print private process profile program progress project promise property protected \
    protocol provide provider public push python query queue random range read reader record reference register release remove \
    render replace report repository request require required reset resolve resource response result return role root route row \
    rule run runtime same sample save schema scope script search section select self send sequence serial serialize server service \
    session set setting setup shared should show signal simple single size skip software sort source space specific specified \
    stack standard start state statement static status step stop storage store stream string struct structure style submit \
    success suite super support switch symbol sync system table tag target task template temporary test text than that the their \
    then there these this thread through throw time timeout timestamp title tool top total trace track transaction transform \
    translation transport tree trigger true try type undefined under union unique unit unknown unless until unsigned update upload use \
    user using util valid validate validation value variable vector verify version view virtual visible void volume wait want \
    warning watch web what when where which while widget width will window with without word work worker workspace would write \
    writer www yield your zero";

impl Common {
    fn new() -> Self {
        let mut counts = Box::new([0_u8; TRIPLE_CLASSES]);
        for triple in COMMON_WORDS.as_bytes().windows(3) {
            let count = &mut counts[usize::from(triple_class([triple[0], triple[1], triple[2]]))];
            *count = count.saturating_add(1);
        }
        Self(counts)
    }

    /// Where in a keyword of at least three bytes its mark stands.
    fn rarest_mark(&self, keyword: &[u8]) -> u8 {
        let marks = keyword.windows(keyword.len().min(MARK));
        let rarest = (0..=u8::MAX)
            .zip(marks)
            .min_by_key(|(_, mark)| self.of(mark));
        rarest.map_or(0, |(at, _)| at)
    }

    /// How common the bytes of a mark are together, on a rough scale.
    fn of(&self, mark: &[u8]) -> u32 {
        let bytes: u32 = mark.iter().map(|&byte| u32::from(frequency(byte))).sum();
        let triples = mark.windows(3).map(|triple| {
            u32::from(self.0[usize::from(triple_class([triple[0], triple[1], triple[2]]))])
        });
        bytes + 8 * triples.sum::<u32>()
    }
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

        #[test]
        fn keywords_of_every_length_are_found_at_every_place(
            text in "(ab|patient|Patient_?Id|_id|number|ssn|[a-z]| ){0,80}",
            keywords in proptest::collection::btree_set("(ab|patient|_id|id|number|ssn|[a-z ]){1,5}", 1..30),
        ) {
            let keywords: Vec<&str> = keywords.iter().map(String::as_str).filter(|keyword| keyword.len() >= 3).collect();
            prop_assert_eq!(found(&keywords, &text), naive(&keywords, &text));
        }
    }
}
