//! Passwords as policies ask for them: characters of several kinds.

/// The shortest password that says anything.
const LEAST: usize = 6;

/// A letter and a digit, or letters of both cases and a sign. A word, a name of a field and a text on a button have
/// neither, so it tells a password where little else does.
///
/// Source: the kinds of characters are those of Microsoft's policy "Password must meet complexity requirements".
pub(super) fn mixed_password(value: &str) -> bool {
    let value = value.trim();
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let letter = has(u8::is_ascii_alphabetic);
    let both_cases = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    value.len() >= LEAST
        && letter
        && (has(u8::is_ascii_digit) || (both_cases && has(u8::is_ascii_punctuation)))
}

#[cfg(test)]
mod tests {
    use super::mixed_password;

    #[test]
    fn several_kinds() {
        for value in [
            "hunter22",
            "Summer2024!",
            "k1tt3ns",
            "Zebra!Crossing",
            " Maria1985 ",
        ] {
            assert!(mixed_password(value), "{value}");
        }
    }

    #[test]
    fn words() {
        for value in [
            "",
            "a1",
            "incorrect",
            "next-of-kin",
            "12345678",
            "overEvery",
            "Password",
        ] {
            assert!(!mixed_password(value), "{value}");
        }
    }
}
