//! Payment card numbers.
//!
//! Source: ISO/IEC 7812-1 (length, Luhn) and the issuer ranges that the card networks publish.

use super::compact::{Compact, number};
use super::luhn;

/// The prefixes of a network, as a range of equally long numbers, and the lengths of its cards.
struct Range {
    first: u32,
    last: u32,
    prefix_digits: usize,
    lengths: &'static [usize],
}

const fn range(first: u32, last: u32, prefix_digits: usize, lengths: &'static [usize]) -> Range {
    Range {
        first,
        last,
        prefix_digits,
        lengths,
    }
}

const RANGES: &[Range] = &[
    range(4, 4, 1, &[13, 16, 19]),           // Visa
    range(51, 55, 2, &[16]),                 // Mastercard
    range(2221, 2720, 4, &[16]),             // Mastercard, since 2017
    range(34, 34, 2, &[15]),                 // American Express
    range(37, 37, 2, &[15]),                 // American Express
    range(6011, 6011, 4, &[16, 19]),         // Discover
    range(644, 659, 3, &[16, 19]),           // Discover
    range(300, 305, 3, &[14, 16]),           // Diners Club
    range(3095, 3095, 4, &[14, 16]),         // Diners Club
    range(36, 36, 2, &[14, 16, 19]),         // Diners Club
    range(38, 39, 2, &[14, 16]),             // Diners Club
    range(3528, 3589, 4, &[16, 17, 18, 19]), // JCB
    range(62, 62, 2, &[16, 17, 18, 19]),     // UnionPay
    range(50, 50, 2, &[16, 18, 19]),         // Maestro
    range(56, 58, 2, &[16, 18, 19]),         // Maestro
];

/// A number in a card network's range, of its length, that passes Luhn. Separators: blank, `-`.
pub(super) fn credit_card(text: &str) -> bool {
    let Some(read) = Compact::<19>::read(text, b" -").and_then(Compact::into_digits) else {
        return false;
    };
    let digits = read.as_bytes();
    let in_range = |range: &Range| {
        range.lengths.contains(&digits.len())
            && (range.first..=range.last).contains(&number(&digits[..range.prefix_digits]))
    };
    RANGES.iter().any(in_range) && luhn::passes(digits.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_card_cases() {
        // Test numbers that the payment processors document.
        for right in [
            "4242 4242 4242 4242",
            "4111-1111-1111-1111",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "6200000000000005",
            "4222222222222",
        ] {
            assert!(credit_card(right), "{right}");
        }
        for wrong in [
            "4242424242424241",
            "1234567812345670",
            "42424242424242",
            "9999999999999995",
            "0000000000000000",
            "",
        ] {
            assert!(!credit_card(wrong), "{wrong}");
        }
    }
}
