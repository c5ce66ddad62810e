//! Placeholders: texts that stand where a value will be.

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

/// A kind and what tells it.
type Reading = (Placeholder, fn(&str) -> bool);

/// Whether a whole value, without its quotes, is a placeholder.
///
/// ```
/// use safeharbor_core::context::{Firmness, Placeholder, placeholder};
/// assert_eq!(placeholder("${DB_PASSWORD}"), Some(Placeholder::Template));
/// assert_eq!(placeholder("test").map(Placeholder::firmness), Some(Firmness::Weak));
/// assert_eq!(placeholder("kJ8x2Qp0vT"), None);
/// ```
pub fn placeholder(value: &str) -> Option<Placeholder> {
    let value = value.trim();
    let readings: [Reading; 9] = [
        (Placeholder::Empty, is_empty),
        (Placeholder::Masked, is_masked),
        (Placeholder::Template, is_template),
        (Placeholder::Reference, is_reference),
        (Placeholder::Literal, is_literal),
        (Placeholder::Instruction, is_instruction),
        (Placeholder::Repeated, is_repeated),
        (Placeholder::Sequential, is_sequential),
        (Placeholder::SampleWord, is_sample_word),
    ];
    // A longer text is no placeholder, and a bound keeps the time small.
    let short = value.len() <= 512;
    readings
        .into_iter()
        .find(|(_, holds)| short && holds(value))
        .map(|(kind, _)| kind)
}

fn is_one_of(value: &str, known: &[&str]) -> bool {
    known.iter().any(|word| word.eq_ignore_ascii_case(value))
}

fn contains_word(value: &str, words: &[&str]) -> bool {
    value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| is_one_of(part, words))
}

fn is_empty(value: &str) -> bool {
    !value.chars().any(char::is_alphanumeric)
        && !value.contains(['*', '%', '•', '●', '$', '{', '<'])
}

/// Only masking characters (`xxxx`, `XXX-XX-XXXX`, `****`, `•••`), at least half of them in a longer value (`sk-****`, `****1234`), or
/// a word in brackets that says so.
fn is_masked(value: &str) -> bool {
    let mask = |c: char| matches!(c, '*' | '•' | '●' | '█' | '…');
    let letters = || value.chars().filter(|c| c.is_alphanumeric());
    let crosses = letters().count() >= 3
        && letters().all(|c| matches!(c, 'x' | 'X'))
        && !value.contains('\\');
    let masks = value.chars().filter(|&c| mask(c)).count();
    let run_of_crosses = value.contains("xxxxx") || value.contains("XXXXX");
    let starred = masks >= 3 && (masks * 2 >= value.chars().count() || value.contains("***"));
    let said = contains_word(
        value,
        &[
            "redacted",
            "masked",
            "hidden",
            "removed",
            "censored",
            "scrubbed",
            "elided",
            "sanitized",
        ],
    );
    crosses || run_of_crosses || starred || (said && value.len() <= 40)
}

/// Marks of template engines, shells, and formatters, wherever in the value they stand, for what they fill in is the value.
fn is_template(value: &str) -> bool {
    let pairs = [
        ("${", "}"),
        ("{{", "}}"),
        ("<%", "%>"),
        ("$(", ")"),
        ("#{", "}"),
        ("{%", "%}"),
        ("@@", "@@"),
        ("[[", "]]"),
        ("$[", "]"),
        ("((", "))"),
        ("##", "##"),
    ];
    let paired = |(open, close): (&str, &str)| {
        value
            .split_once(open)
            .is_some_and(|(_, rest)| rest.contains(close))
    };
    pairs.into_iter().any(paired)
        || is_cut_off(value)
        || is_bracketed(value)
        || is_shell_variable(value)
        || is_format(value)
}

/// The first word of a template with blanks in it: `$(pass`, `#{token`, `<your`.
fn is_cut_off(value: &str) -> bool {
    let opened = ["$(", "${", "#{", "{{", "<%"];
    let tag = value.strip_prefix('<').is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    tag || opened.iter().any(|mark| value.starts_with(mark))
}

/// `<your-key>`, `{token}`, `[TOKEN]`, `%TOKEN%`, `__TOKEN__`, `@TOKEN@`: words between brackets or marks.
fn is_bracketed(value: &str) -> bool {
    let pairs = [
        ("<", ">"),
        ("{", "}"),
        ("[", "]"),
        ("%", "%"),
        ("__", "__"),
        ("@", "@"),
        ("`", "`"),
        ("%(", ")s"),
    ];
    let words = |inner: &str| {
        let allowed = |c: char| {
            c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '\'' | '/' | '|')
        };
        inner.contains(char::is_alphabetic) && inner.chars().all(allowed)
    };
    pairs.into_iter().any(|(open, close)| {
        value
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(words)
    }) || value.split_once('<').is_some_and(|(_, rest)| {
        rest.split_once('>')
            .is_some_and(|(inner, _)| inner.len() >= 3 && words(inner) && !value.contains("</"))
    })
}

/// `$TOKEN`, `$1`, `$env:TOKEN`, `!TOKEN!`: one variable and nothing else.
fn is_shell_variable(value: &str) -> bool {
    let name = |text: &str| {
        let allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-');
        !text.is_empty() && text.bytes().all(allowed)
    };
    let variable = value.strip_prefix('$').is_some_and(|rest| {
        // A password may start with `$` too; a variable's name has one case and no digits amid its letters.
        let one_case = !rest.contains(|c: char| c.is_ascii_lowercase())
            || !rest.contains(|c: char| c.is_ascii_digit());
        name(rest) && one_case
    });
    let delayed = value
        .strip_prefix('!')
        .and_then(|rest| rest.strip_suffix('!'))
        .is_some_and(name);
    variable || delayed
}

/// `%s`, `%d`, `{}`, `{0}`, `{name!r}`, `%(name)s`, `:name`, `?` as the whole value or a word of it.
fn is_format(value: &str) -> bool {
    let conversion = |word: &str| {
        is_one_of(
            word,
            &[
                "%s", "%d", "%v", "%q", "%r", "%i", "%x", "%1$s", "%@", "{}", "?", "{0}", "{1}",
            ],
        )
    };
    let bound = value.strip_prefix(':').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    bound
        || value
            .split(|c: char| c.is_whitespace() || matches!(c, ':' | '/' | '@' | '\'' | '"'))
            .any(conversion)
}

/// Names of places where configuration and secrets are kept, at the front of a path of names.
const ROOTS: [&str; 46] = [
    "app",
    "args",
    "argv",
    "cfg",
    "conf",
    "config",
    "configuration",
    "constants",
    "context",
    "credentials",
    "creds",
    "ctx",
    "data",
    "env",
    "environ",
    "environment",
    "event",
    "flags",
    "import",
    "input",
    "local",
    "module",
    "options",
    "opts",
    "os",
    "output",
    "params",
    "parameters",
    "process",
    "props",
    "req",
    "request",
    "res",
    "response",
    "secrets",
    "self",
    "session",
    "settings",
    "spec",
    "state",
    "steps",
    "system",
    "this",
    "values",
    "var",
    "vars",
];

/// Prefixes of references to secret stores and cloud resources.
const STORES: [&str; 18] = [
    "vault:",
    "arn:aws",
    "ssm:",
    "secretsmanager:",
    "op://",
    "vault://",
    "awskms://",
    "gcpkms://",
    "azurekeyvault://",
    "keyvault://",
    "keyring:",
    "env:",
    "file:/",
    "ref+",
    "secret://",
    "sops:",
    "@microsoft.keyvault",
    "projects/",
];

fn is_reference(value: &str) -> bool {
    let starts = |store: &&str| {
        value
            .get(..store.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(store))
    };
    STORES.iter().any(starts)
        || is_environment_lookup(value)
        || is_expression(value)
        || is_cmdlet(value)
}

/// `ConvertTo-SecureString`, `Get-Credential`: a command of PowerShell.
fn is_cmdlet(value: &str) -> bool {
    let verbs = [
        "ConvertTo",
        "ConvertFrom",
        "Get",
        "Read",
        "New",
        "Import",
        "Receive",
        "Select",
    ];
    value.split_once('-').is_some_and(|(verb, noun)| {
        verbs.contains(&verb)
            && noun.starts_with(|c: char| c.is_ascii_uppercase())
            && noun.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// `os.environ["X"]`, `process.env.X`, `ENV['X']`, `getenv("X")`, `System.getenv("X")`, `env("X")`, `std::env::var("X")`.
fn is_environment_lookup(value: &str) -> bool {
    let marks = [
        "environ[",
        "environ.get",
        "process.env",
        "import.meta.env",
        "env[",
        "env.get",
        "env(",
        "getenv",
        "env::var",
        "getproperty(",
        "env.fetch",
        "environmentvariable",
        "_env[",
        "deno.env",
        "viper.get",
        "lookupenv",
    ];
    let lower = value.to_ascii_lowercase();
    marks.iter().any(|mark| lower.contains(mark))
}

/// A call (`read()`, `config.get("x")`), an index (`row[0]`), or a path of names from a known root (`self.password`) or through
/// arrows and colons (`$this->password`, `Config::KEY`).
fn is_expression(value: &str) -> bool {
    let end = value.find(['(', '[']).unwrap_or(value.len());
    let (path, rest) = value.split_at(end);
    let path = path.trim_start_matches(['$', '&', '*', '@']);
    let path = ["await ", "new ", "not ", "return "]
        .iter()
        .fold(path, |path, word| path.strip_prefix(word).unwrap_or(path));
    let names = || {
        path.split(['.', ':', '-', '>', '?', '!'])
            .filter(|name| !name.is_empty())
    };
    let joined = path.contains('.') || path.contains("::") || path.contains("->");
    let (count, named) = (names().count(), names().all(is_identifier));
    let open_to_close = [('(', ')'), ('[', ']')].into_iter().any(|(open, close)| {
        rest.starts_with(open) && rest.trim_end_matches([';', ',']).contains(close)
    });
    let rooted = count >= 2 && names().next().is_some_and(|root| is_one_of(root, &ROOTS));
    let arrows = count >= 2 && (path.contains("->") || path.contains("::"));
    named && count >= 1 && (open_to_close || (rest.is_empty() && joined && (rooted || arrows)))
}

/// A name as programs have them: words, not a random string. Few changes between letters and digits and between cases.
fn is_identifier(name: &str) -> bool {
    let class = |byte: u8| match byte {
        b'a'..=b'z' | b'_' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    };
    let pairs = name.as_bytes().windows(2);
    let changes = pairs
        .filter(|pair| class(pair[0]) != class(pair[1]))
        .count();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && changes * 2 <= name.len()
        && name.bytes().filter(u8::is_ascii_digit).count() <= 2 + name.len() / 8
}

fn is_literal(value: &str) -> bool {
    is_one_of(
        value,
        &[
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
        ],
    )
}

/// Texts that ask for a value.
fn is_instruction(value: &str) -> bool {
    let mut plain = [0_u8; 64];
    let letters = value
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase());
    let len = plain
        .iter_mut()
        .zip(letters)
        .map(|(place, byte)| *place = byte)
        .count();
    let plain = str::from_utf8(&plain[..len]).unwrap_or_default();
    let asks = [
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
    ];
    let possessive = ["your", "my"];
    let starts_possessive = possessive.iter().any(|word| {
        value
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
            && value
                .as_bytes()
                .get(word.len())
                .is_some_and(|byte| b" -_.".contains(byte))
    });
    let of_words = !value.bytes().any(|byte| byte.is_ascii_digit());
    asks.iter().any(|ask| plain.contains(ask))
        || (starts_possessive && of_words)
        || is_one_of(value, &["todo", "tbd", "tba", "fixme", "here", "..."])
        || contains_word(value, &["todo", "fixme"])
}

/// One character four times or more, or a group of two to four characters three times or more, and nothing else. Marks
/// between them do not count: `000-00-0000`.
fn is_repeated(value: &str) -> bool {
    let characters = || value.chars().filter(|c| c.is_alphanumeric());
    let count = characters().count();
    let repeats = |period: usize| {
        characters()
            .zip(characters().skip(period))
            .all(|(a, b)| a == b)
    };
    (count >= 4 && repeats(1)) || (2..=4).any(|period| count >= period * 3 && repeats(period))
}

/// Rows of a keyboard, both ways of counting, and the alphabet.
const SEQUENCES: [&str; 7] = [
    "01234567890123456789012345678901234567890",
    "98765432109876543210987654321",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "asdfghjkl",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
];

/// At least five characters, or runs of at least four each, that follow each other in a sequence: `123-45-6789`, `abc12345`.
fn is_sequential(value: &str) -> bool {
    let mut plain = [0_u8; 64];
    let characters = value
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_lowercase());
    let len = plain
        .iter_mut()
        .zip(characters)
        .map(|(place, byte)| *place = byte)
        .count();
    let fits = value.is_ascii() && value.len() <= plain.len();
    let whole = str::from_utf8(&plain[..len]).unwrap_or_default();
    let digits_at = whole.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let follows = |text: &str, least: usize| {
        text.len() >= least && SEQUENCES.iter().any(|sequence| sequence.contains(text))
    };
    let (letters, digits) = whole.split_at(digits_at);
    fits && (follows(whole, 5) || (follows(letters, 3) && follows(digits, 3)))
}

/// Words that people write into samples, and numbers behind them: `test`, `dummy123`, `John Doe`.
fn is_sample_word(value: &str) -> bool {
    let words = [
        "test",
        "tests",
        "testing",
        "tester",
        "testuser",
        "example",
        "examples",
        "sample",
        "dummy",
        "fake",
        "foo",
        "bar",
        "baz",
        "foobar",
        "qux",
        "demo",
        "mock",
        "mocked",
        "doe",
        "lorem",
        "ipsum",
        "asdf",
        "blah",
        "whatever",
        "something",
        "somevalue",
        "guest",
        "admin",
        "administrator",
        "root",
        "welcome",
        "letmein",
        "tiger",
        "changed",
        "wrong",
        "anything",
        "nobody",
        "invalid",
        "bogus",
        "default",
        "secret",
        "password",
        "passwd",
        "pass",
        "pwd",
        "token",
        "key",
        "apikey",
        "value",
        "string",
        "text",
        "name",
        "username",
        "user",
        "hidden",
    ];
    let joints = [
        "my", "the", "a", "an", "some", "john", "jane", "api", "auth", "access", "client", "id",
        "new", "old", "very", "super", "valid", "wrong", "bad", "not", "real",
    ];
    let mut found = false;
    let parts = value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    for part in parts {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = part.len() - word.len() <= 4;
        let sample = number && is_one_of(word, &words);
        found |= sample;
        let neutral = is_one_of(word, &joints) || (word.is_empty() && number);
        if !(sample || neutral) {
            return false;
        }
    }
    found && value.is_ascii()
}

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
            &["null", "None", "undefined", "TRUE", "n/a", "nil"],
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
                "$1",
                ":password",
                "{{{secret}}}",
                "<API KEY>",
                "sk_<your key here>",
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
