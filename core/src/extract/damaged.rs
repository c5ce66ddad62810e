//! Every reader of text on documents of its own format that were cut, changed, doubled and put together anew: whatever it is given, it
//! panics on nothing, and its spans lie in the text, between characters.

use proptest::prelude::*;
use proptest::sample::Index;

use super::reading::{assert_sound, listing_in_windows};
use super::specimens::{FORMATS, Format};

/// A way to spoil a text.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index, Index),
    Truncate(Index),
    Insert(Index, &'static str),
    /// A piece of the text once more, somewhere else.
    Copy(Index, Index, Index),
    /// The end of another document.
    Graft(Index, Index, Index),
}

/// What gives structure to one format or another.
const TOKENS: [&str; 34] = [
    "\"", "'", "`", "\\", "\n", "\r", "\t", "|", "^", "~", "&", "*", ",", ";", ":", "=", "{", "}",
    "[", "]", "(", ")", "<", ">", "</", "/>", "<!--", "\u{0}", "\u{feff}", "é", "😀", "-", "\\u00",
    "```",
];

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), at()).prop_map(|(a, b)| Damage::Cut(a, b)),
        at().prop_map(Damage::Truncate),
        (at(), prop::sample::select(&TOKENS[..])).prop_map(|(a, token)| Damage::Insert(a, token)),
        (at(), at(), at()).prop_map(|(a, b, c)| Damage::Copy(a, b, c)),
        (at(), at(), at()).prop_map(|(a, b, c)| Damage::Graft(a, b, c)),
    ]
}

fn place(text: &str, index: &Index) -> usize {
    text.floor_char_boundary(index.index(text.len() + 1))
}

impl Damage {
    fn done_to(&self, text: &mut String, documents: &[&str]) {
        let between = |text: &str, a: &Index, b: &Index| {
            let (a, b) = (place(text, a), place(text, b));
            a.min(b)..a.max(b)
        };
        match self {
            Self::Cut(a, b) => text.replace_range(between(text, a, b), ""),
            Self::Truncate(a) => text.truncate(place(text, a)),
            Self::Insert(a, token) => text.insert_str(place(text, a), token),
            Self::Copy(a, b, to) => {
                let piece = text[between(text, a, b)].to_owned();
                text.insert_str(place(text, to), &piece);
            }
            Self::Graft(which, from, to) => {
                let other = documents[which.index(documents.len())];
                let (from, to) = (place(other, from), place(text, to));
                text.replace_range(to.., &other[from..]);
            }
        }
    }
}

/// A document of `documents` with some damage.
fn damaged(documents: Vec<&'static str>) -> impl Strategy<Value = String> {
    (any::<Index>(), prop::collection::vec(damage(), 0..5)).prop_map(move |(which, damages)| {
        let mut text = documents[which.index(documents.len())].to_owned();
        for damage in damages {
            damage.done_to(&mut text, &documents);
        }
        text
    })
}

/// Characters of two, three and four bytes: a reader that goes a fixed way from a delimiter ends up inside one of them.
const WIDE: [&str; 3] = ["é", "€", "😀"];

/// Every text that comes of `document` when it ends early, or when a wide character is put in or takes the place of another.
fn widened(document: &str) -> impl Iterator<Item = String> {
    document.char_indices().flat_map(move |(at, character)| {
        let (before, after) = document.split_at(at);
        let behind = &after[character.len_utf8()..];
        let wide = WIDE
            .iter()
            .flat_map(move |wide| [after, behind].map(|rest| [before, wide, rest].concat()));
        wide.chain([before.to_owned(), [before, "é"].concat()])
    })
}

#[test]
fn wide_characters_are_read_soundly_wherever_they_stand() {
    for Format {
        reader,
        sniff,
        documents,
        ..
    } in &FORMATS
    {
        for text in documents.iter().flat_map(|document| widened(document)) {
            sniff(&text);
            assert_sound(&mut *reader(), &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_documents_are_read_soundly(
        (format, text) in (0..FORMATS.len()).prop_flat_map(|format| {
            (Just(format), damaged(FORMATS[format].documents.to_vec()))
        }),
        size in 1_usize..200,
    ) {
        let Format { reader, sniff, .. } = &FORMATS[format];
        sniff(&text);
        assert_sound(&mut *reader(), &text);
        listing_in_windows(&mut *reader(), &text, size);
    }

    #[test]
    fn each_reader_reads_what_others_are_for(
        reader in 0..FORMATS.len(),
        text in damaged(FORMATS.iter().flat_map(|format| format.documents).copied().collect()),
    ) {
        (FORMATS[reader].sniff)(&text);
        assert_sound(&mut *(FORMATS[reader].reader)(), &text);
    }
}
