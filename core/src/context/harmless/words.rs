//! What the words around a value say of it.

use super::{Harmless, check};

/// How much of a line is read for words before a value, and behind it. A long line is about many things.
const BEFORE: usize = 80;
const BEHIND: usize = 40;

/// The part of a line around a value, at most [`BEFORE`] and [`BEHIND`] bytes.
pub(super) fn near<'l>(line: &'l str, value: &str) -> &'l str {
    let at = line.find(value).unwrap_or(0);
    let boundary = |place: &usize| line.is_char_boundary(*place);
    let from = (0..=at.saturating_sub(BEFORE))
        .rev()
        .find(boundary)
        .unwrap_or(0);
    let to = (at + value.len() + BEHIND..line.len())
        .find(boundary)
        .unwrap_or(line.len());
    &line[from..to]
}

/// The words around a value.
pub(super) struct Around<'a> {
    pub(super) line: &'a str,
    pub(super) field: &'a str,
}

impl Around<'_> {
    /// Whether the field's name or the line has one of the words, as a whole word or a part of a camelCase or snake_case name.
    fn says(&self, words: &[&str]) -> bool {
        self.field_says(words) || has_word(self.line, words)
    }

    /// Whether the name is that of the short form of a .NET assembly's public key.
    fn names_assembly(&self) -> bool {
        [self.line, self.field]
            .iter()
            .any(|text| text.to_ascii_lowercase().contains("publickeytoken"))
    }

    /// Whether the field is a path, as in a list of files with their checksums.
    fn names_file(&self) -> bool {
        self.field.contains('/') && !self.field.contains("://")
            || self
                .line
                .split('"')
                .any(|name| name.contains('/') && name.ends_with(self.field) && name != self.field)
                && self.field.len() >= 3
    }

    fn field_says(&self, words: &[&str]) -> bool {
        has_word(self.field, words)
    }
}

fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(humps)
        .any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
}

/// The parts of a camelCase word and the word itself without trailing digits.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let whole = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut rest = word;
    let parts = std::iter::from_fn(move || {
        let upper = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let others = rest
            .bytes()
            .skip(upper)
            .take_while(|byte| !byte.is_ascii_uppercase())
            .count();
        let (part, after) = rest.split_at(upper + others);
        rest = after;
        (!part.is_empty()).then_some(part)
    });
    std::iter::once(whole).chain(parts)
}

const HASH_WORDS: &[&str] = &[
    "hash",
    "hashes",
    "checksum",
    "checksums",
    "digest",
    "digests",
    "integrity",
    "etag",
    "fingerprint",
    "thumbprint",
    "md5",
    "sha",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "crc",
    "blake2",
    "blake3",
    "shasum",
    "sri",
    "sum",
    "hashed",
    "multihash",
    "cid",
];
const COMMIT_WORDS: &[&str] = &[
    "commit",
    "commits",
    "rev",
    "revision",
    "ref",
    "refs",
    "sha",
    "git",
    "tree",
    "blob",
    "parent",
    "head",
    "changeset",
    "submodule",
    "gitsha",
    "vcs",
];
const VECTOR_WORDS: &[&str] = &[
    "vector",
    "vectors",
    "expected",
    "plaintext",
    "ciphertext",
    "nonce",
    "iv",
    "aad",
    "ikm",
    "okm",
    "prk",
    "kat",
    "testvector",
    "cipher",
    "msg",
    "mac",
    "tcid",
    "tagsize",
];
const CURSOR_WORDS: &[&str] = &[
    "next",
    "page",
    "paging",
    "pagination",
    "continuation",
    "continue",
    "cursor",
    "resume",
    "sync",
    "idempotency",
    "lifecycle",
    "csrf",
    "xsrf",
    "authenticity",
    "forgery",
];
/// Whole names of what tells one request or one change from the next.
const REQUEST_TOKENS: &[&str] = &["changetoken", "clientrequesttoken", "idempotencytoken"];
const ID_WORDS: &[&str] = &["id", "_id", "oid", "objectid", "ids", "ref"];

pub(super) fn by_words(value: &str, around: &Around<'_>) -> Option<Harmless> {
    let hex = value.len() >= 7 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest_length = matches!(value.len(), 8 | 16 | 32 | 40 | 48 | 56 | 64 | 96 | 128);
    let encoded = matches!(value.len(), 24 | 28 | 43 | 44 | 64 | 86 | 88) && check("base64", value);
    if hex && (7..=40).contains(&value.len()) && around.says(COMMIT_WORDS) && value.len() != 32 {
        Some(Harmless::GitHash)
    } else if ((hex && digest_length) || encoded)
        && around.says(HASH_WORDS)
        && !has_word(around.line, &["hmac"])
    {
        // Beside the hash of an HMAC stands its key.
        Some(Harmless::Digest)
    } else if hex && value.len() == 16 && around.names_assembly() {
        Some(Harmless::PublicKey)
    } else if hex
        && value.len() == 24
        && (around.field_says(ID_WORDS) || has_word(around.line, &["ObjectId", "oid"]))
    {
        Some(Harmless::ObjectId)
    } else if hex && value.len() >= 16 && around.says(VECTOR_WORDS) {
        Some(Harmless::TestVector)
    } else if is_badge(around.line, value) {
        Some(Harmless::Badge)
    } else if hex && digest_length && around.names_file() {
        Some(Harmless::FileDigest)
    } else {
        None
    }
}

/// `nextToken`, `csrf_token`: the name says that the token opens nothing, whatever it looks like.
pub(super) fn by_field(field: &str) -> Option<Harmless> {
    let cursor = has_word(field, &["token", "tokens"]) && has_word(field, CURSOR_WORDS);
    let of_request = || {
        let letters = || field.bytes().filter(u8::is_ascii_alphanumeric);
        let named = |name: &str| letters().map(|b| b.to_ascii_lowercase()).eq(name.bytes());
        REQUEST_TOKENS.iter().any(|name| named(name))
    };
    (cursor || of_request()).then_some(Harmless::Cursor)
}

/// `https://…/badge.svg?token=…`: a picture that everyone may see.
fn is_badge(line: &str, value: &str) -> bool {
    line.split_once(value).is_some_and(|(before, _)| {
        let address = before.rsplit("://").next().unwrap_or(before);
        address.contains("badge") || address.starts_with("codecov.io/")
    })
}
