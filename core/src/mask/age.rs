//! Ages over 89.

/// The number in the text becomes 89, the oldest age that 45 CFR 164.514(b)(2)(i)(C) lets stand: `90` by itself would still be
/// an age over 89, and the category `90 or older` has another form than a number.
pub(super) fn surrogate(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            masked.push(c);
        } else if !in_number {
            masked.push_str("89");
        }
        in_number = c.is_ascii_digit();
    }
    masked
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_oldest_age_that_may_stand() {
        for (text, expected) in [("93", "89"), ("104 years", "89 years"), ("age", "age")] {
            assert_eq!(super::surrogate(text), expected);
        }
    }
}
