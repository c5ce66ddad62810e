//! The generators of example values.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::validate::{base62, crc32, find};

/// More characters than any real token has; a slip in a pack must not fill the memory.
const MAX_LENGTH: usize = 8192;

const DIGITS: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Characters that look random and are fixed by a seed: the extendable output of a BLAKE3 hash.
pub(super) struct Stream(blake3::OutputReader);

impl Stream {
    pub(super) fn new(seed: &str) -> Self {
        Self(blake3::Hasher::new().update(seed.as_bytes()).finalize_xof())
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.fill(&mut bytes);
        bytes
    }

    fn below(&mut self, bound: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes) as usize % bound
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// `length` characters of an ASCII alphabet. A value long enough to show every class of its alphabet (lower case,
    /// upper case, digits) does: one that lacks a class by chance would make a poor example.
    fn text(&mut self, alphabet: &str, length: usize) -> String {
        const ENOUGH: usize = 12;
        const TRIES: usize = 64;
        let letters = alphabet.as_bytes();
        let mut text = String::new();
        for _ in 0..TRIES {
            text = (0..length)
                .map(|_| char::from(letters[self.below(letters.len())]))
                .collect();
            if length < ENOUGH || classes(&text) == classes(alphabet) {
                break;
            }
        }
        text
    }
}

fn classes(text: &str) -> [bool; 3] {
    [
        text.bytes().any(|b| b.is_ascii_lowercase()),
        text.bytes().any(|b| b.is_ascii_uppercase()),
        text.bytes().any(|b| b.is_ascii_digit()),
    ]
}

/// The value of the generator `name` with `argument`, which is empty when none is written.
pub(super) fn value(name: &str, argument: &str, stream: &mut Stream) -> Result<String, String> {
    if let Some(alphabet) = alphabet(name) {
        return Ok(stream.text(&alphabet, length(name, argument)?));
    }
    match (name, argument) {
        ("pem", label) if !label.is_empty() => Ok(pem(label, stream).join("\n")),
        ("pem-escaped", label) if !label.is_empty() => Ok(pem(label, stream).join("\\n")),
        ("checked", number) => checked(number, stream)
            .ok_or_else(|| format!("no national number has the check {number:?}")),
        (_, "") => shape(name, stream).ok_or_else(|| format!("unknown generator {name:?}")),
        _ => Err(format!(
            "generator {name:?} is unknown or takes no argument"
        )),
    }
}

fn length(name: &str, argument: &str) -> Result<usize, String> {
    match argument.parse() {
        Ok(length) if (1..=MAX_LENGTH).contains(&length) => Ok(length),
        _ => Err(format!(
            "expected `{name}:LENGTH` with a length from 1 to {MAX_LENGTH}, found {argument:?}"
        )),
    }
}

/// The alphabets, in the order in which the encodings number them.
fn alphabet(name: &str) -> Option<String> {
    Some(match name {
        "digits" => DIGITS.to_owned(),
        "lower" => LOWER.to_owned(),
        "upper" => UPPER.to_owned(),
        "hex" => format!("{DIGITS}abcdef"),
        "HEX" => format!("{DIGITS}ABCDEF"),
        "alnum" => format!("{DIGITS}{LOWER}"),
        "ALNUM" => format!("{DIGITS}{UPPER}"),
        "base32" => format!("{UPPER}234567"),
        // BIP 173, in capitals
        "BECH32" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".to_owned(),
        "base62" => format!("{DIGITS}{UPPER}{LOWER}"),
        "base64" => format!("{UPPER}{LOWER}{DIGITS}+/"),
        "base64url" => format!("{UPPER}{LOWER}{DIGITS}-_"),
        _ => return None,
    })
}

/// The generators without an argument.
fn shape(name: &str, stream: &mut Stream) -> Option<String> {
    Some(match name {
        "basic" => basic(stream),
        "card" => with_luhn(&format!("4{}", stream.text(DIGITS, 14)), ""),
        "dea" => dea(stream),
        "github-crc32" => github_crc32(stream),
        "jwt" => jwt(stream),
        "mbi" => mbi(stream),
        "npi" => with_luhn(&format!("1{}", stream.text(DIGITS, 8)), "80840"),
        "password" => password(stream),
        "phone" => phone(stream),
        "ssn" => ssn(stream),
        "uuid" => uuid(stream),
        _ => return None,
    })
}

/// What follows `Authorization: Basic` (RFC 7617): base64 of `user:password`.
fn basic(stream: &mut Stream) -> String {
    STANDARD.encode(format!(
        "svc-{}:{}",
        stream.text(LOWER, 6),
        password(stream)
    ))
}

/// As a person with a password manager would choose it.
fn password(stream: &mut Stream) -> String {
    let (head, tail) = (stream.text(LOWER, 4), stream.text(UPPER, 4));
    let sign = stream.one_of(&["!", "#", "%", "*", "_"]);
    format!(
        "{head}{}{sign}{tail}{}",
        stream.text(DIGITS, 2),
        stream.text(DIGITS, 2)
    )
}

/// Thirty characters of base 62 and their CRC-32 in six digits of base 62, as GitHub's and npm's tokens end:
/// <https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/>.
fn github_crc32(stream: &mut Stream) -> String {
    let alphabet = alphabet("base62").unwrap_or_default();
    let body = stream.text(&alphabet, 30);
    let checksum = base62(crc32(body.as_bytes()));
    body + &checksum.map(char::from).iter().collect::<String>()
}

/// A signed JSON Web Token, RFC 7519: HS256 header, two claims, 32 bytes of signature.
fn jwt(stream: &mut Stream) -> String {
    let claims = format!(
        r#"{{"sub":"{}","iat":17{}}}"#,
        stream.text(DIGITS, 10),
        stream.text(DIGITS, 8)
    );
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let (claims, signature) = (
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode(stream.bytes(32)),
    );
    format!("{header}.{claims}.{signature}")
}

/// The lines of a PEM block (RFC 7468) whose content is DER of the outer shape of a private key: a sequence of the
/// version and one opaque string. OpenSSH's own format starts with its magic instead.
fn pem(label: &str, stream: &mut Stream) -> Vec<String> {
    const OPAQUE: u16 = 600;
    let mut content = Vec::new();
    if label.starts_with("OPENSSH") {
        content
            .extend_from_slice(b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01");
    } else {
        content.extend_from_slice(&[0x30, 0x82]);
        content.extend_from_slice(&(OPAQUE + 7).to_be_bytes());
        content.extend_from_slice(&[0x02, 0x01, 0x00, 0x04, 0x82]);
        content.extend_from_slice(&OPAQUE.to_be_bytes());
    }
    content.extend_from_slice(&stream.bytes(usize::from(OPAQUE)));
    let text = STANDARD.encode(content);
    let mut lines = vec![format!("-----BEGIN {label}-----")];
    lines.extend(
        text.as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8_lossy(line).into_owned()),
    );
    lines.push(format!("-----END {label}-----"));
    lines
}

/// Random UUID, RFC 9562 version 4.
fn uuid(stream: &mut Stream) -> String {
    let hex = alphabet("hex").unwrap_or_default();
    let variant = stream.one_of(&["8", "9", "a", "b"]);
    let (a, b, c) = (
        stream.text(&hex, 8),
        stream.text(&hex, 4),
        stream.text(&hex, 3),
    );
    format!(
        "{a}-{b}-4{c}-{variant}{}-{}",
        stream.text(&hex, 3),
        stream.text(&hex, 12)
    )
}

/// A social security number that could be issued: area 001 to 665, group 01 to 99, serial 0001 to 9999, and none of the
/// sequences that are known for never having been.
fn ssn(stream: &mut Stream) -> String {
    let area = 130 + stream.below(500);
    let group = 11 + stream.below(88);
    let serial = 2000 + stream.below(7000);
    format!("{area:03}-{group:02}-{serial:04}")
}

/// A telephone number of the North American Numbering Plan outside of its fictional range.
fn phone(stream: &mut Stream) -> String {
    let area = stream.one_of(&["206", "312", "415", "503", "602", "617", "713", "919"]);
    let exchange = stream.one_of(&["243", "348", "462", "527", "638", "724", "867"]);
    format!("{area}-{exchange}-{:04}", 1000 + stream.below(9000))
}

/// Medicare beneficiary identifier in the positions that CMS prescribes, without the letters S, L, O, I, B and Z.
fn mbi(stream: &mut Stream) -> String {
    const LETTERS: &str = "ACDEFGHJKMNPQRTUVWXY";
    let both = format!("{DIGITS}{LETTERS}");
    let classes = [
        "123456789",
        LETTERS,
        &both,
        DIGITS,
        LETTERS,
        &both,
        DIGITS,
        LETTERS,
        LETTERS,
        DIGITS,
        DIGITS,
    ];
    classes.iter().map(|class| stream.text(class, 1)).collect()
}

/// Registration number of the Drug Enforcement Administration: the last digit is that of
/// (d1 + d3 + d5) + 2 (d2 + d4 + d6).
fn dea(stream: &mut Stream) -> String {
    let (kind, name, digits) = (
        stream.one_of(&["A", "B", "F", "M"]),
        stream.text(UPPER, 1),
        stream.text(DIGITS, 6),
    );
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(index, digit)| u32::from(digit - b'0') * if index % 2 == 0 { 1 } else { 2 })
        .sum();
    format!("{kind}{name}{digits}{}", sum % 10)
}

/// `digits` with the check digit of ISO/IEC 7812 over `prefix` and them.
fn with_luhn(digits: &str, prefix: &str) -> String {
    let sum: u32 = prefix
        .bytes()
        .chain(digits.bytes())
        .rev()
        .enumerate()
        .map(
            |(index, digit)| match (index % 2, u32::from(digit - b'0')) {
                (0, digit) => digit * 2 / 10 + digit * 2 % 10,
                (_, digit) => digit,
            },
        )
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// The checks of national numbers, and the shapes in which numbers are drawn until one passes: `#` stands for any digit,
/// `@` for any capital, everything else for itself.
const NATIONAL: [(&str, &str); 13] = [
    ("au-ihi", "800360##########"),
    ("au-medicare", "2########1"),
    ("bsn", "1########"),
    ("ca-bc-phn", "9#########"),
    ("ca-ohip", "5#########"),
    ("codice-fiscale", "@@@@@@79E12@###@"),
    ("dni-nie", "4#######@"),
    ("iban", "DE####################"),
    ("nhs", "4#########"),
    ("nir", "28507##########"),
    ("personnummer", "198505##-####"),
    ("pesel", "8505#######"),
    ("steuer-id", "6##########"),
];

/// A national number that passes the check of that name.
fn checked(check: &str, stream: &mut Stream) -> Option<String> {
    // The rarest, the German one, passes once in six hundred.
    const TRIES: usize = 100_000;
    let (name, shape) = NATIONAL.iter().find(|(name, _)| *name == check)?;
    let validator = find(name)?;
    let mut draw = || -> String {
        let characters = shape.chars().map(|c| match c {
            '#' => stream.text(DIGITS, 1),
            '@' => stream.text(UPPER, 1),
            _ => c.to_string(),
        });
        characters.collect()
    };
    (0..TRIES)
        .map(|_| draw())
        .find(|number| (validator.check)(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_generator_has_its_shape() {
        let cases = [
            ("digits", "9", "[0-9]{9}"),
            ("lower", "16", "[a-z]{16}"),
            ("upper", "16", "[A-Z]{16}"),
            ("hex", "40", "[0-9a-f]{40}"),
            ("HEX", "32", "[0-9A-F]{32}"),
            ("alnum", "32", "[0-9a-z]{32}"),
            ("ALNUM", "32", "[0-9A-Z]{32}"),
            ("base32", "16", "[A-Z2-7]{16}"),
            ("BECH32", "58", "[02-9AC-HJ-NP-Z]{58}"),
            ("base62", "36", "[0-9A-Za-z]{36}"),
            ("base64", "64", "[0-9A-Za-z+/]{64}"),
            ("base64url", "43", "[0-9A-Za-z_-]{43}"),
            ("basic", "", "[0-9A-Za-z+/]{20,}={0,2}"),
            ("card", "", "4[0-9]{15}"),
            ("dea", "", "[ABFM][A-Z][0-9]{7}"),
            ("github-crc32", "", "[0-9A-Za-z]{36}"),
            ("jwt", "", r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}"),
            (
                "mbi",
                "",
                "[1-9][A-Z][0-9A-Z][0-9][A-Z][0-9A-Z][0-9][A-Z]{2}[0-9]{2}",
            ),
            ("npi", "", "1[0-9]{9}"),
            ("password", "", r"[a-z]{4}\d\d[!#%*_][A-Z]{4}\d\d"),
            (
                "pem",
                "RSA PRIVATE KEY",
                "(?s)-----BEGIN RSA PRIVATE KEY-----\n.*\n-----END RSA PRIVATE KEY-----",
            ),
            (
                "pem-escaped",
                "PRIVATE KEY",
                r"-----BEGIN PRIVATE KEY-----\\n.*\\n-----END PRIVATE KEY-----",
            ),
            ("phone", "", "[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}"),
            ("ssn", "", "[0-6][0-9]{2}-[0-9]{2}-[0-9]{4}"),
            (
                "uuid",
                "",
                "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
            ),
        ];
        for (name, argument, shape) in cases {
            let value = value(name, argument, &mut Stream::new(name)).unwrap();
            let shape = Regex::new(&format!("^(?:{shape})$")).unwrap();
            assert!(shape.is_match(&value), "{name}: {value}");
        }
    }

    #[test]
    fn national_numbers_pass_their_checks() {
        for (name, _) in NATIONAL {
            let number = value("checked", name, &mut Stream::new(name)).unwrap();
            assert!((find(name).unwrap().check)(&number), "{name} {number}");
        }
        assert!(value("checked", "ssn", &mut Stream::new("")).is_err());
    }

    /// Check values: the NPI of the CMS check digit document, a Luhn sample.
    #[test]
    fn checksums_follow_their_standards() {
        assert_eq!(with_luhn("123456789", "80840"), "1234567893");
        assert_eq!(with_luhn("7992739871", ""), "79927398713");
    }

    #[test]
    fn long_values_show_every_class_of_their_alphabet() {
        for seed in 0..200 {
            let value = value("base62", "12", &mut Stream::new(&seed.to_string())).unwrap();
            assert_eq!(classes(&value), [true; 3], "{value}");
        }
    }
}
