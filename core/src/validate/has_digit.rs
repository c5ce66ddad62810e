//! Numbers of no fixed form: medical record, member and account numbers hold at least one digit.

/// At least one ASCII digit: what tells a record's number from a word.
pub(super) fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::has_digit;

    #[test]
    fn words_have_none() {
        assert!(has_digit("MRN-7"));
        assert!(!has_digit("unknown"));
        assert!(!has_digit(""));
    }
}
