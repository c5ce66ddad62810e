//! Values that the built-in rules find, made at run time so that no scanner stumbles over this repository.

/// A line of Java with a social security number in a field of that name. `number` makes lines differ.
pub(crate) fn ssn_line(number: u32) -> String {
    format!(
        "    String patientSsn = \"{}-{:02}-{:04}\";\n",
        219 + number % 100,
        11 + number % 80,
        1000 + number
    )
}

/// An access token by its shape and checksum: classic GitHub tokens are a prefix, 30 characters and their CRC-32 in six
/// base-62 digits.
pub(crate) fn token(seed: u32) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = String::new();
    for _ in 0..30 {
        // xorshift64: any sequence without a pattern will do
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        random.push(char::from(
            DIGITS[usize::try_from(state % 62).expect("below 62")],
        ));
    }
    let mut checksum = crc32(random.as_bytes());
    let mut check = [b'0'; 6];
    for digit in check.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(checksum % 62).expect("below 62")];
        checksum /= 62;
    }
    format!("{}_{random}{}", "ghp", String::from_utf8_lossy(&check))
}

/// A line of configuration with [`token`].
pub(crate) fn token_line(seed: u32) -> String {
    format!("GITHUB_TOKEN={}\n", token(seed))
}

/// CRC-32 of ISO 3309, reflected, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let mut remainder = u32::MAX;
    for byte in bytes {
        remainder ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = remainder & 1;
            remainder >>= 1;
            if carry == 1 {
                remainder ^= 0xedb8_8320;
            }
        }
    }
    !remainder
}
