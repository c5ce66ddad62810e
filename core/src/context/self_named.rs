//! Values that are names of secrets instead of secrets: `secret_key_base`, `mypassword`, `clientPasscode`, `accessToken1`.

/// Words that name a secret wherever they stand in a value.
const KINDS: [&str; 12] = [
    "password",
    "passwd",
    "passcode",
    "passphrase",
    "passwort",
    "secret",
    "credential",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "letmein",
];

/// Short words that name a secret at either end of a value.
const ENDS: [&str; 2] = ["pass", "pwd"];

/// Words that say that a value is invented, wherever they stand in it.
const SAMPLES: [&str; 9] = [
    "example",
    "sample",
    "dummy",
    "fake",
    "test",
    "xxxx",
    "your",
    "placeholder",
    "redacted",
];

/// More digits than this hardly stand in a name.
const MAX_DIGITS: usize = 4;

/// A longer value is no name.
const MAX_NAME: usize = 80;

/// Whether a value is made of letters, marks between words and a few digits, and says that it is a secret.
pub(crate) fn names_secret(value: &str) -> bool {
    let value = value.trim();
    let joins = |byte: u8| b"_-.:/ ".contains(&byte);
    let named = |byte: u8| byte.is_ascii_alphanumeric() || joins(byte);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if value.len() > MAX_NAME || digits > MAX_DIGITS || !value.bytes().all(named) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let word = lower.trim_matches(|c: char| !c.is_ascii_alphabetic());
    KINDS.iter().any(|kind| lower.contains(kind))
        || ENDS
            .iter()
            .any(|end| word.starts_with(end) || word.ends_with(end))
}

/// Whether a value holds a word that people write into invented ones.
pub(crate) fn holds_sample_word(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    SAMPLES.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "secret_key_base",
            "mypassword",
            "clientPasscode",
            "supersecret",
            "password1",
            "encrypted-user-password",
            "iam:ChangePassword",
            "occspass",
            "newpass123",
            "secret_with_at_least_32_characters",
            "the-password-to-your-cluster",
            "basicPass",
        ] {
            assert!(names_secret(name), "{name}");
        }
    }

    #[test]
    fn secrets() {
        for secret in [
            "n7Kq2Vx9",
            "Tr0ub4dor&3",
            "hunter2",
            "xK9Pass77Qz1",
            "",
            "parole",
        ] {
            assert!(!names_secret(secret), "{secret}");
        }
    }

    #[test]
    fn sample_words() {
        assert!(holds_sample_word("ghp_ThisIsAnExampleToken"));
        assert!(!holds_sample_word("ghp_n7Kq2Vx9"));
    }
}
