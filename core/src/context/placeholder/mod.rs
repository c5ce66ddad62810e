//! Placeholders: texts that stand where a value will be.
//!
//! Every value of a field is asked, so each reading first looks at which characters the value has at all.

mod glance;
mod invented;
mod login;
mod reference;
mod template;

pub(crate) use login::is_sample_login;

use crate::known_words::{Alphabet, KnownWords, LetterPairs};
use crate::trim::trim;
use glance::Glance;
use invented::{is_repeated, is_sample_word, is_sequential};
use reference::is_reference;
use template::is_template;

/// What a placeholder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// Nothing, or marks only.
    Empty,
    /// Filled in by a template engine, a shell or a formatter: `${TOKEN}`, `{{ token }}`, `%s`, `$(pass show x)`, `<your-key>`.
    Template,
    /// Read from elsewhere: `os.environ["X"]`, `process.env.X`, `secrets.X`, `vault:…`, `arn:…`, `config.password`, `read()`.
    Reference,
    /// A literal of the language that is no text: `null`, `true`, `undefined`.
    Literal,
    /// Masked: `xxxx`, `****`, `<redacted>`.
    Masked,
    /// A request to put the value here: `changeme`, `your_api_key_here`, `TODO`.
    Instruction,
    /// One character or a short group again and again: `aaaaaa`, `abcabcabc`.
    Repeated,
    /// Characters in order: `1234567890`, `abcdefg`, `qwerty`.
    Sequential,
    /// A word that people write into samples: `test`, `dummy`, `Doe`.
    SampleWord,
}

/// How sure it is that no value of anyone stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Firmness {
    /// There is no value.
    Hard,
    /// There is a value, which somebody made up. In a field of health data it still counts: fixtures are where PHI leaks,
    /// and a made-up name may stand beside a number that is not.
    Weak,
}

impl Placeholder {
    /// Whether there is no value at all or only an invented one.
    pub fn firmness(self) -> Firmness {
        match self {
            Self::Repeated | Self::Sequential | Self::SampleWord => Firmness::Weak,
            _ => Firmness::Hard,
        }
    }

    /// A sentence for people.
    pub fn why(self) -> &'static str {
        match self {
            Self::Empty => "there is no value",
            Self::Template => "the value is filled in later",
            Self::Reference => "the value is read from elsewhere",
            Self::Literal => "the value is a literal such as null",
            Self::Masked => "the value is masked",
            Self::Instruction => "the text asks for a value",
            Self::Repeated => "the value repeats itself",
            Self::Sequential => "the value is characters in order",
            Self::SampleWord => "the value is a word for samples",
        }
    }
}

/// Whether a whole value, without its quotes, is a placeholder.
///
/// ```
/// use safeharbor_core::context::{Firmness, Placeholder, placeholder};
/// assert_eq!(placeholder("${DB_PASSWORD}"), Some(Placeholder::Template));
/// assert_eq!(placeholder("test").map(Placeholder::firmness), Some(Firmness::Weak));
/// assert_eq!(placeholder("kJ8x2Qp0vT"), None);
/// ```
pub fn placeholder(value: &str) -> Option<Placeholder> {
    let value = trim(value);
    // A longer text is no placeholder, and a bound keeps the time small.
    if value.len() > 512 {
        return None;
    }
    let glance = Glance::at(value);
    if NUMBERS.covers(glance.alphabet) && glance.alphabet.meets(DIGITS) {
        // Numbers and dates stand for nothing, but may be invented.
        return if is_repeated(&glance) {
            Some(Placeholder::Repeated)
        } else {
            is_sequential(&glance).then_some(Placeholder::Sequential)
        };
    }
    let pairs = glance.pairs();
    if is_empty(&glance) {
        Some(Placeholder::Empty)
    } else if is_masked(&glance, pairs) {
        Some(Placeholder::Masked)
    } else if is_template(&glance) {
        Some(Placeholder::Template)
    } else if is_reference(&glance, pairs) {
        Some(Placeholder::Reference)
    } else if LITERALS.has(value) {
        Some(Placeholder::Literal)
    } else if is_instruction(&glance, pairs) {
        Some(Placeholder::Instruction)
    } else if is_repeated(&glance) {
        Some(Placeholder::Repeated)
    } else if is_sequential(&glance) {
        Some(Placeholder::Sequential)
    } else if is_sample_word(&glance) {
        Some(Placeholder::SampleWord)
    } else {
        None
    }
}

/// What numbers and dates are made of, and no other placeholder is.
const NUMBERS: Alphabet = Alphabet::of("0123456789 -./,+");

fn is_empty(glance: &Glance<'_>) -> bool {
    let value = glance.value;
    glance.plain().is_empty()
        && !value.chars().any(char::is_alphanumeric)
        && !value.contains(['*', '%', '•', '●', '$', '{', '<'])
}

/// Words in brackets or alone that say that something was taken out.
static TAKEN_OUT: KnownWords<9> = KnownWords::new([
    "redacted",
    "masked",
    "hidden",
    "removed",
    "censored",
    "scrubbed",
    "obfuscated",
    "elided",
    "sanitized",
]);

/// All letters and digits but `x`.
const NO_CROSSES: Alphabet = Alphabet::of("abcdefghijklmnopqrstuvwyz0123456789");

/// Only masking characters (`xxxx`, `XXX-XX-XXXX`, `****`, `•••`), at least half of them in a longer value (`sk-****`, `****1234`), or
/// a word in brackets that says so.
fn is_masked(glance: &Glance<'_>, pairs: LetterPairs) -> bool {
    let Glance {
        value, alphabet, ..
    } = *glance;
    let crossed = alphabet.meets(const { Alphabet::of("x") });
    let letters = || value.chars().filter(|c| c.is_alphanumeric());
    let crosses = || {
        !alphabet.meets(NO_CROSSES)
            && letters().count() >= 3
            && letters().all(|c| matches!(c, 'x' | 'X'))
            && !value.contains('\\')
    };
    let run_of_crosses = || {
        let mut runs = value.as_bytes().windows(5);
        runs.any(|run| run == b"xxxxx" || run == b"XXXXX")
    };
    let may_be_starred = alphabet.meets(const { Alphabet::of("*") }) || alphabet.is_beyond_ascii();
    let said = || value.len() <= 40 && TAKEN_OUT.has_word_of(value, pairs);
    (crossed && (crosses() || run_of_crosses())) || (may_be_starred && is_starred(value)) || said()
}

fn is_starred(value: &str) -> bool {
    let mask = |c: &char| matches!(c, '*' | '•' | '●' | '█' | '…');
    let masks = value.chars().filter(mask).count();
    masks >= 3 && (masks * 2 >= value.chars().count() || value.contains("***"))
}

static LITERALS: KnownWords<42> = KnownWords::new([
    "null",
    "nil",
    "none",
    "undefined",
    "true",
    "false",
    "nan",
    "n/a",
    "na",
    "void",
    "nullptr",
    "unknown",
    "empty",
    "blank",
    "not set",
    "unset",
    "(null)",
    "yes",
    "no",
    "on",
    "off",
    "optional",
    "required",
    "latin1",
    "utf8",
    "utf-8",
    "utf16",
    "utf-16",
    "ascii",
    "base64",
    "base64url",
    // How passwords are kept.
    "argon2",
    "argon2i",
    "argon2id",
    "bcrypt",
    "scrypt",
    "pbkdf2",
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "ssha",
]);

/// Texts that ask for a value.
fn is_instruction(glance: &Glance<'_>, pairs: LetterPairs) -> bool {
    let value = glance.value;
    let possessive = ["your", "my"];
    let starts_possessive = || {
        possessive.iter().any(|word| {
            value
                .get(..word.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(word))
                && value
                    .as_bytes()
                    .get(word.len())
                    .is_some_and(|byte| b" -_.".contains(byte))
        })
    };
    let of_words = !glance.alphabet.meets(DIGITS);
    (ASKS.may_stand_in(pairs) && ASKS.is_within(glance.plain_text(), pairs))
        || (of_words && starts_possessive())
        || TO_DO.has(value)
        || TO_DO_MARKS.has_word_of(value, pairs)
}

const DIGITS: Alphabet = Alphabet::of("0123456789");

static TO_DO: KnownWords<6> = KnownWords::new(["todo", "tbd", "tba", "fixme", "here", "..."]);

static TO_DO_MARKS: KnownWords<2> = KnownWords::new(["todo", "fixme"]);

static ASKS: KnownWords<35> = KnownWords::new([
    "changeme",
    "changeit",
    "replaceme",
    "replacethis",
    "replacewith",
    "insertyour",
    "enteryour",
    "fillme",
    "fillin",
    "putyour",
    "addyour",
    "tobedefined",
    "tobereplaced",
    "tobechanged",
    "goeshere",
    "pleasechange",
    "placeholder",
    "yoursecret",
    "yourpassword",
    "yourtoken",
    "yourkey",
    "yourapi",
    "youraccess",
    "yourclient",
    "yourusername",
    "notarealpassword",
    "notarealkey",
    "notreal",
    "notasecret",
    "thisisnota",
    "useyourown",
    "notneeded",
    "notrequired",
    "notapplicable",
    "nopassword",
]);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(kind: Placeholder, values: &[&str]) {
        for value in values {
            assert_eq!(placeholder(value), Some(kind), "{value:?}");
        }
    }

    #[test]
    fn nothing_and_literals() {
        check(Placeholder::Empty, &["", "  ", "-", "--", "..."]);
        check(
            Placeholder::Literal,
            &[
                "null",
                "None",
                "undefined",
                "TRUE",
                "n/a",
                "nil",
                "argon2id",
                "SHA256",
            ],
        );
    }

    #[test]
    fn templates() {
        check(
            Placeholder::Template,
            &[
                "${DB_PASSWORD}",
                "{{ token }}",
                "<your-key>",
                "$TOKEN",
                "$(pass show db)",
                "%s",
                "{token}",
                "%TOKEN%",
                "__TOKEN__",
                "#{token}",
                "<%= token %>",
                "%(password)s",
                "prefix-${X}-suffix",
                "postgres://%s:%s@host",
                "@TOKEN@",
                "@DB_PASSWORD",
                "$1",
                ":password",
                "{{{secret}}}",
                "<API KEY>",
                "sk_<your key here>",
                "[a++]",
                "$dir$name_part",
            ],
        );
    }

    #[test]
    fn references() {
        check(
            Placeholder::Reference,
            &[
                "os.environ[\"TOKEN\"]",
                "process.env.TOKEN",
                "ENV['TOKEN']",
                "getenv(\"TOKEN\")",
                "System.getenv(\"TOKEN\")",
                "secrets.TOKEN",
                "vault:secret/db#pw",
                "arn:aws:secretsmanager:us-east-1:1:secret:x",
                "self.password",
                "config.get('password')",
                "getPassword()",
                "$this->password",
                "Config::PASSWORD",
                "row[0]",
                "await fetchToken()",
                "settings.SECRET_KEY",
                "op://vault/item/field",
                "crypto.randomBytes(16)",
                "),p?x.createElement(",
                "React.forwardRef((props",
                "toBuffer(password",
                "mongoObject[key",
                "--enable-tls",
                "-epw",
                ".$connection[",
                "\".concat(encode(r),\"",
                "' + token + '",
                "var.db_password",
            ],
        );
    }

    #[test]
    fn masks_and_instructions() {
        check(
            Placeholder::Masked,
            &[
                "xxxx",
                "XXX-XX-XXXX",
                "****",
                "sk-****",
                "<redacted>",
                "[REDACTED]",
                "••••••",
                "xoxb-xxxxxxxxx",
                "AB****1234",
            ],
        );
        check(
            Placeholder::Instruction,
            &[
                "changeme",
                "CHANGE_ME",
                "change-it",
                "your_api_key_here",
                "YOUR-TOKEN",
                "REPLACE_ME",
                "TODO",
                "tbd",
                "insert your key",
                "my-password",
                "not-needed",
                "placeholder",
                "fixme: later",
            ],
        );
    }

    #[test]
    fn invented_values() {
        check(
            Placeholder::Repeated,
            &[
                "aaaaaa",
                "0000",
                "000-00-0000",
                "1111111111",
                "abcabcabc",
                "121212",
            ],
        );
        check(
            Placeholder::Sequential,
            &[
                "1234567890",
                "123-45-6789",
                "abcdefg",
                "qwerty",
                "9876543210",
                "abc123",
                "asdfgh",
                "0123456789abcdef",
                "000102030405060708090A0B0C0D0E0F",
                "0x1011121314151617",
            ],
        );
        check(
            Placeholder::SampleWord,
            &[
                "test",
                "TEST",
                "Doe",
                "dummy",
                "John Doe",
                "test123",
                "foo",
                "foo-bar",
                "example",
                "password",
                "test_token",
            ],
        );
    }

    #[test]
    fn values() {
        for value in [
            "kJ8x2Qp0vT",
            "hunter2x!",
            "Smith",
            "Jane Roe",
            "1980-01-05",
            "212-555-0142",
            "p@ss$w0rd",
            "$2b$10$abcdefghijk",
            "correct horse battery",
            "9f86d081884c7d65",
            "$ecr3tP4ss",
            "AKIA5T4QWERTZUIO",
            "MTk4.Cl2FMQ.ZnCjm1XVW7v",
            "jane.roe",
            "a<b",
            "100% sure",
            "12 Main St",
            "MRN001234",
            "Tr0ub4dor&3",
            "]35d/{pB9Fo9wJ",
            "00010203040506070809ffff",
        ] {
            assert_eq!(placeholder(value), None, "{value:?}");
        }
    }

    #[test]
    fn only_invented_values_are_weak() {
        assert_eq!(Placeholder::SampleWord.firmness(), Firmness::Weak);
        assert_eq!(Placeholder::Template.firmness(), Firmness::Hard);
        assert!(!Placeholder::Masked.why().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_text_panics(text in "\\PC{0,70}", shaped in "[-$%{}<>()\\[\\].:*x0-9a-cé_]{0,40}") {
            placeholder(&text);
            placeholder(&shaped);
        }
    }
}
