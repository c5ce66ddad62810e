//! Ages over 89.

/// The number in the text becomes 90, which 45 CFR 164.514(b)(2)(i)(C) allows for "90 or older".
pub(super) fn surrogate(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            masked.push(c);
        } else if !in_number {
            masked.push_str("90");
        }
        in_number = c.is_ascii_digit();
    }
    masked
}

#[cfg(test)]
mod tests {
    #[test]
    fn ninety_or_older() {
        for (text, expected) in [("93", "90"), ("104 years", "90 years"), ("age", "age")] {
            assert_eq!(super::surrogate(text), expected);
        }
    }
}
