//! Things that look like secrets and are none: identifiers, checksums, encoded pictures, paths.

mod encoded;
mod shape;
mod words;

use crate::validate;
use encoded::{is_base85, is_integrity, is_media, is_public_key};
pub(crate) use shape::is_media_type;
use shape::{
    is_colour, is_css_selector, is_file_path, is_number, is_plain_url, is_qualified_name,
    is_version,
};
use words::{Around, by_field, by_words, near};

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
    /// Where a list goes on, or what ties a form to its page: `nextToken`, `csrfToken`.
    Cursor,
    /// What a status badge is shown with.
    Badge,
    /// The checksum of a file under its path.
    FileDigest,
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
            Self::Cursor => "the value says where a list goes on or to which page a form belongs",
            Self::Badge => "the value shows a badge",
            Self::FileDigest => "the value is the checksum of a file",
        }
    }
}

/// Whether `value` is one of the harmless things, alone or by the words of the `line` around it and of the `field` that holds
/// it (either may be empty). Says nothing of whether a field's name makes it a secret all the same: a UUID may be an API key.
pub fn harmless(value: &str, line: &str, field: &str) -> Option<Harmless> {
    let value = value.trim();
    let around = Around {
        line: near(line, value),
        field,
    };
    by_field(field)
        .or_else(|| by_itself(value))
        .or_else(|| is_base85(around.line.trim()).then_some(Harmless::Media))
        .or_else(|| by_words(value, &around))
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
            ("256/32", Harmless::Number),
            ("60*60*24", Harmless::Number),
            ("0x02U", Harmless::Number),
            ("0xdeadbeef", Harmless::Number),
            ("com.example.service.Foo", Harmless::QualifiedName),
            (
                r"Clinic\Controllers\LoginController",
                Harmless::QualifiedName,
            ),
            (
                r"Clinic\\Controllers\\LoginController",
                Harmless::QualifiedName,
            ),
            ("<2.0.5|>=3,<3.0.3", Harmless::Version),
            (".btn-primary", Harmless::CssSelector),
            ("ul > li:hover", Harmless::CssSelector),
        ] {
            assert_eq!(harmless(value, "", ""), Some(kind), "{value}");
            assert!(!kind.why().is_empty());
        }
    }

    #[test]
    fn a_line_of_a_picture_is_no_secret() {
        let value = "Z?4c2/)De&RQHb!=<LS*7cj3o>:b'b]a1T^b-";
        let line = format!(r#"5sd!K?Nq#2cZ%Mn5`nMh]KQ@l9$5pW:{value}"#);
        assert_eq!(harmless(value, &line, "pW"), Some(Harmless::Media));
        assert_eq!(harmless(value, &format!("pw: {value}"), "pw"), None);
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
            ("kJ8x2Qp0vT9zLmWq", "", "nextToken", Harmless::Cursor),
            (
                "kJ8x2Qp0vT9zLmWq",
                "",
                "CONTINUATION_TOKEN",
                Harmless::Cursor,
            ),
            ("kJ8x2Qp0vT9zLmWq", "", "ChangeToken", Harmless::Cursor),
            (
                "c232ab00-9414-11ec-b3c8-9f6bdeced846",
                "",
                "csrfToken",
                Harmless::Cursor,
            ),
            (
                "kJ8x2Qp0vT",
                "https://codecov.io/gh/a/b/badge.svg?token=kJ8x2Qp0vT",
                "token",
                Harmless::Badge,
            ),
            (&HEX[..32], "", "tests/server.key", Harmless::FileDigest),
            (
                &HEX[..32],
                r#""tests/server.key":"0f1e2d3c4b5a69788796a5b4c3d2e1f0""#,
                "server.key",
                Harmless::FileDigest,
            ),
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
