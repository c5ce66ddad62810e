//! Code and paths that lead to a value kept elsewhere.

use super::glance::Glance;
use crate::known_words::{Alphabet, KnownWords, LetterPairs};

/// Names of places where configuration and secrets are kept, at the front of a path of names.
static ROOTS: KnownWords<46> = KnownWords::new([
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
]);

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

pub(super) fn is_reference(glance: &Glance<'_>, pairs: LetterPairs) -> bool {
    let Glance {
        value, alphabet, ..
    } = *glance;
    // Every store has one of these marks in its prefix, and no digit in front.
    let may_be_store = alphabet.meets(const { Alphabet::of(":/+@") })
        && !value.starts_with(|c: char| c.is_ascii_digit());
    let may_be_expression = alphabet.meets(const { Alphabet::of("([.:>") })
        && alphabet.meets(const { Alphabet::of("_abcdefghijklmnopqrstuvwxyz") });
    let starts = |store: &&str| {
        value
            .get(..store.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(store))
    };
    (may_be_store && STORES.iter().any(starts))
        || is_environment_lookup(value, pairs)
        || (may_be_expression && is_expression(value))
        || is_code(value, alphabet)
        || (alphabet.meets(const { Alphabet::of("-") }) && (is_cmdlet(value) || is_option(value)))
}

/// `--enable-tls`, `-epw`: the name of another option of a program.
fn is_option(value: &str) -> bool {
    let long = value.strip_prefix("--");
    let name = long.or_else(|| value.strip_prefix('-').filter(|name| name.len() <= 4));
    name.is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    })
}

/// What stands behind a text in code and in front of it: `),p?x.call(`, `".concat(e,"`, `React.render((props`, `toBuffer(key`.
fn is_code(value: &str, alphabet: Alphabet) -> bool {
    let may_be_cut = alphabet.meets(const { Alphabet::of("([") });
    let behind = [")", "]", "}"].iter().any(|close| {
        value
            .strip_prefix(close)
            .is_some_and(|rest| rest.starts_with([',', ';', ')', ']', '}', '.', '?']))
    });
    let joined = value
        .strip_prefix(['"', '\''])
        .is_some_and(|rest| rest.starts_with(['.', '+', ',']) || rest.starts_with(" + "))
        || value.starts_with(".$");
    let has_humps = |name: &str| {
        let mut pairs = name.as_bytes().windows(2);
        pairs.any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
    };
    let cut = || {
        value.split_once(['(', '[']).is_some_and(|(path, rest)| {
            (path.contains('.') || has_humps(path) && is_identifier(rest))
                && !rest.contains([')', ']'])
                && path.split('.').all(is_identifier)
        })
    };
    behind || joined || (may_be_cut && cut())
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
fn is_environment_lookup(value: &str, pairs: LetterPairs) -> bool {
    LOOKUPS.may_stand_in(pairs) && LOOKUPS.is_within(&value.to_ascii_lowercase(), pairs)
}

static LOOKUPS: KnownWords<16> = KnownWords::new([
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
]);

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
    if !names().all(is_identifier) {
        return false;
    }
    let joined = path.contains('.') || path.contains("::") || path.contains("->");
    let count = names().count();
    let open_to_close = [('(', ')'), ('[', ']')].into_iter().any(|(open, close)| {
        rest.starts_with(open) && rest.trim_end_matches([';', ',']).contains(close)
    });
    let rooted = count >= 2 && names().next().is_some_and(|root| ROOTS.has(root));
    let arrows = count >= 2 && (path.contains("->") || path.contains("::"));
    count >= 1 && (open_to_close || (rest.is_empty() && joined && (rooted || arrows)))
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
