//! Things that look like secrets and are none: identifiers, checksums, encoded pictures, paths.

use crate::validate;

/// What a harmless value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Harmless {
    /// A UUID.
    Uuid,
    /// The id of a commit, full or abbreviated, where the line speaks of one.
    GitHash,
    /// A checksum of a package or resource: `sha512-…`, `h1:…=`, `sha256:…`.
    Integrity,
    /// A hexadecimal or base64 digest where the line or field speaks of hashes.
    Digest,
    /// Bytes of a picture or font.
    Media,
    /// The id of a MongoDB document, where the line speaks of ids.
    ObjectId,
    /// A colour.
    Colour,
    /// A version.
    Version,
    /// A media type.
    MediaType,
    /// A path of a file system.
    FilePath,
    /// A web address without user information and without a long random part.
    Url,
    /// A date or time.
    Date,
    /// A number.
    Number,
    /// Names with dots between them: `com.example.service.Foo`.
    QualifiedName,
    /// A selector of a style sheet.
    CssSelector,
    /// A value of a test-vector table.
    TestVector,
    /// A public key, a certificate or their fingerprint.
    PublicKey,
}

impl Harmless {
    /// A sentence for people.
    pub fn why(self) -> &'static str {
        match self {
            Self::Uuid => "the value is a UUID",
            Self::GitHash => "the value is the id of a commit",
            Self::Integrity => "the value is a checksum of a package or resource",
            Self::Digest => "the line says that the value is a hash",
            Self::Media => "the value is the bytes of a picture or font",
            Self::ObjectId => "the value is the id of a document",
            Self::Colour => "the value is a colour",
            Self::Version => "the value is a version",
            Self::MediaType => "the value is a media type",
            Self::FilePath => "the value is a path",
            Self::Url => "the value is a web address without credentials",
            Self::Date => "the value is a date",
            Self::Number => "the value is a number",
            Self::QualifiedName => "the value is a qualified name",
            Self::CssSelector => "the value is a style sheet's selector",
            Self::TestVector => "the line is of a table of test vectors",
            Self::PublicKey => "the value is public",
        }
    }
}

/// How much of a line is read for words before a value, and behind it. A long line is about many things.
const BEFORE: usize = 80;
const BEHIND: usize = 40;

/// Whether `value` is one of the harmless things, alone or by the words of the `line` around it and of the `field` that holds
/// it (either may be empty). Says nothing of whether a field's name makes it a secret all the same: a UUID may be an API key.
pub fn harmless(value: &str, line: &str, field: &str) -> Option<Harmless> {
    let value = value.trim();
    let around = Around {
        line: near(line, value),
        field,
    };
    by_itself(value).or_else(|| by_words(value, &around))
}

/// A kind and what tells it.
type Reading = (Harmless, fn(&str) -> bool);

fn by_itself(value: &str) -> Option<Harmless> {
    let readings: [Reading; 13] = [
        (Harmless::Uuid, |value| check("uuid", value)),
        (Harmless::Integrity, is_integrity),
        (Harmless::Media, is_media),
        (Harmless::PublicKey, is_public_key),
        (Harmless::Colour, is_colour),
        (Harmless::Date, |value| {
            check("date", value) && !value.bytes().all(|byte| byte.is_ascii_digit())
        }),
        (Harmless::Number, is_number),
        (Harmless::Version, is_version),
        (Harmless::MediaType, is_media_type),
        (Harmless::Url, is_plain_url),
        (Harmless::FilePath, is_file_path),
        (Harmless::QualifiedName, is_qualified_name),
        (Harmless::CssSelector, is_css_selector),
    ];
    readings
        .into_iter()
        .find(|(_, holds)| holds(value))
        .map(|(kind, _)| kind)
}

fn check(name: &str, value: &str) -> bool {
    validate::find(name).is_some_and(|validator| (validator.check)(value))
}

/// The part of a line around a value, at most [`BEFORE`] and [`BEHIND`] bytes.
fn near<'l>(line: &'l str, value: &str) -> &'l str {
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
struct Around<'a> {
    line: &'a str,
    field: &'a str,
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
const ID_WORDS: &[&str] = &["id", "_id", "oid", "objectid", "ids", "ref"];

fn by_words(value: &str, around: &Around<'_>) -> Option<Harmless> {
    let hex = value.len() >= 7 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest_length = matches!(value.len(), 8 | 16 | 32 | 40 | 48 | 56 | 64 | 96 | 128);
    let encoded = matches!(value.len(), 24 | 28 | 43 | 44 | 64 | 86 | 88) && check("base64", value);
    if hex && (7..=40).contains(&value.len()) && around.says(COMMIT_WORDS) && value.len() != 32 {
        Some(Harmless::GitHash)
    } else if ((hex && digest_length) || encoded) && around.says(HASH_WORDS) {
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
    } else {
        None
    }
}

/// Subresource integrity (W3C SRI), Go's `go.sum` (`h1:`), and prefixed digests of OCI, Nix, pip and Cargo.
fn is_integrity(value: &str) -> bool {
    let algorithms = [
        "sha1", "sha224", "sha256", "sha384", "sha512", "md5", "h1", "blake2b", "blake3", "crc32",
        "sha3",
    ];
    let Some(at) = value.find(['-', ':', '=']) else {
        return false;
    };
    let (algorithm, digest) = (&value[..at], &value[at + 1..]);
    let encoded =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    algorithms
        .iter()
        .any(|known| known.eq_ignore_ascii_case(algorithm))
        && digest.len() >= 8
        && digest.bytes().all(encoded)
}

/// Data addresses of pictures, fonts and media, and base64 that starts as PNG, JPEG, GIF, SVG, WebP, fonts or PDF do.
fn is_media(value: &str) -> bool {
    let types = [
        "data:image/",
        "data:font/",
        "data:audio/",
        "data:video/",
        "data:application/font",
        "data:application/x-font",
        "data:text/css",
    ];
    let bytes = [
        "iVBORw0KGgo",
        "/9j/",
        "R0lGOD",
        "PHN2Zy",
        "UklGR",
        "d09GRg",
        "d09GMg",
        "AAEAAAA",
        "T1RUTw",
        "AAABAA",
        "JVBERi0",
    ];
    types.iter().any(|head| value.starts_with(head))
        || (value.len() >= 40 && bytes.iter().any(|head| value.starts_with(head)))
}

/// Keys of OpenSSH's public format, PEM blocks of certificates and public keys, and their bodies (`MIIB…` with the object id of
/// a public key's algorithm right at the front).
fn is_public_key(value: &str) -> bool {
    let heads = [
        "ssh-rsa AAAA",
        "ssh-ed25519 AAAA",
        "ssh-dss AAAA",
        "ecdsa-sha2-",
        "AAAAB3NzaC1",
        "AAAAC3NzaC1lZDI1",
        "AAAAE2VjZHNh",
    ];
    let blocks = [
        "-----BEGIN CERTIFICATE",
        "-----BEGIN PUBLIC KEY",
        "-----BEGIN RSA PUBLIC KEY",
        "-----BEGIN PGP PUBLIC",
        "-----BEGIN X509",
    ];
    // SubjectPublicKeyInfo (RFC 5280) of RSA keys of 1024, 2048 and 4096 bits, and of P-256 and Ed25519 keys.
    let bodies = [
        "MIGfMA0GCSqGSIb3DQEB",
        "MIIBIjANBgkqhkiG9w0B",
        "MIICIjANBgkqhkiG9w0B",
        "MFkwEwYHKoZIzj0CAQ",
        "MCowBQYDK2Vw",
    ];
    heads
        .iter()
        .chain(&blocks)
        .chain(&bodies)
        .any(|head| value.starts_with(head))
}

fn is_colour(value: &str) -> bool {
    let hexadecimal = value.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let functions = ["rgb(", "rgba(", "hsl(", "hsla("];
    hexadecimal || (value.ends_with(')') && functions.iter().any(|name| value.starts_with(name)))
}

/// A decimal or `0x` number of at most eight digits, with sign, point, exponent, thousands and a short unit, or a pair of
/// ports.
fn is_number(value: &str) -> bool {
    if value.split(':').count() == 2
        && value.split(':').all(|port| {
            (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit())
        })
    {
        return true;
    }
    let text = value.strip_prefix(['-', '+']).unwrap_or(value);
    let hexadecimal = text.strip_prefix("0x").is_some_and(|digits| {
        (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let unit =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
    let short_unit = unit.len() <= 3
        && unit
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'%');
    let points = text.matches('.').count();
    // `8485cae` is rather hexadecimal than a number with its unit.
    let most = if unit.is_empty() { 8 } else { 5 };
    let plain = points <= 1 && (digits <= most || (points == 1 && unit.is_empty()));
    hexadecimal || (text.starts_with(|c: char| c.is_ascii_digit()) && short_unit && plain)
}

/// `1.2.3`, `v2.0.0-rc.1+build`, `^1.0`, `>=2.1, <3`.
fn is_version(value: &str) -> bool {
    let text = value.trim_start_matches(['^', '~', '>', '<', '=', ' ', 'v', 'V']);
    let core = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let (core, rest) = text.split_at(core);
    let numbers = core.split('.').filter(|part| !part.is_empty());
    let label = |byte: u8| byte.is_ascii_alphanumeric() || b".-+_ <>=,|*".contains(&byte);
    core.contains('.')
        && text.len() <= 40
        && numbers.clone().count() >= 2
        && numbers.clone().all(|part| part.len() <= 5)
        && (rest.is_empty()
            || (rest.starts_with(['-', '+', '.', ',', ' ', 'r', 'a', 'b', '*'])
                && rest.len() <= 24
                && rest.bytes().all(label)))
}

/// `type/subtype` of a registered top-level type (RFC 6838), with parameters or not.
fn is_media_type(value: &str) -> bool {
    let types = [
        "application",
        "audio",
        "font",
        "image",
        "message",
        "model",
        "multipart",
        "text",
        "video",
    ];
    let essence = value.split(';').next().unwrap_or(value).trim();
    essence.split_once('/').is_some_and(|(kind, subtype)| {
        let name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+*".contains(&byte);
        types.contains(&kind)
            && !subtype.is_empty()
            && subtype.len() <= 100
            && subtype.bytes().all(name)
    })
}

/// A web address whose authority has no user information and no part of which is a long unbroken run of letters and digits.
fn is_plain_url(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let broken = |text: &str| {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .all(is_wordlike)
    };
    check("url", value) && !authority.contains('@') && broken(rest)
}

/// Short, or without the mix of letters and digits that tokens have.
fn is_wordlike(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    part.len() < 16 || (digits * 8 <= part.len() && part.len() < 40)
}

/// `/usr/lib/x`, `./a/b.txt`, `C:\x\y`, `a/b/c.ext`, `~/x`: steps of words, none of them long and random.
fn is_file_path(value: &str) -> bool {
    let rooted = ["/", "./", "../", "~/", "\\\\"]
        .iter()
        .any(|root| value.starts_with(root));
    let drive = value
        .get(1..3)
        .is_some_and(|mark| matches!(mark, ":\\" | ":/"))
        && value.starts_with(|c: char| c.is_ascii_alphabetic());
    let steps = || value.split(['/', '\\']);
    let ending = steps()
        .next_back()
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(stem, ending)| {
            !stem.is_empty()
                && (1..=5).contains(&ending.len())
                && ending.starts_with(|c: char| c.is_ascii_lowercase())
        });
    let allowed = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '.' | '-' | '_' | ' ' | '@' | '~' | ':' | '*' | '$' | '{' | '}'
            )
    };
    let plain =
        |step: &str| step.chars().all(allowed) && step.split(['.', '-', '_']).all(is_wordlike);
    let count = steps().filter(|step| !step.is_empty()).count();
    // Base64 holds slashes too, but hardly a step of one case throughout.
    let uncased = |step: &str| {
        !step.contains(|c: char| c.is_ascii_uppercase())
            || !step.contains(|c: char| c.is_ascii_digit())
    };
    (count >= 2 || (count == 1 && (rooted || drive)))
        && (rooted || drive || ending)
        && !value.contains("://")
        && steps().all(|step| plain(step) && (uncased(step) || step.len() < 8))
}

/// Three or more names with dots between them, or two with a capital at the last: packages, classes, members, hosts.
fn is_qualified_name(value: &str) -> bool {
    let names = || value.split('.');
    let name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'))
            && text.bytes().filter(u8::is_ascii_digit).count() <= 2
            && case_changes(text) * 3 <= text.len()
    };
    names().count() >= 3 && value.len() <= 200 && names().all(name)
}

/// How often lower case follows upper or the other way round, beyond one capital at the front.
fn case_changes(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2).skip(1);
    pairs
        .filter(|pair| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase())
        .count()
}

/// `.class-name`, `#id`, `div.class > a:hover`, `[name=x]`: a selector with at least one mark of selectors and words only.
fn is_css_selector(value: &str) -> bool {
    let marks = [
        " > ",
        ":hover",
        ":focus",
        "::before",
        "::after",
        ":not(",
        ":first-child",
        ":last-child",
        ":nth-child",
    ];
    let starts = value.starts_with(['.', '#', '['])
        && value[1..].starts_with(|c: char| c.is_ascii_lowercase())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || b"-_.#[]=\" >:".contains(&byte));
    (starts && value.len() >= 3)
        || (value.len() <= 200 && marks.iter().any(|mark| value.contains(mark)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEX: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";

    #[test]
    fn harmless_by_themselves() {
        for (value, kind) in [
            ("c232ab00-9414-11ec-b3c8-9f6bdeced846", Harmless::Uuid),
            ("sha512-Zm9vYmFyZm9vYmFyZm9vYmFy==", Harmless::Integrity),
            ("h1:Zm9vYmFyZm9vYmFyZm9vYmFy=", Harmless::Integrity),
            ("sha256:0f1e2d3c4b5a6978", Harmless::Integrity),
            ("data:image/png;base64,AAAA", Harmless::Media),
            (
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
                Harmless::Media,
            ),
            ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB", Harmless::PublicKey),
            ("#ff00aa", Harmless::Colour),
            ("rgba(0, 0, 0, 0.5)", Harmless::Colour),
            ("1.2.3", Harmless::Version),
            ("v2.0.0-rc.1", Harmless::Version),
            ("^1.0.5", Harmless::Version),
            ("application/json", Harmless::MediaType),
            ("text/html; charset=utf-8", Harmless::MediaType),
            ("/usr/local/lib/libfoo.so", Harmless::FilePath),
            ("./src/main.rs", Harmless::FilePath),
            ("C:\\Program Files\\App\\app.exe", Harmless::FilePath),
            ("src/test/resources/key.pem", Harmless::FilePath),
            ("https://www.example.org/docs/index.html", Harmless::Url),
            ("1980-01-05T12:00:00Z", Harmless::Date),
            ("42", Harmless::Number),
            ("-3.25", Harmless::Number),
            ("100ms", Harmless::Number),
            ("0xdeadbeef", Harmless::Number),
            ("com.example.service.Foo", Harmless::QualifiedName),
            (".btn-primary", Harmless::CssSelector),
            ("ul > li:hover", Harmless::CssSelector),
        ] {
            assert_eq!(harmless(value, "", ""), Some(kind), "{value}");
            assert!(!kind.why().is_empty());
        }
    }

    #[test]
    fn harmless_by_the_words_around() {
        for (value, line, field, kind) in [
            (HEX, "checkout commit 0f1e", "", Harmless::GitHash),
            (&HEX[..7], "", "gitRevision", Harmless::GitHash),
            (&HEX[..32], "md5 = …", "", Harmless::Digest),
            (&HEX[..32], "", "contentHash", Harmless::Digest),
            (&HEX[..32], "", "file_checksum", Harmless::Digest),
            (&HEX[..24], "", "userId", Harmless::ObjectId),
            (&HEX[..32], "key: …, plaintext: …", "", Harmless::TestVector),
        ] {
            assert_eq!(harmless(value, line, field), Some(kind), "{line} {field}");
        }
    }

    #[test]
    fn not_harmless() {
        for value in [
            HEX,
            "kJ8x2Qp0vT9zLmWq",
            "hunter2x",
            "https://user:pw@example.org/",
            "https://example.org/?t=x7Qk2vTz9LmB4wRnx3Wd",
            "Zm9v/9YmF3/yZm9Xv2YmFyZm9v",
            "1234567890123456",
            "AKIA5T4QWERTZUIOPASD",
            "correct horse",
            "",
            "MTk4.Cl2FMQ.ZnCjm1XVW7v",
            "p@ssw0rd",
            ".9xK",
            "/kJ8x2Qp0vT9zLmWq7",
        ] {
            assert_eq!(harmless(value, "password = …", "password"), None, "{value}");
        }
    }

    #[test]
    fn long_lines_are_read_near_the_value_only() {
        let far = format!("hash {} {}", " ".repeat(5000), HEX);
        assert_eq!(harmless(&HEX[..32], &far, ""), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_text_panics(value in "\\PC{0,60}", line in "\\PC{0,900}", field in "\\PC{0,20}", shaped in "[-./:#>\\\\a-cA-C0-9é]{0,30}") {
            harmless(&value, &line, &field);
            harmless(&shaped, &format!("{line}{shaped}{line}"), &field);
        }
    }
}
